#include "satellite/spec_fields.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <stdexcept>

#include "satellite/quantity.h"

namespace sunrack {

namespace {

[[noreturn]] void refuse(std::string_view key, std::string_view value, const std::string& rule) {
  throw std::invalid_argument(fmt::format("{} = {}: {}", key, value, rule));
}

std::string shown(double in_unit, std::string_view unit) {
  const std::string_view name = unit == "delta_K" ? "K" : unit;
  return name.empty() ? fmt::format("{:.10g}", in_unit) : fmt::format("{:.10g} {}", in_unit, name);
}

/// Fewest insertions, deletions and replacements that turn one word into the other (Levenshtein).
std::size_t edit_distance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> row(b.size() + 1);
  std::iota(row.begin(), row.end(), std::size_t{0});
  for (std::size_t i = 1; i <= a.size(); ++i) {
    std::size_t diagonal = row[0];
    row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t replaced = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
      diagonal = row[j];
      row[j] = std::min({replaced, row[j] + 1, row[j - 1] + 1});
    }
  }
  return row[b.size()];
}

const SpecField& field_named(std::string_view key) {
  if (const SpecField* field = find_spec_field(key)) return *field;
  throw std::invalid_argument(
      fmt::format("{}: unknown key; the nearest known key is {}", key, nearest_spec_key(key)));
}

/// The unit in which parse_quantity reads a bare number: fields in "K" that hold differences.
std::string_view quantity_unit(const SpecField& field) { return field.unit == "K" ? "delta_K" : field.unit; }

}  // namespace

const SpecField* find_spec_field(std::string_view key) {
  for (const SpecField& field : spec_fields())
    if (field.key == key) return &field;
  return nullptr;
}

std::string nearest_spec_key(std::string_view key) {
  const auto& fields = spec_fields();
  const auto nearest =
      std::min_element(fields.begin(), fields.end(), [&](const SpecField& a, const SpecField& b) {
        return edit_distance(a.key, key) < edit_distance(b.key, key);
      });
  return std::string(nearest->key);
}

void set_number(SatelliteSpec& spec, const SpecField& field, double si_value) {
  if (!std::isfinite(si_value)) refuse(field.key, fmt::format("{}", si_value), "must be a finite number");
  if (std::holds_alternative<SpecField::Text>(field.access))
    refuse(field.key, fmt::format("{:.10g}", si_value), "must be one of a list of names, not a number");
  const double in_unit = from_si(si_value, quantity_unit(field));
  // A bound that was itself converted to SI and back must not be refused for its last digit.
  const double slack = 1e-12 * std::max(std::abs(field.minimum), std::abs(field.maximum));
  if (in_unit < field.minimum - slack || in_unit > field.maximum + slack)
    refuse(field.key, shown(in_unit, field.unit),
           fmt::format("accepted are {} to {}", shown(field.minimum, field.unit),
                       shown(field.maximum, field.unit)));
  if (const auto* number = std::get_if<SpecField::Number>(&field.access)) {
    (*number)(spec) = si_value;
  } else if (const auto* optional = std::get_if<SpecField::OptionalNumber>(&field.access)) {
    (*optional)(spec) = si_value;
  } else {
    if (si_value != std::floor(si_value))
      refuse(field.key, fmt::format("{:.10g}", si_value), "must be a whole number");
    std::get<SpecField::Integer>(field.access)(spec) = static_cast<int>(si_value);
  }
}

void set_text(SatelliteSpec& spec, const SpecField& field, const std::string& text) {
  if (const auto* access = std::get_if<SpecField::Text>(&field.access)) {
    const auto accepted = field.choices();
    if (std::find(accepted.begin(), accepted.end(), text) == accepted.end())
      refuse(field.key, fmt::format("\"{}\"", text),
             fmt::format("accepted are {}", fmt::join(accepted, ", ")));
    (*access)(spec) = text;
    return;
  }
  if (const auto* optional = std::get_if<SpecField::OptionalNumber>(&field.access);
      optional && text == "computed") {
    (*optional)(spec).reset();
    return;
  }
  double value = 0;
  try {
    value = parse_quantity(text, quantity_unit(field));
  } catch (const std::invalid_argument& error) {
    throw std::invalid_argument(fmt::format("{} = {}", field.key, error.what()));
  }
  set_number(spec, field, value);
}

