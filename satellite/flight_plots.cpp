#include <fmt/format.h>

#include <algorithm>
#include <stdexcept>

#include "physics/units.h"
#include "satellite/flight_report.h"

namespace sunrack {

using namespace units;

namespace {

constexpr double zero_celsius = 273.15;

/// Bands where any of the Sun is covered.
std::vector<PlotBand> shadows(const FlightResult& flight) {
  std::vector<PlotBand> bands;
  double begin = -1;
  for (const FlightSample& s : flight.trace) {
    if (s.sunlit < 0.5 && begin < 0) begin = s.time / 60;
    if (s.sunlit >= 0.5 && begin >= 0) {
      bands.push_back({});
      bands.back().from = begin;
      bands.back().to = s.time / 60;
      begin = -1;
    }
  }
  return bands;
}

std::size_t node_named(const FlightResult& flight, const std::string& name) {
  for (std::size_t i = 0; i < flight.nodes.size(); ++i)
    if (flight.nodes[i].name == name) return i;
  throw std::invalid_argument("flight plot: no node \"" + name + "\"");
}

void require_samples(const FlightResult& flight) {
  if (flight.trace.empty()) throw std::invalid_argument("flight plot: the flight kept no samples");
}

/// At most so many points along a plot of orbits. The last orbit, which the flight's end may cut, is left
/// out.
std::size_t stride(const FlightResult& flight) {
  return std::max<std::size_t>(1, flight.orbits.size() / 1500);
}

}  // namespace

LinePlot flight_temperature_plot(const FlightReport& report) {
  const FlightResult& f = report.flight;
  require_samples(f);
  LinePlot plot{.title = "Temperatures in flight", .x_label = "time [min]", .y_label = "temperature [degC]"};
  const std::string last = fmt::format("panel coolant {}", [&] {
    int n = 0;
    for (const auto& node : f.nodes) n += node.name.starts_with("panel coolant");
    return n;
  }());
  for (const std::string& name : {std::string("dies"), std::string("memory"), std::string("cold plates"),
                                  last, std::string("left wing cells"), std::string("battery")}) {
    const std::size_t node = node_named(f, name);
    LineSeries line{.name = name, .points = {}};
    for (const FlightSample& s : f.trace)
      line.points.emplace_back(s.time / 60, s.temperatures[node] - zero_celsius);
    plot.series.push_back(std::move(line));
  }
  plot.bands = shadows(f);
  return plot;
}

LinePlot flight_power_plot(const FlightReport& report) {
  const FlightResult& f = report.flight;
  require_samples(f);
  LinePlot plot{.title = "Power in flight", .x_label = "time [min]", .y_label = "power [kW]"};
  const auto add = [&](const char* name, double FlightPower::*value) {
    LineSeries line{.name = name, .points = {}};
    for (const FlightSample& s : f.trace) line.points.emplace_back(s.time / 60, s.power.*value / 1e3);
    plot.series.push_back(std::move(line));
  };
  add("array, drawn", &FlightPower::array);
  add("array, available", &FlightPower::array_maximum);
  add("demand of the bus", &FlightPower::demand);
  add("computers", &FlightPower::computers);
  add("battery, out", &FlightPower::battery);
  plot.bands = shadows(f);
  return plot;
}

LinePlot flight_season_plot(const FlightReport& report) {
  LinePlot plot{.title = "Eclipses along the flight",
                .x_label = "day",
                .y_label = "beta [deg], eclipse [min], lost [%]"};
  LineSeries eclipse{.name = "eclipse in each orbit [min]", .points = {}},
      beta{.name = "beta angle [deg]", .points = {}}, lost{.name = "computing lost [%]", .points = {}};
  const FlightResult& f = report.flight;
  for (std::size_t i = 0; i + 1 < f.orbits.size(); i += stride(f)) {
    const FlightOrbit& o = f.orbits[i];
    eclipse.points.emplace_back(o.begin / 86400, o.eclipse / 60);
    beta.points.emplace_back(o.begin / 86400, o.beta / 1_deg);
    lost.points.emplace_back(o.begin / 86400, 100 * (1 - o.work));
  }
  plot.series = {eclipse, beta, lost};
  return plot;
}

LinePlot flight_extremes_plot(const FlightReport& report) {
  LinePlot plot{.title = "Extremes of each orbit", .x_label = "day", .y_label = "temperature [degC]"};
  const auto add = [&](const char* name, double FlightOrbit::*value) {
    LineSeries line{.name = name, .points = {}};
    const FlightResult& f = report.flight;
    for (std::size_t i = 0; i + 1 < f.orbits.size(); i += stride(f))
      line.points.emplace_back(f.orbits[i].begin / 86400, f.orbits[i].*value - zero_celsius);
    plot.series.push_back(std::move(line));
  };
  add("dies, warmest", &FlightOrbit::warmest_die);
  add("memory, warmest", &FlightOrbit::warmest_memory);
  add("coolant, warmest", &FlightOrbit::warmest_coolant);
  add("coolant, coldest", &FlightOrbit::coldest_coolant);
  add("wing, warmest", &FlightOrbit::warmest_wing);
  add("wing, coldest", &FlightOrbit::coldest_wing);
  return plot;
}

}  // namespace sunrack
