#include "chips/bit_flips/weight_distribution.h"

#include <boost/math/distributions/students_t.hpp>
#include <cmath>

#include "physics/constants.h"
#include "physics/require.h"

namespace sunrack {

namespace {

double gaussian_probability(double low, double high) {
  const double root = std::sqrt(0.5);
  // Near zero erf keeps the digits, in the tail erfc does.
  if (low < 1) return std::erf(high * root) - std::erf(low * root);
  return std::erfc(low * root) - (std::isinf(high) ? 0 : std::erfc(high * root));
}

double gaussian_density(double x) { return std::exp(-x * x / 2) / std::sqrt(2 * constants::pi); }

IntervalMoments gaussian_moments(double low, double high) {
  const double at_low = gaussian_density(low), at_high = std::isinf(high) ? 0 : gaussian_density(high);
  const double probability = gaussian_probability(low, high);
  const double fall = std::isinf(high) ? at_low : -at_low * std::expm1((low - high) * (low + high) / 2);
  return {probability, 2 * fall, probability + 2 * (low * at_low - (std::isinf(high) ? 0 : high * at_high))};
}

/// Of Student's t itself, whose variance is nu / (nu - 2).
double student_probability(double nu, double low, double high) {
  const boost::math::students_t_distribution<double> t(nu);
  if (low == 0 && std::isinf(high)) return 1;
  if (low < 1 && !std::isinf(high)) return 2 * (cdf(t, high) - cdf(t, low));
  return 2 * (cdf(complement(t, low)) - (std::isinf(high) ? 0 : cdf(complement(t, high))));
}

IntervalMoments student_moments(double nu, double low, double high) {
  const boost::math::students_t_distribution<double> t(nu);
  const double probability = student_probability(nu, low, high);
  // d/dt of (nu + t^2) f(t) is -(nu - 1) t f(t).
  const auto first = [&](double x) { return std::isinf(x) ? 0 : (nu + x * x) * pdf(t, x) / (nu - 1); };
  // (1 + t^2/nu) f is proportional to the density with nu - 2 degrees at t sqrt((nu - 2) / nu).
  const double squeeze = std::sqrt((nu - 2) / nu);
  const double thinner = student_probability(nu - 2, low * squeeze, high * squeeze);
  return {probability, 2 * (first(low) - first(high)), nu * ((nu - 1) / (nu - 2) * thinner - probability)};
}

}  // namespace

void check(const WeightDistribution& distribution) {
  require(distribution.sigma > 0 && std::isfinite(distribution.sigma), "weight distribution: sigma",
          distribution.sigma, "must be positive");
  if (distribution.shape == WeightShape::student)
    require(distribution.degrees_of_freedom > 2 && std::isfinite(distribution.degrees_of_freedom),
            "weight distribution: degrees_of_freedom", distribution.degrees_of_freedom,
            "must exceed 2: there is no standard deviation below");
}

IntervalMoments interval_moments(const WeightDistribution& distribution, double low, double high) {
  if (!(low < high)) return {};
  const double sigma = distribution.sigma;
  if (distribution.shape == WeightShape::gaussian) {
    const IntervalMoments unit = gaussian_moments(low / sigma, high / sigma);
    return {unit.probability, unit.size * sigma, unit.square * sigma * sigma};
  }
  const double nu = distribution.degrees_of_freedom, scale = sigma * std::sqrt((nu - 2) / nu);
  const IntervalMoments unit = student_moments(nu, low / scale, high / scale);
  return {unit.probability, unit.size * scale, unit.square * scale * scale};
}

double interval_probability(const WeightDistribution& distribution, double low, double high) {
  if (!(low < high)) return 0;
  const double sigma = distribution.sigma;
  if (distribution.shape == WeightShape::gaussian) return gaussian_probability(low / sigma, high / sigma);
  const double nu = distribution.degrees_of_freedom, scale = sigma * std::sqrt((nu - 2) / nu);
  return student_probability(nu, low / scale, high / scale);
}

}  // namespace sunrack
