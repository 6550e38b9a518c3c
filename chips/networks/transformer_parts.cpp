#include "chips/networks/transformer_parts.h"

#include <cmath>

namespace sunrack {

void normalise(const Matrix& input, float epsilon, Matrix& normalised, Vector& scale) {
  const auto width = float(input.cols());
  normalised.resize(input.rows(), input.cols());
  scale.resize(input.rows());
  for (Eigen::Index row = 0; row < input.rows(); ++row) {
    scale(row) = 1 / std::sqrt(input.row(row).squaredNorm() / width + epsilon);
    normalised.row(row) = input.row(row) * scale(row);
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

void attend(const TransformerShape& shape, const Matrix& query, const Matrix& key, const Matrix& value,
            int length, Matrix& weights, Matrix& mixed) {
  const int width = shape.width / shape.heads;
  const float scale = 1 / std::sqrt(float(width));
  weights.resize(query.rows() * shape.heads, length);
  mixed.resize(query.rows(), query.cols());
  for (Eigen::Index row = 0; row < query.rows(); row += length)
    for (int head = 0; head < shape.heads; ++head) {
      auto here = weights.middleRows(row * shape.heads + Eigen::Index(head) * length, length);
      here.noalias() =
          head_of(query, row, length, head, width) * head_of(key, row, length, head, width).transpose();
      for (int t = 0; t < length; ++t) {
        auto seen = here.row(t).head(t + 1).array();
        seen = ((seen - seen.maxCoeff()) * scale).exp();
        seen *= 1 / seen.sum();
        here.row(t).tail(length - t - 1).setZero();
      }
      const ConstHeadView values = head_of(value, row, length, head, width);
      HeadView out = head_of(mixed, row, length, head, width);
      if (values.allFinite()) {
        out.noalias() = here * values;
      } else {
        // Zero times infinity is not a number: a product with the zeros of the mask would let a fault reach
        // back.
        for (int t = 0; t < length; ++t)
          out.row(t).noalias() = here.row(t).head(t + 1) * values.topRows(t + 1);
      }
    }
}

void apply_gate(const Matrix& gate, const Matrix& up, Matrix& gated) {
  gated = gate.array() / (1 + (-gate.array()).exp()) * up.array();
}

}  // namespace sunrack
