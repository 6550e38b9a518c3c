#pragma once

#include <cstdint>
#include <functional>

#include "chips/networks/dense_network.h"
#include "chips/networks/digits.h"
#include "chips/networks/optimiser.h"
#include "chips/networks/token_sequences.h"
#include "chips/networks/transformer_gradient.h"

namespace sunrack {

struct TrainingOptions {
  long steps = 1000;
  int batch = 32;               ///< images or sequences per step
  double learning_rate = 3e-3;  ///< peak of the cosine
  long warm_up = 50;            ///< steps
  double largest_gradient = 1;  ///< norm beyond which a gradient is scaled down
  AdamWOptions adam;
  std::uint64_t seed = 1;
  unsigned threads = 1;  ///< 0: all of the machine; does not change a bit of the weights
  /// Told the loss of each step; the training stops when it returns false.
  std::function<bool(long step, double loss)> after_step;
};

/// Trains a classifier on batches drawn at random from the images, without replacement within an epoch.
/// Returns the number of steps made: options.steps unless stopped.
long train_dense(DenseNetwork& network, const LabelledImages& data, const TrainingOptions& options);

/// The sequences of one step; must depend on the step only.
using BatchSource = std::function<TokenSequences(long step)>;

long train_transformer(Transformer& model, const BatchSource& batch, const TrainingOptions& options);

/// Pieces of `length` tokens from random places of a tokenised text.
BatchSource random_pieces(std::vector<int> tokens, int length, int batch, std::uint64_t seed);

}  // namespace sunrack
