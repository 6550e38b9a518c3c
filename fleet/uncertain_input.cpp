#include "fleet/uncertain_input.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>
#include <stdexcept>

#include "physics/numerics/nearest_word.h"
#include "satellite/quantity.h"
#include "satellite/spec_fields.h"

namespace sunrack {

nlohmann::ordered_json input_json(const UncertainInput& input) {
  using Json = nlohmann::ordered_json;
  return {{"key", input.key},
          {"name", input.name},
          {"unit", input.unit},
          {"low", input.range.low},
          {"nominal", input.range.nominal},
          {"high", input.range.high},
          {"distribution", distribution_name(input.range.kind)},
          {"year", input.year ? Json(input.year) : Json(nullptr)},
          {"source", input.source}};
}

UncertainInput uncertain_input(std::string key, std::string name, std::string unit, double low,
                               double nominal, double high, std::string source, int year) {
  return {
      std::move(key), std::move(name),  std::move(unit), {DistributionKind::triangular, low, nominal, high},
      year,           std::move(source)};
}

UncertainInput uncertain_input(std::string key, std::string name, const Price& known) {
  return uncertain_input(std::move(key), std::move(name), known.unit, known.low, known.nominal, known.high,
                         known.source, known.year);
}

namespace {

void check_bounds(const UncertainInput& input, const std::string& name, double value) {
  const bool signed_range = input.range.low < 0 || input.unit == "degC";
  const bool may_be_zero =
      input.range.low <= 0 || input.unit == "K" || input.unit.starts_with("$") || input.unit.starts_with("%");
  if (const double least = input.least.value_or(signed_range ? -INFINITY : 0.0);
      value < least || (!input.least && !signed_range && !may_be_zero && value == 0))
    throw std::invalid_argument(fmt::format("{} = {:g} {}, must be {} {:g}", name, value, input.unit,
                                            input.least || may_be_zero ? "at least" : "above", least));
  if (const double most = input.most.value_or(input.unit == "%" ? 100.0 : INFINITY); value > most)
    throw std::invalid_argument(
        fmt::format("{} = {:g} {}, must be at most {:g}", name, value, input.unit, most));
}

}  // namespace

InputValues::InputValues(const std::vector<UncertainInput>& inputs, std::vector<double> values)
    : inputs_(&inputs), values_(std::move(values)) {
  if (inputs.size() != values_.size())
    throw std::invalid_argument(
        fmt::format("InputValues: {} values for {} inputs", values_.size(), inputs.size()));
}

double InputValues::operator[](std::string_view key) const {
  for (std::size_t i = 0; i < inputs_->size(); ++i)
    if ((*inputs_)[i].key == key) return values_[i];
  throw std::invalid_argument(fmt::format("there is no input \"{}\"", key));
}

bool InputValues::has(std::string_view key) const {
  return std::any_of(inputs_->begin(), inputs_->end(), [&](const auto& input) { return input.key == key; });
}

std::vector<double> nominal_values(const std::vector<UncertainInput>& inputs) {
  std::vector<double> values;
  for (const UncertainInput& input : inputs) values.push_back(input.range.nominal);
  return values;
}

std::vector<double> drawn_values(const std::vector<UncertainInput>& inputs, std::uint64_t seed,
                                 std::size_t index, std::size_t count) {
  std::vector<double> values;
  for (std::size_t d = 0; d < inputs.size(); ++d)
    values.push_back(quantile(inputs[d].range, latin_hypercube(seed, index, count, std::uint32_t(d))));
  return values;
}

void fix_input(std::vector<UncertainInput>& inputs, const std::string& whose, const std::string& key,
               const std::string& number) {
  std::vector<std::string> keys;
  for (UncertainInput& input : inputs) {
    keys.push_back(input.key);
    if (input.key != key) continue;
    std::size_t used = 0;
    double value = NAN;
    try {
      value = std::stod(number, &used);
    } catch (const std::exception&) {
    }
    if (used != number.size() || !std::isfinite(value))
      throw std::invalid_argument(fmt::format("{}.{} = \"{}\", must be a number in {}", whose, key, number,
                                              input.unit.empty() ? "no unit" : input.unit));
    if (const SpecField* field = find_spec_field(key)) {
      SatelliteSpec trial;
      set_number(trial, *field, to_si(value, field->unit));  // refuses what the field does not accept
    } else {
      check_bounds(input, whose + "." + key, value);
    }
    input.range = {DistributionKind::fixed, value, value, value};
    input.source = "set by hand";
    return;
  }
  if (keys.empty()) throw std::invalid_argument(whose + " has no inputs");
  throw std::invalid_argument(
      fmt::format("{} has no input \"{}\"; the nearest is {}", whose, key, nearest_word(key, keys)));
}

}  // namespace sunrack
