#include "satellite/propulsion.h"

#include <cmath>

#include "physics/constants.h"
#include "physics/orbit/atmosphere.h"

namespace sunrack {

Propellant size_propellant(double dry_mass, double frontal_area, double altitude, double life,
                           const PropulsionSpec& spec) {
  const double density = atmosphere_density(altitude, solar_activity(spec.solar_activity));
  const double speed_squared =
      constants::earth_gravitational_parameter / (constants::earth_radius + altitude);
  const double exhaust_speed = spec.specific_impulse * constants::standard_gravity;
  Propellant propellant;
  propellant.drag_force = density * speed_squared * spec.drag_coefficient * frontal_area / 2;
  propellant.drag_mass = propellant.drag_force * life / exhaust_speed;
  propellant.drag_speed = propellant.drag_force * life / dry_mass;
  propellant.manoeuvre_mass = dry_mass * std::expm1(spec.manoeuvre_speed / exhaust_speed);
  propellant.mass = propellant.drag_mass + propellant.manoeuvre_mass;
  return propellant;
}

}  // namespace sunrack
