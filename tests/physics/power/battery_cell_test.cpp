#include "physics/power/battery_cell.h"

#include <gtest/gtest.h>

#include <limits>

#include "physics/require.h"

namespace sunrack {
namespace {

constexpr BatteryEfficiency usual{.charge = 0.96, .discharge = 0.94};

TEST(BatteryCell, WhatGoesInIsStoredOrHeat) {
  for (const double power : {-3000.0, -1.0, 0.0, 1.0, 3000.0}) {
    EXPECT_DOUBLE_EQ(battery_storage_rate(power, usual) + battery_heat(power, usual), power);
    EXPECT_GE(battery_heat(power, usual), 0);
  }
}

TEST(BatteryCell, ARoundTripReturnsTheProductOfBothEfficiencies) {
  const double stored = battery_storage_rate(1000, usual);
  const double drawn_per_watt = -battery_storage_rate(-1, usual);
  EXPECT_NEAR(stored / drawn_per_watt, 1000 * 0.96 * 0.94, 1e-10);  // rounding
}

TEST(BatteryCell, AnIdealCellMakesNoHeat) {
  EXPECT_EQ(battery_heat(500, {}), 0);
  EXPECT_EQ(battery_heat(-500, {}), 0);
}

TEST(DepthOfDischarge, PassesThroughItsAnchors) {
  EXPECT_DOUBLE_EQ(allowable_depth_of_discharge(7000), 0.5);
  EXPECT_DOUBLE_EQ(allowable_depth_of_discharge(30000), 0.325);
}

TEST(DepthOfDischarge, IsLinearInTheLogarithmOfCycles) {
  // Equal ratios of cycles, equal steps of depth.
  const double first = allowable_depth_of_discharge(2000) - allowable_depth_of_discharge(4000);
  const double second = allowable_depth_of_discharge(20000) - allowable_depth_of_discharge(40000);
  EXPECT_NEAR(first, second, 1e-14);  // rounding
}

TEST(DepthOfDischarge, NeverGrowsWithCyclesAndNeverPassesItsCeiling) {
  double before = 0.8;
  for (double cycles = 0; cycles <= 60000; cycles += 100) {
    const DepthOfDischarge depth = depth_of_discharge_range(cycles);
    EXPECT_LE(depth.nominal, before);
    EXPECT_LE(depth.low, depth.nominal);
    EXPECT_LE(depth.nominal, depth.high);
    EXPECT_GT(depth.low, 0);
    before = depth.nominal;
  }
  EXPECT_EQ(allowable_depth_of_discharge(0), 0.8);
}

TEST(DepthOfDischarge, FiveYearsOfEveryOrbitAgreeWithTheStationsRule) {
  // The station allows 0.35 at 5,500 cycles a year; 5 years of it lie within the law's spread.
  const DepthOfDischarge depth = depth_of_discharge_range(27500);
  EXPECT_LT(depth.low, 0.35);
  EXPECT_GT(depth.high, 0.35);
  EXPECT_NEAR(depth.nominal, 0.35, 0.03);  // another chemistry: agreement of the class, not of a cell
}

TEST(DepthOfDischarge, DoesNotExtrapolate) {
  EXPECT_NO_THROW(allowable_depth_of_discharge(60000));
  EXPECT_THROW(allowable_depth_of_discharge(60001), ModelError);
}

TEST(BatteryCell, RefusesBadInput) {
  const double nan = std::numeric_limits<double>::quiet_NaN();
  EXPECT_THROW(allowable_depth_of_discharge(-1), std::invalid_argument);
  EXPECT_THROW(allowable_depth_of_discharge(nan), std::invalid_argument);
  EXPECT_THROW(battery_heat(nan, usual), std::invalid_argument);
  EXPECT_THROW(battery_heat(1, {.charge = 0}), std::invalid_argument);
  EXPECT_THROW(battery_heat(1, {.discharge = 1.1}), std::invalid_argument);
}

}  // namespace
}  // namespace sunrack
