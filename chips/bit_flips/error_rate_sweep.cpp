#include "chips/bit_flips/error_rate_sweep.h"

#include <cmath>

#include "physics/numerics/parallel.h"
#include "physics/require.h"

namespace sunrack {

std::vector<ErrorRatePoint> error_rate_sweep(const TransformerFaults& faults, std::span<const double> rates,
                                             const ErrorRateOptions& options) {
  require(options.trials > 0, "error_rate_sweep: trials", 0, "must be positive");
  for (const double rate : rates)
    require(rate >= 0 && rate <= 1, "error_rate_sweep: rate", rate, "must be between 0 and 1");
  const FaultSpace& space = faults.weights();
  std::vector<FaultEffect> effects(rates.size() * options.trials);
  std::vector<std::uint64_t> flips(effects.size());
  const bool whole = parallel_for(
      effects.size(), options.threads,
      [&](std::size_t n) {
        const auto bits = flips_at_rate(space.bits(), rates[n / options.trials], options.seed, n);
        flips[n] = bits.size();
        if (!bits.empty()) effects[n] = faults.run_cluster(sites_of(space, bits));
        if (options.after_trial) options.after_trial();
      },
      options.cancel);
  if (!whole) throw ModelError("error rate sweep cancelled");
  std::vector<ErrorRatePoint> points;
  for (std::size_t r = 0; r < rates.size(); ++r) {
    ErrorRatePoint point{.rate = rates[r], .trials = options.trials};
    double sum = 0, squares = 0, count = 0;
    for (std::size_t n = r * options.trials; n < (r + 1) * options.trials; ++n) {
      point.mean_flips += double(flips[n]) / double(options.trials);
      const Outcome outcome = outcome_of(effects[n], options.limits);
      if (outcome == Outcome::collapse || outcome == Outcome::non_finite) {
        ++point.collapses;
        continue;
      }
      sum += effects[n].loss_change, squares += effects[n].loss_change * effects[n].loss_change, ++count;
    }
    point.collapse = clopper_pearson(point.collapses, point.trials, options.confidence);
    if (count > 0) point.mean_loss_change = sum / count;
    if (count > 1)
      point.loss_deviation = std::sqrt(std::max(0.0, squares - sum * sum / count) / (count - 1) / count);
    points.push_back(point);
  }
  return points;
}

double poisson_collapse(double bits, double rate, double failing) {
  require(bits >= 0, "poisson_collapse: bits", bits, "must not be negative");
  require(rate >= 0 && rate <= 1, "poisson_collapse: rate", rate, "must be between 0 and 1");
  require(failing >= 0 && failing <= 1, "poisson_collapse: failing", failing, "must be between 0 and 1");
  return -std::expm1(-bits * rate * failing);
}

}  // namespace sunrack
