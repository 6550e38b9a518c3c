#pragma once

#include <Eigen/Core>
#include <vector>

#include "chips/networks/matrix.h"

/// Products of many rows with one matrix, several times as fast as a general product where the matrix is
/// small (some hundred rows and columns) and used often.
namespace sunrack {

/// The right side of a product, depth x width, cut into panels of as many columns as two registers hold, each
/// panel row after row in memory. Columns beyond the width are zero.
class PackedMatrix {
 public:
  PackedMatrix() = default;
  /// W^T of a weight matrix W, outputs x inputs: rows of inputs times this are rows of outputs.
  static PackedMatrix transposed(const Matrix& weight);

  Eigen::Index depth() const { return depth_; }
  Eigen::Index width() const { return width_; }

  /// Sets the matrix to the transpose of `rows` rows of `depth` numbers each, `stride` apart.
  void set_transposed(const float* first, Eigen::Index rows, Eigen::Index depth, Eigen::Index stride);
  /// Sets the matrix to `depth` rows of `width` numbers each, `stride` apart.
  void set(const float* first, Eigen::Index depth, Eigen::Index width, Eigen::Index stride);

  bool is_finite() const;  ///< every number of it

  const float* panel(Eigen::Index first_column) const;  ///< that begins with this column

 private:
  void resize(Eigen::Index depth, Eigen::Index width);
  float* panel(Eigen::Index first_column);

  Eigen::Index depth_ = 0, width_ = 0;
  std::vector<float, Eigen::aligned_allocator<float>> numbers_;
};

/// Which part of a product is wanted: a causal one needs no column beyond the row, or no term beyond it.
enum class ProductPart {
  all,
  columns_to_row,  ///< columns 0 ... row; those beyond may or may not be written
  terms_to_row     ///< the sum over terms 0 ... row only. The left side must be zero beyond, the right finite
};

/// output = input * right, or output += input * right. `rows` rows of right.depth() and right.width()
/// numbers, `stride` apart. The terms of each sum are added in order, whatever the number of rows: a row's
/// result does not depend on the rows beside it.
void multiply(const float* input, Eigen::Index rows, Eigen::Index input_stride, const PackedMatrix& right,
              float* output, Eigen::Index output_stride, bool add = false,
              ProductPart part = ProductPart::all);

/// output += left^T * right for a left side of right.depth() rows: the gradient of a weight matrix.
void multiply_transposed_add(const Matrix& left, const PackedMatrix& right, Matrix& output);

/// The same for whole matrices; `output` is resized unless it is added to.
void multiply(const Matrix& input, const PackedMatrix& right, Matrix& output);
void multiply_add(const Matrix& input, const PackedMatrix& right, Matrix& output);

}  // namespace sunrack
