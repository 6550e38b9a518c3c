#pragma once

#include <string>
#include <vector>

namespace sunrack {

/// An estimate with what is held possible about it.
struct Band {
  double low = 0, mid = 0, high = 0;
};

/// What was measured on small language models, and is carried to large ones. Replace any field by better
/// figures.
struct ScaleEvidence {
  std::string name;
  double parameters = 0;  ///< [-] of the largest network measured
  /// [-] chance that a flip into the catastrophic class (not finite, or beyond `beyond`) ruins the network.
  Band ruin;
  double beyond = 10;  ///< [-] size of a weight that counts as catastrophic
  /// [nat] rise of the loss per noise-to-signal of a weight: where all bits are alike (integers, 4-bit
  /// floats) and where rare exponent flips carry most of the noise (other floating formats).
  Band loss_per_noise_even, loss_per_noise_rare;
  double size_exponent = 0;    ///< [-] the rise goes as parameters^exponent between the networks measured
  int flips_without_ruin = 0;  ///< integer flips injected without one collapse
  std::string source;
};

/// Small language models of 2.6e4 to 3.9e5 weights, trained and injected by this project.
const ScaleEvidence& small_model_evidence();

}  // namespace sunrack
