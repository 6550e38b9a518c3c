#pragma once

#include <Eigen/Core>
#include <functional>
#include <string>
#include <vector>

namespace sunrack {

/// What one period makes of a state.
using PeriodMap = std::function<Eigen::VectorXd(const Eigen::VectorXd& start)>;

struct CycleOptions {
  double tolerance = 1e-4;      ///< [unit of the state] largest change over a period that is still a cycle
  int maximum_rounds = 20;      ///< of Newton's method
  int maximum_directions = 40;  ///< of GMRES in each round; one period each
  double perturbation = 0.1;    ///< [unit of the state] of the differences: well above the noise of the map
  std::vector<std::string> names = {};  ///< of the components, for messages
  int settling_periods = 1;  ///< before the first round and after each: fast parts settle by themselves
};

struct Cycle {
  Eigen::VectorXd start;  ///< a period brings it back to itself
  double mismatch = 0;    ///< [unit of the state] largest change over the last period
  int rounds = 0;
  int periods = 0;  ///< times that the map was asked
};

/// The state that a period brings back to itself, by Newton's method on start = map(start); the linear
/// systems by GMRES on differences of the map (shooting; Kelley, Solving Nonlinear Equations with Newton's
/// Method (2003), ch. 3). A system with a slow part takes thousands of periods to settle; this takes some for
/// each slow part.
/// @throws std::invalid_argument for bad input; ModelError when the rounds are used up: says the component
/// that
///   still changes most
Cycle find_cycle(const PeriodMap& map, const Eigen::VectorXd& guess, const CycleOptions& options = {});

}  // namespace sunrack
