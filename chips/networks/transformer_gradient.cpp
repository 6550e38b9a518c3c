#include "chips/networks/transformer_gradient.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "chips/networks/packed_matrix.h"
#include "chips/networks/transformer_parts.h"
#include "physics/numerics/parallel.h"
#include "physics/require.h"

namespace sunrack {

namespace {

/// What the backward pass of one share works in.
struct Slopes {
  Matrix stream, normed, query, key, value, mixed, weights, gated, gate, up;
};

/// y = x W^T backwards: adds to the gradient of W, sets (or adds to) the slope of x.
void linear_back(const Matrix& weight, const Matrix& input, const Matrix& output_slope,
                 Matrix& weight_gradient, Matrix& input_slope, bool add) {
  thread_local PackedMatrix packed;
  packed.set(input.data(), input.rows(), input.cols(), input.cols());
  multiply_transposed_add(output_slope, packed, weight_gradient);
  packed.set(weight.data(), weight.rows(), weight.cols(), weight.cols());
  if (add)
    multiply_add(output_slope, packed, input_slope);
  else
    multiply(output_slope, packed, input_slope);
}

/// y = gain * x s, s = 1 / rms(x), backwards: adds to the gradient of the gain and to the slope of x.
/// dx = s (g - xn mean(g xn)) with g = gain * dy and xn = x s.
void norm_back(const Vector& gain, const Matrix& input, const Vector& scale, const Matrix& output_slope,
               Vector& gain_gradient, Matrix& input_slope) {
  const auto width = float(input.cols());
  Vector normalised(input.cols()), slope(input.cols());
  for (Eigen::Index row = 0; row < input.rows(); ++row) {
    normalised = input.row(row) * scale(row);
    gain_gradient.array() += output_slope.row(row).array() * normalised.array();
    slope = output_slope.row(row).array() * gain.array();
    const float along = slope.dot(normalised) / width;
    input_slope.row(row) += scale(row) * (slope - along * normalised);
  }
}

/// Attention backwards: from the slope of `mixed` to those of (rotated) query, key and value.
void attend_back(const TransformerShape& shape, const BlockActivations& forward, int length, Slopes& slopes) {
  const int width = shape.width / shape.heads;
  const float scale = 1 / std::sqrt(float(width));
  const Eigen::Index rows = forward.query.rows();
  slopes.query.resize(rows, shape.width);
  slopes.key.resize(rows, shape.width);
  slopes.value.resize(rows, shape.width);
  slopes.weights.resize(length, length);
  for (Eigen::Index row = 0; row < rows; row += length)
    for (int head = 0; head < shape.heads; ++head) {
      const auto weights =
          forward.attention.middleRows(row * shape.heads + Eigen::Index(head) * length, length);
      const auto mixed = head_of(std::as_const(slopes.mixed), row, length, head, width);
      head_of(slopes.value, row, length, head, width).noalias() = weights.transpose() * mixed;
      slopes.weights.noalias() = mixed * head_of(forward.value, row, length, head, width).transpose();
      // Softmax backwards: ds = p (dp - sum p dp); where p is masked to zero the slope is zero.
      for (int t = 0; t < length; ++t) {
        const float mean = slopes.weights.row(t).dot(weights.row(t));
        slopes.weights.row(t) = weights.row(t).array() * (slopes.weights.row(t).array() - mean) * scale;
      }
      head_of(slopes.query, row, length, head, width).noalias() =
          slopes.weights * head_of(forward.key, row, length, head, width);
      head_of(slopes.key, row, length, head, width).noalias() =
          slopes.weights.transpose() * head_of(forward.query, row, length, head, width);
    }
}

/// gated = silu(gate) * up backwards.
void gate_back(const BlockActivations& forward, Slopes& slopes) {
  const auto gate = forward.gate.array();
  slopes.up = (1 + (-gate).exp()).inverse();  // sigmoid, for a moment
  slopes.gate =
      slopes.gated.array() * forward.up.array() * slopes.up.array() * (1 + gate * (1 - slopes.up.array()));
  slopes.up.array() *= gate * slopes.gated.array();
}

/// One block backwards: `slopes.stream` goes in as the slope of what leaves the block and comes out as that
/// of what enters.
void block_back(const Transformer& model, std::size_t index, const BlockActivations& forward, int length,
                const RotaryTable& table, Slopes& slopes, TransformerBlock& gradient) {
  const TransformerBlock& block = model.blocks[index];
  linear_back(block.down, forward.gated, slopes.stream, gradient.down, slopes.gated, false);
  gate_back(forward, slopes);
  linear_back(block.gate, forward.feed_forward_normed, slopes.gate, gradient.gate, slopes.normed, false);
  linear_back(block.up, forward.feed_forward_normed, slopes.up, gradient.up, slopes.normed, true);
  norm_back(block.feed_forward_norm, forward.middle, forward.feed_forward_scale, slopes.normed,
            gradient.feed_forward_norm, slopes.stream);

  linear_back(block.attention_output, forward.mixed, slopes.stream, gradient.attention_output, slopes.mixed,
              false);
  attend_back(model.shape, forward, length, slopes);
  if (model.shape.position == PositionCode::rotary) {
    rotate(slopes.query, model.shape, table, -1);
    rotate(slopes.key, model.shape, table, -1);
  }
  linear_back(block.query, forward.attention_normed, slopes.query, gradient.query, slopes.normed, false);
  linear_back(block.key, forward.attention_normed, slopes.key, gradient.key, slopes.normed, true);
  linear_back(block.value, forward.attention_normed, slopes.value, gradient.value, slopes.normed, true);
  norm_back(block.attention_norm, forward.input, forward.attention_scale, slopes.normed,
            gradient.attention_norm, slopes.stream);
}

void set_zero(Transformer& gradient, const TransformerShape& shape) {
  if (gradient.shape != shape) gradient = zero_transformer(shape);
  for (const WeightTensor<float>& tensor : weight_tensors(gradient))
    std::fill(tensor.values.begin(), tensor.values.end(), 0.0F);
}

/// Loss and gradient of some sequences, as their part of a mean over `counted` tokens.
void differentiate_share(const Transformer& model, std::span<const int> tokens, std::span<const int> targets,
                         int length, double counted, GradientScratch::Share& share) {
  transformer_activations(model, tokens, length, share.forward);
  const TransformerActivations& forward = share.forward;
  Transformer& gradient = share.gradient;
  set_zero(gradient, model.shape);
  share.loss = 0;
  for (const double loss : token_losses(forward.logits, targets)) share.loss += loss / counted;

  // d loss / d logits = (softmax - one at the target) / counted
  Matrix logits = (forward.logits.colwise() - forward.logits.rowwise().maxCoeff()).array().exp();
  for (Eigen::Index row = 0; row < logits.rows(); ++row) {
    const int target = targets[std::size_t(row)];
    if (target < 0) {
      logits.row(row).setZero();
      continue;
    }
    logits.row(row) /= logits.row(row).sum();
    logits(row, target) -= 1;
    logits.row(row) /= float(counted);
  }
  Slopes slopes;
  linear_back(model.head, forward.final_normed, logits, gradient.head, slopes.normed, false);
  slopes.stream = Matrix::Zero(logits.rows(), model.shape.width);
  norm_back(model.final_norm, forward.output, forward.final_scale, slopes.normed, gradient.final_norm,
            slopes.stream);
  const RotaryTable table =
      model.shape.position == PositionCode::rotary ? rotary_table(model.shape, 0, length) : RotaryTable{};
  for (std::size_t b = model.blocks.size(); b-- > 0;)
    block_back(model, b, forward.blocks[b], length, table, slopes, gradient.blocks[b]);
  for (std::size_t n = 0; n < tokens.size(); ++n) {
    const auto row = Eigen::Index(n);
    gradient.embedding.row(tokens[n]) += slopes.stream.row(row);
    if (model.shape.position == PositionCode::learned)
      gradient.position.row(row % length) += slopes.stream.row(row);
  }
}

}  // namespace

double transformer_gradient(const Transformer& model, std::span<const int> tokens,
                            std::span<const int> targets, int length, Transformer& gradient,
                            const GradientOptions& options) {
  require(length > 0 && length <= model.shape.context, "transformer_gradient: length", length,
          "must be 1 to the context of the model");
  require(!tokens.empty() && tokens.size() % std::size_t(length) == 0, "transformer_gradient: tokens",
          double(tokens.size()), "must be whole sequences");
  require(targets.size() == tokens.size(), "transformer_gradient: targets", double(targets.size()),
          "must be one per token");
  require(options.sequences_per_share > 0, "transformer_gradient: sequences_per_share",
          options.sequences_per_share, "must be positive");
  const auto counted = double(std::count_if(targets.begin(), targets.end(), [](int t) { return t >= 0; }));
  require(counted > 0, "transformer_gradient: targets that count", counted, "must be one or more");

  GradientScratch own;
  GradientScratch& scratch = options.scratch ? *options.scratch : own;
  const std::size_t share_tokens = std::size_t(options.sequences_per_share) * std::size_t(length);
  const std::size_t shares = (tokens.size() + share_tokens - 1) / share_tokens;
  scratch.shares.resize(shares);
  parallel_for(shares, options.threads, [&](std::size_t s) {
    const std::size_t first = s * share_tokens, count = std::min(share_tokens, tokens.size() - first);
    differentiate_share(model, tokens.subspan(first, count), targets.subspan(first, count), length, counted,
                        scratch.shares[s]);
  });

  // Added in the order of the shares, whichever thread made them.
  double loss = 0;
  set_zero(gradient, model.shape);
  const auto sum = weight_tensors(gradient);
  for (const GradientScratch::Share& share : scratch.shares) {
    loss += share.loss;
    const auto part = weight_tensors(share.gradient);
    for (std::size_t t = 0; t < sum.size(); ++t)
      for (std::size_t i = 0; i < sum[t].values.size(); ++i) sum[t].values[i] += part[t].values[i];
  }
  return loss;
}

}  // namespace sunrack
