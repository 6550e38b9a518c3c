#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "physics/require.h"
#include "satellite/flight.h"

namespace sunrack {

namespace {

constexpr double longest_warm_up = 86400;  // [s]
constexpr double warm_enough = 20;         // [K] below the design's supply

/// Flies on from a state with given modes, calling `look` after each step until it says stop.
void drift(FlightSystem& system, std::vector<double>& y, double start, double duration,
           const std::function<bool(double time, std::span<const double> y)>& look) {
  StiffSystem equations{
      .unknowns = system.unknowns(),
      .rate =
          [&](double t, std::span<const double> x, std::span<double> r) {
            system.rate(t, x, r);
            r[system.charge()] = 0;  // without loads the pack is left alone
          },
      .jacobian = [&](double t, std::span<const double> x, std::span<double> j) { system.jacobian(t, x, j); },
      .describe = [&](std::size_t i) { return "\"" + system.name(i) + "\""; }};
  StiffOptions options;
  options.absolute_tolerances.assign(system.unknowns(), 1e-4);
  options.maximum_step = 60;  // no edge of a shadow is lost
  StiffIntegrator integrator(std::move(equations), std::move(options));
  integrator.start(start, y, {});
  while (integrator.time() < start + duration) {
    integrator.step(start + duration);
    if (!look(integrator.time() - start, integrator.state())) break;
  }
  y.assign(integrator.state().begin(), integrator.state().end());
}

}  // namespace

SafeMode fly_safe_mode(const SatelliteSpec& spec, const SatelliteDesign& design, FlightOptions options,
                       double duration) {
  require(duration > 0 && std::isfinite(duration), "fly_safe_mode: duration", duration,
          "must be positive [s]");
  options.environment = "cold";
  options.duration = duration + longest_warm_up;  // an integrated orbit must reach so far
  FlightSystem system = flight_system(spec, design, options);
  const FlightNetwork& n = system.network();
  std::vector<double> y = flight_start(system, design);
  const double start = options.start.value_or(design.environment.orbit.epoch);
  system.modes = {.compute = ComputeMode::off, .pump = false, .loads = false, .battery = false, .share = 0};
  SafeMode answer{.hours = duration / 3600, .freezing = n.freezing, .coldest_coolant = 1e9};
  drift(system, y, start, duration, [&](double time, std::span<const double> x) {
    for (const std::size_t node : n.coolant)
      if (x[node] < answer.coldest_coolant) {
        answer.coldest_coolant = x[node];
        answer.coldest_node = n.nodes[node].name;
      }
    if (answer.coldest_coolant < n.freezing && !answer.freezes_after) answer.freezes_after = time;
    return true;
  });
  if (answer.freezes_after) return answer;
  // Warm-up: pump, avionics and the keep-alive power into boards and memory.
  system.modes.pump = system.modes.loads = true;
  system.modes.compute = ComputeMode::hibernating;
  system.forget();
  const double wanted = design.coolant.supply_temperature - warm_enough;
  drift(system, y, start + duration, longest_warm_up, [&](double time, std::span<const double> x) {
    for (const std::size_t node : n.coolant)
      if (x[node] < wanted) return true;
    answer.warm_up = time;
    return false;
  });
  return answer;
}

}  // namespace sunrack
