#pragma once

#include "physics/thermal/conduction.h"

namespace sunrack::conduction {

/// @throws ModelError that names a region of cells, connected among themselves, from which heat cannot leave
/// and whose steady temperature is therefore undetermined (without a source) or unlimited (with one). Single
/// cells that conduct nowhere, voids, are let be unless they are heated.
void require_ways_out(const ConductionProblem& problem);

}  // namespace sunrack::conduction
