#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <utility>

#include "physics/constants.h"
#include "physics/numerics/interrupt.h"
#include "physics/orbit/ephemeris.h"
#include "physics/orbit/propagate.h"
#include "physics/require.h"
#include "satellite/flight.h"

namespace sunrack {

namespace {

RadiativeEnvironment environment_of(const SatelliteSpec& spec, const std::string& name, double inclination) {
  RadiativeEnvironment environment = design_environment(environment_case(name), inclination);
  environment.solar_flux = spec.environment.solar_flux.value_or(environment.solar_flux);
  environment.albedo = spec.environment.albedo.value_or(environment.albedo);
  environment.earth_infrared = spec.environment.earth_infrared.value_or(environment.earth_infrared);
  return environment;
}

/// From before the settling orbits to after the end. Drag as sizing's propellant has it.
OrbitPath integrated_path(const SatelliteSpec& spec, const SatelliteDesign& design,
                          const FlightOptions& options) {
  const Orbit& orbit = design.environment.orbit;
  const double begin =
      options.start.value_or(orbit.epoch) - (options.settling_orbits + 1) * design.environment.period;
  const double end = options.start.value_or(orbit.epoch) + options.duration + 2 * design.environment.period;
  OrbitForces forces;
  forces.activity = solar_activity(spec.propulsion.solar_activity);
  const double speed_squared =
      constants::earth_gravitational_parameter / (constants::earth_radius + orbit.altitude);
  forces.ballistic_area = 2 * design.propellant.drag_force /
                          (atmosphere_density(orbit.altitude, forces.activity) * speed_squared * design.mass);
  OrbitPath path = propagate_orbit(osculating_state(orbit, begin), end, forces);
  if (interrupted()) throw ModelError("fly: interrupted while the orbit was integrated; nothing written");
  return path;
}

}  // namespace

FlightSystem flight_system(const SatelliteSpec& spec, const SatelliteDesign& design,
                           const FlightOptions& options, bool frozen) {
  if (spec.radiator.sink_temperature)
    throw std::invalid_argument(
        "fly: radiator.sink_temperature stands in place of an environment, but a flight has one; leave it "
        "out");
  FlightNetwork network = flight_network(spec, design, options.network);
  Attitude attitude;
  attitude.law = options.attitude.value_or(attitude_law(spec.radiator.attitude));
  // The pointing error leans the panel's first face to the Sun, and the array away from it.
  attitude.offset = {0, -spec.radiator.pointing_error, 0};
  FlightEnvironmentOptions sky;
  sky.earth = options.earth;
  // Hot and cold cases stand for perihelion and aphelion already.
  sky.solar_flux_follows_date = options.environment == "nominal" && !spec.environment.solar_flux;
  if (options.flattened_earth) sky.shadow.flattening = constants::earth_flattening;
  const RadiativeEnvironment earth =
      environment_of(spec, options.environment, design.environment.orbit.inclination);
  if (frozen) sky.frozen_at = options.start.value_or(design.environment.orbit.epoch);
  if (frozen && options.integrated_orbit)
    throw std::invalid_argument(
        "flight_system: an integrated orbit does not repeat; ask for the closed form");
  FlightEnvironment environment =
      options.integrated_orbit
          ? FlightEnvironment(integrated_path(spec, design, options), attitude, network.outside.faces, earth,
                              sky)
          : FlightEnvironment(design.environment.orbit, attitude, network.outside.faces, earth, sky);
  FlightPolicy policy = options.policy;
  policy.eclipse = eclipse_strategy(spec.battery_strategy);
  return FlightSystem(std::move(network), std::move(environment), policy);
}

StiffSystem flight_equations(FlightSystem& system) {
  return {
      .unknowns = system.unknowns(),
      .events = flight_events,
      .rate = [&system](double t, std::span<const double> y, std::span<double> r) { system.rate(t, y, r); },
      .jacobian = [&system](double t, std::span<const double> y,
                            std::span<double> j) { system.jacobian(t, y, j); },
      .event_values = [&system](double t, std::span<const double> y,
                                std::span<double> v) { system.event_values(t, y, v); },
      .describe = [&system](std::size_t i) { return "\"" + system.name(i) + "\""; }};
}

std::vector<double> flight_start(const FlightSystem& system, const SatelliteDesign& design) {
  const FlightNetwork& n = system.network();
  const double supply = design.coolant.supply_temperature, back = design.coolant.return_temperature;
  std::vector<double> y(system.unknowns(), back);
  y[n.dies] = design.compute.package.state.junction_temperature - 2;
  y[n.memory] = design.compute.package.state.memory_temperature - 2;
  const std::size_t segments = n.panel_coolant.size();
  for (std::size_t i = 0; i < segments; ++i) {
    const double t = back + (supply - back) * double(i + 1) / double(segments);
    y[n.panel_coolant[i]] = t;
    y[n.panel_faces[2 * i]] = y[n.panel_faces[2 * i + 1]] = t - 4;
  }
  y[n.pump] = supply;
  for (const std::size_t wing : n.wing_fronts) y[wing] = design.solar_array.cell_temperature;
  for (const std::size_t wing : n.wing_backs) y[wing] = design.solar_array.cell_temperature - 2;
  y[n.structure] = 300, y[n.skin] = 270, y[n.battery] = 290;
  y[system.charge()] = 0.98;
  return y;
}

}  // namespace sunrack
