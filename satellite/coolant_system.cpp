#include "satellite/coolant_system.h"

#include <algorithm>
#include <cmath>

#include "physics/constants.h"
#include "physics/thermal/coolant_loop.h"

namespace sunrack {

double coolant_mass_flow(double heat, double supply, double back, const Coolant& coolant) {
  return heat / coolant.enthalpy_rise(supply, back);
}

CoolantSystem size_coolant_system(double heat, double supply, double back, double panel_pressure_drop,
                                  const Coolant& coolant, const CoolantSpec& spec) {
  CoolantSystem loop{.supply_temperature = supply,
                     .return_temperature = back,
                     .mass_flow = coolant_mass_flow(heat, supply, back, coolant),
                     .panel_pressure_drop = panel_pressure_drop,
                     .pressure = coolant.at(back).saturation_pressure,
                     .mass = spec.loop_mass * heat};
  const CoolantState state = coolant.at((supply + back) / 2);
  // One line of speed v and diameter D has Re = rho v D / mu; a flow of several megawatts of heat is shared
  // by more lines.
  constexpr double highest_reynolds = 4e6;
  const double widest = highest_reynolds * state.viscosity / (state.density * spec.line_velocity);
  const double section = loop.mass_flow / (state.density * spec.line_velocity);
  loop.lines = std::max(1, static_cast<int>(std::ceil(section / (constants::pi / 4 * widest * widest))));
  loop.line_diameter = std::sqrt(4 * section / (constants::pi * loop.lines));
  if (spec.line_length > 0)
    loop.line_pressure_drop =
        tube_flow(state, loop.mass_flow / loop.lines, loop.line_diameter).pressure_gradient *
        spec.line_length;
  loop.pressure_drop = loop.line_pressure_drop + panel_pressure_drop + spec.cold_plate_pressure_drop;
  loop.pump_power = spec.pump_fraction
                        ? *spec.pump_fraction * heat
                        : pump_power(loop.mass_flow, state.density, loop.pressure_drop, spec.pump_efficiency);
  return loop;
}

}  // namespace sunrack
