#include "satellite/flux_map.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <map>

#include "physics/require.h"

namespace sunrack {

namespace {

constexpr std::string_view heading = "x_m,y_m,absorbed_W_per_m2";
constexpr double slack = 1e-9;  // [m] of a grid that ends where the panel does

std::string_view without_blanks(std::string_view text) {
  const auto first = text.find_first_not_of(" \t\r");
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(" \t\r") - first + 1);
}

/// The place between two points, and its share on the way to the upper one.
std::pair<std::size_t, double> between(const std::vector<double>& points, double value) {
  const auto upper = std::upper_bound(points.begin(), points.end(), value);
  const std::size_t i =
      std::clamp<std::size_t>(std::size_t(upper - points.begin()), 1, points.size() - 1) - 1;
  return {i, std::clamp((value - points[i]) / (points[i + 1] - points[i]), 0.0, 1.0)};
}

/// What each point counts in the mean of a line that is straight between points: in each piece its middle
/// is its mean.
std::vector<double> weights(const std::vector<double>& points, double from, double to) {
  std::vector<double> weight(points.size(), 0);
  double sum = 0;
  for (std::size_t i = 0; i + 1 < points.size(); ++i) {
    const double low = std::max(from, points[i]), high = std::min(to, points[i + 1]);
    if (high <= low) continue;
    const double share = ((low + high) / 2 - points[i]) / (points[i + 1] - points[i]);
    weight[i] += (high - low) * (1 - share), weight[i + 1] += (high - low) * share;
    sum += high - low;
  }
  for (double& one : weight) one /= sum;
  return weight;
}

}  // namespace

FluxMap::FluxMap(std::vector<double> x, std::vector<double> y, std::vector<double> flux)
    : x_(std::move(x)), y_(std::move(y)), flux_(std::move(flux)) {
  require(x_.size() >= 2 && y_.size() >= 2 && flux_.size() == x_.size() * y_.size(), "flux map: points",
          double(flux_.size()), "must be a grid of at least 2 x 2");
}

double FluxMap::at(double x, double y) const {
  if (!(x >= x_.front() - slack && x <= x_.back() + slack && y >= y_.front() - slack &&
        y <= y_.back() + slack))
    throw ModelError(fmt::format("flux map: nothing is known at x = {:.6g} m, y = {:.6g} m", x, y));
  const auto [i, s] = between(x_, x);
  const auto [j, t] = between(y_, y);
  const double* low = &flux_[j * x_.size() + i];
  const double* high = low + x_.size();
  return std::lerp(std::lerp(low[0], low[1], s), std::lerp(high[0], high[1], s), t);
}

double FluxMap::mean(const PanelArea& area) const {
  const std::vector<double> of_x = weights(x_, area.from_x, area.to_x),
                            of_y = weights(y_, area.from_y, area.to_y);
  double flux = 0;
  for (std::size_t j = 0; j < of_y.size(); ++j)
    if (of_y[j] > 0)
      for (std::size_t i = 0; i < of_x.size(); ++i) flux += of_x[i] * of_y[j] * flux_[j * x_.size() + i];
  return flux;
}

bool FluxMap::covers(double length, double width) const {
  return x_.front() <= slack && x_.back() >= length - slack && y_.front() <= slack &&
         y_.back() >= width - slack;
}

FluxMap read_flux_map_text(std::string_view text, const std::string& source_name) {
  if (constexpr std::string_view mark = "\xEF\xBB\xBF"; text.starts_with(mark))
    text.remove_prefix(mark.size());
  std::map<std::pair<double, double>, double> points;  // by y, then x
  std::size_t number = 0;
  bool has_heading = false;
  while (!text.empty()) {
    const auto end = text.find('\n');
    const std::string_view line = without_blanks(text.substr(0, end));
    text = end == std::string_view::npos ? std::string_view{} : text.substr(end + 1);
    ++number;
    const auto refuse = [&](const std::string& what) {
      throw SpecError(fmt::format("{}:{}: {}", source_name, number, what));
    };
    if (line.empty() || line.front() == '#') continue;
    if (!has_heading) {
      if (line != heading) refuse(fmt::format("the first line must be {}", heading));
      has_heading = true;
      continue;
    }
    std::vector<double> values;
    std::string_view rest = line;
    for (bool more = true; more;) {
      const auto comma = rest.find(',');
      const std::string_view cell = without_blanks(rest.substr(0, comma));
      double value = 0;
      const auto [stop, error] = std::from_chars(cell.data(), cell.data() + cell.size(), value);
      if (error != std::errc() || stop != cell.data() + cell.size() || !std::isfinite(value))
        refuse(fmt::format("\"{}\" is no finite number", one_line(std::string(cell.substr(0, 30)))));
      values.push_back(value);
      more = comma != std::string_view::npos;
      if (more) rest = rest.substr(comma + 1);
    }
    if (values.size() != 3)
      refuse(fmt::format("has {} values; three are needed: {}", values.size(), heading));
    if (values[2] < 0) refuse(fmt::format("absorbed flux = {:g}, must not be negative [W/m^2]", values[2]));
    if (!points.emplace(std::pair(values[1], values[0]), values[2]).second)
      refuse(fmt::format("the point x = {:g}, y = {:g} stands there twice", values[0], values[1]));
  }
  std::vector<double> x, y, flux;
  for (const auto& [place, value] : points) {
    if (y.empty() || place.first != y.back()) y.push_back(place.first);
    if (y.size() == 1) x.push_back(place.second);
    flux.push_back(value);
  }
  bool grid = x.size() >= 2 && y.size() >= 2 && flux.size() == x.size() * y.size();
  std::size_t n = 0;
  for (const auto& [place, value] : points) {
    grid = grid && place.second == x[n % x.size()];
    ++n;
  }
  if (!grid)
    throw SpecError(fmt::format("{}: its {} points are no rectangular grid of at least 2 x 2", source_name,
                                points.size()));
  return FluxMap(std::move(x), std::move(y), std::move(flux));
}

FluxMap read_flux_map(const std::filesystem::path& file) {
  const TextFile read = read_text_file(file);
  require_text(read.text, read.name);
  return read_flux_map_text(read.text, read.name);
}

}  // namespace sunrack
