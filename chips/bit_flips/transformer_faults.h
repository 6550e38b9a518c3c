#pragma once

#include <functional>
#include <optional>
#include <span>
#include <vector>

#include "chips/bit_flips/campaign.h"
#include "chips/bit_flips/changed_pass.h"
#include "chips/bit_flips/fault.h"
#include "chips/bit_flips/stored_tensor.h"
#include "chips/networks/transformer_forward.h"

/// What one fault does to a decoder on a text, without running what it cannot reach.
///
/// The clean activations are kept. A fault starts in the half block that it hits, as a change of rank one of
/// what that weight writes; blocks before it are not run, nor sequences that it does not reach. Sequences go
/// through in small groups, and it ends as soon as the outcome is certain: a score that is not finite, or
/// losses so far that make a collapse whatever the rest does, since no token's loss is negative. Such
/// a fault counts as a collapse even if a later group would have a score that is not finite; its loss is
/// a lower bound.
namespace sunrack {

/// Which weights may be hit; nothing set: all that are stored.
struct FaultSelection {
  std::vector<WeightKind> kinds = {};
  std::optional<int> block = {};
  std::vector<int> columns = {};  ///< inputs: the weights that read outlier channels, for example
};

/// Text to judge by: whole sequences of `length` tokens; a target below zero does not count.
struct FaultText {
  std::vector<int> tokens, targets;
  int length = 0;
};

struct TransformerFaultOptions {
  FaultSelection selection;
  OutcomeLimits limits;         ///< for the early exit
  bool exit_early = true;       ///< false: run all to the end
  int sequences_per_group = 4;  ///< that go through together
};

class TransformerFaults {
 public:
  using Options = TransformerFaultOptions;
  /// Rounds every stored weight to `format`. Norms are stored, and hit, only in formats without scales; in
  /// others they stay in single precision.
  /// @throws std::invalid_argument for a text that does not fit, a selection that no weight meets, or scores
  /// that are not finite without a fault
  TransformerFaults(const Transformer& model, const WeightFormat& format, FaultText text,
                    const Options& options = {});
  TransformerFaults(const TransformerFaults&) = delete;  // refers into itself
  TransformerFaults& operator=(const TransformerFaults&) = delete;

  const Transformer& model() const { return model_; }  ///< as rounded
  const FaultText& text() const { return text_; }
  const WeightFormat& format() const { return format_; }
  double clean_loss() const { return clean_loss_; }          ///< [nat per token that counts]
  double clean_accuracy() const { return clean_accuracy_; }  ///< [-] share of targets that are the top choice

  const FaultSpace& weights() const { return weights_; }
  /// Outputs of all weight tensors in one pass over the text, in `place_bits` bits per number.
  FaultSpace activations(NumberFormat format) const;
  /// Keys and values of all blocks, one tensor each.
  FaultSpace key_value_cache(NumberFormat format) const;

  FaultEffect run_weight(const FaultSite& site) const;
  /// Several elements at once, by a whole pass from the first block that is hit.
  FaultEffect run_cluster(std::span<const FaultSite> sites) const;
  /// One number of what a weight tensor wrote; norms: after the gain; queries and keys: before rotation.
  FaultEffect run_activation(const FaultSite& site, NumberFormat format) const;
  /// Hit after its own token has read it and before the next one does.
  FaultEffect run_key_value(const FaultSite& site, NumberFormat format) const;

  double value(const FaultSite& site) const;         ///< of the weight without the fault
  double faulty_value(const FaultSite& site) const;  ///< and with it
  /// After the flip of each single bit of the element, whatever the mask.
  void faulty_values(const FaultSite& site, std::span<float> by_bit) const;
  /// The tensor of the model (weight_tensors) and the element in it that a site of weights() is.
  std::pair<std::size_t, std::size_t> place(const FaultSite& site) const;

 private:
  struct Tally;
  void count(const Matrix& logits, Eigen::Index first, Tally& tally) const;
  bool is_decided(const Tally& tally) const;
  FaultEffect effect_of(const Tally& tally) const;
  FaultEffect run_groups(const std::function<bool(Eigen::Index, Eigen::Index, Matrix&)>& logits) const;
  FaultEffect run_one_sequence(Eigen::Index row, const Matrix& logits) const;

  Transformer model_;
  WeightFormat format_;
  FaultText text_;
  Options options_;
  std::vector<WeightTensor<const float>> tensors_;  // of model_
  std::vector<StoredTensor> stored_;                // of each tensor; empty codes: not stored
  std::vector<StoredTensor> units_;                 // the same with every element 1: the scales
  std::vector<std::size_t> chosen_;                 // tensors of weights_
  FaultSpace weights_;
  CleanPass pass_;
  std::vector<double> clean_losses_;
  std::vector<int> clean_answers_;
  std::vector<char> clean_correct_;
  double clean_loss_ = 0, clean_accuracy_ = 0;
  std::int64_t counted_ = 0;
};

/// The model with the same answers whose normalised streams carry outliers: the gain of each channel is
/// `factor` times as large before every half block, and the weights that read it as much smaller, as the
/// massive activations of large language models have it (Sun et al. 2024, arXiv 2402.17762).
/// @throws std::invalid_argument for a channel that there is not, or a factor that is not positive
Transformer with_outlier_channels(const Transformer& model, std::span<const int> channels, double factor);

}  // namespace sunrack
