#include <algorithm>

#include "physics/numerics/multigrid_level.h"

namespace sunrack::multigrid {
namespace {

/// Share of the positions along an interface at which two columns must be strongly coupled to be paired: on a
/// stretched grid a pair that is weakly coupled somewhere leaves errors there that neither grid sees.
constexpr double share_of_strong = 0.97;

/// Pairs neighbours along one axis; `strong[i]` is at how many of `places` i and i + 1 are strongly coupled.
std::vector<int> pair_up(const std::vector<int>& strong, int places) {
  std::vector<int> group(strong.size());
  int next = 0;
  for (std::size_t i = 0; i < group.size(); ++next) {
    group[i++] = next;
    if (i < group.size() && strong[i - 1] >= share_of_strong * places) group[i++] = next;
  }
  return group;
}

std::vector<int> pair_all(std::size_t n) {
  std::vector<int> group(n);
  for (std::size_t i = 0; i < n; ++i) group[i] = int(i / 2);
  return group;
}

/// Lateral conductances [W/K] of each column, summed over its height, to the east and to the north.
template <class Real>
void sum_columns(const Level<Real>& a, int threads, std::vector<Real>& east, std::vector<Real>& north) {
  const std::size_t nx = a.row(), plane = a.plane();
  east.assign(nx * std::size_t(a.ny), Real(0)), north = east;
#pragma omp parallel for num_threads(threads_of(a.size(), threads)) schedule(static)
  for (int j = 0; j < a.ny; ++j) {
    Real* const x_sum = east.data() + std::size_t(j) * nx;
    Real* const y_sum = north.data() + std::size_t(j) * nx;
    for (std::size_t k = 0; k < plane; k += nx) {
      const Real* const gx = a.gx + std::size_t(j) * plane + k;
      const Real* const gy = a.gy + std::size_t(j) * plane + k;
#pragma omp simd
      for (std::size_t i = 0; i < nx; ++i) x_sum[i] += gx[i], y_sum[i] += gy[i];
    }
  }
}

}  // namespace

/// A coupling is strong where it is at least a quarter of that across it, summed over the height; where
/// hardly anything would be paired, everything is.
template <class Real>
void choose_pairs(Level<Real>& a, int threads) {
  const std::size_t nx = a.row(), ny = std::size_t(a.ny);
  std::vector<Real> x_sum, y_sum;
  sum_columns(a, threads, x_sum, y_sum);
  std::vector<int> x_strong(nx), y_strong(ny);
  const std::vector<Real> none(nx);
  for (std::size_t j = 0; j < ny; ++j) {
    const Real* const x = x_sum.data() + j * nx;
    const Real* const y = y_sum.data() + j * nx;
    const Real* const y_before = j > 0 ? y - nx : none.data();
    const Real* const x_after = j + 1 < ny ? x + nx : none.data();
    // Four times a coupling against the mean of the four across it.
    for (std::size_t i = 0; i + 1 < nx; ++i)
      x_strong[i] += 16 * x[i] >= y[i] + y_before[i] + y[i + 1] + y_before[i + 1] ? 1 : 0;
    if (j + 1 == ny) continue;
    y_strong[j] += 16 * y[0] >= x[0] + x_after[0] ? 1 : 0;
    for (std::size_t i = 1; i < nx; ++i)
      y_strong[j] += 16 * y[i] >= x[i] + x[i - 1] + x_after[i] + x_after[i - 1] ? 1 : 0;
  }
  a.coarse_x = pair_up(x_strong, a.ny);
  a.coarse_y = pair_up(y_strong, a.nx);
  if (double(a.coarse_x.back() + 1) * double(a.coarse_y.back() + 1) > 0.97 * double(nx * ny))
    a.coarse_x = pair_all(nx), a.coarse_y = pair_all(ny);
  a.pairs_x = a.coarse_x == pair_all(nx);
}

template <class Real>
Level<Real> coarsen(const Level<Real>& fine, int threads) {
  const auto& x = fine.coarse_x;
  const auto& y = fine.coarse_y;
  Level<Real> coarse(x.back() + 1, y.back() + 1, fine.nz, threads);
  const std::size_t row = coarse.row(), plane = coarse.plane(), fine_row = fine.row();
  std::vector<Real> width(row + 1), depth(std::size_t(coarse.ny) + 1);
  for (const int I : x) width[std::size_t(I)] += 1;
  for (const int J : y) depth[std::size_t(J)] += 1;
  // A conductance across the border of two pairs lies over the distance of their centres.
  std::vector<Real> over(row), border(fine_row);
  for (std::size_t I = 0; I + 1 < row; ++I) over[I] = 2 / (width[I] + width[I + 1]);
  for (std::size_t i = 0; i + 1 < fine_row; ++i) border[i] = x[i + 1] != x[i] ? over[std::size_t(x[i])] : 0;
#pragma omp parallel for num_threads(threads_of(fine.size(), threads)) schedule(static)
  for (int J = 0; J < coarse.ny; ++J) {
    const std::size_t first = std::size_t(J) * plane, end = first + plane;
    for (Real* array : {coarse.gx, coarse.gy, coarse.gz, coarse.diagonal})
      std::fill(array + first, array + end, Real(0));
    const auto [begin, behind] = std::equal_range(y.begin(), y.end(), J);
    for (auto at = begin; at != behind; ++at) {
      const std::size_t j = std::size_t(at - y.begin());
      const Real north =
          at + 1 == behind && behind != y.end() ? 2 / (depth[std::size_t(J)] + depth[std::size_t(J) + 1]) : 0;
      for (int k = 0; k < fine.nz; ++k) {
        const std::size_t c = j * fine.plane() + std::size_t(k) * fine_row;
        const std::size_t C = first + std::size_t(k) * row;
        const auto add = [&](const Real* from, Real* to, auto part) {
          if (fine.pairs_x) {
#pragma omp simd
            for (std::size_t I = 0; I < fine_row / 2; ++I)
              to[C + I] += part(2 * I) * from[c + 2 * I] + part(2 * I + 1) * from[c + 2 * I + 1];
            if (fine_row % 2 == 1) to[C + fine_row / 2] += part(fine_row - 1) * from[c + fine_row - 1];
          } else {
            for (std::size_t i = 0; i < fine_row; ++i) to[C + std::size_t(x[i])] += part(i) * from[c + i];
          }
        };
        add(fine.gz, coarse.gz, [](std::size_t) { return Real(1); });
        add(fine.diagonal, coarse.diagonal, [](std::size_t) { return Real(1); });
        add(fine.gx, coarse.gx, [&](std::size_t i) { return border[i]; });
        if (north > 0) add(fine.gy, coarse.gy, [&](std::size_t) { return north; });
      }
    }
  }
  factor_lines(coarse, threads);
  return coarse;
}

template void choose_pairs<float>(Level<float>&, int);
template void choose_pairs<double>(Level<double>&, int);
template Level<float> coarsen<float>(const Level<float>&, int);
template Level<double> coarsen<double>(const Level<double>&, int);

}  // namespace sunrack::multigrid
