#include "physics/numerics/anderson.h"

#include <Eigen/QR>

#include "physics/require.h"

namespace sunrack {
namespace {

std::vector<double> difference(const std::vector<double>& a, const std::vector<double>& b) {
  std::vector<double> result(a.size());
  for (std::size_t i = 0; i < a.size(); ++i) result[i] = a[i] - b[i];
  return result;
}

}  // namespace

void Anderson::begin_anew() {
  x_before_.clear(), change_before_.clear();
  x_steps_.clear(), change_steps_.clear();
}

std::vector<double> Anderson::next(const std::vector<double>& x, const std::vector<double>& image) {
  require(x.size() == image.size(), "Anderson: size of the image", double(image.size()),
          "must be that of the point");
  const std::vector<double> change = difference(image, x);
  if (!x_before_.empty()) {
    x_steps_.push_back(difference(x, x_before_));
    change_steps_.push_back(difference(change, change_before_));
    if (x_steps_.size() > memory_) x_steps_.pop_front(), change_steps_.pop_front();
  }
  x_before_ = x, change_before_ = change;
  std::vector<double> result = image;
  if (x_steps_.empty()) return result;

  const auto n = Eigen::Index(x.size()), m = Eigen::Index(x_steps_.size());
  Eigen::MatrixXd steps(n, m);
  for (Eigen::Index k = 0; k < m; ++k)
    steps.col(k) = Eigen::Map<const Eigen::VectorXd>(change_steps_[std::size_t(k)].data(), n);
  // Steps that hardly differ from one another are left out by the pivoting.
  const Eigen::VectorXd part =
      steps.colPivHouseholderQr().solve(Eigen::Map<const Eigen::VectorXd>(change.data(), n));
  for (std::size_t k = 0; k < x_steps_.size(); ++k)
    for (std::size_t i = 0; i < result.size(); ++i)
      result[i] -= part[Eigen::Index(k)] * (x_steps_[k][i] + change_steps_[k][i]);
  return result;
}

}  // namespace sunrack
