#include "chips/bit_flips/flip_enumeration.h"

#include <limits>

#include "chips/bit_flips/flip_tally.h"
#include "physics/require.h"

namespace sunrack {

namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();

void check(const FlipOptions& options) {
  require(options.beyond > 0, "flip options: beyond", options.beyond, "must be positive");
  require(options.largest > 0, "flip options: largest", options.largest, "must be positive [sigma]");
  require(options.relative > 0, "flip options: relative", options.relative, "must be positive");
}

/// The finite codes of one sign with the sizes that are rounded to them, in units of the scale.
struct Cell {
  std::uint32_t code = 0;
  double low = 0, high = 0;
};

std::vector<Cell> cells_of(NumberFormat format, bool negative) {
  const auto& values = decode_table(format);
  const std::uint32_t sign = negative ? 1u << (bits_of(format) - 1) : 0;
  std::vector<Cell> cells;
  if (is_integer(format)) {
    const auto largest = static_cast<int>(layout(format).largest) + (negative ? 1 : 0);
    for (int size = negative ? 1 : 0; size <= largest; ++size)
      cells.push_back({encode(format, negative ? -size : size), size == 0 ? 0 : size - 0.5,
                       size == largest ? infinity : size + 0.5});
    return cells;
  }
  double low = 0;
  for (std::uint32_t magnitude = 0;; ++magnitude) {
    const double here = std::abs(values[sign | magnitude]);
    const std::size_t next = magnitude + 1;
    const bool last = here == layout(format).largest;
    const double high = last ? infinity : (here + std::abs(values[sign | next])) / 2;
    cells.push_back({sign | magnitude, low, high});
    if (last) return cells;
    low = high;
  }
}

/// Where a block's scale is this one: the largest of its weights is in [low, high).
struct ScaleState {
  std::uint32_t code = 0;
  double scale = 1;
  double low = 0, high = infinity;
};

std::vector<ScaleState> scale_states(const WeightFormat& format, double sigma, const FlipOptions& options) {
  const double largest_element = layout(format.element).largest;
  if (format.scaling == Scaling::none) return {{}};
  if (format.block == 0) return {{0, options.largest * sigma / largest_element, 0, infinity}};
  std::vector<ScaleState> states;
  if (format.scaling == Scaling::block_e8m0) {
    for (int code = 0; code < 255; ++code) {
      const int exponent = code - 127 + std::ilogb(largest_element);
      states.push_back({static_cast<std::uint32_t>(code), std::ldexp(1.0, code - 127),
                        code == 0 ? 0 : std::ldexp(1.0, exponent),
                        code == 254 ? infinity : std::ldexp(2.0, exponent)});
    }
    return states;
  }
  const double unit = options.largest * sigma / (largest_element * layout(NumberFormat::fp8_e4m3).largest);
  for (const Cell& cell : cells_of(NumberFormat::fp8_e4m3, false))
    states.push_back({cell.code, unit * decode(NumberFormat::fp8_e4m3, cell.code),
                      largest_element * unit * cell.low, largest_element * unit * cell.high});
  return states;
}

double scale_after(const WeightFormat& format, const ScaleState& state, int bit) {
  const NumberFormat kind =
      format.scaling == Scaling::block_e8m0 ? NumberFormat::e8m0 : NumberFormat::fp8_e4m3;
  // The tensor's own factor is the ratio of the scale to the value of its code; a zero code has no ratio.
  const double unit =
      format.scaling == Scaling::block_e8m0 || state.scale == 0 ? 1 : state.scale / decode(kind, state.code);
  return unit * decode(kind, flipped(state.code, bit));
}

/// P(|w| < x)^power.
double all_below(const WeightDistribution& distribution, double x, int power) {
  if (x <= 0) return power == 0 ? 1 : 0;
  return std::exp(power * std::log1p(-interval_probability(distribution, x, infinity)));
}

class Enumeration {
 public:
  Enumeration(const WeightFormat& format, const WeightDistribution& distribution, const FlipOptions& options)
      : format_(format),
        distribution_(distribution),
        options_(options),
        values_(decode_table(format.element)),
        elements_(static_cast<std::size_t>(bits_of(format.element))),
        scales_(format.block > 0 ? 8 : 0) {
    cells_ = cells_of(format.element, false);
    // Signs and magnitudes are symmetric: positive codes stand for both. Two's complement is not.
    if (is_integer(format.element))
      for (const Cell& cell : cells_of(format.element, true)) cells_.push_back(cell);
  }

  void add(const ScaleState& state) {
    const int others = std::max(format_.block, 1) - 1;
    const double below_high = others ? all_below(distribution_, state.high, others) : 1;
    const double below_low = others ? all_below(distribution_, state.low, others) : 0;
    if (others) {
      const double chance =
          all_below(distribution_, state.high, others + 1) - all_below(distribution_, state.low, others + 1);
      if (!(chance > 0)) return;
      add_beyond(state, chance);
    }
    for (const Cell& cell : cells_) {
      // A zero scale stores zeros only.
      double low = cell.low * state.scale, high = cell.high * state.scale;
      if (state.scale == 0) low = 0, high = cell.low == 0 ? infinity : 0;
      const double up_to_high = interval_probability(distribution_, low, std::min(high, state.high));
      const double up_to_low =
          below_low == 0 ? 0 : interval_probability(distribution_, low, std::min(high, state.low));
      const double both_signs = up_to_high * below_high - up_to_low * below_low;
      if (both_signs > 0)
        add_code(state, cell.code, both_signs * (has_its_own_negative(cell.code) ? 0.5 : 1));
    }
  }

