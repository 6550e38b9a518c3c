#include "physics/thermal/view_factor_closure.h"

#include <fmt/format.h>

#include <Eigen/QR>
#include <algorithm>
#include <cmath>

#include "physics/require.h"

namespace sunrack {
namespace {

using Eigen::Index;
using Eigen::MatrixXd;
using Eigen::VectorXd;

void require_measured(const MeasuredViewFactors& m) {
  const Index count = m.views.areas.size();
  const bool fits = m.views.factors.rows() == count && m.views.factors.cols() == count &&
                    m.variance.rows() == count && m.variance.cols() == count && m.space.size() == count &&
                    m.space_variance.size() == count;
  require(fits, "view_factor_closure: surfaces", double(count), "must be the size of every matrix");
  require(count == 0 || m.views.areas.minCoeff() > 0, "view_factor_closure: smallest area",
          count == 0 ? 0 : m.views.areas.minCoeff(), "must be positive [m^2]");
  require(m.views.factors.allFinite() && m.space.allFinite() && m.variance.allFinite() &&
              m.space_variance.allFinite(),
          "view_factor_closure: sum of factors", m.views.factors.sum(), "must be finite");
}

/// Exchange areas A_i F_ij = A_j F_ji with space as the last column, and their variances.
struct ExchangeAreas {
  MatrixXd value;
  MatrixXd variance;
  VectorXd space, space_variance;
};

ExchangeAreas averaged(const MeasuredViewFactors& m) {
  const VectorXd& area = m.views.areas;
  const Index count = area.size();
  ExchangeAreas out{.value = area.asDiagonal() * m.views.factors,
                    .variance = area.cwiseAbs2().asDiagonal() * m.variance,
                    .space = area.cwiseProduct(m.space),
                    .space_variance = area.cwiseAbs2().cwiseProduct(m.space_variance)};
  for (Index i = 0; i < count; ++i)
    for (Index j = i + 1; j < count; ++j) {
      const double a = out.value(i, j), b = out.value(j, i), va = out.variance(i, j), vb = out.variance(j, i);
      // A direction that no ray took has no variance of its own: it is as uncertain as the other one.
      const bool only_b = a == 0 && va == 0 && b > 0 && vb > 0, only_a = b == 0 && vb == 0 && a > 0 && va > 0;
      double value = (a + b) / 2, variance = 0;
      if (only_a || only_b)
        variance = std::max(va, vb);
      else if (va + vb > 0) {
        value = (a * vb + b * va) / (va + vb);
        variance = va * vb / (va + vb);
      }
      out.value(i, j) = out.value(j, i) = value;
      out.variance(i, j) = out.variance(j, i) = variance;
    }
  return out;
}

/// x_ij = s_ij + w_ij (l_i + l_j), x_i,space = s + w l_i, with the multipliers that make every row sum to its
/// area.
void close_rows(ExchangeAreas& e, const VectorXd& area) {
  const Index count = area.size();
  MatrixXd matrix = e.variance;
  for (Index i = 0; i < count; ++i) matrix(i, i) = e.variance.row(i).sum() + e.space_variance[i];
  const VectorXd missing = area - e.value.rowwise().sum() - e.space;
  const VectorXd multiplier = matrix.completeOrthogonalDecomposition().solve(missing);
  for (Index i = 0; i < count; ++i) {
    for (Index j = 0; j < count; ++j)
      e.value(i, j) += e.variance(i, j) * (i == j ? multiplier[i] : multiplier[i] + multiplier[j]);
    e.space[i] += e.space_variance[i] * multiplier[i];
  }
}

/// Sets what fell below zero to zero for good. Whether there was any.
bool clip(ExchangeAreas& e) {
  bool any = false;
  const auto clip_one = [&](double& value, double& variance) {
    if (value >= 0) return;
    value = variance = 0;
    any = true;
  };
  for (Index i = 0; i < e.value.rows(); ++i) {
    for (Index j = 0; j < e.value.cols(); ++j) clip_one(e.value(i, j), e.variance(i, j));
    clip_one(e.space[i], e.space_variance[i]);
  }
  return any;
}

}  // namespace

ViewFactorDefects view_factor_defects(const MeasuredViewFactors& m) {
  require_measured(m);
  ViewFactorDefects defects;
  const VectorXd& area = m.views.areas;
  for (Index i = 0; i < area.size(); ++i) {
    defects.closure = std::max(defects.closure, std::abs(1 - m.views.factors.row(i).sum() - m.space[i]));
    for (Index j = i + 1; j < area.size(); ++j) {
      const double defect = std::abs(area[i] * m.views.factors(i, j) - area[j] * m.views.factors(j, i));
      const double error =
          std::sqrt(area[i] * area[i] * m.variance(i, j) + area[j] * area[j] * m.variance(j, i));
      defects.reciprocity = std::max(defects.reciprocity, defect / std::min(area[i], area[j]));
      if (error > 0) defects.reciprocity_in_errors = std::max(defects.reciprocity_in_errors, defect / error);
    }
  }
  return defects;
}

ViewFactors closed_view_factors(const MeasuredViewFactors& m) {
  require_measured(m);
  ExchangeAreas exchange = averaged(m);
  const VectorXd& area = m.views.areas;
  // Each round fixes at least one factor at zero, so that they end.
  do close_rows(exchange, area);
  while (clip(exchange));
  for (Index i = 0; i < area.size(); ++i) {
    const double missing = 1 - (exchange.value.row(i).sum() + exchange.space[i]) / area[i];
    if (std::abs(missing) > 1e-9)
      throw ModelError(fmt::format(
          "closed_view_factors: the exact factors of surface {} leave {:.3g} of its view unaccounted for",
          std::size_t(i) < m.views.names.size() ? m.views.names[std::size_t(i)] : std::to_string(i),
          missing));
  }
  return {
      .names = m.views.names, .areas = area, .factors = area.cwiseInverse().asDiagonal() * exchange.value};
}

}  // namespace sunrack
