#pragma once

#include <span>
#include <vector>

#include "chips/networks/transformer_forward.h"

namespace sunrack {

/// Memory of a gradient, kept from one call to the next.
struct GradientScratch {
  struct Share {
    TransformerActivations forward;
    Transformer gradient;
    double loss = 0;
  };
  std::vector<Share> shares;
};

struct GradientOptions {
  unsigned threads = 1;  ///< 0: all of the machine; does not change a bit of the answer
  int sequences_per_share =
      8;  ///< summed on one thread; the shares are added in order. Changes the last digits
  GradientScratch* scratch = nullptr;
};

/// The mean loss [nat per token that counts] of whole sequences of `length` tokens against the targets (below
/// zero: does not count), and in `gradient` its derivative with respect to every weight (sizes are set here).
/// @throws std::invalid_argument if tokens or targets do not fit the model, or none counts
double transformer_gradient(const Transformer& model, std::span<const int> tokens,
                            std::span<const int> targets, int length, Transformer& gradient,
                            const GradientOptions& options = {});

}  // namespace sunrack
