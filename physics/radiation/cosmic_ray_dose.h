#pragma once

#include <vector>

#include "physics/radiation/environment.h"

namespace sunrack {

/// [Gy] in silicon at the centre of solid aluminium spheres of these thicknesses [kg/m^2], over the
/// environment's duration: each ion straight ahead in continuous slowing down, stopping power in silicon
/// times flux. No nuclear reactions: neither the loss of ions nor their fragments and the neutrons they make,
/// which behind more than some 30 kg/m^2 hold the measured dose up.
/// @throws std::invalid_argument for a bad spectrum or a negative depth
std::vector<double> cosmic_ray_dose(const RadiationEnvironment& environment,
                                    const std::vector<double>& aluminium);

}  // namespace sunrack
