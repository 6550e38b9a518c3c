#pragma once

#include <mpi.h>

#include <memory>
#include <vector>

namespace sunrack {

/// Rows of a sparse matrix that one machine holds: row r has the entries [begin[r], begin[r + 1]).
struct MatrixRows {
  std::vector<std::size_t> begin = {0};
  std::vector<long long> column = {};  ///< in the whole matrix
  std::vector<double> value = {};
};

/// A matrix spread over machines, its BoomerAMG hierarchy, and a Krylov solver with it. HMIS coarsening,
/// extended+i interpolation, one aggressive level, l1-scaled symmetric Gauss-Seidel: what was fastest for
/// packages among what hypre 2.26 offers.
class HypreSolver {
 public:
  /// `first` is the machine's first row in the whole. @throws ModelError for what hypre refuses
  HypreSolver(MPI_Comm machines, long long first, MatrixRows rows, bool symmetric);
  ~HypreSolver();
  HypreSolver(const HypreSolver&) = delete;
  HypreSolver& operator=(const HypreSolver&) = delete;

  /// x = A^-1 b to the relative 2-norm of the residual; returns the iterations. @throws ModelError when it is
  /// not reached
  int solve(const std::vector<double>& b, std::vector<double>& x, double relative_tolerance);

 private:
  struct Implementation;
  std::unique_ptr<Implementation> implementation_;
};

}  // namespace sunrack
