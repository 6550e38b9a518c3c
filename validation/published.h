#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "validation/claim.h"

namespace sunrack {

/// The published figures of one area: a file of validation/data/, compiled in. Its head says what, source,
/// how read, units, licence and date; then one figure a line, fields separated by ';':
///   id; what; published; unit; tolerance; tolerance reason; expectation; note; source
/// A tolerance is a number in the figure's unit or, with %, a part of the figure. Expectation: holds,
/// known miss or information (then without tolerance).
class Published {
 public:
  /// @throws std::invalid_argument for a file that there is not, a head that is not complete, or a bad line
  explicit Published(const std::string& file);
  Published(const std::string& file, std::string_view text);

  /// Puts the computed figure beside the published one. @throws std::invalid_argument for an unknown id or
  /// one that was computed before
  void computed(const std::string& id, double value);
  /// [unit of the file] a published figure that other claims are computed from.
  double published(const std::string& id) const;
  /// All, in the file's order. @throws std::invalid_argument if one was not computed
  std::vector<Claim> claims() const;

 private:
  Claim& find(const std::string& id);
  void read_line(const std::string& line, int number);

  std::string file_;
  std::string group_;
  std::vector<Claim> claims_;
};

}  // namespace sunrack
