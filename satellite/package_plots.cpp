#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <stdexcept>

#include "satellite/package_report_parts.h"

namespace sunrack {

namespace {

constexpr double zero_celsius = 273.15;

std::size_t place_in(const std::vector<double>& faces, double place) {
  const auto upper = std::upper_bound(faces.begin(), faces.end(), place);
  return std::size_t(std::clamp<std::ptrdiff_t>(upper - faces.begin(), 1, std::ptrdiff_t(faces.size()) - 1) -
                     1);
}

/// [K] of a cell; not a number where there is nothing.
double shown_at(const ConductionProblem& p, const std::vector<double>& temperature, std::size_t cell) {
  return is_void(p, cell) ? std::numeric_limits<double>::quiet_NaN() : temperature[cell];
}

/// The layer's row of cells with its hottest one.
int hottest_row(const PackageReport& report, std::size_t layer) {
  const ConductionProblem& p = report.model.problem;
  const std::vector<double>& t = shown_temperature(report);
  int row = report.model.layer_begin[layer];
  double hottest = 0;
  for (int k = row; k < report.model.layer_begin[layer + 1]; ++k)
    for (int j = 0; j < p.ny(); ++j)
      for (int i = 0; i < p.nx(); ++i)
        if (const double here = shown_at(p, t, p.index(i, j, k)); here > hottest) hottest = here, row = k;
  return row;
}

/// Has power, or will have.
bool is_heated(const PackageBlock& block) {
  return block.power > 0 ||
         std::any_of(block.trace.begin(), block.trace.end(), [](double power) { return power > 0; });
}

}  // namespace

std::string package_layer_map(const PackageReport& report, std::size_t layer) {
  const ConductionProblem& p = report.model.problem;
  const std::vector<double>& t = shown_temperature(report);
  const int k = report.model.layer_begin.at(layer);
  std::string map;
  for (int j = 0; j < p.ny(); ++j) {
    for (int i = 0; i < p.nx(); ++i) map += fmt::format("{:7.3f}  ", shown_at(p, t, p.index(i, j, k)));
    map += '\n';
  }
  return map;
}

MapPlot package_map(const PackageFile& file, const PackageReport& report) {
  const ConductionProblem& p = report.model.problem;
  const std::vector<double>& t = shown_temperature(report);
  const std::size_t layer = hottest_layer(report);
  const int k = hottest_row(report, layer);
  const std::string when = report.steady ? "" : fmt::format(", after {:.6g} s", report.heating->times.back());
  return {.title = fmt::format("{}, hottest layer: {}{}", file.name, file.stack.layers[layer].name, when),
          .x_label = "x [mm]",
          .y_label = "y [mm]",
          .value_label = "[°C]",
          .width = p.x.back() * 1e3,
          .height = p.y.back() * 1e3,
          .value =
              [&p, &t, k](double x, double y) {
                return shown_at(p, t,
                                p.index(int(place_in(p.x, x * 1e-3)), int(place_in(p.y, y * 1e-3)), k)) -
                       zero_celsius;
              },
          .true_to_scale = true};
}

LinePlot package_history_plot(const PackageFile& file, const PackageReport& report) {
  if (!report.heating) throw std::invalid_argument("package_history_plot: there is no heating");
  const PackageHeating& h = *report.heating;
  LinePlot plot{.title = file.name + ": hottest cells", .x_label = "time [s]", .y_label = "temperature [°C]"};
  const auto add = [&](const std::string& name, const std::vector<double>& values, bool dashed) {
    LineSeries line{.name = name, .points = {}, .dashed = dashed};
    for (std::size_t n = 0; n < h.times.size(); ++n)
      line.points.emplace_back(h.times[n], values[n] - zero_celsius);
    plot.series.push_back(std::move(line));
  };
  std::vector<std::size_t> order;
  for (std::size_t b = 0; b < h.blocks.size(); ++b)
    if (is_heated(block_of(file.stack, report.model.blocks[b]))) order.push_back(b);
  // The blocks that end hottest, as many as can be told apart beside the package.
  std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
    return h.blocks[a].hottest.back() > h.blocks[b].hottest.back();
  });
  const std::size_t shown = std::min(order.size(), most_plot_series - 1);
  for (std::size_t n = 0; n < shown; ++n)
    add(package_report_parts::block_name(file, report.model.blocks[order[n]]), h.blocks[order[n]].hottest,
        false);
  if (shown < order.size()) plot.title += fmt::format(", {} of {} heated blocks shown", shown, order.size());
  // Mostly the same as the hottest block's: above it, and with gaps.
  add("package", h.hottest, true);
  return plot;
}

RectilinearVolume package_volume(const PackageReport& report, const std::vector<double>& temperature) {
  const PackageModel& model = report.model;
  const ConductionProblem& p = model.problem;
  RectilinearVolume volume{.x = p.x, .y = p.y, .z = p.z, .fields = {}};
  CellField kelvin{"Temperature [K]", {}}, density{"Power density [W/m3]", {}}, layers{"Layer", {}},
      conductivity{"Conductivity upwards [W/m/K]", {}}, solids{"Solid", {}};
  // Where there is nothing a colour scale must not be stretched: threshold "Solid" to hide it.
  double coldest = std::numeric_limits<double>::infinity();
  for (std::size_t cell = 0; cell < temperature.size(); ++cell)
    if (!is_void(p, cell)) coldest = std::min(coldest, temperature[cell]);
  std::size_t layer = 0;
  for (int k = 0; k < p.nz(); ++k) {
    while (model.layer_begin[layer + 1] <= k) ++layer;
    for (int j = 0; j < p.ny(); ++j)
      for (int i = 0; i < p.nx(); ++i) {
        const std::size_t cell = p.index(i, j, k);
        const double size = (p.x[std::size_t(i) + 1] - p.x[std::size_t(i)]) *
                            (p.y[std::size_t(j) + 1] - p.y[std::size_t(j)]) *
                            (p.z[std::size_t(k) + 1] - p.z[std::size_t(k)]);
        const bool solid = !is_void(p, cell);
        solids.values.push_back(solid ? 1 : 0);
        kelvin.values.push_back(solid ? temperature[cell] : coldest);
        density.values.push_back(p.power.empty() ? 0 : p.power[cell] / size);
        layers.values.push_back(double(layer));
        conductivity.values.push_back(p.materials[p.material[cell]].kz);
      }
  }
  volume.fields = {std::move(kelvin), std::move(density), std::move(layers), std::move(conductivity),
                   std::move(solids)};
  return volume;
}

}  // namespace sunrack
