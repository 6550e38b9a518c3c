#include "physics/numerics/periodic.h"

#include <gtest/gtest.h>

#include <cmath>

#include "physics/numerics/integrate.h"
#include "physics/require.h"

namespace sunrack {
namespace {

TEST(FindCycle, LinearMapIsSolvedInOneRound) {
  // Three parts that keep 0.999, 0.9 and 0.1 of themselves: by itself the first takes ten thousand periods.
  const Eigen::Vector3d kept(0.999, 0.9, 0.1), gain(1, 2, 3);
  const Cycle cycle = find_cycle(
      [&](const Eigen::VectorXd& x) -> Eigen::VectorXd { return kept.array() * x.array() + gain.array(); },
      Eigen::VectorXd::Zero(3), {.tolerance = 1e-8});
  for (int i = 0; i < 3; ++i) EXPECT_NEAR(cycle.start[i], gain[i] / (1 - kept[i]), 1e-4);
  EXPECT_LE(cycle.rounds, 3);
  EXPECT_LT(cycle.periods, 25);
}

TEST(FindCycle, WithoutACycleItSaysWhichPartKeepsChanging) {
  try {
    find_cycle([](const Eigen::VectorXd& x) -> Eigen::VectorXd { return x + Eigen::Vector2d(0, 1); },
               Eigen::VectorXd::Zero(2), {.maximum_rounds = 3, .names = {"still", "drifting"}});
    FAIL() << "found one";
  } catch (const ModelError& error) {
    EXPECT_NE(std::string(error.what()).find("'drifting' still changes by 1"), std::string::npos)
        << error.what();
  }
}

TEST(Integrate, QuadraturesKeepASumThatDoesNotChange) {
  // y' = -y^3: what y loses the quadrature gains, but for what Newton's method leaves in each step.
  IntegrateOptions options{.relative_tolerance = 1e-6, .absolute_tolerance = 1e-9};
  options.quadratures = {.count = 1,
                         .rate = [](double, Eigen::Ref<const Eigen::VectorXd> y, std::span<double> rates) {
                           rates[0] = y[0] * y[0] * y[0];
                         }};
  const auto history = integrate([](double, const auto& y, auto&& rate) { rate[0] = -y[0] * y[0] * y[0]; },
                                 Eigen::VectorXd::Ones(1), std::vector<double>{0, 1, 10}, options);
  for (Eigen::Index i = 0; i < 3; ++i)
    EXPECT_NEAR(history.states(0, i) + history.quadratures(0, i), 1,
                1e-6);  // a hundredth of the tolerance, in some fifty steps
  EXPECT_NEAR(history.states(0, 2), 1 / std::sqrt(21), 1e-3);
}

/// y' = -k y with k given: dy/dk = -t y.
IntegrateOptions decaying(double k, bool krylov) {
  IntegrateOptions options{.relative_tolerance = 1e-9, .absolute_tolerance = 1e-12};
  options.jacobian = {
      .pattern = sparse_pattern(1, {}),
      .fill = [k](double, Eigen::Ref<const Eigen::VectorXd>, std::span<double> values) { values[0] = -k; },
      .krylov = krylov};
  options.sensitivities = {.start = Eigen::MatrixXd::Zero(1, 1),
                           .scales = Eigen::VectorXd::Constant(1, k),
                           .rate = [](double, Eigen::Ref<const Eigen::VectorXd> y, Eigen::MatrixXd& slopes) {
                             slopes(0, 0) = -y[0];
                           }};
  return options;
}

TEST(Integrate, SensitivityOfADecayIsExact) {
  for (const bool krylov : {false, true}) {
    const auto history =
        integrate([](double, const auto& y, auto&& rate) { rate[0] = -0.3 * y[0]; }, Eigen::VectorXd::Ones(1),
                  std::vector<double>{0, 2, 5}, decaying(0.3, krylov));
    EXPECT_NEAR(history.sensitivities[1](0, 0), -2 * std::exp(-0.6), 1e-7);
    EXPECT_NEAR(history.sensitivities[2](0, 0), -5 * std::exp(-1.5), 1e-7);
  }
}

TEST(Integrate, SensitivitiesWithoutAJacobianAreRefused) {
  IntegrateOptions options = decaying(0.3, false);
  options.jacobian = {};
  EXPECT_THROW(integrate([](double, const auto& y, auto&& rate) { rate[0] = -0.3 * y[0]; },
                         Eigen::VectorXd::Ones(1), std::vector<double>{0, 2}, options),
               std::invalid_argument);
}

}  // namespace
}  // namespace sunrack
