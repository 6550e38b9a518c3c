#pragma once

#include <Eigen/Core>
#include <functional>
#include <span>
#include <vector>

#include "physics/orbit/environment.h"

namespace sunrack {

/// How the Earth's albedo and infrared vary over the globe.
enum class EarthPattern {
  uniform,  ///< alike everywhere
  /// By latitude and season: Knocke, Ries & Tapley (1988), AIAA 88-4292:
  ///   albedo 0.34 + 0.10 cos(w dt) P1(sin latitude) + 0.29 P2, emissivity 0.68 - 0.07 cos(w dt) P1 - 0.18
  ///   P2, w = 2 pi / 365.25 d, dt from 1981-12-22. A patch emits emissivity x solar flux / 4.
  zonal
};

/// Knocke's laws at a geocentric latitude [rad] and a time [s TT since J2000.0]; [-].
double knocke_albedo(double latitude, double time);
double knocke_emissivity(double latitude, double time);
/// The environment whose global means are Knocke's own, for a solar flux [W/m^2].
RadiativeEnvironment knocke_environment(double solar_flux);

/// Zonal pattern relative to the global mean: 1 + p1 P1(sin latitude) + p2 P2(sin latitude). A design case
/// keeps its own means, so hot and cold Earths have zones too.
struct ZonalPattern {
  double albedo_p1 = 0, albedo_p2 = 0;
  double infrared_p1 = 0, infrared_p2 = 0;
};
/// All zero for a uniform Earth.
ZonalPattern zonal_pattern(EarthPattern pattern, double time);

/// What the Earth sends to a face.
struct EarthLoad {
  double albedo = 0;    ///< [W/m^2]
  double infrared = 0;  ///< [W/m^2]
};

/// On a face with this outward normal. The azimuth is integrated in closed form, ring by ring, each patch
/// with its own Sun height and latitude; a uniform Earth's infrared is the closed form earth_view_factor.
/// Unit vectors, equator of date. `rings` of Gauss-Legendre per smooth piece, 1..64:
/// docs/models/irradiance.md has the error.
/// @throws std::invalid_argument for vectors that are no unit vectors, an altitude [m] that is not positive,
/// or a pattern that makes some albedo negative or more than 1
EarthLoad earth_load(const Eigen::Vector3d& normal, const Eigen::Vector3d& vertical, double altitude,
                     const Eigen::Vector3d& sun_direction, const RadiativeEnvironment& environment,
                     const ZonalPattern& pattern = {}, int rings = 6);

/// The same as a mean over all orientations of the face: a quarter of the radiance times solid angle.
EarthLoad mean_earth_load(const Eigen::Vector3d& vertical, double altitude,
                          const Eigen::Vector3d& sun_direction, const RadiativeEnvironment& environment,
                          const ZonalPattern& pattern = {}, int rings = 6);

/// A patch of the Earth as a satellite sees it; what it sends is per cosine of the plate that receives it, in
/// a unit that is the same for all patches of a set.
struct EarthPatch {
  Eigen::Vector3d look;  ///< towards it; unit vector, equator of date
  double albedo = 0, infrared = 0;
};
/// The disc of the Earth in 12 rings of 36 patches, each with its own light and zone.
/// @throws std::invalid_argument for what earth_load refuses
std::vector<EarthPatch> earth_patches(const Eigen::Vector3d& vertical, double altitude,
                                      const Eigen::Vector3d& sun_direction, const ZonalPattern& pattern = {});

/// The part of a face's `whole` earth_load that reaches it past the rest of the satellite. `open` [-] says
/// for each patch how much of the face sees it. The ratio of the sums over patches with and without obstacles
/// scales the exact load.
EarthLoad shaded_earth_load(const EarthLoad& whole, const Eigen::Vector3d& normal,
                            std::span<const EarthPatch> patches,
                            const std::function<double(std::size_t patch)>& open);

}  // namespace sunrack