void set_field(SatelliteSpec& spec, std::string_view key, std::string_view typed) {
  set_text(spec, field_named(key), std::string(typed));
}

std::optional<double> get_number(const SatelliteSpec& spec, const SpecField& field) {
  auto& mutable_spec =
      const_cast<SatelliteSpec&>(spec);  // the accessors hand out references; none is written here
  if (const auto* number = std::get_if<SpecField::Number>(&field.access)) return (*number)(mutable_spec);
  if (const auto* optional = std::get_if<SpecField::OptionalNumber>(&field.access))
    return (*optional)(mutable_spec);
  if (const auto* integer = std::get_if<SpecField::Integer>(&field.access)) return (*integer)(mutable_spec);
  return std::nullopt;
}

std::string get_text(const SatelliteSpec& spec, const SpecField& field) {
  if (const auto* text = std::get_if<SpecField::Text>(&field.access))
    return (*text)(const_cast<SatelliteSpec&>(spec));
  const std::optional<double> value = get_number(spec, field);
  return value ? format_quantity(*value, quantity_unit(field)) : "computed";
}

void check_spec(const SatelliteSpec& spec) {
  const auto& radiator = spec.radiator;
  const double tube = radiator.tube_inner_diameter + 2 * radiator.tube_wall;
  if (tube >= radiator.tube_spacing)
    refuse("radiator.tube_spacing", format_quantity(radiator.tube_spacing, "mm"),
           fmt::format("must be wider than the tubes ({} outside)", format_quantity(tube, "mm")));
  if (spec.bus.structure_fraction + 1e-9 >= 1)
    refuse("bus.structure_fraction", fmt::format("{:.10g}", spec.bus.structure_fraction), "must be below 1");
  for (const auto& [key, distribution] : spec.uncertainty) {
    const SpecField& field = field_named(key);
    SatelliteSpec trial = spec;
    set_number(trial, field, distribution.low);
    set_number(trial, field, distribution.high);
  }
}

std::string spec_reference_page() {
  std::string page =
      "# Fields of a specification\n\n"
      "Made by `sunrack presets --reference` from the program's own table; a test keeps it current.\n\n"
      "A specification is a TOML file. Every field has one unit, given here. A bare number is in that unit; "
      "a text may name "
      "any unit of the same kind: `altitude = 600` and `altitude = \"600 km\"` are the same. A field that is "
      "*computed* "
      "unless given may be set back to `\"computed\"`. A number may be given a range for studies: "
      "`areal_mass = { low = 3, nominal = 5, high = 8, distribution = \"triangular\" }` (also `uniform`, "
      "`normal`, "
      "`lognormal`).\n\n"
      "On the command line: `--set radiator.tube_spacing=\"80 mm\"`.\n";
  const SatelliteSpec defaults;
  std::string section;
  for (const SpecField& field : spec_fields()) {
    const std::string here(field.key.substr(0, field.key.find('.')));
    if (here != section) {
      section = here;
      page += fmt::format(
          "\n## [{}]\n\n| key | unit | accepted | default | meaning | source of the default "
          "|\n|---|---|---|---|---|---|\n",
          here);
    }
    const std::string accepted = field.choices
                                     ? fmt::format("{}", fmt::join(field.choices(), ", "))
                                     : fmt::format("{:.10g} to {:.10g}", field.minimum, field.maximum);
    page += fmt::format("| `{}` | {} | {} | {} | {} | {} |\n", field.key.substr(here.size() + 1),
                        field.unit.empty() ? "-" : field.unit, accepted, get_text(defaults, field),
                        field.description, field.source);
  }
  return page;
}

}  // namespace sunrack
