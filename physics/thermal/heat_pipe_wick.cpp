#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "physics/constants.h"
#include "physics/require.h"
#include "physics/thermal/heat_pipe.h"

namespace sunrack {
namespace {

using constants::pi;

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
  wick.permeability =
      2 * hydraulic * hydraulic / groove_friction(g.width / g.depth) * groove_recession(g.width / g.depth);
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
  require(pipe.evaporator_flux >= 0 && std::isfinite(pipe.evaporator_flux),
          "heat pipe: flux of the evaporator", pipe.evaporator_flux, "must not be negative [W/m^2]");
  for (const auto& [name, value] :
       {std::pair("heat pipe: coefficient of the evaporator", pipe.evaporator_coefficient),
        {"heat pipe: coefficient of the condenser", pipe.condenser_coefficient}})
    require(value >= 0 && std::isfinite(value), name, value,
            "must not be negative [W/(m^2 K)]; 0: from the wick");
  require(pipe.adiabatic >= 0 && std::isfinite(pipe.adiabatic), "heat pipe: adiabatic length", pipe.adiabatic,
          "must not be negative [m]");
  require(pipe.gravity >= 0 && std::isfinite(pipe.gravity), "heat pipe: gravity", pipe.gravity,
          "must not be negative [m/s^2]");
  const double length = pipe.evaporator + pipe.adiabatic + pipe.condenser;
  require(std::abs(pipe.evaporator_height) <= length, "heat pipe: evaporator height", pipe.evaporator_height,
          "must be at most the pipe's length [m]");
}

}  // namespace

double groove_friction(double width_over_depth) {
  require(width_over_depth > 0 && std::isfinite(width_over_depth), "groove_friction: width over depth",
          width_over_depth, "must be positive");
  const double ratio = width_over_depth / 2, a = std::min(ratio, 1 / ratio);
  return 24 * (1 + a * (-1.3553 + a * (1.9467 + a * (-1.7012 + a * (0.9564 - 0.2537 * a)))));
}

double groove_recession(double width_over_depth) {
  require(width_over_depth > 0 && width_over_depth <= 2, "heat pipe: width over depth of a groove",
          width_over_depth, "must be positive and at most 2: a half circle of liquid is as deep");
  // Above a chord w at a curvature u 2/w lies w^2/4 (asin(u)/u^2 - sqrt(1 - u^2)/u) without liquid.
  const auto left = [&](double u) {
    if (u == 0) return 1.0;
    const double empty = (std::asin(u) / (u * u) - std::sqrt(1 - u * u) / u) / 4;
    return std::pow(1 - width_over_depth * empty, 3);
  };
  constexpr int steps = 200;  // Simpson's rule: 1e-4, from the end's vertical slope
  double sum = left(0) + left(1);
  for (int i = 1; i < steps; ++i) sum += (i % 2 ? 4 : 2) * left(double(i) / steps);
  return sum / (3 * steps);
}

WickProperties wick_properties(const HeatPipe& pipe, double liquid_conductivity) {
  check(pipe);
  positive("conductivity of the liquid", liquid_conductivity, "W/(m K)");
  WickProperties wick =
      std::visit([&](const auto& w) { return of(w, pipe, liquid_conductivity); }, pipe.wick);
  const double sleeve = std::log(wick.inner_radius / wick.vapour_radius) / (2 * pi);
  const auto across = [&](double measured, double conductivity) {
    return measured > 0 ? 1 / (measured * 2 * pi * wick.vapour_radius) : sleeve / conductivity;
  };
  wick.evaporator_resistance = across(pipe.evaporator_coefficient, wick.evaporator_conductivity);
  wick.condenser_resistance = across(pipe.condenser_coefficient, wick.condenser_conductivity);
  return wick;
}

}  // namespace sunrack
