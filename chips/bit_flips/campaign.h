#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "chips/bit_flips/intervals.h"

/// Sampled campaigns: strata of faults, drawn without replacement until a share is known well enough.
namespace sunrack {

enum class Outcome {
  masked,     ///< no answer changed and the loss within `negligible_loss`
  bounded,    ///< answers or loss changed
  collapse,   ///< the loss grew by at least `collapse_loss` (ln 2 is a doubled perplexity)
  non_finite  ///< a score is infinite or NaN: seen at once
};
inline constexpr int outcome_count = 4;
const char* name_of(Outcome outcome);  ///< "non_finite"

/// What one fault did.
struct FaultEffect {
  double loss_change = 0;      ///< [nat per token or image]; meaningless if not finite
  double accuracy_change = 0;  ///< [-] of the task
  std::uint64_t changed_answers = 0;
  bool finite = true;
  double first_order = 0;  ///< [nat] estimate of loss_change, where there is one
};

struct OutcomeLimits {
  double negligible_loss = 1e-6;              ///< [nat]
  double collapse_loss = 0.6931471805599453;  ///< [nat]
};
Outcome outcome_of(const FaultEffect& effect, const OutcomeLimits& limits = {});

/// All faults of one kind, of one bit position for example.
struct CampaignStratum {
  std::string name;
  std::uint64_t population = 0;
};

/// What was seen of one stratum.
struct StratumResult {
  std::string name;
  std::uint64_t population = 0, trials = 0;
  std::uint64_t outcomes[outcome_count] = {};
  std::uint64_t changed_answers = 0, changing_faults = 0;  ///< answers in all; faults that change one or more
  double loss_sum = 0, loss_square_sum = 0;                ///< [nat] of masked and bounded faults
  double accuracy_sum = 0;                                 ///< [-] of faults with finite scores
  double first_sum = 0, first_square_sum = 0, product_sum = 0;  ///< of first_order and its product with the
                                                                ///< loss, over masked and bounded faults

  std::uint64_t failures() const;                                ///< collapsed or not finite
  std::uint64_t bounded() const { return trials - failures(); }  ///< masked ones included
  double mean_loss_change() const;                               ///< [nat] of masked and bounded faults
  double loss_deviation() const;                                 ///< [nat] standard deviation of one
  /// [-] of the estimate with the truth, over masked and bounded faults; 0 where one of them does not vary.
  double first_order_correlation() const;
};

struct CampaignOptions {
  std::uint64_t seed = 1;
  double confidence = 0.95;
  double half_width = 0.01;             ///< [-] of the share of failures, at which to stop
  std::uint64_t most_trials = 1000000;  ///< give up then; what is known is returned
  std::uint64_t pilot = 20;             ///< trials of each stratum before the draws are shared out
  std::uint64_t round = 200;            ///< trials between two looks at the interval
  OutcomeLimits limits;
  std::string identity;    ///< of model, data, format and place: a checkpoint of another one is refused
  std::string checkpoint;  ///< file that is written after each round and read at the start; "" none
  unsigned threads = 0;    ///< 0: all cores; the result does not depend on it
  const std::atomic<bool>* cancel = nullptr;
  std::function<void(std::uint64_t trials, double half_width)> progress;  ///< after each round
};

struct CampaignResult {
  std::vector<StratumResult> strata;
  std::uint64_t trials = 0;
  StratifiedShare failures;  ///< share of all faults that collapse the network or leave no finite score
  StratifiedShare changing;  ///< share of all faults that change at least one answer
  bool reached = false;      ///< the half-width asked for
  bool cancelled = false;    ///< stopped early; the checkpoint goes on from there
};

/// Runs fault `index` of stratum `stratum`: the same answer for the same arguments, from any thread.
using RunFault = std::function<FaultEffect(std::size_t stratum, std::uint64_t index)>;

/// Draws a pilot of each stratum, then rounds shared out by Neyman's rule, until the interval of the share of
/// failures is short enough, all faults were run, or trials are used up. Rounds depend on counts only, so an
/// interrupted campaign that goes on from its checkpoint ends with the figures of one that was not.
/// @throws std::invalid_argument for strata or options without sense, or a checkpoint of another campaign
CampaignResult run_campaign(const std::vector<CampaignStratum>& strata, const RunFault& run,
                            const CampaignOptions& options);

}  // namespace sunrack
