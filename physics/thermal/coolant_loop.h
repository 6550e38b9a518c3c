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

/// Laminar below Re 2300: Nu = 48/11 (uniform heat flux), f = 64/Re. Turbulent from Re 4000: Gnielinski
/// (1976) with Petukhov's friction f = (0.79 ln Re - 1.64)^-2 (Incropera et al., 7th ed., eqs 8.21 and 8.62).
/// Between, Nu (Gnielinski 2013, Int. J. Heat Mass Transfer 63, 134) and f (our choice) run linearly in Re
/// from one end to the other, so both are continuous. Valid for 0.5 <= Pr <= 2000 and Re <= 5e6; no entry
/// length, no wall-to-bulk property ratio, smooth wall.
/// @param mass_flow [kg/s] in one tube @param diameter [m] inner
/// @throws ModelError outside the validity; std::invalid_argument unless flow, diameter and properties are
/// positive
TubeFlow tube_flow(const CoolantState& state, double mass_flow, double diameter);

/// [W] electrical, to move a mass flow [kg/s] of a density [kg/m^3] against a pressure drop [Pa]; all of it
/// ends as heat. mass_flow * pressure_drop / (density * efficiency): incompressible, efficiency [-] of pump
/// and motor together.
/// @throws std::invalid_argument for a negative flow or drop, a density not positive, an efficiency outside
/// (0, 1]
double pump_power(double mass_flow, double density, double pressure_drop, double efficiency);

}  // namespace sunrack
