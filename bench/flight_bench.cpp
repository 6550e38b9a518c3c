// A year of coupled flight, and its pieces.
#include <benchmark/benchmark.h>

#include <array>

#include "physics/constants.h"
#include "physics/orbit/ephemeris.h"
#include "physics/power/cell_curve.h"
#include "satellite/flight.h"
#include "satellite/spec_file.h"

namespace sunrack {
namespace {

SatelliteSpec spec_at(double altitude, double local_time) {
  SatelliteSpec spec = preset("reference-2026");
  spec.orbit.altitude = altitude;
  spec.orbit.local_time_ascending_node = local_time * 3600;
  return spec;
}

/// A year at 550 km, all edges of the shadow as events, relative tolerance 1e-6; argument: local time of the
/// node. 18 h is eclipsed in a season, 10 h in every orbit.
void year_of_flight(benchmark::State& state) {
  const SatelliteSpec spec = spec_at(550e3, double(state.range(0)));
  const SatelliteDesign design = size_satellite(spec);
  FlightOptions options;
  options.duration = constants::julian_year;
  FlightResult flight;
  for (auto _ : state) flight = fly(spec, design, options);
  state.counters["steps"] = double(flight.statistics.steps);
  state.counters["restarts"] = flight.starts;
  state.counters["nodes"] = double(flight.nodes.size());
  state.counters["residual"] = flight.residual.total;
}
BENCHMARK(year_of_flight)->Arg(18)->Arg(10)->Unit(benchmark::kSecond)->Iterations(1);

void one_rate(benchmark::State& state) {
  const SatelliteSpec spec = spec_at(550e3, 18);
  const SatelliteDesign design = size_satellite(spec);
  FlightSystem system = flight_system(spec, design, {});
  const std::vector<double> y = flight_start(system, design);
  std::vector<double> rate(y.size());
  double time = design.environment.orbit.epoch;
  for (auto _ : state) {
    time += 7;
    system.rate(time, y, rate);
    benchmark::DoNotOptimize(rate.data());
  }
}
BENCHMARK(one_rate);

void maximum_power_of_a_cell(benchmark::State& state) {
  const CellCurve curve = cell_curve(solar_cell("silicon-heterojunction"));
  double t = 300;
  for (auto _ : state) {
    t = t > 350 ? 300 : t + 0.01;
    benchmark::DoNotOptimize(cell_maximum_power(curve, 1361, t).power);
  }
}
BENCHMARK(maximum_power_of_a_cell);

}  // namespace
}  // namespace sunrack
