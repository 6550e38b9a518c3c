#pragma once

#include "fleet/uncertain_input.h"
#include "physics/orbit/eclipse_year.h"

namespace sunrack {

// What claims of several topics share.

/// Eclipses of 2026 on a dawn-dusk orbit [km].
EclipseYear dawn_dusk_year(double altitude_km, ShadowShape shape = ShadowShape::cones);
UncertainInput capacity_factor_input();
UncertainInput altitude_input();

}  // namespace sunrack
