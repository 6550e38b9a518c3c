#pragma once

#include <optional>
#include <vector>

#include "chips/bit_flips/transformer_faults.h"

namespace sunrack {

/// First-order estimate of the loss change of every fault of one bit: change of the weight times derivative.
struct FirstOrderBit {
  std::uint64_t faults = 0;
  std::uint64_t unusable =
      0;                     ///< faults whose weight is not finite, or changes by more than `largest_change`
  bool is_exponent = false;  ///< of a floating-point format: the weight changes by a factor
  double mean = 0;           ///< [nat] over the usable ones
  double rms = 0;            ///< [nat]
  double positive = 0;       ///< [-] share of the usable ones that raise the loss
};

/// One backward pass, then one product per fault.
class FirstOrder {
 public:
  /// @param largest_change of a weight for which an estimate counts; the loss is no straight line beyond
  /// @param threads 0: all of the machine; does not change a bit of the estimates
  explicit FirstOrder(const TransformerFaults& faults, double largest_change = 1, unsigned threads = 0);

  /// [nat] nothing where the estimate must not be used.
  std::optional<double> estimate(const FaultSite& site) const;
  /// All faults of all weights by bit, exactly. The result does not depend on the number of threads.
  std::vector<FirstOrderBit> screen(unsigned threads = 0) const;
  double loss() const { return loss_; }  ///< [nat per token] of the pass forwards

 private:
  const TransformerFaults& faults_;
  double largest_change_;
  double loss_ = 0;
  Transformer gradient_;
  std::vector<std::span<const float>> derivatives_;  // of each weight tensor
};

/// Mean loss change of the bounded faults of a stratum with the estimate as control variate.
struct ControlledMean {
  double correlation = 0;      ///< [-] of estimate and truth in the sample
  double plain = 0;            ///< [nat] mean of the sample
  double plain_deviation = 0;  ///< [nat] its standard deviation
  double mean = 0;             ///< [nat] corrected by the estimate's known mean; the plain one if not used
  double deviation = 0;        ///< [nat]
  bool used = false;
};

/// The estimate is never used for an exponent bit, however well a sample of it may correlate: the loss is no
/// straight line over a factor, and the few faults that show it are not in every sample. Other bits need
/// a sample without a failure of at least `least_trials` faults, an estimate for every fault of the
/// population and a correlation of at least `least_correlation`.
ControlledMean controlled_mean(const StratumResult& stratum, const FirstOrderBit& screen,
                               double least_correlation = 0.9, std::uint64_t least_trials = 20);

/// One stratum per bit position of the weights that `faults` selects, highest bit first.
CampaignResult run_weight_campaign(const TransformerFaults& faults, const CampaignOptions& options,
                                   const FirstOrder* first_order = nullptr);
/// The same over activations of one pass, and over the key-value cache, in this number format.
CampaignResult run_activation_campaign(const TransformerFaults& faults, NumberFormat format,
                                       const CampaignOptions& options);
CampaignResult run_key_value_campaign(const TransformerFaults& faults, NumberFormat format,
                                      const CampaignOptions& options);

/// Clusters of several bits in the weights as they lie in memory, from a random first bit: one stratum.
CampaignResult run_cluster_campaign(const TransformerFaults& faults, const Cluster& cluster,
                                    const MemoryLayout& layout, const CampaignOptions& options);

}  // namespace sunrack
