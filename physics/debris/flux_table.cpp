#include "physics/debris/flux_table.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <fstream>
#include <iterator>
#include <optional>

#include "physics/require.h"
#include "physics/units.h"

namespace sunrack {

using namespace units;

namespace {

[[noreturn]] void refuse(const std::string& name, int line, const std::string& why) {
  throw std::invalid_argument(fmt::format("{}:{}: {}", name, line, why));
}

std::vector<std::string> words_of(std::string_view line) {
  std::vector<std::string> words(1);
  for (const char c : line) {
    if (c == ',' || c == ';' || c == ' ' || c == '\t' || c == '\r') {
      if (!words.back().empty()) words.emplace_back();
    } else {
      words.back() += c;
    }
  }
  if (words.back().empty()) words.pop_back();
  return words;
}

std::optional<double> number(std::string_view text) {
  if (text.starts_with('+')) text.remove_prefix(1);
  double value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return value;
}

struct Heading {
  double diameter = 1;  // [m] per unit of the column
  double flux = 1;      // [m^-2 s^-1] per unit of the column
};

Heading read_heading(const std::vector<std::string>& words, const std::string& name, int line) {
  Heading heading;
  if (words[0] == "diameter_m")
    heading.diameter = 1;
  else if (words[0] == "diameter_cm")
    heading.diameter = 1_cm;
  else if (words[0] == "diameter_mm")
    heading.diameter = 1_mm;
  else
    refuse(name, line, "column \"" + words[0] + "\", must be diameter_m, diameter_cm or diameter_mm");
  if (words[1] == "flux_per_m2_year")
    heading.flux = 1 / 1_year;
  else if (words[1] == "flux_per_m2_s")
    heading.flux = 1;
  else
    refuse(name, line, "column \"" + words[1] + "\", must be flux_per_m2_year or flux_per_m2_s");
  return heading;
}

/// "# uncertainty_factor = 2" says how good the table is; other comments say nothing to us.
void read_comment(std::string_view comment, FluxTable& table, const std::string& name, int line) {
  constexpr std::string_view key = "uncertainty_factor";
  const auto at = comment.find(key);
  if (at == std::string_view::npos) return;
  std::string rest(comment.substr(at + key.size()));
  std::replace(rest.begin(), rest.end(), '=', ' ');
  const auto words = words_of(rest);
  const auto value = words.empty() ? std::nullopt : number(words[0]);
  if (!value || !(*value >= 1) || !std::isfinite(*value))
    refuse(name, line, "uncertainty_factor must be a number of at least 1");
  table.uncertainty = *value;
}

void add_row(FluxTable& table, double diameter, double flux, const std::string& name, int line) {
  if (!(diameter > 0) || !std::isfinite(diameter)) refuse(name, line, "the diameter must be positive");
  if (!(flux > 0) || !std::isfinite(flux)) refuse(name, line, "the flux must be positive");
  if (!table.diameter.empty() && diameter <= table.diameter.back())
    refuse(name, line, "diameters must ascend from line to line");
  if (!table.flux.empty() && flux > table.flux.back())
    refuse(name, line, "the flux larger than a diameter cannot grow with it: is it a flux per size bin?");
  table.diameter.push_back(diameter);
  table.flux.push_back(flux);
}

}  // namespace

FluxTable parse_flux_table(std::string_view text, const std::string& name) {
  FluxTable table{.diameter = {}, .flux = {}, .source = name};
  std::optional<Heading> heading;
  int line = 0;
  while (!text.empty()) {
    const auto end = text.find('\n');
    std::string_view row = text.substr(0, end);
    text = end == std::string_view::npos ? std::string_view{} : text.substr(end + 1);
    ++line;
    if (const auto hash = row.find('#'); hash != std::string_view::npos) {
      read_comment(row.substr(hash + 1), table, name, line);
      row = row.substr(0, hash);
    }
    const auto words = words_of(row);
    if (words.empty()) continue;
    if (words.size() != 2)
      refuse(name, line, fmt::format("{} columns, must be two: diameter and flux", words.size()));
    const auto diameter = number(words[0]), flux = number(words[1]);
    if (!heading && !diameter && !flux) {
      heading = read_heading(words, name, line);
      continue;
    }
    if (!heading) heading = Heading{.diameter = 1, .flux = 1 / 1_year};
    for (std::size_t i = 0; i < 2; ++i)
      if (!(i == 0 ? diameter : flux)) refuse(name, line, "\"" + words[i] + "\" is not a number");
    add_row(table, *diameter * heading->diameter, *flux * heading->flux, name, line);
  }
  if (table.diameter.size() < 2) refuse(name, line, "a table needs at least two rows");
  return table;
}

FluxTable read_flux_table(const std::filesystem::path& file) {
  std::ifstream in(file, std::ios::binary);
  if (!in) throw std::invalid_argument(file.string() + ": cannot be read");
  const std::string text{std::istreambuf_iterator<char>(in), {}};
  return parse_flux_table(text, file.string());
}

double table_flux(const FluxTable& table, double diameter) {
  require(diameter > 0, "table_flux: diameter", diameter, "must be positive [m]");
  require(table.diameter.size() >= 2 && table.diameter.size() == table.flux.size(), "table_flux: rows",
          double(table.diameter.size()), "must be at least two, with as many fluxes as diameters");
  if (diameter < table.diameter.front() * (1 - 1e-9))
    throw ModelError(fmt::format("table_flux: diameter = {:.4g} m, the table {} begins at {:.4g} m", diameter,
                                 table.source, table.diameter.front()));
  if (diameter > table.diameter.back()) return 0;
  const auto upper = std::upper_bound(table.diameter.begin() + 1, table.diameter.end() - 1, diameter);
  const auto i = std::size_t(upper - table.diameter.begin());
  const double t =
      std::log(diameter / table.diameter[i - 1]) / std::log(table.diameter[i] / table.diameter[i - 1]);
  return table.flux[i - 1] * std::pow(table.flux[i] / table.flux[i - 1], t);
}

}  // namespace sunrack
