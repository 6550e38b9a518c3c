#include "chips/networks/transformer_forward.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

#include "chips/networks/transformer_block.h"
#include "chips/networks/transformer_parts.h"
#include "physics/require.h"

namespace sunrack {

namespace {

/// One block: reads `keep.input`, fills the rest of `keep`, and puts what leaves the block into `output`.
/// `attention` mixes the values of the tokens that each row may see: keep.mixed of keep.query, key and value.
template <typename Attention>
void run_block(const BlockPass& pass, int block, Attention attention, BlockActivations& keep,
               Matrix& output) {
  project(pass, block, keep);
  attention(std::size_t(block), keep);
  add_attention(pass, block, keep);
  open_gate(pass, block, keep);
  close_gate(pass, block, keep, output);
}

/// Attention within whole sequences of `length` rows.
auto attend_within(const TransformerShape& shape, int length) {
  return [&shape, length](std::size_t, BlockActivations& keep) {
    attend(shape, keep.query, keep.key, keep.value, length, keep.attention, keep.mixed);
  };
}

RotaryTable table_for(const Transformer& model, int length) {
  return model.shape.position == PositionCode::rotary ? rotary_table(model.shape, 0, length) : RotaryTable{};
}

void require_sequences(const Transformer& model, Eigen::Index rows, int length) {
  require(length > 0 && length <= model.shape.context, "transformer: length of a sequence", length,
          "must be 1 to the context of the model");
  require(rows > 0 && rows % length == 0, "transformer: tokens", double(rows), "must be whole sequences");
}

void require_token(const Transformer& model, int token) {
  require(token >= 0 && token < model.shape.vocabulary, "transformer: token", token,
          "must be in the vocabulary");
}

}  // namespace

Matrix embed(const Transformer& model, std::span<const int> tokens, int length) {
  require_sequences(model, Eigen::Index(tokens.size()), length);
  Matrix stream(Eigen::Index(tokens.size()), model.shape.width);
  for (std::size_t n = 0; n < tokens.size(); ++n) {
    require_token(model, tokens[n]);
    const auto row = Eigen::Index(n);
    stream.row(row) = model.embedding.row(tokens[n]);
    if (model.shape.position == PositionCode::learned) stream.row(row) += model.position.row(row % length);
  }
  return stream;
}

namespace {

/// Through the blocks from `first` on and the head; `stream` is used up.
void run_from(const BlockPass& pass, int first, int length, BlockActivations& scratch, Matrix& stream,
              Matrix& logits) {
  for (int block = first; block < pass.model.shape.blocks; ++block) {
    std::swap(scratch.input, stream);
    run_block(pass, block, attend_within(pass.model.shape, length), scratch, stream);
  }
  run_head(pass, stream, scratch.attention_normed, scratch.attention_scale, logits);
}

// Rows that go through a block together: all that it computes of them stays in the cache of a core.
constexpr Eigen::Index rows_together = 256;

}  // namespace

Matrix transformer_forward_from(const Transformer& model, int first, Matrix stream, int length,
                                const ForwardOptions& options) {
  require_sequences(model, stream.rows(), length);
  require(first >= 0 && first <= model.shape.blocks, "transformer_forward_from: first", first,
          "must be 0 to the number of blocks");
  if (stream.cols() != model.shape.width)
    throw std::invalid_argument("transformer_forward_from: the stream is not as wide as the model");
  const RotaryTable table = table_for(model, length);
  thread_local BlockActivations kept;  // fetching its memory anew would cost a quarter of a pass
  BlockActivations own;                // a hook may start a pass of its own
  BlockActivations& scratch = options.scratch ? *options.scratch : options.hook ? own : kept;
  Matrix logits;
  const Eigen::Index step = std::max<Eigen::Index>(1, rows_together / length) * length;
  if (options.hook || stream.rows() <= step) {  // a hook is shown all rows
    run_from({model, table, options.packed, options.hook}, first, length, scratch, stream, logits);
    return logits;
  }
  PackedTransformer packed;
  if (!options.packed) packed = pack(model);
  const BlockPass pass{model, table, options.packed ? options.packed : &packed, options.hook};
  logits.resize(stream.rows(), model.shape.vocabulary);
  Matrix part, part_logits;
  for (Eigen::Index row = 0; row < stream.rows(); row += step) {
    part = stream.middleRows(row, std::min(step, stream.rows() - row));
    run_from(pass, first, length, scratch, part, part_logits);
    logits.middleRows(row, part_logits.rows()) = part_logits;
  }
  return logits;
}

Matrix transformer_forward(const Transformer& model, std::span<const int> tokens, int length,
                           const ForwardOptions& options) {
  return transformer_forward_from(model, 0, embed(model, tokens, length), length, options);
}

void transformer_activations(const Transformer& model, std::span<const int> tokens, int length,
                             TransformerActivations& keep) {
  const RotaryTable table = table_for(model, length);
  const ForwardHook none;
  const BlockPass pass{model, table, nullptr, none};
  keep.blocks.resize(model.blocks.size());
  keep.blocks[0].input = embed(model, tokens, length);
  for (int block = 0; block < model.shape.blocks; ++block) {
    const auto b = std::size_t(block);
    Matrix& output = b + 1 < model.blocks.size() ? keep.blocks[b + 1].input : keep.output;
    run_block(pass, block, attend_within(model.shape, length), keep.blocks[b], output);
  }
  run_head(pass, keep.output, keep.final_normed, keep.final_scale, keep.logits);
}

TransformerActivations transformer_activations(const Transformer& model, std::span<const int> tokens,
                                               int length) {
  TransformerActivations keep;
  transformer_activations(model, tokens, length, keep);
  return keep;
}

std::vector<double> token_losses(const Matrix& logits, std::span<const int> targets) {
  require(targets.size() == std::size_t(logits.rows()), "token_losses: targets", double(targets.size()),
          "must be one per row of logits");
  std::vector<double> losses(targets.size(), 0);
  for (std::size_t n = 0; n < targets.size(); ++n) {
    if (targets[n] < 0) continue;
    require(targets[n] < logits.cols(), "token_losses: target", targets[n], "must be in the vocabulary");
    const auto row = logits.row(Eigen::Index(n));
    const float top = row.maxCoeff();
    // In single precision, as the exponentials of a vector are ten times faster there; the sum of some dozen
    // numbers below one errs by less than 1e-6.
    const double exponentials = double((row.array() - top).exp().sum());
    losses[n] = std::log(exponentials) + (double(top) - double(row(targets[n])));
  }
  return losses;
}

double mean_token_loss(const Matrix& logits, std::span<const int> targets) {
  const std::vector<double> losses = token_losses(logits, targets);
  double sum = 0;
  long count = 0;
  for (std::size_t n = 0; n < losses.size(); ++n)
    if (targets[n] >= 0) {
      sum += losses[n];
      ++count;
    }
  require(count > 0, "mean_token_loss: targets that count", 0, "must be one or more");
  return sum / double(count);
}

KeyValueCache empty_cache(const Transformer& model, int sequences) {
  require(sequences > 0, "empty_cache: sequences", sequences, "must be positive");
  const Matrix none = Matrix::Zero(Eigen::Index(sequences) * model.shape.context, model.shape.width);
  return {.sequences = sequences,
          .filled = 0,
          .keys = std::vector<Matrix>(model.blocks.size(), none),
          .values = std::vector<Matrix>(model.blocks.size(), none)};
}

namespace {

/// The newest token of each sequence looks at all that the cache of this block holds.
void attend_to_cache(const TransformerShape& shape, const KeyValueCache& cache, std::size_t block, int seen,
                     const Matrix& query, Matrix& mixed) {
  const int width = shape.width / shape.heads;
  mixed.resize(query.rows(), query.cols());
  for (int sequence = 0; sequence < cache.sequences; ++sequence)
    for (int head = 0; head < shape.heads; ++head) {
      const Eigen::Index first = Eigen::Index(sequence) * shape.context;
      Vector weights = query.row(sequence).segment(head * width, width) *
                       head_of(cache.keys[block], first, seen, head, width).transpose();
      weights = ((weights.array() - weights.maxCoeff()) / std::sqrt(float(width))).exp();
      weights /= weights.sum();
      mixed.row(sequence).segment(head * width, width).noalias() =
          weights * head_of(cache.values[block], first, seen, head, width);
    }
}

}  // namespace

Matrix decode_step(const Transformer& model, KeyValueCache& cache, std::span<const int> tokens,
                   const ForwardOptions& options) {
  const TransformerShape& shape = model.shape;
  require(tokens.size() == std::size_t(cache.sequences), "decode_step: tokens", double(tokens.size()),
          "must be one per sequence of the cache");
  if (cache.filled >= shape.context)
    throw ModelError("decode_step: the cache holds a whole context; this model sees no further");
  const RotaryTable table =
      shape.position == PositionCode::rotary ? rotary_table(shape, cache.filled, 1) : RotaryTable{};
  const BlockPass pass{model, table, options.packed, options.hook};
  BlockActivations keep;
  Matrix stream(cache.sequences, shape.width);
  for (int n = 0; n < cache.sequences; ++n) {
    require_token(model, tokens[std::size_t(n)]);
    stream.row(n) = model.embedding.row(tokens[std::size_t(n)]);
    if (shape.position == PositionCode::learned) stream.row(n) += model.position.row(cache.filled);
  }
  const auto attention = [&](std::size_t block, BlockActivations& here) {
    for (int n = 0; n < cache.sequences; ++n) {
      const Eigen::Index row = Eigen::Index(n) * shape.context + cache.filled;
      cache.keys[block].row(row) = here.key.row(n);
      cache.values[block].row(row) = here.value.row(n);
    }
    attend_to_cache(shape, cache, block, cache.filled + 1, here.query, here.mixed);
  };
  for (int block = 0; block < shape.blocks; ++block) {
    std::swap(keep.input, stream);
    run_block(pass, block, attention, keep, stream);
  }
  ++cache.filled;
  Matrix logits;
  run_head(pass, stream, keep.attention_normed, keep.attention_scale, logits);
  return logits;
}

}  // namespace sunrack
