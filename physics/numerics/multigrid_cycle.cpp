// The V-cycle. Each grid is swept twice, down and up, and each sweep goes through the planes of constant y
// once: as soon as a plane's neighbours have gone through one stage it goes through the next, so that all
// stages find their planes in the cache and memory is read and written once. Threads share the planes; what
// they need of planes beyond their share they work out themselves.
#include <omp.h>

#include <algorithm>

#include "physics/numerics/multigrid_level.h"

namespace sunrack::multigrid {
namespace {

// Chebyshev polynomial of degree 2 for the spectrum of line Jacobi, [0.25, 2]: the modes that the coarse grid
// cannot see lie there. d0 = z0 / middle, d1 = keep d0 + gain z1 (Saad, Iterative Methods (2003), alg. 12.1).
constexpr double lowest = 0.25, highest = 2.0;
constexpr double middle = (highest + lowest) / 2, half_width = (highest - lowest) / 2;
constexpr double rho0 = half_width / middle, rho1 = 1 / (2 * middle / half_width - rho0);
constexpr double keep = rho1 * rho0, gain = 2 * rho1 / half_width;

/// Coefficients of one plane of constant y.
template <class Real>
struct Plane {
  std::size_t row = 0, cells = 0, first = 0;
  bool has_south = false, has_north = false;
  const Real *gx = nullptr, *gy = nullptr, *gy_south = nullptr, *gz = nullptr, *diagonal = nullptr,
             *inverse = nullptr;

