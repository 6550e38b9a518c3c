#pragma once

#include <array>

#include "satellite/flight_geometry.h"

namespace sunrack {

/// What one face of the radiator gets because the rest of the satellite is there. Views [-]; fluxes [W/m^2]
/// as absorbed by the face, at the sizing point of the orbit.
struct FaceEffect {
  double view_of_array = 0;   ///< of the array's back, reciprocal and closed
  double view_error = 0;      ///< standard error of the traced factor; 0 where a closed form stands
  double view_in_sizing = 0;  ///< what sizing takes: one strip as wide as the panel
  double view_of_bus = 0;
  double from_array = 0;  ///< the array's infrared, on every path
  double from_array_in_sizing = 0;
  double own_returned = 0;       ///< the panel's own infrared, reflected or re-emitted by array and bus
  double sunlight_returned = 0;  ///< Sun and albedo that array and bus reflect or re-emit as infrared
  /// Direct Sun that they keep off: a panel that leans by its pointing error lies in the array's shadow.
  double sun_hidden = 0;
  /// Albedo and Earth infrared that they hide, less the Earth's infrared that they reflect or re-emit.
  double earth_hidden = 0;
};

/// The array's back against the radiator: a panel that is alone in space, as sized, and with all of the
/// satellite around it.
struct ArrayEffect {
  std::array<FaceEffect, 2> faces;   ///< Earth side, far side
  double absorbed_alone = 0;         ///< [W/m^2] of planform: Sun and Earth on a panel alone
  double absorbed_in_sizing = 0;     ///< [W/m^2]
  double absorbed = 0;               ///< [W/m^2] with all of the satellite
  double temperature_alone = 0;      ///< [K] at which the panel sheds the design's heat: uniform, two faces
  double temperature_in_sizing = 0;  ///< [K]
  double temperature = 0;            ///< [K]
  double array_temperature = 0;      ///< [K] of the wings as sizing has them when they warm the panel
  ViewFactorDefects defects;         ///< of the view factors as traced
  std::string engine;                ///< that traced the rays
};

/// For the attitude and standoff of the spec, at the design's own sizing point (worst position or orbit mean)
/// in the environment that sized the radiator. Grey-diffuse exchange; the bus re-emits what it absorbs.
/// @throws what flight_geometry and the radiosity throw; ModelError where the spec gives a sink temperature
/// in place of an environment
ArrayEffect array_effect(const SatelliteSpec& spec, const SatelliteDesign& design,
                         const FlightGeometry& geometry);
ArrayEffect array_effect(const SatelliteSpec& spec, const SatelliteDesign& design,
                         const FlightGeometryOptions& options = {});

}  // namespace sunrack
