#include "physics/debris/survival.h"

#include <gtest/gtest.h>

#include <cmath>
#include <vector>

#include "physics/require.h"

namespace sunrack {
namespace {

// Closed forms agree to rounding of a few hundred operations.
constexpr double rounding = 1e-12;

TEST(Punctures, ExpectedHolesAreRateTimesAreaTimesTime) {
  EXPECT_DOUBLE_EQ(expected_penetrations(2e-9, 22, 1e8), 4.4);
  EXPECT_DOUBLE_EQ(probability_no_penetration(0), 1);
  EXPECT_NEAR(probability_no_penetration(0.05), 0.951229424500714, rounding);
  EXPECT_THROW(expected_penetrations(-1, 1, 1), std::invalid_argument);
  EXPECT_THROW(expected_penetrations(1, NAN, 1), std::invalid_argument);
}

TEST(Punctures, TailsAreTheSumsOfTheirTerms) {
  double sum = 0, term = std::exp(-3.7);
  for (int j = 0; j <= 12; ++j) {
    sum += term;
    EXPECT_NEAR(poisson_at_most(j, 3.7), sum, rounding) << j;
    term *= 3.7 / (j + 1);
  }
  sum = 0, term = std::pow(0.9, 25);
  for (int j = 0; j <= 25; ++j) {
    sum += term;
    EXPECT_NEAR(binomial_at_most(j, 25, 0.1), sum, rounding) << j;
    term *= double(25 - j) / (j + 1) / 9;
  }
  EXPECT_EQ(binomial_at_most(-1, 25, 0.1), 0);
  EXPECT_EQ(poisson_at_most(-1, 2), 0);
}

TEST(Punctures, EqualLoopsAreLostTogetherOnlyIfEachIsHoled) {
  EXPECT_NEAR(loops_survive(1, 0.3), std::exp(-0.3), rounding);
  const double half = 1 - std::exp(-0.15);
  EXPECT_NEAR(loops_survive(2, 0.3), 1 - half * half, rounding);
  EXPECT_NEAR(standby_loops_survive(1, 0.3), std::exp(-0.3) * 1.3, rounding);
}

TEST(Punctures, AMillimetreHoleLeaksSixteenGramsASecond) {
  // 0.6 (pi/4) 1e-6 sqrt(2 600 1e6) = 0.01632 kg/s.
  EXPECT_NEAR(leak_rate(1e-3, 600, 1e6), 0.016324, 1e-6);
  EXPECT_DOUBLE_EQ(leak_rate(2e-3, 600, 1e6), 4 * leak_rate(1e-3, 600, 1e6));
  EXPECT_EQ(leak_rate(1e-3, 600, 0), 0);
}

TEST(Survival, NoDebrisLeavesEverything) {
  const auto result = survival({.segments = 30});
  EXPECT_EQ(result.mean_heat, 1);
  EXPECT_EQ(result.heat_at_confidence, 1);
  EXPECT_EQ(result.probability_alive, 1);
  EXPECT_EQ(result.probability_no_penetration, 1);
  EXPECT_EQ(result.heat_deviation, 0);
}

TEST(Survival, PerfectValvesLeaveThePoissonShare) {
  const auto result = survival({.segments = 40, .expected_penetrations = 2});
  EXPECT_NEAR(result.mean_heat, std::exp(-2.0 / 40), rounding);
  const double q = 1 - std::exp(-2.0 / 40);
  // The variance is a difference of numbers near one: half the digits of it are left.
  EXPECT_NEAR(result.heat_deviation, std::sqrt(q * (1 - q) / 40), 1e-9);
  EXPECT_EQ(result.probability_alive, 1);
  EXPECT_NEAR(result.probability_no_penetration, std::exp(-2), rounding);
}

TEST(Survival, ManySegmentsLoseNothingAndLeaveOnlyTheValvesRisk) {
  // n -> infinity: heat 1 - N/n, all valves work with exp(-N (1 - p)); the next terms are N/n smaller.
  const auto result =
      survival({.segments = 1'000'000, .expected_penetrations = 5, .valve_reliability = 0.98});
  EXPECT_NEAR(result.mean_heat, 1, 1e-5);
  EXPECT_NEAR(result.probability_alive, std::exp(-5 * 0.02), 1e-6);
}

TEST(Survival, OneSegmentIsALoopThatLivesWhileItIsWhole) {
  const auto result = survival({.segments = 1, .expected_penetrations = 0.04});
  EXPECT_NEAR(result.mean_heat, std::exp(-0.04), rounding);
  EXPECT_EQ(result.heat_at_confidence, 1);  // exp(-0.04) > 0.95
  EXPECT_EQ(survival({.segments = 1, .expected_penetrations = 0.06}).heat_at_confidence, 0);
}

TEST(Survival, CommonPartsAreInSeries) {
  const SegmentedRadiator alone{.segments = 30, .expected_penetrations = 1, .valve_reliability = 0.99};
  SegmentedRadiator with = alone;
  with.common_mode_penetrations = 0.01;
  EXPECT_NEAR(survival(with).probability_alive, survival(alone).probability_alive * std::exp(-0.01),
              rounding);
  EXPECT_NEAR(survival(with).mean_heat, survival(alone).mean_heat, rounding);
}

TEST(Survival, TheReserveCoversSoManyLeaksAndNoMore) {
  const double holes = 1.5;
  const std::int64_t n = 100'000;  // no two holes in one segment
  for (int covered = 0; covered < 5; ++covered) {
    const auto result = survival(
        {.segments = n, .expected_penetrations = holes, .reserve = 0.3 * covered, .loss_per_isolation = 0.3});
    EXPECT_NEAR(result.probability_alive, poisson_at_most(covered, holes), 2e-5) << covered;
  }
  const auto none = survival({.segments = 10, .expected_penetrations = holes, .loss_per_isolation = 1});
  EXPECT_NEAR(none.probability_alive, std::exp(-holes), rounding);
  EXPECT_NEAR(none.mean_heat, 1, rounding) << "a loop that is alive has had no leak";
}

TEST(Survival, ClosuresThatNobodyAskedCostHeatAndSpareValves) {
  const SegmentedRadiator radiator{.segments = 50, .expected_penetrations = 2, .spurious_closures = 0.03};
  EXPECT_NEAR(survival(radiator).mean_heat, std::exp(-2.0 / 50 - 0.03), rounding);
  SegmentedRadiator poor = radiator, poorer = radiator;
  poor.valve_reliability = poorer.valve_reliability = 0.9;
  poorer.spurious_closures = 0;
  // Where a segment is shut already, a hole asks no valve.
  EXPECT_GT(survival(poor).probability_valves, survival(poorer).probability_valves);
}

TEST(Survival, LimitedAndUnlimitedReservesAgreeWhereTheLimitIsOutOfReach) {
  SegmentedRadiator radiator{.segments = 60,
                             .expected_penetrations = 3,
                             .valve_reliability = 0.97,
                             .spurious_closures = 0.01,
                             .neighbour_fin_ratio = 0.7};
  const auto unlimited = survival(radiator);
  radiator.loss_per_isolation = 1;
  radiator.reserve = 59;  // sums in place of closed forms
  const auto limited = survival(radiator);
  EXPECT_NEAR(limited.probability_alive, unlimited.probability_alive, 1e-11);
  EXPECT_NEAR(limited.mean_heat, unlimited.mean_heat, 1e-11);
  EXPECT_NEAR(limited.heat_deviation, unlimited.heat_deviation, 1e-8);
  EXPECT_EQ(limited.heat_at_confidence, unlimited.heat_at_confidence);
}

TEST(Survival, FinsOfLiveNeighboursKeepADeadSegmentRadiating) {
  EXPECT_DOUBLE_EQ(heat_left(3, 20), 0.85) << "0.5: a fin twice as long sheds no more";
  EXPECT_NEAR(heat_left(1, 20, 1), 1, rounding) << "perfect fins do not notice one dead tube";
  EXPECT_NEAR(heat_left(1, 2, 0.8), 0.8, rounding) << "every other tube: the whole panel at eta(2p)";
  EXPECT_EQ(heat_left(20, 20, 0.9), 0);
  double last = 2;
  for (int lost = 0; lost <= 20; ++lost) {
    EXPECT_LE(heat_left(lost, 20, 0.9), last) << lost;
    last = heat_left(lost, 20, 0.9);
  }
}

TEST(Segments, MeanAreaNeedsNineteenAndAHalfPerHole) {
  EXPECT_EQ(segments_for_mean(0.95, 10), 195);  // 10/ln(1/0.95) = 194.96
  EXPECT_EQ(segments_for_mean(0.95, 0), 1);
  EXPECT_GE(std::exp(-10.0 / 195), 0.95);
  EXPECT_LT(std::exp(-10.0 / 194), 0.95);
}

TEST(Segments, TheSmallestNumberIsFoundAsByTryingAll) {
  for (const double holes : {0.02, 0.06, 0.3, 0.9, 2.3, 7.0})
    for (const double valves : {1.0, 0.995})
      for (const double closures : {0.0, 0.002})
        for (const double fins : {0.5, 0.8}) {
          SegmentedRadiator radiator{.expected_penetrations = holes,
                                     .valve_reliability = valves,
                                     .spurious_closures = closures,
                                     .neighbour_fin_ratio = fins};
          const std::int64_t found = segments_for(0.95, 0.9, radiator);
          for (radiator.segments = 1; radiator.segments < found; ++radiator.segments)
            ASSERT_LT(probability_of_heat(radiator, 0.95), 0.9) << radiator.segments << " of " << found;
          EXPECT_GE(probability_of_heat(radiator, 0.95), 0.9);
        }
}

TEST(Segments, HandTableWithConfidence) {
  // A hand calculation's table: 95 % of the area with 95 % confidence, in steps of 20.
  const std::vector<std::pair<double, std::int64_t>> rows = {{0.03, 1}, {0.17, 20}, {0.93, 60}, {1.05, 60}};
  for (const auto& [holes, segments] : rows)
    EXPECT_EQ(segments_for(0.95, 0.95, {.expected_penetrations = holes}), segments) << holes;
}

TEST(Segments, WhatNoNumberCanDoIsSaid) {
  EXPECT_THROW(segments_for(0.95, 0.95, {.expected_penetrations = 10, .valve_reliability = 0.98}),
               ModelError);
  EXPECT_THROW(segments_for(0.95, 0.95, {.expected_penetrations = 1, .spurious_closures = 0.1}), ModelError);
  EXPECT_THROW(segments_for(0.95, 0.95, {.expected_penetrations = 1, .common_mode_penetrations = 0.1}),
               ModelError);
  EXPECT_THROW(segments_for(0.95, 0.95, {.expected_penetrations = 2, .reserve = 1, .loss_per_isolation = 1}),
               ModelError);
}

TEST(Survival, BadInputIsRefusedByName) {
  const auto message = [](const SegmentedRadiator& radiator) -> std::string {
    try {
      survival(radiator);
    } catch (const std::invalid_argument& error) {
      return error.what();
    }
    return "";
  };
  EXPECT_NE(message({.segments = 0}).find("survival: segments = 0"), std::string::npos);
  EXPECT_NE(message({.expected_penetrations = -1}).find("expected_penetrations = -1"), std::string::npos);
  EXPECT_NE(message({.valve_reliability = 1.2}).find("valve_reliability = 1.2"), std::string::npos);
  EXPECT_NE(message({.neighbour_fin_ratio = 0.4}).find("neighbour_fin_ratio = 0.4"), std::string::npos);
  EXPECT_NE(message({.expected_penetrations = NAN}).find("expected_penetrations"), std::string::npos);
  EXPECT_THROW(survival({}, 1), std::invalid_argument);
}

TEST(ArrayStrings, EachHitTakesOneString) {
  const double year = 3.15576e7;
  const auto losses = string_losses(0.01 / year, 0.5, 400, 5 * year);
  EXPECT_NEAR(losses.expected_share, 1 - std::exp(-0.025), rounding);
  EXPECT_GT(losses.share_at_confidence, losses.expected_share);
  EXPECT_GE(binomial_at_most(std::int64_t(std::lround(losses.share_at_confidence * 400)), 400,
                             losses.expected_share),
            0.95);
  EXPECT_EQ(string_losses(0, 0.5, 400, year).share_at_confidence, 0);
}

}  // namespace
}  // namespace sunrack
