#pragma once

// Owners of what SUNDIALS hands out; for the .cpp files of this folder.

#include <cvodes/cvodes.h>
#include <nvector/nvector_serial.h>
#include <sundials/sundials_linearsolver.h>
#include <sundials/sundials_matrix.h>

#include <cstddef>
#include <memory>
#include <span>
#include <type_traits>

namespace sunrack::integration {

struct Free {
  void operator()(N_Vector vector) const { N_VDestroy(vector); }
  void operator()(SUNMatrix matrix) const { SUNMatDestroy(matrix); }
  void operator()(SUNLinearSolver solver) const { SUNLinSolFree(solver); }
  void operator()(void* cvode) const { CVodeFree(&cvode); }
};
using Vector = std::unique_ptr<std::remove_pointer_t<N_Vector>, Free>;
using Matrix = std::unique_ptr<std::remove_pointer_t<SUNMatrix>, Free>;
using LinearSolver = std::unique_ptr<std::remove_pointer_t<SUNLinearSolver>, Free>;
using Cvode = std::unique_ptr<void, Free>;

inline std::span<double> values_of(N_Vector vector) {
  return {N_VGetArrayPointer(vector), std::size_t(N_VGetLength(vector))};
}

}  // namespace sunrack::integration
