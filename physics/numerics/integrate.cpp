#include "physics/numerics/integrate.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <utility>

#include "physics/numerics/integration.h"

namespace sunrack {

namespace integration {

double rounding(double a, double b) {
  return 32 * std::numeric_limits<double>::epsilon() * std::max(std::abs(a), std::abs(b));
}

namespace {

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

}  // namespace

History Integration::run() {
  const std::vector<double> breakpoints = inside(options_.breakpoints, times_);
  history_.states.resize(N_VGetLength(state_.get()), Eigen::Index(times_.size()));
  history_.quadratures.resize(Eigen::Index(options_.quadratures.count), Eigen::Index(times_.size()));
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
  history_.quadratures.conservativeResize(Eigen::NoChange, Eigen::Index(history_.times.size()));
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
    read_extras();
    restart(time);
  }
  check(CVodeSetInitStep(cvode_.get(), std::min(options_.first_step, end - time)), "CVodeSetInitStep");
  check(CVodeSetStopTime(cvode_.get(), end), "CVodeSetStopTime");
  ++history_.statistics.starts;
}

void Integration::restart(double time) {
  add_statistics();
  check(CVodeReInit(cvode_.get(), time, state_.get()), "CVodeReInit");
  if (quadratures_) check(CVodeQuadReInit(cvode_.get(), quadratures_.get()), "CVodeQuadReInit");
  if (!sensitivities_.empty())
    check(CVodeSensReInit(cvode_.get(), CV_STAGGERED, sensitivity_handles_.data()), "CVodeSensReInit");
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
  read_extras();
  bool stop = false;
  bool starts_anew = false;
  for (std::size_t i = 0; i < crossings_.size(); ++i) {
    if (crossings_[i] == 0) continue;
    const Event& event = options_.events[i];
    history_.events.push_back({.time = time_, .event = i, .rising = crossings_[i] > 0, .state = before});
    if (event.change && sensitivities_.empty()) event.change(time_, state_of(state_.get()));
    if (event.change && !sensitivities_.empty()) {
      const Eigen::VectorXd moment = moment_slopes(event, before), leaving = rate_now(before);
      event.change(time_, state_of(state_.get()));
      if (state_of(state_.get()) != before)
        throw std::invalid_argument("integrate: event '" + event.name +
                                    "' changes the state, and sensitivities do not go through that");
      const Eigen::VectorXd jump = leaving - rate_now(before);
      for (std::size_t p = 0; p < sensitivities_.size(); ++p)
        state_of(sensitivity_handles_[p]) += jump * moment[Eigen::Index(p)];
    }
    stop = stop || event.stop;
    starts_anew = starts_anew || event.restart || event.change;
  }
  for (const double value : state_of(state_.get())) require_finite("integrate: state after an event", value);
  if (stop) {
    history_.stopped = true;
    // The event may stand on an output time that is recorded already.
    if (time_ > history_.times.back()) record_state(time_);
    return false;
  }
  if (starts_anew) {
    restart(time_);
    ++history_.statistics.starts;
  }
  return true;
}

void Integration::record_state(double time) {
  history_.states.col(Eigen::Index(history_.times.size())) = state_of(state_.get());
  read_extras();
  if (quadratures_)
    history_.quadratures.col(Eigen::Index(history_.times.size())) = state_of(quadratures_.get());
  if (!sensitivities_.empty()) {
    Eigen::MatrixXd& s =
        history_.sensitivities.emplace_back(N_VGetLength(state_.get()), Eigen::Index(sensitivities_.size()));
    for (Eigen::Index p = 0; p < s.cols(); ++p) s.col(p) = state_of(sensitivity_handles_[std::size_t(p)]);
  }
  history_.times.push_back(time);
}

/// CVODES counts from its last start.
void Integration::add_statistics() {
  void* const cvode = cvode_.get();
  IntegrateStatistics now;
  CVodeGetNumSteps(cvode, &now.steps);
  CVodeGetNumRhsEvals(cvode, &now.rate_evaluations);
  CVodeGetNumLinRhsEvals(cvode, &now.rate_evaluations_for_jacobians);
  CVodeGetNumLinIters(cvode, &now.linear_iterations);
  CVodeGetNumJacEvals(cvode, &now.jacobians);
  CVodeGetNumErrTestFails(cvode, &now.error_test_failures);
  CVodeGetNumNonlinSolvConvFails(cvode, &now.convergence_failures);
  IntegrateStatistics& sum = history_.statistics;
  sum.steps += now.steps;
  sum.rate_evaluations += now.rate_evaluations;
  sum.rate_evaluations_for_jacobians += now.rate_evaluations_for_jacobians;
  sum.jacobians += now.jacobians;
  sum.linear_iterations += now.linear_iterations;
  sum.error_test_failures += now.error_test_failures;
  sum.convergence_failures += now.convergence_failures;
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

}  // namespace integration

namespace {

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
  const SparsePattern& pattern = options.jacobian.pattern;
  if (options.jacobian.fill)
    require(pattern.size() == std::size_t(start.size()), "integrate: size of the Jacobian's pattern",
            double(pattern.size()), "must be that of the state");
  if (options.quadratures.count > 0 && !options.quadratures.rate)
    throw std::invalid_argument("integrate: the rate of the quadratures is empty");
  const Sensitivities& s = options.sensitivities;
  if (s.start.cols() == 0) return;
  if (!options.jacobian.fill || !s.rate)
    throw std::invalid_argument("integrate: sensitivities need a Jacobian and their own rate");
  require(s.start.rows() == start.size(), "integrate: rows of the sensitivities' start",
          double(s.start.rows()), "must be those of the state");
  require(s.scales.size() == s.start.cols(), "integrate: number of the sensitivities' scales",
          double(s.scales.size()), "must be one for each parameter");
  for (const double scale : s.scales)
    require(scale != 0 && std::isfinite(scale), "integrate: scale of a sensitivity", scale, "must not be 0");
}

}  // namespace

History integrate(const Rate& rate, const Eigen::VectorXd& start, std::span<const double> times,
                  const IntegrateOptions& options) {
  check_input(rate, start, times, options);
  return integration::Integration(rate, start, times, options).run();
}

}  // namespace sunrack
