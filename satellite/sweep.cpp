#include "satellite/sweep.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <stdexcept>

#include "satellite/quantity.h"

namespace sunrack {

namespace {

[[noreturn]] void refuse(std::string_view axis, const std::string& why) {
  throw std::invalid_argument(fmt::format("axis \"{}\": {}", axis, why));
}

std::vector<std::string_view> split(std::string_view text, char separator) {
  std::vector<std::string_view> parts;
  for (;;) {
    const auto end = text.find(separator);
    parts.push_back(text.substr(0, end));
    if (end == std::string_view::npos) return parts;
    text.remove_prefix(end + 1);
  }
}

std::string_view trimmed(std::string_view text) {
  const auto first = text.find_first_not_of(" \t");
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

int point_count(std::string_view axis, std::string_view text) {
  int count = 0;
  const std::string_view digits = trimmed(text);
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), count);
  if (error != std::errc() || end != digits.data() + digits.size() || count < 2 || count > 100'000)
    refuse(axis, fmt::format("\"{}\" is not a number of points; accepted: a whole number from 2 to 100000",
                             digits));
  return count;
}

/// As the field is told it, in the field's unit. A field of whole numbers must take each.
void add_number(SweepAxis& axis, double number) {
  SatelliteSpec trial;
  const double value = to_si(number, axis.field->unit);
  set_number(trial, *axis.field, value);  // refuses what the field does not take
  axis.numbers.push_back(number);
  axis.texts.push_back(format_quantity(value, axis.field->unit));
}

void add_range(SweepAxis& axis, std::string_view text, const std::vector<std::string_view>& parts) {
  const std::string_view unit = axis.field->unit;
  const double from = from_si(parse_quantity(parts[0], unit), unit);
  const double to = from_si(parse_quantity(parts[1], unit), unit);
  const int count = point_count(text, parts[2]);
  if (from == to) refuse(text, "both ends are the same; for one value, give it alone");
  for (int i = 0; i < count; ++i) {
    const double number = i + 1 == count ? to : from + (to - from) * i / (count - 1);
    // Twelve digits: 0.1 + 0.2 is meant to be 0.3, in the table and in the model.
    add_number(axis, std::stod(fmt::format("{:.12g}", number)));
  }
}

}  // namespace

SweepAxis parse_axis(std::string_view text) {
  const auto equals = text.find('=');
  if (equals == std::string_view::npos)
    refuse(text,
           "a key, \"=\" and values are needed: radiator.areal_mass=2:8:13 or coolant.fluid=ammonia,water");
  const std::string_view key = trimmed(text.substr(0, equals)), values = trimmed(text.substr(equals + 1));
  SweepAxis axis{.field = find_spec_field(key), .numbers = {}, .texts = {}};
  if (!axis.field)
    refuse(text, fmt::format("unknown key {}; the nearest known key is {}", key, nearest_spec_key(key)));
  if (values.empty()) refuse(text, "there are no values");
  const bool of_names = axis.field->choices != nullptr;
  const auto range = split(values, ':');
  try {
    if (range.size() > 1) {
      if (of_names) refuse(text, "a field of names takes a list: " + accepted_values(*axis.field));
      if (range.size() != 3) refuse(text, "a range is from:to:count, for example 2:8:13");
      add_range(axis, text, range);
      return axis;
    }
    for (const std::string_view value : split(values, ',')) {
      if (!of_names) {
        add_number(axis, from_si(parse_quantity(value, axis.field->unit), axis.field->unit));
        continue;
      }
      SatelliteSpec trial;
      axis.texts.emplace_back(trimmed(value));
      set_text(trial, *axis.field, axis.texts.back());
    }
  } catch (const std::invalid_argument& error) {
    const std::string why = error.what();
    if (why.starts_with("axis ")) throw;
    refuse(text, why);
  }
  return axis;
}

namespace {

SatelliteSpec spec_at(const SatelliteSpec& base, const std::vector<SweepAxis>& axes,
                      const std::vector<std::size_t>& place) {
  SatelliteSpec spec = base;
  for (std::size_t i = 0; i < axes.size(); ++i)
    if (axes[i].of_names()) set_field(spec, axes[i].field->key, axes[i].texts[place[i]]);
  for (std::size_t i = 0; i < axes.size(); ++i)
    if (!axes[i].of_names())
      set_number(spec, *axes[i].field, to_si(axes[i].numbers[place[i]], axes[i].field->unit));
  return spec;
}

std::vector<std::size_t> place_of(std::size_t index, const std::vector<SweepAxis>& axes) {
  std::vector<std::size_t> place(axes.size());
  for (std::size_t i = axes.size(); i-- > 0; index /= axes[i].size()) place[i] = index % axes[i].size();
  return place;
}

}  // namespace

SweepResult run_sweep(const SatelliteSpec& spec, const std::vector<SweepAxis>& axes,
                      const StudyOptions& options) {
  if (axes.empty()) throw std::invalid_argument("sweep: at least one axis is needed: key=from:to:count");
  std::size_t count = 1;
  for (std::size_t i = 0; i < axes.size(); ++i) {
    for (std::size_t j = 0; j < i; ++j)
      if (axes[i].field == axes[j].field)
        throw std::invalid_argument(fmt::format("sweep: {} stands on two axes", axes[i].field->key));
    count *= axes[i].size();
    if (count > most_sweep_points)
      throw std::invalid_argument(fmt::format("sweep: more than {} points", most_sweep_points));
  }
  SatelliteSpec base = spec;
  base.uncertainty.clear();  // no part of a sweep, and much to copy for every point
  const StudySizer sizer(base);
  std::vector<StudyPoint> points = evaluate_all(
      sizer, count, "sweep", [&](std::size_t i) { return spec_at(base, axes, place_of(i, axes)); }, options);
  SweepResult result{.axes = axes, .rows = {}};
  for (std::size_t i = 0; i < count; ++i)
    result.rows.push_back({.place = place_of(i, axes), .point = std::move(points[i])});
  return result;
}

}  // namespace sunrack
