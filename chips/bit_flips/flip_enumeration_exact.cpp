// The two other ways of enumerating: exponent by exponent before rounding, and over a tensor as it is stored.
#include <cmath>
#include <limits>

#include "chips/bit_flips/flip_enumeration.h"
#include "chips/bit_flips/flip_tally.h"
#include "physics/require.h"

namespace sunrack {

namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();

/// Sizes of the weights that have one value of the exponent field.
struct Binade {
  int field = 0, exponent = 0;  ///< the exponent that a last place is counted from
  double low = 0, high = 0;
};

class Exponents {
 public:
  Exponents(const FormatLayout& shape, const WeightDistribution& distribution, const FlipOptions& options,
            bool rounded)
      : shape_(shape),
        distribution_(distribution),
        options_(options),
        rounded_(rounded),
        tallies_(static_cast<std::size_t>(shape.bits)) {}

  FlipTable table() {
    const int highest = (1 << shape_.exponent_bits) - 2;
    for (int field = 0; field <= highest; ++field) add(binade(field, field == highest));
    FlipTable table{.sigma = distribution_.sigma, .bits_per_weight = static_cast<double>(shape_.bits)};
    for (int bit = 0; bit < shape_.bits; ++bit) {
      table.elements.push_back(tallies_[static_cast<std::size_t>(bit)].effect(bit, distribution_.sigma));
      table.elements.back().share = 1.0 / shape_.bits;
    }
    average_over_bits(table);
    return table;
  }

 private:
  /// Half a last place below 2^exponent.
  double rounding(int exponent) const {
    return rounded_ ? std::ldexp(1.0, std::max(exponent - 1, 1 - shape_.bias) - shape_.mantissa_bits - 1) : 0;
  }

  Binade binade(int field, bool last) const {
    const int exponent = std::max(field, 1) - shape_.bias;
    return {field, exponent, field == 0 ? 0 : std::ldexp(1.0, exponent) - rounding(exponent),
            last ? infinity : std::ldexp(1.0, field == 0 ? exponent : exponent + 1) - rounding(exponent + 1)};
  }

  void add(const Binade& here) {
    const IntervalMoments moments = interval_moments(distribution_, here.low, here.high);
    if (!(moments.probability > 0)) return;
    for (int bit = 0; bit < shape_.mantissa_bits; ++bit) add_mantissa(here, bit, moments);
    for (int bit = 0; bit < shape_.exponent_bits; ++bit) add_exponent(here, bit, moments);
    FlipTally& sign = tallies_.back();
    add_affine(sign, here, 0, -1, moments);
  }

  void add_mantissa(const Binade& here, int bit, const IntervalMoments& moments) {
    const double change = std::ldexp(1.0, here.exponent + bit - shape_.mantissa_bits);
    FlipTally& tally = tallies_[static_cast<std::size_t>(bit)];
    tally.weight += moments.probability;
    tally.finite += moments.probability;
    tally.size += moments.probability * change;
    tally.square += moments.probability * change * change;
    tally.largest = std::max(tally.largest, change);
    const double gone = interval_probability(distribution_, std::max(here.low, options_.beyond), here.high);
    tally.beyond += gone;
    tally.bounded_square += (moments.probability - gone) * change * change;
    tally.small +=
        interval_probability(distribution_, std::max(here.low, change / options_.relative), here.high);
  }

  void add_exponent(const Binade& here, int bit, const IntervalMoments& moments) {
    FlipTally& tally = tallies_[static_cast<std::size_t>(shape_.mantissa_bits + bit)];
    const int field = here.field ^ (1 << bit);
    if (field == (1 << shape_.exponent_bits) - 1) {
      // Infinite only where the mantissa is zero: what was rounded to the power of two itself.
      const double power = std::ldexp(1.0, here.exponent);
      const double half = rounded_ ? std::ldexp(1.0, here.exponent - shape_.mantissa_bits - 1) : 0;
      const double zero_mantissa = interval_probability(distribution_, here.low, power + half);
      tally.weight += moments.probability;
      tally.infinite += rounded_ ? zero_mantissa : 0;
      tally.nan += moments.probability - (rounded_ ? zero_mantissa : 0);
      return;
    }
    const double power_here = std::ldexp(1.0, here.exponent),
                 power_there = std::ldexp(1.0, field - shape_.bias);
    if (here.field == 0)  // a subnormal gains the leading one
      add_affine(tally, here, power_there, std::ldexp(1.0, field - 1), moments);
    else if (field == 0)  // and loses it
      add_affine(tally, here, -std::ldexp(power_here, 1 - here.field), std::ldexp(1.0, 1 - here.field),
                 moments);
    else
      add_affine(tally, here, 0, std::ldexp(1.0, field - here.field), moments);
  }

