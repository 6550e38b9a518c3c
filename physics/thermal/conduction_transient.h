#pragma once

#include <functional>
#include <vector>

#include "physics/thermal/conduction.h"

namespace sunrack {

/// Is given the temperatures [K] of the cells at each of the asked times [s], the first included.
using ConductionSnapshot = std::function<void(double time, const std::vector<double>& temperature)>;

struct ConductionTransientOptions {
  /// [K] estimated error of one step, root mean square over the cells; the error at the end is a few times
  /// that at the hottest ones.
  double tolerance = 2e-3;
  /// [s] times, increasing, at which power or surroundings jump; the integrator stops there and starts anew.
  std::vector<double> events = {};
  /// Called at the first of `times` and at each event, to change the problem from then on: `power`,
  /// `exchange`, `exchange_temperature` and the conditions of boundary faces. Grid and materials stay.
  std::function<void(double time, ConductionProblem& problem)> change = {};
  PowerLaw leakage = {};
  double first_step = 0;    ///< [s]; 0: chosen by the integrator
  double maximum_step = 0;  ///< [s]; 0: no limit
  long maximum_steps = 100'000;
  unsigned threads = 0;                        ///< as ConductionOptions::threads
  std::function<void(double time)> step = {};  ///< after every step, for a progress bar
};

struct ConductionTransient {
  std::vector<double> temperature = {};  ///< [K] at the end
  double time = 0;                       ///< [s] reached: the last of `times`, or earlier when interrupted
  bool interrupted = false;              ///< by Ctrl-C (physics/numerics/interrupt.h)
  long steps = 0;
  long linear_iterations = 0;
  long preconditioners = 0;  ///< multigrid hierarchies built
};

/// The temperatures of a block of cells over time: backward differentiation formulas of variable order and
/// step (CVODES) with SPGMR, preconditioned by one multigrid cycle of capacity / gamma + conductances.
/// @param start [K] of each cell
/// @param times [s] increasing, at least two: from the first to the last one, with a snapshot at each
/// @throws std::invalid_argument for bad input; ModelError when it cannot go on: says the time reached and
/// the cell with the largest error
ConductionTransient transient_conduction(const ConductionProblem& problem, std::vector<double> start,
                                         const std::vector<double>& times, const ConductionSnapshot& snapshot,
                                         const ConductionTransientOptions& options = {});

struct BackwardEulerOptions {
  double relative_tolerance = 1e-9;  ///< [-] of each step's residual
  std::function<void(double time, ConductionProblem& problem)> change =
      {};  ///< before each step, at its start
  PowerLaw leakage = {};
  unsigned threads = 0;
};
/// The same by `steps` equal steps of backward Euler of `step` [s] from time 0: first order, for comparing
/// with programs that do so. A snapshot after each step.
ConductionTransient backward_euler_conduction(const ConductionProblem& problem, std::vector<double> start,
                                              double step, int steps, const ConductionSnapshot& snapshot,
                                              const BackwardEulerOptions& options = {});

}  // namespace sunrack
