#include "chips/networks/packed_matrix.h"

#include <algorithm>

namespace sunrack {
namespace {

using Eigen::Index;
using Packet = Eigen::internal::packet_traits<float>::type;
constexpr Index lanes = Eigen::internal::packet_traits<float>::size;
constexpr Index panel_columns = 2 * lanes;
// Rows of a tile: two registers of sums per row, two of the panel and one of the input fill the registers
// that there are (32 with 16 lanes, 16 before).
constexpr Index tile_rows = lanes == 16 ? 12 : 6;
constexpr Index block_rows = 8 * tile_rows;

struct Tile {
  const float* input;
  Index input_stride, term_stride;  // from row to row, and from term to term of the sum
  const float* panel;
  Index depth;
  float* output;
  Index output_stride, columns;  // of the output that are there
  bool add;
};

/// Sums of `rows` rows and `registers` registers of columns, all in registers.
template <Index rows, Index registers, bool transposed>
void run_tile(const Tile& tile) {
  using namespace Eigen::internal;
  Packet sums[rows][registers];
  for (auto& row : sums)
    for (Packet& sum : row) sum = pset1<Packet>(0.0F);
  const float* panel = tile.panel;
  for (Index k = 0; k < tile.depth; ++k, panel += panel_columns) {
    Packet right[registers];
    for (Index c = 0; c < registers; ++c) right[c] = pload<Packet>(panel + c * lanes);
    for (Index r = 0; r < rows; ++r) {
      const Packet left = pset1<Packet>(transposed ? tile.input[k * tile.term_stride + r]
                                                   : tile.input[r * tile.input_stride + k]);
      for (Index c = 0; c < registers; ++c) sums[r][c] = pmadd(left, right[c], sums[r][c]);
    }
  }
  for (Index r = 0; r < rows; ++r) {
    float* output = tile.output + r * tile.output_stride;
    if (tile.columns == registers * lanes) {
      for (Index c = 0; c < registers; ++c, output += lanes)
        pstoreu(output, tile.add ? padd(ploadu<Packet>(output), sums[r][c]) : sums[r][c]);
    } else {
      alignas(64) float numbers[panel_columns] = {};
      for (Index c = 0; c < registers; ++c) pstore(numbers + c * lanes, sums[r][c]);
      for (Index column = 0; column < tile.columns; ++column)
        output[column] = tile.add ? output[column] + numbers[column] : numbers[column];
    }
  }
}

template <Index rows, bool transposed>
void run_rows(const Tile& tile) {
  if (tile.columns > lanes)
    run_tile<rows, 2, transposed>(tile);
  else
    run_tile<rows, 1, transposed>(tile);
}

/// As many rows as the tile has or, at the end, fewer.
template <bool transposed, Index rows = tile_rows>
void run_some(const Tile& tile, Index count) {
  if constexpr (rows > 0) {
    if (count == rows)
      run_rows<rows, transposed>(tile);
    else
      run_some<transposed, rows - 1>(tile, count);
  }
}

}  // namespace

PackedMatrix PackedMatrix::transposed(const Matrix& weight) {
  PackedMatrix packed;
  packed.set_transposed(weight.data(), weight.rows(), weight.cols(), weight.cols());
  return packed;
}

void PackedMatrix::resize(Index depth, Index width) {
  depth_ = depth, width_ = width;
  const Index last = width / panel_columns * panel_columns;  // first column of a panel that is not full
  numbers_.resize(std::size_t((last + (last < width ? panel_columns : 0)) * depth));
  if (last < width) std::fill(numbers_.begin() + last * depth, numbers_.end(), 0.0F);
}

float* PackedMatrix::panel(Index first_column) { return numbers_.data() + first_column * depth_; }
const float* PackedMatrix::panel(Index first_column) const { return numbers_.data() + first_column * depth_; }

void PackedMatrix::set_transposed(const float* first, Index rows, Index depth, Index stride) {
  resize(depth, rows);
  for (Index row = 0; row < rows; ++row) {
    float* to = panel(row / panel_columns * panel_columns) + row % panel_columns;
    const float* from = first + row * stride;
    for (Index k = 0; k < depth; ++k) to[k * panel_columns] = from[k];
  }
}

void PackedMatrix::set(const float* first, Index depth, Index width, Index stride) {
  resize(depth, width);
  for (Index column = 0; column < width; column += panel_columns) {
    float* to = panel(column);
    const Index count = std::min(panel_columns, width - column);
    for (Index k = 0; k < depth; ++k) std::copy_n(first + k * stride + column, count, to + k * panel_columns);
  }
}

bool PackedMatrix::is_finite() const {
  // Zero times infinity or NaN is NaN; the compiler would not vectorise a test of each number.
  return (Eigen::Map<const Eigen::ArrayXf>(numbers_.data(), Index(numbers_.size())) * 0.0F).sum() == 0;
}

void multiply(const float* input, Index rows, Index input_stride, const PackedMatrix& right, float* output,
              Index output_stride, bool add, ProductPart part) {
  // Some rows with all panels before the next rows: they stay in the cache next to the core.
  for (Index begin = 0; begin < rows; begin += block_rows)
    for (Index column = 0; column < right.width(); column += panel_columns) {
      const Index columns = std::min(panel_columns, right.width() - column);
      for (Index row = begin; row < std::min(rows, begin + block_rows); row += tile_rows) {
        const Index count = std::min(tile_rows, rows - row), end = row + count;
        if (part == ProductPart::columns_to_row && column >= end) continue;
        const Index depth = part == ProductPart::terms_to_row ? std::min(right.depth(), end) : right.depth();
        const Tile tile{.input = input + row * input_stride,
                        .input_stride = input_stride,
                        .term_stride = 1,
                        .panel = right.panel(column),
                        .depth = depth,
                        .output = output + row * output_stride + column,
                        .output_stride = output_stride,
                        .columns = columns,
                        .add = add};
        run_some<false>(tile, count);
      }
    }
}

void multiply_transposed_add(const Matrix& left, const PackedMatrix& right, Matrix& output) {
  constexpr Index together = 128;  // terms: a tile's share of both sides stays in the cache next to the core
  for (Index term = 0; term < left.rows(); term += together)
    for (Index column = 0; column < right.width(); column += panel_columns)
      for (Index row = 0; row < left.cols(); row += tile_rows)
        run_some<true>({.input = left.data() + term * left.cols() + row,
                        .input_stride = 1,
                        .term_stride = left.cols(),
                        .panel = right.panel(column) + term * panel_columns,
                        .depth = std::min(together, left.rows() - term),
                        .output = output.data() + row * output.cols() + column,
                        .output_stride = output.cols(),
                        .columns = std::min(panel_columns, right.width() - column),
                        .add = true},
                       std::min(tile_rows, left.cols() - row));
}

void multiply(const Matrix& input, const PackedMatrix& right, Matrix& output) {
  output.resize(input.rows(), right.width());
  multiply(input.data(), input.rows(), input.cols(), right, output.data(), output.cols());
}

void multiply_add(const Matrix& input, const PackedMatrix& right, Matrix& output) {
  multiply(input.data(), input.rows(), input.cols(), right, output.data(), output.cols(), true);
}

}  // namespace sunrack
