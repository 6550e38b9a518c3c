#pragma once

#include <Eigen/Core>
#include <vector>

namespace sunrack {

/// The Sun as seen from the Earth's centre.
struct SunPosition {
  Eigen::Vector3d direction = Eigen::Vector3d::UnitX();  ///< [-] unit vector, mean equator and equinox of date
  double distance = 0;                                   ///< [m]
};

/// [s] TT since J2000.0 of 00:00 UTC on the given calendar date; @throws std::invalid_argument for an impossible date.
double time_of_date(int year, int month, int day);

/// The Sun from ERFA's epv00 with aberration neglected, precessed to the date (1900..2100, 1e-4 rad or better).
/// @throws ModelError outside 1900..2100
SunPosition sun_position(double time);
/// The same in the Geocentric Celestial Reference Frame (J2000), for comparison with other programs.
SunPosition sun_position_gcrf(double time);

/// Sun positions at 00:00 UTC of each day of a year, computed once per process and shared by all threads.
struct SolarYear {
  int year = 0;
  std::vector<double> times;         ///< [s] TT since J2000.0, one per day
  std::vector<SunPosition> positions;
  double nearest_distance = 0;       ///< [m] perihelion
  double farthest_distance = 0;      ///< [m] aphelion
};
const SolarYear& solar_year(int year);

/// [W/m^2] solar flux at a distance from the Sun [m]: 1361 W/m^2 at 1 au, inverse square.
double solar_flux(double distance);

}  // namespace sunrack
