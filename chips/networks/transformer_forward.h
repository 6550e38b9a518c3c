#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <vector>

#include "chips/networks/transformer.h"

namespace sunrack {

/// All that a block computed, one row per token.
struct BlockActivations {
  Matrix input;             ///< the residual stream that enters
  Matrix attention_normed;  ///< normalised, times the gain: what query, key and value read
  Vector attention_scale;   ///< 1 / root-mean-square of the input, per token
  Matrix query, key;        ///< with rotary positions applied
  Matrix value;
  Matrix attention;  ///< softmax weights: rows (sequence, head, token), columns the tokens looked at
  Matrix mixed;      ///< what attention_output reads
  Matrix middle;     ///< the residual stream after attention
  Matrix feed_forward_normed;
  Vector feed_forward_scale;
  Matrix gate, up;
  Matrix gated;  ///< silu(gate) * up: what `down` reads
};

/// A forward pass with everything kept.
struct TransformerActivations {
  std::vector<BlockActivations> blocks;
  Matrix output;  ///< residual stream after the last block
  Vector final_scale;
  Matrix final_normed;
  Matrix logits;
};

/// Called after each weight tensor of a block, the final norm and the head was applied: `input` is what it
/// read (for a norm: the normalised stream before the gain), `output` what it wrote, which may be changed in
/// place. A faulty weight is a rank-one change of the rows of its copy, a faulty activation one element.
/// Queries and keys come before their rotation. `block` is -1 for the final norm and the head.
using ForwardHook = std::function<void(int block, WeightKind kind, const Matrix& input, Matrix& output)>;

struct PackedTransformer;  // transformer_block.h

struct ForwardOptions {
  ForwardHook hook;                           ///< none: nothing is called
  const PackedTransformer* packed = nullptr;  ///< of the same model, kept from one call to the next
  BlockActivations* scratch = nullptr;  ///< kept from one call to the next saves fetching memory; holds what
                                        ///< was computed last afterwards
};

/// The residual stream that enters block 0, one row per token. `tokens` are whole sequences of `length`
/// tokens one after another.
/// @throws std::invalid_argument if a token is not in the vocabulary, or the sequences do not divide or are
/// longer than the context
Matrix embed(const Transformer& model, std::span<const int> tokens, int length);

/// The logits (one row per token) of whole sequences of `length` tokens one after another.
Matrix transformer_forward(const Transformer& model, std::span<const int> tokens, int length,
                           const ForwardOptions& options = {});

/// The logits from the residual stream that enters block `first` on (`first` = blocks: only the final norm
/// and the head). The rows may be several faulty copies of the same sequences, stacked.
Matrix transformer_forward_from(const Transformer& model, int first, Matrix stream, int length,
                                const ForwardOptions& options = {});

/// The same as transformer_forward with everything in between kept.
TransformerActivations transformer_activations(const Transformer& model, std::span<const int> tokens,
                                               int length);

/// The same into memory that is kept from one call to the next.
void transformer_activations(const Transformer& model, std::span<const int> tokens, int length,
                             TransformerActivations& keep);

/// [nat] -ln of the probability that a row of logits gives to its target, per row. Targets below zero count
/// nothing (zero). Infinite or not a number where the logits are.
std::vector<double> token_losses(const Matrix& logits, std::span<const int> targets);

/// [nat per token] mean of those that count.
double mean_token_loss(const Matrix& logits, std::span<const int> targets);

/// A decoder with a key-value cache: takes one token of each of several sequences at a time and costs one row
/// of work for it.
struct KeyValueCache {
  int sequences = 0;
  int filled = 0;                    ///< tokens seen so far, at most the context
  std::vector<Matrix> keys, values;  ///< per block; row sequence * context + token; keys are rotated already
};
KeyValueCache empty_cache(const Transformer& model, int sequences);

/// The logits after one more token of each sequence; appends its keys and values to the cache.
/// @throws std::invalid_argument if there is not one token per sequence; ModelError if the context is full
Matrix decode_step(const Transformer& model, KeyValueCache& cache, std::span<const int> tokens,
                   const ForwardOptions& options = {});

}  // namespace sunrack
