#include "physics/numerics/integrate_large.h"

#include <cvodes/cvodes.h>
#include <fmt/format.h>
#include <nvector/nvector_serial.h>
#include <sunlinsol/sunlinsol_spgmr.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <exception>
#include <limits>
#include <memory>
#include <sundials/sundials_context.hpp>
#include <utility>

#include "physics/numerics/sundials_handles.h"
#include "physics/require.h"

namespace sunrack {
namespace {

using integration::Cvode, integration::LinearSolver, integration::values_of, integration::Vector;

class Integration {
 public:
  Integration(const LargeSystem& system, std::vector<double>& y, std::span<const double> times,
              const LargeOptions& options);
  LargeStatistics run();

 private:
  static int call_rate(double time, N_Vector y, N_Vector rate, void* self);
  static int call_jacobian(N_Vector v, N_Vector result, double time, N_Vector y, N_Vector rate, void* self,
                           N_Vector work);
  static int call_prepare(double time, N_Vector y, N_Vector rate, booleantype, booleantype* renewed,
                          double gamma, void* self);
  static int call_precondition(double time, N_Vector y, N_Vector rate, N_Vector r, N_Vector z, double gamma,
                               double delta, int side, void* self);
  static void keep_message(int, const char*, const char*, char* message, void* self);

  template <class Body>
  int guarded(double time, Body body);
  void start_at(double time, double end);
  bool advance(double target);
  void add_statistics();
  void check(int flag, const char* function);
  [[noreturn]] void fail(int flag, const char* function);
  std::string worst_unknown();

