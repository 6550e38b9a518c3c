// Is training more fragile than inference? What flips cost a training run of 2e12 parameters in rollbacks and
// checkpoints, against the same memory that only answers. Read docs/models/bit_flips_at_scale.md before.
#include <fmt/format.h>

#include "chips/bit_flips/protection.h"
#include "physics/require.h"
#include "physics/units.h"

using namespace sunrack;
using namespace sunrack::units;

namespace {

TrainingQuestion training(double rate, const MemoryCode& code) {
  TrainingQuestion question{.accelerators = 16384, .checkpoint_time = 60, .restart_time = 600};
  const double bits = question.parameters * question.bits_per_parameter;
  const UpsetRates upsets = upset_rates({rate, bits}, code, {});
  const FlipTable states = enumerate_flips(weight_format("fp32"), {}, {.beyond = 10});
  question.fatal_per_flip =
      (states.random.nan + states.random.infinite + states.random.beyond) * small_model_evidence().ruin.mid;
  question.silent_flips_per_bit = upsets.silent_flips / bits;
  question.detected_words = upsets.detected_words;
  return question;
}

}  // namespace

int main() {
  fmt::print("2e12 parameters; training keeps 16 bytes for each on 16,384 chips, inference two\n");
  fmt::print("{:>14} {:>12} {:>16} {:>18} {:>14} {:>16}\n", "flips/bit/day", "correction", "rollbacks/day",
             "checkpoint every", "training lost", "inference lost");
  for (const double per_day : {1e-14, 1e-13, 1e-12, 1e-11}) {
    for (const char* name : {"none", "secded", "chipkill"}) {
      const MemoryCode& code = memory_code(name);
      const InferenceAnswer inference =
          answer_inference({.format = weight_format("bf16"), .code = code, .rate = per_day / 1_day});
      const double lost = unavailability(inference.fatal_flips.mid, inference.upsets.detected_words, {});
      try {
        const TrainingAnswer answer = answer_training(training(per_day / 1_day, code));
        fmt::print("{:14.0e} {:>12} {:16.4g} {:16.1f} s {:14.4f} {:16.4f}\n", per_day, name,
                   answer.rollbacks * 1_day, answer.interval_daly, answer.lost_share, lost);
      } catch (const ModelError& error) {
        fmt::print("{:14.0e} {:>12} {}; inference loses {:.4f}\n", per_day, name, error.what(), lost);
      }
    }
  }
  fmt::print(
      "Below the flips, the chips' own silent errors (6 in 54 days of 16,384) remain whatever the memory "
      "does.\n");
  return 0;
}
