#include "chips/bit_flips/number_format.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cctype>
#include <cmath>
#include <limits>
#include <stdexcept>

#include "physics/require.h"

namespace sunrack {

namespace {

constexpr std::array<FormatLayout, number_format_count> layouts = {{
    {"fp32", 32, 8, 23, 127, true, true, 0x1.fffffep127, 0x1p-149},
    {"bf16", 16, 8, 7, 127, true, true, 0x1.fep127, 0x1p-133},
    {"fp16", 16, 5, 10, 15, true, true, 65504, 0x1p-24},
    {"fp8_e4m3", 8, 4, 3, 7, true, false, 448, 0x1p-9},
    {"fp8_e5m2", 8, 5, 2, 15, true, true, 57344, 0x1p-16},
    {"fp4_e2m1", 4, 2, 1, 1, true, false, 6, 0.5},
    {"int8", 8, 0, 7, 0, true, false, 127, 1},
    {"int4", 4, 0, 3, 0, true, false, 7, 1},
    {"e8m0", 8, 8, 0, 127, false, false, 0x1p127, 0x1p-127},
}};

constexpr std::uint32_t ones(int bits) { return bits >= 32 ? ~0u : (1u << bits) - 1; }

constexpr std::uint32_t sign_bit(const FormatLayout& format) { return 1u << (format.bits - 1); }

std::uint32_t encode_integer(const FormatLayout& format, double value) {
  require(!std::isnan(value), "encode: value", value, "must be a number: integers have no NaN");
  const double nearest = std::nearbyint(std::clamp(value, -format.largest - 1, format.largest));
  return static_cast<std::uint32_t>(static_cast<std::int32_t>(nearest)) & ones(format.bits);
}

std::uint32_t encode_shared_scale(double value) {
  if (std::isnan(value)) return 255;
  require(value > 0, "encode: e8m0 value", value, "must be positive: a shared scale has no sign and no zero");
  if (value >= 0x1p127) return 254;
  if (value <= 0x1p-127) return 0;
  const int exponent = std::ilogb(value);
  const auto below = static_cast<std::uint32_t>(exponent + 127);
  const double part = std::ldexp(value, -exponent);  // in [1, 2); the middle is 1.5
  return part > 1.5 || (part == 1.5 && below % 2 == 1) ? below + 1 : below;
}

bool has_nan(const FormatLayout& format) { return format.is_ieee || format.bits == 8; }

/// Magnitude bits of the canonical NaN: quiet (topmost mantissa bit) in IEEE formats, all ones in E4M3.
std::uint32_t nan_magnitude(const FormatLayout& format) {
  if (!format.is_ieee) return ones(format.bits - 1);
  return (ones(format.exponent_bits) << format.mantissa_bits) | (1u << (format.mantissa_bits - 1));
}

std::uint32_t largest_magnitude(const FormatLayout& format) {
  if (format.is_ieee) return (ones(format.exponent_bits) << format.mantissa_bits) - 1;
  return ones(format.bits - 1) - (has_nan(format) ? 1 : 0);
}

std::uint32_t overflow_magnitude(const FormatLayout& format, bool saturates) {
  if (!saturates && format.is_ieee) return ones(format.exponent_bits) << format.mantissa_bits;
  if (!saturates && has_nan(format)) return nan_magnitude(format);
  return largest_magnitude(format);
}

std::uint32_t encode_floating(const FormatLayout& format, double value, bool saturates) {
  const std::uint32_t sign = std::signbit(value) ? sign_bit(format) : 0;
  if (std::isnan(value)) {
    require(has_nan(format), "encode: value", value, "must be a number: the format has no NaN");
    return sign | nan_magnitude(format);
  }
  const double size = std::abs(value);
  if (size == 0) return sign;
  if (size >= 2 * format.largest) return sign | overflow_magnitude(format, saturates);
  // In units of the last place every value is an integer, and consecutive integers are consecutive codes,
  // across the steps of the exponent and from the subnormals to the normals.
  const int lowest = 1 - format.bias;
  const int exponent = std::max(std::ilogb(size), lowest);
  const double units = std::nearbyint(std::ldexp(size, format.mantissa_bits - exponent));
  const std::uint32_t magnitude = (static_cast<std::uint32_t>(exponent - lowest) << format.mantissa_bits) +
                                  static_cast<std::uint32_t>(units);
  if (magnitude > largest_magnitude(format)) return sign | overflow_magnitude(format, saturates);
  return sign | magnitude;
}

double decode_floating(const FormatLayout& format, std::uint32_t code) {
  const std::uint32_t magnitude = code & ones(format.bits - 1);
  const std::uint32_t field = magnitude >> format.mantissa_bits;
  const std::uint32_t mantissa = magnitude & ones(format.mantissa_bits);
  const double sign = code & sign_bit(format) ? -1 : 1;
  if (format.is_ieee && field == ones(format.exponent_bits)) {
    if (mantissa != 0) return std::copysign(std::numeric_limits<double>::quiet_NaN(), sign);
    return sign * std::numeric_limits<double>::infinity();
  }
  if (!format.is_ieee && magnitude > largest_magnitude(format))
    return std::copysign(std::numeric_limits<double>::quiet_NaN(), sign);
  const double units = field == 0 ? mantissa : mantissa + (1u << format.mantissa_bits);
  const int exponent = std::max(static_cast<int>(field), 1) - format.bias;
  return sign * std::ldexp(units, exponent - format.mantissa_bits);
}

std::string plain_name(std::string name) {
  for (char& letter : name)
    letter = letter == '-' ? '_' : static_cast<char>(std::tolower(static_cast<unsigned char>(letter)));
  return name;
}

}  // namespace

const FormatLayout& layout(NumberFormat format) { return layouts.at(static_cast<std::size_t>(format)); }

NumberFormat number_format(const std::string& name) {
  std::string wanted = plain_name(name);
  if (wanted == "fp8" || wanted == "e4m3" || wanted == "e4m3fn" || wanted == "fp8_e4m3fn")
    wanted = "fp8_e4m3";
  if (wanted == "e5m2") wanted = "fp8_e5m2";
  if (wanted == "fp4" || wanted == "e2m1") wanted = "fp4_e2m1";
  std::string known;
  for (std::size_t i = 0; i < layouts.size(); ++i) {
    if (wanted == layouts[i].name) return static_cast<NumberFormat>(i);
    known += (i ? ", " : "") + std::string(layouts[i].name);
  }
  throw std::invalid_argument("number format \"" + name + "\" is not known; there are " + known);
}

std::uint32_t encode(NumberFormat format, double value, Overflow overflow) {
  const FormatLayout& shape = layout(format);
  if (is_integer(format)) return encode_integer(shape, value);
  if (format == NumberFormat::e8m0) return encode_shared_scale(value);
  const bool saturates = overflow == Overflow::saturate || (overflow == Overflow::usual && shape.bits <= 8);
  return encode_floating(shape, value, saturates);
}

double decode(NumberFormat format, std::uint32_t code) {
  const FormatLayout& shape = layout(format);
  switch (format) {
    case NumberFormat::fp32:
      return std::bit_cast<float>(code);
    case NumberFormat::bf16:
      return std::bit_cast<float>(code << 16);
    case NumberFormat::int8:
      return static_cast<std::int8_t>(code & 0xff);
    case NumberFormat::int4:
      return static_cast<int>((code & 0xf) ^ 8) - 8;
    case NumberFormat::e8m0:
      if ((code & 0xff) == 0xff) return std::numeric_limits<double>::quiet_NaN();
      return std::ldexp(1.0, static_cast<int>(code & 0xff) - shape.bias);
    default:
      return decode_floating(shape, code);
  }
}

const std::vector<double>& decode_table(NumberFormat format) {
  require(bits_of(format) <= 16, "decode_table: bits of the format", bits_of(format), "must be at most 16");
  static const auto tables = [] {
    std::array<std::vector<double>, number_format_count> all;
    for (std::size_t i = 0; i < all.size(); ++i) {
      if (layouts[i].bits > 16) continue;
      all[i].resize(std::size_t{1} << layouts[i].bits);
      for (std::uint32_t code = 0; code < all[i].size(); ++code)
        all[i][code] = decode(static_cast<NumberFormat>(i), code);
    }
    return all;
  }();
  return tables[static_cast<std::size_t>(format)];
}

}  // namespace sunrack
