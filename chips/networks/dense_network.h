#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "chips/networks/matrix.h"

namespace sunrack {

/// y = W x + b.
struct DenseLayer {
  Matrix weight;  ///< outputs x inputs
  Vector bias;    ///< outputs
};

/// A classifier of fully connected layers with rectifiers, max(0, z), between them; the last layer gives the
/// scores of the classes and the largest one wins (the first of equals).
struct DenseNetwork {
  std::vector<DenseLayer> layers;
};

/// All that a forward pass computed; row n of every matrix belongs to image n.
struct DenseActivations {
  std::vector<Matrix> inputs;  ///< of each layer: the images, then the rectified outputs of the layer before
  std::vector<Matrix> sums;    ///< z = W x + b of each layer; the last are the scores
};

/// A network of these widths, inputs first, for example {64, 128, 128, 10}; weights uniform in +-sqrt(6 /
/// inputs) (He et al. 2015, arXiv 1502.01852), biases zero, from counter-based random numbers.
/// @throws std::invalid_argument unless there are two widths or more, all positive
DenseNetwork random_dense_network(std::span<const int> widths, std::uint64_t seed);

/// @throws std::invalid_argument if the layers do not fit each other
void require_consistent(const DenseNetwork& network);

std::int64_t parameter_count(const DenseNetwork& network);  ///< weights and biases

/// The scores of each image (rows).
/// @throws std::invalid_argument if the images are not as wide as the first layer
Matrix dense_forward(const DenseNetwork& network, const Matrix& images);

/// The same with everything in between kept.
DenseActivations dense_activations(const DenseNetwork& network, const Matrix& images);

/// The scores from the input of layer `first` on, for example with a faulty activation in it.
Matrix dense_forward_from(const DenseNetwork& network, int first, const Matrix& layer_input);

/// The column of the largest score of each row, the first of equals; -1 where no score is a number.
std::vector<int> predicted_classes(const Matrix& scores);

/// The share of rows whose largest score stands in the column of their label.
double classification_accuracy(const Matrix& scores, std::span<const int> labels);

/// [nat] mean cross-entropy of the softmax of the scores against the labels.
double mean_cross_entropy(const Matrix& scores, std::span<const int> labels);

}  // namespace sunrack
