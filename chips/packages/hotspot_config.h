#pragma once

#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "chips/packages/package_bounds.h"
#include "chips/packages/token_reader.h"

namespace sunrack {

/// A word of a file of HotSpot.
struct HotSpotWord {
  std::string text = {};
  SourcePlace place = {};  ///< no file: from the command line
};

/// Lines as HotSpot has them: '#' begins a comment. It leaves out a last line that does not end, so that one
/// is refused here: what it holds may be half a number. @throws PackageError
std::vector<SplitLine> hotspot_lines(std::string_view text, const std::string& file);

/// @throws PackageError "a.config:3:8: t_chip = zero: ..."
double hotspot_number(const HotSpotWord& word, const std::string& what, const PackageBound& bound);

/// The lines "-key value" of a configuration, each key known and there once (hotspot_keys.h).
class HotSpotConfig {
 public:
  /// @throws PackageError
  HotSpotConfig(std::string_view text, const std::string& file);

  const HotSpotWord* find(const std::string& key) const;  ///< nullptr: not there
  HotSpotWord file(const std::string& key) const;         ///< empty where it is not there or "(null)"
  double number(const std::string& key);                  ///< HotSpot's default where it is not there
  /// Where the file has a key, else another place.
  SourcePlace place_of(const std::string& key, const SourcePlace& otherwise) const;
  /// What was taken by default, and what the file asks for in vain.
  std::vector<std::string> notes() const;

 private:
  void read(const SplitLine& line);

  std::string file_;
  std::map<std::string, HotSpotWord> values_;
  std::set<std::string> used_defaults_;
};

}  // namespace sunrack
