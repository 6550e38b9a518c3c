#include "satellite/quantity.h"

#include <fmt/format.h>

#include <charconv>
#include <cmath>
#include <optional>
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
      {"ms", "time", 1e-3, 0},
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
      {"J", "energy", 1, 0},
      {"kJ", "energy", 1e3, 0},
      {"MJ", "energy", 1e6, 0},
      {"eV", "energy", constants::elementary_charge, 0},
      {"Gy", "dose", 1, 0},
      {"krad", "dose", 10, 0},
      {"rad(Si)", "dose", 0.01, 0},
      {"Pa", "pressure", 1, 0},
      {"kPa", "pressure", 1e3, 0},
      {"MPa", "pressure", 1e6, 0},
      {"bar", "pressure", 1e5, 0},
      {"m/s", "speed", 1, 0},
      {"km/s", "speed", 1e3, 0},
      {"W/m/K", "conductivity", 1, 0},
      {"W/m2/K", "film coefficient", 1, 0},
      {"J/m3/K", "heat capacity of a volume", 1, 0},
      {"m2 K/W", "contact resistance", 1, 0},
      {"K/W", "thermal resistance", 1, 0},
      {"K m/W", "thermal resistance of a length", 1, 0},
      {"kg/s", "mass flow", 1, 0},
      {"g/s", "mass flow", 1e-3, 0},
      {"kg/m", "mass per length", 1, 0},
      {"g/m", "mass per length", 1e-3, 0},
      {"W/K", "conductance", 1, 0},
      {"kW/K", "conductance", 1e3, 0},
      {"J/K", "heat capacity", 1, 0},
      {"kJ/K", "heat capacity", 1e3, 0},
      {"J/kg/K", "specific heat", 1, 0},
      {"1/m", "number per length", 1, 0},
      {"1/mm", "number per length", 1e3, 0},
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

std::string_view trimmed(std::string_view text) {
  const auto first = text.find_first_not_of(" \t");
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

/// "a length", "an area".
std::string with_article(std::string_view dimension) {
  return fmt::format("{} {}", dimension.front() == 'a' || dimension.front() == 'e' ? "an" : "a", dimension);
}

/// The k of a scale of 10^k.
std::optional<int> decimal_exponent(const Unit& unit) {
  if (unit.offset != 0) return std::nullopt;
  constexpr std::pair<double, int> powers[] = {{1, 0},   {1e-2, -2}, {1e-3, -3}, {1e-6, -6},
                                               {1e3, 3}, {1e5, 5},   {1e6, 6}};
  for (const auto& [power, k] : powers)
    if (unit.scale == power) return k;
  return std::nullopt;
}

/// The digits of a finite number, which `number` was read from, with k added to their exponent.
std::string shifted_text(const std::string& digits, int k) {
  const auto e = digits.find_first_of("eE");
  int exponent = 0;
  if (e != std::string::npos) {
    const auto sign = digits[e + 1] == '+' ? 1u : 0u;
    std::from_chars(digits.data() + e + 1 + sign, digits.data() + digits.size(), exponent);
  }
  return fmt::format("{}e{}", digits.substr(0, e), exponent + k);
}

/// number * 10^k as if the exponent had been typed behind its digits: multiplying would miss the last bit.
double shifted(double number, const std::string& digits, int k) {
  if (k == 0 || number == 0 || !std::isfinite(number)) return number;
  const std::string text = shifted_text(digits, k);
  double result = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), result);
  return error == std::errc() ? result : number * std::pow(10.0, k);  // overflow to infinity, underflow to 0
}

/// `digits` are those that `number` was typed with: more of them than a double holds are not lost.
double to_si(double number, const std::string& digits, const Unit& unit) {
  if (const auto k = decimal_exponent(unit)) return shifted(number, digits, *k);
  return unit.scale * number + unit.offset;
}

/// The unit of scale 1 of the same dimension.
std::string_view si_unit(std::string_view field_unit) {
  for (const Unit& unit : known_units())
    if (unit.dimension == unit_named(field_unit).dimension && unit.scale == 1 && unit.offset == 0)
      return unit.name;
  return field_unit;
}

std::string with_unit(const std::string& number, std::string_view unit) {
  const std::string_view shown = shown_unit(unit);
  return shown.empty() ? number : fmt::format("{} {}", number, shown);
}

}  // namespace

double to_si(double number, std::string_view unit) {
  return to_si(number, fmt::format("{}", number), unit_named(unit));  // the shortest digits that read back
}

double from_si(double value, std::string_view unit) {
  const Unit& found = unit_named(unit);
  if (const auto k = decimal_exponent(found)) return shifted(value, fmt::format("{}", value), -*k);
  return (value - found.offset) / found.scale;
}

std::string_view shown_unit(std::string_view unit) { return unit == "delta_K" ? "K" : unit; }

std::string accepted_quantity(std::string_view field_unit) {
  const Unit& wanted = unit_named(field_unit);
  std::string units;
  for (const Unit& unit : known_units())
    if (unit.dimension == wanted.dimension && !unit.name.empty())
      units += (units.empty() ? "" : ", ") + std::string(shown_unit(unit.name));
  return wanted.dimension == "number" ? fmt::format("a number, alone or with {}", units)
                                      : fmt::format("a number with a unit ({})", units);
}

double parse_quantity(std::string_view text, std::string_view field_unit) {
  const Unit& wanted = unit_named(field_unit);
  const std::string_view whole = trimmed(text);
  const auto refuse = [&](const std::string& what) {
    throw std::invalid_argument(
        fmt::format("\"{}\" {}; accepted: {}", text, what, accepted_quantity(field_unit)));
  };
  double number = 0;
  // from_chars does not take a leading plus; "1e3" and "-5" it does.
  const bool plus = whole.size() > 1 && whole[0] == '+' && whole[1] != '-';
  const std::string_view digits = plus ? whole.substr(1) : whole;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), number);
  if (error == std::errc::result_out_of_range) refuse("is beyond what a double can hold");
  if (error != std::errc()) refuse("is not a number");
  if (!std::isfinite(number)) refuse("is not a finite number");
  const std::string_view name = trimmed(digits.substr(static_cast<std::size_t>(end - digits.data())));
  const std::string typed(digits.data(), end);
  if (name.empty()) return to_si(number, typed, wanted);
  // A difference of temperatures has a dimension of its own, yet people write it in K.
  if (wanted.dimension == "temperature difference" && name == "K") return number;
  const Unit* unit = name == "delta_K" ? nullptr : find_unit(name);
  if (!unit) refuse(fmt::format("has the unknown unit \"{}\"", name));
  if (unit->dimension != wanted.dimension)
    refuse(fmt::format("is {}, but {} is needed", with_article(unit->dimension),
                       with_article(wanted.dimension)));
  return to_si(number, typed, *unit);
}

std::string format_quantity(double value, std::string_view field_unit) {
  const double number = from_si(value, field_unit);
  // 17 digits tell every double; fewer are tried first, to hide the noise of a conversion.
  for (int digits = 6; digits <= 17; ++digits) {
    const std::string text = fmt::format("{:.{}g}", number, digits);
    double typed = 0;
    std::from_chars(text.data(), text.data() + text.size(), typed);
    if (to_si(typed, field_unit) == value) return with_unit(text, field_unit);
  }
  const std::string digits = fmt::format("{}", value);
  if (const auto k = decimal_exponent(unit_named(field_unit)))
    return with_unit(shifted_text(digits, -*k), field_unit);
  return with_unit(digits, si_unit(field_unit));
}

}  // namespace sunrack
