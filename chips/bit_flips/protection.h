#pragma once

#include <string>
#include <vector>

#include "chips/bit_flips/scale.h"

namespace sunrack {

/// How long it takes to be right again.
struct Recovery {
  double detection = 3600;  ///< [s] from a fatal flip to its being noticed: canary prompts, a watched loss
  double reload = 600;      ///< [s] to load the weights afresh; also after a detected error
};

/// [-] share of the time that answers are wrong or awaited: x / (1 + x) with
/// x = fatal (detection + reload) + detected words * reload.
double unavailability(double fatal_flips, double detected_words, const Recovery& recovery);

/// What can be done about flips in weights, and what it costs.
struct Protection {
  std::string name;
  std::string how;
  double memory = 0;           ///< [-] stored bits over those of the format left alone, less one
  double fatal_flips = 0;      ///< [1/s]
  double noise_to_signal = 0;  ///< [-] at the end of the exposure
  double unavailability = 0;   ///< [-]
  double cost =
      0;  ///< [-] of capacity: memory, where it is more, times its share of the machine, and the time lost
};

struct ProtectionOptions {
  Recovery recovery;
  double memory_share = 0.2;  ///< [-] of the machine's cost (mass, power) that memory is
  double reload_interval =
      600;  ///< [s] between two checks of the sum; one pass over memory takes well below a second
};

/// Nothing, pinning the top exponent bit to zero, SECDED over sign and exponent bits only, int8 in its place,
/// SECDED over all, a checksum with reload; the cheapest first. `question.code` is ignored. Pinning needs |w|
/// < 2 in all weights: exceptions must be listed, as the largest weight tells.
std::vector<Protection> rank_protections(const InferenceQuestion& question,
                                         const ProtectionOptions& options = {},
                                         const ScaleEvidence& evidence = small_model_evidence());

}  // namespace sunrack
