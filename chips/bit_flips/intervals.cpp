#include "chips/bit_flips/intervals.h"

#include <algorithm>
#include <boost/math/distributions/beta.hpp>
#include <boost/math/distributions/normal.hpp>
#include <boost/math/tools/roots.hpp>
#include <cmath>
#include <numeric>

#include "physics/require.h"

namespace sunrack {
namespace {

void require_confidence(double confidence) {
  require(confidence > 0 && confidence < 1, "interval: confidence", confidence, "must be between 0 and 1");
}

void require_count(std::uint64_t successes, std::uint64_t trials) {
  require(trials > 0, "interval: trials", double(trials), "must be positive");
  require(successes <= trials, "interval: successes", double(successes), "must be at most the trials");
}

double smoothed_share(const StratumCount& stratum) {
  return (double(stratum.successes) + 0.5) / (double(stratum.trials) + 1);
}

double left_in_population(const StratumCount& stratum) {
  return stratum.population <= 1
             ? 0
             : double(stratum.population - stratum.trials) / double(stratum.population - 1);
}

/// The share of the whole, and the variance of its estimate, if the log odds of all strata were shifted alike
/// from where they were seen. Strata that were drawn whole stay.
class ShiftedStrata {
 public:
  ShiftedStrata(std::span<const StratumCount> strata, double population) {
    for (const StratumCount& stratum : strata) {
      const double weight = double(stratum.population) / population, left = left_in_population(stratum);
      const double smooth = smoothed_share(stratum);
      if (left > 0)
        open_.push_back({weight, smooth / (1 - smooth), left / double(stratum.trials)});
      else
        known_ += weight * double(stratum.successes) / double(stratum.trials);
    }
  }
  bool is_known() const { return open_.empty(); }

  /// Share beyond `seen` on one side (1: above, -1: below) less z standard deviations.
  double excess(double shift, double seen, double z, double side) const {
    const double factor = std::exp(shift);
    double share = known_, variance = 0;
    for (const auto& [weight, odds, variance_factor] : open_) {
      const double p = odds * factor / (1 + odds * factor), q = 1 / (1 + odds * factor);
      share += weight * p;
      variance += weight * weight * p * q * variance_factor;
    }
    return side * (share - seen) - z * std::sqrt(variance);
  }
  double share(double shift) const {
    double share = known_;
    for (const auto& stratum : open_) share += stratum.weight / (1 + std::exp(-shift) / stratum.odds);
    return share;
  }

