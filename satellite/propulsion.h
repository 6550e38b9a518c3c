#pragma once

#include "satellite/spec.h"

namespace sunrack {

/// Propellant for a life in the upper atmosphere.
struct Propellant {
  double drag_force = 0;      ///< [N] mean
  double drag_speed = 0;      ///< [m/s] per life, made up
  double drag_mass = 0;       ///< [kg]
  double manoeuvre_mass = 0;  ///< [kg]
  double mass = 0;            ///< [kg] both
};

/// Drag F = density v^2 C_d A / 2 against a circular orbit's speed, made up continuously (mass = F t / (I_sp
/// g0)), and manoeuvres by the rocket equation on the dry mass. Co-rotation of the atmosphere (a few percent)
/// is left out.
Propellant size_propellant(double dry_mass, double frontal_area, double altitude, double life,
                           const PropulsionSpec& spec);

}  // namespace sunrack
