#pragma once

#include "physics/thermal/coolant.h"

namespace sunrack {

/// Fully developed flow in a smooth round tube.
struct TubeFlow {
  double reynolds = 0;           ///< [-]
  double prandtl = 0;            ///< [-]
  double nusselt = 0;            ///< [-]
  double film_coefficient = 0;   ///< [W/(m^2 K)]
  double friction_factor = 0;    ///< [-] Darcy
  double pressure_gradient = 0;  ///< [Pa/m]
  double velocity = 0;           ///< [m/s]
};

/// Laminar (Re < 2300: Nu 4.36, f 64/Re), turbulent (Re > 4000: Gnielinski 1976 with Petukhov friction), continuous
/// blend between (Gnielinski 2013, linear in Re). Valid 0.5 <= Pr <= 2000, Re <= 5e6.
/// @throws ModelError outside
TubeFlow tube_flow(const CoolantState& state, double mass_flow, double diameter);

/// [W] electrical, to move a mass flow [kg/s] of a density [kg/m^3] against a pressure drop [Pa]; all of it ends as heat.
double pump_power(double mass_flow, double density, double pressure_drop, double efficiency);

}  // namespace sunrack