 private:
  struct Open {
    double weight, odds, variance_factor;
  };
  std::vector<Open> open_;
  double known_ = 0;
};

/// The share at which what was seen is just z standard deviations away.
double score_end(const ShiftedStrata& strata, double seen, double z, double side) {
  constexpr double far = 60;  // odds of 1e26 beyond those that can be seen
  const auto excess = [&](double shift) { return strata.excess(shift, seen, z, side); };
  if (!(excess(side * far) > 0)) return side > 0 ? 1 : 0;  // every fault seen failed, or none did
  std::uintmax_t steps = 200;
  const auto [low, high] = boost::math::tools::toms748_solve(
      excess, -far, far, boost::math::tools::eps_tolerance<double>(50), steps);
  return strata.share((low + high) / 2);
}

}  // namespace

double two_sided_quantile(double confidence) {
  require_confidence(confidence);
  return boost::math::quantile(boost::math::complement(boost::math::normal(), (1 - confidence) / 2));
}

ShareInterval clopper_pearson(std::uint64_t successes, std::uint64_t trials, double confidence) {
  require_confidence(confidence);
  require_count(successes, trials);
  const double tail = (1 - confidence) / 2, s = double(successes), n = double(trials);
  ShareInterval interval;
  if (successes > 0)
    interval.low = boost::math::quantile(boost::math::beta_distribution<>(s, n - s + 1), tail);
  if (successes < trials)
    interval.high =
        boost::math::quantile(boost::math::complement(boost::math::beta_distribution<>(s + 1, n - s), tail));
  return interval;
}

ShareInterval wilson(std::uint64_t successes, std::uint64_t trials, double confidence,
                     std::optional<std::uint64_t> population) {
  require_count(successes, trials);
  const double share = double(successes) / double(trials);
  double z2 = std::pow(two_sided_quantile(confidence), 2);
  if (population) {
    require(trials <= *population, "interval: trials", double(trials), "must be at most the population");
    if (trials == *population) return {share, share};
    z2 *= double(*population - trials) / double(*population - 1);
  }
  const double n = double(trials), middle = (share + z2 / (2 * n)) / (1 + z2 / n);
  const double half = std::sqrt(z2 * (share * (1 - share) / n + z2 / (4 * n * n))) / (1 + z2 / n);
  // The ends are exact where there was no success, or nothing else: rounding must not leave 1e-20 there.
  return {successes == 0 ? 0 : std::max(0.0, middle - half),
          successes == trials ? 1 : std::min(1.0, middle + half)};
}

double zero_successes_bound(std::uint64_t trials, double confidence) {
  require_confidence(confidence);
  require_count(0, trials);
  return -std::expm1(std::log1p(-confidence) / double(trials));
}

std::uint64_t sample_size(double margin, double confidence, std::optional<std::uint64_t> population,
                          double share) {
  require(margin > 0 && margin < 1, "sample_size: margin", margin, "must be between 0 and 1");
  require(share > 0 && share < 1, "sample_size: share", share, "must be between 0 and 1");
  const double t = std::round(two_sided_quantile(confidence) * 1e4) / 1e4;
  const double infinite = t * t * share * (1 - share) / (margin * margin);
  double trials = infinite;
  if (population) {
    require(*population > 0, "sample_size: population", double(*population), "must be positive");
    const double all = double(*population);
    trials = all / (1 + (all - 1) / infinite);
  }
  // 9604 exactly must not become 9605 by its last digit.
  trials = std::ceil(trials * (1 - 1e-12));
  require(trials < 9e18, "sample_size: margin", margin, "needs more trials than can be counted");
  return std::uint64_t(trials);
}

StratifiedShare stratified_share(std::span<const StratumCount> strata, double confidence) {
  require(!strata.empty(), "stratified_share: strata", 0, "there must be one");
  double all = 0;
  for (const StratumCount& stratum : strata) {
    require(stratum.population > 0, "stratified_share: population", 0, "must be positive");
    all += double(stratum.population);
  }
  StratifiedShare result;
  double variance = 0;
  for (const StratumCount& stratum : strata) {
    const double weight = double(stratum.population) / all;
    require_count(stratum.successes, stratum.trials);
    require(stratum.trials <= stratum.population, "stratified_share: trials", double(stratum.trials),
            "must be at most the population");
    const double share = double(stratum.successes) / double(stratum.trials), smooth = smoothed_share(stratum);
    result.share += weight * share;
    variance +=
        weight * weight * smooth * (1 - smooth) / double(stratum.trials) * left_in_population(stratum);
  }
  const double z = two_sided_quantile(confidence);
  const ShiftedStrata shifted(strata, all);
  result.interval = {result.share, result.share};
  if (!shifted.is_known())
    result.interval = {std::min(result.share, score_end(shifted, result.share, z, -1)),
                       std::max(result.share, score_end(shifted, result.share, z, 1))};
  result.deviation = std::sqrt(variance);
  return result;
}

std::vector<std::uint64_t> neyman_allocation(std::span<const StratumCount> strata, std::uint64_t trials) {
  const std::size_t count = strata.size();
  std::vector<std::uint64_t> given(count, 0), room(count);
  std::vector<double> spread(count);
  std::uint64_t drawn = 0, left = 0;
  for (std::size_t h = 0; h < count; ++h) {
    require(strata[h].trials <= strata[h].population, "neyman_allocation: trials", double(strata[h].trials),
            "must be at most the population");
    room[h] = strata[h].population - strata[h].trials;
    const double share = smoothed_share(strata[h]);
    spread[h] = double(strata[h].population) * std::sqrt(share * (1 - share));
    drawn += strata[h].trials, left += room[h];
  }
  trials = std::min(trials, left);
  const double spread_of_all = std::accumulate(spread.begin(), spread.end(), 0.0);
  std::vector<double> wanted(count);
  for (std::size_t h = 0; h < count; ++h)
    wanted[h] = spread[h] / spread_of_all * double(drawn + trials) - double(strata[h].trials);
  // Those that already have more than their part get none; the others share in proportion to what they lack.
  std::uint64_t rest = trials;
  while (rest > 0) {
    double lacking = 0;
    for (std::size_t h = 0; h < count; ++h)
      if (given[h] < room[h]) lacking += std::max(wanted[h], 0.0);
    const std::uint64_t to_give = rest;
    for (std::size_t h = 0; h < count && rest > 0 && lacking > 0; ++h) {
      const double part = std::max(wanted[h], 0.0) / lacking * double(to_give);
      const std::uint64_t more = std::min({std::uint64_t(part), room[h] - given[h], rest});
      given[h] += more, rest -= more;
    }
    if (rest == to_give) {  // less than one each is left: to those that lack most
      std::size_t best = count;
      for (std::size_t h = 0; h < count; ++h)
        if (given[h] < room[h] &&
            (best == count || wanted[h] - double(given[h]) > wanted[best] - double(given[best])))
          best = h;
      ++given[best], --rest;
    }
  }
  return given;
}

}  // namespace sunrack
