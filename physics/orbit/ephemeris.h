#pragma once

#include <Eigen/Core>
#include <vector>

namespace sunrack {

/// The Sun as seen from the Earth's centre.
struct SunPosition {
  Eigen::Vector3d direction =
      Eigen::Vector3d::UnitX();  ///< [-] unit vector, mean equator and equinox of date
  double distance = 0;           ///< [m]
};

/// [s] TT since J2000.0 of 00:00 UTC on the given calendar date, with the leap seconds that ERFA knows;
/// before 1960, when there was no UTC, TT - 32.184 s is taken. @throws std::invalid_argument for an
/// impossible date
double time_of_date(int year, int month, int day);

/// The Sun from ERFA's epv00 (geometric: light time and aberration neglected, 1e-4 rad), precessed to the
/// date with the IAU 2006 model (nutation neglected, 1e-4 rad at most). @throws ModelError outside 1900..2100
SunPosition sun_position(double time);
/// The same in the Geocentric Celestial Reference Frame (J2000), for comparison with other programs.
SunPosition sun_position_gcrf(double time);
/// sun_position by cubic interpolation between days of `solar_year`: within 1e-8 rad of it and some hundred
/// times faster after the first call for that year. @throws ModelError outside 1900..2100
SunPosition interpolated_sun(double time);
/// [m] the same as a vector from the Earth's centre.
Eigen::Vector3d interpolated_sun_vector(double time);

/// [m] the Moon's centre from the Earth's, mean equator of date: ERFA's moon98 (Meeus 1998, about 10 arc
/// seconds), light time neglected. @throws ModelError outside 1900..2100
Eigen::Vector3d moon_vector(double time);

/// [rad] right ascension of the fictitious mean Sun, mean equinox of date: its mean longitude, Meeus (1998)
/// eq. 25.2. Local mean solar time is counted from it, as in the local time of an ascending node.
double mean_sun_right_ascension(double time);

/// Sun positions of each day of a year, computed once per process and shared by all threads: at 00:00 UTC of
/// 1 January and every 86,400 s after (a leap second within the year is not followed: 2e-7 rad).
struct SolarYear {
  int year = 0;
  std::vector<double> times;  ///< [s] TT since J2000.0, one per day
  std::vector<SunPosition> positions;
  SunPosition at_end;            ///< one day after the last of `positions`
  double nearest_distance = 0;   ///< [m] perihelion
  double farthest_distance = 0;  ///< [m] aphelion
};
/// @throws ModelError outside 1900..2100
const SolarYear& solar_year(int year);

/// [W/m^2] solar flux at a distance from the Sun [m]: 1361 W/m^2 at 1 au, inverse square.
double solar_flux(double distance);

}  // namespace sunrack
