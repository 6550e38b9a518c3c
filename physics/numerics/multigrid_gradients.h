#pragma once

#include <vector>

#include "physics/numerics/multigrid.h"
#include "physics/numerics/multigrid_level.h"

/// The inside of physics/numerics/multigrid.h: conjugate gradients around the V-cycle.
namespace sunrack::multigrid {

/// 2-norm, summed plane by plane: the same for any number of threads.
double norm(const std::vector<double>& v, int planes, int threads);

/// Improves `u` until the residual of A u = b, computed anew from u, has the 2-norm that the options ask for.
/// Directions and residuals are kept in the hierarchy's precision and in units of a residual that was
/// computed from u; they are set right by that now and then ("reliable updates": van der Vorst and Ye, SIAM
/// J. Sci. Comput. 22 (2000) 835). The answer and all sums are in double precision.
/// @throws ModelError when the operator is singular or indefinite, or the tolerance is not reached.
/// Below what rounding of the answer allows it ends where the true residual falls no more: see
/// relative_residual
template <class Real>
void conjugate_gradients(const BoxOperator& a, Hierarchy<Real>& hierarchy, const std::vector<double>& b,
                         std::vector<double>& u, const MultigridOptions& options,
                         MultigridStatistics& statistics);

}  // namespace sunrack::multigrid
