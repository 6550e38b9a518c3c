#include "physics/numerics/sparse.h"

#include <gtest/gtest.h>

#include <cmath>
#include <random>

namespace sunrack {
namespace {

TEST(SparsePattern, IsSortedAndHoldsTheDiagonal) {
  const SparsePattern p = sparse_pattern(3, {{2, 0}, {0, 2}, {2, 0}});
  EXPECT_EQ(p.entries(), 5u);
  EXPECT_EQ(p.at(2, 0), 1u);
  EXPECT_THROW(p.at(1, 0), std::out_of_range);
  EXPECT_THROW(sparse_pattern(2, {{2, 0}}), std::out_of_range);
}

TEST(SparseSolver, UndoesTheProduct) {
  std::mt19937 random(7);
  std::uniform_real_distribution<double> value(-1, 1);
  const std::size_t n = 50;
  std::vector<std::pair<std::size_t, std::size_t>> places;
  for (int i = 0; i < 200; ++i) places.emplace_back(random() % n, random() % n);
  SparseSolver solver(sparse_pattern(n, places));
  const SparsePattern& p = solver.pattern();
  std::vector<double> values(p.entries()), x(n), b(n, 0);
  for (double& v : values) v = value(random);
  for (std::size_t i = 0; i < n; ++i) values[p.at(i, i)] += 4, x[i] = value(random);
  multiply_add(p, values, x, b);
  ASSERT_TRUE(solver.factorise(values));
  solver.solve(b);
  for (std::size_t i = 0; i < n; ++i) EXPECT_NEAR(b[i], x[i], 1e-13);
}

TEST(SparseSolver, SaysThatAMatrixIsSingular) {
  SparseSolver solver(sparse_pattern(2, {{0, 1}, {1, 0}}));
  EXPECT_FALSE(solver.factorise(std::vector<double>{1, 2, 2, 4}));
  EXPECT_FALSE(solver.factorise(std::vector<double>{1, 2, std::nan(""), 4}));
  EXPECT_TRUE(solver.factorise(std::vector<double>{1, 2, 2, 5}));
}

}  // namespace
}  // namespace sunrack
