#include "physics/thermal/heat_pipe.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "physics/constants.h"
#include "physics/require.h"

namespace sunrack {
namespace {

using constants::pi;

constexpr double laminar_end = 2300;    // [-] Reynolds number of the vapour
constexpr double incompressible = 0.2;  // [-] Mach number up to which it is
constexpr double round_friction = 16;   // [-] f Re, Fanning, laminar in a round tube

/// [Pa] of the vapour over the effective length.
double vapour_drop(const HeatPipe& pipe, const WickProperties& wick, const HeatPipeFluidState& fluid,
                   double heat) {
  const double radius = wick.vapour_radius, area = pi * radius * radius;
  const double mass_flux = heat / (area * fluid.latent_heat);
  const double reynolds = 2 * radius * mass_flux / fluid.vapour_viscosity;
  const double mach =
      mass_flux /
      (fluid.vapour_density * std::sqrt(fluid.heat_capacity_ratio * fluid.pressure / fluid.vapour_density));
  double friction = round_friction;
  if (reynolds > laminar_end) {
    // Blasius f = 0.079/Re^(1/4); it jumps at the transition, where the flow may be either: never below the
    // laminar one, so that the drop grows with the heat.
    friction = std::max(round_friction, 0.079 * std::pow(reynolds, 0.75));
  }
  const double gamma = fluid.heat_capacity_ratio;
  const double compressibility = mach > incompressible ? 1 / std::sqrt(1 + (gamma - 1) / 2 * mach * mach) : 1;
  return compressibility * friction * fluid.vapour_viscosity * mass_flux * pipe.effective_length() /
         (2 * radius * radius * fluid.vapour_density);
}

HeatPipePressures pressures(const HeatPipe& pipe, const WickProperties& wick, const HeatPipeFluidState& fluid,
                            double heat) {
  HeatPipePressures p;
  p.capillary = 2 * fluid.surface_tension / wick.pore_radius;
  p.liquid = fluid.liquid_viscosity * pipe.effective_length() * heat /
             (wick.permeability * wick.area * fluid.liquid_density * fluid.latent_heat);
  p.vapour = vapour_drop(pipe, wick, fluid, heat);
  // Along the pipe and across its bore, which the pool below must not feed.
  p.gravity = fluid.liquid_density * pipe.gravity * (pipe.evaporator_height + 2 * wick.inner_radius);
  return p;
}

double capillary_limit(const HeatPipe& pipe, const WickProperties& wick, const HeatPipeFluidState& fluid) {
  const HeatPipePressures still = pressures(pipe, wick, fluid, 0);
  const double left = still.capillary - still.gravity;
  if (left <= 0) return 0;
  const double per_watt = pressures(pipe, wick, fluid, 1).liquid;
  double low = 0, high = left / per_watt;  // without vapour drop
  const auto missing = [&](double heat) {
    const HeatPipePressures p = pressures(pipe, wick, fluid, heat);
    return p.liquid + p.vapour - left;
  };
  // The drop may jump upwards at transition, so it is halved: 60 halvings reach rounding.
  for (int i = 0; i < 60; ++i) {
    const double middle = (low + high) / 2;
    (missing(middle) > 0 ? high : low) = middle;
  }
  return (low + high) / 2;
}

/// [K] of the wall above the vapour at which embryos grow; none above the fluid's table.
std::optional<double> nucleation_superheat(const HeatPipe& pipe, const WickProperties& wick,
                                           const HeatPipeFluidState& fluid) {
  const double tension = 2 * fluid.surface_tension / wick.pore_radius;
  if (!fluid.fluid) {
    const double embryo = 2 * fluid.surface_tension / pipe.nucleation_radius - tension;
    return std::max(0.0, fluid.temperature * embryo / (fluid.latent_heat * fluid.vapour_density));
  }
  const std::optional<double> wall =
      fluid.fluid->nucleation_temperature(fluid, pipe.nucleation_radius, tension);
  if (!wall) return std::nullopt;
  return *wall - fluid.temperature;
}
/// [K] from the vapour to the end of its table.
double superheat_within_table(const HeatPipeFluidState& fluid) {
  return fluid.fluid ? fluid.fluid->maximum_temperature() - fluid.temperature : 0;
}

}  // namespace

const char* name_of(HeatPipeLimit limit) {
  switch (limit) {
    case HeatPipeLimit::capillary:
      return "capillary";
    case HeatPipeLimit::sonic:
      return "sonic";
    case HeatPipeLimit::entrainment:
      return "entrainment";
    case HeatPipeLimit::boiling:
      return "boiling";
    case HeatPipeLimit::viscous:
      break;
  }
  return "viscous";
}

HeatPipeLimits heat_pipe_limits(const HeatPipe& pipe, const HeatPipeFluidState& fluid) {
  const WickProperties wick = wick_properties(pipe, fluid.liquid_conductivity);
  const double radius = wick.vapour_radius, area = pi * radius * radius;
  const double gamma = fluid.heat_capacity_ratio;
  HeatPipeLimits limits;
  const auto set = [&](HeatPipeLimit limit, double heat) {
    limits.heat[std::size_t(limit)] = heat;
    if (heat < limits.least()) limits.governing = limit;
  };
  set(HeatPipeLimit::capillary, capillary_limit(pipe, wick, fluid));
  set(HeatPipeLimit::sonic, area * fluid.latent_heat *
                                std::sqrt(gamma * fluid.pressure * fluid.vapour_density / (2 * (gamma + 1))));
  set(HeatPipeLimit::entrainment,
      area * fluid.latent_heat *
          std::sqrt(fluid.surface_tension * fluid.vapour_density / (2 * wick.surface_radius)));
  const double per_kelvin = pipe.evaporator / wick.evaporator_resistance;  // [W/K]
  const std::optional<double> superheat = nucleation_superheat(pipe, wick, fluid);
  limits.first_bubbles.reset();
  if (superheat) limits.first_bubbles = *superheat * per_kelvin;
  const bool open = std::holds_alternative<AxialGrooves>(pipe.wick);
  const double measured =
      pipe.evaporator_flux > 0 ? pipe.evaporator_flux : (open ? fluid.open_groove_flux : 0);
  set(HeatPipeLimit::boiling,
      measured > 0 ? measured * pipe.outer_diameter * pipe.evaporator
                   : limits.first_bubbles.value_or(superheat_within_table(fluid) * per_kelvin));
  set(HeatPipeLimit::viscous, area * radius * radius * fluid.latent_heat * fluid.vapour_density *
                                  fluid.pressure / (16 * fluid.vapour_viscosity * pipe.effective_length()));
  return limits;
}

HeatPipePressures heat_pipe_pressures(const HeatPipe& pipe, const HeatPipeFluidState& fluid, double heat) {
  require(heat >= 0 && std::isfinite(heat), "heat_pipe_pressures: heat", heat, "must not be negative [W]");
  return pressures(pipe, wick_properties(pipe, fluid.liquid_conductivity), fluid, heat);
}

HeatPipeResistance heat_pipe_resistance(const HeatPipe& pipe, const HeatPipeFluidState& fluid, double heat) {
  require(heat > 0 && std::isfinite(heat), "heat_pipe_resistance: heat", heat, "must be positive [W]");
  const WickProperties wick = wick_properties(pipe, fluid.liquid_conductivity);
  const double wall =
      std::log(pipe.outer_diameter / 2 / wick.inner_radius) / (2 * pi * pipe.wall_conductivity);
  return {.evaporator_wall = wall / pipe.evaporator,
          .evaporator_wick = wick.evaporator_resistance / pipe.evaporator,
          .vapour = fluid.temperature * vapour_drop(pipe, wick, fluid, heat) /
                    (fluid.vapour_density * fluid.latent_heat * heat),
          .condenser_wick = wick.condenser_resistance / pipe.condenser,
          .condenser_wall = wall / pipe.condenser};
}

HeatPipeRange heat_pipe_range(const HeatPipe& pipe, const HeatPipeFluid& fluid, double heat) {
  require(heat > 0 && std::isfinite(heat), "heat_pipe_range: heat", heat, "must be positive [W]");
  constexpr int steps = 400;  // half a kelvin to one: the limits are smooth and rise and fall once
  const double low = fluid.minimum_temperature(), high = fluid.maximum_temperature();
  const auto temperature = [&](int i) { return std::min(high, low + (high - low) * i / steps); };
  const auto limits = [&](double t) { return heat_pipe_limits(pipe, fluid.at(t)); };
  int first = -1, last = -1, best = 0;
  double most = -1;
  for (int i = 0; i <= steps; ++i) {
    const double carried = limits(temperature(i)).least();
    if (carried > most) most = carried, best = i;
    if (carried < heat) continue;
    if (first < 0) first = i;
    last = i;
  }
  if (first < 0)
    throw ModelError(fmt::format(
        "a heat pipe with {} carries {:.4g} W at most, at {:.4g} K, where its {} limit is, not {:.4g} W",
        fluid.name(), most, temperature(best), name_of(limits(temperature(best)).governing), heat));
  const auto edge = [&](double outside, double inside) {
    for (int i = 0; i < 40; ++i) {
      const double middle = (outside + inside) / 2;
      (limits(middle).least() >= heat ? inside : outside) = middle;
    }
    return inside;
  };
  HeatPipeRange range{
      .coldest = low, .hottest = high, .cold_is_table = first == 0, .hot_is_table = last == steps};
  if (first > 0) range.coldest = edge(temperature(first - 1), temperature(first));
  if (last < steps) range.hottest = edge(temperature(last + 1), temperature(last));
  range.cold_limit = limits(range.coldest).governing;
  range.hot_limit = limits(range.hottest).governing;
  return range;
}

}  // namespace sunrack
