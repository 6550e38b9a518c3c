#include "chips/networks/training.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "chips/networks/dense_gradient.h"
#include "physics/numerics/sampling.h"
#include "physics/require.h"

namespace sunrack {

namespace {

void require_sensible(const TrainingOptions& options) {
  require(options.steps > 0, "training: steps", double(options.steps), "must be positive");
  require(options.batch > 0, "training: batch", options.batch, "must be positive");
  require(options.learning_rate > 0, "training: learning_rate", options.learning_rate, "must be positive");
  require(options.warm_up >= 0 && options.warm_up < options.steps, "training: warm_up",
          double(options.warm_up), "must be shorter than the training");
}

/// One step of the optimiser, the gradients clipped before.
void improve(AdamW& adam, std::vector<TrainedTensor>& tensors, std::vector<std::span<float>>& gradients,
             const TrainingOptions& options, long step) {
  const double norm = clip_gradients(gradients, options.largest_gradient);
  if (!std::isfinite(norm))
    throw ModelError("training: the gradient is no finite number; a smaller learning rate may help");
  adam.step(tensors, cosine_learning_rate(options.learning_rate, step, options.steps, options.warm_up));
}

}  // namespace

long train_dense(DenseNetwork& network, const LabelledImages& data, const TrainingOptions& options) {
  require_sensible(options);
  require_consistent(network);
  const auto count = std::uint64_t(data.images.rows());
  require(std::uint64_t(options.batch) <= count, "training: batch", options.batch,
          "must not be more than there are images");
  const std::uint64_t batches = count / std::uint64_t(options.batch);
  AdamW adam(options.adam);
  DenseNetwork gradient;
  Matrix images(options.batch, data.images.cols());
  std::vector<int> labels(std::size_t(options.batch));
  for (long step = 0; step < options.steps; ++step) {
    const std::uint64_t epoch = std::uint64_t(step) / batches, first = std::uint64_t(step) % batches;
    for (int n = 0; n < options.batch; ++n) {
      const std::uint64_t place = first * std::uint64_t(options.batch) + std::uint64_t(n);
      const std::uint64_t image = random_permutation(options.seed, place, count, std::uint32_t(epoch));
      images.row(n) = data.images.row(Eigen::Index(image));
      labels[std::size_t(n)] = data.labels[image];
    }
    const double loss = dense_gradient(network, images, labels, gradient);
    std::vector<TrainedTensor> tensors;
    std::vector<std::span<float>> gradients;
    const auto add = [&](auto& weights, auto& slopes, bool decays) {
      gradients.emplace_back(slopes.data(), std::size_t(slopes.size()));
      tensors.push_back({.weights = {weights.data(), std::size_t(weights.size())},
                         .gradient = gradients.back(),
                         .decays = decays});
    };
    for (std::size_t layer = 0; layer < network.layers.size(); ++layer) {
      add(network.layers[layer].weight, gradient.layers[layer].weight, true);
      add(network.layers[layer].bias, gradient.layers[layer].bias, false);
    }
    improve(adam, tensors, gradients, options, step);
    if (options.after_step && !options.after_step(step, loss)) return step + 1;
  }
  return options.steps;
}

long train_transformer(Transformer& model, const BatchSource& batch, const TrainingOptions& options) {
  require_sensible(options);
  require_consistent(model);
  AdamW adam(options.adam);
  Transformer gradient = zero_transformer(model.shape);
  GradientScratch scratch;
  std::vector<TrainedTensor> tensors;
  std::vector<std::span<float>> gradients;
  const auto weights = weight_tensors(model), slopes = weight_tensors(gradient);
  for (std::size_t t = 0; t < weights.size(); ++t) {
    gradients.push_back(slopes[t].values);
    tensors.push_back(
        {.weights = weights[t].values, .gradient = slopes[t].values, .decays = weights[t].rows > 1});
  }
  for (long step = 0; step < options.steps; ++step) {
    const TokenSequences sequences = batch(step);
    const double loss = transformer_gradient(model, sequences.tokens, sequences.targets, sequences.length,
                                             gradient, {.threads = options.threads, .scratch = &scratch});
    improve(adam, tensors, gradients, options, step);
    if (options.after_step && !options.after_step(step, loss)) return step + 1;
  }
  return options.steps;
}

BatchSource random_pieces(std::vector<int> tokens, int length, int batch, std::uint64_t seed) {
  require(length > 0 && batch > 0, "random_pieces: length and batch", std::min(length, batch),
          "must be positive");
  require(tokens.size() > std::size_t(length), "random_pieces: tokens", double(tokens.size()),
          "must be more than one piece");
  return [tokens = std::move(tokens), length, batch, seed](long step) {
    TokenSequences out{.length = length};
    const std::size_t places = tokens.size() - std::size_t(length);
    for (int n = 0; n < batch; ++n) {
      const double u = uniform_random(seed, std::uint64_t(step) * std::uint64_t(batch) + std::uint64_t(n), 0);
      const auto first = tokens.begin() + std::ptrdiff_t(u * double(places));
      out.tokens.insert(out.tokens.end(), first, first + length);
      out.targets.insert(out.targets.end(), first + 1, first + 1 + length);
    }
    return out;
  };
}

}  // namespace sunrack
