#pragma once

#include <vector>

#include "physics/numerics/box_operator.h"

/// The inside of physics/numerics/multigrid.h: one grid of the hierarchy and the V-cycle over all of them.
namespace sunrack::multigrid {

/// Operator, line factors and work vectors of one grid, all in precision Real; layout as BoxOperator.
template <class Real>
struct Level {
  int nx = 0, ny = 0, nz = 0;
  std::vector<Real> gx, gy, gz, diagonal;  ///< [W/K]
  std::vector<Real> inverse_pivot;         ///< [K/W] of the vertical lines' elimination
  std::vector<Real> r;                     ///< right-hand side of this grid
  std::vector<Real> s, d;                  ///< residual and correction under way
  std::vector<Real> x;                     ///< answer of this grid
  std::vector<int> coarse_x, coarse_y;     ///< column or plane of the next grid that each one belongs to
  bool pairs_x = false;                    ///< coarse_x[i] == i / 2 throughout

  std::size_t plane() const { return std::size_t(nx) * std::size_t(nz); }
  std::size_t size() const { return plane() * std::size_t(ny); }
  std::size_t bytes() const { return 9 * gx.size() * sizeof(Real); }
};
template <class Real>
using Hierarchy = std::vector<Level<Real>>;

/// Whether vertical conductances exceed the others of their column so far that single precision could not
/// tell the column's sum from rounding.
bool too_flat_for_single(const BoxOperator& a);
template <class Real>
void build(const BoxOperator& a, Hierarchy<Real>& levels);
/// x of the finest level = one V-cycle on its r.
template <class Real>
void cycle(Hierarchy<Real>& levels, int threads);

}  // namespace sunrack::multigrid
