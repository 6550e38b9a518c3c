#include "physics/orbit/orbit_point.h"

#include <Eigen/Geometry>
#include <cmath>

#include "physics/constants.h"
#include "physics/orbit/ephemeris.h"
#include "physics/require.h"

namespace sunrack {
namespace {

void add_sun(OrbitPoint& point) {
  point.sun = interpolated_sun_vector(point.time);
  const Eigen::Vector3d to_sun = point.sun - point.position;
  point.sun_distance = to_sun.norm();
  point.sun_direction = to_sun / point.sun_distance;
}

}  // namespace

double argument_of_latitude_rate(double altitude, double inclination) {
  const double motion = 2 * constants::pi / orbital_period(altitude);
  const double ratio = constants::earth_radius / (constants::earth_radius + altitude);
  const double sine = std::sin(inclination);
  return motion * (1 + 0.75 * constants::earth_j2 * ratio * ratio * (3 - 3.5 * sine * sine));
}

double argument_of_latitude(const Orbit& orbit, double time) {
  return argument_of_latitude_rate(orbit.altitude, orbit.inclination) * (time - orbit.epoch);
}

OrbitPoint orbit_point_at(const Orbit& orbit, double time, double argument) {
  require_finite("orbit_point: argument of latitude", argument);
  OrbitPoint point{.time = time, .altitude = orbit.altitude};
  point.vertical = position_direction(orbit, time, argument);
  point.orbit_normal = orbit_normal(orbit, time);
  point.forward = point.orbit_normal.cross(point.vertical);
  point.position = semi_major_axis(orbit) * point.vertical;
  add_sun(point);
  return point;
}

OrbitPoint orbit_point(const Orbit& orbit, double time) {
  return orbit_point_at(orbit, time, argument_of_latitude(orbit, time));
}

OrbitPoint orbit_point(double time, const Eigen::Vector3d& position, const Eigen::Vector3d& velocity) {
  const double radius = position.norm();
  require(std::isfinite(radius) && radius > constants::earth_radius, "orbit_point: distance", radius,
          "must be outside the Earth [m]");
  const Eigen::Vector3d momentum = position.cross(velocity);
  require(momentum.norm() > 1e-9 * radius * velocity.norm(), "orbit_point: angular momentum", momentum.norm(),
          "must not be zero [m^2/s]");
  OrbitPoint point{.time = time,
                   .position = position,
                   .vertical = position / radius,
                   .orbit_normal = momentum.normalized()};
  point.forward = point.orbit_normal.cross(point.vertical);
  point.altitude = radius - constants::earth_radius;
  add_sun(point);
  return point;
}

}  // namespace sunrack
