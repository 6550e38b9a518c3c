#pragma once

#include <Eigen/Core>

namespace sunrack {

/// A circular orbit about the Earth, precessing at the secular J2 rate. Angles in the mean equator frame of
/// date.
struct Orbit {
  double altitude = 0;                        ///< [m] above the equatorial radius
  double inclination = 0;                     ///< [rad]
  double right_ascension_ascending_node = 0;  ///< [rad] at `epoch`
  double epoch = 0;                           ///< [s] TT since J2000.0 (2000-01-01T12:00 TT)
};

double semi_major_axis(const Orbit& orbit);  ///< [m]
/// [s] 2 pi sqrt(a^3 / mu), Keplerian. @throws std::invalid_argument unless the altitude [m] is positive
double orbital_period(double altitude);
/// [rad/s] secular drift of the ascending node by J2 of a circular orbit; Vallado (2013) eq. 9-37.
double nodal_precession_rate(double altitude, double inclination);
/// [rad] inclination at which the node follows the mean Sun (2 pi per tropical year).
/// @throws ModelError where no such circular orbit exists (semi-major axis above 12,352 km)
double sun_synchronous_inclination(double altitude);
/// A sun-synchronous orbit whose ascending node crosses the equator at this local mean solar time [h, 0..24):
/// its right ascension is that of the fictitious mean Sun plus 15 degrees per hour after noon.
Orbit sun_synchronous_orbit(double altitude, double local_time_ascending_node, double epoch);

double node_at(const Orbit& orbit,
               double time);  ///< [rad] right ascension of the node at `time` [s TT J2000]
Eigen::Vector3d orbit_normal(const Orbit& orbit, double time);  ///< [-] unit vector, equator of date
/// [-] unit vector to the satellite; argument of latitude [rad] counted from the ascending node.
Eigen::Vector3d position_direction(const Orbit& orbit, double time, double argument_of_latitude);
/// [m] the satellite at `time`, equator of date, when it passes its ascending node at `epoch`: argument of
/// latitude 2 pi (time - epoch) / period. The secular J2 change of the period (about 0.1 %) is neglected.
Eigen::Vector3d satellite_position(const Orbit& orbit, double time);
/// [rad] angle of the true Sun above the orbit plane, positive on the side of the orbit normal.
/// @throws ModelError outside 1900..2100
double beta_angle(const Orbit& orbit, double time);

/// [m] position a time `step` [s] after `position` [m] and `velocity` [m/s] on an elliptic two-body orbit;
/// Kepler's equation in the difference of eccentric anomaly, Battin (1999) section 4.3. The step may be
/// negative.
/// @throws ModelError unless the orbit is an ellipse
Eigen::Vector3d kepler_position(const Eigen::Vector3d& position, const Eigen::Vector3d& velocity,
                                double gravitational_parameter, double step);

}  // namespace sunrack
