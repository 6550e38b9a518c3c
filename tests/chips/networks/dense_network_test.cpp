#include "chips/networks/dense_network.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <stdexcept>

#include "chips/networks/dense_gradient.h"

namespace sunrack {
namespace {

Matrix some_images(int count, int width) {
  Matrix images(count, width);
  for (Eigen::Index i = 0; i < images.size(); ++i) images.data()[i] = float(std::sin(1.7 * double(i)) + 0.3);
  return images;
}

TEST(DenseNetwork, HasTheParametersOfItsWidths) {
  const int widths[] = {64, 128, 128, 10};
  EXPECT_EQ(parameter_count(random_dense_network(widths, 1)), 26122);
}

TEST(DenseNetwork, ComputesByHand) {
  DenseNetwork network;
  network.layers = {{.weight = Matrix(2, 2), .bias = Vector(2)}, {.weight = Matrix(1, 2), .bias = Vector(1)}};
  network.layers[0].weight << 1, 2, -3, 1;
  network.layers[0].bias << 0.5F, 1;
  network.layers[1].weight << 2, 5;
  network.layers[1].bias << -1;
  Matrix image(1, 2);
  image << 1, 1;
  // Hidden: 1 + 2 + 0.5 = 3.5 and max(0, -3 + 1 + 1) = 0; score 2 * 3.5 - 1.
  EXPECT_EQ(dense_forward(network, image)(0, 0), 6.0F);
}

TEST(DenseNetwork, GoesOnFromAnyLayer) {
  const int widths[] = {5, 7, 6, 3};
  const DenseNetwork network = random_dense_network(widths, 3);
  const DenseActivations kept = dense_activations(network, some_images(4, 5));
  for (int first = 0; first < 3; ++first)
    EXPECT_EQ(dense_forward_from(network, first, kept.inputs[std::size_t(first)]), kept.sums.back());
}

TEST(DenseNetwork, DoesNotCareAboutTheOrderOfHiddenNeurons) {
  const int widths[] = {5, 8, 3};
  const DenseNetwork network = random_dense_network(widths, 4);
  DenseNetwork turned = network;
  for (int n = 0; n < 8; ++n) {
    turned.layers[0].weight.row(n) = network.layers[0].weight.row(7 - n);
    turned.layers[1].weight.col(n) = network.layers[1].weight.col(7 - n);
  }
  const Matrix images = some_images(6, 5);
  // Single precision: the sums of eight numbers of order one, in another order.
  EXPECT_TRUE(dense_forward(network, images).isApprox(dense_forward(turned, images), 1e-6F));
}

TEST(DenseNetwork, TheFirstOfEqualScoresWinsAndNoNumberNever) {
  Matrix scores(3, 3);
  const float no_number = std::numeric_limits<float>::quiet_NaN();
  scores << 1, 2, 2, no_number, 0, -1, no_number, no_number, no_number;
  EXPECT_EQ(predicted_classes(scores), (std::vector<int>{1, 1, -1}));
}

TEST(DenseNetwork, CrossEntropyOfEqualScoresIsTheLogarithmOfTheirNumber) {
  const int labels[] = {0, 3};
  EXPECT_NEAR(mean_cross_entropy(Matrix::Constant(2, 10, 7.0F), labels), std::log(10.0), 1e-12);
}

/// Central differences of a smooth function in single precision: the best step leaves about 1e-3 of the
/// slope.
TEST(DenseGradient, EqualsDifferences) {
  const int widths[] = {5, 9, 7, 4};
  DenseNetwork network = random_dense_network(widths, 5), gradient;
  const Matrix images = some_images(11, 5);
  std::vector<int> labels;
  for (int n = 0; n < 11; ++n) labels.push_back(n % 4);
  dense_gradient(network, images, labels, gradient);
  // Rounding of the loss, 2e-7, over twice the step is 1e-4; where a rectifier of one of the eleven images
  // turns on within the step, its part of the slope counts half.
  const float step = 1e-3F;
  for (std::size_t layer = 0; layer < 3; ++layer) {
    const auto slope_of = [&](float& weight) {
      const float before = weight;
      weight = before + step;
      const double above = mean_cross_entropy(dense_forward(network, images), labels);
      weight = before - step;
      const double below = mean_cross_entropy(dense_forward(network, images), labels);
      weight = before;
      return (above - below) / (2 * double(step));
    };
    for (Eigen::Index i = 0; i < network.layers[layer].weight.size(); i += 3)
      EXPECT_NEAR(gradient.layers[layer].weight.data()[i], slope_of(network.layers[layer].weight.data()[i]),
                  2e-2);
    for (Eigen::Index i = 0; i < network.layers[layer].bias.size(); ++i)
      EXPECT_NEAR(gradient.layers[layer].bias(i), slope_of(network.layers[layer].bias(i)), 2e-2);
  }
}

TEST(DenseNetwork, RefusesWhatDoesNotFit) {
  const int widths[] = {5, 3}, one[] = {5}, zero[] = {5, 0};
  const DenseNetwork network = random_dense_network(widths, 1);
  EXPECT_THROW(random_dense_network(one, 1), std::invalid_argument);
  EXPECT_THROW(random_dense_network(zero, 1), std::invalid_argument);
  EXPECT_THROW(dense_forward(network, some_images(2, 4)), std::invalid_argument);
  EXPECT_THROW(dense_forward_from(network, 1, some_images(2, 3)), std::invalid_argument);
  const int label[] = {3, 0};
  EXPECT_THROW(mean_cross_entropy(Matrix::Zero(2, 3), label), std::invalid_argument);
  EXPECT_THROW(classification_accuracy(Matrix::Zero(1, 3), label), std::invalid_argument);
  DenseNetwork bad = network;
  bad.layers[0].bias.resize(2);
  EXPECT_THROW(require_consistent(bad), std::invalid_argument);
}

}  // namespace
}  // namespace sunrack
