#pragma once

#include <mpi.h>

#include <vector>

#include "physics/mpi/conduction_slab.h"
#include "physics/thermal/conduction_steady.h"

namespace sunrack {

struct DistributedConduction {
  std::vector<double> temperature = {};  ///< [K] of the slab's own cells
  // Of the whole block, the same on all machines:
  double power = 0, exchanged = 0, boundary_heat = 0;  ///< [W]
  double relative_energy_residual = 0;                 ///< [-]
  double relative_residual = 0;                        ///< [-]
  double hottest = 0;                                  ///< [K]
  int newton_steps = 0;
  int linear_iterations = 0;
};

/// steady_conduction() over the machines of `machines`, each with its slab in the order of their ranks:
/// Newton's method with the conjugate gradients of hypre and BoomerAMG (stabilised bi-conjugate gradients
/// where conductivity depends on temperature). Without leakage. To be called by all of them; MPI must be
/// initialised.
/// @throws as steady_conduction; regions without a way out are found as a failure to converge
DistributedConduction steady_conduction(MPI_Comm machines, const ConductionSlab& slab,
                                        const ConductionOptions& options = {});
/// The temperatures of all cells, on rank 0; empty elsewhere.
std::vector<double> gather(MPI_Comm machines, const std::vector<double>& own);

}  // namespace sunrack
