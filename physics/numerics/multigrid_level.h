#pragma once

#include <memory>
#include <new>
#include <utility>
#include <vector>

#include "physics/numerics/box_operator.h"

/// The inside of physics/numerics/multigrid.h: one grid of the hierarchy and the V-cycle over all of them.
namespace sunrack::multigrid {

/// Leaves new elements as they are: they are written by the threads that will read them, and not before.
template <class T>
struct Uninitialised : std::allocator<T> {
  template <class Other>
  struct rebind {
    using other = Uninitialised<Other>;
  };
  template <class U>
  void construct(U* place) {
    ::new (static_cast<void*>(place)) U;
  }
  template <class U, class... Arguments>
  void construct(U* place, Arguments&&... arguments) {
    ::new (static_cast<void*>(place)) U(std::forward<Arguments>(arguments)...);
  }
};
template <class Real>
using Field = std::vector<Real, Uninitialised<Real>>;

/// Operator, line factors and work vectors of one grid, all in precision Real; layout as BoxOperator.
template <class Real>
struct Level {
  int nx = 0, ny = 0, nz = 0;
  Field<Real> gx, gy, gz, diagonal;     ///< [W/K]
  Field<Real> inverse_pivot;            ///< [K/W] of the vertical lines' elimination
  Field<Real> r;                        ///< right-hand side of this grid
  Field<Real> s, d;                     ///< residual and correction under way
  Field<Real> x;                        ///< answer of this grid
  std::vector<int> coarse_x, coarse_y;  ///< column or plane of the next grid that each one belongs to
  bool pairs_x = false;                 ///< coarse_x[i] == i / 2 throughout

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
void build(const BoxOperator& a, Hierarchy<Real>& levels, int threads);
/// x of the finest level = one V-cycle on its r.
template <class Real>
void cycle(Hierarchy<Real>& levels, int threads);

}  // namespace sunrack::multigrid
