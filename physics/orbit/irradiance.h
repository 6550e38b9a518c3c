#pragma once

#include <string>

#include "physics/orbit/orbit.h"

namespace sunrack {

/// What the Earth and the Sun send to a satellite.
struct RadiativeEnvironment {
  double solar_flux = 0;      ///< [W/m^2] at the satellite
  double albedo = 0;          ///< [-] diffuse reflectance of the Earth, 0..1
  double earth_infrared = 0;  ///< [W/m^2] emitted per area of the Earth's surface
};

enum class EnvironmentCase { cold, nominal, hot };
EnvironmentCase environment_case(const std::string& name);  ///< "cold", "nominal", "hot"; @throws std::invalid_argument
/// Design environments: hot and cold are 90-min orbit averages for the inclination class (NASA/TM-2001-211221) with
/// the Sun at perihelion or aphelion.
RadiativeEnvironment design_environment(EnvironmentCase which, double inclination);

/// Flux on one face of a plate.
struct PlateIrradiance {
  double sun = 0;             ///< [W/m^2] direct, with the cosine
  double albedo = 0;          ///< [W/m^2] sunlight reflected by the Earth
  double earth_infrared = 0;  ///< [W/m^2]
};

/// [-] view factor from a plate element to the Earth (sphere) at an altitude, tilt = angle of its normal from nadir
/// [rad]. Closed form, Cunningham NASA TN D-710 (1961); exact at all altitudes, 0..1.
double earth_view_factor(double altitude, double tilt);

/// Resolution of the integration over the visible Earth.
struct AlbedoOptions {
  int rings = 24;     ///< along the nadir angle (Gauss-Legendre)
  int sectors = 48;   ///< along the azimuth (equal steps)
};

/// [W/m^2] sunlight reflected onto the plate by the sunlit part of the visible Earth, each patch with its own Sun
/// angle. Tilt of the normal from nadir, azimuth of the normal about nadir from the Sun's horizontal direction, solar
/// zenith angle at the sub-satellite point; all [rad].
double albedo_irradiance(double altitude, double tilt, double azimuth, double solar_zenith,
                         const RadiativeEnvironment& environment, const AlbedoOptions& options = {});

/// All three on a plate whose normal is given in the same frame as the satellite's direction from the Earth's centre
/// and the Sun's direction (unit vectors). `sunlit` [-] is the uncovered fraction of the Sun's disc.
PlateIrradiance plate_irradiance(const Eigen::Vector3d& normal, const Eigen::Vector3d& satellite_direction,
                                 double altitude, const Eigen::Vector3d& sun_direction, double sunlit,
                                 const RadiativeEnvironment& environment, const AlbedoOptions& options = {});

}  // namespace sunrack