  const LargeSystem& system_;
  const LargeOptions& options_;
  std::span<const double> times_;
  sundials::Context context_;
  Vector y_;
  LinearSolver solver_;
  Cvode cvode_;
  double time_ = 0;
  LargeStatistics sums_;
  std::exception_ptr exception_;  // of a callback, carried past the C code
  std::string trouble_, message_;
  double trouble_time_ = std::numeric_limits<double>::quiet_NaN();
  int troubles_there_ = 0;
};

void check_input(const LargeSystem& system, const std::vector<double>& y, std::span<const double> times,
                 const LargeOptions& options) {
  if (!system.rate || !system.linearise || !system.jacobian || !system.prepare || !system.precondition)
    throw std::invalid_argument("integrate_large: a function of the system is empty");
  require(!y.empty(), "integrate_large: unknowns", double(y.size()), "must be positive");
  for (const double value : y) require_finite("integrate_large: start", value);
  require(times.size() >= 2, "integrate_large: number of times", double(times.size()), "must be at least 2");
  const auto check_times = [](const char* name, std::span<const double> values) {
    for (std::size_t i = 0; i < values.size(); ++i) {
      require_finite(name, values[i]);
      require(i == 0 || values[i] > values[i - 1], name, values[i], "must be later than the one before [s]");
    }
  };
  check_times("integrate_large: time", times);
  check_times("integrate_large: breakpoint", options.breakpoints);
  require(options.relative_tolerance >= 0 && options.relative_tolerance < 1,
          "integrate_large: relative_tolerance", options.relative_tolerance,
          "must be at least 0 and below 1");
  require(options.absolute_tolerance > 0 && std::isfinite(options.absolute_tolerance),
          "integrate_large: absolute_tolerance", options.absolute_tolerance, "must be positive");
  require(options.first_step >= 0, "integrate_large: first_step", options.first_step,
          "must not be negative [s]");
  require(options.maximum_step >= 0, "integrate_large: maximum_step", options.maximum_step,
          "must not be negative [s]");
  require(options.maximum_steps > 0, "integrate_large: maximum_steps", double(options.maximum_steps),
          "must be positive");
}

Integration::Integration(const LargeSystem& system, std::vector<double>& y, std::span<const double> times,
                         const LargeOptions& options)
    : system_(system), options_(options), times_(times), time_(times.front()) {
  y_.reset(N_VMake_Serial(sunindextype(y.size()), y.data(), context_));
  if (!y_) throw std::bad_alloc();
  solver_.reset(SUNLinSol_SPGMR(y_.get(), SUN_PREC_LEFT, 0, context_));
  cvode_.reset(CVodeCreate(CV_BDF, context_));
  if (!solver_ || !cvode_) throw std::bad_alloc();
  void* const cvode = cvode_.get();
  check(CVodeInit(cvode, call_rate, time_, y_.get()), "CVodeInit");
  check(CVodeSetErrHandlerFn(cvode, keep_message, this), "CVodeSetErrHandlerFn");
  check(CVodeSetUserData(cvode, this), "CVodeSetUserData");
  check(CVodeSStolerances(cvode, options.relative_tolerance, options.absolute_tolerance),
        "CVodeSStolerances");
  check(CVodeSetLinearSolver(cvode, solver_.get(), nullptr), "CVodeSetLinearSolver");
  check(CVodeSetJacTimes(cvode, nullptr, call_jacobian), "CVodeSetJacTimes");
  check(CVodeSetPreconditioner(cvode, call_prepare, call_precondition), "CVodeSetPreconditioner");
  check(CVodeSetMaxStep(cvode, options.maximum_step), "CVodeSetMaxStep");
  check(CVodeSetMaxHnilWarns(cvode, -1), "CVodeSetMaxHnilWarns");
}

void Integration::start_at(double time, double end) {
  if (sums_.starts > 0) {
    add_statistics();
    check(CVodeReInit(cvode_.get(), time, y_.get()), "CVodeReInit");
  }
  check(CVodeSetInitStep(cvode_.get(), std::min(options_.first_step, end - time)), "CVodeSetInitStep");
  check(CVodeSetStopTime(cvode_.get(), end), "CVodeSetStopTime");
  ++sums_.starts;
}

LargeStatistics Integration::run() {
  auto next_break = std::upper_bound(options_.breakpoints.begin(), options_.breakpoints.end(), time_);
  const auto segment_end = [&] {
    return next_break == options_.breakpoints.end() ? times_.back() : std::min(*next_break, times_.back());
  };
  if (options_.at_output) options_.at_output(time_, values_of(y_.get()));
  start_at(time_, segment_end());
  for (std::size_t i = 1; i < times_.size();) {
    const double end = segment_end(), target = std::min(times_[i], end);
    if (!advance(target)) break;
    if (target == times_[i]) {
      if (options_.at_output) options_.at_output(target, values_of(y_.get()));
      ++i;
    }
    if (target == end && i < times_.size()) {
      ++next_break;
      if (options_.at_break) options_.at_break(target);
      start_at(target, segment_end());
    }
  }
  add_statistics();
  sums_.time = time_;
  return sums_;
}

/// Steps until `target` [s] is reached; the last step is interpolated. False when a step said to stop.
bool Integration::advance(double target) {
  // After a step beyond the target, which then only needs interpolation.
  double reached = 0;
  check(CVodeGetCurrentTime(cvode_.get(), &reached), "CVodeGetCurrentTime");
  while (reached < target) {
    long steps = 0;
    check(CVodeGetNumSteps(cvode_.get(), &steps), "CVodeGetNumSteps");
    if (sums_.steps + steps >= options_.maximum_steps) fail(CV_TOO_MUCH_WORK, "CVode");
    check(CVode(cvode_.get(), target, y_.get(), &time_, CV_ONE_STEP), "CVode");
    reached = time_;
    if (options_.at_step && !options_.at_step(time_, values_of(y_.get()))) {
      sums_.stopped = true;
      return false;
    }
  }
  check(CVodeGetDky(cvode_.get(), target, 0, y_.get()), "CVodeGetDky");
  time_ = target;
  return true;
}

/// CVODES counts from its last start.
void Integration::add_statistics() {
  void* const cvode = cvode_.get();
  LargeStatistics now;
  CVodeGetNumSteps(cvode, &now.steps);
  CVodeGetNumRhsEvals(cvode, &now.rate_evaluations);
  CVodeGetNumLinIters(cvode, &now.linear_iterations);
  CVodeGetNumPrecEvals(cvode, &now.preconditioners);
  CVodeGetNumErrTestFails(cvode, &now.error_test_failures);
  CVodeGetNumNonlinSolvConvFails(cvode, &now.convergence_failures);
  sums_.steps += now.steps, sums_.rate_evaluations += now.rate_evaluations;
  sums_.linear_iterations += now.linear_iterations, sums_.preconditioners += now.preconditioners;
  sums_.error_test_failures += now.error_test_failures;
  sums_.convergence_failures += now.convergence_failures;
}

/// What a callback returns to CVODES: 0, or to try a smaller step, or to give up. Without the count it would
/// creep up to the place of trouble for ever, in steps below the rounding of the time.
template <class Body>
int Integration::guarded(double time, Body body) {
  constexpr int try_a_smaller_step = 1, give_up = -1;
  try {
    if (body()) {
      trouble_.clear();
      return 0;
    }
  } catch (const ModelError& error) {
    trouble_ = error.what();
  } catch (...) {
    exception_ = std::current_exception();
    return give_up;
  }
  const bool same_place = std::abs(time - trouble_time_) <= 1e-14 * std::abs(time);
  troubles_there_ = same_place ? troubles_there_ + 1 : 0;
  trouble_time_ = time;
  return troubles_there_ < 20 ? try_a_smaller_step : give_up;
}

int Integration::call_rate(double time, N_Vector y, N_Vector rate, void* user) {
  auto& self = *static_cast<Integration*>(user);
  return self.guarded(time, [&] {
    const auto result = values_of(rate);
    self.system_.rate(time, values_of(y), result);
    for (std::size_t i = 0; i < result.size(); ++i)
      if (!std::isfinite(result[i])) {
        self.trouble_ =
            fmt::format("the rate of {} is {} where its value is {:.10g}",
                        self.system_.describe ? self.system_.describe(i) : fmt::format("unknown {}", i),
                        result[i], values_of(y)[i]);
        return false;
      }
    return true;
  });
}

int Integration::call_jacobian(N_Vector v, N_Vector result, double time, N_Vector, N_Vector, void* user,
                               N_Vector) {
  auto& self = *static_cast<Integration*>(user);
  return self.guarded(time, [&] {
    self.system_.jacobian(values_of(v), values_of(result));
    return true;
  });
}

int Integration::call_prepare(double time, N_Vector y, N_Vector, booleantype, booleantype* renewed,
                              double gamma, void* user) {
  auto& self = *static_cast<Integration*>(user);
  return self.guarded(time, [&] {
    // The preconditioner is made anew in any case, and that is dearer than the Jacobian.
    self.system_.linearise(time, values_of(y));
    *renewed = SUNTRUE;
    self.system_.prepare(gamma);
    return true;
  });
}

int Integration::call_precondition(double time, N_Vector, N_Vector, N_Vector r, N_Vector z, double gamma,
                                   double, int, void* user) {
  auto& self = *static_cast<Integration*>(user);
  return self.guarded(time, [&] {
    self.system_.precondition(gamma, values_of(r), values_of(z));
    return true;
  });
}

void Integration::keep_message(int, const char*, const char*, char* message, void* user) {
  static_cast<Integration*>(user)->message_ = message;
}

void Integration::check(int flag, const char* function) {
  if (exception_) std::rethrow_exception(std::exchange(exception_, nullptr));
  if (flag < 0) fail(flag, function);
}

/// The unknown whose estimated error is largest in terms of what the tolerances allow.
std::string Integration::worst_unknown() {
  long steps = 0;
  if (CVodeGetNumSteps(cvode_.get(), &steps) < 0 || steps == 0) return "";  // no error is known yet
  const Vector weights(N_VClone(y_.get())), errors(N_VClone(y_.get())), reached(N_VClone(y_.get()));
  if (CVodeGetErrWeights(cvode_.get(), weights.get()) < 0 ||
      CVodeGetEstLocalErrors(cvode_.get(), errors.get()) < 0 ||
      CVodeGetDky(cvode_.get(), time_, 0, reached.get()) < 0)
    return "";
  const auto w = values_of(weights.get()), e = values_of(errors.get());
  std::size_t worst = 0;
  double largest = 0;
  for (std::size_t i = 0; i < w.size(); ++i)
    if (const double error = std::abs(w[i] * e[i]); error > largest || !std::isfinite(error))
      largest = error, worst = i;
  return fmt::format("; largest weighted error {:.3g} in {}, whose value is {:.10g}", largest,
                     system_.describe ? system_.describe(worst) : fmt::format("unknown {}", worst),
                     values_of(reached.get())[worst]);
}

void Integration::fail(int flag, const char* function) {
  const std::unique_ptr<char, decltype(&std::free)> name(CVodeGetReturnFlagName(flag), &std::free);
  if (CVodeGetCurrentTime(cvode_.get(), &time_) < 0) time_ = times_.front();
  std::string why = trouble_.empty() ? message_ : trouble_;
  if (flag == CV_TOO_MUCH_WORK) why = fmt::format("{} steps were not enough", options_.maximum_steps);
  throw ModelError(fmt::format("stopped at t = {:.10g} s of {:.10g} s ({} from {}): {}{}", time_,
                               times_.back(), name ? name.get() : "?", function, why, worst_unknown()));
}

}  // namespace

LargeStatistics integrate_large(const LargeSystem& system, std::vector<double>& y,
                                std::span<const double> times, const LargeOptions& options) {
  check_input(system, y, times, options);
  return Integration(system, y, times, options).run();
}

}  // namespace sunrack
