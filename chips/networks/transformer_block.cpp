#include "chips/networks/transformer_block.h"

namespace sunrack {

namespace {

// Rows from which laying out a matrix costs less than a fifth of the product with it.
constexpr Eigen::Index many_rows = 48;

const PackedMatrix* packed_tensor(const PackedTransformer& packed, int block, WeightKind kind) {
  if (kind == WeightKind::head) return &packed.head;
  if (block < 0) return nullptr;
  const PackedTransformer::Block& b = packed.blocks[std::size_t(block)];
  switch (kind) {
    case WeightKind::query:
      return &b.query;
    case WeightKind::key:
      return &b.key;
    case WeightKind::value:
      return &b.value;
    case WeightKind::attention_output:
      return &b.attention_output;
    case WeightKind::gate:
      return &b.gate;
    case WeightKind::up:
      return &b.up;
    case WeightKind::down:
      return &b.down;
    default:
      return nullptr;
  }
}

/// output = input W^T, then whatever hooks into it.
void apply(const BlockPass& pass, int block, WeightKind kind, const Matrix& weight, const Matrix& input,
           Matrix& output) {
  if (pass.packed) {
    multiply(input, *packed_tensor(*pass.packed, block, kind), output);
  } else if (input.rows() >= many_rows) {
    thread_local PackedMatrix packed;
    packed.set_transposed(weight.data(), weight.rows(), weight.cols(), weight.cols());
    multiply(input, packed, output);
  } else {
    output.noalias() = input * weight.transpose();
  }
  if (pass.hook) pass.hook(block, kind, input, output);
}

void apply_norm(const BlockPass& pass, int block, WeightKind kind, const Vector& gain, const Matrix& input,
                Matrix& output, Vector& scale) {
  if (!pass.hook) {
    normalise(input, pass.model.shape.norm_epsilon, gain, output, scale);
    return;
  }
  Matrix normalised;
  normalise(input, pass.model.shape.norm_epsilon, Vector::Ones(input.cols()), normalised, scale);
  output = normalised.array().rowwise() * gain.array();
  pass.hook(block, kind, normalised, output);
}

const TransformerBlock& weights_of(const BlockPass& pass, int block) {
  return pass.model.blocks[std::size_t(block)];
}

}  // namespace

PackedTransformer pack(const Transformer& model) {
  PackedTransformer packed;
  for (const TransformerBlock& block : model.blocks)
    packed.blocks.push_back({.query = PackedMatrix::transposed(block.query),
                             .key = PackedMatrix::transposed(block.key),
                             .value = PackedMatrix::transposed(block.value),
                             .attention_output = PackedMatrix::transposed(block.attention_output),
                             .gate = PackedMatrix::transposed(block.gate),
                             .up = PackedMatrix::transposed(block.up),
                             .down = PackedMatrix::transposed(block.down)});
  packed.head = PackedMatrix::transposed(model.head);
  return packed;
}

void repack(PackedTransformer& packed, const WeightTensor<float>& tensor) {
  // Found as a constant of what is not.
  auto* matrix = const_cast<PackedMatrix*>(packed_tensor(packed, tensor.block, tensor.kind));
  if (matrix) matrix->set_transposed(tensor.values.data(), tensor.rows, tensor.columns, tensor.columns);
}

void project(const BlockPass& pass, int block, BlockActivations& keep) {
  const TransformerBlock& weights = weights_of(pass, block);
  apply_norm(pass, block, WeightKind::attention_norm, weights.attention_norm, keep.input,
             keep.attention_normed, keep.attention_scale);
  apply(pass, block, WeightKind::query, weights.query, keep.attention_normed, keep.query);
  apply(pass, block, WeightKind::key, weights.key, keep.attention_normed, keep.key);
  apply(pass, block, WeightKind::value, weights.value, keep.attention_normed, keep.value);
  if (pass.model.shape.position == PositionCode::rotary) {
    rotate(keep.query, pass.model.shape, pass.table);
    rotate(keep.key, pass.model.shape, pass.table);
  }
}

void add_attention(const BlockPass& pass, int block, BlockActivations& keep) {
  apply(pass, block, WeightKind::attention_output, weights_of(pass, block).attention_output, keep.mixed,
        keep.middle);
  keep.middle += keep.input;
}

void open_gate(const BlockPass& pass, int block, BlockActivations& keep) {
  const TransformerBlock& weights = weights_of(pass, block);
  apply_norm(pass, block, WeightKind::feed_forward_norm, weights.feed_forward_norm, keep.middle,
             keep.feed_forward_normed, keep.feed_forward_scale);
  apply(pass, block, WeightKind::gate, weights.gate, keep.feed_forward_normed, keep.gate);
  apply(pass, block, WeightKind::up, weights.up, keep.feed_forward_normed, keep.up);
}

void close_gate(const BlockPass& pass, int block, BlockActivations& keep, Matrix& output) {
  apply_gate(keep.gate, keep.up, keep.gated);
  apply(pass, block, WeightKind::down, weights_of(pass, block).down, keep.gated, output);
  output += keep.middle;
}

void run_head(const BlockPass& pass, const Matrix& stream, Matrix& normed, Vector& scale, Matrix& logits) {
  apply_norm(pass, -1, WeightKind::final_norm, pass.model.final_norm, stream, normed, scale);
  apply(pass, -1, WeightKind::head, pass.model.head, normed, logits);
}

}  // namespace sunrack
