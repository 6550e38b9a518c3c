#pragma once

#include <Eigen/Core>

#include "physics/orbit/orbit.h"

namespace sunrack {

/// Where a satellite is and where the Sun stands at one instant. Equator of date; lengths [m], unit vectors
/// [-].
struct OrbitPoint {
  double time = 0;                                           ///< [s] TT since J2000.0
  Eigen::Vector3d position = Eigen::Vector3d::Zero();        ///< [m] from the Earth's centre
  Eigen::Vector3d vertical = Eigen::Vector3d::UnitX();       ///< [-] away from the Earth's centre
  Eigen::Vector3d forward = Eigen::Vector3d::UnitY();        ///< [-] level, along the motion
  Eigen::Vector3d orbit_normal = Eigen::Vector3d::UnitZ();   ///< [-] vertical x forward
  Eigen::Vector3d sun = Eigen::Vector3d::Zero();             ///< [m] the Sun's centre from the Earth's
  Eigen::Vector3d sun_direction = Eigen::Vector3d::UnitX();  ///< [-] from the satellite
  double sun_distance = 0;                                   ///< [m] from the satellite
  double altitude = 0;                                       ///< [m] above the equatorial radius
};

/// [rad/s] of a circular orbit's mean argument of latitude, the node's drift and the mean motion that J2
/// changes included, for an orbit whose *mean radius* is earth_radius + altitude:
///   n [1 + (3/4) J2 (R/r)^2 (3 - (7/2) sin^2 i)],  n = sqrt(mu / r^3).
/// First-order solution of Hill's equations with J2 (docs/models/orbit.md); what is left out is of the order
/// of J2^2, about a kilometre along the track per day.
double argument_of_latitude_rate(double altitude, double inclination);
/// [rad] from the ascending node at `time`; the satellite passes the node at the orbit's epoch. Not wrapped.
double argument_of_latitude(const Orbit& orbit, double time);

/// The satellite of a closed-form orbit at `time`, J2 along the track included (satellite_position leaves it
/// out). @throws ModelError outside 1900..2100
OrbitPoint orbit_point(const Orbit& orbit, double time);
/// The same at a given argument of latitude [rad]; node and Sun are those of `time`.
OrbitPoint orbit_point_at(const Orbit& orbit, double time, double argument);
/// From a position [m] and velocity [m/s], for orbits integrated numerically.
/// @throws std::invalid_argument for a position inside the Earth or a velocity without a level part
OrbitPoint orbit_point(double time, const Eigen::Vector3d& position, const Eigen::Vector3d& velocity);

}  // namespace sunrack
