#include "physics/debris/puncture_trials.h"

#include <gtest/gtest.h>

#include <cmath>
#include <vector>

namespace sunrack {
namespace {

// Four standard errors: one comparison in 16 000 lies outside by chance, and the seeds are fixed.
constexpr double errors_allowed = 4;
constexpr std::int64_t trials = 20'000;

void expect_near(const TrialMean& found, double expected, const char* what) {
  EXPECT_NEAR(found.value, expected, errors_allowed * found.error + 1e-12) << what;
}

std::vector<SegmentedRadiator> cases() {
  return {{.segments = 1, .expected_penetrations = 0.3},
          {.segments = 2, .expected_penetrations = 0.8, .valve_reliability = 0.9},
          {.segments = 30, .expected_penetrations = 1.2},
          {.segments = 30, .expected_penetrations = 4, .valve_reliability = 0.95},
          {.segments = 20, .expected_penetrations = 10, .valve_reliability = 0.99, .spurious_closures = 0.1},
          {.segments = 40, .expected_penetrations = 2, .common_mode_penetrations = 0.2},
          {.segments = 25,
           .expected_penetrations = 3,
           .valve_reliability = 0.97,
           .spurious_closures = 0.05,
           .common_mode_penetrations = 0.05,
           .reserve = 3,
           .loss_per_isolation = 1},
          {.segments = 25, .expected_penetrations = 2, .reserve = 0.9, .loss_per_isolation = 0.3}};
}

TEST(PunctureTrials, LivesPlayedOutAgreeWithTheClosedForms) {
  std::uint64_t seed = 1;
  for (const SegmentedRadiator& radiator : cases()) {
    const double share = 0.9;
    const auto played = puncture_trials(radiator, share, trials, seed++);
    const auto closed = survival(radiator);
    expect_near(played.alive, closed.probability_alive, "alive");
    expect_near(played.heat, closed.mean_heat, "heat");
    expect_near(played.enough, probability_of_heat(radiator, share), "enough");
    expect_near(played.no_penetration, closed.probability_no_penetration, "whole");
    EXPECT_NEAR(played.penetrations_mean, radiator.expected_penetrations,
                errors_allowed * std::sqrt(radiator.expected_penetrations / double(trials)));
  }
}

TEST(PunctureTrials, MeanHeatWithFinsAgreesWithTheClosedForm) {
  for (const double fins : {0.5, 0.75, 1.0}) {
    const SegmentedRadiator radiator{.segments = 24, .expected_penetrations = 5, .neighbour_fin_ratio = fins};
    expect_near(puncture_trials(radiator, 0.9, trials, 7).heat, survival(radiator).mean_heat, "fins");
  }
}

TEST(PunctureTrials, TheSpreadOfTheHeatAgreesToo) {
  const SegmentedRadiator radiator{.segments = 30, .expected_penetrations = 3};
  const auto played = puncture_trials(radiator, 0.9, trials, 11);
  // The error of a mean is the deviation over the root of the trials; it is itself good to 1/sqrt(2 trials).
  EXPECT_NEAR(played.heat.error * std::sqrt(double(trials)) / survival(radiator).heat_deviation, 1, 0.03);
}

TEST(PunctureTrials, TheSameSeedGivesTheSameLives) {
  const SegmentedRadiator radiator{.segments = 30, .expected_penetrations = 3};
  EXPECT_EQ(puncture_trials(radiator, 0.9, 500, 3).heat.value,
            puncture_trials(radiator, 0.9, 500, 3).heat.value);
  EXPECT_NE(puncture_trials(radiator, 0.9, 500, 3).heat.value,
            puncture_trials(radiator, 0.9, 500, 4).heat.value);
}

TEST(PunctureTrials, NoDebrisPerfectValvesLeaveEveryLifeWhole) {
  const auto played = puncture_trials({.segments = 30}, 1, 100, 1);
  EXPECT_EQ(played.alive.value, 1);
  EXPECT_EQ(played.heat.value, 1);
  EXPECT_EQ(played.enough.value, 1);
  EXPECT_THROW(puncture_trials({.segments = 0}, 1, 100, 1), std::invalid_argument);
  EXPECT_THROW(puncture_trials({}, 1, 1, 1), std::invalid_argument);
}

}  // namespace
}  // namespace sunrack
