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

// A row that is not whole says what is missing; one that needs an assumption of ours says which.
TEST(Everyone, WhatIsNotToldIsNamed) {
  EXPECT_GE(rows().size(), 30u);
  for (const EveryoneRow& row : rows()) {
    EXPECT_EQ(row.peer.not_told.empty(), row.peer.needed.empty()) << row.peer.name;
    if (!row.reproduced || row.peer.partial || row.peer.division) {
      EXPECT_FALSE(row.peer.not_told.empty()) << row.peer.name;
    }
    if (row.peer.partial) {
      EXPECT_LT(*row.reproduced, row.peer.published) << row.peer.name;
      EXPECT_FALSE(row.within) << row.peer.name;
    }
    if (!row.within && row.reproduced) {
      EXPECT_FALSE(row.peer.not_told.empty()) << row.peer.name;
    }
  }
}

TEST(Everyone, DifferencesAddUpToOursLessTheirs) {
  int explained = 0;
  for (const EveryoneRow& row : rows()) {
    if (row.differences.empty()) continue;
    double sum = 0;
    for (const PublishedItem& item : row.differences) sum += item.specific_mass;
    EXPECT_NEAR(sum, row.ours - *row.reproduced, 1e-12) << row.peer.name;
    ++explained;
  }
  EXPECT_GE(explained, 15);
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
