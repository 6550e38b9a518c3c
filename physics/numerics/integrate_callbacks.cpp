// What CVODES calls back, and what it carries beside the state.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "physics/numerics/integration.h"

namespace sunrack::integration {

void Integration::attach_extras() {
  void* const cvode = cvode_.get();
  if (options_.quadratures.count > 0) {
    quadratures_.reset(N_VNew_Serial(sunindextype(options_.quadratures.count), context_));
    if (!quadratures_) throw std::bad_alloc();
    N_VConst(0, quadratures_.get());
    // What Newton's method leaves is all that a sum of states and integrals can lose. With the usual 0.1 a
    // network of five nodes lost 5e-6 of its heat at a tolerance of 1e-6, with this 1e-8, in as many steps.
    check(CVodeSetNonlinConvCoef(cvode, 1e-3), "CVodeSetNonlinConvCoef");
    check(CVodeQuadInit(cvode, call_quadratures, quadratures_.get()), "CVodeQuadInit");
  }
  const Sensitivities& asked = options_.sensitivities;
  if (asked.start.cols() == 0) return;
  for (Eigen::Index p = 0; p < asked.start.cols(); ++p) {
    sensitivities_.emplace_back(N_VClone(state_.get()));
    if (!sensitivities_.back()) throw std::bad_alloc();
    state_of(sensitivities_.back().get()) = asked.start.col(p);
    sensitivity_handles_.push_back(sensitivities_.back().get());
  }
  slopes_.resize(asked.start.rows(), asked.start.cols());
  check(CVodeSensInit(cvode, int(asked.start.cols()), CV_STAGGERED, call_sensitivities,
                      sensitivity_handles_.data()),
        "CVodeSensInit");
  std::vector<double> scales(asked.scales.begin(), asked.scales.end());
  for (double& scale : scales) scale = std::abs(scale);
  check(CVodeSetSensParams(cvode, nullptr, scales.data(), nullptr), "CVodeSetSensParams");
  check(CVodeSensEEtolerances(cvode), "CVodeSensEEtolerances");
  check(CVodeSetSensErrCon(cvode, SUNTRUE), "CVodeSetSensErrCon");
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

int Integration::call_quadratures(double time, N_Vector state, N_Vector rates, void* user) {
  auto& self = *static_cast<Integration*>(user);
  return self.guarded(time, [&] {
    self.options_.quadratures.rate(self.on_this_side(time),
                                   ConstState(N_VGetArrayPointer(state), N_VGetLength(state)),
                                   {N_VGetArrayPointer(rates), self.options_.quadratures.count});
  });
}

int Integration::call_sensitivities(int count, double time, N_Vector state, N_Vector, N_Vector* s,
                                    N_Vector* s_rate, void* user, N_Vector, N_Vector) {
  auto& self = *static_cast<Integration*>(user);
  return self.guarded(time, [&] {
    self.fill_jacobian(time, state);
    const auto size = std::size_t(N_VGetLength(state));
    self.slopes_.setZero();
    self.options_.sensitivities.rate(
        self.on_this_side(time), ConstState(N_VGetArrayPointer(state), N_VGetLength(state)), self.slopes_);
    for (int p = 0; p < count; ++p) {
      state_of(s_rate[p]) = self.slopes_.col(p);
      multiply_add(self.options_.jacobian.pattern, self.jacobian_, {N_VGetArrayPointer(s[p]), size},
                   {N_VGetArrayPointer(s_rate[p]), size});
    }
  });
}

/// Integrals and sensitivities at the time that CVODES returned last.
void Integration::read_extras() {
  double time = 0;
  if (history_.times.empty()) return;  // nothing is integrated yet
  if (quadratures_) check(CVodeGetQuad(cvode_.get(), &time, quadratures_.get()), "CVodeGetQuad");
  if (!sensitivities_.empty())
    check(CVodeGetSens(cvode_.get(), &time, sensitivity_handles_.data()), "CVodeGetSens");
}

Eigen::VectorXd Integration::rate_now(const Eigen::VectorXd& state) {
  Eigen::VectorXd result(state.size());
  rate_(on_this_side(time_), state, result);
  return result;
}

/// [s/unit] d(moment)/d(parameter) of an event. It moves with a parameter, and where the rate jumps there the
/// sensitivities jump too: s += (rate before - rate after) d(moment)/dp, with
/// d(moment)/dp = -(dg/dx s) / (dg/dt along the path).
Eigen::VectorXd Integration::moment_slopes(const Event& event, const Eigen::VectorXd& state) {
  // By differences; a thermostat is linear in the state.
  const double size = 1e-6 * std::max(state.norm(), 1e-30);
  const auto along = [&](const Eigen::VectorXd& direction, double in_time) {
    const double length = direction.norm();
    if (length == 0 && in_time == 0) return 0.0;
    double step = length > 0 ? size / length : 1.0;
    if (in_time != 0) step = std::min(step, 1e-3 * (times_.back() - times_.front()));
    const double up = event.value(on_this_side(time_ + step * in_time), state + step * direction);
    const double down = event.value(on_this_side(time_ - step * in_time), state - step * direction);
    return (up - down) / (2 * step);
  };
  Eigen::VectorXd result = Eigen::VectorXd::Zero(Eigen::Index(sensitivities_.size()));
  const double speed = along(rate_now(state), 1);
  if (speed == 0 || !std::isfinite(speed)) return result;  // a touch, not a crossing
  for (std::size_t p = 0; p < sensitivities_.size(); ++p)
    result[Eigen::Index(p)] = -along(state_of(sensitivity_handles_[p]), 0) / speed;
  return result;
}

}  // namespace sunrack::integration
