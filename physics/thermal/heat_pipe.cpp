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

void positive(const char* name, double value, const char* unit) {
  if (!(value > 0 && std::isfinite(value)))
    throw std::invalid_argument(
        fmt::format("heat pipe: {} = {:.10g}, must be positive [{}]", name, value, unit));
}

/// Solid and liquid mixed as wrapped screens are (Chi; Peterson 1994, table 3.4).
double screen_conductivity(double liquid, double solid, double porosity) {
  const double sum = liquid + solid, difference = (1 - porosity) * (liquid - solid);
  return liquid * (sum - difference) / (sum + difference);
}

/// Liquid inclusions in a sintered solid (Maxwell; Peterson 1994, table 3.4).
double sintered_conductivity(double liquid, double solid, double porosity) {
  const double ratio = liquid / solid;
  return solid * (2 + ratio - 2 * porosity * (1 - ratio)) / (2 + ratio + porosity * (1 - ratio));
}

WickProperties of(const AxialGrooves& g, const HeatPipe& pipe, double liquid) {
  positive("width of a groove", g.width, "m");
  positive("depth of a groove", g.depth, "m");
  require(g.count > 0, "heat pipe: number of grooves", g.count, "must be positive");
  WickProperties wick;
  wick.inner_radius = pipe.outer_diameter / 2 - pipe.wall;
  wick.vapour_radius = wick.inner_radius - g.depth;
  positive("vapour radius", wick.vapour_radius, "m");
  const double pitch = 2 * pi * wick.vapour_radius / g.count, land = pitch - g.width;
  require(land > 0, "heat pipe: land between grooves", land,
          "must be positive [m]: fewer or narrower grooves");
  const double hydraulic = 2 * g.width * g.depth / (g.width + 2 * g.depth);
  wick.pore_radius = wick.surface_radius = g.width;
  wick.area = g.count * g.width * g.depth;
  wick.permeability = 2 * hydraulic * hydraulic / groove_friction(g.width / g.depth);
  const double solid = pipe.wall_conductivity;
  // Chi: the land conducts like a fin behind a film at the meniscus in the evaporator; in the condenser land
  // and liquid stand side by side.
  const double fin = 0.185 * land * solid + g.depth * liquid;
  wick.evaporator_conductivity = (land * liquid * solid * g.depth + g.width * liquid * fin) / (pitch * fin);
  wick.condenser_conductivity = (g.width * liquid + land * solid) / pitch;
  return wick;
}

/// Of the sleeve between wall and vapour.
void add_sleeve(WickProperties& wick, const HeatPipe& pipe, double thickness) {
  positive("thickness of the wick", thickness, "m");
  wick.inner_radius = pipe.outer_diameter / 2 - pipe.wall;
  wick.vapour_radius = wick.inner_radius - thickness;
  positive("vapour radius", wick.vapour_radius, "m");
  wick.area = pi * (wick.inner_radius * wick.inner_radius - wick.vapour_radius * wick.vapour_radius);
}

WickProperties of(const ScreenWick& s, const HeatPipe& pipe, double liquid) {
  positive("mesh of the screen", s.mesh, "1/m");
  positive("wire diameter", s.wire_diameter, "m");
  WickProperties wick;
  add_sleeve(wick, pipe, s.thickness);
  const double opening = 1 / s.mesh - s.wire_diameter;
  require(opening > 0, "heat pipe: opening of the screen", opening, "must be positive [m]: 1/mesh - wire");
  const double porosity = 1 - 1.05 * pi * s.mesh * s.wire_diameter / 4, solid = 1 - porosity;
  wick.pore_radius = 1 / (2 * s.mesh);
  wick.surface_radius = opening / 2;
  wick.permeability = s.wire_diameter * s.wire_diameter * std::pow(porosity, 3) / (122 * solid * solid);
  wick.evaporator_conductivity = wick.condenser_conductivity =
      screen_conductivity(liquid, pipe.wall_conductivity, porosity);
  return wick;
}

WickProperties of(const SinteredWick& s, const HeatPipe& pipe, double liquid) {
  positive("particle diameter", s.particle_diameter, "m");
  require(s.porosity > 0 && s.porosity < 1, "heat pipe: porosity", s.porosity, "must be between 0 and 1");
  WickProperties wick;
  add_sleeve(wick, pipe, s.thickness);
  const double radius = s.particle_diameter / 2, solid = 1 - s.porosity;
  wick.pore_radius = wick.surface_radius = 0.41 * radius;
  wick.permeability = radius * radius * std::pow(s.porosity, 3) / (37.5 * solid * solid);
  wick.evaporator_conductivity = wick.condenser_conductivity =
      sintered_conductivity(liquid, pipe.wall_conductivity, s.porosity);
  return wick;
}

void check(const HeatPipe& pipe) {
  positive("outer diameter", pipe.outer_diameter, "m");
  positive("wall", pipe.wall, "m");
  positive("wall conductivity", pipe.wall_conductivity, "W/(m K)");
  positive("length of the evaporator", pipe.evaporator, "m");
  positive("length of the condenser", pipe.condenser, "m");
  positive("nucleation radius", pipe.nucleation_radius, "m");
  require(pipe.adiabatic >= 0 && std::isfinite(pipe.adiabatic), "heat pipe: adiabatic length", pipe.adiabatic,
          "must not be negative [m]");
  require(pipe.gravity >= 0 && std::isfinite(pipe.gravity), "heat pipe: gravity", pipe.gravity,
          "must not be negative [m/s^2]");
  const double length = pipe.evaporator + pipe.adiabatic + pipe.condenser;
  require(std::abs(pipe.evaporator_height) <= length, "heat pipe: evaporator height", pipe.evaporator_height,
          "must be at most the pipe's length [m]");
}

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

}  // namespace

double groove_friction(double width_over_depth) {
  require(width_over_depth > 0 && std::isfinite(width_over_depth), "groove_friction: width over depth",
          width_over_depth, "must be positive");
  const double ratio = width_over_depth / 2, a = std::min(ratio, 1 / ratio);
  return 24 * (1 + a * (-1.3553 + a * (1.9467 + a * (-1.7012 + a * (0.9564 - 0.2537 * a)))));
}

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

WickProperties wick_properties(const HeatPipe& pipe, double liquid_conductivity) {
  check(pipe);
  positive("conductivity of the liquid", liquid_conductivity, "W/(m K)");
  return std::visit([&](const auto& wick) { return of(wick, pipe, liquid_conductivity); }, pipe.wick);
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
  const double nucleation = 2 * fluid.surface_tension * (1 / pipe.nucleation_radius - 1 / wick.pore_radius);
  set(HeatPipeLimit::boiling,
      std::max(0.0, 2 * pi * pipe.evaporator * wick.evaporator_conductivity * fluid.temperature * nucleation /
                        (fluid.latent_heat * fluid.vapour_density *
                         std::log(wick.inner_radius / wick.vapour_radius))));
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
  const double sleeve = std::log(wick.inner_radius / wick.vapour_radius) / (2 * pi);
  return {.evaporator_wall = wall / pipe.evaporator,
          .evaporator_wick = sleeve / (wick.evaporator_conductivity * pipe.evaporator),
          .vapour = fluid.temperature * vapour_drop(pipe, wick, fluid, heat) /
                    (fluid.vapour_density * fluid.latent_heat * heat),
          .condenser_wick = sleeve / (wick.condenser_conductivity * pipe.condenser),
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
