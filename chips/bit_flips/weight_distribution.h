#pragma once

namespace sunrack {

enum class WeightShape {
  gaussian,  ///< normal
  student    ///< Student's t, stretched: heavier tails, as the outliers of large networks
};

/// A symmetric distribution of weights about zero.
struct WeightDistribution {
  WeightShape shape = WeightShape::gaussian;
  double sigma = 0.02;            ///< [-] standard deviation; 0.02 is that of large language models
  double degrees_of_freedom = 5;  ///< [-] Student's only, above 2
};

/// Probability and moments of the size of a weight inside an interval, both signs together.
struct IntervalMoments {
  double probability = 0;
  double size = 0;    ///< integral of |w|
  double square = 0;  ///< integral of w^2
};

/// @throws std::invalid_argument unless sigma > 0 and degrees of freedom > 2
void check(const WeightDistribution& distribution);

/// Of low <= |w| < high; `high` may be infinite. Closed forms.
IntervalMoments interval_moments(const WeightDistribution& distribution, double low, double high);
/// The probability alone, which costs less.
double interval_probability(const WeightDistribution& distribution, double low, double high);

}  // namespace sunrack
