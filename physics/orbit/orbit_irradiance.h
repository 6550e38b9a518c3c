#pragma once

#include <string>

#include "physics/orbit/irradiance.h"

namespace sunrack {

/// How a flat panel is held along the orbit.
enum class PlateAttitude {
  /// The panel's plane contains the Sun line; its normals lie as close to nadir and zenith as that allows.
  /// Front looks toward the Earth, back away from it.
  edge_on_zenith,
  /// The panel's plane contains the Sun line and the local vertical. The normals are roughly along the
  /// velocity in a
  /// dawn-dusk orbit: front along Sun x vertical, which is forward for beta > 0.
  edge_on_velocity,
  /// Front faces the Sun: a solar array.
  sun_facing
};

/// "edge_on_zenith", "edge_on_velocity" or "sun_facing". @throws std::invalid_argument for any other name
PlateAttitude plate_attitude(const std::string& name);

struct OrbitIrradianceOptions {
  int positions = 24;  ///< [-] around the orbit, equally spaced from the point nearest the Sun; 4 or more
  double solar_absorptance = 1;  ///< [-] 0..1, weighs sunlight and albedo in the choice of the worst position
  double infrared_emittance =
      1;  ///< [-] 0..1, weighs the Earth's infrared in the choice of the worst position
  /// [rad] 0..pi/2. The front of an edge-on panel leans toward the Sun by this angle and then gets its sine;
  /// the front of a Sun-facing one leans away from it, toward the Earth, and loses the cosine.
  double pointing_error = 0;
  AlbedoOptions albedo = coarse_albedo;
};

/// Both faces of a panel.
struct FaceIrradiance {
  PlateIrradiance front, back;
};

/// What both faces of a panel receive around a circular orbit.
struct OrbitIrradiance {
  FaceIrradiance mean{};         ///< over the whole orbit, eclipse included
  FaceIrradiance sunlit_mean{};  ///< over the sunlit part of the orbit only
  /// At the one position where both faces together absorb most: absorptance (sun + albedo) + emittance
  /// infrared.
  FaceIrradiance worst{};
  double worst_position = 0;   ///< [rad] angle along the orbit from the point nearest the Sun, 0..2 pi
  double sunlit_fraction = 1;  ///< [-] of the orbit, cylindrical shadow
};

/// A panel around a circular orbit at an altitude [m] whose plane makes the angle beta [rad], -pi/2..pi/2,
/// with the Sun. The shadow is a cylinder of the Earth's equatorial radius; its edges are placed exactly
/// between the positions, so the mean direct sunlight does not depend on their number.
/// @throws std::invalid_argument
OrbitIrradiance orbit_irradiance(double altitude, double beta, PlateAttitude attitude,
                                 const RadiativeEnvironment& environment,
                                 const OrbitIrradianceOptions& options = {});

}  // namespace sunrack
