// Which number format stands bit flips best? What one random flip does to a weight in each of them, and how
// many flips a network of 2e12 parameters survives. Read docs/models/number_formats.md before.
#include <fmt/format.h>

#include <cmath>

#include "chips/bit_flips/scale.h"

using namespace sunrack;

int main() {
  fmt::print("One random flip in weights of standard deviation 0.02\n");
  fmt::print("{:>12} {:>6} {:>12} {:>12} {:>16} {:>18}\n", "format", "bits", "not finite", "beyond 10",
             "rms change [s]", "flips to ruin");
  for (const WeightFormat& format : weight_formats()) {
    InferenceQuestion question;
    question.format = format;
    question.code = memory_code("none");
    const FlipTable flips = enumerate_flips(format, question.network.weights,
                                            flip_options(question.network, small_model_evidence()));
    const InferenceAnswer answer = answer_inference(question, flips, small_model_evidence());
    const std::string ruin =
        answer.fatal_per_flip.mid > 0 ? fmt::format("{:.0f}", 1 / answer.fatal_per_flip.mid) : "none seen";
    fmt::print("{:>12} {:6.2f} {:12.5f} {:12.5f} {:16.3f} {:>18}\n", format.name, flips.bits_per_weight,
               flips.random.nan + flips.random.infinite, flips.random.beyond,
               std::sqrt(flips.bounded_noise_per_flip), ruin);
  }
  fmt::print(
      "\nThe number of flips to ruin does not depend on the number of parameters: more parameters catch more "
      "flips,\nthey do not stand more. Integers have no bit that makes a weight huge; a block's scale has, "
      "for "
      "all its weights.\n");
  return 0;
}
