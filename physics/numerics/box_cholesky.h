#pragma once

#include <memory>
#include <vector>

#include "physics/numerics/box_operator.h"

namespace sunrack {

/// Sparse Cholesky factors of a BoxOperator by CHOLMOD (Chen, Davis, Hager and Rajamanickam, ACM Trans. Math.
/// Softw. 35 (2008) 22): exact but for rounding, dear to make (time about n^1.3, some kB per cell), cheap to
/// use again. The measure for the multigrid, and the way to many right-hand sides on up to 1e5 cells.
class BoxCholesky {
 public:
  /// @throws std::invalid_argument as require_box_operator; ModelError when the operator is singular or the
  /// factors do not fit
  explicit BoxCholesky(const BoxOperator& a);
  ~BoxCholesky();
  BoxCholesky(BoxCholesky&&) noexcept;
  BoxCholesky& operator=(BoxCholesky&&) noexcept;

  /// A^-1 b
  std::vector<double> solve(const std::vector<double>& b) const;
  /// The same for many right-hand sides at once.
  std::vector<std::vector<double>> solve(const std::vector<std::vector<double>>& many) const;

 private:
  struct Implementation;
  std::unique_ptr<Implementation> implementation_;
};

}  // namespace sunrack
