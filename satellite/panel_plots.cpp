#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "physics/require.h"
#include "satellite/panel_report.h"

namespace sunrack {

namespace {

std::size_t cell_at(const std::vector<double>& faces, double place) {
  const auto upper = std::upper_bound(faces.begin(), faces.end(), place);
  return std::size_t(std::clamp<std::ptrdiff_t>(upper - faces.begin(), 1, std::ptrdiff_t(faces.size()) - 1) -
                     1);
}

}  // namespace

MapPlot panel_map(const PanelFile& file, const PanelReport& report, BoxFace side) {
  const ConductionProblem& p = report.answer.problem;
  const FaceAnswer& face = report.answer.conduction.at(side);
  const bool first = side == BoxFace::z_low;
  return {.title = fmt::format("{}: {:.1f} W by face {}", file.name,
                               first ? report.answer.heat_a : report.answer.heat_b, first ? "a" : "b"),
          .x_label = "along the tubes [m]",
          .y_label = "across [m]",
          .value_label = first ? "face a [K]" : "face b [K]",
          .width = p.x.back(),
          .height = p.y.back(),
          .columns = 240,
          .rows = 160,
          .value = [&p, &face, side, k = first ? 0 : p.nz() - 1](double x, double y) {
            return face.temperature[p.boundary_index(side, int(cell_at(p.x, x)), int(cell_at(p.y, y)), k)];
          }};
}

LinePlot panel_fluid_plot(const PanelFile& file, const PanelReport& report) {
  const PanelFieldAnswer& a = report.answer;
  const ConductionProblem& p = a.problem;
  const bool any_dead =
      std::any_of(a.tubes.begin(), a.tubes.end(), [](const PanelTubeAnswer& t) { return !t.alive; });
  LinePlot plot{.title = file.name + (any_dead ? ": fluid, and sheet at dead tubes" : ": fluid"),
                .x_label = "along the tubes [m]",
                .y_label = "temperature [K]"};
  // As many lines as can be told apart, spread over the panel; dead tubes before the others.
  std::vector<std::size_t> shown, living;
  for (std::size_t t = 0; t < a.tubes.size(); ++t) {
    if (a.tubes[t].alive)
      living.push_back(t);
    else if (shown.size() < most_plot_series / 2)
      shown.push_back(t);
  }
  const std::size_t left = most_plot_series - shown.size();
  for (std::size_t n = 0; n < std::min(left, living.size()); ++n)
    shown.push_back(living.size() <= left ? living[n] : living[n * (living.size() - 1) / (left - 1)]);
  std::sort(shown.begin(), shown.end());
  if (shown.size() < a.tubes.size())
    plot.title += fmt::format("; {} of {} tubes shown", shown.size(), a.tubes.size());
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
                .y_label = "limit"};
  for (const HeatPipeLimit limit : heat_pipe_limit_list)
    plot.series.push_back({.name = name_of(limit), .points = {}});
  LineSeries bubbles{.name = "first bubbles", .points = {}};
  const double low = tubes->fluid->minimum_temperature(), high = tubes->fluid->maximum_temperature();
  constexpr int points = 100;
  for (int i = 0; i <= points; ++i) {
    const double t = std::min(high, low + (high - low) * i / points);
    const HeatPipeFluidState state = tubes->fluid->at(t);
    const HeatPipeLimits limits = heat_pipe_limits(pipe, state);
    // Beyond the table only a bound of where bubbles end a closed wick is known: it is not drawn.
    const bool measured = tubes->pipe.evaporator_flux > 0 ||
                          (std::holds_alternative<AxialGrooves>(pipe.wick) && state.open_groove_flux > 0);
    for (std::size_t n = 0; n < limits.heat.size(); ++n) {
      const bool bound = n == std::size_t(HeatPipeLimit::boiling) && !measured && !limits.first_bubbles;
      if (limits.heat[n] > 0 && !bound) plot.series[n].points.emplace_back(t, limits.heat[n]);
    }
    if (measured && limits.first_bubbles.value_or(0) > 0)
      bubbles.points.emplace_back(t, *limits.first_bubbles);
  }
  std::erase_if(plot.series, [](const LineSeries& line) { return line.points.empty(); });
  if (!bubbles.points.empty()) plot.series.push_back(std::move(bubbles));
  std::string script = gnuplot_script(plot);
  const auto place = script.find("set ylabel");
  // The limits lie orders of magnitude apart: mW, W, kW, MW.
  script.insert(place, "set logscale y\nset format y \"%.0s %cW\"\n");
  return script;
}

}  // namespace sunrack
