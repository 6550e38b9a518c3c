#pragma once

#include <optional>
#include <vector>

#include "physics/thermal/conduction.h"

namespace sunrack::conduction {

/// Cells, connected among themselves, from which heat cannot leave; their steady temperature is therefore
/// undetermined (without a source) or unlimited (with one).
struct TrappedRegion {
  std::vector<std::size_t> cells = {};  ///< the lowest first
  double power = 0;                     ///< [W]
};
/// The first one, if there is any. Single cells that conduct nowhere, voids, are let be unless they are
/// heated.
std::optional<TrappedRegion> trapped_region(const ConductionProblem& problem);

/// @throws ModelError that names a trapped region's first cell
void require_ways_out(const ConductionProblem& problem);

}  // namespace sunrack::conduction
