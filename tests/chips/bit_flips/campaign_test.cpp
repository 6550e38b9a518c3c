#include "chips/bit_flips/campaign.h"

#include <gtest/gtest.h>

#include <cmath>
#include <filesystem>
#include <fstream>
#include <stdexcept>

#include "physics/numerics/sampling.h"

namespace sunrack {
namespace {

const std::vector<CampaignStratum> strata = {{"high", 4000}, {"middle", 12000}, {"low", 16000}};
constexpr double failing[] = {0.8, 0.05, 0.001};

/// Faults whose outcome is drawn once and for all.
FaultEffect run(std::size_t stratum, std::uint64_t index) {
  const double u = uniform_random(99, index, std::uint32_t(stratum));
  if (u < failing[stratum]) return {.loss_change = 5, .changed_answers = 40};
  return {.loss_change = 1e-3 * u, .changed_answers = u > 0.9, .first_order = 1e-3 * u};
}

double truth() {
  double failures = 0, all = 0;
  for (std::size_t h = 0; h < strata.size(); ++h)
    for (std::uint64_t n = 0; n < strata[h].population; ++n, ++all) failures += run(h, n).loss_change > 1;
  return failures / all;
}

CampaignOptions options_for(double half_width) {
  CampaignOptions options;
  options.half_width = half_width;
  return options;
}

void expect_equal(const CampaignResult& a, const CampaignResult& b) {
  EXPECT_EQ(a.trials, b.trials);
  EXPECT_EQ(a.failures.share, b.failures.share);
  EXPECT_EQ(a.failures.interval.high, b.failures.interval.high);
  ASSERT_EQ(a.strata.size(), b.strata.size());
  for (std::size_t h = 0; h < a.strata.size(); ++h) {
    EXPECT_EQ(a.strata[h].trials, b.strata[h].trials);
    EXPECT_EQ(a.strata[h].loss_sum, b.strata[h].loss_sum);
    EXPECT_EQ(a.strata[h].product_sum, b.strata[h].product_sum);
    EXPECT_EQ(a.strata[h].changed_answers, b.strata[h].changed_answers);
  }
}

TEST(Campaign, StopsAtTheHalfWidthAskedFor) {
  const CampaignResult result = run_campaign(strata, run, options_for(0.01));
  EXPECT_TRUE(result.reached);
  EXPECT_LE(result.failures.interval.half_width(), 0.01);
  EXPECT_TRUE(result.failures.interval.covers(truth()));
  EXPECT_LT(result.trials, 32000u / 4);
}

TEST(Campaign, IsExactWhenEveryFaultIsRun) {
  const CampaignResult result = run_campaign(strata, run, options_for(1e-12));
  EXPECT_EQ(result.trials, 32000u);
  EXPECT_NEAR(result.failures.share, truth(), 1e-12);
}

TEST(Campaign, SendsItsDrawsWhereTheyTeachMost) {
  const CampaignResult result = run_campaign(strata, run, options_for(0.01));
  // Population times deviation: 1600, 2616, 506.
  EXPECT_GT(result.strata[1].trials, result.strata[0].trials);
  EXPECT_GT(result.strata[0].trials, result.strata[2].trials);
}

TEST(Campaign, DoesNotDependOnThreads) {
  CampaignOptions one = options_for(0.02), three = one;
  one.threads = 1, three.threads = 3;
  expect_equal(run_campaign(strata, run, one), run_campaign(strata, run, three));
}

TEST(Campaign, ResumedEqualsUninterrupted) {
  const std::string file = testing::TempDir() + "campaign_resume.json";
  std::filesystem::remove(file);
  const CampaignResult whole = run_campaign(strata, run, options_for(0.01));
  CampaignOptions options = options_for(0.01);
  options.checkpoint = file;
  std::atomic<bool> cancel = false;
  options.cancel = &cancel;
  options.threads = 1;
  int calls = 0;
  const auto interrupted = [&](std::size_t stratum, std::uint64_t index) {
    if (++calls == 777) cancel = true;
    return run(stratum, index);
  };
  const CampaignResult part = run_campaign(strata, interrupted, options);
  EXPECT_TRUE(part.cancelled);
  EXPECT_LT(part.trials, whole.trials);
  cancel = false;
  const CampaignResult rest = run_campaign(strata, run, options);
  EXPECT_FALSE(rest.cancelled);
  expect_equal(rest, whole);
  // Once more: nothing is left to do.
  calls = 0;
  const auto counted = [&](std::size_t stratum, std::uint64_t index) { return ++calls, run(stratum, index); };
  expect_equal(run_campaign(strata, counted, options), whole);
  EXPECT_EQ(calls, 0);
}

TEST(Campaign, RefusesACheckpointOfAnother) {
  const std::string file = testing::TempDir() + "campaign_other.json";
  std::filesystem::remove(file);
  CampaignOptions options = options_for(0.05);
  options.checkpoint = file;
  run_campaign(strata, run, options);
  options.seed = 2;
  EXPECT_THROW(run_campaign(strata, run, options), std::invalid_argument);
  std::ofstream(file) << "{\"campaign\": 3";
  EXPECT_THROW(run_campaign(strata, run, options), std::invalid_argument);
}

TEST(Campaign, CoversTheTruthAsOftenAsAsked) {
  // 2,000 campaigns of fixed size over one finite population: one standard deviation is 0.5 %.
  const double share = truth();
  const std::vector<CampaignStratum> all = {{"all", 32000}};
  int covered = 0;
  for (std::uint64_t seed = 0; seed < 2000; ++seed) {
    StratumCount count{32000, 1500, 0};
    for (std::uint64_t n = 0; n < count.trials; ++n) {
      const std::uint64_t index = random_permutation(seed, n, 32000, 0);
      const std::size_t h = index < 4000 ? 0 : index < 16000 ? 1 : 2;
      count.successes += run(h, index - (h == 0 ? 0 : h == 1 ? 4000 : 16000)).loss_change > 1;
    }
    covered += wilson(count.successes, count.trials, 0.95, count.population).covers(share);
  }
  EXPECT_NEAR(covered / 2000.0, 0.95, 0.01);
}

TEST(Outcome, IsJudgedByLossAndAnswers) {
  EXPECT_EQ(outcome_of({.loss_change = 1e-9}), Outcome::masked);
  EXPECT_EQ(outcome_of({.loss_change = 1e-9, .changed_answers = 1}), Outcome::bounded);
  EXPECT_EQ(outcome_of({.loss_change = -0.1}), Outcome::bounded);
  EXPECT_EQ(outcome_of({.loss_change = 0.7}), Outcome::collapse);
  EXPECT_EQ(outcome_of({.loss_change = 0.7}, {.collapse_loss = 1}), Outcome::bounded);
  EXPECT_EQ(outcome_of({.finite = false}), Outcome::non_finite);
  EXPECT_EQ(outcome_of({.loss_change = std::nan("")}), Outcome::non_finite);
}

TEST(Campaign, RefusesBadInput) {
  EXPECT_THROW(run_campaign({}, run, {}), std::invalid_argument);
  EXPECT_THROW(run_campaign({{"none", 0}}, run, {}), std::invalid_argument);
  EXPECT_THROW(run_campaign(strata, run, options_for(0)), std::invalid_argument);
  CampaignOptions options;
  options.confidence = 1;
  EXPECT_THROW(run_campaign(strata, run, options), std::invalid_argument);
}

}  // namespace
}  // namespace sunrack
