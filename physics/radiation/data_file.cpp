#include "physics/radiation/data_file.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <span>
#include <stdexcept>

#include "physics/embedded.h"

namespace sunrack {

namespace embedded {
std::span<const EmbeddedFile> radiation_data();
}

namespace {

std::string_view cut(std::string_view& text, char separator) {
  const auto end = text.find(separator);
  const auto piece = text.substr(0, end);
  text = end == std::string_view::npos ? std::string_view{} : text.substr(end + 1);
  return piece;
}

}  // namespace

std::string_view radiation_data_file(std::string_view name) {
  for (const auto& file : embedded::radiation_data())
    if (file.name == name) return file.text;
  throw std::logic_error(fmt::format("radiation: no file {} was compiled in", name));
}

const std::vector<double>& DataColumns::column(std::string_view name) const {
  const auto found = std::ranges::find(names, name);
  if (found == names.end()) throw std::invalid_argument(fmt::format("no column {} in the table", name));
  return values[std::size_t(found - names.begin())];
}

DataColumns parse_data(std::string_view name, std::string_view text) {
  DataColumns result;
  while (!text.empty()) {
    const std::string_view whole = cut(text, '\n');
    if (whole.empty() || whole.front() == '#') continue;
    std::string_view line = whole;
    if (result.names.empty()) {
      while (!line.empty()) result.names.emplace_back(cut(line, ','));
      result.values.resize(result.names.size());
      continue;
    }
    for (auto& column : result.values) {
      const std::string_view field = cut(line, ',');
      double value = 0;
      const auto [end, error] = std::from_chars(field.data(), field.data() + field.size(), value);
      if (error != std::errc{} || end != field.data() + field.size())
        throw std::invalid_argument(fmt::format("{}: cut short or no number in the line '{}'", name, whole));
      column.push_back(value);
    }
    if (!line.empty())
      throw std::invalid_argument(fmt::format("{}: more fields than columns in the line '{}'", name, whole));
  }
  if (result.values.empty() || result.values.front().empty())
    throw std::invalid_argument(fmt::format("{}: cut short, no rows", name));
  return result;
}

}  // namespace sunrack
