#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace sunrack {

/// The codes that weights are stored as, and the two that serve as shared scales.
enum class NumberFormat {
  fp32,      ///< IEEE 754 binary32
  bf16,      ///< binary32 without its lower 16 bits
  fp16,      ///< IEEE 754 binary16
  fp8_e4m3,  ///< OCP 8-bit floating point E4M3 ("fn"): no infinity, NaN only at S.1111.111, largest 448
  fp8_e5m2,  ///< OCP 8-bit floating point E5M2: as IEEE, largest 57,344
  fp4_e2m1,  ///< OCP Microscaling 4-bit element: neither infinity nor NaN; 0, 0.5, 1, 1.5, 2, 3, 4, 6
  int8,      ///< two's complement, -128 to 127
  int4,      ///< two's complement, -8 to 7
  e8m0       ///< OCP Microscaling shared scale: 2^(code - 127), no sign, NaN at 255
};

inline constexpr int number_format_count = 9;

/// What a format is made of. Sources: IEEE 754-2019; OCP 8-bit Floating Point Specification (OFP8) 1.0;
/// OCP Microscaling Formats (MX) 1.0.
struct FormatLayout {
  const char* name;
  int bits;           ///< of a code
  int exponent_bits;  ///< 0 for integers
  int mantissa_bits;
  int bias;         ///< value = 1.mantissa 2^(exponent field - bias), 0.mantissa 2^(1 - bias) at field zero
  bool has_sign;    ///< the topmost bit; an integer's is the two's complement sign
  bool is_ieee;     ///< the highest exponent field holds infinity and NaN
  double largest;   ///< the largest finite value
  double smallest;  ///< the smallest positive value
};

const FormatLayout& layout(NumberFormat format);
inline int bits_of(NumberFormat format) { return layout(format).bits; }
inline bool is_integer(NumberFormat format) { return layout(format).exponent_bits == 0; }

/// By name: fp32, bf16, fp16, fp8_e4m3 (fp8, e4m3, e4m3fn), fp8_e5m2 (e5m2), fp4_e2m1 (fp4, e2m1), int8,
/// int4, e8m0. Capitals and '-' for '_' are accepted. @throws std::invalid_argument listing them
NumberFormat number_format(const std::string& name);

/// What becomes of a value beyond the largest.
enum class Overflow {
  usual,    ///< fp32, bf16, fp16: infinity; all others saturate
  special,  ///< infinity; NaN for a format without infinity; the largest for one without both
  saturate  ///< the largest value of that sign
};

/// The code nearest to `value`; of two equally near, the one with an even code. A NaN becomes the quiet NaN
/// of its sign. Integers round to the nearest integer, halves to even, and always saturate.
/// @throws std::invalid_argument for a NaN where the format has none, and for e8m0 unless value > 0
std::uint32_t encode(NumberFormat format, double value, Overflow overflow = Overflow::usual);

/// The value of a code, exact for every code, subnormals, infinities and NaN included. Integers are integers:
/// their scale is not known here. Bits beyond the format's are ignored.
double decode(NumberFormat format, std::uint32_t code);

/// The code with one bit turned over; bit 0 is the lowest.
constexpr std::uint32_t flipped(std::uint32_t code, int bit) { return code ^ (std::uint32_t{1} << bit); }

/// All values in the order of their codes, for a format of at most 16 bits.
/// @throws std::invalid_argument for fp32
const std::vector<double>& decode_table(NumberFormat format);

}  // namespace sunrack
