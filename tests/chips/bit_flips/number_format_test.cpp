#include "chips/bit_flips/number_format.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <bit>
#include <cmath>
#include <limits>
#include <map>
#include <stdexcept>

#include "physics/numerics/sampling.h"

namespace sunrack {
namespace {

using enum NumberFormat;

/// The definition, written out from the specifications and sharing nothing with the codec: sign, exponent
/// field and mantissa as a sum of powers of two.
struct Definition {
  int exponent_bits, mantissa_bits, bias;
};
const std::map<NumberFormat, Definition> definitions = {{bf16, {8, 7, 127}},
                                                        {fp16, {5, 10, 15}},
                                                        {fp8_e4m3, {4, 3, 7}},
                                                        {fp8_e5m2, {5, 2, 15}},
                                                        {fp4_e2m1, {2, 1, 1}}};

double by_definition(NumberFormat format, std::uint32_t code) {
  const Definition d = definitions.at(format);
  const int bits = 1 + d.exponent_bits + d.mantissa_bits;
  const double sign = (code >> (bits - 1)) & 1 ? -1 : 1;
  int field = 0;
  for (int i = 0; i < d.exponent_bits; ++i) field += ((code >> (d.mantissa_bits + i)) & 1) ? 1 << i : 0;
  double fraction = 0;
  for (int i = 0; i < d.mantissa_bits; ++i)
    if ((code >> i) & 1) fraction += std::pow(2.0, i - d.mantissa_bits);
  const bool top = field == (1 << d.exponent_bits) - 1;
  const double nan = std::numeric_limits<double>::quiet_NaN();
  if (top && (format == bf16 || format == fp16 || format == fp8_e5m2))
    return fraction == 0 ? sign * std::numeric_limits<double>::infinity() : nan;
  if (top && format == fp8_e4m3 && fraction == 0.875) return nan;
  if (field == 0) return sign * fraction * std::pow(2.0, 1 - d.bias);
  return sign * (1 + fraction) * std::pow(2.0, field - d.bias);
}

bool same(double a, double b) {
  if (std::isnan(a) || std::isnan(b)) return std::isnan(a) && std::isnan(b);
  return a == b && std::signbit(a) == std::signbit(b);
}

TEST(NumberFormat, EveryCodeDecodesToItsDefinition) {
  for (const auto& [format, definition] : definitions)
    for (std::uint32_t code = 0; code < 1u << bits_of(format); ++code)
      ASSERT_TRUE(same(decode(format, code), by_definition(format, code)))
          << layout(format).name << " " << code;
}

TEST(NumberFormat, EveryFiniteCodeComesBack) {
  for (const auto& [format, definition] : definitions)
    for (std::uint32_t code = 0; code < 1u << bits_of(format); ++code) {
      const double value = decode(format, code);
      const std::uint32_t back = encode(format, value, Overflow::special);
      ASSERT_TRUE(std::isnan(value) ? std::isnan(decode(format, back)) : back == code)
          << layout(format).name << " " << code;
    }
}

TEST(NumberFormat, KnownCodes) {
  EXPECT_EQ(decode(fp16, 0x0001), 0x1p-24);
  EXPECT_EQ(decode(fp16, 0x03ff), 0x1p-14 - 0x1p-24);  // the largest subnormal
  EXPECT_EQ(decode(fp16, 0x7bff), 65504);
  EXPECT_EQ(encode(fp16, 3.0517578125e-5), 0x0200u);  // subnormals, where a peer's encoder gives 0
  EXPECT_EQ(encode(fp16, 4e-5), 0x029fu);
  EXPECT_EQ(decode(fp8_e4m3, 0x7e), 448);
  EXPECT_TRUE(std::isnan(decode(fp8_e4m3, 0x7f)) && std::isnan(decode(fp8_e4m3, 0xff)));
  EXPECT_EQ(decode(fp8_e4m3, 0x01), 0x1p-9);
  EXPECT_EQ(decode(fp8_e5m2, 0x7b), 57344);
  EXPECT_TRUE(std::isinf(decode(fp8_e5m2, 0x7c)));
  const double e2m1[] = {0, 0.5, 1, 1.5, 2, 3, 4, 6};
  for (std::uint32_t code = 0; code < 8; ++code) EXPECT_EQ(decode(fp4_e2m1, code), e2m1[code]);
  EXPECT_EQ(decode(int8, 0x80), -128);
  EXPECT_EQ(decode(int4, 0x8), -8);
  EXPECT_EQ(decode(int4, 0xf), -1);
  EXPECT_EQ(decode(e8m0, 127), 1);
  EXPECT_EQ(decode(e8m0, 0), 0x1p-127);
  EXPECT_TRUE(std::isnan(decode(e8m0, 255)));
}

/// Nearest by brute force: the smallest distance over all finite codes, an even code where two are equally
/// near.
std::uint32_t nearest_code(NumberFormat format, double value) {
  std::uint32_t best = 0;
  double distance = std::numeric_limits<double>::infinity();
  for (std::uint32_t code = 0; code < 1u << bits_of(format); ++code) {
    const double candidate = decode(format, code);
    if (!std::isfinite(candidate)) continue;
    if (std::signbit(candidate) != std::signbit(value) && !is_integer(format)) continue;
    const double gap = std::abs(candidate - value);
    if (gap < distance || (gap == distance && code % 2 == 0)) best = code, distance = gap;
  }
  return best;
}

TEST(NumberFormat, EncodingFindsTheNearestOfAllCodes) {
  for (const NumberFormat format : {fp8_e4m3, fp8_e5m2, fp4_e2m1, int8, int4})
    for (std::uint64_t draw = 0; draw < 3000; ++draw) {
      // Over all magnitudes, past both ends of the format.
      const double size = std::exp2(40 * uniform_random(1, draw, 0) - 22);
      const double value = uniform_random(1, draw, 1) < 0.5 ? -size : size;
      ASSERT_EQ(encode(format, value, Overflow::saturate), nearest_code(format, value))
          << layout(format).name << " " << value;
    }
}

TEST(NumberFormat, HalfwayGoesToTheEvenCode) {
  for (const NumberFormat format : {bf16, fp16, fp8_e4m3, fp8_e5m2, fp4_e2m1})
    for (std::uint32_t code = 0;; ++code) {
      const double low = decode(format, code), high = decode(format, code + 1);
      if (!std::isfinite(high) || high < low) break;
      const double middle = (low + high) / 2;
      ASSERT_EQ(encode(format, middle), code % 2 == 0 ? code : code + 1) << layout(format).name;
      ASSERT_EQ(encode(format, std::nextafter(middle, high)), code + 1);
      ASSERT_EQ(encode(format, std::nextafter(middle, low)), code);
    }
}

TEST(NumberFormat, Fp32RoundsAsTheProcessorDoes) {
  for (std::uint64_t draw = 0; draw < 20000; ++draw) {
    const double value =
        (uniform_random(2, draw, 0) - 0.5) * std::exp2(300 * uniform_random(2, draw, 1) - 160);
    ASSERT_EQ(encode(fp32, value), std::bit_cast<std::uint32_t>(static_cast<float>(value))) << value;
  }
  for (std::uint64_t draw = 0; draw < 20000; ++draw) {
    const auto code = static_cast<std::uint32_t>(uniform_random(3, draw, 0) * 0x1p32);
    const float value = std::bit_cast<float>(code);
    if (std::isnan(value)) continue;
    ASSERT_EQ(encode(fp32, decode(fp32, code)), code);
  }
}

TEST(NumberFormat, OverflowFollowsTheStatedRule) {
  EXPECT_EQ(decode(fp16, encode(fp16, 65519.9)), 65504);
  EXPECT_TRUE(std::isinf(decode(fp16, encode(fp16, 65520))));  // IEEE: halfway to 2^16 and above
  EXPECT_EQ(decode(fp16, encode(fp16, 1e9, Overflow::saturate)), 65504);
  EXPECT_EQ(decode(fp8_e4m3, encode(fp8_e4m3, 1e9)), 448);
  EXPECT_EQ(decode(fp8_e4m3, encode(fp8_e4m3, 464, Overflow::special)), 448);  // halfway to 480, 448 is even
  EXPECT_TRUE(std::isnan(decode(fp8_e4m3, encode(fp8_e4m3, 465, Overflow::special))));
  EXPECT_TRUE(std::isinf(decode(fp8_e5m2, encode(fp8_e5m2, -1e9, Overflow::special))));
  EXPECT_EQ(decode(fp8_e5m2, encode(fp8_e5m2, -1e9)), -57344);
  EXPECT_EQ(decode(fp4_e2m1, encode(fp4_e2m1, -1e9, Overflow::special)), -6);
  EXPECT_EQ(decode(int8, encode(int8, 1e9)), 127);
  EXPECT_EQ(decode(int8, encode(int8, -1e9)), -128);
  const double infinity = std::numeric_limits<double>::infinity();
  EXPECT_EQ(decode(bf16, encode(bf16, -infinity)), -infinity);
  EXPECT_EQ(decode(fp8_e4m3, encode(fp8_e4m3, infinity)), 448);
}

TEST(NumberFormat, SharedScalesArePowersOfTwo) {
  for (std::uint32_t code = 0; code < 255; ++code) {
    EXPECT_EQ(decode(e8m0, code), std::pow(2.0, static_cast<int>(code) - 127));
    EXPECT_EQ(encode(e8m0, decode(e8m0, code)), code);
  }
  EXPECT_EQ(encode(e8m0, 1.49), 127u);
  EXPECT_EQ(encode(e8m0, 1.5), 128u);  // halves to the even code
  EXPECT_EQ(encode(e8m0, 3.0), 128u);
}

TEST(NumberFormat, FlippingTwiceRestoresAndTheSignBitNegates) {
  for (const auto& [format, definition] : definitions)
    for (std::uint32_t code = 0; code < 1u << bits_of(format); ++code) {
      const int top = bits_of(format) - 1;
      ASSERT_EQ(flipped(flipped(code, top), top), code);
      ASSERT_TRUE(same(decode(format, flipped(code, top)), -decode(format, code)) ||
                  std::isnan(decode(format, code)));
    }
}

TEST(NumberFormat, TheTableIsTheDecoder) {
  for (const auto& [format, definition] : definitions) {
    const auto& table = decode_table(format);
    ASSERT_EQ(table.size(), std::size_t{1} << bits_of(format));
    for (std::uint32_t code = 0; code < table.size(); ++code)
      ASSERT_TRUE(same(table[code], decode(format, code)));
  }
  EXPECT_THROW(decode_table(fp32), std::invalid_argument);
}

TEST(NumberFormat, LargestAndSmallestAreThoseOfTheCodes) {
  for (const auto& [format, definition] : definitions) {
    double largest = 0, smallest = 1e300;
    for (const double value : decode_table(format)) {
      if (!std::isfinite(value)) continue;
      largest = std::max(largest, value);
      if (value > 0) smallest = std::min(smallest, value);
    }
    EXPECT_EQ(largest, layout(format).largest) << layout(format).name;
    EXPECT_EQ(smallest, layout(format).smallest) << layout(format).name;
  }
}

TEST(NumberFormat, NamesAreFoundAndUnknownOnesRefused) {
  for (int i = 0; i < number_format_count; ++i)
    EXPECT_EQ(number_format(layout(static_cast<NumberFormat>(i)).name), static_cast<NumberFormat>(i));
  EXPECT_EQ(number_format("FP8-E4M3"), fp8_e4m3);
  EXPECT_EQ(number_format("e5m2"), fp8_e5m2);
  try {
    number_format("fp12");
    FAIL();
  } catch (const std::invalid_argument& error) {
    EXPECT_NE(std::string(error.what()).find("bf16"), std::string::npos);
  }
}

TEST(NumberFormat, NotANumberIsRefusedWhereThereIsNone) {
  const double nan = std::numeric_limits<double>::quiet_NaN();
  for (const NumberFormat format : {fp4_e2m1, int8, int4})
    EXPECT_THROW(encode(format, nan), std::invalid_argument);
  EXPECT_THROW(encode(e8m0, 0), std::invalid_argument);
  EXPECT_THROW(encode(e8m0, -1), std::invalid_argument);
}

}  // namespace
}  // namespace sunrack
