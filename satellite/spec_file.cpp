#include "satellite/spec_file.h"

#include <fmt/format.h>

#include <algorithm>
#include <span>

#include "physics/embedded.h"
#include "satellite/quantity.h"
#include "satellite/spec_fields.h"
#include "satellite/spec_toml.h"
#include "satellite/text_file.h"

namespace sunrack {

namespace embedded {
std::span<const EmbeddedFile> satellite_presets();
}

namespace {

const std::string default_preset = "reference-2026";

const EmbeddedFile& preset_file(const std::string& name) {
  for (const EmbeddedFile& file : embedded::satellite_presets())
    if (file.name == name + ".toml") return file;
  const auto known = preset_names();
  throw SpecError(fmt::format("\"{}\": unknown preset; the nearest is {}; known are {}", name,
                              nearest_word(name, known), fmt::join(known, ", ")));
}

std::string_view trimmed(std::string_view text) {
  const auto first = text.find_first_not_of(" \t");
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

}  // namespace

SatelliteSpec read_spec_text(std::string_view text, const std::string& source_name) {
  require_text(text, source_name);
  return read_toml(text, source_name, default_preset);
}

SatelliteSpec read_spec_file(const std::filesystem::path& file) {
  const TextFile read = read_text_file(
      file, fmt::format("a preset is named without .toml: {}", fmt::join(preset_names(), ", ")));
  return read_spec_text(read.text, read.name);
}

std::vector<std::string> preset_names() {
  std::vector<std::string> names;
  for (const EmbeddedFile& file : embedded::satellite_presets())
    names.emplace_back(file.name.substr(0, file.name.rfind(".toml")));
  return names;
}

std::string_view preset_text(const std::string& name) { return preset_file(name).text; }

SatelliteSpec preset(const std::string& name) {
  const EmbeddedFile& file = preset_file(name);
  return read_toml(file.text, std::string(file.name), "defaults");
}

void apply_override(SatelliteSpec& spec, const std::string& key_and_value) {
  const std::string shown = one_line(key_and_value);
  const auto equals = key_and_value.find('=');
  const std::string key(trimmed(std::string_view(key_and_value).substr(0, equals)));
  if (equals == std::string::npos || key.empty())
    throw SpecError(
        fmt::format("--set {}: accepted: key=value, for example orbit.altitude=\"550 km\"", shown));
  std::string_view value = trimmed(std::string_view(key_and_value).substr(equals + 1));
  // As in a file; a shell has usually taken the quotes away.
  if (value.size() >= 2 && value.front() == '"' && value.back() == '"')
    value = value.substr(1, value.size() - 2);
  if (value.empty()) throw SpecError(fmt::format("--set {}: the value is missing", shown));
  if (shown != key_and_value)
    throw SpecError(fmt::format("--set {}: must be without control characters", shown));
  if (key == "name") {
    spec.name = value;
    return;
  }
  if (!find_spec_field(key))
    throw SpecError(
        fmt::format("--set {}: unknown key; the nearest known key is {}", shown, nearest_spec_key(key)));
  try {
    set_field(spec, key, value);
  } catch (const FieldError& error) {
    throw SpecError(fmt::format("--set {}: {}", shown, error.rule()));
  }
}

void apply_overrides(SatelliteSpec& spec, const std::vector<std::string>& keys_and_values) {
  // Names first: another chip drops what stood in place of the old one's figures, not what is asked for here.
  const auto sets_name = [](const std::string& text) {
    const SpecField* field = find_spec_field(trimmed(std::string_view(text).substr(0, text.find('='))));
    return field && field->choices;
  };
  for (const bool names : {true, false})
    for (const std::string& override : keys_and_values)
      if (sets_name(override) == names) apply_override(spec, override);
  try {
    check_spec(spec);
  } catch (const FieldError& error) {
    throw SpecError(fmt::format("--set {}: {}", fmt::join(keys_and_values, " --set "), error.what()));
  }
}

}  // namespace sunrack
