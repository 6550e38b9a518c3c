#pragma once

#include "physics/thermal/conduction.h"

namespace sunrack {

/// What one of several machines holds of a block: planes of constant y next to each other, and a plane of
/// each neighbour beside them (the halo).
struct ConductionSlab {
  ConductionProblem problem;  ///< own planes and halo
  bool halo_below = false, halo_above = false;

  int own_planes() const { return problem.ny() - int(halo_below) - int(halo_above); }
  std::size_t plane() const { return std::size_t(problem.nx()) * std::size_t(problem.nz()); }
  std::size_t first_own() const { return halo_below ? plane() : 0; }  ///< cell of `problem`
  std::size_t own_cells() const { return std::size_t(own_planes()) * plane(); }
};

/// Part `part` of `parts` of a block, of as equal thickness as can be. A program whose block fits into no
/// single memory makes its slabs itself.
/// @throws std::invalid_argument when there are more parts than planes, or the block is none
ConductionSlab slab_of(const ConductionProblem& whole, int part, int parts);

}  // namespace sunrack
