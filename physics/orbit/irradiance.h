#pragma once

#include <Eigen/Core>

#include "physics/orbit/environment.h"

namespace sunrack {

/// Flux on one face of a plate.
struct PlateIrradiance {
  double sun = 0;             ///< [W/m^2] direct, with the cosine
  double albedo = 0;          ///< [W/m^2] sunlight reflected by the Earth
  double earth_infrared = 0;  ///< [W/m^2]
};

/// [-] view factor from a plate element to the Earth (sphere) at an altitude [m], >= 0; tilt = angle of its
/// normal from nadir [rad], 0..pi. Closed form, Cunningham NASA TN D-710 (1961); exact and continuous at all
/// altitudes and tilts, zero where the plate does not see the Earth. @throws std::invalid_argument
double earth_view_factor(double altitude, double tilt);

/// Resolution of the integration over the visible Earth. The azimuth is integrated in closed form and the
/// rings are split where the plate's horizon or the terminator begins to cut them.
struct AlbedoOptions {
  int rings = 12;  ///< [-] Gauss-Legendre points per smooth piece (1 to 5 pieces), 1..64
};
/// For sizing: about two microseconds, within 0.1 % in 97 of 100 cases and 2 % at worst
/// (docs/models/irradiance.md). The default is within 1e-6.
inline constexpr AlbedoOptions coarse_albedo{.rings = 5};

/// [W/m^2] sunlight reflected onto the plate by the sunlit part of the visible Earth, a Lambert sphere, each
/// patch with its own Sun angle. Altitude [m], > 0. Tilt of the normal from nadir, 0..pi; azimuth of the
/// normal about nadir from the Sun's horizontal direction, any; solar zenith angle at the sub-satellite
/// point, 0..pi; all [rad].
/// @throws std::invalid_argument
double albedo_irradiance(double altitude, double tilt, double azimuth, double solar_zenith,
                         const RadiativeEnvironment& environment, const AlbedoOptions& options = {});

/// All three on a plate whose normal is given in the same frame as the satellite's direction from the Earth's
/// centre and the Sun's direction (unit vectors). `sunlit` [-] is the uncovered fraction of the Sun's disc;
/// it does not touch the albedo, which comes from every lit patch in view. @throws std::invalid_argument
PlateIrradiance plate_irradiance(const Eigen::Vector3d& normal, const Eigen::Vector3d& satellite_direction,
                                 double altitude, const Eigen::Vector3d& sun_direction, double sunlit,
                                 const RadiativeEnvironment& environment, const AlbedoOptions& options = {});

}  // namespace sunrack
