#pragma once

#include <span>
#include <vector>

namespace sunrack {

/// AdamW: Kingma & Ba (2015, arXiv 1412.6980) with weight decay kept apart from the gradient (Loshchilov &
/// Hutter 2019, arXiv 1711.05101).
struct AdamWOptions {
  double first_decay = 0.9;    ///< of the mean of the gradients
  double second_decay = 0.99;  ///< of the mean of their squares
  double epsilon = 1e-8;
  double weight_decay = 0.01;  ///< per step and per learning rate; matrices only
};

/// One tensor to be trained.
struct TrainedTensor {
  std::span<float> weights;
  std::span<const float> gradient;
  bool decays = true;  ///< false for biases and norms
};

class AdamW {
 public:
  explicit AdamW(const AdamWOptions& options = {}) : options_(options) {}

  /// One step; the tensors are the same, in the same order, at every step.
  /// @throws std::invalid_argument if their sizes are not those of the first step
  void step(std::span<const TrainedTensor> tensors, double learning_rate);

 private:
  AdamWOptions options_;
  long steps_ = 0;
  std::vector<std::vector<float>> first_, second_;
};

/// Scales all gradients by the same factor so that their common norm is at most `limit`; returns the norm
/// that they had. Summed in a fixed order in double precision.
double clip_gradients(std::span<const std::span<float>> gradients, double limit);

/// Linear from zero over `warm_up` steps, then half a cosine down to `last` times the peak at the end
/// (Loshchilov & Hutter 2017, arXiv 1608.03983).
double cosine_learning_rate(double peak, long step, long steps, long warm_up, double last = 0.1);

}  // namespace sunrack
