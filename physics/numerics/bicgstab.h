#pragma once

#include <functional>
#include <vector>

namespace sunrack {

/// result = operator applied to v.
using LinearMap = std::function<void(const std::vector<double>& v, std::vector<double>& result)>;

struct BicgstabAnswer {
  int iterations = 0;            ///< each applies the operator and the preconditioner twice
  double relative_residual = 0;  ///< [-] 2-norm, of the recurrence
};

/// Solves A u = b for an operator that is not symmetric, by stabilised bi-conjugate gradients with the
/// preconditioner on the right (van der Vorst, SIAM J. Sci. Stat. Comput. 13 (1992) 631). `u` becomes the
/// answer; the start is zero.
/// @throws ModelError when it does not reach the tolerance
BicgstabAnswer bicgstab(const LinearMap& a, const LinearMap& precondition, const std::vector<double>& b,
                        std::vector<double>& u, double relative_tolerance, int maximum_iterations = 200);

}  // namespace sunrack
