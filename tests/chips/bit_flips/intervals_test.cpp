#include "chips/bit_flips/intervals.h"

#include <gtest/gtest.h>

#include <cmath>
#include <numeric>
#include <stdexcept>

#include "physics/numerics/sampling.h"

namespace sunrack {
namespace {

/// P(X <= k) of a binomial, term by term.
double binomial_below(int k, int n, double p) {
  double sum = 0;
  for (int i = 0; i <= k; ++i)
    sum += std::exp(std::lgamma(n + 1.0) - std::lgamma(i + 1.0) - std::lgamma(n - i + 1.0) + i * std::log(p) +
                    (n - i) * std::log1p(-p));
  return sum;
}

TEST(ClopperPearson, LeavesHalfOfTheDoubtInEachTail) {
  const ShareInterval interval = clopper_pearson(7, 120, 0.95);
  EXPECT_NEAR(1 - binomial_below(6, 120, interval.low), 0.025, 1e-10);
  EXPECT_NEAR(binomial_below(7, 120, interval.high), 0.025, 1e-10);
}

TEST(ClopperPearson, EndsAtZeroAndOneWithoutASuccessOrAFailure) {
  EXPECT_EQ(clopper_pearson(0, 50).low, 0);
  EXPECT_EQ(clopper_pearson(50, 50).high, 1);
  // Two-sided: (0.025)^(1/50).
  EXPECT_NEAR(clopper_pearson(0, 50).high, 1 - std::pow(0.025, 0.02), 1e-12);
  EXPECT_NEAR(clopper_pearson(50, 50).low, std::pow(0.025, 0.02), 1e-12);
}

TEST(Wilson, SolvesTheScoreEquation) {
  const double z = two_sided_quantile(0.95);
  const ShareInterval interval = wilson(7, 120, 0.95);
  for (const double p : {interval.low, interval.high})
    EXPECT_NEAR(std::abs(7.0 / 120 - p), z * std::sqrt(p * (1 - p) / 120), 1e-12);
}

TEST(Wilson, ShrinksWithTheFinitePopulationToNothing) {
  EXPECT_LT(wilson(30, 500, 0.95, 1000).half_width(), wilson(30, 500).half_width());
  EXPECT_NEAR(wilson(30, 500, 0.95, 1000000000).low, wilson(30, 500).low, 1e-8);
  const ShareInterval all = wilson(30, 500, 0.95, 500);
  EXPECT_EQ(all.low, 0.06);
  EXPECT_EQ(all.high, 0.06);
}

TEST(ZeroSuccesses, IsTheRuleOfThree) {
  EXPECT_NEAR(zero_successes_bound(1000), 3.0 / 1000, 2e-5);  // ln 20 = 2.9957
  EXPECT_NEAR(std::pow(1 - zero_successes_bound(1000), 1000), 0.05, 1e-12);
}

TEST(SampleSize, IsThePublishedOne) {
  // Leveugle et al., DATE 2009, and later users of the formula.
  EXPECT_EQ(sample_size(0.01, 0.99), 16587u);
  EXPECT_EQ(sample_size(0.01, 0.95), 9604u);
  EXPECT_EQ(sample_size(0.05, 0.95), 385u);
  EXPECT_EQ(sample_size(0.01, 0.99, 827392), 16261u);
  EXPECT_EQ(sample_size(0.01, 0.95, 1), 1u);
}

TEST(StratifiedShare, OfOneStratumIsWilson) {
  const std::vector<StratumCount> one = {{100000, 400, 31}};
  const StratifiedShare share = stratified_share(one);
  const ShareInterval own = wilson(31, 400, 0.95, 100000);
  EXPECT_DOUBLE_EQ(share.share, 31.0 / 400);
  // A root found to fifty bits.
  EXPECT_NEAR(share.interval.low, own.low, 1e-14);
  EXPECT_NEAR(share.interval.high, own.high, 1e-14);
  for (const std::uint64_t successes : {0, 400}) {
    const std::vector<StratumCount> end = {{100000, 400, successes}};
    const ShareInterval wide = stratified_share(end).interval, plain = wilson(successes, 400, 0.95, 100000);
    EXPECT_NEAR(wide.low, plain.low, 1e-14);
    EXPECT_NEAR(wide.high, plain.high, 1e-14);
  }
}

TEST(StratifiedShare, WeightsByPopulationWhateverTheAllocation) {
  const std::vector<StratumCount> strata = {{900, 30, 3}, {100, 100, 50}};
  EXPECT_DOUBLE_EQ(stratified_share(strata).share, 0.9 * 0.1 + 0.1 * 0.5);
}

TEST(StratifiedShare, IsExactWhenAllIsDrawn) {
  const std::vector<StratumCount> strata = {{30, 30, 3}, {10, 10, 5}};
  EXPECT_EQ(stratified_share(strata).interval.half_width(), 0);
}

TEST(NeymanAllocation, FollowsPopulationTimesDeviation) {
  // Many draws were made of neither: shares 1/2 and 1/50, deviations 0.5 and 0.14.
  const std::vector<StratumCount> strata = {{100000, 100, 50}, {100000, 100, 2}};
  const auto draws = neyman_allocation(strata, 100000);
  EXPECT_EQ(draws[0] + draws[1], 100000u);
  const double p = 2.5 / 101;
  EXPECT_NEAR(double(draws[0] + 100) / double(draws[1] + 100), 0.5 / std::sqrt(p * (1 - p)), 0.01);
}

TEST(NeymanAllocation, NeverDrawsMoreThanIsLeft) {
  const std::vector<StratumCount> strata = {{100, 90, 45}, {5000, 20, 1}};
  const auto draws = neyman_allocation(strata, 1000);
  EXPECT_LE(draws[0], 10u);
  EXPECT_EQ(draws[0] + draws[1], 1000u);
  const auto all = neyman_allocation(strata, 1000000);
  EXPECT_EQ(all[0], 10u);
  EXPECT_EQ(all[1], 4980u);
}

/// Share of `campaigns` whose interval covers the truth; draws are made with replacement from shares.
double coverage(const std::vector<double>& shares, const std::vector<double>& weights,
                const std::vector<std::uint64_t>& trials, int campaigns) {
  const double truth = std::inner_product(shares.begin(), shares.end(), weights.begin(), 0.0);
  int covered = 0;
  for (int c = 0; c < campaigns; ++c) {
    RandomStream stream(17, std::uint64_t(c));
    std::vector<StratumCount> counts;
    for (std::size_t h = 0; h < shares.size(); ++h) {
      StratumCount count{std::uint64_t(weights[h] * 1e12), trials[h], 0};
      for (std::uint64_t n = 0; n < trials[h]; ++n) count.successes += stream.uniform() < shares[h];
      counts.push_back(count);
    }
    covered += stratified_share(counts).interval.covers(truth);
  }
  return double(covered) / campaigns;
}

TEST(StratifiedShare, CoversTheTruthAsOftenAsAsked) {
  // 2,000 campaigns: one standard deviation of the coverage is 0.5 %.
  EXPECT_NEAR(coverage({0.3, 0.1, 0.02}, {0.2, 0.3, 0.5}, {300, 300, 400}, 2000), 0.95, 0.01);
  EXPECT_NEAR(coverage({0.05}, {1}, {900}, 2000), 0.95, 0.01);
}

TEST(Intervals, RefuseBadInput) {
  EXPECT_THROW(clopper_pearson(3, 2), std::invalid_argument);
  EXPECT_THROW(clopper_pearson(0, 0), std::invalid_argument);
  EXPECT_THROW(wilson(1, 10, 1.0), std::invalid_argument);
  EXPECT_THROW(wilson(1, 10, 0.95, 9), std::invalid_argument);
  EXPECT_THROW(two_sided_quantile(std::nan("")), std::invalid_argument);
  EXPECT_THROW(sample_size(0, 0.95), std::invalid_argument);
  EXPECT_THROW(stratified_share({}), std::invalid_argument);
  const std::vector<StratumCount> none = {{10, 0, 0}};
  EXPECT_THROW(stratified_share(none), std::invalid_argument);
}

}  // namespace
}  // namespace sunrack
