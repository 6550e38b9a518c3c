#include "fleet/reliability.h"

#include <algorithm>
#include <boost/math/quadrature/gauss.hpp>
#include <cmath>

#include "chips/memory.h"
#include "physics/constants.h"
#include "physics/radiation/circular_orbits.h"
#include "physics/require.h"
#include "physics/units.h"

namespace sunrack {

using namespace units;

namespace {

constexpr const char* tested_processor = "trillium-tpu";

/// Boards warm and cool once an eclipse, unless all stays on.
std::vector<TemperatureCycle> eclipse_cycles(const SatelliteSpec& spec, const SatelliteDesign& design,
                                             double board) {
  if (eclipse_strategy(spec.battery_strategy) == EclipseStrategy::ride_through) return {};
  const double rate = design.environment.eclipse.cycles_per_year / 1_year;
  const bool bypassed = spec.lifetime.eclipse_loop == "bypassed";
  const double cold =
      bypassed ? design.coolant.supply_temperature : std::min(board, design.cold_case.temperature);
  if (!(rate > 0)) return {};
  // The year's mean rate also stands for the law's frequency: a slower cycle harms a little more.
  return {{.range = board - cold, .maximum = board, .rate = rate}};
}

}  // namespace

double inclination_of(const SatelliteSpec& spec) {
  return spec.orbit.kind == "inclined" ? spec.orbit.inclination
                                       : sun_synchronous_inclination(spec.orbit.altitude);
}

LifeModel life_model(const SatelliteSpec& spec) {
  const LifetimeSpec& life = spec.lifetime;
  LifeModel model{.infant_failures = life.infant_failures,
                  .infant_shape = life.infant_shape,
                  .random_rate = life.random_rate / 1_year,
                  .memory_share = life.memory_share,
                  .board_rate = life.board_rate / 1_year,
                  .activation_energy = life.activation_energy,
                  .reference_junction = life.reference_junction,
                  .reference_memory = life.reference_memory,
                  .reference_board = life.reference_board,
                  .qualified_life = life.qualified_life,
                  .qualified_failures = life.qualified_failures,
                  .wear = wear_mechanisms(),
                  .lethal_dose = life.lethal_dose};
  model.fatigue.cycles = life.fatigue_cycles;
  for (WearMechanism& wear : model.wear)
    wear.activation_energy.nominal = wear.name == "electromigration" ? life.electromigration_energy
                                     : wear.name == "bias-temperature instability" ? life.instability_energy
                                                                                   : life.dielectric_energy;
  return model;
}

LifeConditions life_conditions(const SatelliteSpec& spec, const SatelliteDesign& design) {
  const PackageState& state = design.compute.package.state;
  const ChipSpec& part = chip(spec.compute.chip);  // wear was qualified at the bought part's own limits
  const double board = state.coolant_temperature + spec.lifetime.board_rise;
  return {.junction = state.junction_temperature,
          .memory = state.memory_temperature,
          .board = board,
          .junction_limit = part.maximum_junction_temperature,
          .memory_limit = part.maximum_memory_temperature,
          .duty = design.compute_availability,
          .board_cycles = eclipse_cycles(spec, design, board),
          .dose_rate = design.shield.dose.total() / spec.mission.life};
}

double interrupt_rate(const SatelliteSpec& spec, double aluminium) {
  if (spec.lifetime.interrupt_rate) return *spec.lifetime.interrupt_rate / 1_year;
  const RadiationOptions options{
      .solar = spec.radiation.solar_cycle == "minimum" ? SolarCycle::minimum : SolarCycle::maximum,
      .duration = spec.mission.life};
  const RadiationEnvironment outside = circular_orbit_environment(
      tabulated_circular_orbit(spec.orbit.altitude, inclination_of(spec), options.solar), options);
  const DeviceUpsets upsets =
      device_upsets(memory_device(tested_processor), single_event_environment(outside, aluminium));
  double rate = 0;
  for (const DeviceUpsets::Event& event : upsets.events)
    if (event.kind == DeviceEvent::Kind::functional_interrupt ||
        event.kind == DeviceEvent::Kind::uncorrectable_memory)
      rate += event.rate.total();
  return spec.radiation.factor * rate;
}

SatelliteReliability satellite_reliability(const SatelliteSpec& spec, const SatelliteDesign& design,
                                           double interrupts) {
  const LifeModel model = life_model(spec);
  const LifeConditions use = life_conditions(spec, design);
  const BurnIn burn_in{.time = spec.lifetime.burn_in_time, .temperature = spec.lifetime.burn_in_temperature};
  const int needed = std::max(1, int(std::lround(design.compute.packages)));
  return {.package = package_causes(model, use, burn_in),
          .board = board_causes(model, use),
          .satellite = {{"satellite lost", random_failures(spec.lifetime.satellite_loss / 1_year), 0}},
          .redundancy = {.installed = int(std::lround(needed * (1 + spec.lifetime.spares))),
                         .needed = needed,
                         .units_per_board = spec.lifetime.packages_per_board},
          .availability = design.compute_availability *
                          (1 - interrupt_unavailability(interrupts, spec.lifetime.interrupt_recovery))};
}

SatelliteReliability ground_reliability(const SatelliteSpec& spec) {
  const LifetimeSpec& life = spec.lifetime;
  const ChipSpec& part = chip(spec.compute.chip);
  const LifeConditions use{.junction = life.reference_junction,
                           .memory = life.reference_memory,
                           .board = life.reference_board,
                           .junction_limit = part.maximum_junction_temperature,
                           .memory_limit = part.maximum_memory_temperature};
  const BurnIn burn_in{.time = life.burn_in_time, .temperature = life.burn_in_temperature};
  return {.package = package_causes(life_model(spec), use, burn_in),
          .board = board_causes(life_model(spec), use)};
}

double expected_capacity(const SatelliteReliability& satellite, double time) {
  return survival(satellite.satellite, time) * expected_capacity(satellite.redundancy,
                                                                 survival(satellite.package, time),
                                                                 survival(satellite.board, time));
}

double delivered_compute(const SatelliteReliability& satellite, double life, double decline) {
  require(life > 0 && std::isfinite(life), "delivered_compute: life", life, "must be positive [s]");
  require(std::isfinite(decline), "delivered_compute: decline", decline, "must be a finite number [1/s]");
  // t = life u^2 smooths the infants' steep beginning. Two parts of 15 points are within 1e-6 (tests).
  using Rule = boost::math::quadrature::gauss<double, 15>;
  const auto weighted = [&](double u) {
    const double t = life * u * u;
    return 2 * life * u * std::exp(-decline * t) * expected_capacity(satellite, t);
  };
  return satellite.availability * (Rule::integrate(weighted, 0.0, 0.5) + Rule::integrate(weighted, 0.5, 1.0));
}

std::vector<FailureShare> failure_shares(const SatelliteReliability& satellite, double time) {
  std::vector<FailureCause> all = satellite.package;
  all.insert(all.end(), satellite.board.begin(), satellite.board.end());
  const auto shares = shares_of_failures(all, time);
  std::vector<FailureShare> result;
  for (std::size_t i = 0; i < all.size(); ++i) result.push_back({all[i].name, shares[i]});
  return result;
}

}  // namespace sunrack
