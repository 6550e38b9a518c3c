#include "satellite/text_file.h"

#include <fmt/format.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fstream>

namespace sunrack {

namespace {

constexpr std::uintmax_t largest_file = 1'000'000;  // bytes
// A key of many dotted parts makes as many nested tables, and its parser's stack has an end.
constexpr std::size_t longest_line = 500;  // bytes

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

}  // namespace

void require_text(std::string_view text, const std::string& source_name) {
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
      throw SpecError(fmt::format(
          "{}:{}:{}: the line is too long; accepted are {} bytes (an array may be broken over lines)",
          source_name, line, column, longest_line));
    }
  }
}

std::string one_line(std::string name) {
  std::replace_if(
      name.begin(), name.end(), [](char c) { return (c >= 0 && c < 0x20) || c == 0x7f; }, '?');
  return name;
}

std::string csv_field(const std::string& name) {
  if (name.find_first_of(",\"\r\n") == std::string::npos) return name;
  std::string quoted = "\"";
  for (const char c : name) quoted += c == '"' ? std::string("\"\"") : std::string(1, c);
  return quoted + '"';
}

TextFile read_text_file(const std::filesystem::path& file, const std::string& hint) {
  const std::string name = one_line(file.string());
  std::error_code error;
  const auto status = std::filesystem::status(file, error);
  switch (status.type()) {
    case std::filesystem::file_type::regular:
      break;
    case std::filesystem::file_type::not_found:
      throw SpecError(name + ": no such file" + (hint.empty() ? "" : "; " + hint));
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
  return {name, text};
}

}  // namespace sunrack
