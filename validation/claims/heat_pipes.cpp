#include <fmt/format.h>

#include <cmath>

#include "physics/constants.h"
#include "physics/thermal/heat_pipe.h"
#include "physics/units.h"
#include "validation/claim_areas.h"
#include "validation/published.h"

namespace sunrack {

using namespace units;
using constants::pi;

namespace {

/// Half an inch of extruded aluminium; 27 open grooves.
HeatPipe extrusion() {
  return {.outer_diameter = 12.7_mm,
          .wall = 0.9_mm,
          .wall_conductivity = 167,
          .wick = AxialGrooves{27, 0.6_mm, 1.2_mm},
          .evaporator = 0.15_m,
          .adiabatic = 0.1_m,
          .condenser = 1_m};
}

/// The example has a wick that no formula here gives: the limit of ours, scaled by permeability, area and
/// pore.
double worked_example() {
  HeatPipe pipe = extrusion();
  pipe.wick = SinteredWick{100e-6, 0.45, 0.7_mm};
  pipe.evaporator = pipe.condenser = 0.15_m, pipe.adiabatic = 0;
  const WickProperties wick = wick_properties(pipe, 0.6);
  const HeatPipeFluidState fluid{.temperature = 300,
                                 .pressure = 1e9,
                                 .liquid_density = 1000,
                                 .vapour_density = 1e6,  // so dense that it has no drop, as in the example
                                 .latent_heat = 2.5e6,
                                 .liquid_conductivity = 0.6,
                                 .liquid_viscosity = 1e-3,
                                 .vapour_viscosity = 1e-5,
                                 .surface_tension = 0.07,
                                 .heat_capacity_ratio = 1.33};
  return heat_pipe_limits(pipe, fluid).at(HeatPipeLimit::capillary) * (1e-9 / wick.permeability) *
         (1e-4 / wick.area) * (wick.pore_radius / 31e-6);
}

void ammonia(Published& figures) {
  const HeatPipeFluid& fluid = HeatPipeFluid::named("ammonia");
  HeatPipe pipe = extrusion();
  const double length = pipe.effective_length(), heater = pipe.outer_diameter * pipe.evaporator;
  const HeatPipeFluidState state = fluid.at(20_degC);
  const HeatPipeLimits limits = heat_pipe_limits(pipe, state);
  figures.computed("HP-02 half-inch pipe, 20 degC", limits.least() * length);
  // Liquid takes nearly all of the pressure, so heat goes as permeability.
  figures.computed("HP-02 the same with full grooves", limits.least() * length / groove_recession(0.5));
  constexpr double watt_per_square_centimetre = 1e4;
  figures.computed("HP-03 first bubbles, ammonia",
                   limits.first_bubbles.value() / heater / watt_per_square_centimetre);
  figures.computed("HP-03 governing, ammonia", heat_pipe_limits(pipe, fluid.at(60_degC)).least() * length);
  pipe.nucleation_radius = 2.54e-6;
  figures.computed("HP-03 first bubbles, 2.54 um",
                   heat_pipe_limits(pipe, state).first_bubbles.value() / heater / watt_per_square_centimetre);
}

void water(Published& figures) {
  HeatPipe pipe = extrusion();
  pipe.outer_diameter = 13_mm;
  pipe.wall_conductivity = 21;  // titanium
  pipe.evaporator = pipe.condenser = 0.25_m, pipe.adiabatic = 0.5_m;
  const HeatPipeLimits limits = heat_pipe_limits(pipe, HeatPipeFluid::named("water").at(475));
  figures.computed("HP-04 water, 475 K", limits.least());
  figures.computed("HP-04 first bubbles, 475 K", limits.first_bubbles.value());
  for (const double t : {20.0, 100.0})
    figures.computed(fmt::format("HP-05 merit of water, {:g} degC", t),
                     figure_of_merit(HeatPipeFluid::named("water").at(273.15 + t)));
}

void sonic(Published& figures, const char* name, double temperature) {
  const HeatPipe pipe = extrusion();
  const HeatPipeFluidState s = HeatPipeFluid::named(name).at(temperature);
  const double radius = wick_properties(pipe, s.liquid_conductivity).vapour_radius;
  figures.computed(fmt::format("HP-06 sonic constant, {}", name),
                   heat_pipe_limits(pipe, s).at(HeatPipeLimit::sonic) /
                       (pi * radius * radius * s.latent_heat * std::sqrt(s.vapour_density * s.pressure)));
}

}  // namespace

std::vector<Claim> heat_pipe_claims() {
  Published figures("heat_pipes.csv");
  figures.computed("HP-01 capillary", worked_example());
  ammonia(figures);
  water(figures);
  sonic(figures, "water", 330);
  sonic(figures, "ammonia", 250);
  sonic(figures, "propylene", 250);
  return figures.claims();
}

}  // namespace sunrack
