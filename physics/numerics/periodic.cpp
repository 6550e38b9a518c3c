#include "physics/numerics/periodic.h"

#include <fmt/format.h>

#include <Eigen/QR>
#include <algorithm>
#include <stdexcept>

#include "physics/require.h"

namespace sunrack {

namespace {

class Shooting {
 public:
  Shooting(const PeriodMap& map, const CycleOptions& options) : map_(map), options_(options) {}

  Cycle run(Eigen::VectorXd x) {
    for (int i = 0; i < options_.settling_periods; ++i) x = after_a_period(x);
    Eigen::VectorXd end = after_a_period(x);
    for (;;) {
      Eigen::Index worst = 0;
      cycle_.mismatch = (end - x).cwiseAbs().maxCoeff(&worst);
      if (cycle_.mismatch <= options_.tolerance) break;
      if (cycle_.rounds++ == options_.maximum_rounds)
        throw ModelError(fmt::format(
            "find_cycle: no cycle after {} rounds and {} periods: {} still changes by {:.3g} a period",
            options_.maximum_rounds, cycle_.periods, component(worst), (end - x)[worst]));
      x += correction(x, end);
      for (int i = 0; i < options_.settling_periods; ++i) x = after_a_period(x);
      end = after_a_period(x);
    }
    cycle_.start = std::move(x);
    return std::move(cycle_);
  }

 private:
  std::string component(Eigen::Index i) const {
    const auto n = std::size_t(i);
    return n < options_.names.size() ? "'" + options_.names[n] + "'" : fmt::format("component {}", n);
  }
  Eigen::VectorXd after_a_period(const Eigen::VectorXd& x) {
    ++cycle_.periods;
    Eigen::VectorXd end = map_(x);
    if (end.size() != x.size() || !end.allFinite())
      throw ModelError(fmt::format("find_cycle: period {} leads to no state", cycle_.periods));
    return end;
  }

  /// (1 - M)^-1 (end - x) by GMRES, where M v is a difference of the map.
  Eigen::VectorXd correction(const Eigen::VectorXd& x, const Eigen::VectorXd& end) {
    const Eigen::VectorXd residual = end - x;
    const double norm = residual.norm();
    const Eigen::Index most = std::min<Eigen::Index>(options_.maximum_directions, x.size());
    Eigen::MatrixXd basis(x.size(), most + 1), hessenberg = Eigen::MatrixXd::Zero(most + 1, most);
    basis.col(0) = residual / norm;
    Eigen::VectorXd solution;
    Eigen::Index used = 0;
    for (Eigen::Index k = 0; k < most; ++k) {
      const Eigen::VectorXd v = basis.col(k);
      const double step = options_.perturbation / v.cwiseAbs().maxCoeff();
      Eigen::VectorXd w = v - (after_a_period(x + step * v) - end) / step;
      for (Eigen::Index j = 0; j <= k; ++j) {
        hessenberg(j, k) = basis.col(j).dot(w);
        w -= hessenberg(j, k) * basis.col(j);
      }
      hessenberg(k + 1, k) = w.norm();
      used = k + 1;
      Eigen::VectorXd right = Eigen::VectorXd::Zero(used + 1);
      right[0] = norm;
      const auto h = hessenberg.topLeftCorner(used + 1, used);
      solution = h.colPivHouseholderQr().solve(right);
      // The differences carry about this many digits.
      if ((h * solution - right).norm() <= 1e-3 * norm || hessenberg(k + 1, k) <= 1e-10) break;
      basis.col(k + 1) = w / hessenberg(k + 1, k);
    }
    return basis.leftCols(used) * solution;
  }

  const PeriodMap& map_;
  const CycleOptions& options_;
  Cycle cycle_;
};

}  // namespace

Cycle find_cycle(const PeriodMap& map, const Eigen::VectorXd& guess, const CycleOptions& options) {
  if (!map) throw std::invalid_argument("find_cycle: the map is empty");
  require(guess.size() > 0, "find_cycle: size of the guess", double(guess.size()), "must be positive");
  for (const double value : guess) require_finite("find_cycle: guess", value);
  require(options.tolerance > 0, "find_cycle: tolerance", options.tolerance, "must be positive");
  require(options.perturbation > 0, "find_cycle: perturbation", options.perturbation, "must be positive");
  require(options.maximum_rounds > 0 && options.maximum_directions > 0 && options.settling_periods >= 0,
          "find_cycle: rounds", double(options.maximum_rounds), "must be positive");
  return Shooting(map, options).run(guess);
}

}  // namespace sunrack