  Plane(const Hierarchy<Real>& hierarchy, const Level<Real>& level, int j)
      : row(level.row()),
        cells(level.plane()),
        first(std::size_t(j) * cells),
        has_south(j > 0),
        has_north(j + 1 < level.ny),
        gx(level.gx + first),
        gy(level.gy + first),
        gy_south(has_south ? gy - cells : hierarchy.zero_plane()),
        gz(level.gz + first),
        diagonal(level.diagonal + first),
        inverse(level.inverse_pivot + first) {}
};

/// A plane of values with its neighbours; where there is none the conductance is 0, and any values do.
template <class Real>
struct Neighbourhood {
  const Real *here = nullptr, *south = nullptr, *north = nullptr;
};
template <class Real>
Neighbourhood<Real> around(const Plane<Real>& plane, const Real* here, const Real* south, const Real* north) {
  return {here, plane.has_south ? south : here, plane.has_north ? north : here};
}

/// N v at cell c: lateral conductance times neighbour, summed.
template <class Real>
inline Real lateral(const Plane<Real>& p, const Neighbourhood<Real>& v, std::size_t c) {
  return p.gy[c] * v.north[c] + p.gy_south[c] * v.south[c] + p.gx[c] * v.here[c + 1] +
         *(p.gx + c - 1) * *(v.here + c - 1);
}

/// z = D^-1 right(c), where D holds the vertical lines with their full diagonals.
template <class Real, class Right>
inline void solve_lines(const Plane<Real>& p, Real* z, Right right) {
  const std::size_t row = p.row;
#pragma omp simd
  for (std::size_t c = 0; c < row; ++c) z[c] = right(c) * p.inverse[c];
  for (std::size_t k = row; k < p.cells; k += row) {
    const Real* const below = z + k - row;
    const Real* const g = p.gz + k - row;
#pragma omp simd
    for (std::size_t i = 0; i < row; ++i) z[k + i] = (right(k + i) + g[i] * below[i]) * p.inverse[k + i];
  }
  for (std::size_t k = p.cells - row; k >= row; k -= row) {
    Real* const lower = z + k - row;
    const Real* const g = p.gz + k - row;
    const Real* const inverse = p.inverse + k - row;
#pragma omp simd
    for (std::size_t i = 0; i < row; ++i) lower[i] += g[i] * inverse[i] * z[k + i];
  }
}

/// Adds a plane to the plane of the next grid that it belongs to.
template <class Real>
void restrict_plane(const Level<Real>& fine, const Real* residual, const Level<Real>& coarse, Real* sum) {
  const std::size_t row = fine.row();
  for (int k = 0; k < fine.nz; ++k, residual += row, sum += coarse.row()) {
    if (fine.pairs_x) {
#pragma omp simd
      for (std::size_t i = 0; i < row / 2; ++i) sum[i] += residual[2 * i] + residual[2 * i + 1];
      if (row % 2 == 1) sum[row / 2] += residual[row - 1];
    } else {
      for (std::size_t i = 0; i < row; ++i) sum[std::size_t(fine.coarse_x[i])] += residual[i];
    }
  }
}

/// out = x + what the next grid's plane says.
template <class Real>
void add_expanded(const Level<Real>& fine, const Real* x, const Level<Real>& coarse, const Real* e,
                  Real* out) {
  const std::size_t row = fine.row();
  for (int k = 0; k < fine.nz; ++k, x += row, out += row, e += coarse.row()) {
    if (fine.pairs_x) {
#pragma omp simd
      for (std::size_t i = 0; i < row / 2; ++i)
        out[2 * i] = x[2 * i] + e[i], out[2 * i + 1] = x[2 * i + 1] + e[i];
      if (row % 2 == 1) out[row - 1] = x[row - 1] + e[row / 2];
    } else {
      for (std::size_t i = 0; i < row; ++i) out[i] = x[i] + e[std::size_t(fine.coarse_x[i])];
    }
  }
}

/// Of a share of the next grid's planes: those of this one.
template <class Real>
std::pair<int, int> planes_of_share(const Level<Real>& fine, std::pair<int, int> share) {
  const auto& y = fine.coarse_y;
  return {int(std::lower_bound(y.begin(), y.end(), share.first) - y.begin()),
          int(std::lower_bound(y.begin(), y.end(), share.second) - y.begin())};
}

/// Smooths from a zero start into x and restricts the residual, for planes [share.first, share.second) of the
/// next grid.
template <class Real>
void descend(const Hierarchy<Real>& hierarchy, const Level<Real>& fine, const Level<Real>& coarse,
             Workspace<Real>& work, std::pair<int, int> share) {
  const auto [begin, end] = planes_of_share(fine, share);
  const auto ring = [&](int first, int j) { return work.at(first + (j + 3) % 3); };
  const auto d = [&](int j) { return ring(0, j); };
  const auto s = [&](int j) { return ring(3, j); };
  const auto z = [&](int j) { return ring(6, j); };
  Real* const residual = work.at(9);
  const int low = std::max(begin - 2, 0);
  for (int t = low; t <= end + 1; ++t) {
    if (t < fine.ny) {  // d = z0 / middle
      const Plane<Real> p(hierarchy, fine, t);
      const Real* const r = fine.r + p.first;
      solve_lines(p, d(t), [=](std::size_t c) { return Real(1 / middle) * r[c]; });
    }
    if (const int j = t - 1; j >= std::max(begin - 1, 0) && j < fine.ny && j <= end) {
      // s = r - A d. D z0 = r spares the diagonal and the vertical terms: A d = (r - N z0) / middle.
      const Plane<Real> p(hierarchy, fine, j);
      const Real* const r = fine.r + p.first;
      Real* const out = s(j);
      const auto v = around<Real>(p, d(j), d(j - 1), d(j + 1));
      solve_lines(p, z(j),
                  [=](std::size_t c) { return out[c] = Real(1 - 1 / middle) * r[c] + lateral(p, v, c); });
    }
    if (const int j = t - 2; j >= begin && j < end) {
      // x = d (1 + keep) + gain z1, and the residual r - A x in the same way.
      const Plane<Real> p(hierarchy, fine, j);
      const Real* const r = fine.r + p.first;
      const Real* const before = s(j);
      const Real* const first = d(j);
      Real* const x = fine.x + p.first;
      const auto v = around<Real>(p, z(j), z(j - 1), z(j + 1));
#pragma omp simd
      for (std::size_t c = 0; c < p.cells; ++c) {
        residual[c] = Real(1 + keep - gain) * before[c] - Real(keep) * r[c] + Real(gain) * lateral(p, v, c);
        x[c] = Real(1 + keep) * first[c] + Real(gain) * v.here[c];
      }
      const int J = fine.coarse_y[std::size_t(j)];
      Real* const sum = coarse.r + std::size_t(J) * coarse.plane();
      if (j == begin || fine.coarse_y[std::size_t(j) - 1] != J) std::fill_n(sum, coarse.plane(), Real(0));
      restrict_plane(fine, residual, coarse, sum);
    }
  }
}

/// The planes of x just beyond a share, as they are before anyone goes on: two on either side.
template <class Real>
struct Halo {
  int begin = 0, end = 0;
  Real* south = nullptr;
  Real* north = nullptr;

