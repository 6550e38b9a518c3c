#include "fleet/reliability.h"

#include <gtest/gtest.h>

#include <cmath>
#include <numeric>

#include "fleet/reliability_trials.h"
#include "physics/units.h"
#include "satellite/spec_file.h"

namespace sunrack {
namespace {

using namespace units;

const SatelliteSpec& reference() {
  static const SatelliteSpec spec = preset("reference-2026");
  return spec;
}
const SatelliteDesign& design() {
  static const SatelliteDesign sized = size_satellite(reference());
  return sized;
}

/// Random failures alone, so that the integral is a closed form.
SatelliteReliability random_only(double package, double satellite) {
  return {.package = {{"package", random_failures(package), 0}},
          .board = {},
          .satellite = {{"satellite", random_failures(satellite), 0}},
          .redundancy = {.installed = 48, .needed = 48, .units_per_board = 4}};
}

/// All kinds of causes, fast enough to matter within five years.
SatelliteReliability mixed(int installed) {
  using Law = LifeDistribution::Law;
  return {.package = {{"infants", {Law::weibull, 200_year, 0.4}, 1_day},
                      {"random", random_failures(0.04 / 1_year), 0},
                      {"wear", {Law::lognormal, 9_year, 0.5}, 0}},
          .board = {{"solder", {Law::weibull, 8_year, 4}, 0}, {"board", random_failures(0.02 / 1_year), 0}},
          .satellite = {{"lost", random_failures(0.03 / 1_year), 0}},
          .redundancy = {.installed = installed, .needed = 48, .units_per_board = 4},
          .availability = 0.95};
}

TEST(Delivered, NothingFailsNothingIsLost) {
  EXPECT_NEAR(delivered_compute(random_only(0, 0), 5_year) / 5_year, 1, 1e-14);
}

TEST(Delivered, RandomFailuresDeliverOneLessAnExponentialOverTheirRate) {
  const double rate = (0.05 + 0.01) / 1_year;
  EXPECT_NEAR(delivered_compute(random_only(0.05 / 1_year, 0.01 / 1_year), 5_year) /
                  ((1 - std::exp(-rate * 5_year)) / rate),
              1, 1e-12);
}

TEST(Delivered, ADeclineIsOneMoreRateThere) {
  EXPECT_NEAR(delivered_compute(random_only(0.05 / 1_year, 0), 5_year, 0.2 / 1_year) /
                  delivered_compute(random_only(0.25 / 1_year, 0), 5_year),
              1, 1e-12);
}

TEST(Delivered, TheQuadratureAgreesWithAFineSum) {
  for (const int installed : {48, 56}) {
    const SatelliteReliability satellite = mixed(installed);
    constexpr int steps = 40000;
    double sum = 0;
    for (int i = 0; i < steps; ++i) sum += expected_capacity(satellite, (i + 0.5) * 5_year / steps);
    // Infants of shape 0.4, aged a day, cost the sum some 1e-6 at its beginning.
    EXPECT_NEAR(delivered_compute(satellite, 5_year) / (0.95 * sum * 5_year / steps), 1, 1e-5) << installed;
  }
}

TEST(Fleet, MonteCarloAndClosedFormAgreeWithinItsError) {
  for (const int installed : {48, 56}) {
    const SatelliteReliability satellite = mixed(installed);
    const FleetOutcome outcome = fleet_trials(satellite, {.satellites = 200, .horizon = 5_year, .runs = 100});
    // Four standard errors, and 1e-4 for the table of times.
    EXPECT_NEAR(outcome.delivered.mean, delivered_compute(satellite, 5_year),
                4 * outcome.delivered.standard_error + 1e-4 * 5_year)
        << installed;
    EXPECT_LT(outcome.delivered.standard_error, 0.004 * 5_year);
    for (const FleetYear& year : outcome.years) {
      constexpr int steps = 200;
      double mean = 0;
      for (int i = 0; i < steps; ++i)
        mean += 0.95 * expected_capacity(satellite, year.from + (i + 0.5) / steps * (year.to - year.from)) /
                steps;
      EXPECT_NEAR(year.capacity.mean, mean, 4.5 * year.capacity.standard_error + 1e-4) << year.to / 1_year;
    }
  }
}

TEST(Fleet, AJobThatNeedsAllAgreesWithKOutOfN) {
  SatelliteReliability satellite = random_only(0.05 / 1_year, 0);
  satellite.redundancy = {
      .installed = 50, .needed = 45, .units_per_board = 1, .policy = Redundancy::Policy::all_or_nothing};
  const FleetOutcome outcome = fleet_trials(satellite, {.satellites = 500, .horizon = 4_year, .runs = 60});
  EXPECT_NEAR(outcome.delivered.mean, delivered_compute(satellite, 4_year),
              4 * outcome.delivered.standard_error + 1e-4 * 4_year);
}

TEST(Fleet, TheOutcomeDoesNotDependOnThreads) {
  FleetQuestion question{.satellites = 50,
                         .horizon = 3.5 * 1_year,
                         .replacement_age = 2_year,
                         .replace_lost = true,
                         .runs = 40,
                         .seed = 9};
  question.threads = 1;
  const FleetOutcome one = fleet_trials(mixed(48), question);
  question.threads = 3;
  const FleetOutcome three = fleet_trials(mixed(48), question);
  EXPECT_EQ(one.delivered.mean, three.delivered.mean);
  EXPECT_EQ(one.launches.high, three.launches.high);
  EXPECT_EQ(one.years.size(), 4u);
  EXPECT_NEAR(one.years.back().to, 3.5 * 1_year, 1);
}

TEST(Fleet, LostSatellitesReplacedAtOnceComeAtTheirRate) {
  const SatelliteReliability satellite = random_only(0, 0.2 / 1_year);
  const FleetOutcome outcome =
      fleet_trials(satellite, {.satellites = 100, .horizon = 5_year, .replace_lost = true, .runs = 200});
  EXPECT_NEAR(outcome.launches.mean, 100 * 0.2 * 5, 4 * outcome.launches.standard_error);
  EXPECT_NEAR(outcome.delivered.mean / 5_year, 1, 1e-4);
}

TEST(Fleet, ReplacementAtAnAgeRepeatsTheFirstYears) {
  const SatelliteReliability satellite = mixed(48);
  const FleetOutcome outcome =
      fleet_trials(satellite, {.satellites = 200, .horizon = 6_year, .replacement_age = 2_year, .runs = 60});
  EXPECT_NEAR(outcome.delivered.mean, 3 * delivered_compute(satellite, 2_year),
              4 * outcome.delivered.standard_error + 1e-4 * 6_year);
  EXPECT_EQ(outcome.launches.mean, 400);  // in the years 2 and 4
}

TEST(Fleet, BadQuestionsAreRefusedByName) {
  EXPECT_THROW(fleet_trials(mixed(48), {.satellites = 0}), std::invalid_argument);
  EXPECT_THROW(fleet_trials(mixed(48), {.horizon = -1}), std::invalid_argument);
  EXPECT_THROW(fleet_trials(mixed(48), {.replacement_age = 0}), std::invalid_argument);
  EXPECT_THROW(fleet_trials(mixed(48), {.runs = 0}), std::invalid_argument);
  EXPECT_THROW(delivered_compute(mixed(48), 0), std::invalid_argument);
}

TEST(SatelliteReliabilityTest, TheDesignsTemperaturesAreItsLifesConditions) {
  const LifeConditions use = life_conditions(reference(), design());
  EXPECT_NEAR(use.junction, 85_degC, 1e-9);
  EXPECT_EQ(use.memory, design().compute.package.state.memory_temperature);
  EXPECT_NEAR(use.board, design().compute.package.state.coolant_temperature + 20, 1e-9);
  EXPECT_EQ(use.duty, design().compute_availability);
  EXPECT_NEAR(use.dose_rate * 5_year, design().shield.dose.total(), 1e-9);
}

TEST(SatelliteReliabilityTest, ALoopThroughThePanelWearsBoardsFasterThanABypass) {
  SatelliteSpec spec = reference();
  const double bypassed = life_conditions(spec, design()).board_cycles.at(0).range;
  spec.lifetime.eclipse_loop = "through-panel";
  const double through = life_conditions(spec, design()).board_cycles.at(0).range;
  EXPECT_GT(through, bypassed + 20);
  const auto alive = [&](const SatelliteSpec& s) {
    return survival(satellite_reliability(s, design(), 0).board, 5_year);
  };
  EXPECT_LT(alive(spec), alive(reference()));
  spec.battery_strategy = "ride-through";
  EXPECT_TRUE(life_conditions(spec, design()).board_cycles.empty());
}

TEST(SatelliteReliabilityTest, InterruptsAreComputedUnlessGiven) {
  const double computed = interrupt_rate(reference(), design().shield.aluminium) * 1_year;
  // A beam gave 3.6e-9 cm2 in all; 1e8 to 1e10 protons/cm2 a year reach the chips of a low polar orbit.
  EXPECT_GT(computed, 0.1);
  EXPECT_LT(computed, 40);
  SatelliteSpec spec = reference();
  spec.lifetime.interrupt_rate = 7;
  EXPECT_NEAR(interrupt_rate(spec, 13.5) * 1_year, 7, 1e-12);
}

TEST(SatelliteReliabilityTest, SharesOfFailuresSumToTheDead) {
  const SatelliteReliability satellite = satellite_reliability(reference(), design(), 0);
  double sum = 0;
  for (const FailureShare& share : failure_shares(satellite, 5_year)) sum += share.share;
  EXPECT_NEAR(sum, 1 - survival(satellite.package, 5_year) * survival(satellite.board, 5_year), 1e-7);
}

}  // namespace
}  // namespace sunrack
