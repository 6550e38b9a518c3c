#include "chips/life_distribution.h"

#include <fmt/format.h>

#include <algorithm>
#include <boost/math/quadrature/gauss.hpp>
#include <boost/math/special_functions/erf.hpp>
#include <cmath>

#include "physics/constants.h"
#include "physics/require.h"

namespace sunrack {

namespace {

const double root_two = std::sqrt(2.0);

void check(const LifeDistribution& life, const char* name) {
  require(life.scale > 0, name, life.scale, "scale of a life distribution, must be positive [s]");
  require(life.shape > 0 && std::isfinite(life.shape), name, life.shape,
          "shape of a life distribution, must be positive");
}

/// ln erfc(x), also where erfc itself is below the smallest double: four terms of its asymptotic series are
/// within 1e-9 beyond x = 20.
double log_erfc(double x) {
  if (x < 20) return std::log(std::erfc(x));
  const double y = 1 / (2 * x * x);
  return -x * x - std::log(x * std::sqrt(constants::pi)) + std::log1p(-y * (1 - y * (3 - 15 * y)));
}

/// Integral of f over service times 0 ... time. Infants make the integrand steep at 0: t = time u^4 takes the
/// root out of shapes down to 0.25.
template <typename Function>
double over_service(double time, const Function& f) {
  using Rule = boost::math::quadrature::gauss<double, 30>;
  double sum = 0;
  constexpr int parts = 4;
  for (int part = 0; part < parts; ++part)
    sum += Rule::integrate([&](double u) { return f(time * u * u * u * u) * 4 * time * u * u * u; },
                           double(part) / parts, double(part + 1) / parts);
  return sum;
}

}  // namespace

LifeDistribution random_failures(double rate) {
  require(rate >= 0 && std::isfinite(rate), "random_failures: rate", rate, "must be 0 or more [1/s]");
  return {.law = LifeDistribution::Law::weibull,
          .scale = rate > 0 ? 1 / rate : std::numeric_limits<double>::infinity(),
          .shape = 1};
}

LifeDistribution life_through(LifeDistribution::Law law, double shape, double time, double failed) {
  require(shape > 0, "life_through: shape", shape, "must be positive");
  require(time > 0, "life_through: time", time, "must be positive [s]");
  require(failed > 0 && failed < 1, "life_through: failed", failed, "must be between 0 and 1");
  if (law == LifeDistribution::Law::weibull)
    return {law, time / std::pow(-std::log1p(-failed), 1 / shape), shape};
  // failed = erfc(-z / sqrt 2) / 2 with z = ln(time / median) / sigma
  const double z = -root_two * boost::math::erfc_inv(2 * failed);
  return {law, time * std::exp(-z * shape), shape};
}

double cumulative_hazard(const LifeDistribution& life, double age) {
  if (age <= 0 || std::isinf(life.scale)) return 0;
  if (life.law == LifeDistribution::Law::weibull) return std::pow(age / life.scale, life.shape);
  const double z = std::log(age / life.scale) / (root_two * life.shape);
  // Early in life the share dead is small: its logarithm keeps the digits.
  return z < 0 ? -std::log1p(-std::erfc(-z) / 2) : std::log(2.0) - log_erfc(z);
}

double hazard_rate(const LifeDistribution& life, double age) {
  if (std::isinf(life.scale)) return 0;
  if (life.law == LifeDistribution::Law::weibull)
    return life.shape / life.scale * std::pow(age / life.scale, life.shape - 1);
  if (age <= 0) return 0;
  const double z = std::log(age / life.scale) / life.shape;
  const double log_density = -z * z / 2 - std::log(age * life.shape * std::sqrt(2 * constants::pi));
  return std::exp(log_density + cumulative_hazard(life, age));
}

double age_at_hazard(const LifeDistribution& life, double hazard) {
  if (hazard <= 0) return 0;
  if (life.law == LifeDistribution::Law::weibull) return life.scale * std::pow(hazard, 1 / life.shape);
  if (std::isinf(life.scale)) return life.scale;
  require(hazard < 700, "age_at_hazard: hazard", hazard, "must be below 700 for a lognormal life");
  // dead = 1 - exp(-hazard); from whichever side keeps the digits.
  const double z = hazard < std::log(2.0) ? -boost::math::erfc_inv(-2 * std::expm1(-hazard))
                                          : boost::math::erfc_inv(2 * std::exp(-hazard));
  return life.scale * std::exp(z * root_two * life.shape);
}

double cumulative_hazard(const std::vector<FailureCause>& causes, double time) {
  require(time >= 0, "cumulative_hazard: time", time, "must not be negative [s]");
  double sum = 0;
  for (const FailureCause& cause : causes) {
    check(cause.life, cause.name.c_str());
    sum += cumulative_hazard(cause.life, cause.age + time) - cumulative_hazard(cause.life, cause.age);
  }
  return sum;
}

double survival(const std::vector<FailureCause>& causes, double time) {
  return std::exp(-cumulative_hazard(causes, time));
}

std::vector<double> shares_of_failures(const std::vector<FailureCause>& causes, double time) {
  std::vector<double> shares;
  if (!(time > 0)) return std::vector<double>(causes.size());
  for (const FailureCause& cause : causes)
    shares.push_back(over_service(
        time, [&](double t) { return hazard_rate(cause.life, cause.age + t) * survival(causes, t); }));
  return shares;
}

double mean_service(const std::vector<FailureCause>& causes, double time) {
  require(time >= 0, "mean_service: time", time, "must not be negative [s]");
  return over_service(time, [&](double t) { return survival(causes, t); });
}

FailureTimes::FailureTimes(const std::vector<FailureCause>& causes, double horizon) : horizon_(horizon) {
  require(horizon > 0, "FailureTimes: horizon", horizon, "must be positive [s]");
  horizon_hazard_ = cumulative_hazard(causes, horizon);
  if (!(horizon_hazard_ > 0)) return;
  // The hazard at geometric times, then turned about: linear in the logarithms both times.
  constexpr int time_nodes = 2000, nodes = 1000;
  constexpr double least_share = 1e-9;  // of the hazard at the horizon: an earlier failure is at that time
  constexpr double decades = 20;  // reach of the times: at shape 0.45 the hazard falls by as many powers
  std::vector<double> log_time, log_hazard;
  for (int node = 0; node < time_nodes; ++node) {
    const double time = horizon * std::pow(10.0, decades * (double(node) / (time_nodes - 1) - 1));
    const double hazard = cumulative_hazard(causes, time);
    if (!(hazard > 0)) continue;
    const double logarithm = std::log(hazard);
    if (!log_hazard.empty() && logarithm <= log_hazard.back()) continue;
    log_time.push_back(std::log(time));
    log_hazard.push_back(logarithm);
  }
  first_log_ = std::max(std::log(horizon_hazard_ * least_share), log_hazard.front());
  step_ = (log_hazard.back() - first_log_) / (nodes - 1);
  std::size_t place = 0;
  for (int node = 0; node < nodes; ++node) {
    const double wanted = std::min(first_log_ + node * step_, log_hazard.back());
    while (place + 2 < log_hazard.size() && log_hazard[place + 1] < wanted) ++place;
    const double part = (wanted - log_hazard[place]) / (log_hazard[place + 1] - log_hazard[place]);
    log_times_.push_back(log_time[place] + part * (log_time[place + 1] - log_time[place]));
  }
}

double FailureTimes::operator()(double hazard) const {
  if (!(hazard <= horizon_hazard_) || log_times_.empty()) return std::numeric_limits<double>::infinity();
  const double place = std::max(0.0, (std::log(hazard) - first_log_) / step_);
  const auto node = std::min(static_cast<std::size_t>(place), log_times_.size() - 2);
  const double part = std::min(place - double(node), 1.0);
  return std::min(horizon_, std::exp(log_times_[node] + part * (log_times_[node + 1] - log_times_[node])));
}

}  // namespace sunrack