  /// |w| becomes constant + factor |w|.
  void add_affine(FlipTally& tally, const Binade& here, double constant, double factor,
                  const IntervalMoments& moments) {
    const double slope = factor - 1;
    tally.weight += moments.probability;
    tally.finite += moments.probability;
    tally.size += std::abs(constant * moments.probability + slope * moments.size);
    tally.square += constant * constant * moments.probability + 2 * constant * slope * moments.size +
                    slope * slope * moments.square;
    const double furthest = std::isinf(here.high) ? shape_.largest : here.high;
    tally.largest = std::max(
        {tally.largest, std::abs(constant + slope * here.low), std::abs(constant + slope * furthest)});
    const double from = (options_.beyond - constant) / std::abs(factor);
    tally.beyond += interval_probability(distribution_, std::max(here.low, from), here.high);
    const IntervalMoments stays = interval_moments(distribution_, here.low, std::min(here.high, from));
    tally.bounded_square += constant * constant * stays.probability + 2 * constant * slope * stays.size +
                            slope * slope * stays.square;
  }

  const FormatLayout& shape_;
  const WeightDistribution& distribution_;
  const FlipOptions& options_;
  bool rounded_;
  std::vector<FlipTally> tallies_;
};

}  // namespace

FlipTable enumerate_exponents(const FormatLayout& shape, const WeightDistribution& distribution,
                              const FlipOptions& options, bool rounded) {
  check(distribution);
  require(
      shape.is_ieee && shape.bits == 1 + shape.exponent_bits + shape.mantissa_bits && shape.exponent_bits > 1,
      "enumerate_exponents: bits of the layout", shape.bits, "must be those of an IEEE-like format");
  return Exponents(shape, distribution, options, rounded).table();
}

FlipTable enumerate_flips(const StoredTensor& tensor, const FlipOptions& options) {
  const std::size_t count = tensor.codes.size(),
                    width = static_cast<std::size_t>(bits_of(tensor.format.element));
  double squares = 0;
  for (std::size_t i = 0; i < count; ++i) squares += stored_value(tensor, i) * stored_value(tensor, i);
  require(squares > 0, "enumerate_flips: sum of squared weights", squares, "must be positive");
  const double sigma = std::sqrt(squares / static_cast<double>(count));
  const auto stored = static_cast<double>(tensor.stored_bits());
  FlipTable table{
      .format = tensor.format, .sigma = sigma, .bits_per_weight = stored / static_cast<double>(count)};
  std::vector<FlipTally> elements(width), scales(static_cast<std::size_t>(tensor.scale_bits()));
  std::vector<double> block_beyond(scales.size());
  StoredTensor hit = tensor;
  for (std::size_t i = 0; i < count; ++i)
    for (std::size_t bit = 0; bit < width; ++bit) {
      hit.codes[i] = flipped(tensor.codes[i], static_cast<int>(bit));
      elements[bit].add(1, stored_value(tensor, i), stored_value(hit, i), options);
      hit.codes[i] = tensor.codes[i];
    }
  double touched = 0;
  for (std::size_t scale = 0; scale < tensor.scales.size(); ++scale)
    for (std::size_t bit = 0; bit < scales.size(); ++bit) {
      const StoredBit place{true, scale, static_cast<int>(bit)};
      flip(hit, place);
      const auto [first, last] = weights_touched(tensor, place);
      const double before = scales[bit].beyond;
      for (std::size_t i = first; i < last; ++i)
        scales[bit].add(1, stored_value(tensor, i), stored_value(hit, i), options);
      if (scales[bit].beyond > before) block_beyond[bit] += 1 / static_cast<double>(tensor.scales.size());
      touched += static_cast<double>(last - first);
      flip(hit, place);
    }
  for (std::size_t bit = 0; bit < width; ++bit) {
    table.elements.push_back(elements[bit].effect(static_cast<int>(bit), sigma));
    table.elements.back().share = static_cast<double>(count) / stored;
  }
  const auto shared = static_cast<double>(tensor.scales.size());
  for (std::size_t bit = 0; bit < scales.size(); ++bit) {
    table.scales.push_back(scales[bit].effect(static_cast<int>(bit), sigma));
    table.scales.back().beyond = block_beyond[bit];
    table.scales.back().weights_touched = touched / (shared * static_cast<double>(scales.size()));
    table.scales.back().share = shared / stored;
  }
  average_over_bits(table);
  return table;
}

}  // namespace sunrack
