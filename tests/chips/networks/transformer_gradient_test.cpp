#include "chips/networks/transformer_gradient.h"

#include <gtest/gtest.h>

#include <cmath>
#include <stdexcept>
#include <string>

namespace sunrack {
namespace {

constexpr TransformerShape small = {
    .vocabulary = 11, .width = 8, .blocks = 2, .heads = 2, .hidden = 12, .context = 6};

TransformerShape with(PositionCode position) {
  TransformerShape shape = small;
  shape.position = position;
  return shape;
}

/// Weights larger than at the start of a training, so that no part of the network is nearly linear;
/// embeddings of order one, since the norm bends the loss on the scale of what it divides by.
Transformer lively(const TransformerShape& shape) {
  Transformer model = random_transformer(shape, 7);
  for (const WeightTensor<float>& tensor : weight_tensors(model))
    for (std::size_t i = 0; i < tensor.values.size(); ++i)
      tensor.values[i] = tensor.values[i] * 1.5F + 0.1F * float(std::sin(double(i)));
  model.embedding *= 6;
  model.position *= 6;
  return model;
}

std::vector<int> some_tokens(int count, int step) {
  std::vector<int> tokens;
  for (int n = 0; n < count; ++n) tokens.push_back((n * step + n * n) % small.vocabulary);
  return tokens;
}

class EveryKind : public ::testing::TestWithParam<PositionCode> {};

TEST_P(EveryKind, EqualsDifferences) {
  Transformer model = lively(with(GetParam())), gradient;
  const std::vector<int> tokens = some_tokens(18, 3);
  std::vector<int> targets = some_tokens(18, 5);
  targets[4] = -1;
  transformer_gradient(model, tokens, targets, 6, gradient);
  const auto slopes = weight_tensors(std::as_const(gradient));
  const auto tensors = weight_tensors(model);
  const float step = 1e-2F;
  for (std::size_t t = 0; t < tensors.size(); ++t)
    for (std::size_t i = 0; i < tensors[t].values.size(); i += 1 + tensors[t].values.size() / 12) {
      float& weight = tensors[t].values[i];
      const float before = weight;
      const auto loss_at = [&](float change) {
        weight = before + change;
        const double loss = mean_token_loss(transformer_forward(model, tokens, 6), targets);
        weight = before;
        return loss;
      };
      // Four points, so that the error of the differences is of the fourth order in the step.
      const double slope = (8 * (loss_at(step) - loss_at(-step)) - (loss_at(2 * step) - loss_at(-2 * step))) /
                           (12 * double(step));
      // Rounding of the loss in single precision, 3e-7, over the step is 3e-5; the rest of the series of a
      // loss as bent as this one adds up to a part in two hundred.
      EXPECT_NEAR(slopes[t].values[i], slope, 2e-4 + 5e-3 * std::abs(slope)) << tensors[t].name << " " << i;
    }
}

INSTANTIATE_TEST_SUITE_P(TransformerGradient, EveryKind,
                         ::testing::Values(PositionCode::learned, PositionCode::rotary));

TEST(TransformerGradient, IsTheSameToTheBitForAnyNumberOfThreads) {
  const Transformer model = lively(small);
  const std::vector<int> tokens = some_tokens(6 * 13, 3), targets = some_tokens(6 * 13, 5);
  Transformer one, three;
  const double loss = transformer_gradient(model, tokens, targets, 6, one, {.sequences_per_share = 2});
  EXPECT_EQ(loss,
            transformer_gradient(model, tokens, targets, 6, three, {.threads = 3, .sequences_per_share = 2}));
  const auto left = weight_tensors(std::as_const(one)), right = weight_tensors(std::as_const(three));
  for (std::size_t t = 0; t < left.size(); ++t)
    EXPECT_TRUE(std::equal(left[t].values.begin(), left[t].values.end(), right[t].values.begin()));
}

TEST(TransformerGradient, DoesNotDependOnWhatTheScratchHeldBefore) {
  const Transformer model = lively(small);
  const std::vector<int> tokens = some_tokens(24, 3), targets = some_tokens(24, 5);
  GradientScratch scratch;
  Transformer first, second;
  transformer_gradient(model, some_tokens(36, 2), some_tokens(36, 7), 6, first, {.scratch = &scratch});
  transformer_gradient(model, tokens, targets, 6, first, {.scratch = &scratch});
  transformer_gradient(model, tokens, targets, 6, second);
  EXPECT_EQ(first.head, second.head);
  EXPECT_EQ(first.embedding, second.embedding);
  EXPECT_EQ(first.blocks[0].query, second.blocks[0].query);
}

TEST(TransformerGradient, LossIsThatOfTheForwardPass) {
  const Transformer model = lively(small);
  const std::vector<int> tokens = some_tokens(24, 3), targets = some_tokens(24, 5);
  Transformer gradient;
  // Another grouping of the same rows: rounding in single precision.
  EXPECT_NEAR(transformer_gradient(model, tokens, targets, 6, gradient, {.sequences_per_share = 3}),
              mean_token_loss(transformer_forward(model, tokens, 6), targets), 1e-6);
}

TEST(TransformerGradient, RefusesWhatDoesNotFit) {
  const Transformer model = lively(small);
  Transformer gradient;
  const std::vector<int> tokens = some_tokens(12, 3), none(12, -1);
  EXPECT_THROW(transformer_gradient(model, tokens, none, 6, gradient), std::invalid_argument);
  EXPECT_THROW(transformer_gradient(model, tokens, tokens, 7, gradient), std::invalid_argument);
  EXPECT_THROW(transformer_gradient(model, tokens, tokens, 5, gradient), std::invalid_argument);
  const std::vector<int> large(12, 11);
  EXPECT_THROW(transformer_gradient(model, large, tokens, 6, gradient), std::invalid_argument);
  EXPECT_THROW(transformer_gradient(model, tokens, large, 6, gradient), std::invalid_argument);
}

}  // namespace
}  // namespace sunrack
