#pragma once

#include <cstddef>
#include <utility>
#include <vector>

#include "physics/numerics/box_operator.h"

/// The inside of physics/numerics/multigrid.h: the grids of a hierarchy (multigrid_build.cpp,
/// multigrid_coarsening.cpp) and the V-cycle over them (multigrid_cycle.cpp).
namespace sunrack::multigrid {

/// Operator, line factors, right-hand side and answer of one grid in precision Real; layout as BoxOperator.
/// Each array is preceded by at least one row of zeros and followed by another: what a cell at the edge of
/// the box would read beyond it is finite, and its conductance there is 0.
template <class Real>
struct Level {
  int nx = 0, ny = 0, nz = 0;
  Real* gx = nullptr;
  Real* gy = nullptr;
  Real* gz = nullptr;
  Real* diagonal = nullptr;             ///< [W/K] as the three before
  Real* inverse_pivot = nullptr;        ///< [K/W] of the vertical lines' elimination
  Real* r = nullptr;                    ///< right-hand side
  Real* x = nullptr;                    ///< answer
  Real* p = nullptr;                    ///< of the finest grid only: direction of the conjugate gradients
  std::vector<int> coarse_x, coarse_y;  ///< column or plane of the next grid that each one belongs to
  bool pairs_x = false;                 ///< coarse_x[i] == i / 2 throughout
  Field<Real> memory;                   ///< holds all these arrays

  Level(int cells_x, int cells_y, int cells_z, int threads, bool finest = false);
  Level(Level&&) noexcept = default;  // the arrays move with the memory
  Level& operator=(Level&&) noexcept = default;
  Level(const Level&) = delete;
  Level& operator=(const Level&) = delete;
  ~Level() = default;
  std::size_t row() const { return std::size_t(nx); }
  std::size_t plane() const { return row() * std::size_t(nz); }
  std::size_t size() const { return plane() * std::size_t(ny); }
  std::size_t bytes() const { return memory.size() * sizeof(Real); }
};

/// Planes of the grid that one thread works with: those of a level, with a row's room before and behind.
template <class Real>
struct Workspace {
  static constexpr int planes = 14;
  Field<Real> memory;
  std::size_t room = 0, stride = 0;

  explicit Workspace(const Level<Real>& finest);
  Real* at(int n) { return memory.data() + room + std::size_t(n) * stride; }
};

template <class Real>
struct Hierarchy {
  std::vector<Level<Real>> levels;
  std::vector<Workspace<Real>> workspaces;  ///< one for each thread of a loop over planes
  Field<Real> zeros;                        ///< a plane, and a row on either side
  int threads = 1;

  const Real* zero_plane() const { return zeros.data() + levels.front().row(); }
};

/// Threads worth their while on so many cells just now (threads_now). A sweep over fewer is done before the
/// second thread is awake.
int threads_of(std::size_t cells, int threads);
/// The planes [first, end) that one of `threads` threads works on.
std::pair<int, int> share_of_planes(int planes, int thread, int threads);

/// Whether vertical conductances exceed the others of their column so far that single precision could not
/// tell the column's sum from rounding.
bool too_flat_for_single(const BoxOperator& a, int threads);
template <class Real>
void build(const BoxOperator& a, Hierarchy<Real>& hierarchy, int threads);
/// Chooses the pairs of columns and planes of `fine` that the next grid joins.
template <class Real>
void choose_pairs(Level<Real>& fine, int threads);
/// The next grid, its conductances and its line factors.
template <class Real>
Level<Real> coarsen(const Level<Real>& fine, int threads);
/// Pivots of the vertical lines with all lateral and diagonal terms.
template <class Real>
void factor_lines(Level<Real>& level, int threads);
/// x of the finest level = one V-cycle on its r. Returns r.x, summed plane by plane: the same for any number
/// of threads.
template <class Real>
double cycle(Hierarchy<Real>& hierarchy);

}  // namespace sunrack::multigrid
