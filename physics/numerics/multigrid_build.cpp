#include <algorithm>
#include <cmath>

#include "physics/numerics/multigrid_level.h"
#include "physics/numerics/threads.h"

namespace sunrack::multigrid {
namespace {

/// Single precision resolves seven digits; the vertical differences must leave some for the others.
constexpr double flattest_for_single = 3e4;
constexpr std::size_t least_cells_for_threads = 30'000;

}  // namespace

int threads_of(std::size_t cells, int threads) {
  return cells < least_cells_for_threads ? 1 : threads_now(threads);
}

std::pair<int, int> share_of_planes(int planes, int thread, int threads) {
  const auto border = [&](int n) { return int(std::ptrdiff_t(planes) * n / threads); };
  return {border(thread), border(thread + 1)};
}

template <class Real>
Level<Real>::Level(int cells_x, int cells_y, int cells_z, int threads, bool finest)
    : nx(cells_x), ny(cells_y), nz(cells_z) {
  const std::size_t room = (row() + 15) / 16 * 16 + 16, stride = room + (size() + 15) / 16 * 16;
  std::vector<Real**> arrays = {&gx, &gy, &gz, &diagonal, &inverse_pivot, &r, &x};
  if (finest) arrays.push_back(&p);
  memory.resize(arrays.size() * stride + room);
  touch_pages(memory.data(), bytes(), threads_of(size(), threads));
  Real* place = memory.data();
  for (Real** array : arrays) {
    std::fill_n(place, room, Real(0));
    *array = place + room;
    std::fill(*array + size(), place + stride, Real(0));
    place += stride;
  }
  std::fill_n(place, room, Real(0));
}

template <class Real>
Workspace<Real>::Workspace(const Level<Real>& finest)
    : room((finest.row() + 15) / 16 * 16 + 16), stride(room + (finest.plane() + 15) / 16 * 16) {
  memory.assign(stride * std::size_t(planes) + room, Real(0));
}

bool too_flat_for_single(const BoxOperator& a, int threads) {
  // What conducts vertically against what leaves the cells sideways or outwards.
  const std::size_t plane = std::size_t(a.nx) * std::size_t(a.nz);
  std::vector<double> vertical(std::size_t(a.ny)), others(std::size_t(a.ny));
#pragma omp parallel for num_threads(threads_of(a.size(), threads)) schedule(static)
  for (int j = 0; j < a.ny; ++j) {
    double up = 0, rest = 0;
    const std::size_t first = std::size_t(j) * plane;
#pragma omp simd reduction(+ : up, rest)
    for (std::size_t c = first; c < first + plane; ++c)
      up += a.gz[c], rest += a.diagonal[c] + 2 * (a.gx[c] + a.gy[c]);
    vertical[std::size_t(j)] = up, others[std::size_t(j)] = rest;
  }
  double up = 0, rest = 0;
  for (const double part : vertical) up += part;
  for (const double part : others) rest += part;
  return up > flattest_for_single * rest;
}

template <class Real>
void factor_lines(Level<Real>& level, int threads) {
  const std::size_t row = level.row(), plane = level.plane();
#pragma omp parallel num_threads(threads_of(level.size(), threads))
  {
    std::vector<Real> below(row);
#pragma omp for schedule(static)
    for (int j = 0; j < level.ny; ++j) {
      // In a form without subtraction: s_k = e_k + g s_(k-1) / (s_(k-1) + g), pivot = s_k + g_(k+1), with e
      // what leaves the cell sideways and outwards.
      std::fill(below.begin(), below.end(), Real(0));  // g s / (s + g)
      for (std::size_t k = 0; k < plane; k += row) {
        const std::size_t first = std::size_t(j) * plane + k;
        const Real* const gx = level.gx + first;
        const Real* const gy = level.gy + first;
        const Real* const south = j > 0 ? gy - plane : nullptr;
        const Real* const gz = level.gz + first;
        const Real* const diagonal = level.diagonal + first;
        Real* const inverse = level.inverse_pivot + first;
        const auto eliminate = [&](std::size_t i, Real before) {
          const Real s = diagonal[i] + gx[i] + *(gx + i - 1) + gy[i] + before + below[i];
          const Real pivot = s + gz[i];
          // A part without any way out: the answer is not unique; conjugate gradients find out.
          inverse[i] = pivot > 0 ? 1 / pivot : Real(0);
          below[i] = gz[i] * (s * inverse[i]);
        };
        if (south) {
#pragma omp simd
          for (std::size_t i = 0; i < row; ++i) eliminate(i, south[i]);
        } else {
#pragma omp simd
          for (std::size_t i = 0; i < row; ++i) eliminate(i, Real(0));
        }
      }
    }
  }
}

template <class Real>
void build(const BoxOperator& a, Hierarchy<Real>& hierarchy, int threads) {
  hierarchy.threads = threads;
  auto& levels = hierarchy.levels;
  levels.clear();
  Level<Real>& finest = levels.emplace_back(a.nx, a.ny, a.nz, threads, true);
  const std::size_t plane = finest.plane();
#pragma omp parallel for num_threads(threads_of(a.size(), threads)) schedule(static)
  for (int j = 0; j < a.ny; ++j)
    for (std::size_t c = std::size_t(j) * plane; c < (std::size_t(j) + 1) * plane; ++c) {
      finest.gx[c] = Real(a.gx[c]), finest.gy[c] = Real(a.gy[c]), finest.gz[c] = Real(a.gz[c]);
      finest.diagonal[c] = Real(a.diagonal[c]);
    }
  factor_lines(finest, threads);
  while (levels.back().nx > 1 || levels.back().ny > 1) {
    choose_pairs(levels.back(), threads);
    levels.push_back(coarsen(levels.back(), threads));
  }
  hierarchy.workspaces.clear();
  for (int thread = 0; thread < std::min(threads, a.ny); ++thread)
    hierarchy.workspaces.emplace_back(levels.front());
  hierarchy.zeros.assign(levels.front().plane() + 2 * levels.front().row(), Real(0));
}

template struct Level<float>;
template struct Level<double>;
template struct Workspace<float>;
template struct Workspace<double>;
template void factor_lines<float>(Level<float>&, int);
template void factor_lines<double>(Level<double>&, int);
template void build<float>(const BoxOperator&, Hierarchy<float>&, int);
template void build<double>(const BoxOperator&, Hierarchy<double>&, int);

}  // namespace sunrack::multigrid
