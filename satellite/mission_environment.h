#pragma once

#include <array>

#include "physics/orbit/eclipse.h"
#include "physics/orbit/irradiance.h"
#include "physics/orbit/orbit.h"
#include "satellite/spec.h"

namespace sunrack {

/// What the orbit does to the satellite, at the worst time of the year: the extremes of the beta angle are
/// looked at.
struct MissionEnvironment {
  Orbit orbit;
  double period = 0;                              ///< [s]
  EclipseYear eclipse;                            ///< without its daily lists
  RadiativeEnvironment radiator_case;             ///< that sizes the radiator
  RadiativeEnvironment array_case;                ///< that sizes the array
  double radiator_beta = 0;                       ///< [rad] at which the panel absorbs most
  std::array<PlateIrradiance, 2> radiator_faces;  ///< at the sizing point
  WingIrradiance array;               ///< mean over the sunlit part of the orbit, in the array's case
  WingIrradiance array_when_hot;      ///< the same in the radiator's case: it warms the panel
  double drag_area_per_array = 0;     ///< [-] frontal over wing area, orbit and year mean
  double drag_area_per_radiator = 0;  ///< [-] frontal over panel area
};

/// @throws ModelError for a sun-synchronous orbit that does not exist, and what the orbit models throw
MissionEnvironment mission_environment(const SatelliteSpec& spec);

}  // namespace sunrack
