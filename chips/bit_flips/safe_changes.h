#pragma once

#include <Eigen/Core>
#include <vector>

#include "chips/bit_flips/vulnerability.h"

/// The walk along the change of one neuron's sum: what vulnerability.h is made of.
namespace sunrack {

using MatrixD = Eigen::Matrix<double, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;

/// A dense network and what it computes for some images, in double precision.
struct DoubleNetwork {
  DoubleNetwork(const DenseNetwork& network, const Matrix& images);

  int layers() const { return int(weight.size()); }
  int last() const { return layers() - 1; }

  std::vector<MatrixD> weight;      ///< outputs x inputs
  std::vector<MatrixD> transposed;  ///< inputs x outputs
  std::vector<Eigen::RowVectorXd> bias;
  std::vector<MatrixD> inputs, sums;  ///< images x numbers, of each layer
  std::vector<int> answers;           ///< per image
};

/// Finds the safe intervals of a sum. Keeps its memory from one call to the next; one per thread.
class SafeChanges {
 public:
  explicit SafeChanges(const DoubleNetwork& network) : network_(network) {}

  /// Intervals in increasing order; the one that holds zero is at `home`.
  const std::vector<ChangeInterval>& of(int layer, int neuron, Eigen::Index image);
  std::size_t home() const { return home_; }

 private:
  struct Event {
    double x;  // change of the neuron's output
    int unit;
  };
  void walk_output_layer(int neuron, Eigen::Index image);
  void walk_direct(int layer, int neuron, Eigen::Index image, double down, double up);
  void walk_one_hidden(int layer, int neuron, Eigen::Index image, double down, double up);
  void walk_deep(int layer, int neuron, Eigen::Index image, double end);
  void add_piece(double from, double to);
  void add_safe(double from, double to);
  bool margins_hold(double x) const;
  void finish(double sum);

  const DoubleNetwork& network_;
  int answer_ = 0;
  std::vector<double> base_, slope_;  // margins over the other classes: base + slope x, per class
  std::vector<Event> events_;
  std::vector<ChangeInterval> found_, intervals_;
  std::size_t home_ = 0;
};

}  // namespace sunrack
