#include "chips/networks/dense_gradient.h"

namespace sunrack {

double dense_gradient(const DenseNetwork& network, const Matrix& images, std::span<const int> labels,
                      DenseNetwork& gradient) {
  const DenseActivations forward = dense_activations(network, images);
  const Matrix& scores = forward.sums.back();
  const double loss = mean_cross_entropy(scores, labels);

  // d loss / d scores = (softmax - one at the label) / images
  Matrix slope = (scores.colwise() - scores.rowwise().maxCoeff()).array().exp();
  for (Eigen::Index row = 0; row < slope.rows(); ++row) {
    slope.row(row) /= slope.row(row).sum();
    slope(row, labels[std::size_t(row)]) -= 1;
  }
  slope /= float(slope.rows());

  gradient.layers.resize(network.layers.size());
  for (std::size_t layer = network.layers.size(); layer-- > 0;) {
    gradient.layers[layer].weight.noalias() = slope.transpose() * forward.inputs[layer];
    gradient.layers[layer].bias = slope.colwise().sum();
    if (layer == 0) break;
    Matrix below;
    below.noalias() = slope * network.layers[layer].weight;
    slope = (forward.sums[layer - 1].array() > 0).select(below, 0.0F);
  }
  return loss;
}

}  // namespace sunrack
