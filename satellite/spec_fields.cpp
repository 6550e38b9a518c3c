#include "satellite/spec_fields.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <stdexcept>

#include "satellite/quantity.h"

namespace sunrack {

namespace {

std::string shown(double in_unit, std::string_view unit) {
  const std::string_view name = shown_unit(unit);
  return name.empty() ? fmt::format("{:.10g}", in_unit) : fmt::format("{:.10g} {}", in_unit, name);
}

std::string in_quotes(std::string_view text) { return fmt::format("\"{}\"", text); }

const SpecField& field_named(std::string_view key) {
  if (const SpecField* field = find_spec_field(key)) return *field;
  throw std::invalid_argument(
      fmt::format("{}: unknown key; the nearest known key is {}", key, nearest_spec_key(key)));
}

std::string_view last_part(std::string_view key) {
  const auto dot = key.rfind('.');
  return dot == std::string_view::npos ? key : key.substr(dot + 1);
}

bool in_range(const SpecField& field, double value) {
  const Unit& unit = *find_unit(field.unit);
  const double in_unit = (value - unit.offset) / unit.scale;
  // A bound that was itself converted to SI and back must not be refused for its last digit.
  const double slack = 1e-12 * std::max(std::abs(field.minimum), std::abs(field.maximum));
  return in_unit >= field.minimum - slack && in_unit <= field.maximum + slack;  // false for NaN
}

/// `typed` is the value as the message should show it.
void check_range(const SpecField& field, double value, std::string_view typed) {
  if (!std::isfinite(value)) throw FieldError(field.key, typed, "must be a finite number");
  if (!in_range(field, value))
    throw FieldError(field.key, typed,
                     fmt::format("accepted are {} to {}", shown(field.minimum, field.unit),
                                 shown(field.maximum, field.unit)));
  if (std::holds_alternative<SpecField::Integer>(field.access) && value != std::floor(value))
    throw FieldError(field.key, typed, "must be a whole number");
}

void store(SatelliteSpec& spec, const SpecField& field, double value, std::string_view typed) {
  if (std::holds_alternative<SpecField::Text>(field.access))
    throw FieldError(field.key, typed, "a name is needed; accepted: " + accepted_values(field));
  check_range(field, value, typed);
  if (const auto* number = std::get_if<SpecField::Number>(&field.access))
    (*number)(spec) = value;
  else if (const auto* optional = std::get_if<SpecField::OptionalNumber>(&field.access))
    (*optional)(spec) = value;
  else
    std::get<SpecField::Integer>(field.access)(spec) = static_cast<int>(value);
}

void check_name(const SpecField& field, const std::string& name) {
  const auto accepted = field.choices();
  if (std::find(accepted.begin(), accepted.end(), name) != accepted.end()) return;
  throw FieldError(field.key, in_quotes(name),
                   fmt::format("unknown; the nearest is {}; accepted: {}", nearest_word(name, accepted),
                               accepted_values(field)));
}

/// Fields that only one kind of orbit reads must not be set in the other: they would be ignored in silence.
void check_orbit(const OrbitSpec& orbit) {
  const OrbitSpec defaults;
  if (orbit.kind == "inclined") {
    if (orbit.local_time_ascending_node != defaults.local_time_ascending_node)
      throw FieldError("orbit.local_time_ascending_node",
                       format_quantity(orbit.local_time_ascending_node, "h"),
                       "only a sun-synchronous orbit keeps a local time; an inclined one takes "
                       "orbit.right_ascension_ascending_node");
    return;
  }
  const std::string rule =
      "only for orbit.kind = \"inclined\"; a sun-synchronous orbit follows from its altitude and local time";
  if (orbit.inclination != defaults.inclination)
    throw FieldError("orbit.inclination", format_quantity(orbit.inclination, "deg"), rule);
  if (orbit.right_ascension_ascending_node != defaults.right_ascension_ascending_node)
    throw FieldError("orbit.right_ascension_ascending_node",
                     format_quantity(orbit.right_ascension_ascending_node, "deg"), rule);
}

}  // namespace

FieldError::FieldError(std::string_view key, std::string_view value, std::string_view rule)
    : std::invalid_argument(fmt::format("{} = {}: {}", key, value, rule)), key_(key), rule_(rule) {}

const SpecField* find_spec_field(std::string_view key) {
  for (const SpecField& field : spec_fields())
    if (field.key == key) return &field;
  return nullptr;
}

std::string nearest_spec_key(std::string_view key) {
  const auto distance = [key](const SpecField& field) {
    constexpr std::size_t wrong_table = 2;  // edits
    return std::min(edit_distance(field.key, key),
                    edit_distance(last_part(field.key), last_part(key)) + wrong_table);
  };
  const auto& fields = spec_fields();
  const auto nearest =
      std::min_element(fields.begin(), fields.end(),
                       [&](const SpecField& a, const SpecField& b) { return distance(a) < distance(b); });
  return std::string(nearest->key);
}

std::string accepted_values(const SpecField& field) {
  if (field.choices) return fmt::format("{}", fmt::join(field.choices(), ", "));
  std::string accepted = std::holds_alternative<SpecField::Integer>(field.access)
                             ? "a whole number"
                             : accepted_quantity(field.unit);
  if (std::holds_alternative<SpecField::OptionalNumber>(field.access)) accepted += ", or \"computed\"";
  return accepted;
}

void set_number(SatelliteSpec& spec, const SpecField& field, double value) {
  store(spec, field, value, shown(from_si(value, field.unit), field.unit));
}

void set_text(SatelliteSpec& spec, const SpecField& field, const std::string& text) {
  if (const auto* access = std::get_if<SpecField::Text>(&field.access)) {
    check_name(field, text);
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
    value = parse_quantity(text, field.unit);
  } catch (const std::invalid_argument& error) {
    throw FieldError(field.key, in_quotes(text), error.what());
  }
  store(spec, field, value, in_quotes(text));
}

void drop_replacements(SatelliteSpec& spec, std::string_view key) {
  std::vector<std::string_view> dependent;
  if (key == "compute.chip")
    dependent = {"compute.junction_temperature",
                 "compute.memory_limit",
                 "compute.leakage_share",
                 "compute.leakage_doubling_interval",
                 "compute.junction_to_coolant_drop",
                 "compute.die_resistance",
                 "compute.memory_resistance",
                 "compute.coupling_resistance"};
  else if (key == "solar_array.cell")
    dependent = {"solar_array.degradation_per_year"};
  else if (key == "radiator.coating")
    dependent = {"radiator.emissivity", "radiator.absorptance"};
  else if (key == "shield.material")
    dependent = {"shield.density"};
  for (const std::string_view name : dependent) {
    set_text(spec, field_named(name), "computed");
    spec.uncertainty.erase(std::string(name));
  }
}

void set_field(SatelliteSpec& spec, std::string_view key, std::string_view typed) {
  const SpecField& field = field_named(key);
  const std::string before = field.choices ? get_text(spec, field) : std::string();
  set_text(spec, field, std::string(typed));
  spec.uncertainty.erase(std::string(key));
  if (field.choices && get_text(spec, field) != before) drop_replacements(spec, key);
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
  return value ? format_quantity(*value, field.unit) : "computed";
}

void check_spec(const SatelliteSpec& spec) {
  for (const SpecField& field : spec_fields()) {
    if (field.choices)
      check_name(field, get_text(spec, field));
    else if (const std::optional<double> value = get_number(spec, field))
      if (!in_range(field, *value))
        check_range(field, *value, shown(from_si(*value, field.unit), field.unit));
  }
  check_orbit(spec.orbit);
  const RadiatorSpec& radiator = spec.radiator;
  const double tube = radiator.tube_inner_diameter + 2 * radiator.tube_wall;
  if (tube >= radiator.tube_spacing)
    throw FieldError(
        "radiator.tube_spacing", shown(from_si(radiator.tube_spacing, "mm"), "mm"),
        fmt::format("must be more than the tubes are wide ({} outside)", shown(from_si(tube, "mm"), "mm")));
  if (spec.battery_strategy == "hibernate" && spec.hibernation_load == 0)
    throw FieldError("battery.hibernation_load", "0",
                     "a hibernating satellite keeps something on; battery.strategy = \"none\" is one that "
                     "does not");
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
      "A specification starts from a preset: `preset = \"reference-2026\"` if none is named. Naming another "
      "`chip`, `cell` or `coating` than the preset's drops what the preset puts in place of its figures "
      "(temperature limits and leakage, degradation, emissivity and absorptance).\n\n"
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
                        field.unit.empty() ? "-" : shown_unit(field.unit), accepted,
                        get_text(defaults, field), field.description, field.source);
  }
  return page;
}

}  // namespace sunrack
