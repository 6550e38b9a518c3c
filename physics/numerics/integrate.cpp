#include "physics/numerics/integrate.h"

#include <cvodes/cvodes.h>
#include <fmt/format.h>
#include <nvector/nvector_serial.h>
#include <sunlinsol/sunlinsol_dense.h>
#include <sunmatrix/sunmatrix_dense.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <exception>
#include <limits>
#include <memory>
#include <sundials/sundials_context.hpp>
#include <utility>

#include "physics/require.h"

namespace sunrack {
namespace {

using State = Eigen::Map<Eigen::VectorXd>;
using ConstState = Eigen::Map<const Eigen::VectorXd>;

State state_of(N_Vector vector) { return {N_VGetArrayPointer(vector), N_VGetLength(vector)}; }

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

/// One integration: owns what CVODES needs, and is what its callbacks are given.
class Integration {
 public:
  Integration(const Rate& rate, const Eigen::VectorXd& start, std::span<const double> times,
              const IntegrateOptions& options);
  History run();

 private:
  int retry(double time, std::string trouble);
  static int call_rate(double time, N_Vector state, N_Vector rate, void* self);
  static int call_events(double time, N_Vector state, double* values, void* self);
  static void keep_message(int, const char*, const char*, char* message, void* self);

  void begin_segment(double time, double end);
  bool advance(double target);
  bool record_events();
  void record_state(double time);
  void add_statistics();
  double on_this_side(double time) const { return std::clamp(time, earliest_, latest_); }
  void check(int flag, const char* function);
  [[noreturn]] void fail(int flag, const char* function);
  std::string component(Eigen::Index index) const;
  std::string worst_component();

  const Rate& rate_;
  const IntegrateOptions& options_;
  std::span<const double> times_;
  sundials::Context context_;
  Vector state_, tolerances_;
  Matrix matrix_;
  LinearSolver solver_;
  Cvode cvode_;
  double time_ = 0;
  double earliest_ = 0, latest_ = 0;  // [s] what the rate may be asked for in this segment
  History history_;
  std::vector<int> crossings_;

