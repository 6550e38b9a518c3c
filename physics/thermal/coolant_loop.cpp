#include "physics/thermal/coolant_loop.h"

#include <cmath>

#include "physics/constants.h"
#include "physics/require.h"

namespace sunrack {
namespace {

constexpr double laminar_end = 2300;             // [-] Reynolds number, Gnielinski 2013
constexpr double turbulent_start = 4000;         // [-]
constexpr double largest_reynolds = 5e6;         // [-] of Petukhov's friction and of Gnielinski 1976
constexpr double smallest_prandtl = 0.5;         // [-] of Gnielinski 1976
constexpr double largest_prandtl = 2000;         // [-]
constexpr double laminar_nusselt = 48.0 / 11.0;  // fully developed, uniform heat flux (4.364)

double laminar_friction(double reynolds) { return 64 / reynolds; }

double turbulent_friction(double reynolds) {
  const double root = 0.79 * std::log(reynolds) - 1.64;
  return 1 / (root * root);
}

double turbulent_nusselt(double reynolds, double prandtl, double friction) {
  const double eighth = friction / 8;
  const double cube_root = std::cbrt(prandtl);
  return eighth * (reynolds - 1000) * prandtl / (1 + 12.7 * std::sqrt(eighth) * (cube_root * cube_root - 1));
}

void refuse_outside_validity(double reynolds, double prandtl) {
  if (!(prandtl >= smallest_prandtl && prandtl <= largest_prandtl))
    throw ModelError(fmt::format(
        "tube_flow: Prandtl number {:.6g} is outside {} to {}, for which the heat transfer is known", prandtl,
        smallest_prandtl, largest_prandtl));
  if (!(reynolds <= largest_reynolds))
    throw ModelError(fmt::format(
        "tube_flow: Reynolds number {:.6g} is above {:.6g}, up to which friction and heat transfer "
        "are known",
        reynolds, largest_reynolds));
}

}  // namespace

TubeFlow tube_flow(const CoolantState& state, double mass_flow, double diameter) {
  const auto positive = [](double value, const char* name, const char* rule) {
    require(value > 0 && std::isfinite(value), name, value, rule);
  };
  positive(mass_flow, "tube_flow: mass_flow", "must be positive [kg/s]");
  positive(diameter, "tube_flow: diameter", "must be positive [m]");
  positive(state.density, "tube_flow: density", "must be positive [kg/m^3]");
  positive(state.specific_heat, "tube_flow: specific_heat", "must be positive [J/(kg K)]");
  positive(state.conductivity, "tube_flow: conductivity", "must be positive [W/(m K)]");
  positive(state.viscosity, "tube_flow: viscosity", "must be positive [Pa s]");

  TubeFlow flow;
  flow.velocity = mass_flow / (state.density * constants::pi / 4 * diameter * diameter);
  flow.reynolds = state.density * flow.velocity * diameter / state.viscosity;
  flow.prandtl = state.viscosity * state.specific_heat / state.conductivity;
  refuse_outside_validity(flow.reynolds, flow.prandtl);

  if (flow.reynolds <= laminar_end) {
    flow.friction_factor = laminar_friction(flow.reynolds);
    flow.nusselt = laminar_nusselt;
  } else if (flow.reynolds >= turbulent_start) {
    flow.friction_factor = turbulent_friction(flow.reynolds);
    flow.nusselt = turbulent_nusselt(flow.reynolds, flow.prandtl, flow.friction_factor);
  } else {
    const double part = (flow.reynolds - laminar_end) / (turbulent_start - laminar_end);
    const double friction = turbulent_friction(turbulent_start);
    const double nusselt = turbulent_nusselt(turbulent_start, flow.prandtl, friction);
    flow.friction_factor = std::lerp(laminar_friction(laminar_end), friction, part);
    flow.nusselt = std::lerp(laminar_nusselt, nusselt, part);
  }
  flow.film_coefficient = flow.nusselt * state.conductivity / diameter;
  flow.pressure_gradient =
      flow.friction_factor * state.density * flow.velocity * flow.velocity / (2 * diameter);
  return flow;
}

double pump_power(double mass_flow, double density, double pressure_drop, double efficiency) {
  const auto not_negative = [](double value) { return value >= 0 && std::isfinite(value); };
  require(not_negative(mass_flow), "pump_power: mass_flow", mass_flow, "must not be negative [kg/s]");
  require(density > 0 && std::isfinite(density), "pump_power: density", density, "must be positive [kg/m^3]");
  require(not_negative(pressure_drop), "pump_power: pressure_drop", pressure_drop,
          "must not be negative [Pa]");
  require(efficiency > 0 && efficiency <= 1, "pump_power: efficiency", efficiency, "must be in (0, 1] [-]");
  return mass_flow * pressure_drop / (density * efficiency);
}

}  // namespace sunrack
