#pragma once

#include <vector>

#include "physics/orbit/orbit.h"

namespace sunrack {

/// Shape of the shadow behind a spherical Earth. The cylinder (a point-like Sun at infinity) is for
/// comparison with published tables; it lies between the cones.
enum class ShadowShape { cones, cylinder };

/// A year of eclipses of one orbit, from the closed form of the shadow on a circular orbit, day by day with
/// the Sun's distance of that day.
struct EclipseYear {
  double longest = 0;  ///< [s] longest time per orbit with any part of the Sun covered (penumbra to penumbra)
  double longest_umbra = 0;      ///< [s] longest umbra
  double season_days = 0;        ///< [day] number of days with any eclipse; edges interpolated between days
  double umbra_season_days = 0;  ///< [day] the same with umbra
  double sunlit_fraction = 1;    ///< [-] of the year; penumbra counts as its mean illumination (half)
  double cycles_per_year = 0;    ///< [1/year] eclipses per Julian year, penumbra alone included
  double beta_min = 0, beta_max = 0;      ///< [rad] extremes of the signed beta angle
  double beta_of_smallest_magnitude = 0;  ///< [rad] of smallest |beta|
  double beta_of_largest_magnitude = 0;   ///< [rad] of largest |beta|
  std::vector<double> times;              ///< [s] TT since J2000.0, one a day
  std::vector<double> beta;               ///< [rad] per day
  std::vector<double> duration;           ///< [s] eclipse per orbit (penumbra to penumbra), per day
};
/// The first call for a year computes the Sun's positions (solar_year); later calls cost some tens of
/// microseconds.
/// @throws ModelError outside 1900..2100
EclipseYear eclipse_year(const Orbit& orbit, int year, ShadowShape shape = ShadowShape::cones);

/// [s] time per orbit in shadow at a beta angle for a cylindrical shadow: the text-book closed form.
double cylindrical_eclipse_duration(double altitude, double beta);
/// [s] the same with the umbra (or penumbra) cone of the Sun at a distance [m]: exact for a circular orbit of
/// fixed plane about a sphere, with the Sun at rest.
double umbra_duration(double altitude, double beta, double sun_distance);
double penumbra_duration(double altitude, double beta, double sun_distance);

}  // namespace sunrack
