#pragma once

#include <Eigen/Core>

namespace sunrack {

/// A circular orbit about the Earth, precessing at the secular J2 rate. Angles in the mean equator frame of date.
struct Orbit {
  double altitude = 0;                        ///< [m] above the equatorial radius
  double inclination = 0;                     ///< [rad]
  double right_ascension_ascending_node = 0;  ///< [rad] at `epoch`
  double epoch = 0;                           ///< [s] TT since J2000.0 (2000-01-01T12:00 TT)
};

double semi_major_axis(const Orbit& orbit);    ///< [m]
double orbital_period(double altitude);        ///< [s] 2 pi sqrt(a^3 / mu), Keplerian
/// [rad/s] secular drift of the ascending node by J2 of a circular orbit; Vallado (2013) eq. 9-37.
double nodal_precession_rate(double altitude, double inclination);
/// [rad] inclination at which the node follows the mean Sun (2 pi per tropical year).
/// @throws ModelError where no such circular orbit exists (semi-major axis above 12,352 km)
double sun_synchronous_inclination(double altitude);
/// A sun-synchronous orbit whose ascending node crosses the equator at this local mean solar time [h, 0..24).
Orbit sun_synchronous_orbit(double altitude, double local_time_ascending_node, double epoch);

double node_at(const Orbit& orbit, double time);                 ///< [rad] right ascension of the node at `time` [s TT J2000]
Eigen::Vector3d orbit_normal(const Orbit& orbit, double time);   ///< [-] unit vector, equator of date
/// [-] unit vector to the satellite; argument of latitude [rad] counted from the ascending node.
Eigen::Vector3d position_direction(const Orbit& orbit, double time, double argument_of_latitude);
/// [rad] angle of the Sun above the orbit plane, positive on the side of the orbit normal.
double beta_angle(const Orbit& orbit, double time);

}  // namespace sunrack
