#pragma once

#include <algorithm>
#include <cmath>
#include <vector>

#include "chips/bit_flips/flip_enumeration.h"

namespace sunrack {

/// Sums over the outcomes of turning over one bit; shared by the three ways of enumerating.
struct FlipTally {
  double weight = 0, finite = 0, size = 0, square = 0, largest = 0;
  double nan = 0, infinite = 0, beyond = 0, small = 0, bounded_square = 0;

  void add(double probability, double before, double after, const FlipOptions& options) {
    weight += probability;
    if (std::isnan(after)) {
      nan += probability;
      return;
    }
    if (std::isinf(after)) {
      infinite += probability;
      return;
    }
    const double change = std::abs(after - before);
    finite += probability;
    size += probability * change;
    square += probability * change * change;
    largest = std::max(largest, change);
    if (std::abs(after) > options.beyond)
      beyond += probability;
    else
      bounded_square += probability * change * change;
    if (change < options.relative * std::abs(before)) small += probability;
  }

  FlipEffect effect(int bit, double sigma) const {
    FlipEffect result{.bit = bit};
    if (weight == 0) return result;
    if (finite > 0) {
      result.mean_change = size / finite / sigma;
      result.rms_change = std::sqrt(square / finite) / sigma;
    }
    result.largest_change = largest / sigma;
    result.bounded_square = bounded_square / weight / (sigma * sigma);
    result.nan = nan / weight;
    result.infinite = infinite / weight;
    result.beyond = beyond / weight;
    result.relative_small = small / weight;
    return result;
  }
};

/// Fills `random` and `noise_per_flip` from the bits and their shares.
void average_over_bits(FlipTable& table);

}  // namespace sunrack
