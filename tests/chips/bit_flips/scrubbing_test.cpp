#include "chips/bit_flips/scrubbing.h"

#include <gtest/gtest.h>

#include <cmath>
#include <stdexcept>

#include "physics/constants.h"
#include "physics/numerics/sampling.h"
#include "physics/require.h"

namespace sunrack {
namespace {

constexpr double day = 86400;
const MemoryCode secded = memory_code("secded");

TEST(Scrubbing, UncorrectableWordsOfAGibibyteAreTheClosedForm) {
  // 1e-10 per bit-day, one day, 2^27 words: exact 3.431e-9 per day, M n (n-1)/2 lambda^2 T = 3.4306e-9.
  const UpsetRates rates = upset_rates({.rate = 1e-10 / day, .data_bits = 0x1p33}, secded, {.patrol = day});
  EXPECT_NEAR(rates.uncorrected_words() * day / (0x1p27 * 72 * 71 / 2 * 1e-20), 1, 1e-7);
  EXPECT_EQ(rates.floor_words, 0);
}

TEST(Scrubbing, UncorrectableWordsGrowLinearlyWithTheInterval) {
  const auto at = [](double patrol) {
    return upset_rates({.rate = 1e-12 / day, .data_bits = 1e12}, secded, {.patrol = patrol})
        .uncorrected_words();
  };
  EXPECT_NEAR(at(2 * day) / at(day), 2, 1e-8);
  EXPECT_NEAR(at(day / 10) / at(day), 0.1, 1e-8);
}

TEST(Scrubbing, ReadsCountOnlyWhereTheyWriteBack) {
  EXPECT_EQ(gathering_time({.patrol = day, .demand = 0.024, .writes_back = false}), day);
  EXPECT_EQ(gathering_time({.patrol = day, .demand = 0.024, .writes_back = true}), 0.024);
  EXPECT_EQ(gathering_time({.patrol = 0, .demand = 5, .writes_back = true}), 5);
  EXPECT_THROW(gathering_time({.patrol = 0, .demand = 5, .writes_back = false}), ModelError);
}

TEST(Scrubbing, WithoutCheckBitsEveryFlipIsSilent) {
  const UpsetRates rates = upset_rates({.rate = 1e-15, .data_bits = 1e12}, memory_code("none"), {});
  EXPECT_NEAR(rates.silent_words, 1e-3, 1e-15);
  EXPECT_NEAR(rates.silent_flips, rates.flips, 1e-15);
  EXPECT_EQ(rates.detected_words, 0);
  const UpsetRates parity = upset_rates({.rate = 1e-15, .data_bits = 1e12}, memory_code("parity"), {});
  EXPECT_EQ(parity.silent_words, 0);  // each is found when it happens
  EXPECT_NEAR(parity.detected_words, 1e-3 * 65 / 64, 1e-15);
}

TEST(Clusters, TheFloorDoesNotDependOnScrubbing) {
  const Clusters pairs{.sizes = {0.9, 0.1}};
  const MemoryUpsets memory{.rate = 1e-20, .data_bits = 1e12};
  const UpsetRates slow = upset_rates(memory, secded, {.patrol = day}, pairs);
  const UpsetRates fast = upset_rates(memory, secded, {.patrol = 1}, pairs);
  EXPECT_EQ(slow.floor_words, fast.floor_words);
  // 1.125 stored bits per data bit, 1.1 bits per event, one in ten events a pair in one word.
  EXPECT_NEAR(slow.floor_words, 1e-8 * 1.125 / 1.1 * 0.1, 1e-20);
  EXPECT_GT(slow.uncorrected_words(), slow.floor_words);
}

TEST(Clusters, InterleavingParts) {
  Clusters clusters{.sizes = {0, 0, 0, 0, 1}, .interleaving = 1};  // five in a row
  ClusterOutcome outcome = cluster_outcome(secded, clusters);
  EXPECT_NEAR(outcome.detected + outcome.silent, 1, 1e-15);
  clusters.interleaving = 2;  // 3 + 2: both words beyond
  outcome = cluster_outcome(secded, clusters);
  EXPECT_NEAR(outcome.detected + outcome.silent, 2, 1e-15);
  EXPECT_NEAR(outcome.silent, silent_share(secded, 3), 1e-15);
  clusters.interleaving = 4;  // 2 + 1 + 1 + 1
  outcome = cluster_outcome(secded, clusters);
  EXPECT_NEAR(outcome.detected, 1, 1e-15);
  clusters.interleaving = 5;
  EXPECT_EQ(cluster_outcome(secded, clusters).detected, 0);
}

TEST(Clusters, SymbolsMendWhatLiesInsideThem) {
  Clusters byte{.sizes = {0, 0, 0, 0, 0, 0, 0, 1}, .aligned = true};
  const MemoryCode chipkill = memory_code("chipkill");
  EXPECT_EQ(cluster_outcome(chipkill, byte).detected, 0);
  byte.aligned = false;  // 7 of 16 places reach into the next symbol
  const ClusterOutcome outcome = cluster_outcome(chipkill, byte);
  EXPECT_NEAR(outcome.detected + outcome.silent, 7.0 / 16, 1e-15);
}

TEST(MeanTime, OneWordNeverScrubbedIsTheSumOfTwoWaits) {
  for (const MemoryCode& code : {memory_code("secded"), memory_code("on-die-sec")}) {
    const double n = code.symbols, rate = 3e-7;
    EXPECT_NEAR(mean_time_unscrubbed(code, 1, rate) / ((1 / n + 1 / (n - 1)) / rate), 1, 1e-10);
  }
}

TEST(MeanTime, ManyWordsNeverScrubbedApproachTheAsymptote) {
  const double words = 1e10, rate = 1e-15;
  const double expected = std::sqrt(constants::pi / (2 * words)) / (rate * std::sqrt(72 * 71));
  // The next term is of relative order of the time over that of one word, 1e-5.
  EXPECT_NEAR(mean_time_unscrubbed(secded, words, rate) / expected, 1, 1e-4);
}

TEST(MeanTime, ScrubbedIsTheInverseOfTheRate) {
  const double words = 1e9, rate = 1e-10 / day;
  const double expected = 2 / (words * 72 * 71 * rate * rate * day);
  EXPECT_NEAR(mean_time_scrubbed(secded, words, rate, day) / expected, 1, 1e-5);
}

TEST(MeanTime, RareScrubbingIsNoScrubbing) {
  const double unscrubbed = mean_time_unscrubbed(secded, 1000, 1e-9);
  EXPECT_NEAR(mean_time_scrubbed(secded, 1000, 1e-9, 6 * unscrubbed) / unscrubbed, 1, 1e-6);
}

TEST(MeanTime, RandomScrubbingOfOneWordIsTheKnownFigureAndItsSimulation) {
  EXPECT_NEAR(mean_time_random_scrub(72, 2e-4, 0.1), 628.9, 0.05);
  EXPECT_NEAR(mean_time_random_scrub(72, 2e-4, 0) / ((1.0 / 72 + 1.0 / 71) / 2e-4), 1, 1e-12);
  double sum = 0;
  const int trials = 20000;
  for (int trial = 0; trial < trials; ++trial) {
    RandomStream stream(5, static_cast<std::uint64_t>(trial));
    for (bool broken = false; !broken;) {
      sum += stream.exponential() / (72 * 2e-4);  // the first upset
      const double second = stream.exponential() / (71 * 2e-4), scrub = stream.exponential() / 0.1;
      sum += std::min(second, scrub);
      broken = second < scrub;
    }
  }
  EXPECT_NEAR(sum / trials, 628.9, 4 * 628.9 / std::sqrt(trials));  // nearly exponential: 4 standard errors
}

TEST(Scrubbing, BirthdayFormIsTheUnscrubbedWordsSeenOtherwise) {
  // m = lambda t W n upsets among W words: P(some word has two) = 1 - exp(-W n (n-1)/2 (lambda t)^2).
  const double words = 1e9, wrong = 1e-9, upsets = words * 72 * wrong;
  const double exact = -std::expm1(words * std::log1p(-binomial_tail(72, 1, wrong)));
  EXPECT_NEAR(birthday_probability(upsets, words, 72) / exact, 1, 1e-6);
}

TEST(Scrubbing, ReloadBoundsTheMeanErrorRate) {
  EXPECT_NEAR(reload_bit_error_rate(1e-10 / day, day), 5e-11, 1e-22);
}

TEST(Scrubbing, BadInputIsRefusedByName) {
  EXPECT_THROW(upset_rates({.rate = -1, .data_bits = 1}, secded, {}), std::invalid_argument);
  EXPECT_THROW(upset_rates({.rate = 1, .data_bits = 0}, secded, {}), std::invalid_argument);
  EXPECT_THROW(upset_rates({.rate = 1e-20, .data_bits = 1e9}, secded, {.patrol = 0}), ModelError);
  EXPECT_THROW(mean_cluster({.sizes = {0.5}}), std::invalid_argument);
  EXPECT_THROW(mean_cluster({.sizes = {1}, .interleaving = 0}), std::invalid_argument);
  EXPECT_THROW(mean_time_scrubbed(secded, 1, 0, day), std::invalid_argument);
  EXPECT_THROW(gathering_time({.patrol = -1}), std::invalid_argument);
}

}  // namespace
}  // namespace sunrack
