#pragma once

#include "physics/debris/ballistic_limit.h"
#include "physics/debris/direction.h"
#include "physics/debris/flux.h"

namespace sunrack {

/// Holes per area of one face and second: the sum over speed and incidence of the flux above the critical
/// diameter. Meteoroids and debris apart, debris between two bounds of growth, all good to a factor
/// `uncertainty`.
/// @throws ModelError where a critical diameter leaves the flux model's range
PenetrationRate penetration_rate(const Wall& wall, const Exposure& exposure);

/// The same, with the exposure computed on the way; for many walls compute it once.
PenetrationRate penetration_rate(const Wall& wall, const DebrisEnvironment& environment,
                                 const Face& face = {});

/// Mean of both faces of a panel whose two skins are `wall`.
PenetrationRate penetration_rate(const Wall& wall, const DebrisEnvironment& environment,
                                 PanelAttitude attitude);

/// Particles larger than `diameter` [m] that hit a face.
PenetrationRate impact_rate(const Exposure& exposure, double diameter);

/// Craters deeper than `depth` [m] in a thick target.
PenetrationRate crater_rate(const SingleWall& target, const Exposure& exposure, double depth);
PenetrationRate crater_rate(const GlassPlate& target, const Exposure& exposure, double depth);

}  // namespace sunrack
