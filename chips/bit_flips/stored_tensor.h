#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "chips/bit_flips/number_format.h"

namespace sunrack {

/// What the element codes are multiplied by.
enum class Scaling {
  none,         ///< the element is the weight
  per_tensor,   ///< one fp32 scale: the largest weight becomes the largest element
  per_channel,  ///< one fp32 scale per row (output channel)
  block_e8m0,   ///< OCP Microscaling: a power of two for 32 weights of a row
  block_e4m3    ///< NVFP4: an E4M3 scale for 16 weights of a row, times one fp32 scale of the tensor
};

/// How a weight matrix lies in memory.
struct WeightFormat {
  std::string name;
  NumberFormat element = NumberFormat::bf16;
  Scaling scaling = Scaling::none;
  int block = 0;  ///< weights that share a scale; 0 without block scales
};

/// fp32, bf16, fp16, fp8_e4m3, fp8_e5m2, mxfp8, mxfp8_e5m2, mxfp4, nvfp4, int8, int4, int8_channel,
/// int4_channel. The fp8 pair and the integers without a word have one scale per tensor.
const std::vector<WeightFormat>& weight_formats();
/// @throws std::invalid_argument listing them
const WeightFormat& weight_format(const std::string& name);

/// [-] stored bits per weight, block scales included; a tensor's or channel's scale is not counted.
double bits_per_weight(const WeightFormat& format);

/// A matrix of weights as codes and scales.
struct StoredTensor {
  WeightFormat format;
  std::size_t rows = 0, columns = 0;
  std::vector<std::uint32_t> codes;   ///< one per weight, row by row
  std::vector<std::uint32_t> scales;  ///< E8M0 or E4M3 codes, or the bits of fp32, by `format.scaling`
  std::uint32_t tensor_scale = 0;     ///< bits of fp32; NVFP4 only

  std::size_t scale_index(std::size_t weight) const;  ///< of `scales`; meaningless without scales
  int scale_bits() const;                             ///< of one scale; 0 without
  /// All bits that a particle can hit: elements, then scales, then the tensor scale of NVFP4.
  std::size_t stored_bits() const;
};

/// Rounds weights into a format. MX: scale 2^(floor(log2 largest) - exponent of the largest element),
/// elements saturate (OCP MX 1.0, 6.3). NVFP4: tensor scale = largest / (6 * 448), block scale = E4M3 of the
/// block's largest / 6 in units of it. Others: largest / largest element. Zeros only: scale 1.
/// @throws std::invalid_argument unless values has rows * columns finite numbers
StoredTensor store(std::span<const float> values, std::size_t rows, std::size_t columns,
                   const WeightFormat& format);

/// The weight as it is read back, scales included.
double stored_value(const StoredTensor& tensor, std::size_t weight);
/// Overwrites `values` with all of them. @throws std::invalid_argument for another size
void load(const StoredTensor& tensor, std::span<float> values);

/// What one bit of the memory belongs to.
struct StoredBit {
  bool is_scale = false;
  std::size_t index = 0;  ///< of codes, or of scales (== scales.size() for the tensor scale of NVFP4)
  int bit = 0;
};
/// @throws std::invalid_argument unless position < stored_bits()
StoredBit locate(const StoredTensor& tensor, std::size_t position);
/// Turns one bit over; twice restores.
void flip(StoredTensor& tensor, const StoredBit& bit);
/// The weights that a bit touches, as a range of rows * columns: one for an element, those that share it for
/// a scale.
std::pair<std::size_t, std::size_t> weights_touched(const StoredTensor& tensor, const StoredBit& bit);

}  // namespace sunrack
