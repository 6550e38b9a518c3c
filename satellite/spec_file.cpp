#include "satellite/spec_file.h"

#include <fmt/format.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fstream>
#include <span>

#include "physics/embedded.h"
#include "satellite/quantity.h"
#include "satellite/spec_fields.h"
#include "satellite/spec_toml.h"

namespace sunrack {

namespace embedded {
std::span<const EmbeddedFile> satellite_presets();
}

namespace {

constexpr std::uintmax_t largest_file = 1'000'000;  // bytes
// A key of many dotted parts makes as many nested tables, and its parser's stack has an end.
constexpr std::size_t longest_line = 500;  // bytes

const std::string default_preset = "reference-2026";

/// Bytes of the UTF-8 character at the start of `text`; 0 if it is none (Unicode, table 3-7).
std::size_t utf8_length(std::string_view text) {
  const auto byte = [&](std::size_t i) { return i < text.size() ? static_cast<unsigned char>(text[i]) : 0u; };
  const auto continues = [&](std::size_t i) { return (byte(i) & 0xC0) == 0x80; };
  const unsigned first = byte(0);
  if (first < 0x80) return 1;
  if (first >= 0xC2 && first <= 0xDF) return continues(1) ? 2 : 0;
  if (first >= 0xE0 && first <= 0xEF) {
    const bool overlong = first == 0xE0 && byte(1) < 0xA0;
    const bool surrogate = first == 0xED && byte(1) > 0x9F;
    return continues(1) && continues(2) && !overlong && !surrogate ? 3 : 0;
  }
  if (first >= 0xF0 && first <= 0xF4) {
    const bool overlong = first == 0xF0 && byte(1) < 0x90;
    const bool beyond = first == 0xF4 && byte(1) > 0x8F;
    return continues(1) && continues(2) && continues(3) && !overlong && !beyond ? 4 : 0;
  }
  return 0;
}

/// That it is text at all, before it is asked whether it is TOML.
void check_text(std::string_view text, const std::string& source_name) {
  if (text.size() > largest_file)
    throw SpecError(fmt::format("{}: has {} bytes; a specification has at most {}", source_name, text.size(),
                                largest_file));
  std::size_t line = 1, column = 1, line_start = 0;
  for (std::size_t i = 0; i < text.size(); ++column) {
    const std::size_t length = utf8_length(text.substr(i));
    const auto byte = static_cast<unsigned char>(text[i]);
    if (length == 0 || byte == 0)
      throw SpecError(
          fmt::format("{}:{}:{}: byte 0x{:02x}: not a text in UTF-8", source_name, line, column, byte));
    i += length;
    if (byte == '\n') {
      ++line;
      column = 0;
      line_start = i;
    } else if (i - line_start > longest_line) {
      throw SpecError(fmt::format("{}:{}:{}: the line is too long; accepted are {} bytes", source_name, line,
                                  column, longest_line));
    }
  }
}

/// The messages name it on one line, whatever it is called.
std::string one_line(std::string name) {
  std::replace_if(
      name.begin(), name.end(), [](char c) { return (c >= 0 && c < 0x20) || c == 0x7f; }, '?');
  return name;
}

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
  check_text(text, source_name);
  return read_toml(text, source_name, default_preset);
}

SatelliteSpec read_spec_file(const std::filesystem::path& file) {
  const std::string name = one_line(file.string());
  std::error_code error;
  const auto status = std::filesystem::status(file, error);
  switch (status.type()) {
    case std::filesystem::file_type::regular:
      break;
    case std::filesystem::file_type::not_found:
      throw SpecError(fmt::format("{}: no such file; a preset is named without .toml: {}", name,
                                  fmt::join(preset_names(), ", ")));
    case std::filesystem::file_type::directory:
      throw SpecError(name + ": is a directory; a TOML file is needed");
    case std::filesystem::file_type::none:
    case std::filesystem::file_type::unknown:
      throw SpecError(fmt::format("{}: cannot be read: {}", name, error.message()));
    default:
      throw SpecError(name + ": is no regular file; a TOML file is needed");
  }
  const auto size = std::filesystem::file_size(file, error);
  if (!error && size > largest_file)
    throw SpecError(
        fmt::format("{}: has {} bytes; a specification has at most {}", name, size, largest_file));
  std::ifstream stream(file, std::ios::binary);
  if (!stream) throw SpecError(fmt::format("{}: cannot be read: {}", name, std::strerror(errno)));
  std::string text(largest_file + 1, '\0');  // a file of /proc says that its size is 0
  stream.read(text.data(), static_cast<std::streamsize>(text.size()));
  if (stream.bad()) throw SpecError(fmt::format("{}: cannot be read: {}", name, std::strerror(errno)));
  text.resize(static_cast<std::size_t>(stream.gcount()));
  return read_spec_text(text, name);
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
