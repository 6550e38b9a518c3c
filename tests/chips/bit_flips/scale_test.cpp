#include "chips/bit_flips/scale.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <stdexcept>

#include "chips/bit_flips/protection.h"
#include "physics/require.h"

namespace sunrack {
namespace {

constexpr double day = 86400;

InferenceQuestion question(const char* format, const char* code, double per_bit_day) {
  return {.format = weight_format(format), .code = memory_code(code), .rate = per_bit_day / day};
}

TEST(Scale, TheTableOfTwoTrillionBf16Parameters) {
  // 16 bits each, one in sixteen catastrophic, 0.887 of them fatal; SECDED words 64 bits of data, scrubbed
  // daily.
  for (const double rate : {1e-13, 1e-12, 1e-11, 1e-10, 1e-9}) {
    const InferenceAnswer bare = answer_inference(question("bf16", "none", rate));
    EXPECT_NEAR(bare.upsets.flips * day / (3.2e13 * rate), 1, 1e-12);
    EXPECT_NEAR(bare.fatal_flips.mid * day / (2e12 * 0.887 * rate), 1, 1e-9);
    EXPECT_NEAR(bare.mean_time_to_fatal.mid * bare.fatal_flips.mid, 1, 1e-12);
    const InferenceAnswer secded = answer_inference(question("bf16", "secded", rate));
    // Higher terms of the tail: 24 q, 2e-8 at most.
    EXPECT_NEAR(secded.upsets.uncorrected_words() * day / (5e11 * 2556 * rate * rate), 1, 1e-7);
    InferenceQuestion int8 = question("int8", "none", rate);
    int8.network.largest = 3.3;
    // 5 years of 365.25 days, 14.7 p with three digits.
    EXPECT_NEAR(answer_inference(int8).noise_to_signal / (14.7 * rate * 5 * 365.25), 1, 5e-3);
  }
}

TEST(Scale, FatalFlipsGrowWithSizeAndTheChancePerFlipDoesNot) {
  InferenceQuestion small = question("bf16", "none", 1e-10), large = small;
  small.network.parameters = 1e9, large.network.parameters = 1e13;
  const InferenceAnswer a = answer_inference(small), b = answer_inference(large);
  EXPECT_EQ(a.fatal_per_flip.mid, b.fatal_per_flip.mid);
  EXPECT_NEAR(b.fatal_flips.mid / a.fatal_flips.mid, 1e4, 1e-6);
  EXPECT_FALSE(a.measured_at_this_scale);
  small.network.parameters = 1e5;
  EXPECT_TRUE(answer_inference(small).measured_at_this_scale);
}

TEST(Scale, BandsAreInOrderAndIntegersHaveNoCatastrophicBit) {
  for (const WeightFormat& format : weight_formats()) {
    const InferenceAnswer answer = answer_inference(question(format.name.c_str(), "none", 1e-10));
    EXPECT_LE(answer.fatal_flips.low, answer.fatal_flips.mid) << format.name;
    EXPECT_LE(answer.fatal_flips.mid, answer.fatal_flips.high) << format.name;
    EXPECT_LE(answer.loss_rise.low, answer.loss_rise.mid) << format.name;
    EXPECT_LE(answer.loss_rise.mid, answer.loss_rise.high) << format.name;
    EXPECT_LE(answer.mean_time_to_fatal.low, answer.mean_time_to_fatal.high) << format.name;
    EXPECT_TRUE(std::isfinite(answer.noise_to_signal)) << format.name;
  }
  const InferenceAnswer int8 = answer_inference(question("int8", "none", 1e-10));
  EXPECT_EQ(int8.fatal_flips.mid, 0);
  EXPECT_EQ(int8.mean_time_to_fatal.mid, std::numeric_limits<double>::infinity());
  EXPECT_GT(int8.fatal_flips.high, 0);
}

TEST(Scale, ARateOfZeroHarmsNothing) {
  for (const MemoryCode& code : memory_codes()) {
    const InferenceAnswer answer = answer_inference(question("bf16", code.name.c_str(), 0));
    EXPECT_EQ(answer.fatal_flips.high, 0);
    EXPECT_EQ(answer.noise_to_signal, 0);
  }
}

TEST(Scale, ExpertsAndEmbeddingsAreReadByFewTokens) {
  InferenceQuestion mixture = question("bf16", "none", 1e-10);
  mixture.network.expert_share = 0.9, mixture.network.experts = 64, mixture.network.experts_per_token = 4;
  const InferenceAnswer answer = answer_inference(mixture);
  EXPECT_NEAR(answer.tokens_touched, 0.1 + 0.9 / 16, 1e-15);
  EXPECT_NEAR(answer.fatal_to_all / answer.fatal_flips.mid, 0.1, 1e-12);
  mixture.network.experts_per_token = 64;
  EXPECT_NEAR(answer_inference(mixture).tokens_touched, 1, 1e-15);
}

TEST(Scale, CollapseFollowsThePoissonLaw) {
  // Sum of c over bits 0.887 per weight, 393,600 weights: 0.29, 0.65, 0.97 at 1e-6, 3e-6, 1e-5.
  const double bits = 393600 * 16.0, fatal = 0.887 / 16;
  EXPECT_NEAR(collapse_probability(bits, 1e-6, fatal), 0.29, 0.01);
  EXPECT_NEAR(collapse_probability(bits, 3e-6, fatal), 0.65, 0.01);
  EXPECT_NEAR(collapse_probability(bits, 1e-5, fatal), 0.97, 0.01);
  EXPECT_EQ(collapse_probability(bits, 0, fatal), 0);
}

TEST(Scale, CacheHitsAreBitsTimesRateTimesResidence) {
  const CacheQuestion cache{
      .layers = 80, .key_value_width = 1024, .bytes = 2, .tokens = 1000, .residence = 600, .rate = 1e-15};
  EXPECT_EQ(cache_bits(cache), 2 * 80 * 1024 * 2 * 8 * 1000.0);
  EXPECT_NEAR(cache_hits(cache), cache_bits(cache) * 6e-13, 1e-18);
}

TEST(Training, TheIntervalIsThatOfLeastLoss) {
  const TrainingQuestion training{.parameters = 1e12,
                                  .fatal_per_flip = 0.03,
                                  .silent_flips_per_bit = 1e-17,
                                  .checkpoint_time = 60,
                                  .restart_time = 600};
  const TrainingAnswer answer = answer_training(training);
  EXPECT_NEAR(answer.rollbacks, 1e12 * 128 * 1e-17 * 0.03, 1e-18);
  EXPECT_NEAR(answer.interval_young, std::sqrt(2 * 60 / answer.rollbacks), 1e-6);
  // Daly's first corrections: sqrt(C / 2M) / 3 less C over the interval.
  EXPECT_NEAR(answer.interval_daly / answer.interval_young, 1, 0.05);
  const auto lost = [&](double interval) {
    return 60 / (interval + 60) + answer.rollbacks * (interval / 2 + 600);
  };
  EXPECT_NEAR(answer.lost_share, lost(answer.interval_daly), 1e-12);
  EXPECT_LT(answer.lost_share, lost(answer.interval_daly * 1.3));
  EXPECT_LT(answer.lost_share, lost(answer.interval_daly / 1.3));
}

TEST(Training, WithoutFlipsNothingIsLostAndWithTooManyNothingAdvances) {
  EXPECT_EQ(answer_training({}).lost_share, 0);
  EXPECT_THROW(answer_training({.fatal_per_flip = 1, .silent_flips_per_bit = 1e-13}), ModelError);
}

TEST(Protection, TheCheapestComesFirstAndEachDoesWhatItSays) {
  const auto list = rank_protections(question("bf16", "none", 1e-10));
  ASSERT_EQ(list.size(), 6u);
  for (std::size_t i = 1; i < list.size(); ++i) EXPECT_LE(list[i - 1].cost, list[i].cost);
  double bare = 0;
  for (const Protection& p : list)
    if (p.name == "nothing") bare = p.fatal_flips;
  for (const Protection& p : list) {
    const bool removes_the_class = p.name == "pin" || p.name == "exponents" || p.name == "int8";
    EXPECT_TRUE(!removes_the_class || p.fatal_flips == 0) << p.name;
    EXPECT_TRUE(p.name != "secded" || p.fatal_flips < 1e-6 * bare);
    EXPECT_TRUE(p.name != "exponents" || std::abs(p.memory - 9.0 / 16 / 8) < 1e-15);
    EXPECT_TRUE(p.name != "int8" || std::abs(p.memory + 0.5) < 1e-15);
  }
  EXPECT_EQ(list.back().name, "nothing");
}

TEST(Protection, UnavailabilityIsTheShareOfTimeLost) {
  // Once an hour wrong for half an hour until noticed and half to reload: half of all time.
  EXPECT_NEAR(unavailability(1.0 / 3600, 0, {.detection = 1800, .reload = 1800}), 0.5, 1e-15);
  EXPECT_EQ(unavailability(0, 0, {}), 0);
}

TEST(Scale, BadInputIsRefusedByName) {
  InferenceQuestion wrong = question("bf16", "none", 1e-10);
  wrong.network.parameters = 0;
  EXPECT_THROW(answer_inference(wrong), std::invalid_argument);
  wrong = question("bf16", "none", 1e-10);
  wrong.network.expert_share = 1.5;
  EXPECT_THROW(answer_inference(wrong), std::invalid_argument);
  wrong = question("bf16", "secded", 1e-10);
  wrong.scrubbing.patrol = 0;
  EXPECT_THROW(answer_inference(wrong), ModelError);
  EXPECT_THROW(collapse_probability(1, 2, 0), std::invalid_argument);
  EXPECT_THROW(cache_bits({}), std::invalid_argument);
  EXPECT_THROW(answer_training({.checkpoint_time = 0}), std::invalid_argument);
  EXPECT_THROW(unavailability(-1, 0, {}), std::invalid_argument);
}

}  // namespace
}  // namespace sunrack
