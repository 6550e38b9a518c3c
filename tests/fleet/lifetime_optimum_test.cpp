#include "fleet/lifetime_optimum.h"

#include <gtest/gtest.h>

#include <cmath>

#include "fleet/lifetime_report.h"
#include "physics/units.h"
#include "satellite/spec_file.h"

namespace sunrack {
namespace {

using namespace units;

/// Nothing fails and nothing is interrupted.
SatelliteSpec immortal(SatelliteSpec spec) {
  spec.lifetime.infant_failures = 0, spec.lifetime.random_rate = 0, spec.lifetime.board_rate = 0;
  spec.lifetime.qualified_failures = 0, spec.lifetime.lethal_dose = 0, spec.lifetime.satellite_loss = 0;
  spec.lifetime.interrupt_rate = 0, spec.lifetime.fatigue_cycles = 1e9;
  spec.lifetime.burn_in_time = 0;
  return spec;
}

LifetimeQuestion question(std::vector<std::string> chips) {
  return {.from = 40_degC, .to = 140_degC, .points = 21, .chips = std::move(chips)};
}

TEST(LifetimeOptimum, WithoutFailuresThePriceOfComputeIsThatOfAKilowatt) {
  const SatelliteSpec spec = immortal(preset("reference-2026"));
  const LifetimeStudy study = lifetime_study(spec, question({"gb300"}));
  const ChipLifetime& chip = study.chips[0];
  for (const LifetimePoint& point : chip.points) {
    if (!point.answered()) continue;
    // Solder alone is left, at a billion cycles.
    const double lit = point.delivered / 5_year;
    EXPECT_NEAR(point.mass_per_compute * lit * 5_year / point.specific_mass, 1, 1e-12);
    EXPECT_NEAR(point.capacity_at_end, 1, 1e-9);
  }
  EXPECT_NEAR(chip.least_mass->junction, chip.least_specific_mass->junction, 0.1);
}

TEST(LifetimeOptimum, WithoutLeakageFailuresAndSinkTheRadiatorFollowsTheFourthPower) {
  SatelliteSpec spec = immortal(preset("hand-calculation-2026"));
  spec.compute.leakage_share = 0;
  spec.coolant.fluid = "water";
  spec.coolant.rise = 1;  // nearly isothermal: the claim has one temperature
  spec.coolant.pump_fraction = 0;
  spec.radiator.sink_temperature = 1;
  const LifetimeStudy study =
      lifetime_study(spec, {.from = 20_degC, .to = 179_degC, .points = 54, .chips = {"gb300"}});
  const ChipLifetime& chip = study.chips[0];
  ASSERT_TRUE(chip.hotter.area_ratio) << chip.hotter.no_answer;
  // The secant between points of 3 K finds the radiator's temperature to some 0.01 K.
  EXPECT_NEAR(chip.hotter.hotter->radiator / chip.hotter.base.radiator, 1.2, 1e-4);
  EXPECT_NEAR(*chip.hotter.area_ratio, 1 / std::pow(1.2, 4), 1e-3);
  // Lighter all the way: the hottest point with an answer is the best.
  EXPECT_LT(*chip.hotter.mass_ratio, 1);
  ASSERT_TRUE(chip.pays_everywhere);
  EXPECT_TRUE(*chip.pays_everywhere);
}

TEST(LifetimeOptimum, FailuresMakeTheBestJunctionCooler) {
  const SatelliteSpec mortal = preset("reference-2026");
  for (const std::string chip : {"gb300", "ai-inference"}) {
    const LifetimeStudy with = lifetime_study(mortal, question({chip}));
    ASSERT_TRUE(with.chips[0].least_mass && with.chips[0].least_specific_mass);
    EXPECT_LT(with.chips[0].least_mass->junction, with.chips[0].least_specific_mass->junction - 3) << chip;
  }
}

TEST(LifetimeOptimum, MoreCertainDeathIsColderStill) {
  SatelliteSpec spec = preset("reference-2026");
  double before = 1000;
  for (const double rate : {0.01, 0.03, 0.1}) {
    spec.lifetime.random_rate = rate;
    const double now = lifetime_study(spec, question({"gb300"})).chips[0].least_mass->junction;
    EXPECT_LT(now, before);
    before = now;
  }
}

TEST(LifetimeOptimum, TheLeastIsLeastAmongThePointsAndBetweenThem) {
  const LifetimeStudy study = lifetime_study(preset("reference-2026"), question({"h100"}));
  const ChipLifetime& chip = study.chips[0];
  for (const LifetimePoint& point : chip.points)
    if (point.answered()) {
      EXPECT_GE(point.mass_per_compute, chip.least_mass->mass_per_compute);
      EXPECT_GE(point.specific_mass, chip.least_specific_mass->specific_mass);
    }
}

TEST(LifetimeOptimum, ThePointsBeyondTheChipsLimitsAreMarked) {
  const LifetimeStudy study = lifetime_study(preset("reference-2026"), question({"gb300"}));
  EXPECT_NEAR(study.chips[0].at_limit.junction, 85_degC, 1e-9);
  for (const LifetimePoint& point : study.chips[0].points)
    EXPECT_TRUE(!point.answered() || point.within_limits == (point.junction <= 85_degC + 1e-6));
}

TEST(LifetimeOptimum, AnswersDoNotDependOnThreads) {
  LifetimeQuestion one = question({"gb300", "tpu"}), two = one;
  one.study.threads = 1, two.study.threads = 2;
  const LifetimeStudy a = lifetime_study(preset("reference-2026"), one),
                      b = lifetime_study(preset("reference-2026"), two);
  for (const std::size_t i : {0u, 1u})
    EXPECT_EQ(a.chips[i].least_mass->mass_per_compute, b.chips[i].least_mass->mass_per_compute);
}

TEST(LifetimeOptimum, DrawsStayInTheirRangesAndNominalFiguresAreInside) {
  const SatelliteSpec spec = preset("reference-2026");
  for (const LifetimeRange& range : lifetime_ranges(spec)) {
    EXPECT_LE(range.range.low, range.range.nominal) << range.key;
    EXPECT_GE(range.range.high, range.range.nominal) << range.key;
  }
  const SatelliteSpec drawn = drawn_lifetime(spec, 1, 3, 10);
  EXPECT_NE(drawn.lifetime.random_rate, spec.lifetime.random_rate);
  EXPECT_GE(drawn.lifetime.random_rate, 0.02);
  EXPECT_LE(drawn.lifetime.random_rate, 0.05);
}

TEST(LifetimeOptimum, BadQuestionsAreRefusedByName) {
  const SatelliteSpec spec = preset("reference-2026");
  EXPECT_THROW(lifetime_study(spec, {.chips = {"gb301"}}), std::invalid_argument);
  EXPECT_THROW(lifetime_study(spec, {.from = 400, .to = 300}), std::invalid_argument);
  EXPECT_THROW(lifetime_study(spec, {.points = 2}), std::invalid_argument);
  EXPECT_THROW(lifetime_study(spec, {.factor = 1}), std::invalid_argument);
}

TEST(Economy, BurnInHasABestTimeBetweenInfantsAndItsCost) {
  const SatelliteSpec spec = preset("reference-2026");
  const SatelliteDesign design = size_satellite(spec);
  const BurnInCurve curve = burn_in_curve(spec, design, prices_of_2026(), 20000_h);
  EXPECT_GT(curve.least_cost.time, 1_h);
  EXPECT_LT(curve.least_cost.time, 20000_h);
  for (const BurnInPoint& point : curve.points) {
    EXPECT_GE(point.cost_per_compute, curve.least_cost.cost_per_compute * (1 - 1e-12));
    EXPECT_GE(point.mass_per_compute, curve.least_mass.mass_per_compute * (1 - 1e-12));
  }
  // Kilograms do not pay for parts lost on the ground: they ask for more of it.
  EXPECT_GT(curve.least_mass.time, curve.least_cost.time);
  SatelliteSpec no_infants = spec;
  no_infants.lifetime.infant_failures = 0;
  EXPECT_EQ(burn_in_curve(no_infants, design, prices_of_2026(), 20000_h).least_cost.time, 0);
}

TEST(Economy, TheBillIsTheSumOfItsParts) {
  const LifetimeBill bill{.mass = 1000,
                          .computers_mass = 200,
                          .array_mass = 300,
                          .array_power = 5e3,
                          .it_power = 4e3,
                          .spares = 0.25,
                          .burn_in_loss = 0.1,
                          .burn_in_energy = 9,
                          .life = 2,
                          .delivered = 1.5};
  const LifetimePrices prices{.launch = {.nominal = 2},
                              .computers = {.nominal = 3},
                              .array = {.nominal = 5},
                              .hardware = {.nominal = 7},
                              .burn_in = {.nominal = 100},
                              .operations = {.nominal = 11}};
  const double cost = 2 * 1000 + (3 * 5e3 + 900) / 0.9 + 5 * 5e3 + 7 * 500 + 11 * 2;
  EXPECT_NEAR(satellite_cost(bill, prices), cost, 1e-9);
  EXPECT_NEAR(cost_per_compute(bill, prices), cost / (4e3 * 1.5), 1e-12);
  EXPECT_NEAR(mass_per_compute(bill), 1000 / (4e3 * 1.5), 1e-15);
}

TEST(Economy, EveryPriceHasARangeAYearAndASource) {
  for (const LifetimePrices& set : {prices_of_2026(), prices_of_2030()})
    for (const Price& price :
         {set.launch, set.computers, set.array, set.hardware, set.burn_in, set.operations}) {
      EXPECT_LE(price.low, price.nominal);
      EXPECT_GE(price.high, price.nominal);
      EXPECT_GE(price.year, 2020);
      EXPECT_FALSE(price.source.empty());
      EXPECT_TRUE(price.unit.starts_with("$/"));
    }
}

TEST(Economy, WithProgressSatellitesAreReplacedSooner) {
  const SatelliteSpec spec = preset("reference-2026");
  const std::vector<double> ages = {2_year, 5_year, 10_year, 15_year};
  const auto still = replacement_curve(spec, prices_of_2026(), ages, 0);
  const auto moving = replacement_curve(spec, prices_of_2026(), ages, 0.3 / 1_year);
  ASSERT_TRUE(still.least_mass && moving.least_mass);
  EXPECT_LE(*moving.least_mass, *still.least_mass);
  EXPECT_GT(moving.points[3].mass_per_compute / moving.points[0].mass_per_compute,
            still.points[3].mass_per_compute / still.points[0].mass_per_compute);
}

TEST(Economy, SparesKeepTheComputeAndCostTheirMass) {
  const LifetimeChoices curve = spares_curve(preset("reference-2026"), prices_of_2026(), {0, 0.1, 0.3});
  for (const std::size_t i : {1u, 2u}) {
    EXPECT_GT(curve.points[i].mass, curve.points[i - 1].mass);
    EXPECT_GT(curve.points[i].capacity_at_end, curve.points[i - 1].capacity_at_end);
  }
  EXPECT_THROW(spares_curve(preset("reference-2026"), prices_of_2026(), {-0.1}), std::invalid_argument);
}

SensitivityQuestion assumptions() {
  SensitivityQuestion ask{.energies_eV = {0.5, 0.7, 0.9}, .references_degC = {60, 70, 80}};
  ask.study.points = 29;
  return ask;
}

TEST(LifetimeSensitivity, TheAssumedPairIsTheStudyItself) {
  const SatelliteSpec spec = preset("reference-2026");
  const LifetimeSensitivity all = lifetime_sensitivity(spec, assumptions());
  const ChipLifetime chip = lifetime_study(spec, {.points = 29, .chips = {"gb300"}}).chips[0];
  ASSERT_TRUE(all.at(1, 1).best_junction);
  // 0.7 eV and 70 degC are the spec's own, up to the rounding of their units.
  EXPECT_NEAR(*all.at(1, 1).best_junction, chip.least_mass->junction, 0.01);
  EXPECT_NEAR(all.at(1, 1).least_mass / chip.least_mass->mass_per_compute, 1, 1e-9);
  EXPECT_NEAR(*all.at(1, 1).pays_below, *chip.pays_below, 1e-3);
}

// A ground that was hotter when it counted has sturdier chips; a higher energy punishes heat more.
TEST(LifetimeSensitivity, SturdierChipsMayRunHotter) {
  const LifetimeSensitivity all = lifetime_sensitivity(preset("reference-2026"), assumptions());
  for (std::size_t i = 0; i < 3; ++i)
    for (const std::size_t j : {1u, 2u}) {
      EXPECT_GT(*all.at(i, j).best_junction, *all.at(i, j - 1).best_junction);
      EXPECT_GT(*all.at(i, j).pays_below, *all.at(i, j - 1).pays_below);
      EXPECT_LT(*all.at(j, i).best_junction, *all.at(j - 1, i).best_junction);
      EXPECT_LT(*all.at(j, i).pays_below, *all.at(j - 1, i).pays_below);
    }
  // Without failures neither figure matters.
  const LifetimeSensitivity none = lifetime_sensitivity(immortal(preset("reference-2026")), assumptions());
  EXPECT_NEAR(*none.at(0, 0).best_junction, *none.at(2, 2).best_junction, 1e-6);
}

TEST(LifetimeSensitivity, MemoryAndBoardsOfTheGroundFollowItsJunctions) {
  SatelliteSpec spec = preset("reference-2026");
  spec.lifetime.reference_junction += 7;
  const double memory = spec.lifetime.reference_memory, board = spec.lifetime.reference_board;
  shift_reference_temperatures(spec, spec.lifetime.reference_junction - 7);
  EXPECT_NEAR(spec.lifetime.reference_memory, memory + 7, 1e-9);
  EXPECT_NEAR(spec.lifetime.reference_board, board + 7, 1e-9);
}

TEST(LifetimeSensitivity, IsToldAndRefusesEmptyQuestions) {
  SensitivityQuestion ask = assumptions();
  ask.study.points = 9;
  const LifetimeSensitivity all = lifetime_sensitivity(preset("reference-2026"), ask);
  EXPECT_NE(sensitivity_text(all).find("Assumed, not measured"), std::string::npos);
  EXPECT_NE(sensitivity_script(all).find("(assumed)"), std::string::npos);
  ask.energies_eV.clear();
  EXPECT_THROW(lifetime_sensitivity(preset("reference-2026"), ask), std::invalid_argument);
  ask.energies_eV = {50};
  EXPECT_THROW(lifetime_sensitivity(preset("reference-2026"), ask), std::invalid_argument);
}

TEST(LifetimeReportTest, TellsAllAndKeepsClosedFormBesideTheFleet) {
  LifetimeReportQuestion ask{.study = question({"gb300"}), .draws = 2};
  ask.study.points = 5;
  ask.fleet = FleetQuestion{.satellites = 20, .horizon = 3_year, .runs = 20};
  const LifetimeReport report = lifetime_report(preset("reference-2026"), ask);
  ASSERT_TRUE(report.fleet && report.fleet_closed_form);
  EXPECT_NEAR(report.fleet->delivered.mean, *report.fleet_closed_form,
              5 * report.fleet->delivered.standard_error);
  const std::string text = lifetime_text(report), csv = lifetime_curve_csv(report, {});
  for (const char* word : {"gb300", "burn-in", "replaced at an age", "electromigration", "closed form"})
    EXPECT_NE(text.find(word), std::string::npos) << word;
  EXPECT_NE(csv.find("mass_per_compute_kg_per_kW_year"), std::string::npos);
  EXPECT_NE(hotter_or_longer_script(report.study, "gb300").find("multiplot"), std::string::npos);
  EXPECT_THROW(hotter_or_longer_script(report.study, "h100"), std::invalid_argument);
}

}  // namespace
}  // namespace sunrack
