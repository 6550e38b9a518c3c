#pragma once

#include <vector>

#include "chips/networks/packed_matrix.h"
#include "chips/networks/transformer_forward.h"
#include "chips/networks/transformer_parts.h"

/// A transformer block in four stages, so that a pass may enter between two of them.
namespace sunrack {

/// The matrices of a model laid out for products with many rows.
struct PackedTransformer {
  struct Block {
    PackedMatrix query, key, value, attention_output, gate, up, down;
  };
  std::vector<Block> blocks;
  PackedMatrix head;
};
PackedTransformer pack(const Transformer& model);
/// Lays out one tensor again, which has changed. Norms and embeddings are not laid out.
void repack(PackedTransformer& packed, const WeightTensor<float>& tensor);

/// What the stages of a pass share.
struct BlockPass {
  const Transformer& model;
  const RotaryTable& table;         ///< of positions 0 to the length of a sequence; not used if learned
  const PackedTransformer* packed;  ///< of the model; null: matrices are laid out where it pays
  const ForwardHook& hook;          ///< may be empty
};

/// keep.query, key and value, rotated, from keep.input.
void project(const BlockPass& pass, int block, BlockActivations& keep);
/// keep.middle from keep.mixed and keep.input.
void add_attention(const BlockPass& pass, int block, BlockActivations& keep);
/// keep.gate and keep.up from keep.middle.
void open_gate(const BlockPass& pass, int block, BlockActivations& keep);
/// What leaves the block from keep.gate, keep.up and keep.middle.
void close_gate(const BlockPass& pass, int block, BlockActivations& keep, Matrix& output);

/// The logits of what left the last block; `normed` and `scale` of the final norm.
void run_head(const BlockPass& pass, const Matrix& stream, Matrix& normed, Vector& scale, Matrix& logits);

}  // namespace sunrack
