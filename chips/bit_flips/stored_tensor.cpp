#include "chips/bit_flips/stored_tensor.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <stdexcept>
#include <utility>

#include "physics/require.h"

namespace sunrack {

namespace {

constexpr double largest_e2m1 = 6, largest_e4m3 = 448;

std::size_t blocks_per_row(const StoredTensor& tensor) {
  const auto block = static_cast<std::size_t>(tensor.format.block);
  return (tensor.columns + block - 1) / block;
}

double largest_of(std::span<const float> values) {
  double largest = 0;
  for (const float value : values) largest = std::max(largest, std::abs(static_cast<double>(value)));
  return largest;
}

std::uint32_t fp32_bits(double value) { return std::bit_cast<std::uint32_t>(static_cast<float>(value)); }

double scale_of(const StoredTensor& tensor, std::size_t weight) {
  switch (tensor.format.scaling) {
    case Scaling::none:
      return 1;
    case Scaling::block_e8m0:
      return decode(NumberFormat::e8m0, tensor.scales[tensor.scale_index(weight)]);
    case Scaling::block_e4m3:
      return decode(NumberFormat::fp8_e4m3, tensor.scales[tensor.scale_index(weight)]) *
             decode(NumberFormat::fp32, tensor.tensor_scale);
    default:
      return decode(NumberFormat::fp32, tensor.scales[tensor.scale_index(weight)]);
  }
}

/// The code of the scale for the weights that share it.
std::uint32_t scale_code(const StoredTensor& tensor, std::span<const float> sharing) {
  const double largest = largest_of(sharing), largest_element = layout(tensor.format.element).largest;
  switch (tensor.format.scaling) {
    case Scaling::none:
      return 0;
    case Scaling::block_e8m0: {
      if (largest == 0) return 127;  // 2^0
      const int exponent = std::ilogb(largest) - std::ilogb(largest_element);
      return static_cast<std::uint32_t>(std::clamp(exponent, -127, 127) + 127);
    }
    case Scaling::block_e4m3: {
      const double unit = decode(NumberFormat::fp32, tensor.tensor_scale);
      return encode(NumberFormat::fp8_e4m3, largest / largest_element / unit);
    }
    default: {
      // A scale that fp32 cannot hold as a normal number would lose the weights' digits.
      const double scale = std::max(largest / largest_element, 0x1p-126);
      return fp32_bits(largest == 0 ? 1 : scale);
    }
  }
}

void make_scales(StoredTensor& tensor, std::span<const float> values) {
  if (tensor.format.scaling == Scaling::none) return;
  if (tensor.format.scaling == Scaling::per_tensor) {
    tensor.scales = {scale_code(tensor, values)};
    return;
  }
  if (tensor.format.scaling == Scaling::block_e4m3) {
    const double largest = largest_of(values);
    tensor.tensor_scale =
        fp32_bits(largest == 0 ? 1 : std::max(largest / (largest_e2m1 * largest_e4m3), 0x1p-126));
  }
  const std::size_t run = tensor.format.scaling == Scaling::per_channel
                              ? tensor.columns
                              : static_cast<std::size_t>(tensor.format.block);
  for (std::size_t row = 0; row < tensor.rows; ++row)
    for (std::size_t column = 0; column < tensor.columns; column += run)
      tensor.scales.push_back(scale_code(
          tensor, values.subspan(row * tensor.columns + column, std::min(run, tensor.columns - column))));
}

}  // namespace

const std::vector<WeightFormat>& weight_formats() {
  using enum NumberFormat;
  static const std::vector<WeightFormat> all = {
      {"fp32", fp32, Scaling::none, 0},
      {"bf16", bf16, Scaling::none, 0},
      {"fp16", fp16, Scaling::none, 0},
      {"fp8_e4m3", fp8_e4m3, Scaling::per_tensor, 0},
      {"fp8_e5m2", fp8_e5m2, Scaling::per_tensor, 0},
      {"mxfp8", fp8_e4m3, Scaling::block_e8m0, 32},
      {"mxfp8_e5m2", fp8_e5m2, Scaling::block_e8m0, 32},
      {"mxfp4", fp4_e2m1, Scaling::block_e8m0, 32},
      {"nvfp4", fp4_e2m1, Scaling::block_e4m3, 16},
      {"int8", int8, Scaling::per_tensor, 0},
      {"int4", int4, Scaling::per_tensor, 0},
      {"int8_channel", int8, Scaling::per_channel, 0},
      {"int4_channel", int4, Scaling::per_channel, 0},
  };
  return all;
}

const WeightFormat& weight_format(const std::string& name) {
  std::string wanted = name;
  for (char& letter : wanted)
    letter = letter == '-' ? '_' : static_cast<char>(letter >= 'A' && letter <= 'Z' ? letter + 32 : letter);
  if (wanted == "fp8" || wanted == "e4m3" || wanted == "e4m3fn" || wanted == "fp8_e4m3fn")
    wanted = "fp8_e4m3";
  if (wanted == "e5m2") wanted = "fp8_e5m2";
  if (wanted == "mxfp8_e4m3") wanted = "mxfp8";
  std::string known;
  for (const WeightFormat& format : weight_formats()) {
    if (wanted == format.name) return format;
    known += (known.empty() ? "" : ", ") + format.name;
  }
  throw std::invalid_argument("weight format \"" + name + "\" is not known; there are " + known);
}

double bits_per_weight(const WeightFormat& format) {
  return bits_of(format.element) + (format.block > 0 ? 8.0 / format.block : 0.0);
}

std::size_t StoredTensor::scale_index(std::size_t weight) const {
  switch (format.scaling) {
    case Scaling::none:
    case Scaling::per_tensor:
      return 0;
    case Scaling::per_channel:
      return weight / columns;
    default:
      return weight / columns * blocks_per_row(*this) +
             weight % columns / static_cast<std::size_t>(format.block);
  }
}

int StoredTensor::scale_bits() const {
  if (format.scaling == Scaling::none) return 0;
  return format.block > 0 ? 8 : 32;
}

std::size_t StoredTensor::stored_bits() const {
  const std::size_t elements = codes.size() * static_cast<std::size_t>(bits_of(format.element));
  const std::size_t shared = scales.size() * static_cast<std::size_t>(scale_bits());
  return elements + shared + (format.scaling == Scaling::block_e4m3 ? 32 : 0);
}

StoredTensor store(std::span<const float> values, std::size_t rows, std::size_t columns,
                   const WeightFormat& format) {
  require(rows > 0 && columns > 0 && values.size() % columns == 0 && values.size() / columns == rows,
          "store: number of weights", static_cast<double>(values.size()),
          "must be rows times columns, not zero");
  for (const float value : values) require_finite("store: weight", value);
  StoredTensor tensor{.format = format, .rows = rows, .columns = columns};
  make_scales(tensor, values);
  tensor.codes.resize(values.size());
  for (std::size_t i = 0; i < values.size(); ++i) {
    const double scale = scale_of(tensor, i);
    // A block so small that its scale rounds to zero is a block of zeros.
    tensor.codes[i] = encode(format.element, scale == 0 ? 0.0 : static_cast<double>(values[i]) / scale);
  }
  return tensor;
}

double stored_value(const StoredTensor& tensor, std::size_t weight) {
  return decode(tensor.format.element, tensor.codes.at(weight)) * scale_of(tensor, weight);
}

void load(const StoredTensor& tensor, std::span<float> values) {
  require(values.size() == tensor.codes.size(), "load: number of weights", static_cast<double>(values.size()),
          "must be that of the tensor");
  for (std::size_t i = 0; i < values.size(); ++i) values[i] = static_cast<float>(stored_value(tensor, i));
}

StoredBit locate(const StoredTensor& tensor, std::size_t position) {
  require(position < tensor.stored_bits(), "locate: position", static_cast<double>(position),
          "must be below the number of stored bits");
  const auto width = static_cast<std::size_t>(bits_of(tensor.format.element));
  const std::size_t elements = tensor.codes.size() * width;
  if (position < elements) return {false, position / width, static_cast<int>(position % width)};
  position -= elements;
  const auto scale_width = static_cast<std::size_t>(tensor.scale_bits());
  if (position < tensor.scales.size() * scale_width)
    return {true, position / scale_width, static_cast<int>(position % scale_width)};
  return {true, tensor.scales.size(), static_cast<int>(position - tensor.scales.size() * scale_width)};
}

void flip(StoredTensor& tensor, const StoredBit& bit) {
  std::uint32_t& code = !bit.is_scale                       ? tensor.codes.at(bit.index)
                        : bit.index == tensor.scales.size() ? tensor.tensor_scale
                                                            : tensor.scales.at(bit.index);
  code = flipped(code, bit.bit);
}

std::pair<std::size_t, std::size_t> weights_touched(const StoredTensor& tensor, const StoredBit& bit) {
  if (!bit.is_scale) return {bit.index, bit.index + 1};
  const bool whole_tensor = tensor.format.scaling == Scaling::per_tensor || bit.index == tensor.scales.size();
  if (whole_tensor) return {0, tensor.codes.size()};
  if (tensor.format.scaling == Scaling::per_channel)
    return {bit.index * tensor.columns, (bit.index + 1) * tensor.columns};
  const std::size_t row = bit.index / blocks_per_row(tensor), block = bit.index % blocks_per_row(tensor);
  const std::size_t first = row * tensor.columns + block * static_cast<std::size_t>(tensor.format.block);
  return {first, std::min(first + static_cast<std::size_t>(tensor.format.block), (row + 1) * tensor.columns)};
}

}  // namespace sunrack
