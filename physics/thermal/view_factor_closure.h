#pragma once

#include "physics/thermal/radiosity.h"

namespace sunrack {

/// View factors as measured, each with the variance of its error: 0 for one that is exact.
struct MeasuredViewFactors {
  ViewFactors views;
  Eigen::MatrixXd variance;        ///< [-] of `views.factors`
  Eigen::VectorXd space;           ///< [-] to space, measured by itself
  Eigen::VectorXd space_variance;  ///< [-]
};

/// How far measured factors are from the two laws that exact ones keep.
struct ViewFactorDefects {
  double reciprocity = 0;  ///< [-] largest |A_i F_ij - A_j F_ji| over the smaller of the two areas
  double closure = 0;      ///< [-] largest |1 - sum of row - space|
  double reciprocity_in_errors =
      0;  ///< [-] the former over its standard error, at most; exact pairs left out
};
ViewFactorDefects view_factor_defects(const MeasuredViewFactors& measured);

/// The factors nearest to the measured ones that keep A_i F_ij = A_j F_ji and whose rows sum, with space, to
/// 1: both directions of a pair are averaged by their variances, then least squares with Lagrange
/// multipliers, weighted by the variances, so that exact factors stay as they are (after van Leersum, Int. J.
/// Heat Mass Transfer 32 (1989) 1377, recalled). None becomes negative.
/// @throws ModelError where exact factors contradict closure by more than 1e-9
ViewFactors closed_view_factors(const MeasuredViewFactors& measured);

}  // namespace sunrack
