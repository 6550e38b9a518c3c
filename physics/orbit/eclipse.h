#pragma once

#include <Eigen/Core>
#include <vector>

#include "physics/orbit/orbit.h"

namespace sunrack {

struct OcculterShape {
  double radius = 0;      ///< [m] equatorial
  double flattening = 0;  ///< [-] 0 = sphere; polar axis along z
};

/// [-] fraction of the Sun's disc that a satellite sees, 0 in umbra, 1 in sunlight, in between in penumbra and
/// in an annular eclipse. Positions from the Earth's centre [m]. Overlap of apparent discs, Montenbruck & Gill
/// (2000) section 3.4.2; with a flattening, the Earth's limb along the Sun's azimuth.
double sunlit_fraction(const Eigen::Vector3d& satellite, const Eigen::Vector3d& sun, const OcculterShape& earth,
                       double sun_radius);

/// One passage through the Earth's shadow. All [s]; times TT since J2000.0.
struct EclipseEvent {
  double penumbra_entry = 0, umbra_entry = 0, umbra_exit = 0, penumbra_exit = 0;
  bool has_umbra = false;  ///< false: a grazing passage through penumbra only (umbra times are then both mid-passage)
};

/// Every eclipse between two times, edges located by root finding to 1e-4 s. Umbra and penumbra cones.
std::vector<EclipseEvent> eclipse_events(const Orbit& orbit, double start, double end);

/// A year of eclipses of one orbit, from the closed form of the conical shadow on a circular orbit, day by day.
struct EclipseYear {
  double longest = 0;            ///< [s] longest time per orbit with any part of the Sun covered (penumbra to penumbra)
  double longest_umbra = 0;      ///< [s] longest umbra
  double season_days = 0;        ///< [day] number of days with any eclipse
  double sunlit_fraction = 1;    ///< [-] of the year; penumbra counts as its mean illumination (half)
  double cycles_per_year = 0;    ///< [1/year] eclipses per year
  double beta_min = 0, beta_max = 0;                ///< [rad] extremes of the signed beta angle
  double beta_of_smallest_magnitude = 0;            ///< [rad] of smallest |beta|
  double beta_of_largest_magnitude = 0;             ///< [rad] of largest |beta|
  std::vector<double> times;     ///< [s] TT since J2000.0, one a day
  std::vector<double> beta;      ///< [rad] per day
  std::vector<double> duration;  ///< [s] eclipse per orbit (penumbra to penumbra), per day
};
EclipseYear eclipse_year(const Orbit& orbit, int year);

/// [s] time per orbit in shadow at a beta angle for a cylindrical shadow: the text-book closed form.
double cylindrical_eclipse_duration(double altitude, double beta);
/// [s] the same with the umbra (or penumbra) cone of the Sun at a distance [m].
double umbra_duration(double altitude, double beta, double sun_distance);
double penumbra_duration(double altitude, double beta, double sun_distance);

}  // namespace sunrack
