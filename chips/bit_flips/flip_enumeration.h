#pragma once

#include <vector>

#include "chips/bit_flips/stored_tensor.h"
#include "chips/bit_flips/weight_distribution.h"

namespace sunrack {

struct FlipOptions {
  double beyond = 1e3;     ///< [-] size of a weight that counts as "beyond"
  double largest = 4.5;    ///< [-] in sigmas: the weight that a tensor's scale maps to the largest element
  double relative = 1e-6;  ///< [-] relative change below which a flip counts as small
};

/// What turning over one bit does, on average over the codes as the weights fill them.
struct FlipEffect {
  int bit = 0;
  double share = 0;            ///< [-] of the stored bits that are this one
  double mean_change = 0;      ///< [sigma] mean |change| of a touched weight, where the result is finite
  double rms_change = 0;       ///< [sigma] root mean square of it
  double largest_change = 0;   ///< [sigma] over all codes that occur
  double bounded_square = 0;   ///< [sigma^2] mean squared change; results not finite or beyond count as zero
  double nan = 0;              ///< [-] probability that the result is not a number
  double infinite = 0;         ///< [-] ... is infinite
  double beyond = 0;           ///< [-] ... is finite and beyond `FlipOptions::beyond`; any weight of a block
  double relative_small = 0;   ///< [-] ... differs by less than `FlipOptions::relative` of the weight
  double weights_touched = 1;  ///< one for an element, those of a block for its scale
};

/// All bits of a format, and a bit drawn at random from those stored.
struct FlipTable {
  WeightFormat format;
  double sigma = 0;                   ///< [-] root mean square of the weights
  std::vector<FlipEffect> elements;   ///< by bit, the lowest first
  std::vector<FlipEffect> scales;     ///< of a block's scale; empty without
  FlipEffect random;                  ///< a uniformly chosen stored bit; bit = -1
  double noise_per_flip = 0;          ///< [sigma^2] mean sum of squared changes of a flip that stays finite
  double bounded_noise_per_flip = 0;  ///< [sigma^2] mean sum of `bounded_square` over the weights touched
  double bits_per_weight = 0;         ///< stored
};

/// Every code and every bit, weighted by the probability that a weight is rounded to that code (fp32: every
/// exponent with closed-form integrals over the mantissa; the 2^-24 of its rounding enters at the exponents'
/// edges, not inside). Weights beyond the largest value saturate. Scales of a tensor or channel are taken as
/// exact and as too few to be hit. @throws std::invalid_argument for a bad distribution or option
FlipTable enumerate_flips(const WeightFormat& format, const WeightDistribution& distribution,
                          const FlipOptions& options = {});

/// The same over weights as measured: every stored bit of a tensor, scale words included.
/// @throws std::invalid_argument for a tensor of zeros only
FlipTable enumerate_flips(const StoredTensor& tensor, const FlipOptions& options = {});

/// Before rounding: weights are real numbers inside the exponents of an IEEE-like layout, which may be wider
/// than any NumberFormat (binary64: 11 exponent and 52 mantissa bits). With `rounded`, exponents' edges stand
/// half a last place lower, where rounding puts them. @throws std::invalid_argument unless IEEE-like
FlipTable enumerate_exponents(const FormatLayout& layout, const WeightDistribution& distribution,
                              const FlipOptions& options = {}, bool rounded = false);

/// Noise power over signal power at the output of y = W x when each stored bit flips with probability
/// `bit_error_rate` [-], to first order: rate * stored bits per weight * noise per flip. Independent of
/// width.
double noise_to_signal(const FlipTable& table, double bit_error_rate);

}  // namespace sunrack
