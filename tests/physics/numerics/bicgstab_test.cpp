#include "physics/numerics/bicgstab.h"

#include <gtest/gtest.h>

#include <cmath>

#include "physics/require.h"

namespace sunrack {
namespace {

const LinearMap nothing = [](const std::vector<double>& v, std::vector<double>& result) { result = v; };

/// Diffusion with a wind: 3 u_i - (1 + w) u_(i-1) - (1 - w) u_(i+1).
LinearMap windy(double w) {
  return [=](const std::vector<double>& v, std::vector<double>& result) {
    result.resize(v.size());
    for (std::size_t i = 0; i < v.size(); ++i) {
      result[i] = 3 * v[i];
      if (i > 0) result[i] -= (1 + w) * v[i - 1];
      if (i + 1 < v.size()) result[i] -= (1 - w) * v[i + 1];
    }
  };
}

TEST(Bicgstab, SolvesWhatIsNotSymmetric) {
  for (const double w : {0.0, 0.3, 0.9}) {
    std::vector<double> exact(200), b, u;
    for (std::size_t i = 0; i < exact.size(); ++i) exact[i] = std::sin(0.1 * double(i));
    windy(w)(exact, b);
    const auto answer = bicgstab(windy(w), nothing, b, u, 1e-12);
    EXPECT_LE(answer.relative_residual, 1e-12);
    // The operator's condition is about 5.
    for (std::size_t i = 0; i < exact.size(); ++i) EXPECT_NEAR(u[i], exact[i], 1e-9);
  }
}

TEST(Bicgstab, AGoodPreconditionerSavesIterations) {
  std::vector<double> b(50, 1.0), u;
  for (std::size_t i = 0; i < b.size(); ++i) b[i] = 1 + double(i % 7);
  const LinearMap scaled = [](const std::vector<double>& v, std::vector<double>& result) {
    result.resize(v.size());
    for (std::size_t i = 0; i < v.size(); ++i) result[i] = double(1 + i) * v[i];
  };
  const LinearMap inverse = [](const std::vector<double>& v, std::vector<double>& result) {
    result.resize(v.size());
    for (std::size_t i = 0; i < v.size(); ++i) result[i] = v[i] / double(1 + i);
  };
  EXPECT_EQ(bicgstab(scaled, inverse, b, u, 1e-10).iterations, 1);
  EXPECT_GT(bicgstab(scaled, nothing, b, u, 1e-10).iterations, 5);
}

TEST(Bicgstab, NoLoadNoAnswerAndNoConvergence) {
  std::vector<double> u;
  EXPECT_EQ(bicgstab(windy(0), nothing, {0, 0, 0}, u, 1e-10).iterations, 0);
  EXPECT_EQ(u, (std::vector<double>{0, 0, 0}));
  const LinearMap zero = [](const std::vector<double>& v, std::vector<double>& result) {
    result.assign(v.size(), 0.0);
  };
  EXPECT_THROW(bicgstab(zero, nothing, {1, 2}, u, 1e-10), ModelError);
  EXPECT_THROW(bicgstab(windy(0.5), nothing, std::vector<double>(300, 1.0), u, 1e-14, 2), ModelError);
}

}  // namespace
}  // namespace sunrack
