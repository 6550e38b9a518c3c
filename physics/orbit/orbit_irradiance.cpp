#include "physics/orbit/orbit_irradiance.h"

#include <Eigen/Geometry>
#include <algorithm>
#include <cmath>
#include <stdexcept>

#include "physics/constants.h"
#include "physics/require.h"

namespace sunrack {
namespace {

using constants::pi;
using Eigen::Vector3d;

/// [rad] half of the orbit's arc in the cylindrical shadow, about the point farthest from the Sun.
double shadow_half_arc(double altitude, double beta) {
  const double ratio = altitude / constants::earth_radius;
  const double limb = std::sqrt(ratio * (2 + ratio)) / (1 + ratio);  // cosine of the Earth's apparent radius
  const double in_plane = std::cos(beta);
  return in_plane > limb ? std::acos(limb / in_plane) : 0;
}

/// [rad] of the arc from `from` to `to` (0 <= from < to <= 2 pi) outside the shadow.
double sunlit_arc(double from, double to, double half_shadow) {
  return (to - from) - std::max(0.0, std::min(to, pi + half_shadow) - std::max(from, pi - half_shadow));
}

/// Normal of the front face.
Vector3d front_normal(PlateAttitude attitude, const Vector3d& vertical, const Vector3d& forward,
                      const Vector3d& sun, double error) {
  Vector3d level = vertical - vertical.dot(sun) * sun;
  // With the Sun at the zenith or nadir, take what the panel turns to a moment later.
  if (level.norm() < 1e-9) level = forward - forward.dot(sun) * sun;
  const Vector3d outward = level.normalized();
  switch (attitude) {
    case PlateAttitude::edge_on_zenith:
      return std::sin(error) * sun - std::cos(error) * outward;
    case PlateAttitude::edge_on_velocity:
      return std::sin(error) * sun + std::cos(error) * sun.cross(outward);
    case PlateAttitude::sun_facing:
      return std::cos(error) * sun - std::sin(error) * outward;
  }
  throw std::invalid_argument("orbit_irradiance: attitude, must be one of PlateAttitude");
}

void add(PlateIrradiance& sum, const PlateIrradiance& face, double sun_weight, double earth_weight) {
  sum.sun += sun_weight * face.sun;
  sum.albedo += earth_weight * face.albedo;
  sum.earth_infrared += earth_weight * face.earth_infrared;
}

void add(FaceIrradiance& sum, const FaceIrradiance& faces, double sun_weight, double earth_weight) {
  add(sum.front, faces.front, sun_weight, earth_weight);
  add(sum.back, faces.back, sun_weight, earth_weight);
}

double absorbed(const FaceIrradiance& faces, const OrbitIrradianceOptions& options) {
  const auto face = [&](const PlateIrradiance& flux) {
    return options.solar_absorptance * (flux.sun + flux.albedo) +
           options.infrared_emittance * flux.earth_infrared;
  };
  return face(faces.front) + face(faces.back);
}

void require_inputs(double altitude, double beta, const OrbitIrradianceOptions& options) {
  require(std::isfinite(altitude) && altitude > 0, "orbit_irradiance: altitude", altitude,
          "must be positive [m]");
  require(std::abs(beta) <= pi / 2, "orbit_irradiance: beta", beta, "must be from -pi/2 to pi/2 [rad]");
  require(options.positions >= 4, "OrbitIrradianceOptions.positions", options.positions, "must be 4 or more");
  require(options.pointing_error >= 0 && options.pointing_error <= pi / 2,
          "OrbitIrradianceOptions.pointing_error", options.pointing_error, "must be from 0 to pi/2 [rad]");
  require(options.solar_absorptance >= 0 && options.solar_absorptance <= 1,
          "OrbitIrradianceOptions.solar_absorptance", options.solar_absorptance, "must be from 0 to 1");
  require(options.infrared_emittance >= 0 && options.infrared_emittance <= 1,
          "OrbitIrradianceOptions.infrared_emittance", options.infrared_emittance, "must be from 0 to 1");
}

}  // namespace

PlateAttitude plate_attitude(const std::string& name) {
  if (name == "edge_on_zenith") return PlateAttitude::edge_on_zenith;
  if (name == "edge_on_velocity") return PlateAttitude::edge_on_velocity;
  if (name == "sun_facing") return PlateAttitude::sun_facing;
  throw std::invalid_argument("plate attitude = \"" + name +
                              "\", must be edge_on_zenith, edge_on_velocity or sun_facing");
}

OrbitIrradiance orbit_irradiance(double altitude, double beta, PlateAttitude attitude,
                                 const RadiativeEnvironment& environment,
                                 const OrbitIrradianceOptions& options) {
  require_inputs(altitude, beta, options);
  const Vector3d sun(std::cos(beta), 0,
                     std::sin(beta));  // x: the orbit's point nearest the Sun, z: orbit normal
  const double half_shadow = shadow_half_arc(altitude, beta);
  const double step = 2 * pi / options.positions;

  OrbitIrradiance result{.sunlit_fraction = 1 - half_shadow / pi};
  double most = -1;
  for (int i = 0; i < options.positions; ++i) {
    const double angle = i * step;
    const Vector3d vertical(std::cos(angle), std::sin(angle), 0),
        forward(-std::sin(angle), std::cos(angle), 0);
    const Vector3d normal =
        front_normal(attitude, vertical, forward, sun, options.pointing_error).normalized();
    FaceIrradiance faces{plate_irradiance(normal, vertical, altitude, sun, 1, environment, options.albedo),
                         plate_irradiance(-normal, vertical, altitude, sun, 1, environment, options.albedo)};

    // Each position stands for half a step to either side; the first one's arc lies across 2 pi, far from the
    // shadow.
    const double lit =
        i == 0 ? sunlit_arc(0, step / 2, half_shadow) + sunlit_arc(2 * pi - step / 2, 2 * pi, half_shadow)
               : sunlit_arc(angle - step / 2, angle + step / 2, half_shadow);
    add(result.mean, faces, lit / (2 * pi), step / (2 * pi));
    const double share = lit / (2 * pi * result.sunlit_fraction);
    add(result.sunlit_mean, faces, share, share);

    if (std::abs(angle - pi) < half_shadow) faces.front.sun = faces.back.sun = 0;
    const double total = absorbed(faces, options);
    if (total > most) {
      most = total;
      result.worst = faces;
      result.worst_position = angle;
    }
  }
  return result;
}

}  // namespace sunrack
