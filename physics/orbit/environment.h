#pragma once

#include <string>

namespace sunrack {

/// What the Earth and the Sun send to a satellite.
struct RadiativeEnvironment {
  double solar_flux = 0;      ///< [W/m^2] at the satellite
  double albedo = 0;          ///< [-] diffuse reflectance of the Earth, 0..1
  double earth_infrared = 0;  ///< [W/m^2] emitted per area of the Earth's surface
};

enum class EnvironmentCase { cold, nominal, hot };

/// "cold", "nominal" or "hot". @throws std::invalid_argument for any other name
EnvironmentCase environment_case(const std::string& name);

/// Design environments for an orbit of this inclination [rad], 0..pi (retrograde orbits fold: 97.8 deg counts
/// as 82.2). Nominal is the long-term mean at 1 au. Hot and cold are 90-min orbit averages for the
/// inclination class (NASA/TM-2001-211221, read second-hand) with the Sun at perihelion or aphelion;
/// docs/models/irradiance.md says how the albedo was chosen.
RadiativeEnvironment design_environment(EnvironmentCase which, double inclination);

}  // namespace sunrack
