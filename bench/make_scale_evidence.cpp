// Measures what chips/bit_flips/scale_evidence.cpp says of small language models: how often a catastrophic
// flip ruins them, and how much the loss rises per noise of bounded flips. Prints one line per model and
// format.
#include <fmt/format.h>

#include <array>

#include "chips/bit_flips/error_rate_sweep.h"
#include "chips/bit_flips/flip_enumeration.h"
#include "chips/bit_flips/transformer_campaign.h"
#include "chips/networks/language.h"
#include "chips/networks/model_file.h"

using namespace sunrack;

namespace {

/// [-] noise over signal of a layer per bit error rate, mean over the tensors by their number of weights.
double noise_per_rate(const Transformer& model, const WeightFormat& format) {
  double sum = 0, weights = 0;
  for (const auto& tensor : weight_tensors(model)) {
    if (tensor.rows == 1) continue;  // norms are not stored in formats with scales
    const StoredTensor codes =
        store(tensor.values, std::size_t(tensor.rows), std::size_t(tensor.columns), format);
    const FlipTable flips = enumerate_flips(codes, {.beyond = 10});
    sum += double(tensor.values.size()) * flips.bits_per_weight * flips.bounded_noise_per_flip;
    weights += double(tensor.values.size());
  }
  return sum / weights;
}

}  // namespace

int main() {
  fmt::print("{:>12} {:>8} {:>9} {:>24}\n", "model", "format", "weights", "ruined by a random flip");
  for (const char* name : {"language-24", "language-48", "language"}) {
    const StoredModel stored = load_model(name);
    const auto& model = std::get<Transformer>(stored.network);
    const TokenSequences text = language_test_sequences(16, model.shape.context);
    const FaultText judged{text.tokens, text.targets, model.shape.context};
    for (const char* format : {"fp32", "bf16", "fp16", "fp8_e4m3"}) {
      const TransformerFaults faults(model, weight_format(format), judged);
      const CampaignResult result = run_weight_campaign(faults, {.half_width = 0.004, .most_trials = 4000});
      fmt::print("{:>12} {:>8} {:9} {:8.4f} ({:.4f} to {:.4f})\n", name, format,
                 faults.weights().elements_with_bit(0), result.failures.share, result.failures.interval.low,
                 result.failures.interval.high);
    }
    for (const char* format : {"int8", "int4"}) {
      const TransformerFaults faults(model, weight_format(format), judged);
      const double noise = noise_per_rate(faults.model(), weight_format(format));
      for (const double rate : {1e-5, 3e-5, 1e-4, 3e-4}) {
        const std::array rates = {rate};
        const ErrorRatePoint point = error_rate_sweep(faults, rates, {.trials = 100}).front();
        fmt::print(
            "{:>12} {:>8} rate {:.0e}: noise {:.3g}, {} of 100 collapse, loss {:.4g} +- {:.2g} nat, {:.3g} "
            "nat per noise\n",
            name, format, rate, noise * rate, point.collapses, point.mean_loss_change, point.loss_deviation,
            point.mean_loss_change / (noise * rate));
      }
    }
  }
  return 0;
}
