#pragma once

#include "satellite/sizing.h"

namespace sunrack {

/// Fills the mass budget, the propellant and the total mass of a design whose parts are sized.
void roll_up_mass(const SatelliteSpec& spec, SatelliteDesign& design);

}  // namespace sunrack
