#include "chips/bit_flips/transformer_campaign.h"

#include <algorithm>
#include <cmath>

#include "chips/networks/transformer_gradient.h"
#include "physics/numerics/parallel.h"
#include "physics/numerics/sampling.h"
#include "physics/require.h"

namespace sunrack {
namespace {

/// Strata by bit, highest first: those decide, and a campaign that is stopped early has seen them.
CampaignResult run_by_bit(const FaultSpace& space, const CampaignOptions& options,
                          const std::function<FaultEffect(const FaultSite&)>& run) {
  std::vector<CampaignStratum> strata;
  std::vector<int> bits;
  for (int bit = space.most_bits() - 1; bit >= 0; --bit) {
    strata.push_back({"bit " + std::to_string(bit), space.elements_with_bit(bit)});
    bits.push_back(bit);
  }
  return run_campaign(
      strata,
      [&](std::size_t stratum, std::uint64_t index) {
        return run(space.draw_with_bit(options.seed, bits[stratum], index));
      },
      options);
}

struct Sums {
  std::uint64_t faults = 0, unusable = 0, positive = 0;
  double sum = 0, squares = 0;
};

}  // namespace

FirstOrder::FirstOrder(const TransformerFaults& faults, double largest_change, unsigned threads)
    : faults_(faults), largest_change_(largest_change) {
  require(largest_change > 0, "FirstOrder: largest change", largest_change, "must be positive");
  const FaultText& text = faults.text();
  loss_ = transformer_gradient(faults.model(), text.tokens, text.targets, text.length, gradient_,
                               {.threads = threads});
  for (const auto& tensor : weight_tensors(std::as_const(gradient_))) derivatives_.push_back(tensor.values);
}

std::optional<double> FirstOrder::estimate(const FaultSite& site) const {
  const double change = faults_.faulty_value(site) - faults_.value(site);
  if (!(std::abs(change) <= largest_change_)) return {};
  const auto [tensor, element] = faults_.place(site);
  return change * double(derivatives_[tensor][element]);
}

std::vector<FirstOrderBit> FirstOrder::screen(unsigned threads) const {
  const FaultSpace& space = faults_.weights();
  const std::size_t bits = std::size_t(space.most_bits());
  constexpr std::uint64_t share = 4096;  // elements summed together: fixes the order of the sums
  std::vector<std::pair<std::size_t, std::uint64_t>> shares;
  for (std::size_t t = 0; t < space.tensors().size(); ++t)
    for (std::uint64_t first = 0; first < space.tensors()[t].elements; first += share)
      shares.emplace_back(t, first);
  std::vector<std::vector<Sums>> sums(shares.size(), std::vector<Sums>(bits));
  parallel_for(shares.size(), threads, [&](std::size_t n) {
    const auto [t, first] = shares[n];
    const FaultTensor& tensor = space.tensors()[t];
    std::vector<float> faulty(bits);
    for (std::uint64_t e = first; e < std::min(first + share, tensor.elements); ++e) {
      const auto [whole, element] = faults_.place({t, e, 1});
      const double before = faults_.value({t, e, 1}), derivative = double(derivatives_[whole][element]);
      faults_.faulty_values({t, e, 1}, faulty);
      for (std::size_t bit = 0; bit < std::size_t(tensor.bits); ++bit) {
        Sums& sum = sums[n][bit];
        const double change = double(faulty[bit]) - before;
        const bool is_usable = std::abs(change) <= largest_change_;
        const double loss = is_usable ? change * derivative : 0;
        ++sum.faults, sum.unusable += !is_usable, sum.positive += loss > 0;
        sum.sum += loss, sum.squares += loss * loss;
      }
    }
  });
  std::vector<FirstOrderBit> result(bits);
  for (std::size_t bit = 0; bit < bits; ++bit) {
    Sums all;
    for (const auto& part : sums) {
      all.faults += part[bit].faults, all.unusable += part[bit].unusable, all.positive += part[bit].positive;
      all.sum += part[bit].sum, all.squares += part[bit].squares;
    }
    const double usable = double(all.faults - all.unusable);
    const FormatLayout& format = layout(faults_.format().element);
    const int place = int(bit) - format.mantissa_bits;
    result[bit] = {.faults = all.faults,
                   .unusable = all.unusable,
                   .is_exponent = place >= 0 && place < format.exponent_bits};
    if (usable > 0) {
      result[bit].mean = all.sum / usable, result[bit].rms = std::sqrt(all.squares / usable);
      result[bit].positive = double(all.positive) / usable;
    }
  }
  return result;
}

ControlledMean controlled_mean(const StratumResult& stratum, const FirstOrderBit& screen,
                               double least_correlation, std::uint64_t least_trials) {
  ControlledMean result{.correlation = stratum.first_order_correlation(),
                        .plain = stratum.mean_loss_change()};
  const double n = double(stratum.bounded());
  if (n < 2) return result;
  result.plain_deviation = stratum.loss_deviation() / std::sqrt(n);
  result.mean = result.plain, result.deviation = result.plain_deviation;
  const bool is_fit = !screen.is_exponent && stratum.failures() == 0 && stratum.trials >= least_trials &&
                      screen.unusable == 0 && result.correlation >= least_correlation;
  if (!is_fit) return result;
  // Slope of truth on estimate; with it the variance left is 1 - correlation^2 of the plain one.
  const double spread = stratum.first_square_sum - stratum.first_sum * stratum.first_sum / n;
  const double slope = (stratum.product_sum - stratum.first_sum * stratum.loss_sum / n) / spread;
  result.mean = result.plain + slope * (screen.mean - stratum.first_sum / n);
  result.deviation = result.plain_deviation * std::sqrt(1 - result.correlation * result.correlation);
  result.used = true;
  return result;
}

CampaignResult run_weight_campaign(const TransformerFaults& faults, const CampaignOptions& options,
                                   const FirstOrder* first_order) {
  return run_by_bit(faults.weights(), options, [&](const FaultSite& site) {
    FaultEffect effect = faults.run_weight(site);
    if (first_order) effect.first_order = first_order->estimate(site).value_or(0);
    return effect;
  });
}

CampaignResult run_activation_campaign(const TransformerFaults& faults, NumberFormat format,
                                       const CampaignOptions& options) {
  return run_by_bit(faults.activations(format), options,
                    [&](const FaultSite& site) { return faults.run_activation(site, format); });
}

CampaignResult run_key_value_campaign(const TransformerFaults& faults, NumberFormat format,
                                      const CampaignOptions& options) {
  return run_by_bit(faults.key_value_cache(format), options,
                    [&](const FaultSite& site) { return faults.run_key_value(site, format); });
}

CampaignResult run_cluster_campaign(const TransformerFaults& faults, const Cluster& cluster,
                                    const MemoryLayout& layout, const CampaignOptions& options) {
  const FaultSpace& space = faults.weights();
  return run_campaign(
      {{"clusters", space.bits()}},
      [&](std::size_t, std::uint64_t index) {
        const std::uint64_t first = random_permutation(options.seed, index, space.bits(), 0);
        const auto bits = cluster_bits(cluster, layout, first, space.bits(), options.seed + index);
        return faults.run_cluster(sites_of(space, bits));
      },
      options);
}

}  // namespace sunrack
