#include "physics/radiation/orbit_samples.h"

#include <cmath>
#include <stdexcept>

#include "physics/constants.h"
#include "physics/require.h"
#include "physics/units.h"

namespace sunrack {

using namespace units;

namespace {

using constants::pi;

constexpr double sidereal_day = 86164.0905;  // [s] mean; Astronomical Almanac
constexpr double golden = 0.618033988749894848;

struct Ellipse {
  double axis, eccentricity, period;
};

Ellipse ellipse(const RadiationOrbit& orbit) {
  const double low = constants::earth_radius + orbit.perigee_altitude,
               high = constants::earth_radius + orbit.apogee_altitude, axis = (low + high) / 2;
  return {axis, (high - low) / (high + low),
          2 * pi * std::sqrt(axis * axis * axis / constants::earth_gravitational_parameter)};
}

/// Kepler's equation by Newton's method from the start that never fails, E = pi, or near by for small e.
double eccentric_anomaly(double mean, double eccentricity) {
  mean = std::remainder(mean, 2 * pi);
  double anomaly = eccentricity < 0.8 ? mean : std::copysign(pi, mean);
  for (int i = 0; i < 60; ++i) {
    const double step =
        (anomaly - eccentricity * std::sin(anomaly) - mean) / (1 - eccentricity * std::cos(anomaly));
    anomaly -= step;
    if (std::abs(step) < 1e-14) break;
  }
  return anomaly;
}

/// Where an orbit is in its plane: distance and argument of latitude.
struct InPlane {
  double distance, latitude_argument;
};

InPlane in_plane(const RadiationOrbit& orbit, const Ellipse& shape, double mean_anomaly) {
  const double e = shape.eccentricity, anomaly = eccentric_anomaly(mean_anomaly, e);
  const double truth =
      2 * std::atan2(std::sqrt(1 + e) * std::sin(anomaly / 2), std::sqrt(1 - e) * std::cos(anomaly / 2));
  return {shape.axis * (1 - e * std::cos(anomaly)), truth + orbit.argument_of_perigee};
}

double mean_anomaly_at_node(const RadiationOrbit& orbit, const Ellipse& shape) {
  const double e = shape.eccentricity, truth = -orbit.argument_of_perigee;
  const double anomaly =
      2 * std::atan2(std::sqrt(1 - e) * std::sin(truth / 2), std::sqrt(1 + e) * std::cos(truth / 2));
  return anomaly - e * std::sin(anomaly);
}

Eigen::Vector3d earth_fixed(const RadiationOrbit& orbit, const InPlane& place, double node) {
  const double cosine = std::cos(place.latitude_argument), sine = std::sin(place.latitude_argument);
  const double across = sine * std::cos(orbit.inclination);
  return place.distance * Eigen::Vector3d(std::cos(node) * cosine - std::sin(node) * across,
                                          std::sin(node) * cosine + std::cos(node) * across,
                                          sine * std::sin(orbit.inclination));
}

/// The satellite a time after its node at a longitude.
OrbitSample sample(const RadiationOrbit& orbit, const Ellipse& shape, double node, double time) {
  const double mean = mean_anomaly_at_node(orbit, shape) + 2 * pi * time / shape.period;
  return {time, earth_fixed(orbit, in_plane(orbit, shape, mean), node - 2 * pi * time / sidereal_day)};
}

/// [rad] the way from one node to the next over the ground, -pi to pi.
double node_drift(const RadiationOrbit& orbit, const Ellipse& shape) {
  const double parameter = shape.axis * (1 - shape.eccentricity * shape.eccentricity),
               flat = constants::earth_radius / parameter;
  const double precession = -3 * pi * constants::earth_j2 * flat * flat * std::cos(orbit.inclination);
  return std::remainder(precession - 2 * pi * shape.period / sidereal_day, 2 * pi);
}

/// [rad] part of the turn that the nodes of a mission are spread over, with its sign, from the longitude.
double node_arc(const RadiationOrbit& orbit, const Ellipse& shape, double duration) {
  if (!orbit.longitude) return 2 * pi;
  if (std::abs(shape.period / sidereal_day - 1) < 1e-3) return 0;
  const double arc = node_drift(orbit, shape) * duration / shape.period;
  return std::abs(arc) < 2 * pi ? arc : 2 * pi;
}

}  // namespace

RadiationOrbit circular_orbit(double altitude, double inclination) {
  return {.perigee_altitude = altitude, .apogee_altitude = altitude, .inclination = inclination};
}

void require_earth_orbit(const RadiationOrbit& orbit) {
  if (orbit.kind != RadiationOrbit::Kind::earth)
    throw std::invalid_argument("radiation: a heliocentric orbit has no place in the Earth's field");
  require(orbit.perigee_altitude >= 150_km, "radiation: perigee altitude", orbit.perigee_altitude,
          "must be 150 km at least: below it the atmosphere takes the belts and the satellite [m]");
  require(orbit.apogee_altitude >= orbit.perigee_altitude && orbit.apogee_altitude <= 300000_km,
          "radiation: apogee altitude", orbit.apogee_altitude,
          "must be the perigee's at least and 300,000 km at most [m]");
  require(orbit.inclination >= 0 && orbit.inclination <= pi, "radiation: inclination", orbit.inclination,
          "must be 0 to pi [rad]");
  require_finite("radiation: argument of perigee", orbit.argument_of_perigee);
  if (orbit.longitude) require_finite("radiation: longitude", *orbit.longitude);
}

OrbitSamples orbit_samples(const RadiationOrbit& orbit, int revolutions, int points_per_revolution,
                           double duration) {
  require_earth_orbit(orbit);
  require(revolutions >= 0 && revolutions <= 10000, "orbit_samples: revolutions", revolutions,
          "must be 0 (chosen) to 10000");
  require(points_per_revolution >= 0 && points_per_revolution <= 100000,
          "orbit_samples: points per revolution", points_per_revolution, "must be 0 (chosen) to 100000");
  require(duration > 0, "orbit_samples: duration", duration, "must be positive [s]");
  const Ellipse shape = ellipse(orbit);
  const double arc = node_arc(orbit, shape, duration);
  OrbitSamples result{.revolutions = revolutions > 0 ? revolutions
                                     : arc == 0      ? 1
                                                     : 90,
                      .points_per_revolution = points_per_revolution > 0 ? points_per_revolution : 300,
                      .period = shape.period};
  result.samples.reserve(std::size_t(result.revolutions) * std::size_t(result.points_per_revolution));
  const double within = arc < 2 * pi ? 0.5 : 0;  // a circle has no ends
  for (int k = 0; k < result.revolutions; ++k) {
    const double node = orbit.longitude.value_or(0) + arc * (k + within) / result.revolutions;
    const double shift = std::fmod(k * golden, 1.0);
    for (int i = 0; i < result.points_per_revolution; ++i)
      result.samples.push_back(
          sample(orbit, shape, node, shape.period * (i + shift) / result.points_per_revolution));
  }
  return result;
}

std::vector<OrbitSample> orbit_track(const RadiationOrbit& orbit, double duration, int points) {
  require_earth_orbit(orbit);
  require(duration > 0 && std::isfinite(duration), "orbit_track: duration", duration, "must be positive [s]");
  require(points >= 2 && points <= 10000000, "orbit_track: points", points, "must be 2 to 10,000,000");
  const Ellipse shape = ellipse(orbit);
  std::vector<OrbitSample> result;
  result.reserve(std::size_t(points));
  for (int i = 0; i < points; ++i)
    result.push_back(sample(orbit, shape, orbit.longitude.value_or(0), duration * i / (points - 1)));
  return result;
}

}  // namespace sunrack
