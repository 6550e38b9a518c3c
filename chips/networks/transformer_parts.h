#pragma once

#include <vector>

#include "chips/networks/transformer.h"

/// The pieces of a transformer block that are no matrix product, shared by the passes forwards and backwards
/// and by the decoder.
namespace sunrack {

/// normalised = input / root-mean-square of its row * gain; `scale` is 1 / that root-mean-square (with
/// epsilon under the root). Zhang & Sennrich (2019), arXiv 1910.07467.
void normalise(const Matrix& input, float epsilon, const Vector& gain, Matrix& normalised, Vector& scale);

/// The turning angles of rotary positions.
struct RotaryTable {
  Matrix cosine, sine;  ///< position x half the width of a head
};
/// For positions first ... first + count - 1: angle = position * base^(-2 i / head width).
RotaryTable rotary_table(const TransformerShape& shape, int first, int count);

/// Turns the pairs (i, i + half a head) of each head of row r by the angle of position r modulo the positions
/// of the table; backwards with direction = -1.
void rotate(Matrix& rows, const TransformerShape& shape, const RotaryTable& table, float direction = 1);

/// The numbers of one head in the rows of one sequence.
using HeadView = Eigen::Map<Matrix, 0, Eigen::OuterStride<>>;
using ConstHeadView = Eigen::Map<const Matrix, 0, Eigen::OuterStride<>>;
HeadView head_of(Matrix& rows, Eigen::Index first_row, Eigen::Index count, int head, int head_width);
ConstHeadView head_of(const Matrix& rows, Eigen::Index first_row, Eigen::Index count, int head,
                      int head_width);

/// Causal attention within each sequence of `length` rows: weights = softmax(query key^T / sqrt(head width))
/// over the tokens up to this one, mixed = weights value. `weights` gets rows (sequence, head, token). A
/// value that is not finite reaches no token before it.
void attend(const TransformerShape& shape, const Matrix& query, const Matrix& key, const Matrix& value,
            int length, Matrix& weights, Matrix& mixed);

/// gated = silu(gate) * up with silu(g) = g / (1 + e^-g). Shazeer (2020), arXiv 2002.05202.
void apply_gate(const Matrix& gate, const Matrix& up, Matrix& gated);

}  // namespace sunrack
