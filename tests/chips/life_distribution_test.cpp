#include "chips/life_distribution.h"

#include <gtest/gtest.h>

#include <cmath>
#include <numeric>

#include "physics/numerics/sampling.h"

namespace sunrack {
namespace {

using Law = LifeDistribution::Law;

const std::vector<FailureCause> three_causes = {
    {"infants", {Law::weibull, 3e9, 0.5}, 0},
    {"random", random_failures(3e-9), 0},
    {"wear", {Law::lognormal, 2e8, 0.5}, 0},
};

TEST(LifeDistribution, AWeibullOfShapeOneIsRandomAndAtItsScaleOneInELives) {
  const LifeDistribution life = random_failures(2.0);
  for (const double age : {0.1, 1.0, 7.0}) EXPECT_DOUBLE_EQ(hazard_rate(life, age), 2.0);
  for (const double shape : {0.5, 1.0, 3.0})
    EXPECT_NEAR(cumulative_hazard({Law::weibull, 4.0, shape}, 4.0), 1, 1e-15);
}

TEST(LifeDistribution, HalfLiveAtTheMedianOfALognormalAndOneSigmaIsOneSigma) {
  const LifeDistribution life{Law::lognormal, 10.0, 0.5};
  EXPECT_NEAR(std::exp(-cumulative_hazard(life, 10.0)), 0.5, 1e-15);
  // 15.865525393145707 % of a normal distribution lie beyond one sigma.
  EXPECT_NEAR(std::exp(-cumulative_hazard(life, 10 * std::exp(0.5))), 0.15865525393145707, 1e-14);
}

TEST(LifeDistribution, TheHazardIsTheSlopeOfTheCumulativeHazard) {
  for (const LifeDistribution& life :
       {LifeDistribution{Law::weibull, 5, 0.5}, LifeDistribution{Law::weibull, 5, 4},
        LifeDistribution{Law::lognormal, 5, 0.75}})
    for (const double age : {0.5, 3.0, 40.0}) {
      const double step = 1e-5 * age;
      const double slope =
          (cumulative_hazard(life, age + step) - cumulative_hazard(life, age - step)) / (2 * step);
      EXPECT_NEAR(hazard_rate(life, age) / slope, 1, 1e-7)
          << life.shape;  // central differences: 1e-10 + rounding
    }
}

TEST(LifeDistribution, TheAgeAtAHazardIsItsInverse) {
  for (const LifeDistribution& life :
       {LifeDistribution{Law::weibull, 5, 0.5}, LifeDistribution{Law::lognormal, 5, 0.75}})
    for (const double hazard : {1e-6, 0.3, 2.0, 30.0})
      EXPECT_NEAR(cumulative_hazard(life, age_at_hazard(life, hazard)) / hazard, 1, 1e-9);
}

TEST(LifeDistribution, TheTailOfALognormalGoesOnWhereItsSurvivalIsNoDoubleAnyMore) {
  const LifeDistribution life{Law::lognormal, 1.0, 0.1};
  double before = 0;
  for (double age = 1; age < 1e3; age *= 1.01) {
    const double hazard = cumulative_hazard(life, age);
    EXPECT_TRUE(std::isfinite(hazard) && hazard > before) << age;
    before = hazard;
  }
}

TEST(LifeDistribution, ALifeThroughAPointPassesThere) {
  for (const Law law : {Law::weibull, Law::lognormal})
    EXPECT_NEAR(-std::expm1(-cumulative_hazard(life_through(law, 0.7, 10, 1e-3), 10)), 1e-3, 1e-15);
}

TEST(CompetingCauses, HazardsAddAndSharesSumToTheDead) {
  const double time = 1.5e8;
  double sum = 0;
  for (const FailureCause& cause : three_causes) sum += cumulative_hazard(cause.life, time);
  EXPECT_NEAR(cumulative_hazard(three_causes, time), sum, 1e-15);
  const auto shares = shares_of_failures(three_causes, time);
  EXPECT_NEAR(std::accumulate(shares.begin(), shares.end(), 0.0), 1 - survival(three_causes, time), 1e-9);
}

TEST(CompetingCauses, RandomCausesShareTheDeadAsTheirRates) {
  const auto shares = shares_of_failures({{"a", random_failures(1), 0}, {"b", random_failures(3), 0}}, 0.7);
  EXPECT_NEAR(shares[0], 0.25 * (1 - std::exp(-2.8)), 1e-12);
  EXPECT_NEAR(shares[1] / shares[0], 3, 1e-12);
}

TEST(CompetingCauses, MeanServiceOfRandomFailuresIsTheClosedForm) {
  EXPECT_NEAR(mean_service({{"a", random_failures(2), 0}}, 3), (1 - std::exp(-6.0)) / 2, 1e-12);
}

TEST(CompetingCauses, AnAgeSpentBeforehandHelpsInfantsHurtsWearAndLeavesRandomAlone) {
  const auto later = [](LifeDistribution life) {
    return survival({{"x", life, 2e7}}, 1e8) - survival({{"x", life, 0}}, 1e8);
  };
  EXPECT_GT(later({Law::weibull, 3e8, 0.5}), 0);
  EXPECT_NEAR(later(random_failures(1e-8)), 0, 1e-15);
  EXPECT_LT(later({Law::weibull, 3e8, 4}), 0);
}

TEST(CompetingCauses, DrawnTimesFollowTheClosedForm) {
  const double horizon = 2e8;
  const FailureTimes times(three_causes, horizon);
  for (double share = 1e-6; share < 1; share *= 1.7) {
    const double hazard = share * times.hazard_at_horizon();
    EXPECT_NEAR(cumulative_hazard(three_causes, times(hazard)) / hazard, 1, 2e-4) << share;
  }
  EXPECT_TRUE(std::isinf(times(1.001 * times.hazard_at_horizon())));
  // Kolmogorov-Smirnov at 40,000 draws: 1.63 / sqrt(n) is passed by 99 % of honest samples; the seed is
  // fixed.
  RandomStream random(7, 0);
  std::vector<double> drawn;
  constexpr int count = 40000;
  for (int i = 0; i < count; ++i) drawn.push_back(times(random.exponential()));
  std::sort(drawn.begin(), drawn.end());
  double worst = 0;
  for (int i = 0; i < count && std::isfinite(drawn[std::size_t(i)]); ++i)
    worst = std::max(worst, std::abs(1 - survival(three_causes, drawn[std::size_t(i)]) - (i + 0.5) / count));
  EXPECT_LT(worst, 1.63 / std::sqrt(double(count)));
}

TEST(CompetingCauses, NothingFailsWithoutACause) {
  EXPECT_EQ(survival({}, 1e9), 1);
  EXPECT_EQ(survival({{"never", random_failures(0), 0}}, 1e9), 1);
  EXPECT_TRUE(std::isinf(FailureTimes({}, 1e9)(1e-12)));
}

TEST(CompetingCauses, BadFiguresAreRefusedByName) {
  const auto message = [](auto&& call) {
    try {
      call();
    } catch (const std::invalid_argument& error) {
      return std::string(error.what());
    }
    return std::string();
  };
  EXPECT_NE(message([] {
              survival({{"solder", {Law::weibull, 1, -2}, 0}}, 1);
            }).find("solder = -2"),
            std::string::npos);
  EXPECT_NE(message([] { random_failures(-1); }).find("random_failures: rate = -1"), std::string::npos);
  EXPECT_NE(message([] { life_through(Law::weibull, 1, 1, 1); }).find("failed = 1"), std::string::npos);
  EXPECT_NE(message([] { survival({}, -1); }).find("time = -1"), std::string::npos);
}

}  // namespace
}  // namespace sunrack
