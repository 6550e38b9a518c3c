// Which bit kills a network? All flips of all bits of all weights of the digits classifier, exactly, and
// sampled flips of a small language model. Read docs/models/fault_injection.md before.
#include <fmt/format.h>

#include "chips/bit_flips/transformer_campaign.h"
#include "chips/bit_flips/vulnerability.h"
#include "chips/networks/digits.h"
#include "chips/networks/language.h"
#include "chips/networks/model_file.h"

using namespace sunrack;

namespace {

void exhaust(const DenseNetwork& network, const Matrix& images, const char* format) {
  const ExhaustiveCampaign all = exhaustive_campaign(network, weight_format(format), images);
  fmt::print("\nDigits in {}: {} faults, each on {} images\n", format, all.total.faults, all.images);
  fmt::print("{:>5} {:>18} {:>26} {:>14}\n", "bit", "changes an answer", "changes more than 5 % of them",
             "not finite");
  for (std::size_t bit = all.by_bit.size(); bit-- > 0;) {
    const BitVulnerability& one = all.by_bit[bit];
    const double faults = static_cast<double>(one.faults);
    if (one.any == 0) continue;
    fmt::print("{:5} {:18.4f} {:26.4f} {:14.4f}\n", bit, double(one.any) / faults, double(one.many) / faults,
               double(one.non_finite) / faults);
  }
  fmt::print("a random flip changes an answer with probability {:.5f}\n",
             double(all.total.any) / double(all.total.faults));
}

}  // namespace

int main() {
  const StoredModel digits = load_model("digits");
  const Matrix images = digit_images(digits_test_seed, 200).images;
  for (const char* format : {"bf16", "int8"}) exhaust(std::get<DenseNetwork>(digits.network), images, format);

  const StoredModel language = load_model("language-24");
  const auto& model = std::get<Transformer>(language.network);
  const TokenSequences text = language_test_sequences(8, model.shape.context);
  const TransformerFaults faults(model, weight_format("bf16"),
                                 {text.tokens, text.targets, model.shape.context});
  const CampaignResult sampled = run_weight_campaign(faults, {.half_width = 0.01, .most_trials = 1500});
  fmt::print("\nLanguage model in bf16, {} sampled faults\n", sampled.trials);
  fmt::print("{:>8} {:>8} {:>20}\n", "bit", "faults", "collapse or NaN");
  for (const StratumResult& bit : sampled.strata)
    fmt::print("{:>8} {:8} {:20.3f}\n", bit.name, bit.trials, double(bit.failures()) / double(bit.trials));
  fmt::print(
      "a random flip ruins it with probability {:.4f} ({:.4f} to {:.4f}): one bit in sixteen, nearly always "
      "fatal\n",
      sampled.failures.share, sampled.failures.interval.low, sampled.failures.interval.high);
  return 0;
}
