#include "physics/debris/segmentation.h"

#include <gtest/gtest.h>

#include <cmath>

#include "physics/debris/survival.h"
#include "physics/require.h"

namespace sunrack {
namespace {

constexpr double slope = 2710.0 * 22;  // [kg/m] 22 m^2 of aluminium tube

SegmentationProblem power_law(double holes_of_a_millimetre, double exponent, double panel_mass = 550,
                              double segment_mass = 1) {
  return {
      .penetrations = [=](double wall) { return holes_of_a_millimetre * std::pow(wall / 1e-3, -exponent); },
      .armour_mass = [](double wall) { return slope * wall; },
      .thinnest_wall = 1e-6,
      .segment_mass = segment_mass,
      .panel_mass = panel_mass};
}

TEST(Segmentation, ArmourValvesAndOversizeAreAsBetaToOneToOne) {
  for (const double beta : {1.8, 2.6, 3.5}) {
    const auto best = closed_form_segmentation({.penetrations = 1.5, .exponent = beta}, slope, 550, 1);
    EXPECT_NEAR(best.valve_mass, best.oversize_mass, 1e-9);
    EXPECT_NEAR(best.armour_mass, beta * best.valve_mass, 1e-9);
    EXPECT_NEAR(best.segments, std::sqrt(550 * best.expected_penetrations), 1e-9);
  }
}

TEST(Segmentation, ClosedFormAndSearchAgreeWhereFewSegmentsAreHit) {
  // The closed form drops N/n against one: its segments err by N/(2n), its mass by much less.
  for (const double beta : {1.8, 2.6})
    for (const double holes : {0.01, 1.0, 30.0})
      for (const double segment_mass : {0.01, 1.0}) {
        const auto problem = power_law(holes, beta, 550, segment_mass);
        const auto closed =
            closed_form_segmentation({.penetrations = holes, .exponent = beta}, slope, 550, segment_mass);
        const auto found = least_mass_segmentation(problem);
        const double small = closed.expected_penetrations / closed.segments;
        EXPECT_NEAR(found.wall / closed.wall, 1, small) << beta << ' ' << holes;
        EXPECT_NEAR(found.segments / closed.segments, 1, small + 1e-6);
        EXPECT_NEAR(found.mass / closed.mass, 1, small / 2);
        EXPECT_GE(found.mass, closed.mass) << "e^x - 1 > x: the closed form is a lower bound";
      }
}

TEST(Segmentation, NoChoiceNearbyIsLighter) {
  const auto problem = power_law(2, 1.9);
  const auto best = least_mass_segmentation(problem);
  const auto mass = [&](double wall, double segments) {
    const double holes = problem.penetrations(wall);
    return problem.armour_mass(wall) + segments + 550 * std::expm1(holes / segments);
  };
  EXPECT_NEAR(mass(best.wall, best.segments), best.mass, 1e-9);
  for (const double wall : {0.9, 0.99, 1.01, 1.1})
    for (const double segments : {0.9, 0.99, 1.0, 1.01, 1.1})
      EXPECT_GT(mass(best.wall * wall, best.segments * segments), best.mass);
}

TEST(Segmentation, HandOptimumOfTheShieldedPanel) {
  // 110 m^2 at 5 kg/m^2, tubes of 22 m^2 behind a face sheet, N = 0.87 (debris low) and 1.87 (high) at 1 mm,
  // valves 1 kg: a hand calculation has 0.8..1.0 mm, 26..33 segments, 0.9..1.1 kg/m^2.
  const auto low = least_mass_segmentation(power_law(0.87, 1.85));
  const auto high = least_mass_segmentation(power_law(1.87, 1.85));
  EXPECT_NEAR(low.wall, 0.8e-3, 0.1e-3);
  EXPECT_NEAR(high.wall, 1.0e-3, 0.1e-3);
  EXPECT_NEAR(low.segments, 26, 2);
  EXPECT_NEAR(high.segments, 33, 3);
  EXPECT_NEAR(low.mass / 110, 0.9, 0.1);
  EXPECT_NEAR(high.mass / 110, 1.1, 0.1);
  EXPECT_NEAR(1 / high.oversize, 0.95, 0.015) << "95 % of the area is left";
}

TEST(Segmentation, HeatPipesAreTheLimitOfManySegments) {
  // n grows, m_v -> 0: what is left is armour and N/n of the panel, and both fade.
  double last = least_mass_segmentation(power_law(2, 1.9)).mass;
  for (const double pipes : {100.0, 1000.0, 10000.0}) {
    auto problem = power_law(2, 1.9, 550, 0);
    problem.segments = pipes;
    const auto best = least_mass_segmentation(problem);
    EXPECT_LT(best.mass, last);
    EXPECT_EQ(best.valve_mass, 0);
    // Armour alone against c t^-beta sigma A/n: armour = beta x oversize.
    if (best.wall > problem.thinnest_wall * 1.001) {
      EXPECT_NEAR(best.armour_mass / best.oversize_mass, 1.9, 0.01 + 2 * (best.oversize - 1));
    }
    last = best.mass;
  }
}

TEST(ConfidentSegmentation, TheSegmentsKeepThePromiseExactly) {
  for (const double holes : {0.02, 0.5, 2.0, 20.0})
    for (const double valves : {1.0, 0.99})
      for (const double fins : {0.5, 0.8}) {
        const SegmentationGoal goal{
            .valve_reliability = valves, .common_mode_penetrations = 0.005, .neighbour_fin_ratio = fins};
        const auto best = confident_segmentation(power_law(holes, 1.9), goal);
        const SegmentedRadiator radiator{.segments = std::int64_t(std::ceil(best.segments)),
                                         .expected_penetrations = best.expected_penetrations,
                                         .valve_reliability = valves,
                                         .common_mode_penetrations = 0.005,
                                         .neighbour_fin_ratio = fins};
        EXPECT_GE(best.oversize * survival(radiator, goal.confidence).heat_at_confidence, 1 - 1e-9)
            << holes << ' ' << valves << ' ' << fins;
      }
}

TEST(ConfidentSegmentation, ASingleLoopWhereHolesAreRare) {
  const auto best = confident_segmentation(power_law(1e-12, 1.9), {});
  EXPECT_EQ(best.segments, 1);
  EXPECT_EQ(best.valve_mass, 0);
  EXPECT_EQ(best.oversize, 1);
  EXPECT_EQ(best.wall, 1e-6);
}

TEST(ConfidentSegmentation, MassIsContinuousWhereTheNumberOfLossesChanges) {
  double last = 0;
  for (double holes = 0.5; holes < 5; holes *= 1.01) {
    const double mass = confident_segmentation(power_law(holes, 1.9), {}).mass;
    if (last > 0) {
      EXPECT_GT(mass, last);
      EXPECT_LT(mass, last * 1.012) << holes;  // 1 % of holes are less than 1 % of mass
    }
    last = mass;
  }
}

TEST(ConfidentSegmentation, AllowedHolesGiveTheConfidenceBack) {
  const SegmentationGoal goal{.confidence = 0.9, .valve_reliability = 0.98, .common_mode_penetrations = 0.02};
  for (const int losses : {0, 1, 5, 40, 200}) {
    const double holes = *penetrations_allowed(losses, goal);
    EXPECT_NEAR(std::exp(-holes * 0.02 - 0.02) * poisson_at_most(losses, holes * 0.98), 0.9, 1e-11) << losses;
  }
  EXPECT_NEAR(*penetrations_allowed(3, {.confidence = 0.9, .valve_reliability = 0}), -std::log(0.9), 1e-12);
  EXPECT_FALSE(penetrations_allowed(3, {.common_mode_penetrations = 0.1}));
}

TEST(ConfidentSegmentation, AReserveThatBindsAsksForSmallerSegments) {
  const auto free = confident_segmentation(power_law(2, 1.9), {});
  const auto bound = confident_segmentation(power_law(2, 1.9), {.leak_share = 0.001, .reserve_share = 0.03});
  EXPECT_GT(bound.segments, free.segments);
  EXPECT_LE(bound.losses_covered * (0.001 + 1 / bound.segments), 0.03 * (1 + 1e-9));
  EXPECT_GT(bound.mass, free.mass);
}

TEST(ConfidentSegmentation, MoreCoolantIsTakenWhereThatIsLighterThanMoreSegments) {
  const SegmentationGoal hard{.leak_share = 0.001, .reserve_share = 0.03};
  const auto none = confident_segmentation(power_law(2, 1.9), hard);
  double last = none.mass;
  for (const double of_share : {1e5, 1000.0, 100.0, 1.0}) {  // [kg] of coolant and tank
    SegmentationGoal goal = hard;
    goal.reserve_mass = of_share;
    const auto some = confident_segmentation(power_law(2, 1.9), goal);
    EXPECT_LE(some.mass, last * (1 + 1e-9)) << "cheaper coolant never costs mass";
    EXPECT_GE(some.reserve, some.losses_covered * (0.001 + 1 / some.segments) * (1 - 1e-9));
    EXPECT_NEAR(some.reserve_mass, of_share * (some.reserve - 0.03), 1e-9);
    last = some.mass;
  }
  EXPECT_LT(last, 0.9 * none.mass);
  const auto free = confident_segmentation(power_law(2, 1.9), {});
  EXPECT_NEAR(last / free.mass, 1, 0.02) << "coolant of a kilogram is as good as none asked for";
}

TEST(ConfidentSegmentation, ClosuresThatNobodyAskedCostMassAndKeepThePromise) {
  double last = 0;
  for (const double closures : {0.0, 1e-3, 1e-2, 5e-2}) {
    const SegmentationGoal goal{.spurious_closures = closures};
    const auto best = confident_segmentation(power_law(2, 1.9), goal);
    EXPECT_GT(best.mass, last);
    last = best.mass;
    const SegmentedRadiator radiator{.segments = std::int64_t(std::ceil(best.segments)),
                                     .expected_penetrations = best.expected_penetrations,
                                     .spurious_closures = closures};
    // Rounding the number up adds less than one pair's closures.
    EXPECT_GE(best.oversize * survival(radiator, goal.confidence).heat_at_confidence, 1 - 2e-3) << closures;
  }
  EXPECT_THROW(confident_segmentation(power_law(2, 1.9), {.spurious_closures = -1}), std::invalid_argument);
  EXPECT_NEAR(*penetrations_allowed(4, {}, 0), *penetrations_allowed(4, {}, 1.0) + 1.0, 1e-12)
      << "with perfect valves a closure is as bad as a hole";
  EXPECT_FALSE(penetrations_allowed(2, {}, 5.0));
}

TEST(ConfidentSegmentation, WhatCannotBeDoneIsSaid) {
  EXPECT_THROW(confident_segmentation(power_law(2, 1.9), {.common_mode_penetrations = 0.1}), ModelError);
  EXPECT_THROW(confident_segmentation(power_law(1e9, 1), {}), ModelError);
  EXPECT_THROW(confident_segmentation({}, {}), std::invalid_argument);
  EXPECT_THROW(confident_segmentation(power_law(2, 1.9, -5), {}), std::invalid_argument);
  EXPECT_THROW(least_mass_segmentation(power_law(2, 1.9, 550, 0)), std::invalid_argument);
  EXPECT_THROW(closed_form_segmentation({.penetrations = 0}, 1, 1, 1), std::invalid_argument);
}

}  // namespace
}  // namespace sunrack
