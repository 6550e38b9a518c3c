#include "fleet/everyone.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "physics/require.h"

namespace sunrack {
namespace {

const std::vector<EveryoneRow>& rows() {
  static const auto all = everyone();
  return all;
}

TEST(Everyone, AtLeastTenAreRebuiltWithinFivePercentBesidesDivisions) {
  int rebuilt = 0;
  for (const EveryoneRow& row : rows()) rebuilt += row.within && !row.peer.division;
  EXPECT_GE(rebuilt, 10);
}

TEST(Everyone, WhatIsNotRebuiltIsExplained) {
  for (const EveryoneRow& row : rows()) {
    EXPECT_FALSE(row.peer.explanation.empty()) << row.peer.name;
    EXPECT_FALSE(row.peer.source.empty()) << row.peer.name;
    EXPECT_TRUE(row.no_answer.empty()) << row.peer.name << ": " << row.no_answer;
  }
}

TEST(Everyone, OurGroupsAddUpToOurFigure) {
  for (const EveryoneRow& row : rows()) {
    double sum = 0;
    for (const PublishedItem& item : row.our_items) sum += item.specific_mass;
    EXPECT_NEAR(sum, row.ours, 1e-12 + 1e-9 * row.ours) << row.peer.name;
  }
}

// 890 W/m2 at 330 K by hand; a battery of 0.16 kWh/kg carries 1 kW through 0.16 h per kilogram.
TEST(Everyone, CalculatorsFormulas) {
  EXPECT_NEAR(simple_panel_flux(330, 200, 0.9, 0.85), 890, 1);
  EXPECT_NEAR(simple_battery(0.16 * 3600, 200 * 3600, 0.8), 1e-3, 1e-15);
  EXPECT_THROW(simple_panel_flux(200, 230, 0.9, 1), std::invalid_argument);
  EXPECT_THROW(simple_battery(1, 1, 0), std::invalid_argument);
}

}  // namespace
}  // namespace sunrack
