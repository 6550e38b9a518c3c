#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace sunrack {

/// A share and what is known of it.
struct ShareInterval {
  double low = 0;   ///< [-]
  double high = 1;  ///< [-]

  double half_width() const { return (high - low) / 2; }
  bool covers(double share) const { return low <= share && share <= high; }
};

/// The z that a standard normal number stays within, on both sides, with probability `confidence`.
/// @throws std::invalid_argument unless 0 < confidence < 1
double two_sided_quantile(double confidence);

/// "Exact" interval of a binomial share: both tails of the binomial hold at most (1 - confidence) / 2. Never
/// too short, so it covers more often than asked. Clopper & Pearson, Biometrika 26 (1934) 404.
/// @throws std::invalid_argument unless successes <= trials, trials > 0, 0 < confidence < 1
ShareInterval clopper_pearson(std::uint64_t successes, std::uint64_t trials, double confidence = 0.95);

/// Score interval of a binomial share: covers as often as asked, on average over shares. `population` is for
/// draws without replacement: the variance shrinks by (population - trials) / (population - 1), and the whole
/// population drawn leaves no doubt. Wilson, J. Am. Stat. Assoc. 22 (1927) 209.
/// @throws std::invalid_argument as clopper_pearson(), and unless trials <= population
ShareInterval wilson(std::uint64_t successes, std::uint64_t trials, double confidence = 0.95,
                     std::optional<std::uint64_t> population = {});

/// The share that zero successes in `trials` leave possible, one-sided: 1 - (1 - confidence)^(1 / trials),
/// near 3 / trials at 95 % ("rule of three").
double zero_successes_bound(std::uint64_t trials, double confidence = 0.95);

/// Trials for a half-width `margin` around a share `share` (0.5 is the worst) at `confidence`, drawn without
/// replacement from `population` (nothing: infinite): n = N / (1 + margin^2 (N - 1) / (t^2 p (1 - p))).
/// Leveugle et al., DATE 2009, equation 1, with t to four decimals as in the tables that it was used with.
std::uint64_t sample_size(double margin, double confidence, std::optional<std::uint64_t> population = {},
                          double share = 0.5);

/// One part of a population (all faults of one bit, say) and what was drawn from it, without replacement.
struct StratumCount {
  std::uint64_t population = 0;
  std::uint64_t trials = 0;
  std::uint64_t successes = 0;
};

/// Share of the whole population from shares of its strata.
struct StratifiedShare {
  double share = 0;        ///< [-] sum of weight times share; unbiased whatever the allocation
  ShareInterval interval;  ///< [-]
  double deviation = 0;    ///< [-] standard deviation of `share`, from smoothed shares of the strata
};

/// Combines strata. The interval is Wilson's for several strata: it holds the shares P of the whole from
/// which what was seen is at most z standard deviations away, the variance being that under P, with the log
/// odds of all strata shifted alike from where they were seen, (s + 1/2) / (n + 1), until the whole has the
/// share P. For one stratum this is Wilson's interval. A stratum without a success still counts for as much
/// as it may hide; one that was drawn whole is known.
/// @throws std::invalid_argument for no stratum, an empty one, or one without a trial
StratifiedShare stratified_share(std::span<const StratumCount> strata, double confidence = 0.95);

/// How many of `trials` further draws each stratum gets so that the share of the whole is known best: in
/// proportion to population times standard deviation (Neyman, J. R. Stat. Soc. 97 (1934) 558), less what was
/// drawn, never more than is left. Shares are smoothed, (s + 1/2) / (n + 1), so that a stratum without
/// a success is not forgotten. Adds up to `trials`, or to what is left in all.
std::vector<std::uint64_t> neyman_allocation(std::span<const StratumCount> strata, std::uint64_t trials);

}  // namespace sunrack
