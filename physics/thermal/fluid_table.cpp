#include "physics/thermal/fluid_table.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <stdexcept>

#include "physics/embedded.h"

namespace sunrack::embedded {
std::span<const EmbeddedFile> thermal_data();
}

namespace sunrack::fluid_table {

namespace {

std::string_view cut(std::string_view& text, char separator) {
  const auto end = text.find(separator);
  const auto piece = text.substr(0, end);
  text = end == std::string_view::npos ? std::string_view{} : text.substr(end + 1);
  return piece;
}

std::vector<std::string_view> cells(std::string_view line) {
  std::vector<std::string_view> out;
  while (!line.empty()) out.push_back(cut(line, ','));
  return out;
}

std::string_view file_text(std::string_view name) {
  for (const auto& file : embedded::thermal_data())
    if (file.name == name) return file.text;
  throw std::logic_error(fmt::format("fluid table: no file {} was compiled in", name));
}

double number(std::string_view field, std::string_view file, std::string_view column, std::string_view line) {
  double value = 0;
  const auto [end, error] = std::from_chars(field.data(), field.data() + field.size(), value);
  if (error != std::errc{} || end != field.data() + field.size())
    throw std::logic_error(fmt::format("{}: no number for {} in the line {}", file, column, line));
  return value;
}

}  // namespace

std::vector<std::vector<double>> read_columns(std::string_view file, std::span<const std::string_view> wanted,
                                              double from) {
  std::string_view text = file_text(file);
  std::vector<std::vector<double>> columns(wanted.size());
  std::vector<std::size_t> positions;
  while (!text.empty()) {
    const auto line = cut(text, '\n');
    if (line.empty() || line.front() == '#') continue;
    const auto fields = cells(line);
    if (positions.empty()) {
      for (const std::string_view name : wanted)
        positions.push_back(std::size_t(std::ranges::find(fields, name) - fields.begin()));
      continue;
    }
    for (std::size_t c = 0; c < wanted.size(); ++c) {
      const auto field = positions[c] < fields.size() ? fields[positions[c]] : std::string_view{};
      const double value = number(field, file, wanted[c], line);
      if (c == 0 && value < from) break;
      columns[c].push_back(value);
    }
  }
  return columns;
}

}  // namespace sunrack::fluid_table
