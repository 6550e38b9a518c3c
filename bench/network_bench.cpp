// Thermal networks: one orbit of a large one, a step and an orbit of a small one.
#include <benchmark/benchmark.h>

#include <cmath>
#include <string>
#include <vector>

#include "physics/thermal/network_steady.h"
#include "physics/thermal/network_transient.h"

namespace {

using namespace sunrack;

constexpr double period = 5739, dark = 2137;  // [s] 550 km, beta 0

/// A radiating sheet of side x side nodes, warmed in the middle, lit for part of the orbit.
ThermalNetwork sheet(int side) {
  ThermalNetwork n("sheet");
  const NodeId space = n.boundary("space", 3);
  std::vector<NodeId> nodes;
  for (int i = 0; i < side * side; ++i) {
    nodes.push_back(n.diffusive("n" + std::to_string(i), 20, 290));
    n.radiate(nodes.back(), space, 0.018);
    if (i % side > 0) n.conduct(nodes[std::size_t(i)], nodes[std::size_t(i - 1)], 0.2);
    if (i >= side) n.conduct(nodes[std::size_t(i)], nodes[std::size_t(i - side)], 0.2);
    n.heat(nodes.back(), [](double t) { return t < period - dark ? 1.5 : 0.3; });
  }
  for (int i = 0; i < side; ++i) n.heat(nodes[std::size_t(side / 2 * side + i)], 20.0);
  n.breakpoints(std::vector<double>{period - dark});
  return n;
}

void orbit_of_a_sheet(benchmark::State& state) {
  const ThermalNetwork network = sheet(int(state.range(0)));
  const std::vector<double> times = {0, period};
  NetworkHistory history;
  for (auto _ : state)
    history = network_transient(network, times,
                                {.solver = state.range(1) ? NetworkSolver::krylov : NetworkSolver::direct});
  state.counters["nodes"] = double(state.range(0) * state.range(0));
  state.counters["steps"] = double(history.statistics.steps);
  state.counters["residual"] = history.energy.relative_residual;
}
BENCHMARK(orbit_of_a_sheet)
    ->Args({32, 0})
    ->Args({100, 0})
    ->Args({32, 1})
    ->Args({100, 1})
    ->Unit(benchmark::kMillisecond);

void steady_sheet(benchmark::State& state) {
  NetworkSystem system(sheet(int(state.range(0))));
  for (auto _ : state) benchmark::DoNotOptimize(network_steady(system).temperatures.data());
}
BENCHMARK(steady_sheet)->Arg(100)->Unit(benchmark::kMillisecond);

/// Twenty nodes in a ring with coolant, a heater and arithmetic joints.
ThermalNetwork twenty() {
  ThermalNetwork n("twenty");
  const NodeId space = n.boundary("space", 3);
  std::vector<NodeId> nodes;
  for (int i = 0; i < 20; ++i) {
    nodes.push_back(n.diffusive("n" + std::to_string(i), 2000 + 100 * i, 290));
    n.radiate(nodes.back(), space, 0.1);
    n.heat(nodes.back(), [](double t) { return std::fmod(t, period) < period - dark ? 30.0 : 5.0; });
  }
  for (std::size_t i = 0; i < 20; ++i) n.conduct(nodes[i], nodes[(i + 1) % 20], 3);
  std::vector<double> breaks;
  for (int i = 0; i < 16; ++i) {
    breaks.push_back(i * period + period - dark);
    breaks.push_back((i + 1) * period);
  }
  n.breakpoints(breaks);
  return n;
}

void day_of_twenty_nodes(benchmark::State& state) {
  const ThermalNetwork network = twenty();
  NetworkHistory history;
  for (auto _ : state) history = network_transient(network, std::vector<double>{0, 86400});
  const double steps = double(history.statistics.steps);
  state.counters["steps"] = steps;
  state.counters["per step"] =
      benchmark::Counter(steps, benchmark::Counter::kIsIterationInvariantRate | benchmark::Counter::kInvert);
}
BENCHMARK(day_of_twenty_nodes)->Unit(benchmark::kMillisecond);

void rate_of_twenty_nodes(benchmark::State& state) {
  NetworkSystem system(twenty());
  const auto x = system.start_state();
  std::vector<double> rate(x.size());
  for (auto _ : state) {
    system.rate(10, x, rate);
    benchmark::DoNotOptimize(rate.data());
  }
}
BENCHMARK(rate_of_twenty_nodes);

}  // namespace