  Halo(const Level<Real>& level, std::pair<int, int> planes, Workspace<Real>& work)
      : begin(planes.first), end(planes.second), south(work.at(10)), north(work.at(12)) {
    for (int n = 0; n < 2; ++n) {
      if (begin - 2 + n >= 0) copy(level, begin - 2 + n, work.at(10 + n));
      if (end + n < level.ny) copy(level, end + n, work.at(12 + n));
    }
  }
  static void copy(const Level<Real>& level, int j, Real* to) {
    std::copy_n(level.x + std::size_t(j) * level.plane(), level.plane(), to);
  }
  const Real* x(const Level<Real>& level, int j, Workspace<Real>& work) const {
    if (j < begin) return work.at(10 + j - (begin - 2));
    if (j >= end) return work.at(12 + j - end);
    return level.x + std::size_t(j) * level.plane();
  }
};

/// Adds the next grid's answer and smooths. `products`: r.x of each plane.
template <class Real>
void ascend(const Hierarchy<Real>& hierarchy, const Level<Real>& fine, const Level<Real>& coarse,
            Workspace<Real>& work, const Halo<Real>& halo, double* products) {
  const int begin = halo.begin, end = halo.end;
  const auto ring = [&](int first, int j) { return work.at(first + (j + 3) % 3); };
  const auto x = [&](int j) { return ring(0, j); };
  const auto d = [&](int j) { return ring(3, j); };
  const auto residual = [&](int j) { return ring(6, j); };
  Real* const z = work.at(9);
  const int low = std::max(begin - 2, 0);
  for (int t = low; t <= end + 1; ++t) {
    if (t < fine.ny)
      add_expanded(fine, halo.x(fine, t, work), coarse,
                   coarse.x + std::size_t(fine.coarse_y[std::size_t(t)]) * coarse.plane(), x(t));
    if (const int j = t - 1; j >= std::max(begin - 1, 0) && j < fine.ny && j <= end) {
      const Plane<Real> p(hierarchy, fine, j);
      const Real* const r = fine.r + p.first;
      Real* const out = residual(j);
      const auto v = around<Real>(p, x(j), x(j - 1), x(j + 1));
      const std::size_t row = p.row;
      solve_lines(p, d(j), [=](std::size_t c) {
        const Real own = v.here[c];
        out[c] = r[c] - p.diagonal[c] * own - p.gy[c] * (own - v.north[c]) -
                 p.gy_south[c] * (own - v.south[c]) - p.gx[c] * (own - v.here[c + 1]) -
                 *(p.gx + c - 1) * (own - *(v.here + c - 1)) - p.gz[c] * (own - v.here[c + row]) -
                 *(p.gz + c - row) * (own - *(v.here + c - row));
        return Real(1 / middle) * out[c];
      });
    }
    if (const int j = t - 2; j >= begin && j < end) {
      const Plane<Real> p(hierarchy, fine, j);
      const Real* const r = fine.r + p.first;
      const Real* const before = residual(j);
      const Real* const start = x(j);
      Real* const out = fine.x + p.first;
      const auto v = around<Real>(p, d(j), d(j - 1), d(j + 1));
      solve_lines(p, z, [=](std::size_t c) { return Real(1 - 1 / middle) * before[c] + lateral(p, v, c); });
      if (products) {
        double product = 0;
#pragma omp simd reduction(+ : product)
        for (std::size_t c = 0; c < p.cells; ++c) {
          out[c] = start[c] + Real(1 + keep) * v.here[c] + Real(gain) * z[c];
          product += double(r[c]) * double(out[c]);
        }
        products[j] = product;
      } else {
#pragma omp simd
        for (std::size_t c = 0; c < p.cells; ++c)
          out[c] = start[c] + Real(1 + keep) * v.here[c] + Real(gain) * z[c];
      }
    }
  }
}

}  // namespace

template <class Real>
double cycle(Hierarchy<Real>& hierarchy) {
  auto& levels = hierarchy.levels;
  auto& finest = levels.front();
  std::vector<double> products(std::size_t(finest.ny));
  for (std::size_t l = 0; l + 1 < levels.size(); ++l) {
    const Level<Real>&fine = levels[l], &coarse = levels[l + 1];
    const int threads = std::min(threads_of(fine.size(), hierarchy.threads), coarse.ny);
#pragma omp parallel num_threads(threads)
    {
      const int mine = omp_get_thread_num();
      descend(hierarchy, fine, coarse, hierarchy.workspaces[std::size_t(mine)],
              share_of_planes(coarse.ny, mine, omp_get_num_threads()));
    }
  }
  const Level<Real>& last = levels.back();
  for (int j = 0; j < last.ny; ++j) {
    const Plane<Real> p(hierarchy, last, j);
    const Real* const r = last.r + p.first;
    solve_lines(p, last.x + p.first, [=](std::size_t c) { return r[c]; });
  }
  if (levels.size() == 1)
    for (std::size_t c = 0; c < last.size(); ++c) products[0] += double(last.r[c]) * double(last.x[c]);
  for (std::size_t l = levels.size() - 1; l-- > 0;) {
    const Level<Real>&fine = levels[l], &coarse = levels[l + 1];
    const int threads = std::min(threads_of(fine.size(), hierarchy.threads), coarse.ny);
#pragma omp parallel num_threads(threads)
    {
      const int mine = omp_get_thread_num();
      auto& work = hierarchy.workspaces[std::size_t(mine)];
      const auto planes = planes_of_share(fine, share_of_planes(coarse.ny, mine, omp_get_num_threads()));
      const Halo<Real> halo(fine, planes, work);
#pragma omp barrier
      ascend(hierarchy, fine, coarse, work, halo, l == 0 ? products.data() : nullptr);
    }
  }
  double sum = 0;
  for (const double product : products) sum += product;
  return sum;
}

template double cycle<float>(Hierarchy<float>&);
template double cycle<double>(Hierarchy<double>&);

}  // namespace sunrack::multigrid
