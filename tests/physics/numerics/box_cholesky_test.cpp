#include "physics/numerics/box_cholesky.h"

#include <gtest/gtest.h>

#include "physics/numerics/multigrid.h"
#include "physics/numerics/sampling.h"
#include "physics/require.h"

namespace sunrack {
namespace {

/// Conductances between 1e-4 and 1, cooled on one side.
BoxOperator scattered(int nx, int ny, int nz) {
  BoxOperator a = empty_box(nx, ny, nz);
  for (int j = 0; j < ny; ++j)
    for (int k = 0; k < nz; ++k)
      for (int i = 0; i < nx; ++i) {
        const std::size_t c = a.index(i, j, k);
        const auto g = [&](unsigned dimension) { return 1e-4 + uniform_random(3, c, dimension); };
        if (i + 1 < nx) a.gx[c] = g(0);
        if (j + 1 < ny) a.gy[c] = g(1);
        if (k + 1 < nz) a.gz[c] = g(2);
        if (k == 0) a.diagonal[c] = 0.01;
      }
  return a;
}

TEST(BoxCholesky, LeavesNothingButRounding) {
  for (const auto& [nx, ny, nz] :
       std::vector<std::array<int, 3>>{{1, 1, 1}, {1, 7, 1}, {1, 1, 6}, {9, 1, 1}, {2, 1, 5}, {13, 11, 7}}) {
    const BoxOperator a = scattered(nx, ny, nz);
    const BoxCholesky cholesky(a);
    std::vector<std::vector<double>> many(3, std::vector<double>(a.size()));
    for (std::size_t s = 0; s < 3; ++s)
      for (std::size_t c = 0; c < a.size(); ++c) many[s][c] = uniform_random(s, c, 0) - 0.3;
    const auto answers = cholesky.solve(many);
    for (std::size_t s = 0; s < 3; ++s) {
      std::vector<double> back;
      apply(a, answers[s], back);
      // Answers reach 1e3 times the load: 1e-16 of that, and some.
      for (std::size_t c = 0; c < a.size(); ++c) EXPECT_NEAR(back[c], many[s][c], 1e-11);
    }
    std::vector<double> iterative(a.size());
    solve(a, many[0], iterative, {.relative_tolerance = 1e-12});
    for (std::size_t c = 0; c < a.size(); ++c) EXPECT_NEAR(iterative[c], answers[0][c], 1e-7);
  }
}

TEST(BoxCholesky, RefusesWhatHasNoAnswer) {
  BoxOperator a = scattered(4, 3, 2);
  const BoxCholesky cholesky(a);
  EXPECT_THROW(cholesky.solve(std::vector<double>(3)), std::invalid_argument);
  a.diagonal.assign(a.size(), 0.0);
  a.gx.assign(a.size(), 0.0), a.gy.assign(a.size(), 0.0), a.gz.assign(a.size(), 0.0);
  EXPECT_THROW(BoxCholesky{a}, ModelError);
  a.gx[1] = -1;
  EXPECT_THROW(BoxCholesky{a}, std::invalid_argument);
}

}  // namespace
}  // namespace sunrack
