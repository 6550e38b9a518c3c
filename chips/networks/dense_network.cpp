#include "chips/networks/dense_network.h"

#include <fmt/format.h>

#include <cmath>
#include <stdexcept>

#include "physics/numerics/sampling.h"
#include "physics/require.h"

namespace sunrack {

namespace {

void require_labels(const Matrix& scores, std::span<const int> labels) {
  if (labels.size() != std::size_t(scores.rows()))
    throw std::invalid_argument(fmt::format("{} labels for {} images", labels.size(), scores.rows()));
  for (const int label : labels)
    require(label >= 0 && label < scores.cols(), "label", label, "must be one of the classes");
}

void require_width(const DenseNetwork& network, int first, const Matrix& input) {
  require(first >= 0 && first < int(network.layers.size()), "dense_forward_from: first", first,
          "must be one of the layers");
  if (input.cols() != network.layers[std::size_t(first)].weight.cols())
    throw std::invalid_argument(fmt::format("the input of layer {} is {} wide, the layer takes {}", first,
                                            input.cols(), network.layers[std::size_t(first)].weight.cols()));
}

}  // namespace

DenseNetwork random_dense_network(std::span<const int> widths, std::uint64_t seed) {
  require(widths.size() >= 2, "random_dense_network: widths", double(widths.size()), "must be two or more");
  for (const int width : widths) require(width > 0, "random_dense_network: width", width, "must be positive");
  DenseNetwork network;
  for (std::size_t layer = 0; layer + 1 < widths.size(); ++layer) {
    RandomStream random(seed, layer);
    const double bound = std::sqrt(6.0 / widths[layer]);
    Matrix weight(widths[layer + 1], widths[layer]);
    for (Eigen::Index i = 0; i < weight.size(); ++i)
      weight.data()[i] = float(bound * (2 * random.uniform() - 1));
    network.layers.push_back({.weight = std::move(weight), .bias = Vector::Zero(widths[layer + 1])});
  }
  return network;
}

void require_consistent(const DenseNetwork& network) {
  require(!network.layers.empty(), "dense network: layers", 0, "must be one or more");
  for (std::size_t layer = 0; layer < network.layers.size(); ++layer) {
    const DenseLayer& here = network.layers[layer];
    require(here.weight.size() > 0, "dense network: weights of a layer", 0, "must be one or more");
    if (here.bias.size() != here.weight.rows())
      throw std::invalid_argument(fmt::format("dense network: layer {} has {} outputs and {} biases", layer,
                                              here.weight.rows(), here.bias.size()));
    if (layer > 0 && here.weight.cols() != network.layers[layer - 1].weight.rows())
      throw std::invalid_argument(
          fmt::format("dense network: layer {} takes {} inputs, the one before gives {}", layer,
                      here.weight.cols(), network.layers[layer - 1].weight.rows()));
  }
}

std::int64_t parameter_count(const DenseNetwork& network) {
  std::int64_t count = 0;
  for (const DenseLayer& layer : network.layers) count += layer.weight.size() + layer.bias.size();
  return count;
}

Matrix dense_forward_from(const DenseNetwork& network, int first, const Matrix& layer_input) {
  require_width(network, first, layer_input);
  Matrix input = layer_input, sums;
  for (std::size_t layer = std::size_t(first); layer < network.layers.size(); ++layer) {
    const DenseLayer& here = network.layers[layer];
    sums.noalias() = input * here.weight.transpose();
    sums.rowwise() += here.bias;
    if (layer + 1 < network.layers.size()) input = sums.cwiseMax(0.0F);
  }
  return sums;
}

Matrix dense_forward(const DenseNetwork& network, const Matrix& images) {
  return dense_forward_from(network, 0, images);
}

DenseActivations dense_activations(const DenseNetwork& network, const Matrix& images) {
  require_width(network, 0, images);
  DenseActivations activations;
  activations.inputs.push_back(images);
  for (std::size_t layer = 0; layer < network.layers.size(); ++layer) {
    const DenseLayer& here = network.layers[layer];
    Matrix sums;
    sums.noalias() = activations.inputs[layer] * here.weight.transpose();
    sums.rowwise() += here.bias;
    activations.sums.push_back(std::move(sums));
    if (layer + 1 < network.layers.size())
      activations.inputs.push_back(activations.sums.back().cwiseMax(0.0F));
  }
  return activations;
}

std::vector<int> predicted_classes(const Matrix& scores) {
  std::vector<int> classes(std::size_t(scores.rows()), -1);
  for (Eigen::Index row = 0; row < scores.rows(); ++row) {
    int best = -1;
    for (Eigen::Index column = 0; column < scores.cols(); ++column) {
      const float score = scores(row, column);
      if (!std::isnan(score) && (best < 0 || score > scores(row, best))) best = int(column);
    }
    classes[std::size_t(row)] = best;
  }
  return classes;
}

double classification_accuracy(const Matrix& scores, std::span<const int> labels) {
  require_labels(scores, labels);
  require(scores.rows() > 0, "classification_accuracy: images", 0, "must be one or more");
  const std::vector<int> classes = predicted_classes(scores);
  int right = 0;
  for (std::size_t n = 0; n < labels.size(); ++n) right += classes[n] == labels[n] ? 1 : 0;
  return double(right) / double(labels.size());
}

double mean_cross_entropy(const Matrix& scores, std::span<const int> labels) {
  require_labels(scores, labels);
  require(scores.rows() > 0, "mean_cross_entropy: images", 0, "must be one or more");
  double sum = 0;
  for (Eigen::Index row = 0; row < scores.rows(); ++row) {
    const double top = scores.row(row).maxCoeff();
    double exponentials = 0;
    for (Eigen::Index column = 0; column < scores.cols(); ++column)
      exponentials += std::exp(scores(row, column) - top);
    sum += std::log(exponentials) + top - scores(row, labels[std::size_t(row)]);
  }
  return sum / double(scores.rows());
}

}  // namespace sunrack
