#pragma once

#include <Eigen/Core>
#include <functional>
#include <vector>

#include "physics/constants.h"
#include "physics/orbit/orbit.h"

namespace sunrack {

struct OcculterShape {
  double radius = 0;      ///< [m] equatorial
  double flattening = 0;  ///< [-] 0 = sphere; polar axis along z
};

/// [-] fraction of the Sun's disc that a satellite sees, 0 in umbra, 1 in sunlight, in between in penumbra
/// and in an annular eclipse. Positions from the Earth's centre [m]. Overlap of apparent discs, Montenbruck &
/// Gill (2000) section 3.4.2; with a flattening, the Earth's limb along the Sun's azimuth.
/// @throws std::invalid_argument for a satellite inside the Earth or the Sun
double sunlit_fraction(const Eigen::Vector3d& satellite, const Eigen::Vector3d& sun,
                       const OcculterShape& earth, double sun_radius);

/// One passage through the Earth's shadow. All [s]; times TT since J2000.0.
struct EclipseEvent {
  double penumbra_entry = 0, umbra_entry = 0, umbra_exit = 0, penumbra_exit = 0;
  bool has_umbra =
      false;  ///< false: a grazing passage through penumbra only (umbra times are then both mid-passage)
};

/// Position from the Earth's centre [m] at a time [s].
using PositionFunction = std::function<Eigen::Vector3d(double time)>;

/// Every eclipse of any orbit between two times, in order. Samples every `step` [s], then locates the edges
/// of penumbra and umbra by root finding to 1e-5 s; a grazing passage between two samples is found as the
/// minimum of the Sun's angle from the limb. A passage under way at `start` or `end` is cut there. Use at
/// least ten steps per revolution.
std::vector<EclipseEvent> eclipse_events(const PositionFunction& satellite, const PositionFunction& sun,
                                         const OcculterShape& earth, double sun_radius, double start,
                                         double end, double step);

/// The same for a circular orbit that is at its ascending node at its epoch (satellite_position).
/// @throws ModelError outside 1900..2100
std::vector<EclipseEvent> eclipse_events(const Orbit& orbit, double start, double end,
                                         const OcculterShape& earth = {.radius = constants::earth_radius});

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
