#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "chips/networks/matrix.h"

namespace sunrack {

enum class PositionCode {
  learned,  ///< a vector per position, added to the embedding
  rotary    ///< query and key turned by an angle that grows with the position (Su et al. 2021, arXiv
            ///< 2104.09864)
};

/// The sizes of a decoder-only transformer as large language models have it: root-mean-square normalisation
/// before each half of a block, causal attention, gated feed-forward layer (SwiGLU), no biases.
struct TransformerShape {
  int vocabulary = 0;  ///< different tokens
  int width = 96;      ///< of the residual stream
  int blocks = 4;
  int heads = 4;     ///< divides the width into parts of even size
  int hidden = 256;  ///< width of the gated layer
  int context = 64;  ///< longest sequence [tokens]
  PositionCode position = PositionCode::rotary;
  float rotary_base = 10000;
  float norm_epsilon = 1e-5F;

  bool operator==(const TransformerShape&) const = default;
};

/// Where a weight stands. Every matrix is outputs x inputs (y = W x), an embedding tokens x width.
enum class WeightKind {
  embedding,
  position,  ///< of learned positions
  attention_norm,
  query,
  key,
  value,
  attention_output,
  feed_forward_norm,
  gate,
  up,
  down,
  final_norm,
  head
};
std::string_view name_of(WeightKind kind);  ///< "attention_output"

struct TransformerBlock {
  Vector attention_norm;
  Matrix query, key, value, attention_output;  ///< width x width
  Vector feed_forward_norm;
  Matrix gate, up;  ///< hidden x width
  Matrix down;      ///< width x hidden
};

struct Transformer {
  TransformerShape shape;
  Matrix embedding;  ///< vocabulary x width
  Matrix position;   ///< context x width; empty with rotary positions
  std::vector<TransformerBlock> blocks;
  Vector final_norm;
  Matrix head;  ///< vocabulary x width
};

/// One weight tensor of a transformer, in place.
template <typename Number>
struct WeightTensor {
  std::string name;  ///< as in model files: "blocks.2.gate", "embedding"
  WeightKind kind = WeightKind::embedding;
  int block = -1;                      ///< -1 outside the blocks
  std::int64_t rows = 0, columns = 0;  ///< a norm has one row
  std::span<Number> values;            ///< row after row
};

/// All weight tensors in the order of computation. The spans stay valid as long as the transformer is neither
/// moved nor resized.
std::vector<WeightTensor<float>> weight_tensors(Transformer& model);
std::vector<WeightTensor<const float>> weight_tensors(const Transformer& model);

std::int64_t parameter_count(const Transformer& model);

/// @throws std::invalid_argument if the sizes are not positive or do not divide
void require_valid(const TransformerShape& shape);
/// @throws std::invalid_argument if a matrix does not have the size that the shape says
void require_consistent(const Transformer& model);

/// All weights zero, norms included, with the sizes of the shape: what gradients and model files are filled
/// into.
Transformer zero_transformer(const TransformerShape& shape);

/// Gaussian weights of standard deviation 1 / sqrt(inputs), those that write into the residual stream smaller
/// by sqrt(2 blocks), embeddings 0.1, norms one.
Transformer random_transformer(const TransformerShape& shape, std::uint64_t seed);

}  // namespace sunrack
