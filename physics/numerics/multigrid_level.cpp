#include "physics/numerics/multigrid_level.h"

#include <algorithm>
#include <cmath>

namespace sunrack::multigrid {
namespace {

// Chebyshev polynomial of degree 2 for the spectrum of line Jacobi, [0.25, 2]: the modes that the coarse grid
// cannot see lie there. d0 = z0 / middle, d1 = keep d0 + gain z1 (Saad, Iterative Methods (2003), alg. 12.1).
constexpr double lowest = 0.25, highest = 2.0;
constexpr double middle = (highest + lowest) / 2, half_width = (highest - lowest) / 2;
constexpr double rho0 = half_width / middle, rho1 = 1 / (2 * middle / half_width - rho0);
constexpr double keep = rho1 * rho0, gain = 2 * rho1 / half_width;

/// Single precision resolves seven digits; the vertical differences must leave some for the others.
constexpr double flattest_for_single = 3e4;

constexpr std::size_t least_cells_for_threads = 30'000;
int threads_of(std::size_t cells, int threads) { return cells < least_cells_for_threads ? 1 : threads; }

/// z = D^-1 r in one plane of constant y; D holds the vertical lines with their full diagonals.
template <class Real>
void solve_lines(const Level<Real>& level, std::size_t first, const Real* __restrict r, Real* __restrict z) {
  const std::size_t row = std::size_t(level.nx), plane = level.plane();
  const Real* __restrict gz = level.gz.data() + first;
  const Real* __restrict inverse = level.inverse_pivot.data() + first;
  for (std::size_t i = 0; i < row; ++i) z[i] = r[i] * inverse[i];
  for (std::size_t k = row; k < plane; k += row) {
    const Real* __restrict below = z + k - row;
    const Real* __restrict g = gz + k - row;
    for (std::size_t i = 0; i < row; ++i) z[k + i] = (r[k + i] + g[i] * below[i]) * inverse[k + i];
  }
  for (std::size_t k = plane - row; k >= row; k -= row) {
    Real* __restrict lower = z + k - row;
    const Real* __restrict g = gz + k - row;
    const Real* __restrict inv = inverse + k - row;
    for (std::size_t i = 0; i < row; ++i) lower[i] += g[i] * inv[i] * z[k + i];
  }
}

/// out += factor N v in plane j, where N v sums lateral conductance times neighbour.
template <class Real>
void add_neighbours(const Level<Real>& level, int j, const Real* __restrict v, Real factor,
                    Real* __restrict out) {
  const std::size_t plane = level.plane(), first = std::size_t(j) * plane;
  const Real* __restrict gx = level.gx.data() + first;
  const Real* __restrict gy = level.gy.data() + first;
  const Real* __restrict here = v + first;
  if (j + 1 < level.ny) {
    const Real* __restrict north = here + plane;
    for (std::size_t c = 0; c < plane; ++c) out[c] += factor * gy[c] * north[c];
  }
  if (j > 0) {
    const Real* __restrict south = here - plane;
    const Real* __restrict before = gy - plane;
    for (std::size_t c = 0; c < plane; ++c) out[c] += factor * before[c] * south[c];
  }
  // gx is 0 at the end of each row: running over it adds nothing.
  for (std::size_t c = 0; c + 1 < plane; ++c) out[c] += factor * gx[c] * here[c + 1];
  for (std::size_t c = 1; c < plane; ++c) out[c] += factor * gx[c - 1] * here[c - 1];
}

/// First half of the smoother, from a zero start: d = z0 / middle of r.
template <class Real>
void first_correction(Level<Real>& level, const Field<Real>& r, int j) {
  const std::size_t plane = level.plane(), first = std::size_t(j) * plane;
  Real* __restrict d = level.d.data() + first;
  solve_lines(level, first, r.data() + first, d);
  for (std::size_t c = 0; c < plane; ++c) d[c] *= Real(1 / middle);
}

template <class Real>
void smooth_before(Level<Real>& level, int threads) {
  const std::size_t plane = level.plane();
  const int ny = level.ny, mine = threads_of(level.size(), threads);
#pragma omp parallel for num_threads(mine) schedule(static)
  for (int j = 0; j < ny; ++j) first_correction(level, level.r, j);
    // s = r - A d. D z0 = r spares the diagonal and the vertical terms: A d = (r - N z0) / middle.
#pragma omp parallel for num_threads(mine) schedule(static)
  for (int j = 0; j < ny; ++j) {
    const std::size_t first = std::size_t(j) * plane;
    const Real* __restrict r = level.r.data() + first;
    Real* __restrict s = level.s.data() + first;
    Real* __restrict x = level.x.data() + first;
    for (std::size_t c = 0; c < plane; ++c) s[c] = Real(1 - 1 / middle) * r[c];
    add_neighbours(level, j, level.d.data(), Real(1), s);
    solve_lines(level, first, s, x);  // z1
  }
}

/// The residual after the second half, r - A (d + keep d + gain z1), of plane j.
template <class Real>
void finish_before(Level<Real>& level, int j, Real* __restrict residual) {
  const std::size_t plane = level.plane(), first = std::size_t(j) * plane;
  const Real* __restrict r = level.r.data() + first;
  const Real* __restrict s = level.s.data() + first;
  for (std::size_t c = 0; c < plane; ++c) residual[c] = s[c] - Real(keep) * (r[c] - s[c]) - Real(gain) * s[c];
  add_neighbours(level, j, level.x.data(), Real(gain), residual);
}

template <class Real>
void restrict_plane(const Level<Real>& fine, const Real* __restrict residual, Level<Real>& coarse, int J) {
  Real* __restrict sum = coarse.r.data() + std::size_t(J) * coarse.plane();
  const std::size_t row = std::size_t(fine.nx), coarse_row = std::size_t(coarse.nx);
  for (int k = 0; k < fine.nz; ++k, residual += row, sum += coarse_row) {
    if (fine.pairs_x) {
      for (std::size_t i = 0; i < row / 2; ++i) sum[i] += residual[2 * i] + residual[2 * i + 1];
      if (row % 2 == 1) sum[row / 2] += residual[row - 1];
    } else {
      for (std::size_t i = 0; i < row; ++i) sum[std::size_t(fine.coarse_x[i])] += residual[i];
    }
  }
}

/// The planes of the fine grid that make plane J of the coarse one.
template <class Real>
std::pair<int, int> members(const Level<Real>& fine, int J) {
  const auto range = std::equal_range(fine.coarse_y.begin(), fine.coarse_y.end(), J);
  return {int(range.first - fine.coarse_y.begin()), int(range.second - fine.coarse_y.begin())};
}

template <class Real>
void expand_plane(const Level<Real>& fine, const Level<Real>& coarse, int J, Real* __restrict out) {
  const Real* __restrict e = coarse.x.data() + std::size_t(J) * coarse.plane();
  const std::size_t row = std::size_t(fine.nx), coarse_row = std::size_t(coarse.nx);
  for (int k = 0; k < fine.nz; ++k, out += row, e += coarse_row) {
    if (fine.pairs_x) {
      for (std::size_t i = 0; i < row / 2; ++i) out[2 * i] = out[2 * i + 1] = e[i];
      if (row % 2 == 1) out[row - 1] = e[row / 2];
    } else {
      for (std::size_t i = 0; i < row; ++i) out[i] = e[std::size_t(fine.coarse_x[i])];
    }
  }
}

/// s -= A e for plane j, e being constant over each pair; `here`, `south`, `north` are its planes.
template <class Real>
void subtract_applied(Level<Real>& level, int j, const Real* __restrict here, const Real* __restrict south,
                      const Real* __restrict north) {
  const std::size_t plane = level.plane(), row = std::size_t(level.nx), first = std::size_t(j) * plane;
  Real* __restrict s = level.s.data() + first;
  const Real* __restrict gx = level.gx.data() + first;
  const Real* __restrict gy = level.gy.data() + first;
  const Real* __restrict gz = level.gz.data() + first;
  const Real* __restrict diagonal = level.diagonal.data() + first;
  for (std::size_t c = 0; c < plane; ++c) s[c] -= diagonal[c] * here[c];
  if (north)
    for (std::size_t c = 0; c < plane; ++c) s[c] -= gy[c] * (here[c] - north[c]);
  if (south) {
    const Real* __restrict before = gy - plane;
    for (std::size_t c = 0; c < plane; ++c) s[c] -= before[c] * (here[c] - south[c]);
  }
  for (std::size_t c = 0; c + row < plane; ++c) s[c] -= gz[c] * (here[c] - here[c + row]);
  for (std::size_t c = row; c < plane; ++c) s[c] -= gz[c - row] * (here[c] - here[c - row]);
  for (std::size_t c = 0; c + 1 < plane; ++c) s[c] -= gx[c] * (here[c] - here[c + 1]);
  for (std::size_t c = 1; c < plane; ++c) s[c] -= gx[c - 1] * (here[c] - here[c - 1]);
}

template <class Real>
void to_coarse(Level<Real>& fine, Level<Real>& coarse, int threads) {
  const int mine = threads_of(fine.size(), threads);
  const std::size_t plane = fine.plane();
#pragma omp parallel num_threads(mine)
  {
    std::vector<Real> residual(plane);
#pragma omp for schedule(static)
    for (int J = 0; J < coarse.ny; ++J) {
      std::fill_n(coarse.r.data() + std::size_t(J) * coarse.plane(), coarse.plane(), Real(0));
      const auto [begin, end] = members(fine, J);
      for (int j = begin; j < end; ++j) {
        finish_before(fine, j, residual.data());
        // The neighbours still read x (z1) and this plane's s: the residual waits in `d`'s place, which no
        // neighbour reads any more, after d has gone into the correction below.
        Real* __restrict d = fine.d.data() + std::size_t(j) * plane;
        restrict_plane(fine, residual.data(), coarse, J);
        // x becomes d (1 + keep) + gain z1 only once all planes are through: keep d for it, s gets the
        // residual.
        for (std::size_t c = 0; c < plane; ++c) d[c] *= Real(1 + keep);
        std::copy(residual.begin(), residual.end(), fine.s.data() + std::size_t(j) * plane);
      }
    }
  }
}

template <class Real>
void from_coarse(Level<Real>& fine, const Level<Real>& coarse, int threads) {
  const int mine = threads_of(fine.size(), threads), ny = fine.ny;
  const std::size_t plane = fine.plane();
#pragma omp parallel num_threads(mine)
  {
    std::vector<Real> planes[3] = {std::vector<Real>(plane), std::vector<Real>(plane),
                                   std::vector<Real>(plane)};
#pragma omp for schedule(static)
    for (int j = 0; j < ny; ++j) {
      const int J = fine.coarse_y[std::size_t(j)];
      const auto other = [&](int neighbour, std::vector<Real>& buffer) -> const Real* {
        if (neighbour < 0 || neighbour >= ny) return nullptr;
        if (fine.coarse_y[std::size_t(neighbour)] == J) return planes[1].data();
        expand_plane(fine, coarse, fine.coarse_y[std::size_t(neighbour)], buffer.data());
        return buffer.data();
      };
      expand_plane(fine, coarse, J, planes[1].data());
      subtract_applied(fine, j, planes[1].data(), other(j - 1, planes[0]), other(j + 1, planes[2]));
      const std::size_t first = std::size_t(j) * plane;
      Real* __restrict x = fine.x.data() + first;
      Real* __restrict d = fine.d.data() + first;
      const Real* __restrict e = planes[1].data();
      for (std::size_t c = 0; c < plane; ++c) x[c] = d[c] + Real(gain) * x[c] + e[c];
      first_correction(fine, fine.s, j);
    }
    // The neighbours of d are complete: second half of the smoother.
    std::vector<Real>& s = planes[0];
    std::vector<Real>& z = planes[1];
#pragma omp for schedule(static)
    for (int j = 0; j < ny; ++j) {
      const std::size_t first = std::size_t(j) * plane;
      const Real* __restrict r = fine.s.data() + first;
      for (std::size_t c = 0; c < plane; ++c) s[c] = Real(1 - 1 / middle) * r[c];
      add_neighbours(fine, j, fine.d.data(), Real(1), s.data());
      solve_lines(fine, first, s.data(), z.data());
      Real* __restrict x = fine.x.data() + first;
      const Real* __restrict d = fine.d.data() + first;
      for (std::size_t c = 0; c < plane; ++c) x[c] += Real(1 + keep) * d[c] + Real(gain) * z[c];
    }
  }
}

/// Share of the positions along an interface at which two columns must be strongly coupled to be paired: on a
/// stretched grid a pair that is weakly coupled somewhere leaves errors there that neither grid sees.
constexpr double share_of_strong = 0.97;

/// Pairs neighbours along one axis; `strong[i]` is the share of places where i and i + 1 are strongly
/// coupled.
std::vector<int> pair_up(const std::vector<double>& strong) {
  std::vector<int> group(strong.size());
  int next = 0;
  for (std::size_t i = 0; i < group.size(); ++next) {
    group[i++] = next;
    if (i < group.size() && strong[i - 1] >= share_of_strong) group[i++] = next;
  }
  return group;
}

std::vector<int> pair_all(std::size_t n) {
  std::vector<int> group(n);
  for (std::size_t i = 0; i < n; ++i) group[i] = int(i / 2);
  return group;
}

/// The coarsening of one grid. A coupling is strong where it is at least a quarter of that across it, summed
/// over the height; where hardly anything would be paired, everything is.
template <class Box>
void choose_pairs(const Box& a, std::vector<int>& x, std::vector<int>& y) {
  const std::size_t nx = std::size_t(a.nx), ny = std::size_t(a.ny), nz = std::size_t(a.nz);
  std::vector<double> x_sum(nx * ny), y_sum(nx * ny);  // of each column, to the east and to the north
  std::size_t c = 0;
  for (std::size_t j = 0; j < ny; ++j)
    for (std::size_t k = 0; k < nz; ++k)
      for (std::size_t i = 0; i < nx; ++i, ++c) {
        x_sum[j * nx + i] += double(a.gx[c]);
        y_sum[j * nx + i] += double(a.gy[c]);
      }
  const auto across_x = [&](std::size_t i, std::size_t j) {  // mean of north and south
    return (y_sum[j * nx + i] + (j > 0 ? y_sum[(j - 1) * nx + i] : 0.0)) / 2;
  };
  const auto across_y = [&](std::size_t i, std::size_t j) {
    return (x_sum[j * nx + i] + (i > 0 ? x_sum[j * nx + i - 1] : 0.0)) / 2;
  };
  std::vector<double> x_strong(nx), y_strong(ny);
  for (std::size_t j = 0; j < ny; ++j)
    for (std::size_t i = 0; i < nx; ++i) {
      if (i + 1 < nx && x_sum[j * nx + i] >= 0.25 * (across_x(i, j) + across_x(i + 1, j)) / 2)
        x_strong[i] += 1.0 / double(ny);
      if (j + 1 < ny && y_sum[j * nx + i] >= 0.25 * (across_y(i, j) + across_y(i, j + 1)) / 2)
        y_strong[j] += 1.0 / double(nx);
    }
  x = pair_up(x_strong);
  y = pair_up(y_strong);
  if (double(x.back() + 1) * double(y.back() + 1) > 0.97 * double(nx * ny))
    x = pair_all(nx), y = pair_all(ny);
}

/// Pivots of the vertical lines with all lateral and diagonal terms, in a form without subtraction:
/// s_k = e_k + g s_(k-1) / (s_(k-1) + g), pivot = s_k + g_(k+1).
template <class Real>
void factor_lines(Level<Real>& level, const std::vector<double>& rest, int threads) {
  const std::size_t row = std::size_t(level.nx), plane = level.plane();
  level.inverse_pivot.resize(level.size());
#pragma omp parallel for num_threads(threads) schedule(static)
  for (int j = 0; j < level.ny; ++j) {
    const std::size_t first = std::size_t(j) * plane;
    for (std::size_t i = 0; i < row; ++i) {
      double s = 0, g = 0;
      for (std::size_t k = 0; k < plane; k += row) {
        const std::size_t c = first + k + i;
        s = rest[c] + (s + g > 0 ? g * s / (s + g) : 0.0);
        g = double(level.gz[c]);
        // A part without any way out: the answer is not unique; conjugate gradients find out.
        level.inverse_pivot[c] = s + g > 0 ? Real(1 / (s + g)) : Real(0);
      }
    }
  }
}

struct Conductances {
  int nx = 0, ny = 0, nz = 0;
  std::vector<double> gx, gy, gz, diagonal;
};

/// What leaves each cell sideways and outwards.
template <class Box>
std::vector<double> lateral_and_diagonal(const Box& a, int threads) {
  const std::size_t plane = std::size_t(a.nx) * std::size_t(a.nz);
  std::vector<double> rest(a.diagonal.size());
#pragma omp parallel for num_threads(threads) schedule(static)
  for (int j = 0; j < a.ny; ++j)
    for (std::size_t c = std::size_t(j) * plane; c < (std::size_t(j) + 1) * plane; ++c) {
      rest[c] = a.diagonal[c] + a.gx[c] + a.gy[c];
      if (c >= 1) rest[c] += a.gx[c - 1];
      if (c >= plane) rest[c] += a.gy[c - plane];
    }
  return rest;
}

template <class Box>
Conductances coarsen(const Box& a, const std::vector<int>& x, const std::vector<int>& y) {
  Conductances coarse{.nx = x.back() + 1, .ny = y.back() + 1, .nz = a.nz};
  const std::size_t row = std::size_t(coarse.nx), plane = row * std::size_t(a.nz);
  for (auto* g : {&coarse.gx, &coarse.gy, &coarse.gz, &coarse.diagonal})
    g->assign(plane * std::size_t(coarse.ny), 0.0);
  std::vector<double> width(row), depth(std::size_t(coarse.ny));
  for (const int I : x) width[std::size_t(I)] += 1;
  for (const int J : y) depth[std::size_t(J)] += 1;
  std::size_t c = 0;
  for (int j = 0; j < a.ny; ++j) {
    const std::size_t J = std::size_t(y[std::size_t(j)]);
    const bool border_y = j + 1 < a.ny && y[std::size_t(j) + 1] != y[std::size_t(j)];
    for (int k = 0; k < a.nz; ++k)
      for (int i = 0; i < a.nx; ++i, ++c) {
        const std::size_t I = std::size_t(x[std::size_t(i)]);
        const std::size_t C = J * plane + std::size_t(k) * row + I;
        coarse.gz[C] += a.gz[c], coarse.diagonal[C] += a.diagonal[c];
        if (i + 1 < a.nx && x[std::size_t(i) + 1] != x[std::size_t(i)])
          coarse.gx[C] += a.gx[c] * 2 / (width[I] + width[I + 1]);
        if (border_y) coarse.gy[C] += a.gy[c] * 2 / (depth[J] + depth[J + 1]);
      }
  }
  return coarse;
}

template <class Real, class Box>
Level<Real> make_level(const Box& a, int threads) {
  Level<Real> level;
  level.nx = a.nx, level.ny = a.ny, level.nz = a.nz;
  const int mine = threads_of(level.size(), threads);
  const std::size_t plane = level.plane();
  for (auto* field :
       {&level.gx, &level.gy, &level.gz, &level.diagonal, &level.r, &level.s, &level.d, &level.x})
    field->resize(level.size());
#pragma omp parallel for num_threads(mine) schedule(static)
  for (int j = 0; j < level.ny; ++j)
    for (std::size_t c = std::size_t(j) * plane; c < (std::size_t(j) + 1) * plane; ++c) {
      level.gx[c] = Real(a.gx[c]), level.gy[c] = Real(a.gy[c]), level.gz[c] = Real(a.gz[c]);
      level.diagonal[c] = Real(a.diagonal[c]);
      level.r[c] = level.s[c] = level.d[c] = level.x[c] = Real(0);
    }
  factor_lines(level, lateral_and_diagonal(a, mine), mine);
  return level;
}

}  // namespace

bool too_flat_for_single(const BoxOperator& a) {
  // Of each column: the largest vertical conductance against what leaves a cell sideways or outwards.
  const auto rest = lateral_and_diagonal(a, 1);
  double vertical = 0, others = 0;
  for (std::size_t c = 0; c < rest.size(); ++c) vertical += a.gz[c], others += rest[c];
  return vertical > flattest_for_single * others;
}

template <class Real>
void build(const BoxOperator& a, Hierarchy<Real>& levels, int threads) {
  levels.clear();
  levels.push_back(make_level<Real>(a, threads));
  Conductances current;
  const auto link = [&](const auto& box) {
    Level<Real>& fine = levels.back();
    choose_pairs(box, fine.coarse_x, fine.coarse_y);
    fine.pairs_x = fine.coarse_x == pair_all(fine.coarse_x.size());
    return coarsen(box, fine.coarse_x, fine.coarse_y);
  };
  if (a.nx > 1 || a.ny > 1) {
    current = link(a);
    for (;;) {
      levels.push_back(make_level<Real>(current, threads));
      if (current.nx == 1 && current.ny == 1) break;
      current = link(current);
    }
  }
}

template <class Real>
void cycle(Hierarchy<Real>& levels, int threads) {
  for (std::size_t l = 0; l + 1 < levels.size(); ++l) {
    smooth_before(levels[l], threads);
    to_coarse(levels[l], levels[l + 1], threads);
  }
  Level<Real>& last = levels.back();
  solve_lines(last, 0, last.r.data(), last.x.data());
  for (std::size_t l = levels.size() - 1; l-- > 0;) from_coarse(levels[l], levels[l + 1], threads);
}

template void build<float>(const BoxOperator&, Hierarchy<float>&, int);
template void build<double>(const BoxOperator&, Hierarchy<double>&, int);
template void cycle<float>(Hierarchy<float>&, int);
template void cycle<double>(Hierarchy<double>&, int);

}  // namespace sunrack::multigrid
