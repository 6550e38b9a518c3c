#include "chips/networks/transformer_parts.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "chips/networks/packed_matrix.h"

namespace sunrack {

void normalise(const Matrix& input, float epsilon, const Vector& gain, Matrix& normalised, Vector& scale) {
  const auto width = float(input.cols());
  normalised.resize(input.rows(), input.cols());
  scale.resize(input.rows());
  for (Eigen::Index row = 0; row < input.rows(); ++row) {
    scale(row) = 1 / std::sqrt(input.row(row).squaredNorm() / width + epsilon);
    normalised.row(row).array() = input.row(row).array() * scale(row) * gain.array();
  }
}

RotaryTable rotary_table(const TransformerShape& shape, int first, int count) {
  const int half = shape.width / shape.heads / 2;
  RotaryTable table = {.cosine = Matrix(count, half), .sine = Matrix(count, half)};
  for (int i = 0; i < half; ++i) {
    const double frequency = std::pow(double(shape.rotary_base), -double(i) / half);
    for (int n = 0; n < count; ++n) {
      table.cosine(n, i) = float(std::cos((first + n) * frequency));
      table.sine(n, i) = float(std::sin((first + n) * frequency));
    }
  }
  return table;
}

void rotate(Matrix& rows, const TransformerShape& shape, const RotaryTable& table, float direction) {
  const int width = shape.width / shape.heads, half = width / 2;
  for (Eigen::Index row = 0; row < rows.rows(); ++row) {
    const Eigen::Index position = row % table.cosine.rows();
    const float* cosine = table.cosine.row(position).data();
    const float* sine = table.sine.row(position).data();
    for (int head = 0; head < shape.heads; ++head) {
      float* first = rows.row(row).data() + head * width;
      float* second = first + half;
      for (int i = 0; i < half; ++i) {
        const float a = first[i], b = second[i], s = direction * sine[i];
        first[i] = a * cosine[i] - b * s;
        second[i] = a * s + b * cosine[i];
      }
    }
  }
}

HeadView head_of(Matrix& rows, Eigen::Index first_row, Eigen::Index count, int head, int head_width) {
  return {rows.data() + first_row * rows.cols() + head * head_width, count, head_width,
          Eigen::OuterStride<>(rows.cols())};
}

ConstHeadView head_of(const Matrix& rows, Eigen::Index first_row, Eigen::Index count, int head,
                      int head_width) {
  return {rows.data() + first_row * rows.cols() + head * head_width, count, head_width,
          Eigen::OuterStride<>(rows.cols())};
}

namespace {

/// Softmax of scale * scores over the tokens up to `token`; zero beyond. `row` has `length` numbers.
void causal_softmax(float* row, Eigen::Index token, Eigen::Index length, float scale) {
  // Whole registers: the tail of a vector is computed number by number, with another exponential.
  const Eigen::Index seen = token + 1, whole = std::min(length, (seen + 7) / 8 * 8);
  std::fill(row + seen, row + length, std::numeric_limits<float>::lowest());
  Eigen::Map<Eigen::Array<float, 1, Eigen::Dynamic>> weights(row, whole);
  weights = ((weights - weights.maxCoeff()) * scale).exp();
  weights *= 1 / weights.sum();
  std::fill(row + seen, row + length, 0.0F);
}

}  // namespace

void attend(const TransformerShape& shape, const Matrix& query, const Matrix& key, const Matrix& value,
            int length, Matrix& weights, Matrix& mixed) {
  const Eigen::Index width = shape.width / shape.heads, stride = query.cols();
  const float scale = 1 / std::sqrt(float(width));
  weights.resize(query.rows() * shape.heads, length);
  mixed.resize(query.rows(), stride);
  thread_local PackedMatrix keys, values;
  for (Eigen::Index row = 0; row < query.rows(); row += length)
    for (int head = 0; head < shape.heads; ++head) {
      const Eigen::Index first = row * stride + head * width;
      float* here = weights.data() + (row * shape.heads + Eigen::Index(head) * length) * length;
      keys.set_transposed(key.data() + first, length, width, stride);
      values.set(value.data() + first, length, width, stride);
      multiply(query.data() + first, length, stride, keys, here, length, false, ProductPart::columns_to_row);
      for (Eigen::Index t = 0; t < length; ++t) causal_softmax(here + t * length, t, length, scale);
      if (values.is_finite()) {
        multiply(here, length, length, values, mixed.data() + first, stride, false,
                 ProductPart::terms_to_row);
      } else {
        // Zero times infinity is not a number: a product with the zeros of the mask would let a fault reach
        // back.
        const ConstHeadView seen = head_of(value, row, length, head, int(width));
        HeadView out = head_of(mixed, row, length, head, int(width));
        for (Eigen::Index t = 0; t < length; ++t)
          out.row(t).noalias() = Eigen::Map<const Vector>(here + t * length, t + 1) * seen.topRows(t + 1);
      }
    }
}

void apply_gate(const Matrix& gate, const Matrix& up, Matrix& gated) {
  gated = gate.array() / (1 + (-gate.array()).exp()) * up.array();
}

}  // namespace sunrack
