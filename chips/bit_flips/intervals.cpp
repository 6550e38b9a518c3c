#include "chips/bit_flips/intervals.h"

#include <algorithm>
#include <boost/math/distributions/beta.hpp>
#include <boost/math/distributions/normal.hpp>
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
  double below = 0, above = 0, variance = 0;
  for (const StratumCount& stratum : strata) {
    const double weight = double(stratum.population) / all;
    const ShareInterval own = wilson(stratum.successes, stratum.trials, confidence, stratum.population);
    const double share = double(stratum.successes) / double(stratum.trials), smooth = smoothed_share(stratum);
    result.share += weight * share;
    below += std::pow(weight * (share - own.low), 2);
    above += std::pow(weight * (own.high - share), 2);
    variance +=
        weight * weight * smooth * (1 - smooth) / double(stratum.trials) * left_in_population(stratum);
  }
  result.interval = {std::max(0.0, result.share - std::sqrt(below)),
                     std::min(1.0, result.share + std::sqrt(above))};
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
