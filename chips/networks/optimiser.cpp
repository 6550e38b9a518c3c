#include "chips/networks/optimiser.h"

#include <Eigen/Core>
#include <cmath>
#include <numbers>

#include "physics/require.h"

namespace sunrack {

void AdamW::step(std::span<const TrainedTensor> tensors, double learning_rate) {
  if (steps_ == 0)
    for (const TrainedTensor& tensor : tensors) {
      first_.emplace_back(tensor.weights.size(), 0.0F);
      second_.emplace_back(tensor.weights.size(), 0.0F);
    }
  require(tensors.size() == first_.size(), "AdamW::step: tensors", double(tensors.size()),
          "must be those of the first step");
  ++steps_;
  const double first_bias = 1 - std::pow(options_.first_decay, steps_),
               second_bias = 1 - std::pow(options_.second_decay, steps_);
  const auto beta = float(options_.first_decay), gamma = float(options_.second_decay);
  const auto rate = float(learning_rate / first_bias), scale = float(1 / std::sqrt(second_bias)),
             epsilon = float(options_.epsilon);
  for (std::size_t t = 0; t < tensors.size(); ++t) {
    const TrainedTensor& tensor = tensors[t];
    const auto count = Eigen::Index(tensor.weights.size());
    require(tensor.weights.size() == first_[t].size() && tensor.gradient.size() == first_[t].size(),
            "AdamW::step: weights of a tensor", double(count), "must be as many as in the first step");
    using Numbers = Eigen::ArrayXf;
    Eigen::Map<Numbers> weights(tensor.weights.data(), count), first(first_[t].data(), count),
        second(second_[t].data(), count);
    const Eigen::Map<const Numbers> gradient(tensor.gradient.data(), count);
    first = beta * first + (1 - beta) * gradient;
    second = gamma * second + (1 - gamma) * gradient.square();
    if (tensor.decays) weights *= 1 - float(learning_rate * options_.weight_decay);
    weights -= rate * first / (second.sqrt() * scale + epsilon);
  }
}

double clip_gradients(std::span<const std::span<float>> gradients, double limit) {
  require(limit > 0, "clip_gradients: limit", limit, "must be positive");
  double squares = 0;
  for (const std::span<float>& gradient : gradients)
    for (const float slope : gradient) squares += double(slope) * slope;
  const double norm = std::sqrt(squares);
  if (norm > limit)
    for (const std::span<float>& gradient : gradients)
      for (float& slope : gradient) slope = float(slope * (limit / norm));
  return norm;
}

double cosine_learning_rate(double peak, long step, long steps, long warm_up, double last) {
  require(step >= 0 && step < steps, "cosine_learning_rate: step", double(step), "must be one of the steps");
  require(warm_up >= 0 && warm_up < steps, "cosine_learning_rate: warm_up", double(warm_up),
          "must be shorter than the training");
  if (step < warm_up) return peak * double(step + 1) / double(warm_up);
  const double part = double(step - warm_up) / double(std::max(1L, steps - 1 - warm_up));
  return peak * (last + (1 - last) * 0.5 * (1 + std::cos(std::numbers::pi * part)));
}

}  // namespace sunrack
