#pragma once

#include <memory>
#include <vector>

#include "physics/thermal/conduction.h"
#include "physics/thermal/conduction_steady.h"

namespace sunrack {

/// Temperatures of one block under many power maps, by direct factors made once: for reduced models and as
/// the measure for the iterative solver. Conductivities may not depend on temperature and nothing may
/// radiate.
class ConductionResponse {
 public:
  /// @throws std::invalid_argument for bad input or a problem that is not linear; ModelError as
  /// steady_conduction
  explicit ConductionResponse(const ConductionProblem& problem);
  ~ConductionResponse();

  /// [K] of each cell, for each of `powers` [W] of each cell in place of the problem's own.
  std::vector<std::vector<double>> temperatures(const std::vector<std::vector<double>>& powers) const;
  /// [K/W] rise of each cell for each of `powers`, surroundings left out: the columns of a resistance matrix
  /// where a power map sums to 1 W.
  std::vector<std::vector<double>> rises(const std::vector<std::vector<double>>& powers) const;

 private:
  struct Implementation;
  std::unique_ptr<Implementation> implementation_;
};

/// steady_conduction() with CHOLMOD in place of the multigrid and full Newton steps; conductivities may not
/// depend on temperature. [K] of each cell.
std::vector<double> steady_conduction_direct(const ConductionProblem& problem,
                                             double relative_tolerance = 1e-12);

}  // namespace sunrack
