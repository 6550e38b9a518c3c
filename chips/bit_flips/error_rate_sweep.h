#pragma once

#include <atomic>
#include <functional>
#include <span>
#include <vector>

#include "chips/bit_flips/transformer_faults.h"

namespace sunrack {

/// What random flips at one bit error rate do, over many trials.
struct ErrorRatePoint {
  double rate = 0;  ///< [1/bit]
  std::uint64_t trials = 0;
  double mean_flips = 0;        ///< per trial
  std::uint64_t collapses = 0;  ///< trials that collapse or leave a score that is not finite
  ShareInterval collapse;       ///< Clopper-Pearson, of their share
  double mean_loss_change = 0;  ///< [nat] of the trials that do not
  double loss_deviation = 0;    ///< [nat] standard deviation of that mean
};

struct ErrorRateOptions {
  std::uint64_t trials = 200;  ///< per rate
  std::uint64_t seed = 1;      ///< every trial of every rate has its own numbers
  double confidence = 0.95;
  OutcomeLimits limits;
  unsigned threads = 0;  ///< 0: all cores; the result does not depend on it
  const std::atomic<bool>* cancel = nullptr;
  std::function<void()> after_trial;  ///< from any thread
};

/// Flips a binomial number of different bits of the weights that `faults` selects, at each rate.
/// @throws std::invalid_argument for a rate outside 0 ... 1 or no trial; ModelError when cancelled
std::vector<ErrorRatePoint> error_rate_sweep(const TransformerFaults& faults, std::span<const double> rates,
                                             const ErrorRateOptions& options = {});

/// Share of trials that collapse if each of `bits` flips alone, at `rate`, with the share `failing` of all
/// single flips fatal: 1 - exp(-bits rate failing).
double poisson_collapse(double bits, double rate, double failing);

}  // namespace sunrack
