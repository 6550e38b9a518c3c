#pragma once

#include <filesystem>
#include <stdexcept>
#include <string>
#include <string_view>

namespace sunrack {

/// A specification that cannot be read. One message, all that is needed to mend it: file, line, column, key,
/// value, what is accepted, the nearest known name:
///   my.toml:7:1: radiator.tube_spcing = 80: unknown key; the nearest known key is radiator.tube_spacing
class SpecError : public std::invalid_argument {
 public:
  using std::invalid_argument::invalid_argument;
};

/// A name as messages show it: on one line, whatever it is.
std::string one_line(std::string name);

/// A name as a field of comma-separated values (RFC 4180): in quotes where it holds a comma, a quote or a
/// line.
std::string csv_field(const std::string& name);

struct TextFile {
  std::string name;  ///< on one line
  std::string text;
};
/// A regular file of at most 1 MB, whole. `hint` is what to say where there is none. @throws SpecError
TextFile read_text_file(const std::filesystem::path& file, const std::string& hint = "");

/// That it is text at all, before it is asked whether it is TOML: UTF-8, lines of at most 500 bytes.
/// @throws SpecError with line and column
void require_text(std::string_view text, const std::string& source_name);

}  // namespace sunrack
