#include "physics/orbit/irradiance.h"

#include <algorithm>
#include <cmath>

#include "physics/constants.h"
#include "physics/orbit/albedo_integral.h"
#include "physics/require.h"

namespace sunrack {
namespace {

using constants::pi;

/// Cunningham's view factor; the arc functions are written as atan2, which keeps full accuracy where their
/// arguments reach +-1 (the plate's horizon touching the limb) and needs no clamp.
double plate_to_earth(double altitude, double cosine) {
  const double ratio = 1 + altitude / constants::earth_radius;
  const double ratio_squared = ratio * ratio;
  if (ratio * cosine >= 1) return cosine / ratio_squared;  // the whole disc in view
  if (ratio * cosine <= -1) return 0;                      // none of it
  const double height = altitude / constants::earth_radius;
  const double limb = std::sqrt(height * (2 + height));
  const double cut = std::sqrt((1 - ratio * cosine) * (1 + ratio * cosine));
  const double sum =
      std::atan2(cut, limb) + (cosine * std::atan2(cut, -limb * cosine) - limb * cut) / ratio_squared;
  return std::max(0.0, sum / pi);
}

void require_environment(const RadiativeEnvironment& environment) {
  require(std::isfinite(environment.solar_flux) && environment.solar_flux >= 0,
          "RadiativeEnvironment.solar_flux", environment.solar_flux, "must be zero or positive [W/m^2]");
  require(environment.albedo >= 0 && environment.albedo <= 1, "RadiativeEnvironment.albedo",
          environment.albedo, "must be from 0 to 1");
  require(std::isfinite(environment.earth_infrared) && environment.earth_infrared >= 0,
          "RadiativeEnvironment.earth_infrared", environment.earth_infrared,
          "must be zero or positive [W/m^2]");
}

void require_albedo_inputs(double altitude, const RadiativeEnvironment& environment,
                           const AlbedoOptions& options) {
  require(std::isfinite(altitude) && altitude > 0, "albedo_irradiance: altitude", altitude,
          "must be positive [m]");
  require_environment(environment);
  require(options.rings >= 1 && options.rings <= 64, "AlbedoOptions.rings", options.rings,
          "must be from 1 to 64");
}

void require_unit(const char* name, const Eigen::Vector3d& vector) {
  // Unit vectors that went through a few rotations are off by 1e-15; 1e-9 lets only a forgotten normalisation
  // fail.
  require(std::abs(vector.squaredNorm() - 1) < 1e-9, name, vector.norm(), "must be a unit vector");
}

}  // namespace

double earth_view_factor(double altitude, double tilt) {
  require(std::isfinite(altitude) && altitude >= 0, "earth_view_factor: altitude", altitude,
          "must be zero or positive [m]");
  require(tilt >= 0 && tilt <= pi, "earth_view_factor: tilt", tilt, "must be from 0 to pi [rad]");
  return plate_to_earth(altitude, std::cos(tilt));
}

double albedo_irradiance(double altitude, double tilt, double azimuth, double solar_zenith,
                         const RadiativeEnvironment& environment, const AlbedoOptions& options) {
  require_albedo_inputs(altitude, environment, options);
  require(tilt >= 0 && tilt <= pi, "albedo_irradiance: tilt", tilt, "must be from 0 to pi [rad]");
  require_finite("albedo_irradiance: azimuth", azimuth);
  require(solar_zenith >= 0 && solar_zenith <= pi, "albedo_irradiance: solar_zenith", solar_zenith,
          "must be from 0 to pi [rad]");
  const AlbedoGeometry geometry{.altitude = altitude,
                                .tilt_cosine = std::cos(tilt),
                                .tilt_sine = std::sin(tilt),
                                .azimuth_cosine = std::cos(azimuth),
                                .azimuth_sine = std::abs(std::sin(azimuth)),  // left and right are alike
                                .sun_zenith_cosine = std::cos(solar_zenith),
                                .sun_zenith_sine = std::sin(solar_zenith)};
  return environment.albedo * environment.solar_flux * albedo_view_factor(geometry, options.rings);
}

PlateIrradiance plate_irradiance(const Eigen::Vector3d& normal, const Eigen::Vector3d& satellite_direction,
                                 double altitude, const Eigen::Vector3d& sun_direction, double sunlit,
                                 const RadiativeEnvironment& environment, const AlbedoOptions& options) {
  require_albedo_inputs(altitude, environment, options);
  require_unit("plate_irradiance: |normal|", normal);
  require_unit("plate_irradiance: |satellite_direction|", satellite_direction);
  require_unit("plate_irradiance: |sun_direction|", sun_direction);
  require(sunlit >= 0 && sunlit <= 1, "plate_irradiance: sunlit", sunlit, "must be from 0 to 1");

  AlbedoGeometry geometry{.altitude = altitude,
                          .tilt_cosine = -normal.dot(satellite_direction),
                          .sun_zenith_cosine = sun_direction.dot(satellite_direction)};
  const Eigen::Vector3d level_normal = normal + geometry.tilt_cosine * satellite_direction;
  const Eigen::Vector3d level_sun = sun_direction - geometry.sun_zenith_cosine * satellite_direction;
  geometry.tilt_sine = level_normal.norm();
  geometry.sun_zenith_sine = level_sun.norm();
  const double product = geometry.tilt_sine * geometry.sun_zenith_sine;
  if (product > 0) {  // otherwise one of them is vertical and the azimuth has no meaning and no effect
    geometry.azimuth_cosine = std::clamp(level_normal.dot(level_sun) / product, -1.0, 1.0);
    geometry.azimuth_sine = std::sqrt((1 - geometry.azimuth_cosine) * (1 + geometry.azimuth_cosine));
  }
  return {.sun = environment.solar_flux * sunlit * std::max(0.0, normal.dot(sun_direction)),
          .albedo = environment.albedo * environment.solar_flux * albedo_view_factor(geometry, options.rings),
          .earth_infrared = environment.earth_infrared * plate_to_earth(altitude, geometry.tilt_cosine)};
}

}  // namespace sunrack
