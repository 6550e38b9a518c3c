#include "physics/orbit/orbit.h"

#include <fmt/format.h>

#include <Eigen/Geometry>
#include <algorithm>
#include <boost/math/tools/roots.hpp>
#include <cmath>
#include <cstdint>

#include "physics/constants.h"
#include "physics/orbit/ephemeris.h"
#include "physics/require.h"
#include "physics/units.h"

namespace sunrack {

using namespace units;
using constants::pi;

namespace {

double radius_of(double altitude) {
  require(altitude > 0 && std::isfinite(altitude), "orbit: altitude", altitude, "must be positive [m]");
  return constants::earth_radius + altitude;
}

double mean_motion(double semi_major_axis) {
  return std::sqrt(constants::earth_gravitational_parameter / semi_major_axis) / semi_major_axis;
}

/// [rad/s] node drift divided by -cos(inclination).
double precession_scale(double altitude) {
  const double a = radius_of(altitude);
  const double ratio = constants::earth_radius / a;
  return 1.5 * constants::earth_j2 * ratio * ratio * mean_motion(a);
}

double wrapped_angle(double angle) {
  const double rest = std::fmod(angle, 2 * pi);
  return rest < 0 ? rest + 2 * pi : rest;
}

}  // namespace

double semi_major_axis(const Orbit& orbit) { return radius_of(orbit.altitude); }

double orbital_period(double altitude) { return 2 * pi / mean_motion(radius_of(altitude)); }

double nodal_precession_rate(double altitude, double inclination) {
  require(inclination >= 0 && inclination <= pi, "orbit: inclination", inclination, "must be 0..pi [rad]");
  return -precession_scale(altitude) * std::cos(inclination);
}

double sun_synchronous_inclination(double altitude) {
  const double cosine = -2 * pi / constants::tropical_year / precession_scale(altitude);
  if (cosine < -1)
    throw ModelError(fmt::format(
        "sun_synchronous_inclination: no circular orbit at {:.6g} km follows the Sun; even a retrograde "
        "equatorial one precesses at only {:.3g} of the rate (the limit is near 5,974 km)",
        altitude / 1_km, -1 / cosine));
  return std::acos(cosine);
}

Orbit sun_synchronous_orbit(double altitude, double local_time_ascending_node, double epoch) {
  require(local_time_ascending_node >= 0 && local_time_ascending_node < 24,
          "sun_synchronous_orbit: local_time_ascending_node", local_time_ascending_node, "must be 0..24 [h]");
  require_finite("sun_synchronous_orbit: epoch", epoch);
  const double hour_angle = (local_time_ascending_node - 12) * 15_deg;
  return {.altitude = altitude,
          .inclination = sun_synchronous_inclination(altitude),
          .right_ascension_ascending_node = wrapped_angle(mean_sun_right_ascension(epoch) + hour_angle),
          .epoch = epoch};
}

double node_at(const Orbit& orbit, double time) {
  return orbit.right_ascension_ascending_node +
         nodal_precession_rate(orbit.altitude, orbit.inclination) * (time - orbit.epoch);
}

Eigen::Vector3d orbit_normal(const Orbit& orbit, double time) {
  const double node = node_at(orbit, time), sine = std::sin(orbit.inclination);
  return {sine * std::sin(node), -sine * std::cos(node), std::cos(orbit.inclination)};
}

Eigen::Vector3d position_direction(const Orbit& orbit, double time, double argument_of_latitude) {
  const double node = node_at(orbit, time);
  const double cos_node = std::cos(node), sin_node = std::sin(node);
  const double along = std::cos(argument_of_latitude), across = std::sin(argument_of_latitude);
  const double level = across * std::cos(orbit.inclination);
  return {along * cos_node - level * sin_node, along * sin_node + level * cos_node,
          across * std::sin(orbit.inclination)};
}

Eigen::Vector3d satellite_position(const Orbit& orbit, double time) {
  const double a = radius_of(orbit.altitude);
  return a * position_direction(orbit, time, mean_motion(a) * (time - orbit.epoch));
}

double beta_angle(const Orbit& orbit, double time) {
  const double sine = orbit_normal(orbit, time).dot(interpolated_sun(time).direction);
  return std::asin(std::clamp(sine, -1.0, 1.0));
}

Eigen::Vector3d kepler_position(const Eigen::Vector3d& position, const Eigen::Vector3d& velocity,
                                double gravitational_parameter, double step) {
  const double mu = gravitational_parameter;
  require(mu > 0 && std::isfinite(mu), "kepler_position: gravitational_parameter", mu,
          "must be positive [m^3/s^2]");
  require_finite("kepler_position: step", step);
  const double radius = position.norm();
  require(radius > 0 && std::isfinite(radius), "kepler_position: distance", radius, "must be positive [m]");
  require_finite("kepler_position: speed", velocity.norm());
  const double a = 1 / (2 / radius - velocity.squaredNorm() / mu);
  const double e_cos = 1 - radius / a;
  const double e_sin = position.dot(velocity) / std::sqrt(mu * a);
  // The semi-latus rectum per a is 1 - e^2 without cancellation.
  const double roundness = position.cross(velocity).squaredNorm() / (mu * a);
  if (!(a > 0) || !(roundness > 1e-12))
    throw ModelError("kepler_position: the orbit is not an ellipse with angular momentum");

  const double rate = std::sqrt(mu / a) / a;
  const double reduced_step = std::remainder(step, 2 * pi / rate);
  const double mean_anomaly = rate * reduced_step;
  const auto kepler = [&](double x) {
    const double s = std::sin(x), c = std::cos(x);
    return std::pair{x - e_cos * s + e_sin * (1 - c) - mean_anomaly, 1 - e_cos * c + e_sin * s};
  };
  // The periodic terms stay below 2 e, so the root lies within 2 of the mean anomaly.
  std::uintmax_t iterations = 60;
  const double x = boost::math::tools::newton_raphson_iterate(kepler, mean_anomaly, mean_anomaly - 2,
                                                              mean_anomaly + 2, 50, iterations);
  const double f = 1 - a / radius * (1 - std::cos(x));
  const double g = reduced_step - (x - std::sin(x)) / rate;
  return f * position + g * velocity;
}

}  // namespace sunrack
