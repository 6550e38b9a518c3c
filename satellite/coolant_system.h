#pragma once

#include "physics/thermal/coolant.h"
#include "physics/thermal/radiator_panel.h"
#include "satellite/spec.h"

namespace sunrack {

/// The pumped loop between computers and panels.
struct CoolantSystem {
  double supply_temperature = 0;   ///< [K] to the cold plates, from the radiator
  double return_temperature = 0;   ///< [K] from the cold plates, to the radiator
  double mass_flow = 0;            ///< [kg/s]
  int lines = 1;                   ///< [-] in parallel, so many that tube_flow is within its range
  double line_diameter = 0;        ///< [m]
  double line_pressure_drop = 0;   ///< [Pa]
  double panel_pressure_drop = 0;  ///< [Pa]
  double pressure_drop = 0;        ///< [Pa] of the whole loop
  double pump_power = 0;           ///< [W] electrical; all of it warms the loop
  double pressure = 0;  ///< [Pa] least pressure that keeps the hottest coolant liquid; 0 where unknown
  double mass = 0;      ///< [kg] without the panels
};

/// [kg/s] that carries a heat [W] between two temperatures [K]: heat over the integral of the specific heat.
double coolant_mass_flow(double heat, double supply, double back, const Coolant& coolant);

CoolantSystem size_coolant_system(double heat, double supply, double back, double panel_pressure_drop,
                                  const Coolant& coolant, const CoolantSpec& spec);

}  // namespace sunrack
