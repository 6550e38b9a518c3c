#include "chips/bit_flips/flip_enumeration.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <stdexcept>

#include "physics/constants.h"
#include "physics/numerics/sampling.h"

namespace sunrack {
namespace {

const WeightDistribution small{.sigma = 0.02}, unit{.sigma = 1};
constexpr double infinity = std::numeric_limits<double>::infinity();

double gaussian_between(double low, double high) {  // of |w| in sigmas
  return std::erf(high / std::sqrt(2.0)) - std::erf(low / std::sqrt(2.0));
}

const FlipEffect& sign_of(const FlipTable& table) { return table.elements.back(); }

TEST(FlipEnumeration, SignBitBeforeRoundingIsTheClosedForm) {
  for (const NumberFormat format : {NumberFormat::fp32, NumberFormat::bf16, NumberFormat::fp16}) {
    const FlipTable table = enumerate_exponents(layout(format), small);
    EXPECT_NEAR(sign_of(table).mean_change, 2 * std::sqrt(2 / constants::pi), 1e-12);
    EXPECT_NEAR(sign_of(table).rms_change, 2, 1e-12);
  }
  // After rounding they differ by what rounding does: of the order of the squared half step, 2^-18 for bf16.
  EXPECT_NEAR(sign_of(enumerate_flips(weight_format("bf16"), small)).mean_change, 1.595769121605731, 1e-5);
}

TEST(FlipEnumeration, MantissaBitsBeforeRoundingAreTheClosedForm) {
  double squares = 0;  // E[4^floor(log2 |w|)]
  for (int exponent = -60; exponent < 5; ++exponent)
    squares += std::pow(4.0, exponent) *
               gaussian_between(std::pow(2.0, exponent) / 0.02, std::pow(2.0, exponent + 1) / 0.02);
  const FlipTable table = enumerate_exponents(layout(NumberFormat::bf16), small);
  for (int bit = 0; bit < 7; ++bit) {
    const double expected = std::pow(2.0, bit - 7) * std::sqrt(squares) / 0.02;
    EXPECT_NEAR(table.elements[static_cast<std::size_t>(bit)].rms_change / expected, 1, 1e-12) << bit;
  }
}

TEST(FlipEnumeration, MantissaBitsDoubleFromOneToTheNext) {
  for (const char* name : {"fp32", "bf16", "fp16"}) {
    const FlipTable table = enumerate_flips(weight_format(name), small);
    const auto mantissa = static_cast<std::size_t>(layout(table.format.element).mantissa_bits);
    for (std::size_t bit = 1; bit < mantissa; ++bit)
      EXPECT_NEAR(table.elements[bit].rms_change / table.elements[bit - 1].rms_change, 2, 1e-12) << name;
  }
}

TEST(FlipEnumeration, ExponentTopBitMultipliesByItsPower) {
  // Every |w| < 1 has it zero: |change| = (2^(2^j) - 1) |w| for bf16 and fp32, and fp16's normals.
  const FlipTable bf16 = enumerate_exponents(layout(NumberFormat::bf16), small);
  EXPECT_NEAR(bf16.elements[14].rms_change / (0x1p128 - 1), 1, 1e-12);
  EXPECT_NEAR(bf16.elements[14].mean_change / (0x1p128 - 1) / std::sqrt(2 / constants::pi), 1, 1e-12);
  const FlipTable fp16 = enumerate_exponents(layout(NumberFormat::fp16), small);
  EXPECT_NEAR(fp16.elements[14].rms_change / 65535, 1, 1e-6);  // subnormals below 6e-5 differ
}

TEST(FlipEnumeration, IntegersAreTheClosedFormWhateverTheDistribution) {
  for (const WeightShape shape : {WeightShape::gaussian, WeightShape::student})
    for (const auto& [name, bits, clip] : {std::tuple{"int8", 8, 4.5}, {"int8", 8, 3.3}, {"int4", 4, 3.0}}) {
      const FlipTable table =
          enumerate_flips(weight_format(name), {.shape = shape, .sigma = 0.3}, {.largest = clip});
      const double step = clip / (std::pow(2.0, bits - 1) - 1);
      const double expected = step * step * (std::pow(4.0, bits) - 1) / (3 * bits);
      EXPECT_NEAR(table.noise_per_flip / expected, 1, 1e-12) << name;
      EXPECT_NEAR(table.random.rms_change * table.random.rms_change / expected, 1, 1e-12);
      EXPECT_EQ(table.random.nan + table.random.infinite, 0);
      for (int bit = 0; bit < bits; ++bit)
        EXPECT_NEAR(table.elements[static_cast<std::size_t>(bit)].mean_change / (step * std::pow(2.0, bit)),
                    1, 1e-12);
    }
}

TEST(FlipEnumeration, NoiseToSignalIsLinearInTheRateAndInTheBits) {
  const FlipTable table = enumerate_flips(weight_format("int8"), small, {.largest = 3.3});
  EXPECT_NEAR(noise_to_signal(table, 1e-3), 1e-3 * 8 * table.noise_per_flip, 1e-15);
  EXPECT_THROW(noise_to_signal(table, 2), std::invalid_argument);
}

/// P(NaN) of scaled E4M3 written out: codes one bit away from S.1111.111, largest weight 4.5 sigma at 448.
TEST(FlipEnumeration, NotANumberOfScaledE4m3IsTheSumOverItsNeighbours) {
  const double scale = 4.5 / 448;
  const auto cell = [&](double value, double below, double above) {
    return gaussian_between((value + below) / 2 * scale,
                            above == infinity ? infinity : (value + above) / 2 * scale);
  };
  // 1111.110, .101, .011 and 1110.111, 1101.111, 1011.111, 0111.111
  const double neighbours = cell(448, 416, infinity) + cell(416, 384, 448) + cell(352, 320, 384) +
                            cell(240, 224, 256) + cell(120, 112, 128) + cell(30, 28, 32) +
                            cell(1.875, 1.75, 2);
  const FlipTable table = enumerate_flips(weight_format("fp8_e4m3"), small);
  EXPECT_NEAR(table.random.nan / (neighbours / 8), 1, 1e-12);
  EXPECT_EQ(table.random.infinite, 0);
}

TEST(FlipEnumeration, NonFiniteSharesOfIeeeFormatsFollowFromTheExponentMsb) {
  const FlipTable table = enumerate_flips(weight_format("bf16"), unit);
  // Exponent fields one bit from 255: 127 is [1, 2); 254 ... 191 are beyond any Gaussian.
  const double half_place_below_one = 0x1p-9, half_place_below_two = 0x1p-8;
  const double expected = gaussian_between(1 - half_place_below_one, 2 - half_place_below_two) / 16;
  EXPECT_NEAR((table.random.nan + table.random.infinite) / expected, 1, 1e-12);
  const double infinite = gaussian_between(1 - half_place_below_one, 1 + half_place_below_two) / 16;
  EXPECT_NEAR(table.random.infinite / infinite, 1, 1e-12);
  EXPECT_EQ(enumerate_flips(weight_format("bf16"), small).random.nan, 0);
  EXPECT_EQ(enumerate_flips(weight_format("fp16"), small).random.nan, 0);
}

TEST(FlipEnumeration, ByExponentsAgreesWithByCodes) {
  // Probabilities to rounding of sums; changes to the rounding of weights inside an exponent, (2^-8)^2.
  for (const double sigma : {0.02, 1.0}) {
    const WeightDistribution gaussian{.sigma = sigma};
    const FlipTable codes = enumerate_flips(weight_format("bf16"), gaussian);
    const FlipTable exponents = enumerate_exponents(layout(NumberFormat::bf16), gaussian, {}, true);
    for (std::size_t bit = 0; bit < 16; ++bit) {
      EXPECT_NEAR(codes.elements[bit].nan, exponents.elements[bit].nan, 1e-12) << bit;
      EXPECT_NEAR(codes.elements[bit].infinite, exponents.elements[bit].infinite, 1e-12) << bit;
      EXPECT_NEAR(codes.elements[bit].rms_change / exponents.elements[bit].rms_change, 1, 4e-5) << bit;
    }
  }
}

TEST(FlipEnumeration, TheMeasuredWayAgreesWithTheDistributionItWasDrawnFrom) {
  RandomStream stream(11, 0);
  std::vector<float> weights(57600);
  for (float& weight : weights) weight = static_cast<float>(0.02 * stream.normal());
  double largest = 0, squares = 0;
  for (const float weight : weights) {
    largest = std::max(largest, std::abs(static_cast<double>(weight)));
    squares += static_cast<double>(weight) * weight;
  }
  const double sigma = std::sqrt(squares / static_cast<double>(weights.size()));
  for (const char* name : {"bf16", "fp8_e4m3", "int8", "mxfp8", "mxfp4", "nvfp4"}) {
    const WeightFormat& format = weight_format(name);
    const FlipTable measured = enumerate_flips(store(weights, 60, 960, format));
    const FlipTable expected = enumerate_flips(format, {.sigma = sigma}, {.largest = largest / sigma});
    for (std::size_t bit = 0; bit < expected.elements.size(); ++bit) {
      const FlipEffect &a = measured.elements[bit], &b = expected.elements[bit];
      // 57,600 draws: 0.4 % of a mean is one standard error of the widest spread here.
      EXPECT_NEAR(a.mean_change / b.mean_change, 1, 0.02) << name << bit;
      EXPECT_NEAR(a.nan, b.nan, 4 * std::sqrt(b.nan / 57600) + 1e-4) << name << bit;
    }
    if (format.block == 0) continue;
    for (std::size_t bit = 0; bit < 8; ++bit) {
      const FlipEffect &a = measured.scales[bit], &b = expected.scales[bit];
      // 1,800 scales or more.
      // Where a rare scale dominates (rms far above mean) 1,800 do not sample it.
      if (b.rms_change > 3 * b.mean_change) continue;
      EXPECT_NEAR(a.mean_change / b.mean_change, 1, 0.08) << name << " scale " << bit;
      EXPECT_NEAR(a.beyond, b.beyond, 0.02) << name << " scale " << bit;
    }
  }
}

TEST(FlipEnumeration, SharedScaleBytesHoldTheirShareOfTheStoredBits) {
  for (const auto& [name, scale_share] :
       {std::pair{"mxfp8", 8.0 / 264}, {"mxfp4", 8.0 / 136}, {"nvfp4", 8.0 / 72}}) {
    const FlipTable table = enumerate_flips(weight_format(name), small);
    double share = 0;
    for (const FlipEffect& effect : table.scales) share += effect.share;
    EXPECT_NEAR(share, scale_share, 1e-15) << name;
    EXPECT_NEAR(table.random.share, 1, 1e-14) << name;
  }
  // The top bit of E8M0 is the catastrophic one: a factor 2^128 for 32 weights, 1/264 and 1/136 of the bits.
  EXPECT_NEAR(enumerate_flips(weight_format("mxfp8"), small).random.beyond, 1.0 / 264, 1e-12);
  EXPECT_NEAR(enumerate_flips(weight_format("mxfp4"), small).random.beyond, 1.0 / 136, 1e-12);
  EXPECT_EQ(enumerate_flips(weight_format("nvfp4"), small).random.beyond, 0);
}

TEST(FlipEnumeration, FourBitFloatsStayBounded) {
  const FlipTable table =
      enumerate_flips({"e2m1, one scale", NumberFormat::fp4_e2m1, Scaling::per_tensor, 0}, small);
  EXPECT_EQ(table.random.nan + table.random.infinite, 0);
  EXPECT_NEAR(table.random.largest_change, 9, 1e-12);  // 6 becomes -6, and 6 is 4.5 sigma
}

TEST(FlipEnumeration, BinaryDoubleChangesLittleInMostFlips) {
  // Elliott et al.: more than a quarter below 1e-11, more than half below 1e-6.
  const FormatLayout binary64{"fp64",   64, 11, 52, 1023, true, true, std::numeric_limits<double>::max(),
                              0x1p-1074};
  EXPECT_GT(enumerate_exponents(binary64, small, {.relative = 1e-11}).random.relative_small, 0.25);
  EXPECT_GT(enumerate_exponents(binary64, small, {.relative = 1e-6}).random.relative_small, 0.50);
}

TEST(FlipEnumeration, ManyDegreesOfFreedomAreTheGaussian) {
  const WeightDistribution student{.shape = WeightShape::student, .sigma = 0.02, .degrees_of_freedom = 1e6};
  const FlipTable a = enumerate_flips(weight_format("fp8_e4m3"), student);
  const FlipTable b = enumerate_flips(weight_format("fp8_e4m3"), small);
  for (std::size_t bit = 0; bit < 8; ++bit)
    EXPECT_NEAR(a.elements[bit].rms_change / b.elements[bit].rms_change, 1, 1e-5);
}

TEST(WeightDistribution, MomentsOverAllAreThoseOfTheDistribution) {
  for (const WeightDistribution& d :
       {WeightDistribution{.sigma = 0.3},
        WeightDistribution{.shape = WeightShape::student, .sigma = 0.3, .degrees_of_freedom = 5}}) {
    IntervalMoments sum;
    const double edges[] = {0, 0.01, 0.2, 0.5, 1, 4, infinity};
    for (std::size_t i = 0; i + 1 < std::size(edges); ++i) {
      const IntervalMoments part = interval_moments(d, edges[i], edges[i + 1]);
      sum.probability += part.probability, sum.size += part.size, sum.square += part.square;
      EXPECT_NEAR(part.probability, interval_probability(d, edges[i], edges[i + 1]), 1e-16);
    }
    EXPECT_NEAR(sum.probability, 1, 1e-14);
    EXPECT_NEAR(sum.square, 0.09, 1e-14);
  }
  EXPECT_NEAR(interval_moments({.sigma = 0.3}, 0, infinity).size, 0.3 * std::sqrt(2 / constants::pi), 1e-15);
}

TEST(FlipEnumeration, BadInputIsRefused) {
  EXPECT_THROW(enumerate_flips(weight_format("bf16"), {.sigma = 0}), std::invalid_argument);
  EXPECT_THROW(
      enumerate_flips(weight_format("bf16"), {.shape = WeightShape::student, .degrees_of_freedom = 2}),
      std::invalid_argument);
  EXPECT_THROW(enumerate_flips(weight_format("bf16"), small, {.beyond = 0}), std::invalid_argument);
  EXPECT_THROW(enumerate_exponents(layout(NumberFormat::fp8_e4m3), small), std::invalid_argument);
  const StoredTensor zeros = store(std::vector<float>(4, 0.0F), 2, 2, weight_format("bf16"));
  EXPECT_THROW(enumerate_flips(zeros), std::invalid_argument);
}

}  // namespace
}  // namespace sunrack
