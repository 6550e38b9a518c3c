#pragma once

#include <memory>
#include <vector>

#include "physics/numerics/box_operator.h"

namespace sunrack {

struct MultigridOptions {
  double relative_tolerance = 1e-10;  ///< [-] 2-norm of the residual over that of the right-hand side
  int maximum_iterations = 200;
  unsigned threads = 0;  ///< 0: all cores where the box is large enough to gain; the answer does not change
};

struct MultigridStatistics {
  int iterations = 0;
  int levels = 0;
  double relative_residual = 0;   ///< [-] computed anew from the answer, 2-norm
  bool double_precision = false;  ///< of the preconditioner: where the cells are too flat for single
  std::vector<double> residuals;  ///< [-] relative, of the recurrence, one for each iteration
};

/// Multigrid for BoxOperator, as preconditioner of conjugate gradients. Vertical lines (z) are solved
/// exactly, smoothed by Chebyshev polynomials of degree 2 over line Jacobi; coarsening pairs columns in x and
/// y, and only where they are strongly coupled, so cells may be of any shape and grids stretched. Transfer is
/// piecewise constant, lateral conductances of coarse levels are those across the pair's border over the
/// distance of the centres (W. Hackbusch, Multi-Grid Methods and Applications (1985), ch. 8 and 10; Braess
/// (1995), Computing 55, 379 for the scaling). The hierarchy is kept in single precision unless the vertical
/// conductances are so much larger than all others that rounding would decide.
class Multigrid {
 public:
  /// @throws std::invalid_argument as require_box_operator
  explicit Multigrid(const BoxOperator& a, unsigned threads = 0);
  ~Multigrid();
  Multigrid(Multigrid&&) noexcept;
  Multigrid& operator=(Multigrid&&) noexcept;

  /// z = M^-1 r: one V-cycle; M is symmetric and positive definite.
  void precondition(const std::vector<double>& r, std::vector<double>& z) const;
  int levels() const;
  bool double_precision() const;
  std::size_t bytes() const;  ///< of the hierarchy

  struct Implementation;
  Implementation& parts() const { return *implementation_; }  ///< for solve()

 private:
  std::unique_ptr<Implementation> implementation_;
};

/// Solves A u = b by preconditioned conjugate gradients; `u` is the start and becomes the answer. The
/// conductances of A must be those that the hierarchy was made for; its diagonal may be another one.
/// @throws std::invalid_argument for bad input; ModelError when the operator is singular or the iteration
/// does not reach the tolerance (says the residual reached)
MultigridStatistics solve(const BoxOperator& a, const Multigrid& multigrid, const std::vector<double>& b,
                          std::vector<double>& u, const MultigridOptions& options = {});
/// The same with a hierarchy made for this one solve.
MultigridStatistics solve(const BoxOperator& a, const std::vector<double>& b, std::vector<double>& u,
                          const MultigridOptions& options = {});

}  // namespace sunrack
