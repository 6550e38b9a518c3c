#include "chips/networks/packed_matrix.h"

#include <gtest/gtest.h>

#include <limits>

namespace sunrack {
namespace {

// Fewer and more rows and columns than a tile, a panel and a block of rows have.
constexpr Eigen::Index sizes[] = {1, 5, 6, 8, 17, 29, 63, 130};

TEST(PackedMatrix, ProductIsThatOfTheMatrices) {
  for (const Eigen::Index rows : sizes)
    for (const Eigen::Index width : sizes)
      for (const Eigen::Index depth : {1, 24, 97}) {
        const Matrix input = Matrix::Random(rows, depth), weight = Matrix::Random(width, depth);
        Matrix output = Matrix::Random(rows, width);
        const Matrix sum = output + input * weight.transpose();
        const PackedMatrix packed = PackedMatrix::transposed(weight);
        multiply_add(input, packed, output);
        // A hundred terms below one in single precision.
        EXPECT_LT((output - sum).cwiseAbs().maxCoeff(), 1e-5F) << rows << " " << width << " " << depth;
        multiply(input, packed, output);
        EXPECT_LT((output - input * weight.transpose()).cwiseAbs().maxCoeff(), 1e-5F);
        PackedMatrix other;
        const Matrix right = weight.transpose();
        other.set(right.data(), depth, width, width);
        Matrix again;
        multiply(input, other, again);
        EXPECT_EQ(again, output);
      }
}

TEST(PackedMatrix, TransposedLeftSideGivesTheGradientOfAWeight) {
  for (const Eigen::Index outputs : sizes)
    for (const Eigen::Index inputs : sizes) {
      const Matrix slope = Matrix::Random(300, outputs), input = Matrix::Random(300, inputs);
      Matrix gradient = Matrix::Ones(outputs, inputs);
      PackedMatrix packed;
      packed.set(input.data(), 300, inputs, inputs);
      multiply_transposed_add(slope, packed, gradient);
      const Matrix expected = Matrix::Ones(outputs, inputs) + slope.transpose() * input;
      EXPECT_LT((gradient - expected).cwiseAbs().maxCoeff(), 3e-5F) << outputs << " " << inputs;
    }
}

TEST(PackedMatrix, RowsDoNotDependOnTheirNeighbours) {
  const Matrix input = Matrix::Random(100, 40);
  const PackedMatrix packed = PackedMatrix::transposed(Matrix::Random(37, 40));
  Matrix all, one;
  multiply(input, packed, all);
  for (Eigen::Index row = 0; row < 100; ++row) {
    multiply(Matrix(input.row(row)), packed, one);
    EXPECT_EQ(one.row(0), all.row(row));
  }
}

TEST(PackedMatrix, CausalPartsAreThoseOfTheWholeProduct) {
  const Eigen::Index length = 50;
  const Matrix query = Matrix::Random(length, 24), key = Matrix::Random(length, 24);
  const PackedMatrix keys = PackedMatrix::transposed(key);
  Matrix whole, part = Matrix::Zero(length, length);
  multiply(query, keys, whole);
  multiply(query.data(), length, 24, keys, part.data(), length, false, ProductPart::columns_to_row);
  for (Eigen::Index row = 0; row < length; ++row)
    EXPECT_EQ(part.row(row).head(row + 1), whole.row(row).head(row + 1));

  const Matrix weights = whole.triangularView<Eigen::Lower>();
  PackedMatrix values;
  values.set(key.data(), length, 24, 24);
  Matrix mixed, sums(length, 24);
  multiply(weights, values, mixed);
  multiply(weights.data(), length, length, values, sums.data(), 24, false, ProductPart::terms_to_row);
  EXPECT_EQ(sums, mixed);  // terms left out are exact zeros
}

TEST(PackedMatrix, NumbersThatAreNotFiniteStayInTheirRowAndColumn) {
  Matrix input = Matrix::Ones(20, 9), weight = Matrix::Ones(20, 9);
  input(3, 2) = std::numeric_limits<float>::infinity();
  weight(17, 4) = std::numeric_limits<float>::quiet_NaN();
  const PackedMatrix packed = PackedMatrix::transposed(weight);
  EXPECT_FALSE(packed.is_finite());
  EXPECT_TRUE(PackedMatrix::transposed(Matrix::Ones(3, 3)).is_finite());
  Matrix output;
  multiply(input, packed, output);
  for (Eigen::Index row = 0; row < 20; ++row)
    for (Eigen::Index column = 0; column < 20; ++column)
      EXPECT_EQ(std::isfinite(output(row, column)), row != 3 && column != 17);
}

TEST(PackedMatrix, IsLaidOutAgainForAnotherSize) {
  PackedMatrix packed = PackedMatrix::transposed(Matrix::Ones(40, 7));
  const Matrix small = Matrix::Random(3, 5);
  packed.set_transposed(small.data(), 3, 5, 5);
  EXPECT_EQ(packed.depth(), 5);
  EXPECT_EQ(packed.width(), 3);
  Matrix output;
  multiply(Matrix::Identity(5, 5), packed, output);
  EXPECT_EQ(output, Matrix(small.transpose()));
}

}  // namespace
}  // namespace sunrack
