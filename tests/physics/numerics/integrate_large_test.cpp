#include "physics/numerics/integrate_large.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "physics/require.h"

namespace sunrack {
namespace {

/// y_i' = -rates_i (y_i - aims_i): stiff, with a diagonal Jacobian.
struct Decays {
  std::vector<double> rates, aims;

  LargeSystem system() {
    return {.rate =
                [this](double, std::span<const double> y, std::span<double> rate) {
                  for (std::size_t i = 0; i < y.size(); ++i) rate[i] = -rates[i] * (y[i] - aims[i]);
                },
            .linearise = [](double, std::span<const double>) {},
            .jacobian =
                [this](std::span<const double> v, std::span<double> result) {
                  for (std::size_t i = 0; i < v.size(); ++i) result[i] = -rates[i] * v[i];
                },
            .prepare = [](double) {},
            .precondition =
                [this](double gamma, std::span<const double> r, std::span<double> z) {
                  for (std::size_t i = 0; i < r.size(); ++i) z[i] = r[i] / (1 + gamma * rates[i]);
                }};
  }
};

TEST(IntegrateLarge, StiffDecaysAreMet) {
  Decays decays{{1, 10, 1e3, 1e6}, {0, 1, 2, 3}};
  std::vector<double> y = {1, 2, 3, 4};
  const std::vector<double> times = {0, 0.5, 1, 3};
  std::vector<double> seen;
  LargeOptions options{.absolute_tolerance = 1e-8};
  options.at_output = [&](double time, std::span<const double> state) {
    seen.push_back(time);
    // The error of each step is held at 1e-8.
    EXPECT_NEAR(state[0], std::exp(-time), 1e-6);
    EXPECT_NEAR(state[1], 1 + std::exp(-10 * time), 1e-6);
  };
  const auto statistics = integrate_large(decays.system(), y, times, options);
  EXPECT_EQ(seen, times);
  EXPECT_EQ(statistics.time, 3);
  EXPECT_EQ(statistics.starts, 1);
  EXPECT_NEAR(y[3], 3, 1e-6);
}

TEST(IntegrateLarge, BreakpointsChangeTheRateExactlyThere) {
  Decays decays{{1, 2}, {1, 1}};
  std::vector<double> y = {0, 0}, breaks;
  const std::vector<double> times = {0, 1, 2};
  LargeOptions options{.absolute_tolerance = 1e-8, .breakpoints = {0.25, 1, 5}};
  options.at_break = [&](double time) {
    breaks.push_back(time);
    decays.aims = time < 1 ? std::vector<double>{0, 0} : std::vector<double>{2, 2};
  };
  const auto statistics = integrate_large(decays.system(), y, times, options);
  EXPECT_EQ(breaks, (std::vector<double>{0.25, 1}));
  EXPECT_EQ(statistics.starts, 3);
  const double first = (1 - std::exp(-0.25)) * std::exp(-0.75);
  EXPECT_NEAR(y[0], 2 + (first - 2) * std::exp(-1), 1e-6);
}

TEST(IntegrateLarge, StopsAndFailsWithWhatItHas) {
  Decays decays{{1}, {0}};
  std::vector<double> y = {1};
  const std::vector<double> times = {0, 100};
  LargeOptions options;
  options.at_step = [](double time, std::span<const double>) { return time < 1; };
  const auto statistics = integrate_large(decays.system(), y, times, options);
  EXPECT_TRUE(statistics.stopped);
  EXPECT_GE(statistics.time, 1);
  EXPECT_LT(statistics.time, 100);
  EXPECT_NEAR(y[0], std::exp(-statistics.time), 1e-3);

  LargeSystem broken = decays.system();
  broken.describe = [](std::size_t) { return "the only one"; };
  broken.rate = [](double time, std::span<const double>, std::span<double> rate) {
    rate[0] = time > 0.5 ? std::numeric_limits<double>::quiet_NaN() : -1;
  };
  y = {1};
  try {
    integrate_large(broken, y, times);
    FAIL();
  } catch (const ModelError& error) {
    EXPECT_NE(std::string(error.what()).find("stopped at t = 0.5"), std::string::npos) << error.what();
    EXPECT_NE(std::string(error.what()).find("the rate of the only one is nan"), std::string::npos)
        << error.what();
  }
  broken.rate = [](double, std::span<const double>, std::span<double>) { throw std::logic_error("mine"); };
  EXPECT_THROW(integrate_large(broken, y, times), std::logic_error);
}

TEST(IntegrateLarge, RefusesBadInput) {
  Decays decays{{1}, {0}};
  std::vector<double> y = {1}, none;
  const std::vector<double> times = {0, 1}, back = {1, 0}, one = {0};
  EXPECT_THROW(integrate_large(decays.system(), none, times), std::invalid_argument);
  EXPECT_THROW(integrate_large(decays.system(), y, back), std::invalid_argument);
  EXPECT_THROW(integrate_large(decays.system(), y, one), std::invalid_argument);
  EXPECT_THROW(integrate_large({}, y, times), std::invalid_argument);
  EXPECT_THROW(integrate_large(decays.system(), y, times, {.absolute_tolerance = 0}), std::invalid_argument);
  EXPECT_THROW(integrate_large(decays.system(), y, times, {.relative_tolerance = 2}), std::invalid_argument);
  EXPECT_THROW(integrate_large(decays.system(), y, times, {.breakpoints = {2, 1}}), std::invalid_argument);
}

}  // namespace
}  // namespace sunrack
