#pragma once

#include <functional>
#include <span>
#include <string>
#include <vector>

namespace sunrack {

/// A stiff system of many unknowns, dy/dt = rate(t, y), with what Krylov methods need of its Jacobian J. All
/// spans have the number of unknowns. Exceptions of `rate` are treated as by integrate(): ModelError and
/// values that are not finite ask for a smaller step, all others end the integration.
struct LargeSystem {
  std::function<void(double time, std::span<const double> y, std::span<double> rate)> rate;
  /// J is taken at `y` from now on.
  std::function<void(double time, std::span<const double> y)> linearise;
  /// result = J v
  std::function<void(std::span<const double> v, std::span<double> result)> jacobian;
  /// Makes the preconditioner for 1 - gamma J; J has been taken anew just before.
  std::function<void(double gamma)> prepare;
  /// z = approximately (1 - gamma J)^-1 r
  std::function<void(double gamma, std::span<const double> r, std::span<double> z)> precondition;
  std::function<std::string(std::size_t unknown)> describe;  ///< for messages
};

struct LargeOptions {
  double relative_tolerance = 0;     ///< [-] of each step; 0 is allowed beside an absolute one
  double absolute_tolerance = 1e-6;  ///< [unit of y]; the norm is the root mean square over all unknowns
  double first_step = 0;             ///< [s]; 0: chosen by the integrator
  double maximum_step = 0;           ///< [s]; 0: no limit
  long maximum_steps = 100'000;
  std::vector<double> breakpoints =
      {};  ///< [s] increasing; there `at_break` is called and the method restarts
  std::function<void(double time)> at_break = {};
  std::function<void(double time, std::span<const double> y)> at_output = {};  ///< at each of `times`
  /// After each step; false ends the integration there.
  std::function<bool(double time, std::span<const double> y)> at_step = {};
};

struct LargeStatistics {
  double time = 0;  ///< [s] reached
  bool stopped = false;
  long steps = 0, rate_evaluations = 0, linear_iterations = 0, preconditioners = 0;
  long error_test_failures = 0, convergence_failures = 0, starts = 0;
};

/// Integrates `y` from times.front() to times.back() by the backward differentiation formulas of CVODES with
/// SPGMR, preconditioned from the left.
/// @throws std::invalid_argument for bad input; ModelError when it cannot go on: says the time reached, why,
/// and the unknown with the largest weighted error
LargeStatistics integrate_large(const LargeSystem& system, std::vector<double>& y,
                                std::span<const double> times, const LargeOptions& options = {});

}  // namespace sunrack
