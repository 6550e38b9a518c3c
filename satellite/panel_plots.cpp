#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "physics/require.h"
#include "satellite/panel_report.h"

namespace sunrack {

namespace {

constexpr int map_columns = 240, map_rows = 160;  // points of the picture

/// gnuplot's own quotes; names come from files.
std::string quoted(const std::string& text) {
  std::string out = "\"";
  for (const char c : text)
    if (c == '"' || c == '\\' || c == '_' || c == '^' || c == '{' || c == '}' || c == '@' || c == '&' ||
        c == '~')
      out += ' ';
    else
      out += c;
  return out + "\"";
}

std::size_t cell_at(const std::vector<double>& faces, double place) {
  const auto upper = std::upper_bound(faces.begin(), faces.end(), place);
  return std::size_t(std::clamp<std::ptrdiff_t>(upper - faces.begin(), 1, std::ptrdiff_t(faces.size()) - 1) -
                     1);
}

}  // namespace

std::string panel_map_script(const PanelFile& file, const PanelReport& report) {
  const ConductionProblem& p = report.answer.problem;
  const FaceAnswer& face = report.answer.conduction.at(BoxFace::z_low);
  const double length = p.x.back(), width = p.y.back();
  std::string script = fmt::format(
      "set terminal svg size 900,560 font \"sans,14\" background \"#ffffff\"\nset title {}\n"
      "set xlabel \"along the tubes [m]\"\nset ylabel \"across [m]\"\nset cblabel \"face a [K]\"\n"
      "set xrange [0:{}]\nset yrange [0:{}]\nunset key\nset tics out\n"
      "set palette defined (0 \"#10243f\", 1 \"#3d6ea5\", 2 \"#f3e9d2\", 3 \"#e08e45\", 4 \"#8c2f1b\")\n$map "
      "<< EOD\n",
      quoted(fmt::format("{}: {:.0f} W", file.name, report.answer.heat)), length, width);
  for (int row = 0; row < map_rows; ++row) {
    const double y = width * (row + 0.5) / map_rows;
    for (int column = 0; column < map_columns; ++column) {
      const double x = length * (column + 0.5) / map_columns;
      const std::size_t n = p.boundary_index(BoxFace::z_low, int(cell_at(p.x, x)), int(cell_at(p.y, y)), 0);
      script += fmt::format("{:.5g} {:.5g} {:.6g}\n", x, y, face.temperature[n]);
    }
    script += "\n";
  }
  return script + "EOD\nplot $map using 1:2:3 with image\n";
}

LinePlot panel_fluid_plot(const PanelFile& file, const PanelReport& report) {
  const PanelFieldAnswer& a = report.answer;
  const ConductionProblem& p = a.problem;
  LinePlot plot{.title = file.name + ": fluid, and sheet at dead tubes",
                .x_label = "along the tubes [m]",
                .y_label = "temperature [K]"};
  // As many lines as can be told apart, spread over the panel; every dead tube before the others.
  std::vector<std::size_t> shown;
  for (std::size_t t = 0; t < a.tubes.size() && shown.size() < most_plot_series / 2; ++t)
    if (!a.tubes[t].alive) shown.push_back(t);
  const std::size_t left = most_plot_series - shown.size();
  for (std::size_t n = 0; n < std::min(left, a.tubes.size()); ++n) {
    const std::size_t t = a.tubes.size() <= left ? n : n * (a.tubes.size() - 1) / (left - 1);
    if (std::find(shown.begin(), shown.end(), t) == shown.end()) shown.push_back(t);
  }
  std::sort(shown.begin(), shown.end());
  const std::size_t along = std::size_t(p.nx());
  for (const std::size_t t : shown) {
    LineSeries line{.name = fmt::format("tube {}{}", t + 1, a.tubes[t].alive ? "" : ", dead"), .points = {}};
    for (std::size_t i = 0; i < along; ++i)
      line.points.emplace_back((p.x[i] + p.x[i + 1]) / 2, a.fluid[t * along + i]);
    plot.series.push_back(std::move(line));
  }
  return plot;
}

std::string heat_pipe_limits_script(const PanelFile& file) {
  const auto* tubes = std::get_if<HeatPipeTubes>(&file.field.tubes);
  if (!tubes) throw std::invalid_argument("heat_pipe_limits_script: the panel has no heat pipes");
  HeatPipe pipe = tubes->pipe;
  pipe.condenser = file.field.build.length;
  LinePlot plot{.title = file.name + ": what one heat pipe carries, " + tubes->fluid->name(),
                .x_label = "vapour [K]",
                .y_label = "limit [W]"};
  for (const HeatPipeLimit limit : heat_pipe_limit_list)
    plot.series.push_back({.name = name_of(limit), .points = {}});
  const double low = tubes->fluid->minimum_temperature(), high = tubes->fluid->maximum_temperature();
  constexpr int points = 100;
  for (int i = 0; i <= points; ++i) {
    const double t = std::min(high, low + (high - low) * i / points);
    const HeatPipeLimits limits = heat_pipe_limits(pipe, tubes->fluid->at(t));
    for (std::size_t n = 0; n < plot.series.size(); ++n)
      if (limits.heat[n] > 0) plot.series[n].points.emplace_back(t, limits.heat[n]);
  }
  std::string script = gnuplot_script(plot);
  const auto place = script.find("set ylabel");
  // The limits lie orders of magnitude apart.
  script.insert(place, "set logscale y\nset format y \"10^{%T}\"\n");
  return script;
}

}  // namespace sunrack
