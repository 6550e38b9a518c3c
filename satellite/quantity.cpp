#include "satellite/quantity.h"

#include <fmt/format.h>

#include <charconv>
#include <stdexcept>

#include "physics/constants.h"

namespace sunrack {

const std::vector<Unit>& known_units() {
  static const std::vector<Unit> units = {
      {"", "number", 1, 0},
      {"%", "number", 1e-2, 0},
      {"m", "length", 1, 0},
      {"km", "length", 1e3, 0},
      {"cm", "length", 1e-2, 0},
      {"mm", "length", 1e-3, 0},
      {"um", "length", 1e-6, 0},
      {"m2", "area", 1, 0},
      {"s", "time", 1, 0},
      {"min", "time", 60, 0},
      {"h", "time", 3600, 0},
      {"day", "time", 86400, 0},
      {"year", "time", constants::julian_year, 0},
      {"deg", "angle", constants::pi / 180, 0},
      {"rad", "angle", 1, 0},
      {"degC", "temperature", 1, 273.15},
      {"K", "temperature", 1, 0},
      {"delta_K", "temperature difference", 1, 0},
      {"W", "power", 1, 0},
      {"kW", "power", 1e3, 0},
      {"MW", "power", 1e6, 0},
      {"kg", "mass", 1, 0},
      {"t", "mass", 1e3, 0},
      {"g", "mass", 1e-3, 0},
      {"kg/m2", "areal mass", 1, 0},
      {"g/m2", "areal mass", 1e-3, 0},
      {"kg/m3", "density", 1, 0},
      {"W/kg", "specific power", 1, 0},
      {"kW/kg", "specific power", 1e3, 0},
      {"kW/t", "specific power", 1, 0},
      {"kg/kW", "mass per power", 1e-3, 0},
      {"kg/W", "mass per power", 1, 0},
      {"W/m2", "flux", 1, 0},
      {"kW/m2", "flux", 1e3, 0},
      {"Wh/kg", "specific energy", 3600, 0},
      {"kWh/kg", "specific energy", 3.6e6, 0},
      {"J/kg", "specific energy", 1, 0},
      {"Pa", "pressure", 1, 0},
      {"kPa", "pressure", 1e3, 0},
      {"MPa", "pressure", 1e6, 0},
      {"bar", "pressure", 1e5, 0},
      {"m/s", "speed", 1, 0},
      {"km/s", "speed", 1e3, 0},
      {"W/m/K", "conductivity", 1, 0},
      {"K/W", "thermal resistance", 1, 0},
      {"K m/W", "thermal resistance of a length", 1, 0},
  };
  return units;
}

const Unit* find_unit(std::string_view name) {
  for (const Unit& unit : known_units())
    if (unit.name == name) return &unit;
  return nullptr;
}

namespace {

const Unit& unit_named(std::string_view name) {
  const Unit* unit = find_unit(name);
  if (!unit) throw std::invalid_argument(fmt::format("\"{}\" is not a known unit", name));
  return *unit;
}

std::string compatible_units(std::string_view dimension) {
  std::string list;
  for (const Unit& unit : known_units())
    if (unit.dimension == dimension && !unit.name.empty())
      list += (list.empty() ? "" : ", ") + std::string(unit.name);
  return list;
}

std::string_view trimmed(std::string_view text) {
  const auto first = text.find_first_not_of(" \t");
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

}  // namespace

double to_si(double number, std::string_view unit) {
  const Unit& found = unit_named(unit);
  return found.scale * number + found.offset;
}

double from_si(double value, std::string_view unit) {
  const Unit& found = unit_named(unit);
  return (value - found.offset) / found.scale;
}

double parse_quantity(std::string_view text, std::string_view field_unit) {
  const Unit& wanted = unit_named(field_unit);
  const std::string_view whole = trimmed(text);
  const std::string example =
      field_unit.empty() ? std::string("a number")
                         : fmt::format("a number with a unit ({})", compatible_units(wanted.dimension));
  double number = 0;
  // from_chars does not take a leading plus; "1e3" and "-5" it does.
  const std::string_view digits = !whole.empty() && whole.front() == '+' ? whole.substr(1) : whole;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), number);
  if (error == std::errc::result_out_of_range)
    throw std::invalid_argument(
        fmt::format("\"{}\" is beyond what a double can hold; accepted: {}", text, example));
  if (error != std::errc())
    throw std::invalid_argument(fmt::format("\"{}\" is not a number; accepted: {}", text, example));
  const std::string_view name = trimmed(digits.substr(static_cast<std::size_t>(end - digits.data())));
  if (name.empty()) return to_si(number, field_unit);
  const Unit* unit = find_unit(name);
  // A difference of temperatures is a field's own dimension, yet people write it in K.
  if (wanted.dimension == "temperature difference" && name == "K") return number;
  if (!unit)
    throw std::invalid_argument(
        fmt::format("\"{}\" has the unknown unit \"{}\"; accepted: {}", text, name, example));
  if (unit->dimension != wanted.dimension)
    throw std::invalid_argument(fmt::format("\"{}\" is a {}, but a {} is needed; accepted: {}", text,
                                            unit->dimension, wanted.dimension, example));
  return to_si(number, name);
}

std::string format_quantity(double value, std::string_view field_unit) {
  // 15 digits hide the last-bit noise of the conversion to the field's unit and still read back to 1e-15.
  const double number = from_si(value, field_unit);
  const std::string_view shown = field_unit == "delta_K" ? "K" : field_unit;
  return shown.empty() ? fmt::format("{:.15g}", number) : fmt::format("{:.15g} {}", number, shown);
}

}  // namespace sunrack
