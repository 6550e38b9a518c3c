#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace sunrack {

/// A unit that a spec may name: value in SI = scale * number + offset.
struct Unit {
  std::string_view name;       ///< as typed, for example "km"
  std::string_view dimension;  ///< two units are compatible when this is equal, for example "length"
  double scale = 1;
  double offset = 0;  ///< only degC has one
};

const std::vector<Unit>& known_units();
const Unit* find_unit(std::string_view name);  ///< nullptr if unknown

/// For units that are a power of ten of the SI unit these are exact to the last digit: 0.254 mm is the double
/// 0.254e-3. @throws std::invalid_argument for an unknown unit
double to_si(double number, std::string_view unit);
double from_si(double value, std::string_view unit);

/// As people write it: "km"; a difference of temperatures is shown in "K".
std::string_view shown_unit(std::string_view unit);

/// The accepted ways of writing a value, for messages: "a number with a unit (m, km, cm, mm, um)".
std::string accepted_quantity(std::string_view field_unit);

/// Reads "600 km" or "600" (then in `field_unit`) into SI.
/// @throws std::invalid_argument saying what is accepted: a finite number and a unit of the same dimension as
/// `field_unit`
double parse_quantity(std::string_view text, std::string_view field_unit);

/// "600 km": the shortest digits that parse_quantity reads back to the same double. Where no number of
/// degrees, hours, ... does so to the last bit, the SI unit stands instead.
std::string format_quantity(double value, std::string_view field_unit);

}  // namespace sunrack
