#include <gtest/gtest.h>

#include <cmath>
#include <stdexcept>

#include "chips/networks/arithmetic.h"
#include "chips/networks/digits.h"
#include "chips/networks/language.h"
#include "chips/networks/optimiser.h"

namespace sunrack {
namespace {

TEST(Language, SurprisalOfALongTextIsTheEntropy) {
  const LanguageText text = language_text(3, 2'000'000);
  // A sentence's surprisal spreads by about 6 nat over 50 characters; 40,000 sentences leave 0.001.
  EXPECT_NEAR(text.surprisal / double(text.text.size()), language_entropy(), 3e-3);
}

TEST(Language, IsTheSameForTheSameSeed) {
  EXPECT_EQ(language_text(4, 500).text, language_text(4, 500).text);
  EXPECT_NE(language_text(4, 500).text, language_text(5, 500).text);
  EXPECT_EQ(text_of(tokens_of("unit abc: ", language_alphabet()), language_alphabet()), "unit abc: ");
  EXPECT_THROW(tokens_of("A", language_alphabet()), std::invalid_argument);
}

TEST(Language, TargetsAreTheNextCharacters) {
  const TokenSequences pieces = text_sequences("abcdefg", "abcdefg", 2, 3);
  EXPECT_EQ(pieces.tokens, (std::vector<int>{0, 1, 2, 3, 4, 5}));
  EXPECT_EQ(pieces.targets, (std::vector<int>{1, 2, 3, 4, 5, 6}));
  EXPECT_THROW(text_sequences("abcdef", "abcdef", 2, 3), std::invalid_argument);
}

TEST(Arithmetic, WritesTheSumLowestDigitFirst) {
  TokenSequences sums;
  append_sum(271, 904, sums);
  EXPECT_EQ(text_of(sums.tokens, arithmetic_alphabet()), "271+904=57");
  EXPECT_EQ(sums.targets, (std::vector<int>{-1, -1, -1, -1, -1, -1, -1, 5, 7, 1}));
  EXPECT_THROW(append_sum(1000, 1, sums), std::invalid_argument);
}

TEST(Arithmetic, TestPairsAreASixteenthAndAreNotTrainedOn) {
  int kept = 0;
  for (int left = 0; left < 1000; ++left)
    for (int right = 0; right < 1000; right += 10) kept += is_test_pair(left, right) ? 1 : 0;
  EXPECT_NEAR(kept / 1e5, 1 / 16.0, 0.003);  // four standard deviations
  EXPECT_EQ(random_sums(1, 7, 5, false).tokens, random_sums(1, 7, 5, false).tokens);
}

TEST(Digits, AreTheSameForTheSameSeedAndCountInSixteenths) {
  const LabelledImages images = digit_images(9, 50);
  EXPECT_EQ(images.images, digit_images(9, 50).images);
  EXPECT_EQ(images.images.topRows(20), digit_images(9, 20).images);
  EXPECT_TRUE(((images.images * 16).array() - (images.images * 16).array().round()).isZero());
  EXPECT_GE(images.images.minCoeff(), 0);
  EXPECT_LE(images.images.maxCoeff(), 1);
  EXPECT_GT(images.images.rowwise().sum().minCoeff(), 2);  // no image is empty
  EXPECT_THROW(read_labelled_images("nowhere.csv"), std::invalid_argument);
}

TEST(AdamW, TheFirstStepIsTheLearningRateAgainstTheSign) {
  std::vector<float> weights = {1, 1};
  const std::vector<float> slopes = {0.3F, -20};
  AdamW adam({.weight_decay = 0});
  const TrainedTensor tensor{.weights = weights, .gradient = slopes};
  adam.step({&tensor, 1}, 0.01);
  EXPECT_NEAR(weights[0], 0.99, 1e-6);
  EXPECT_NEAR(weights[1], 1.01, 1e-6);
}

TEST(LearningRate, RisesThenFallsToATenth) {
  EXPECT_DOUBLE_EQ(cosine_learning_rate(1, 0, 100, 10), 0.1);
  EXPECT_DOUBLE_EQ(cosine_learning_rate(1, 10, 100, 10), 1);
  EXPECT_NEAR(cosine_learning_rate(1, 99, 100, 10), 0.1, 1e-12);
}

TEST(Gradients, AreClippedToTheirCommonNorm) {
  std::vector<float> a = {3}, b = {4};
  const std::vector<std::span<float>> both = {a, b};
  EXPECT_DOUBLE_EQ(clip_gradients(both, 1), 5);
  EXPECT_FLOAT_EQ(a[0], 0.6F);
  EXPECT_FLOAT_EQ(b[0], 0.8F);
}

}  // namespace
}  // namespace sunrack
