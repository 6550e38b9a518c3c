#include <Eigen/Core>
#include <cmath>

#include "physics/constants.h"
#include "physics/numerics/periodic.h"
#include "physics/orbit/ephemeris.h"
#include "physics/require.h"
#include "satellite/flight.h"

namespace sunrack {

namespace {

/// A satellite on an orbit whose Sun and node stand still: everything repeats after one revolution.
class FrozenFlight {
 public:
  FrozenFlight(const SatelliteSpec& spec, const SatelliteDesign& design, const FlightOptions& options)
      : options_(options),
        start_(options.start.value_or(design.environment.orbit.epoch)),
        period_(2 * constants::pi /
                argument_of_latitude_rate(design.environment.orbit.altitude,
                                          design.environment.orbit.inclination)),
        system_(flight_system(spec, design, options, true)) {}

  double period() const { return period_; }
  std::vector<double> start(const SatelliteDesign& design) const { return flight_start(system_, design); }

  /// One revolution from the ascending node.
  Eigen::VectorXd orbit(const Eigen::VectorXd& from) {
    StiffOptions options;
    options.relative_tolerance = options_.relative_tolerance;
    options.absolute_tolerances.assign(system_.unknowns(), options_.temperature_tolerance);
    options.absolute_tolerances.back() = 1e-8;
    options.maximum_step = period_ / 48;
    options.first_step = 0.2;
    StiffIntegrator integrator(flight_equations(system_), std::move(options));
    std::vector<double> y(from.begin(), from.end());
    FlightModes& m = system_.modes;
    m = {};
    m.share = options_.profile.at(0);
    const bool hibernates = system_.policy().eclipse == EclipseStrategy::hibernate;
    if (hibernates && system_.environment().edges(start_).penumbra < 0) m.compute = ComputeMode::hibernating;
    system_.settle(start_, y);
    integrator.start(start_, y, {});
    double wake = -1;
    const double end = start_ + period_;
    while (integrator.time() < end) {
      const bool waits = m.compute == ComputeMode::waking && wake < end;
      const auto reached = integrator.step(waits ? wake : end);
      bool changed = reached == StiffIntegrator::Reached::event;
      if (changed) {
        const auto& crossed = integrator.crossings();
        const int shadow = crossed[std::size_t(FlightEvent::penumbra)];
        if (shadow < 0 && hibernates) m.compute = ComputeMode::hibernating;
        if (shadow > 0 && m.compute == ComputeMode::hibernating) {
          m.compute = ComputeMode::waking;
          wake = integrator.time() + system_.policy().wake_time;
        }
        if (crossed[std::size_t(FlightEvent::heater)] != 0) m.heater = !m.heater;
        if (crossed[std::size_t(FlightEvent::trip)] > 0)
          throw ModelError("flight_cycle: the computers cut out, too hot; there is no cycle");
        if (crossed[std::size_t(FlightEvent::overload)] < 0)
          throw ModelError("flight_cycle: array and battery cannot feed the computers; there is no cycle");
        if (crossed[std::size_t(FlightEvent::charge_floor)] < 0)
          throw ModelError("flight_cycle: the battery does not last through the orbit; there is no cycle");
      } else if (waits && integrator.time() >= wake) {
        m.compute = ComputeMode::running;
        changed = true;
      }
      if (!changed) continue;
      y.assign(integrator.state().begin(), integrator.state().end());
      system_.settle(integrator.time(), y);
      if (system_.power(integrator.time(), y).unserved > 0 && system_.network().has_battery)
        throw ModelError("flight_cycle: array and battery cannot feed what is on; there is no cycle");
      integrator.start(integrator.time(), y, {});
    }
    const auto state = integrator.state();
    return Eigen::Map<const Eigen::VectorXd>(state.data(), Eigen::Index(state.size()));
  }

 private:
  FlightOptions options_;
  double start_, period_;
  FlightSystem system_;
};

/// Newton's differences take one size for all unknowns: charge goes in per cent, beside kelvins.
constexpr double per_cent = 100;
Eigen::VectorXd scaled(Eigen::VectorXd y, double factor) {
  y[y.size() - 1] *= factor;
  return y;
}

}  // namespace

FlightCycle flight_cycle(const SatelliteSpec& spec, const SatelliteDesign& design, FlightOptions options) {
  FrozenFlight flight(spec, design, options);
  const std::vector<double> start = flight.start(design);
  const Eigen::VectorXd guess = Eigen::Map<const Eigen::VectorXd>(start.data(), Eigen::Index(start.size()));
  const Cycle cycle = find_cycle(
      [&](const Eigen::VectorXd& y) { return scaled(flight.orbit(scaled(y, 1 / per_cent)), per_cent); },
      scaled(guess, per_cent), {.tolerance = 2e-3});
  const Eigen::VectorXd state = scaled(cycle.start, 1 / per_cent);
  return {.period = flight.period(),
          .state = {state.begin(), state.end()},
          .flown_orbits = cycle.periods,
          .mismatch = cycle.mismatch};
}

std::vector<double> fly_frozen(const SatelliteSpec& spec, const SatelliteDesign& design,
                               FlightOptions options, int orbits) {
  require(orbits >= 1, "fly_frozen: orbits", orbits, "must be at least 1");
  FrozenFlight flight(spec, design, options);
  const std::vector<double> start = flight.start(design);
  Eigen::VectorXd y = Eigen::Map<const Eigen::VectorXd>(start.data(), Eigen::Index(start.size()));
  for (int i = 0; i < orbits; ++i) y = flight.orbit(y);
  return {y.begin(), y.end()};
}

}  // namespace sunrack
