#include <fmt/format.h>

#include <stdexcept>

#include "satellite/quantity.h"
#include "satellite/spec_fields.h"
#include "satellite/spec_file.h"

namespace sunrack {

namespace {

std::string toml_text(std::string_view text) {
  std::string escaped = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') escaped += '\\';
    escaped += c;
  }
  return escaped + "\"";
}

std::string written_number(double value, const SpecField& field) {
  const std::string text = format_quantity(value, field.unit);
  return text.find_first_not_of("0123456789.e+-") == std::string::npos ? text : toml_text(text);
}

std::string written_value(const SatelliteSpec& spec, const SpecField& field) {
  const auto range = spec.uncertainty.find(std::string(field.key));
  const std::optional<double> value = get_number(spec, field);
  if (!value) return toml_text(get_text(spec, field));
  if (range == spec.uncertainty.end()) return written_number(*value, field);
  const Distribution& distribution = range->second;
  return fmt::format("{{ low = {}, nominal = {}, high = {}, distribution = \"{}\" }}",
                     written_number(distribution.low, field), written_number(*value, field),
                     written_number(distribution.high, field), distribution_name(distribution.kind));
}

}  // namespace

std::string write_spec(const SatelliteSpec& spec, WrittenFields fields) {
  const SatelliteSpec defaults;
  std::string text = fmt::format("name = {}\npreset = \"defaults\"\n", toml_text(spec.name));
  std::string section;
  for (const SpecField& field : spec_fields()) {
    const std::string value = written_value(spec, field);
    if (fields == WrittenFields::changed && value == written_value(defaults, field)) continue;
    const std::string here(field.key.substr(0, field.key.find('.')));
    if (here != section) text += fmt::format("\n[{}]\n", here);
    section = here;
    text += fmt::format("{} = {}\n", field.key.substr(here.size() + 1), value);
  }
  return text;
}

}  // namespace sunrack
