#include "chips/redundancy.h"

#include <gtest/gtest.h>

#include <cmath>
#include <numeric>

#include "physics/numerics/sampling.h"

namespace sunrack {
namespace {

TEST(Redundancy, ASeriesIsTheProductAndOneOfNIsAllButAllDead) {
  EXPECT_DOUBLE_EQ(series_survival({0.9, 0.8, 0.5}), 0.36);
  EXPECT_NEAR(k_out_of_n(1, 5, 0.3), 1 - std::pow(0.7, 5), 1e-14);
  EXPECT_NEAR(k_out_of_n(5, 5, 0.3), std::pow(0.3, 5), 1e-14);
  EXPECT_EQ(k_out_of_n(0, 5, 0.3), 1);
}

TEST(Redundancy, TwoOutOfThreeIsTheTextbookPolynomial) {
  for (const double p : {0.0, 0.2, 0.9, 1.0})
    EXPECT_NEAR(k_out_of_n(2, 3, p), 3 * p * p - 2 * p * p * p, 1e-14);
}

TEST(Redundancy, UnitsAliveAreTheBinomialWhenBoardsHoldOneUnitAndNeverFail) {
  const Redundancy redundancy{.installed = 53, .needed = 48};
  const auto chances = units_alive(redundancy, 0.87, 1);
  EXPECT_NEAR(std::accumulate(chances.begin(), chances.end(), 0.0), 1, 1e-13);
  EXPECT_NEAR(std::accumulate(chances.begin() + 48, chances.end(), 0.0), k_out_of_n(48, 53, 0.87), 1e-13);
}

TEST(Redundancy, BoardsChangeTheSpreadNotTheMean) {
  double mean[2] = {}, square[2] = {};
  for (const int i : {0, 1}) {
    const auto chances =
        units_alive({.installed = 52, .needed = 52, .units_per_board = i ? 4 : 1}, 0.9, 0.95);
    for (std::size_t n = 0; n < chances.size(); ++n) {
      mean[i] += double(n) * chances[n];
      square[i] += double(n * n) * chances[n];
    }
  }
  EXPECT_NEAR(mean[0], 52 * 0.9 * 0.95, 1e-11);
  EXPECT_NEAR(mean[1], mean[0], 1e-11);
  EXPECT_GT(square[1] - mean[1] * mean[1], 1.5 * (square[0] - mean[0] * mean[0]));
}

TEST(Redundancy, SparesKeepTheRatedComputeAndMoreOfThemNeverHarm) {
  double before = 0;
  for (int spares = 0; spares <= 12; ++spares) {
    const double now =
        expected_capacity({.installed = 48 + spares, .needed = 48, .units_per_board = 4}, 0.9, 0.98);
    EXPECT_GE(now, before);
    before = now;
  }
  EXPECT_GT(before, 0.99);
}

TEST(Redundancy, AJobThatNeedsAllPacksIsKOutOfN) {
  const Redundancy all{.installed = 50, .needed = 45, .policy = Redundancy::Policy::all_or_nothing};
  EXPECT_NEAR(expected_capacity(all, 0.93, 1), k_out_of_n(45, 50, 0.93), 1e-13);
}

TEST(Redundancy, ColdStandbyIsPoissonAndAgreesWithDraws) {
  EXPECT_NEAR(cold_standby(1, 0, 0.5, 2), std::exp(-1.0), 1e-14);
  EXPECT_NEAR(cold_standby(1, 1, 0.5, 2), 2 * std::exp(-1.0), 1e-14);
  int kept = 0;
  constexpr int draws = 40000;
  RandomStream random(3, 0);
  for (int i = 0; i < draws; ++i) {
    double time = 0;
    for (int failure = 0; failure <= 3; ++failure) time += random.exponential() / (10 * 0.02);
    kept += time > 12;
  }
  const double exact = cold_standby(10, 3, 0.02, 12);
  EXPECT_NEAR(double(kept) / draws, exact, 4 * std::sqrt(exact * (1 - exact) / draws));  // four sigma
}

TEST(Redundancy, BadFiguresAreRefusedByName) {
  EXPECT_THROW(k_out_of_n(6, 5, 0.5), std::invalid_argument);
  EXPECT_THROW(k_out_of_n(2, 5, 1.5), std::invalid_argument);
  EXPECT_THROW(series_survival({0.5, -0.1}), std::invalid_argument);
  EXPECT_THROW(expected_capacity({.installed = 3, .needed = 4}, 1, 1), std::invalid_argument);
  EXPECT_THROW(cold_standby(1, -1, 1, 1), std::invalid_argument);
}

}  // namespace
}  // namespace sunrack
