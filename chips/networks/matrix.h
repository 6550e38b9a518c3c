#pragma once

#include <Eigen/Core>

namespace sunrack {

/// Rows are images, or the tokens of sequences one after another; columns are features. Single precision, as
/// the machines compute. Row after row in memory, so that images stack and a weight matrix lies as model
/// files have it.
using Matrix = Eigen::Matrix<float, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;
using Vector = Eigen::Matrix<float, 1, Eigen::Dynamic>;

}  // namespace sunrack
