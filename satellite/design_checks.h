#pragma once

#include <string>
#include <vector>

#include "satellite/sizing.h"

namespace sunrack {

/// Refuses specs whose fields contradict each other. @throws std::invalid_argument
void check_design_inputs(const SatelliteSpec& spec);

/// What an engineer would want to be told about a design that closed: limits passed, estimates leant on.
std::vector<std::string> design_warnings(const SatelliteSpec& spec, const SatelliteDesign& design);

}  // namespace sunrack
