#include "chips/networks/transformer_forward.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <stdexcept>

#include "physics/require.h"

namespace sunrack {
namespace {

TransformerShape shape_with(PositionCode position) {
  return {.vocabulary = 13,
          .width = 24,
          .blocks = 3,
          .heads = 3,
          .hidden = 40,
          .context = 12,
          .position = position};
}

std::vector<int> some_tokens(int count) {
  std::vector<int> tokens;
  for (int n = 0; n < count; ++n) tokens.push_back((5 * n + n * n) % 13);
  return tokens;
}

/// Single precision through three blocks: some hundred roundings of 6e-8.
constexpr float rounding = 2e-5F;

class Forward : public ::testing::TestWithParam<PositionCode> {
 protected:
  const Transformer model = random_transformer(shape_with(GetParam()), 3);
};

TEST_P(Forward, StepByStepWithACacheEqualsTheWholeSequence) {
  const std::vector<int> tokens = some_tokens(36);  // three sequences of twelve
  const Matrix whole = transformer_forward(model, tokens, 12);
  KeyValueCache cache = empty_cache(model, 3);
  for (int t = 0; t < 12; ++t) {
    const std::vector<int> now = {tokens[std::size_t(t)], tokens[std::size_t(12 + t)],
                                  tokens[std::size_t(24 + t)]};
    const Matrix step = decode_step(model, cache, now);
    for (int s = 0; s < 3; ++s)
      EXPECT_LT((step.row(s) - whole.row(12 * s + t)).cwiseAbs().maxCoeff(), rounding) << s << " " << t;
  }
  const std::vector<int> more(3, 0);
  EXPECT_THROW(decode_step(model, cache, more), ModelError);
}

TEST_P(Forward, WhatComesLaterDoesNotChangeThePast) {
  std::vector<int> tokens = some_tokens(12);
  const Matrix before = transformer_forward(model, tokens, 12);
  tokens[8] = (tokens[8] + 1) % 13;
  const Matrix after = transformer_forward(model, tokens, 12);
  EXPECT_EQ(before.topRows(8), after.topRows(8));
  EXPECT_GT((before.bottomRows(4) - after.bottomRows(4)).cwiseAbs().rowwise().maxCoeff().minCoeff(), 1e-4);
}

TEST_P(Forward, EvenAnInfinityDoesNotReachBack) {
  const std::vector<int> tokens = some_tokens(12);
  const Matrix clean = transformer_forward(model, tokens, 12);
  const auto hook = [](int block, WeightKind kind, const Matrix&, Matrix& output) {
    if (block == 1 && kind == WeightKind::value) output(7, 5) = std::numeric_limits<float>::infinity();
  };
  const Matrix hit = transformer_forward(model, tokens, 12, {.hook = hook});
  EXPECT_LT((clean.topRows(7) - hit.topRows(7)).cwiseAbs().maxCoeff(), rounding);
  EXPECT_FALSE(hit.row(9).allFinite());
}

TEST_P(Forward, ANumberThatIsNoneStaysNone) {
  const std::vector<int> tokens = some_tokens(12);
  for (const WeightKind hit : {WeightKind::query, WeightKind::gate, WeightKind::attention_norm}) {
    const auto hook = [hit](int block, WeightKind kind, const Matrix&, Matrix& output) {
      if (block == 0 && kind == hit) output(3, 2) = std::numeric_limits<float>::quiet_NaN();
    };
    const Matrix logits = transformer_forward(model, tokens, 12, {.hook = hook});
    EXPECT_TRUE(logits.row(3).array().isNaN().all()) << name_of(hit);
    EXPECT_TRUE(std::isnan(mean_token_loss(logits, tokens)));
  }
}

TEST_P(Forward, SequencesDoNotSeeEachOther) {
  const std::vector<int> tokens = some_tokens(24);
  const Matrix both = transformer_forward(model, tokens, 12);
  const Matrix second = transformer_forward(model, std::span(tokens).subspan(12), 12);
  EXPECT_LT((both.bottomRows(12) - second).cwiseAbs().maxCoeff(), rounding);
}

TEST_P(Forward, GoesOnFromAnyBlock) {
  const std::vector<int> tokens = some_tokens(24);
  const TransformerActivations kept = transformer_activations(model, tokens, 12);
  EXPECT_EQ(kept.logits, transformer_forward(model, tokens, 12));
  BlockActivations scratch;
  for (int first = 0; first <= 3; ++first) {
    const Matrix& stream = first < 3 ? kept.blocks[std::size_t(first)].input : kept.output;
    EXPECT_EQ(transformer_forward_from(model, first, stream, 12, {.scratch = &scratch}), kept.logits);
  }
}

TEST_P(Forward, AHookThatAddsARankOneChangeEqualsTheFaultyWeight) {
  const std::vector<int> tokens = some_tokens(24);
  for (const WeightTensor<const float>& tensor : weight_tensors(model)) {
    if (tensor.kind == WeightKind::embedding || tensor.kind == WeightKind::position) continue;
    const std::int64_t row = tensor.rows / 2, column = tensor.columns / 3;
    Transformer faulty = model;
    for (const WeightTensor<float>& same : weight_tensors(faulty))
      if (same.name == tensor.name) same.values[std::size_t(row * tensor.columns + column)] += 0.75F;
    const auto hook = [&](int block, WeightKind kind, const Matrix& input, Matrix& output) {
      if (block != tensor.block || kind != tensor.kind) return;
      output.col(tensor.rows == 1 ? column : row) += 0.75F * input.col(column);
    };
    const Matrix expected = transformer_forward(faulty, tokens, 12);
    const Matrix hooked = transformer_forward(model, tokens, 12, {.hook = hook});
    EXPECT_LT((expected - hooked).cwiseAbs().maxCoeff(), rounding) << tensor.name;
  }
}

INSTANTIATE_TEST_SUITE_P(Transformer, Forward,
                         ::testing::Values(PositionCode::learned, PositionCode::rotary));

TEST(TransformerForward, RotaryAttentionSeesDistancesOnly) {
  // Without anything that knows the absolute place, a text shifted behind a beginning that nothing looks
  // at... here: the same token everywhere gives the same logits everywhere.
  const Transformer model = random_transformer(shape_with(PositionCode::rotary), 4);
  const std::vector<int> same(12, 7);
  const Matrix logits = transformer_forward(model, same, 12);
  for (int t = 1; t < 12; ++t) EXPECT_LT((logits.row(t) - logits.row(0)).cwiseAbs().maxCoeff(), rounding);
}

TEST(TransformerForward, TheOrderOfTheHeadsDoesNotMatter) {
  const Transformer model = random_transformer(shape_with(PositionCode::rotary), 5);
  Transformer turned = model;
  for (std::size_t b = 0; b < 3; ++b)
    for (int head = 0; head < 3; ++head) {
      const int from = 8 * head, to = 8 * ((head + 1) % 3);
      turned.blocks[b].query.middleRows(to, 8) = model.blocks[b].query.middleRows(from, 8);
      turned.blocks[b].key.middleRows(to, 8) = model.blocks[b].key.middleRows(from, 8);
      turned.blocks[b].value.middleRows(to, 8) = model.blocks[b].value.middleRows(from, 8);
      turned.blocks[b].attention_output.middleCols(to, 8) =
          model.blocks[b].attention_output.middleCols(from, 8);
    }
  const std::vector<int> tokens = some_tokens(12);
  EXPECT_LT((transformer_forward(model, tokens, 12) - transformer_forward(turned, tokens, 12))
                .cwiseAbs()
                .maxCoeff(),
            rounding);
}

TEST(TransformerForward, NormTakesOutTheScale) {
  // Embeddings ten times as large and everything that writes into the stream too: the same logits, but for
  // the epsilon under the root.
  Transformer model = random_transformer(shape_with(PositionCode::rotary), 6);
  for (const WeightTensor<float>& tensor : weight_tensors(model))
    if (tensor.kind == WeightKind::embedding)
      for (float& weight : tensor.values) weight *= 100;
  Transformer larger = model;
  for (const WeightTensor<float>& tensor : weight_tensors(larger))
    if (tensor.kind == WeightKind::embedding || tensor.kind == WeightKind::attention_output ||
        tensor.kind == WeightKind::down)
      for (float& weight : tensor.values) weight *= 8;
  const std::vector<int> tokens = some_tokens(12);
  EXPECT_LT((transformer_forward(model, tokens, 12) - transformer_forward(larger, tokens, 12))
                .cwiseAbs()
                .maxCoeff(),
            rounding);
}

TEST(TransformerForward, EqualLogitsLoseTheLogarithmOfTheVocabulary) {
  const std::vector<int> targets = {0, -1, 12};
  const std::vector<double> losses = token_losses(Matrix::Constant(3, 13, -4.0F), targets);
  EXPECT_NEAR(losses[0], std::log(13.0), 1e-6);
  EXPECT_EQ(losses[1], 0);
  EXPECT_NEAR(mean_token_loss(Matrix::Constant(3, 13, -4.0F), targets), std::log(13.0), 1e-6);
}

TEST(TransformerForward, RefusesWhatDoesNotFit) {
  const Transformer model = random_transformer(shape_with(PositionCode::rotary), 3);
  const std::vector<int> bad = {0, 13}, negative = {-1, 0}, good = {1, 2}, long_one(13, 0);
  EXPECT_THROW(transformer_forward(model, bad, 2), std::invalid_argument);
  EXPECT_THROW(transformer_forward(model, negative, 2), std::invalid_argument);
  EXPECT_THROW(transformer_forward(model, good, 3), std::invalid_argument);
  EXPECT_THROW(transformer_forward(model, good, 0), std::invalid_argument);
  EXPECT_THROW(transformer_forward(model, long_one, 13), std::invalid_argument);
  EXPECT_THROW(transformer_forward_from(model, 4, Matrix::Zero(2, 24), 2), std::invalid_argument);
  EXPECT_THROW(transformer_forward_from(model, 0, Matrix::Zero(2, 23), 2), std::invalid_argument);
  EXPECT_THROW(token_losses(Matrix::Zero(2, 13), bad), std::invalid_argument);
  KeyValueCache cache = empty_cache(model, 3);
  EXPECT_THROW(decode_step(model, cache, good), std::invalid_argument);
}

TEST(Transformer, HasTheWeightsOfItsShape) {
  const Transformer model = random_transformer({.vocabulary = 29, .hidden = 208}, 1);
  EXPECT_EQ(parameter_count(model), 4 * (4 * 96 * 96 + 3 * 96 * 208 + 2 * 96) + 96 + 2 * 29 * 96);
  const auto tensors = weight_tensors(model);
  EXPECT_EQ(tensors.front().name, "embedding");
  EXPECT_EQ(tensors[5].name, "blocks.0.attention_output");
  EXPECT_EQ(tensors.back().name, "head");
}

TEST(Transformer, RefusesImpossibleShapes) {
  EXPECT_THROW(random_transformer({.vocabulary = 0}, 1), std::invalid_argument);
  EXPECT_THROW(random_transformer({.vocabulary = 5, .width = 90, .heads = 4}, 1), std::invalid_argument);
  EXPECT_THROW(random_transformer({.vocabulary = 5, .width = 12, .heads = 4}, 1), std::invalid_argument);
  Transformer model = random_transformer({.vocabulary = 5, .width = 16}, 1);
  require_consistent(model);
  model.blocks[1].down.resize(16, 3);
  EXPECT_THROW(require_consistent(model), std::invalid_argument);
}

}  // namespace
}  // namespace sunrack