  // What went wrong in a callback, carried past the C code.
  std::exception_ptr exception_;
  std::string trouble_;  // of the last call of the rate, if it can be tried again
  double trouble_time_ = std::numeric_limits<double>::quiet_NaN();
  int troubles_there_ = 0;
  std::string message_;  // of CVODES
};

/// [s] within which two times are the same but for rounding.
double rounding(double a, double b) {
  return 32 * std::numeric_limits<double>::epsilon() * std::max(std::abs(a), std::abs(b));
}

/// The breakpoints between the first and the last time, in order; one that differs from an output time, or
/// from the breakpoint before, by rounding only, is that.
std::vector<double> inside(std::vector<double> breakpoints, std::span<const double> times) {
  for (double& b : breakpoints) {
    const auto after = std::lower_bound(times.begin(), times.end(), b);
    if (after != times.end() && *after - b <= rounding(*after, b)) b = *after;
    if (after != times.begin() && b - after[-1] <= rounding(after[-1], b)) b = after[-1];
  }
  std::sort(breakpoints.begin(), breakpoints.end());
  std::erase_if(breakpoints, [&](double b) { return !(b > times.front() && b < times.back()); });
  const auto same = [](double a, double b) { return b - a <= rounding(a, b); };
  breakpoints.erase(std::unique(breakpoints.begin(), breakpoints.end(), same), breakpoints.end());
  return breakpoints;
}

void check_input(const Rate& rate, const Eigen::VectorXd& start, std::span<const double> times,
                 const IntegrateOptions& options) {
  if (!rate) throw std::invalid_argument("integrate: the rate is empty");
  require(start.size() > 0, "integrate: size of the start", double(start.size()), "must be positive");
  for (const double value : start) require_finite("integrate: start", value);
  require(times.size() >= 2, "integrate: number of times", double(times.size()), "must be at least 2");
  for (std::size_t i = 0; i < times.size(); ++i) {
    require_finite("integrate: time", times[i]);
    require(i == 0 || times[i] > times[i - 1], "integrate: time", times[i],
            "must be later than the one before");
  }
  for (const double b : options.breakpoints) require_finite("integrate: breakpoint", b);
  require(options.relative_tolerance > 0 && options.relative_tolerance < 1, "integrate: relative_tolerance",
          options.relative_tolerance, "must be between 0 and 1");
  require(options.absolute_tolerance > 0, "integrate: absolute_tolerance", options.absolute_tolerance,
          "must be positive");
  const auto count = options.absolute_tolerances.size();
  require(count == 0 || count == start.size(), "integrate: number of absolute_tolerances", double(count),
          "must be one for each component");
  for (const double a : options.absolute_tolerances)
    require(a > 0 && std::isfinite(a), "integrate: absolute_tolerances", a, "must be positive");
  require(options.first_step >= 0, "integrate: first_step", options.first_step, "must not be negative [s]");
  require(options.maximum_step >= 0, "integrate: maximum_step", options.maximum_step,
          "must not be negative [s]");
  require(options.maximum_steps > 0, "integrate: maximum_steps", double(options.maximum_steps),
          "must be positive");
  for (const Event& event : options.events)
    if (!event.value) throw std::invalid_argument("integrate: event '" + event.name + "' has no value");
}

Integration::Integration(const Rate& rate, const Eigen::VectorXd& start, std::span<const double> times,
                         const IntegrateOptions& options)
    : rate_(rate), options_(options), times_(times), time_(times.front()), crossings_(options.events.size()) {
  const auto size = start.size();
  state_.reset(N_VNew_Serial(size, context_));
  tolerances_.reset(N_VNew_Serial(size, context_));
  matrix_.reset(SUNDenseMatrix(size, size, context_));
  if (!state_ || !tolerances_ || !matrix_) throw std::bad_alloc();
  solver_.reset(SUNLinSol_Dense(state_.get(), matrix_.get(), context_));
  cvode_.reset(CVodeCreate(CV_BDF, context_));
  if (!solver_ || !cvode_) throw std::bad_alloc();

  state_of(state_.get()) = start;
  if (options.absolute_tolerances.size() > 0) {
    state_of(tolerances_.get()) = options.absolute_tolerances;
  } else {
    state_of(tolerances_.get()).setConstant(options.absolute_tolerance);
  }
  void* const cvode = cvode_.get();
  check(CVodeInit(cvode, call_rate, time_, state_.get()), "CVodeInit");
  check(CVodeSetErrHandlerFn(cvode, keep_message, this), "CVodeSetErrHandlerFn");
  check(CVodeSetUserData(cvode, this), "CVodeSetUserData");
  check(CVodeSVtolerances(cvode, options.relative_tolerance, tolerances_.get()), "CVodeSVtolerances");
  check(CVodeSetLinearSolver(cvode, solver_.get(), matrix_.get()), "CVodeSetLinearSolver");
  check(CVodeSetMaxStep(cvode, options.maximum_step), "CVodeSetMaxStep");  // 0: no limit
  check(CVodeSetMaxHnilWarns(cvode, -1), "CVodeSetMaxHnilWarns");
  if (options.events.empty()) return;
  check(CVodeRootInit(cvode, int(options.events.size()), call_events), "CVodeRootInit");
  for (std::size_t i = 0; i < options.events.size(); ++i) {
    const Crossing crossing = options.events[i].crossing;
    crossings_[i] = crossing == Crossing::rising ? 1 : crossing == Crossing::falling ? -1 : 0;
  }
  check(CVodeSetRootDirection(cvode, crossings_.data()), "CVodeSetRootDirection");
  check(CVodeSetNoInactiveRootWarn(cvode), "CVodeSetNoInactiveRootWarn");
}

History Integration::run() {
  const std::vector<double> breakpoints = inside(options_.breakpoints, times_);
  history_.states.resize(N_VGetLength(state_.get()), Eigen::Index(times_.size()));
  record_state(time_);
  auto next_break = breakpoints.begin();
  const auto segment_end = [&] { return next_break == breakpoints.end() ? times_.back() : *next_break; };

  begin_segment(time_, segment_end());
  for (std::size_t i = 1; i < times_.size() && !history_.stopped;) {
    const double target = std::min(times_[i], segment_end());
    if (!advance(target)) break;
    if (target == times_[i]) {
      record_state(target);
      ++i;
    }
    if (next_break != breakpoints.end() && target == *next_break) {
      ++next_break;
      begin_segment(target, segment_end());
    }
  }
  add_statistics();
  history_.states.conservativeResize(Eigen::NoChange, Eigen::Index(history_.times.size()));
  return std::move(history_);
}

/// The integrator starts (anew) at `time` and will not step past `end`.
void Integration::begin_segment(double time, double end) {
  // At a breakpoint itself rounding would decide which side the rate is taken from: keep a few roundings away
  // from it.
  const double margin = rounding(time, end) / 4;
  earliest_ = time > times_.front() ? std::min(time + margin, end) : time;
  latest_ = end < times_.back() ? std::max(end - margin, earliest_) : end;
  if (history_.statistics.starts > 0) {
    add_statistics();
    check(CVodeReInit(cvode_.get(), time, state_.get()), "CVodeReInit");
  }
  check(CVodeSetInitStep(cvode_.get(), std::min(options_.first_step, end - time)), "CVodeSetInitStep");
  check(CVodeSetStopTime(cvode_.get(), end), "CVodeSetStopTime");
  ++history_.statistics.starts;
}

/// Goes on to `target` [s], through the events on the way. False when one of them ended the history.
bool Integration::advance(double target) {
  for (;;) {
    long steps = 0;
    check(CVodeGetNumSteps(cvode_.get(), &steps), "CVodeGetNumSteps");
    const long left = options_.maximum_steps - history_.statistics.steps - steps;
    check(CVodeSetMaxNumSteps(cvode_.get(), std::max(left, 1L)), "CVodeSetMaxNumSteps");
    const int flag =
        left > 0 ? CVode(cvode_.get(), target, state_.get(), &time_, CV_NORMAL) : CV_TOO_MUCH_WORK;
    check(flag, "CVode");
    if (flag != CV_ROOT_RETURN) return true;
    if (!record_events()) return false;
    if (target - time_ <= rounding(target, time_)) return true;  // too little is left to start from an event
  }
}

/// Records the events at the current time and lets them act. False when one of them ends the history.
bool Integration::record_events() {
  check(CVodeGetRootInfo(cvode_.get(), crossings_.data()), "CVodeGetRootInfo");
  const Eigen::VectorXd before = state_of(state_.get());
  bool stop = false;
  bool restart = false;
  for (std::size_t i = 0; i < crossings_.size(); ++i) {
    if (crossings_[i] == 0) continue;
    const Event& event = options_.events[i];
    history_.events.push_back({.time = time_, .event = i, .rising = crossings_[i] > 0, .state = before});
    if (event.change) event.change(time_, state_of(state_.get()));
    stop = stop || event.stop;
    restart = restart || event.restart || event.change;
  }
  for (const double value : state_of(state_.get())) require_finite("integrate: state after an event", value);
  if (stop) {
    history_.stopped = true;
    // The event may stand on an output time that is recorded already.
    if (time_ > history_.times.back()) record_state(time_);
    return false;
  }
  if (restart) {
    add_statistics();
    check(CVodeReInit(cvode_.get(), time_, state_.get()), "CVodeReInit");
    ++history_.statistics.starts;
  }
  return true;
}

void Integration::record_state(double time) {
  history_.states.col(Eigen::Index(history_.times.size())) = state_of(state_.get());
  history_.times.push_back(time);
}

/// CVODES counts from its last start.
void Integration::add_statistics() {
  void* const cvode = cvode_.get();
  IntegrateStatistics now;
  CVodeGetNumSteps(cvode, &now.steps);
  CVodeGetNumRhsEvals(cvode, &now.rate_evaluations);
  CVodeGetNumLinRhsEvals(cvode, &now.rate_evaluations_for_jacobians);
  CVodeGetNumJacEvals(cvode, &now.jacobians);
  CVodeGetNumErrTestFails(cvode, &now.error_test_failures);
  CVodeGetNumNonlinSolvConvFails(cvode, &now.convergence_failures);
  IntegrateStatistics& sum = history_.statistics;
  sum.steps += now.steps;
  sum.rate_evaluations += now.rate_evaluations;
  sum.rate_evaluations_for_jacobians += now.rate_evaluations_for_jacobians;
  sum.jacobians += now.jacobians;
  sum.error_test_failures += now.error_test_failures;
  sum.convergence_failures += now.convergence_failures;
}

/// What CVODES is told when the rate has no answer: to try a smaller step. Without the count it would creep
/// up to the place for ever, in steps below the rounding of the time.
int Integration::retry(double time, std::string trouble) {
  constexpr int try_a_smaller_step = 1;
  constexpr int give_up = -1;
  const bool same_place = std::abs(time - trouble_time_) <= rounding(time, trouble_time_);
  troubles_there_ = same_place ? troubles_there_ + 1 : 0;
  trouble_time_ = time;
  trouble_ = std::move(trouble);
  return troubles_there_ < 20 ? try_a_smaller_step : give_up;
}

int Integration::call_rate(double time, N_Vector state, N_Vector rate, void* user) {
  auto& self = *static_cast<Integration*>(user);
  try {
    State result = state_of(rate);
    self.rate_(self.on_this_side(time), ConstState(N_VGetArrayPointer(state), N_VGetLength(state)), result);
    if (result.allFinite()) {
      self.trouble_.clear();
      return 0;
    }
    Eigen::Index i = 0;
    while (std::isfinite(result[i])) ++i;
    return self.retry(time, fmt::format("the rate of {} is {} where its value is {:.10g}", self.component(i),
                                        result[i], N_VGetArrayPointer(state)[i]));
  } catch (const ModelError& error) {
    return self.retry(time, error.what());
  } catch (...) {
    self.exception_ = std::current_exception();
    return -1;
  }
}

int Integration::call_events(double time, N_Vector state, double* values, void* user) {
  auto& self = *static_cast<Integration*>(user);
  try {
    const ConstState y(N_VGetArrayPointer(state), N_VGetLength(state));
    for (std::size_t i = 0; i < self.options_.events.size(); ++i) {
      const Event& event = self.options_.events[i];
      values[i] = event.value(self.on_this_side(time), y);
      if (!std::isfinite(values[i]))
        throw ModelError(
            fmt::format("integrate: event '{}' is {} at t = {:.10g} s", event.name, values[i], time));
    }
    return 0;
  } catch (...) {
    self.exception_ = std::current_exception();
    return -1;
  }
}

void Integration::keep_message(int, const char*, const char*, char* message, void* user) {
  static_cast<Integration*>(user)->message_ = message;
}

void Integration::check(int flag, const char* function) {
  if (exception_) std::rethrow_exception(std::exchange(exception_, nullptr));
  if (flag < 0) fail(flag, function);
}

std::string Integration::component(Eigen::Index index) const {
  const auto i = std::size_t(index);
  return i < options_.names.size() ? "'" + options_.names[i] + "'" : fmt::format("component {}", i);
}

/// The component whose estimated error is largest in terms of what the tolerances allow.
std::string Integration::worst_component() {
  long steps = 0;
  if (CVodeGetNumSteps(cvode_.get(), &steps) < 0 || steps == 0) return "";  // no error is known yet
  const Vector weights(N_VClone(state_.get()));
  const Vector errors(N_VClone(state_.get()));
  const Vector reached(N_VClone(state_.get()));
  if (CVodeGetErrWeights(cvode_.get(), weights.get()) < 0 ||
      CVodeGetEstLocalErrors(cvode_.get(), errors.get()) < 0 ||
      CVodeGetDky(cvode_.get(), time_, 0, reached.get()) < 0)
    return "";
  Eigen::Index worst = 0;
  const double error = (state_of(weights.get()).array() * state_of(errors.get()).array())
                           .abs()
                           .maxCoeff<Eigen::PropagateNaN>(&worst);
  if (!std::isfinite(error) || error == 0) return "";
  return fmt::format("; largest weighted error {:.3g} in {}, whose value is {:.10g}", error, component(worst),
                     state_of(reached.get())[worst]);
}

void Integration::fail(int flag, const char* function) {
  const std::unique_ptr<char, decltype(&std::free)> name(CVodeGetReturnFlagName(flag), &std::free);
  if (CVodeGetCurrentTime(cvode_.get(), &time_) < 0) time_ = times_.front();
  std::string why = trouble_.empty() ? message_ : trouble_;
  if (flag == CV_TOO_MUCH_WORK) why = fmt::format("{} steps were not enough", options_.maximum_steps);
  throw ModelError(fmt::format("integrate: stopped at t = {:.10g} s of {:.10g} s ({} from {}): {}{}", time_,
                               times_.back(), name ? name.get() : "?", function, why, worst_component()));
}

}  // namespace

History integrate(const Rate& rate, const Eigen::VectorXd& start, std::span<const double> times,
                  const IntegrateOptions& options) {
  check_input(rate, start, times, options);
  return Integration(rate, start, times, options).run();
}

}  // namespace sunrack
