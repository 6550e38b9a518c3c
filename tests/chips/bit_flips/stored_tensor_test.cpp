#include "chips/bit_flips/stored_tensor.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <bit>
#include <cmath>
#include <stdexcept>

#include "physics/numerics/sampling.h"

namespace sunrack {
namespace {

std::vector<float> random_weights(std::size_t count, double sigma, std::uint64_t seed = 7) {
  RandomStream stream(seed, 0);
  std::vector<float> weights(count);
  for (float& weight : weights) weight = static_cast<float>(sigma * stream.normal());
  return weights;
}

TEST(StoredTensor, ErrorIsWithinHalfAStepOfTheFormat) {
  const auto weights = random_weights(40 * 100, 0.02);
  // Relative half steps; for integers and small floats the absolute error is bounded by that of the largest.
  for (const auto& [name, relative] : {std::pair{"fp32", 0x1p-24}, {"bf16", 0x1p-8}, {"fp16", 0x1p-11}}) {
    const StoredTensor tensor = store(weights, 40, 100, weight_format(name));
    for (std::size_t i = 0; i < weights.size(); ++i)
      // fp16 has subnormals below 6e-5, of absolute half step 2^-25.
      ASSERT_NEAR(stored_value(tensor, i), weights[i], relative * std::abs(weights[i]) + 0x1p-25) << name;
  }
  double largest = 0;
  for (const float weight : weights) largest = std::max(largest, std::abs(static_cast<double>(weight)));
  for (const auto& [name, half_step] :
       {std::pair{"int8", 0.5 / 127}, {"int4", 0.5 / 7}, {"int8_channel", 0.5 / 127}}) {
    const StoredTensor tensor = store(weights, 40, 100, weight_format(name));
    for (std::size_t i = 0; i < weights.size(); ++i)
      ASSERT_NEAR(stored_value(tensor, i), weights[i], half_step * largest * (1 + 1e-6)) << name;
  }
}

TEST(StoredTensor, TheLargestWeightOfAScaleBecomesTheLargestElement) {
  const auto weights = random_weights(6 * 50, 1);
  for (const char* name : {"int8", "int4", "fp8_e4m3", "fp8_e5m2"}) {
    const StoredTensor tensor = store(weights, 6, 50, weight_format(name));
    double largest = 0;
    for (const std::uint32_t code : tensor.codes)
      largest = std::max(largest, std::abs(decode(tensor.format.element, code)));
    EXPECT_EQ(largest, layout(tensor.format.element).largest) << name;
    EXPECT_EQ(tensor.scales.size(), 1u);
  }
  EXPECT_EQ(store(weights, 6, 50, weight_format("int8_channel")).scales.size(), 6u);
}

TEST(StoredTensor, MicroscalingFollowsItsSpecification) {
  // Largest 5 in [4, 8): E2M1's largest element 6 has exponent 2, so the scale is 2^(2 - 2) = 1.
  std::vector<float> block(32, 0.26F);
  block[3] = -5;
  StoredTensor tensor = store(block, 1, 32, weight_format("mxfp4"));
  EXPECT_EQ(tensor.scales.at(0), 127u);
  EXPECT_EQ(stored_value(tensor, 3), -4);  // halfway between 4 and 6: even code
  EXPECT_EQ(stored_value(tensor, 0), 0.5);
  // E4M3's largest exponent is 8: 2^(2 - 8).
  tensor = store(block, 1, 32, weight_format("mxfp8"));
  EXPECT_EQ(tensor.scales.at(0), 127u - 6);
  EXPECT_EQ(stored_value(tensor, 3), -5);
  // 7.9 / 2^-6 = 505.6 is beyond 448 and saturates: 448 / 64 = 7.
  block[3] = 7.9F;
  tensor = store(block, 1, 32, weight_format("mxfp8"));
  EXPECT_EQ(stored_value(tensor, 3), 7);
}

TEST(StoredTensor, NvidiaBlocksUseTwoLevelsOfScale) {
  std::vector<float> weights(32, 0.1F);
  weights[0] = 12;  // block 0 holds the tensor's largest
  weights[16] = 3;  // block 1's largest is a quarter of it
  const StoredTensor tensor = store(weights, 1, 32, weight_format("nvfp4"));
  const double unit = decode(NumberFormat::fp32, tensor.tensor_scale);
  EXPECT_NEAR(unit, 12.0 / (6 * 448), 1e-9);  // rounded to fp32
  EXPECT_EQ(decode(NumberFormat::fp8_e4m3, tensor.scales.at(0)), 448);
  EXPECT_EQ(decode(NumberFormat::fp8_e4m3, tensor.scales.at(1)), 112);
  EXPECT_NEAR(stored_value(tensor, 0), 12, 1e-5);
  EXPECT_NEAR(stored_value(tensor, 16), 3, 1e-5);
  EXPECT_EQ(tensor.stored_bits(), 32u * 4 + 2u * 8 + 32u);
}

TEST(StoredTensor, ShortRowsHaveTheirOwnLastBlock) {
  const auto weights = random_weights(3 * 40, 1);
  const StoredTensor tensor = store(weights, 3, 40, weight_format("mxfp8"));
  EXPECT_EQ(tensor.scales.size(), 6u);  // 32 + 8 in each row
  EXPECT_EQ(tensor.scale_index(39), 1u);
  EXPECT_EQ(tensor.scale_index(40), 2u);
  const auto touched = weights_touched(tensor, {true, 1, 0});
  EXPECT_EQ(touched.first, 32u);
  EXPECT_EQ(touched.second, 40u);
  for (std::size_t scale = 0; scale < 6; ++scale) {
    const auto [first, last] = weights_touched(tensor, {true, scale, 0});
    for (std::size_t i = first; i < last; ++i) EXPECT_EQ(tensor.scale_index(i), scale);
  }
}

TEST(StoredTensor, EveryBitOfTheMemoryIsOneBitOfOneCodeAndTouchesOnlyItsWeights) {
  const auto weights = random_weights(2 * 36, 0.5);
  for (const WeightFormat& format : weight_formats()) {
    const StoredTensor tensor = store(weights, 2, 36, format);
    for (std::size_t position = 0; position < tensor.stored_bits(); ++position) {
      const StoredBit bit = locate(tensor, position);
      StoredTensor hit = tensor;
      flip(hit, bit);
      const auto [first, last] = weights_touched(tensor, bit);
      for (std::size_t i = 0; i < weights.size(); ++i)
        ASSERT_TRUE((i >= first && i < last) || stored_value(hit, i) == stored_value(tensor, i))
            << format.name;
      flip(hit, bit);
      ASSERT_EQ(hit.codes, tensor.codes);
      ASSERT_EQ(hit.scales, tensor.scales);
      ASSERT_EQ(hit.tensor_scale, tensor.tensor_scale);
    }
    EXPECT_THROW(locate(tensor, tensor.stored_bits()), std::invalid_argument);
  }
}

TEST(StoredTensor, StoringWhatWasReadBackChangesNothing) {
  const auto weights = random_weights(4 * 64, 0.02);
  for (const WeightFormat& format : weight_formats()) {
    if (format.scaling != Scaling::none && format.scaling != Scaling::block_e8m0)
      continue;  // fp32 scales round
    const StoredTensor once = store(weights, 4, 64, format);
    std::vector<float> read(weights.size());
    load(once, read);
    const StoredTensor twice = store(read, 4, 64, format);
    for (std::size_t i = 0; i < read.size(); ++i)
      ASSERT_EQ(stored_value(twice, i), stored_value(once, i)) << format.name;
  }
}

TEST(StoredTensor, ZerosStayZeros) {
  const std::vector<float> zeros(64, 0.0F);
  for (const WeightFormat& format : weight_formats()) {
    const StoredTensor tensor = store(zeros, 2, 32, format);
    for (std::size_t i = 0; i < zeros.size(); ++i) ASSERT_EQ(stored_value(tensor, i), 0) << format.name;
  }
}

TEST(StoredTensor, BitsPerWeightCountTheBlockScales) {
  EXPECT_EQ(bits_per_weight(weight_format("mxfp8")), 8.25);
  EXPECT_EQ(bits_per_weight(weight_format("mxfp4")), 4.25);
  EXPECT_EQ(bits_per_weight(weight_format("nvfp4")), 4.5);
  EXPECT_EQ(bits_per_weight(weight_format("bf16")), 16);
}

TEST(StoredTensor, BadInputIsRefusedByName) {
  std::vector<float> weights(6, 1.0F);
  EXPECT_THROW(store(weights, 2, 4, weight_format("bf16")), std::invalid_argument);
  EXPECT_THROW(store({}, 0, 0, weight_format("bf16")), std::invalid_argument);
  weights[2] = std::numeric_limits<float>::quiet_NaN();
  EXPECT_THROW(store(weights, 2, 3, weight_format("bf16")), std::invalid_argument);
  EXPECT_THROW(weight_format("bf17"), std::invalid_argument);
  StoredTensor tensor = store(std::vector<float>(4, 1.0F), 2, 2, weight_format("int8"));
  std::vector<float> wrong(3);
  EXPECT_THROW(load(tensor, wrong), std::invalid_argument);
}

}  // namespace
}  // namespace sunrack
