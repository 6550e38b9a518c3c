#pragma once

namespace sunrack {

/// Where a plate element looks and where the Sun stands, seen from the satellite: cosines and sines, so that
/// callers with vectors need no angles.
struct AlbedoGeometry {
  double altitude = 0;                    ///< [m]
  double tilt_cosine = 1, tilt_sine = 0;  ///< [-] of the angle between normal and nadir; sine >= 0
  double azimuth_cosine = 1,
         azimuth_sine = 0;  ///< [-] of the normal about nadir from the Sun's side; sine >= 0
  double sun_zenith_cosine = 1, sun_zenith_sine = 0;  ///< [-] at the sub-satellite point; sine >= 0
};

/// [-] irradiance on the plate over (albedo x solar flux): the view factor of a sphere that glows as the
/// cosine of the local solar zenith angle. `points` of Gauss-Legendre per smooth piece, 1..64. Inputs are not
/// checked.
double albedo_view_factor(const AlbedoGeometry& geometry, int points);

}  // namespace sunrack
