#pragma once

#include <Eigen/Core>
#include <functional>
#include <span>
#include <string>
#include <vector>

#include "physics/numerics/sparse.h"

namespace sunrack {

/// Fills `rate` with d(state)/dt at `time` [s]. Both have the size of the start state. A lambda may take its
/// arguments by these types, or `const auto& state, auto&& rate`.
///
/// A value that is not finite, or a ModelError, makes the integrator try again with a smaller step (a trial
/// step may overshoot where the answer does not go); if that does not help, integrate() fails and says so.
/// Any other exception ends the integration at once and reaches the caller as it is.
using Rate = std::function<void(double time, Eigen::Ref<const Eigen::VectorXd> state,
                                Eigen::Ref<Eigen::VectorXd> rate)>;

enum class Crossing { rising, falling, either };

/// Something that happens where `value` goes through zero, such as the edge of the Earth's shadow.
/// Two zeros within one step are not seen; where that can happen, set IntegrateOptions::maximum_step.
struct Event {
  std::string name;
  std::function<double(double time, Eigen::Ref<const Eigen::VectorXd> state)> value;
  Crossing crossing = Crossing::either;
  bool stop = false;     ///< the history ends here
  bool restart = false;  ///< the rate jumps here: the integrator forgets the steps before
  /// Changes the state at the event (a bounce, a switch); implies `restart`.
  std::function<void(double time, Eigen::Ref<Eigen::VectorXd> state)> change;
};

/// d(rate)/d(state) where it is known and sparse.
struct SparseJacobian {
  SparsePattern pattern = {};
  std::function<void(double time, Eigen::Ref<const Eigen::VectorXd> state, std::span<double> values)> fill =
      {};
  /// false: factorised by KLU with the AMD ordering. true: GMRES with an incomplete factorisation (ILUT)
  /// before it, for systems so large that the factors would fill.
  bool krylov = false;
};

/// Integrals that are carried along with the state, of rates that follow from it. They share its steps and
/// its formulas, so that a sum of states and integrals which should not change does not, but for rounding and
/// what Newton's method leaves; they do not count for the choice of steps.
struct Quadratures {
  std::size_t count = 0;
  std::function<void(double time, Eigen::Ref<const Eigen::VectorXd> state, std::span<double> rates)> rate =
      {};
};

/// d(state)/d(parameter), carried along and counted for the choice of steps. Needs a SparseJacobian. At an
/// event that restarts it takes the jump that the moving moment of the event brings; an event that changes
/// the state itself is refused then, and events may depend on a parameter through the state only.
struct Sensitivities {
  Eigen::MatrixXd start = {};   ///< of the start state; one column for each parameter
  Eigen::VectorXd scales = {};  ///< [unit of the parameter] the order of magnitude of each; not 0
  /// d(rate)/d(parameter) at a given state, one column for each.
  std::function<void(double time, Eigen::Ref<const Eigen::VectorXd> state, Eigen::MatrixXd& slopes)> rate =
      {};
};

struct IntegrateOptions {
  double relative_tolerance = 1e-6;  ///< [-] of each step; the error at the end is usually a few times larger
  double absolute_tolerance = 1e-6;  ///< [unit of the state], below which a component does not matter
  /// [unit of the state] one for each component, where they differ in size; replaces `absolute_tolerance`.
  Eigen::VectorXd absolute_tolerances = {};
  double first_step = 0;           ///< [s]; 0: chosen by the integrator
  double maximum_step = 0;         ///< [s]; 0: no limit
  long maximum_steps = 1'000'000;  ///< in all; a guard against a problem that needs forever
  /// [s] known times at which the rate jumps. The integrator stops at each and starts anew; steps before a
  /// breakpoint see the rate from before it, steps after it the rate from after it. Those outside of `times`
  /// do not matter.
  std::vector<double> breakpoints = {};
  std::vector<Event> events = {};
  std::vector<std::string> names = {};  ///< of the components, for messages
  SparseJacobian jacobian = {};
  Quadratures quadratures = {};
  Sensitivities sensitivities = {};
};

/// One event that happened.
struct EventRecord {
  double time = 0;        ///< [s]
  std::size_t event = 0;  ///< which of IntegrateOptions::events
  bool rising = false;    ///< from negative to positive
  Eigen::VectorXd state;  ///< before `change`
};

/// What the integration cost.
struct IntegrateStatistics {
  long steps = 0;
  long rate_evaluations = 0;  ///< without those for Jacobians
  long rate_evaluations_for_jacobians = 0;
  long jacobians = 0;
  long error_test_failures = 0;
  long convergence_failures = 0;
  long starts = 0;             ///< 1, and one more for each breakpoint and each event that restarts
  long linear_iterations = 0;  ///< of GMRES
};

struct History {
  std::vector<double> times;    ///< [s] as asked for, up to the end or to the event that stopped it
  Eigen::MatrixXd states;       ///< one column for each time
  Eigen::MatrixXd quadratures;  ///< one column for each time
  std::vector<Eigen::MatrixXd> sensitivities;  ///< for each time, one column for each parameter
  std::vector<EventRecord> events;             ///< in the order of time
  bool stopped = false;                        ///< by an event, whose time and state are then the last ones
  IntegrateStatistics statistics;

  Eigen::MatrixXd::ConstColXpr final_state() const { return states.col(states.cols() - 1); }
};

/// Integrates d(state)/dt = rate(time, state) from `start` at times.front() and reports the state at each of
/// `times`, by the backward differentiation formulas of variable order (1 to 5) and step of CVODES 6
/// (Hindmarsh et al., ACM Trans. Math. Softw. 31 (2005) 363), which are made for stiff problems. Without a
/// SparseJacobian it is dense and by differences: fine for some hundreds of components. The rate is never
/// asked for outside of `times`.
/// @param times [s] at least two, increasing
/// @throws std::invalid_argument for bad input
/// @throws ModelError when the integrator cannot go on: says the time reached, why, and the component with
/// the
///   largest weighted error
History integrate(const Rate& rate, const Eigen::VectorXd& start, std::span<const double> times,
                  const IntegrateOptions& options = {});

}  // namespace sunrack
