#pragma once

#include <array>
#include <string>

#include "physics/thermal/conduction.h"

namespace sunrack {

/// What the flux that a face absorbs (SurfaceCondition::absorbed) comes to.
struct AbsorbedHeat {
  double taken = 0;     ///< [W] through cells that conduct inwards
  double left_out = 0;  ///< [W] asked for where there is nothing, or nothing conducts inwards: not solved
};
/// By BoxFace.
std::array<AbsorbedHeat, 6> absorbed_heat(const ConductionProblem& problem);

/// [W] of all faces.
double absorbed_power(const ConductionProblem& problem);

/// What is left out, by face, as a reader should know it; "" where nothing is.
std::string absorbed_note(const ConductionProblem& problem);

}  // namespace sunrack
