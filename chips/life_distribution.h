#pragma once

#include <limits>
#include <string>
#include <vector>

namespace sunrack {

/// How long parts live until one cause of failure ends them. All hazards here are exact closed forms.
/// Weibull: H(t) = (t / scale)^shape; shape below 1: infant mortality, 1: random, above 1: wear-out.
/// Lognormal: S(t) = erfc(ln(t / scale) / (sqrt(2) shape)) / 2, `shape` the standard deviation of ln t.
struct LifeDistribution {
  enum class Law { weibull, lognormal };
  Law law = Law::weibull;
  double scale = std::numeric_limits<double>::infinity();  ///< [s] characteristic life (63.2 %), or median
  double shape = 1;                                        ///< [-]
};

/// Random failures at this rate [1/s]; 0: never.
LifeDistribution random_failures(double rate);
/// A share `failed` [-] is dead after `time` [s]. @throws std::invalid_argument unless 0 < failed < 1, time >
/// 0
LifeDistribution life_through(LifeDistribution::Law law, double shape, double time, double failed);

double cumulative_hazard(const LifeDistribution& life,
                         double age);                          ///< [-] -ln of the share alive at `age` [s]
double hazard_rate(const LifeDistribution& life, double age);  ///< [1/s] infinite at 0 for infants
double age_at_hazard(const LifeDistribution& life, double hazard);  ///< [s] inverse of cumulative_hazard

/// One cause among several that compete for a part. Parts enter service at an age: what burn-in has used up.
struct FailureCause {
  std::string name;
  LifeDistribution life;
  double age = 0;  ///< [s] at the beginning of service, in this cause's own conditions of use
};

/// [-] of competing independent causes: hazards add, H(t) = sum of H_i(age_i + t) - H_i(age_i). A part of a
/// series system (chip, memory, board) brings its causes to the same list.
/// @throws std::invalid_argument for a time below 0 or a distribution that is none, by the cause's name
double cumulative_hazard(const std::vector<FailureCause>& causes, double time);
double survival(const std::vector<FailureCause>& causes, double time);  ///< [-] of `time` [s] in service

/// [-] of parts that each cause has ended by `time` [s]: integral of h_i S. They sum to 1 - S(time).
std::vector<double> shares_of_failures(const std::vector<FailureCause>& causes, double time);

/// [s] integral of S from 0 to `time`: mean service of a part within it.
double mean_service(const std::vector<FailureCause>& causes, double time);

/// Time to failure from an exponential variate: the inverse of the cumulative hazard, tabulated for draws by
/// the million. Between nodes linear in ln t against ln H; error below 1e-4 of the time (tests).
class FailureTimes {
 public:
  FailureTimes(const std::vector<FailureCause>& causes, double horizon);  ///< [s]
  double hazard_at_horizon() const { return horizon_hazard_; }
  /// [s] at which the hazard is `hazard`; infinite beyond the horizon.
  double operator()(double hazard) const;

 private:
  double horizon_ = 0, horizon_hazard_ = 0, first_log_ = 0, step_ = 0;
  std::vector<double> log_times_;  // at equal steps of ln H
};

}  // namespace sunrack
