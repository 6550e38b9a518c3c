#include "physics/debris/flux_table.h"

#include <algorithm>
#include <cctype>
#include <charconv>
#include <cmath>
#include <fstream>
#include <initializer_list>
#include <iterator>
#include <optional>
#include <utility>
#include <vector>

#include "physics/require.h"
#include "physics/units.h"

namespace sunrack {

using namespace units;

namespace {

[[noreturn]] void refuse(const std::string& name, int line, const std::string& why) {
  throw std::invalid_argument(fmt::format("{}:{}: {}", name, line, why));
}

/// Cells between commas or semicolons where there are any, else between blanks; trimmed, in small letters.
std::vector<std::string> cells_of(std::string_view line) {
  const bool marked = line.find_first_of(",;") != std::string_view::npos;
  const std::string_view between = marked ? ",;" : " \t", blank = " \t\r";
  std::vector<std::string> cells;
  while (!line.empty()) {
    const auto end = line.find_first_of(between);
    std::string_view cell = line.substr(0, end);
    line = end == std::string_view::npos ? std::string_view{} : line.substr(end + 1);
    const auto first = cell.find_first_not_of(blank);
    if (first == std::string_view::npos) {
      if (marked && !line.empty()) cells.emplace_back();
      continue;
    }
    cell = cell.substr(first, cell.find_last_not_of(blank) - first + 1);
    cells.emplace_back(cell);
    for (char& c : cells.back()) c = char(std::tolower(static_cast<unsigned char>(c)));
  }
  return cells;
}

std::optional<double> number(std::string_view text) {
  if (text.starts_with('+')) text.remove_prefix(1);
  double value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return value;
}

struct Heading {
  double diameter = 1;       // [m] per unit of the column
  double flux = 1 / 1_year;  // [m^-2 s^-1] per unit of the column
  std::size_t flux_column = 1;
};

/// "diameter_mm", "size [mm]", "d": a name and, after it, a unit; metres and per m^2 and year without one.
double unit_after(const std::string& cell, std::initializer_list<std::string_view> names,
                  std::initializer_list<std::pair<std::string_view, double>> units) {
  for (const std::string_view name : names) {
    if (!cell.starts_with(name)) continue;
    std::string unit = cell.substr(name.size());
    std::erase_if(
        unit, [](char c) { return c == '[' || c == ']' || c == '(' || c == ')' || c == ' ' || c == '_'; });
    for (const auto& [known, factor] : units)
      if (unit == known) return factor;
  }
  return 0;
}

double flux_unit(const std::string& cell) {
  constexpr double per_year = 1 / 1_year;
  return unit_after(cell, {"flux", "cumulative flux", "total flux", "total"},
                    {{"", per_year},
                     {"perm2year", per_year},
                     {"1/m2/yr", per_year},
                     {"1/m^2/yr", per_year},
                     {"1/m2/year", per_year},
                     {"1/m^2/year", per_year},
                     {"#/m^2/yr", per_year},
                     {"#/m2/yr", per_year},
                     {"m-2yr-1", per_year},
                     {"perm2s", 1},
                     {"1/m2/s", 1},
                     {"1/m^2/s", 1}});
}

Heading read_heading(const std::vector<std::string>& cells, const std::string& name, int line) {
  Heading heading;
  heading.diameter = unit_after(cells[0], {"object diameter", "diameter", "size", "d"},
                                {{"", 1}, {"m", 1}, {"cm", 1_cm}, {"mm", 1_mm}, {"um", 1_um}});
  if (heading.diameter == 0)
    refuse(
        name, line,
        "column \"" + cells[0] + "\", must be diameter_m, diameter_cm, diameter_mm or diameter_um (or size)");
  heading.flux_column = 0;
  for (std::size_t i = 1; i < cells.size(); ++i) {
    const double unit = flux_unit(cells[i]);
    // Of several kinds of particles the total is meant.
    if (unit == 0 || (heading.flux_column > 0 && !cells[i].starts_with("total"))) continue;
    heading.flux = unit;
    heading.flux_column = i;
  }
  if (heading.flux_column == 0)
    refuse(name, line, "column \"" + cells[1] + "\", must be flux_per_m2_year or flux_per_m2_s (or total)");
  return heading;
}

/// What follows "key =" in a comment; empty if the comment does not begin with the key.
std::string said(std::string_view comment, std::string_view key) {
  const auto begin = comment.find_first_not_of(" \t");
  if (begin == std::string_view::npos || !comment.substr(begin).starts_with(key)) return "";
  std::string rest(comment.substr(begin + key.size()));
  std::replace(rest.begin(), rest.end(), '=', ' ');
  const auto cells = cells_of(rest);
  return cells.empty() ? " " : cells[0];
}

/// What the table cannot say in its columns; other comments say nothing to us.
void read_comment(std::string_view comment, FluxTable& table, double& surface_share, const std::string& name,
                  int line) {
  if (const std::string text = said(comment, "uncertainty_factor"); !text.empty()) {
    const auto value = number(text);
    if (!value || !(*value >= 1) || !std::isfinite(*value))
      refuse(name, line, "uncertainty_factor must be a number of at least 1");
    table.uncertainty = *value;
  }
  if (const std::string text = said(comment, "flux_area"); !text.empty()) {
    if (text != "surface" && text != "cross_section")
      refuse(name, line, "flux_area must be surface or cross_section");
    // A convex body that tumbles shows a quarter of its surface.
    surface_share = text == "surface" ? 1 : 0.25;
  }
}

void add_row(FluxTable& table, double diameter, double flux, const std::string& name, int line) {
  if (!(diameter > 0) || !std::isfinite(diameter)) refuse(name, line, "the diameter must be positive");
  if (!(flux >= 0) || !std::isfinite(flux)) refuse(name, line, "the flux must not be negative");
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
  double surface_share = 1;
  std::size_t columns = 0;
  int line = 0;
  while (!text.empty()) {
    const auto end = text.find('\n');
    std::string_view row = text.substr(0, end);
    text = end == std::string_view::npos ? std::string_view{} : text.substr(end + 1);
    ++line;
    if (const auto hash = row.find('#'); hash != std::string_view::npos && row.find("#/m") != hash) {
      read_comment(row.substr(hash + 1), table, surface_share, name, line);
      row = row.substr(0, hash);
    }
    const auto cells = cells_of(row);
    if (cells.empty()) continue;
    if (cells.size() < 2) refuse(name, line, "one column, must be at least two: diameter and flux");
    if (!heading && !number(cells[0]) && !number(cells[1])) {
      heading = read_heading(cells, name, line);
      columns = cells.size();
      continue;
    }
    if (!heading) {
      if (cells.size() > 2)
        refuse(name, line,
               fmt::format("{} columns, and no heading says which of them is the flux", cells.size()));
      heading = Heading{};
      columns = 2;
    }
    if (cells.size() != columns)
      refuse(name, line, fmt::format("{} columns, must be {}", cells.size(), columns));
    const auto diameter = number(cells[0]), flux = number(cells[heading->flux_column]);
    if (!diameter) refuse(name, line, "\"" + cells[0] + "\" is not a number");
    if (!flux) refuse(name, line, "\"" + cells[heading->flux_column] + "\" is not a number");
    add_row(table, *diameter * heading->diameter, *flux * heading->flux, name, line);
  }
  // Exports end with sizes of which there are none.
  while (!table.flux.empty() && table.flux.back() == 0) {
    table.flux.pop_back();
    table.diameter.pop_back();
  }
  if (table.diameter.size() < 2) refuse(name, line, "a table needs at least two rows with a flux");
  for (double& flux : table.flux) flux *= surface_share;
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
