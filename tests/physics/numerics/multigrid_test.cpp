#include "physics/numerics/multigrid.h"

#include <gtest/gtest.h>

#include <Eigen/SparseCholesky>
#include <cmath>
#include <functional>
#include <limits>
#include <numeric>
#include <vector>

#include "physics/numerics/sampling.h"
#include "physics/require.h"

namespace sunrack {
namespace {

using Conductivity = std::function<double(int i, int j, int k)>;

/// Cells of these sizes [m], cooled from the top through 2e4 W/(m2 K).
BoxOperator package(const std::vector<double>& dx, const std::vector<double>& dy,
                    const std::vector<double>& dz, const Conductivity& conductivity) {
  const int nx = int(dx.size()), ny = int(dy.size()), nz = int(dz.size());
  BoxOperator a = empty_box(nx, ny, nz);
  for (int j = 0; j < ny; ++j)
    for (int k = 0; k < nz; ++k)
      for (int i = 0; i < nx; ++i) {
        const auto x = std::size_t(i), y = std::size_t(j), z = std::size_t(k), c = a.index(i, j, k);
        const double own = conductivity(i, j, k);
        const auto link = [&](double area, double mine, double other, double its) {
          return area / (mine / (2 * own) + other / (2 * its));
        };
        if (i + 1 < nx) a.gx[c] = link(dy[y] * dz[z], dx[x], dx[x + 1], conductivity(i + 1, j, k));
        if (j + 1 < ny) a.gy[c] = link(dx[x] * dz[z], dy[y], dy[y + 1], conductivity(i, j + 1, k));
        if (k + 1 < nz) {
          a.gz[c] = link(dx[x] * dy[y], dz[z], dz[z + 1], conductivity(i, j, k + 1));
        } else {
          a.diagonal[c] = dx[x] * dy[y] / (dz[z] / (2 * own) + 1 / 2e4);
        }
      }
  return a;
}

std::vector<double> widths(int n, double length, double growth = 1) {
  std::vector<double> result(static_cast<std::size_t>(n));
  double width = 1;
  for (double& value : result) value = width, width *= growth;
  const double sum = std::accumulate(result.begin(), result.end(), 0.0);
  for (double& value : result) value *= length / sum;
  return result;
}

/// Die in mould under a lid, by position in the box; the mould conducts `mould` [W/(m K)].
Conductivity die_in_mould(int nx, int ny, int nz, double mould) {
  return [=](int i, int j, int k) {
    if (2 * k >= nz) return 390.0;
    const bool die = std::abs(2 * i + 1 - nx) * 5 < nx * 2 && std::abs(2 * j + 1 - ny) * 2 < ny;
    return die ? 130.0 : mould;
  };
}

std::vector<double> scattered_power(const BoxOperator& a) {
  std::vector<double> b(a.size());
  for (std::size_t c = 0; c < b.size(); ++c) b[c] = uniform_random(7, c, 0) - 0.3;
  return b;
}

double largest(const std::vector<double>& values) {
  double result = 0;
  for (const double value : values) result = std::max(result, std::abs(value));
  return result;
}

TEST(Multigrid, ASlabIsExactBecauseItsLinesAreSolvedExactly) {
  // One column: the first V-cycle is the answer; T = power (thickness terms) in closed form.
  const std::vector<double> dz = {50e-6, 700e-6, 100e-6, 2e-3};
  const auto k = [](int, int, int layer) {
    return std::vector{130.0, 130.0, 4.0, 390.0}[std::size_t(layer)];
  };
  const BoxOperator a = package({0.01}, {0.01}, dz, k);
  std::vector<double> b(4), u(4);
  b[0] = 100;
  solve(a, b, u, {.relative_tolerance = 1e-13});
  const double area = 1e-4;
  const double resistance = (25e-6 / 130 + 700e-6 / 130 + 100e-6 / 4 + 2e-3 / 390 + 1 / 2e4) / area;
  EXPECT_NEAR(u[0], 100 * resistance, 1e-10 * u[0]);
}

TEST(Multigrid, AgreesWithADirectSolverOnEverySize) {
  // Odd, even and prime numbers of cells, also single planes and columns.
  for (const auto& [nx, ny, nz] : std::vector<std::array<int, 3>>{
           {1, 1, 1}, {2, 1, 1}, {1, 7, 1}, {13, 11, 5}, {16, 16, 4}, {17, 1, 3}, {3, 23, 2}, {31, 29, 1}}) {
    const BoxOperator a =
        package(widths(nx, 0.02), widths(ny, 0.03), widths(nz, 1e-3, 1.3), die_in_mould(nx, ny, nz, 0.5));
    const int n = int(a.size());
    Eigen::SparseMatrix<double> matrix(n, n);
    std::vector<Eigen::Triplet<double>> entries;
    const auto link = [&](std::size_t c, std::size_t other, double g) {
      if (g == 0) return;
      const int p = int(c), q = int(other);
      entries.insert(entries.end(), {{p, p, g}, {q, q, g}, {p, q, -g}, {q, p, -g}});
    };
    for (std::size_t c = 0; c < a.size(); ++c) {
      entries.emplace_back(int(c), int(c), a.diagonal[c]);
      link(c, c + 1, a.gx[c]);
      link(c, c + std::size_t(nx), a.gz[c]);
      link(c, c + std::size_t(nx * nz), a.gy[c]);
    }
    matrix.setFromTriplets(entries.begin(), entries.end());
    const auto b = scattered_power(a);
    const Eigen::VectorXd exact = Eigen::SimplicialLDLT<Eigen::SparseMatrix<double>>(matrix).solve(
        Eigen::Map<const Eigen::VectorXd>(b.data(), n));
    std::vector<double> u(a.size());
    solve(a, b, u, {.relative_tolerance = 1e-12});
    // The residual is 1e-12 of the load; the error is at most that times the condition, some 1e3 here.
    for (int c = 0; c < n; ++c)
      EXPECT_NEAR(u[std::size_t(c)], exact[c], 1e-8 * exact.lpNorm<Eigen::Infinity>())
          << nx << " x " << ny << " x " << nz;
  }
}

TEST(Multigrid, IterationsGrowNeitherWithTheSizeNorWithJumpsOfConductivity) {
  for (const int n : {12, 24, 48, 96})
    for (const double mould : {300.0, 0.03, 3e-6}) {
      const BoxOperator a = package(widths(n, 0.064), widths(n + 1, 0.064), widths(9, 3e-3, 1.4),
                                    die_in_mould(n, n + 1, 9, mould));
      std::vector<double> u(a.size());
      EXPECT_LE(solve(a, scattered_power(a), u, {.relative_tolerance = 1e-8}).iterations, 20)
          << n << " cells across, mould " << mould;
    }
}

TEST(Multigrid, FlatAndStretchedCellsConvergeAsFast) {
  // Aspect ratios up to 1e4, vertical (10 um high, 100 mm wide; weakly cooled, it needs double precision) and
  // lateral.
  const int n = 40;
  const auto uniform = [](int, int, int) { return 100.0; };
  std::vector<BoxOperator> boxes = {
      package(widths(n, 4.0), widths(n, 4.0), widths(8, 80e-6), uniform),
      package(widths(n, 0.01), widths(n, 0.01, 1.26), widths(8, 2e-3), uniform),
      package(widths(n, 0.01, 1.26), widths(n, 0.01, 1.1), widths(8, 2e-3), uniform),
      package(widths(n, 0.01), widths(n, 100), widths(8, 2e-3), uniform),
  };
  for (double& cooling : boxes.front().diagonal) cooling *= 1e-3;
  for (const BoxOperator& a : boxes) {
    std::vector<double> u(a.size());
    EXPECT_LE(solve(a, scattered_power(a), u, {.relative_tolerance = 1e-8}).iterations, 25)
        << &a - boxes.data();
  }
  EXPECT_TRUE(Multigrid(boxes.front()).double_precision());
  EXPECT_FALSE(Multigrid(boxes[1]).double_precision());
}

TEST(Multigrid, ThePreconditionerIsSymmetric) {
  // Conjugate gradients need it; single precision keeps seven digits, hence 1e-5.
  const BoxOperator a =
      package(widths(19, 0.02), widths(22, 0.03), widths(5, 1e-3), die_in_mould(19, 22, 5, 0.5));
  const Multigrid multigrid(a);
  const auto v = scattered_power(a);
  std::vector<double> w(a.size()), mv, mw;
  for (std::size_t c = 0; c < w.size(); ++c) w[c] = uniform_random(8, c, 0) - 0.5;
  multigrid.precondition(v, mv), multigrid.precondition(w, mw);
  const double left = std::inner_product(v.begin(), v.end(), mw.begin(), 0.0);
  const double right = std::inner_product(w.begin(), w.end(), mv.begin(), 0.0);
  const double size = std::sqrt(std::inner_product(v.begin(), v.end(), mv.begin(), 0.0) *
                                std::inner_product(w.begin(), w.end(), mw.begin(), 0.0));
  EXPECT_NEAR(left, right, 1e-5 * size);
}

TEST(Multigrid, TheHeatThatEntersLeaves) {
  const BoxOperator a =
      package(widths(40, 0.064), widths(37, 0.064), widths(9, 3e-3), die_in_mould(40, 37, 9, 0.03));
  std::vector<double> b(a.size()), u(a.size());
  for (int i = 15; i < 25; ++i) b[a.index(i, 18, 0)] = 70;
  solve(a, b, u, {.relative_tolerance = 1e-12});
  double out = 0;
  for (std::size_t c = 0; c < a.size(); ++c) out += a.diagonal[c] * u[c];
  EXPECT_NEAR(out, 700, 1e-10 * 700);
}

TEST(Multigrid, TheAnswerDoesNotDependOnTheNumberOfThreads) {
  const BoxOperator a =
      package(widths(220, 0.064), widths(200, 0.064), widths(8, 3e-3), die_in_mould(220, 200, 8, 0.03));
  ASSERT_GT(a.size(), 300'000u) << "smaller boxes are solved by one thread";
  const auto b = scattered_power(a);
  std::vector<double> one(a.size()), three(a.size());
  solve(a, Multigrid(a, 1), b, one, {.relative_tolerance = 1e-8});
  solve(a, Multigrid(a, 3), b, three, {.relative_tolerance = 1e-8});
  EXPECT_EQ(one, three);
}

TEST(Multigrid, AGoodStartSavesIterationsAndNoLoadMeansNoRise) {
  const BoxOperator a =
      package(widths(30, 0.02), widths(30, 0.02), widths(5, 1e-3), die_in_mould(30, 30, 5, 0.5));
  const auto b = scattered_power(a);
  std::vector<double> u(a.size());
  solve(a, b, u);
  EXPECT_LE(solve(a, b, u, {.relative_tolerance = 1e-9}).iterations, 1);
  solve(a, std::vector<double>(a.size()), u);
  EXPECT_EQ(largest(u), 0);
}

TEST(Multigrid, ServesAnotherDiagonalButNotOtherConductances) {
  const BoxOperator a =
      package(widths(24, 0.02), widths(20, 0.02), widths(6, 1e-3), die_in_mould(24, 20, 6, 0.03));
  const Multigrid hierarchy(a);
  BoxOperator leaking = a;
  for (std::size_t c = 0; c < a.size(); c += 7) leaking.diagonal[c] += 1e-5;
  leaking.diagonal[0] -= 1e-6;  // leakage takes from it
  std::vector<double> u(a.size()), back;
  const std::vector<double> b = scattered_power(a);
  solve(leaking, hierarchy, b, u, {.relative_tolerance = 1e-12});
  apply(leaking, u, back);
  for (std::size_t c = 0; c < b.size(); ++c) ASSERT_NEAR(back[c], b[c], 1e-10) << c;
  BoxOperator other = a;
  for (double& g : other.gy) g *= 2;
  EXPECT_THROW(solve(other, hierarchy, b, u), std::invalid_argument);
}

TEST(Multigrid, RefusesWhatHasNoAnswer) {
  BoxOperator a = package(widths(6, 0.02), widths(5, 0.02), widths(4, 1e-3), die_in_mould(6, 5, 4, 0.5));
  std::vector<double> b(a.size(), 1.0), u(a.size());
  BoxOperator isolated = a;
  std::fill(isolated.diagonal.begin(), isolated.diagonal.end(), 0.0);
  EXPECT_THROW(solve(isolated, b, u), ModelError);
  BoxOperator leaking = a;
  leaking.gx[a.index(5, 2, 2)] = 1;
  EXPECT_THROW(solve(leaking, b, u), std::invalid_argument);
  a.gy[3] = -1;
  EXPECT_THROW(solve(a, b, u), std::invalid_argument);
  a.gy[3] = std::numeric_limits<double>::quiet_NaN();
  EXPECT_THROW(solve(a, b, u), std::invalid_argument);
  EXPECT_THROW(empty_box(0, 1, 1), std::invalid_argument);
}

}  // namespace
}  // namespace sunrack