  FlipTable table() const {
    FlipTable table{
        .format = format_, .sigma = distribution_.sigma, .bits_per_weight = bits_per_weight(format_)};
    for (std::size_t bit = 0; bit < elements_.size(); ++bit) {
      table.elements.push_back(elements_[bit].effect(static_cast<int>(bit), distribution_.sigma));
      table.elements.back().share = 1 / table.bits_per_weight;
    }
    for (std::size_t bit = 0; bit < scales_.size(); ++bit) {
      FlipEffect effect = scales_[bit].effect(static_cast<int>(bit), distribution_.sigma);
      effect.beyond = block_beyond_[bit];
      effect.weights_touched = format_.block;
      effect.share = 1 / (table.bits_per_weight * format_.block);
      table.scales.push_back(effect);
    }
    average_over_bits(table);
    return table;
  }

 private:
  // Integers have one zero for both signs; its cell is listed once.
  bool has_its_own_negative(std::uint32_t code) const { return is_integer(format_.element) && code != 0; }

  void add_code(const ScaleState& state, std::uint32_t code, double probability) {
    const double element = values_[code], before = element * state.scale;
    for (std::size_t bit = 0; bit < elements_.size(); ++bit)
      elements_[bit].add(probability, before, values_[flipped(code, static_cast<int>(bit))] * state.scale,
                         options_);
    for (std::size_t bit = 0; bit < scales_.size(); ++bit)
      scales_[bit].add(probability, before, element * scale_after(format_, state, static_cast<int>(bit)),
                       options_);
  }

  /// The chance that the block's scale is this one and that a flip of it puts any weight beyond.
  void add_beyond(const ScaleState& state, double chance) {
    const int block = format_.block;
    for (std::size_t bit = 0; bit < scales_.size(); ++bit) {
      const double after = std::abs(scale_after(format_, state, static_cast<int>(bit)));
      if (!std::isfinite(after) || state.scale == 0) continue;
      for (const Cell& cell : cells_) {
        if (std::abs(values_[cell.code]) * after <= options_.beyond) continue;
        const double from = std::max(cell.low * state.scale, state.low);
        if (from < state.high)
          block_beyond_[bit] += std::min(
              chance, all_below(distribution_, state.high, block) - all_below(distribution_, from, block));
        break;  // cells of the positive sign come first, in rising order
      }
    }
  }

  const WeightFormat& format_;
  const WeightDistribution& distribution_;
  const FlipOptions& options_;
  const std::vector<double>& values_;
  std::vector<Cell> cells_;
  std::vector<FlipTally> elements_, scales_;
  double block_beyond_[8] = {};
};

}  // namespace

void average_over_bits(FlipTable& table) {
  FlipEffect& mean = table.random;
  mean = {.bit = -1, .weights_touched = 0};
  double finite = 0, square = 0;
  for (const auto* bits : {&table.elements, &table.scales})
    for (const FlipEffect& effect : *bits) {
      const double stays = effect.share * (1 - effect.nan - effect.infinite);
      finite += stays;
      mean.share += effect.share;
      mean.mean_change += stays * effect.mean_change;
      square += stays * effect.rms_change * effect.rms_change;
      table.noise_per_flip += stays * effect.weights_touched * effect.rms_change * effect.rms_change;
      table.bounded_noise_per_flip += effect.share * effect.weights_touched * effect.bounded_square;
      mean.bounded_square += effect.share * effect.bounded_square;
      mean.largest_change = std::max(mean.largest_change, effect.largest_change);
      mean.nan += effect.share * effect.nan;
      mean.infinite += effect.share * effect.infinite;
      mean.beyond += effect.share * effect.beyond;
      mean.relative_small += effect.share * effect.relative_small;
      mean.weights_touched += effect.share * effect.weights_touched;
    }
  mean.mean_change /= finite;
  mean.rms_change = std::sqrt(square / finite);
  table.noise_per_flip /= finite;
}

FlipTable enumerate_flips(const WeightFormat& format, const WeightDistribution& distribution,
                          const FlipOptions& options) {
  check(distribution), check(options);
  if (format.element == NumberFormat::fp32) {
    FlipTable table = enumerate_exponents(layout(format.element), distribution, options, true);
    table.format = format;
    return table;
  }
  Enumeration enumeration(format, distribution, options);
  for (const ScaleState& state : scale_states(format, distribution.sigma, options)) enumeration.add(state);
  return enumeration.table();
}

double noise_to_signal(const FlipTable& table, double bit_error_rate) {
  require(bit_error_rate >= 0 && bit_error_rate <= 1, "noise_to_signal: bit_error_rate", bit_error_rate,
          "must be from 0 to 1");
  return bit_error_rate * table.bits_per_weight * table.noise_per_flip;
}

}  // namespace sunrack
