#pragma once

#include <cstddef>
#include <cstdint>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "fleet/price.h"
#include "physics/numerics/sampling.h"

namespace sunrack {

/// An uncertain number that an answer hangs on, in the unit that stands beside it.
struct UncertainInput {
  std::string key;   ///< "launch_price"; fields of a satellite by their key: "radiator.areal_mass"
  std::string name;  ///< in words
  std::string unit;
  Distribution range;
  int year = 0;  ///< of a price or a market; 0: timeless
  std::string source;
  /// What may be set by hand; nothing: not negative where the range is not, positive unless it is a price, a
  /// share or a difference, a share at most 100 %. Fields of a satellite have their own bounds.
  std::optional<double> least = {}, most = {};
};
/// Key, name, unit, range, kind of distribution, year (null: timeless) and source.
nlohmann::ordered_json input_json(const UncertainInput& input);

/// Triangular between low and high.
UncertainInput uncertain_input(std::string key, std::string name, std::string unit, double low,
                               double nominal, double high, std::string source, int year = 0);
UncertainInput uncertain_input(std::string key, std::string name, const Price& price);

/// One value for each of several inputs. It refers to them: they must outlive it.
class InputValues {
 public:
  InputValues(const std::vector<UncertainInput>& inputs, std::vector<double> values);
  double operator[](std::string_view key) const;  ///< @throws std::invalid_argument for an unknown key
  bool has(std::string_view key) const;
  const std::vector<UncertainInput>& inputs() const { return *inputs_; }
  const std::vector<double>& numbers() const { return values_; }

 private:
  const std::vector<UncertainInput>* inputs_;
  std::vector<double> values_;
};

std::vector<double> nominal_values(const std::vector<UncertainInput>& inputs);
/// Draw `index` of `count`, Latin hypercube. An input's numbers go by its place in the list.
std::vector<double> drawn_values(const std::vector<UncertainInput>& inputs, std::uint64_t seed,
                                 std::size_t index, std::size_t count);

/// Fixes the input called `key`. @throws std::invalid_argument naming the nearest, or for a text that is no
/// number; `whose` begins the message: "claim no-batteries"
void fix_input(std::vector<UncertainInput>& inputs, const std::string& whose, const std::string& key,
               const std::string& number);

}  // namespace sunrack
