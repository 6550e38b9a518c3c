#pragma once

#include <vector>

#include "physics/debris/flux.h"

namespace sunrack {

/// The year at which the low bound of NASA90 stops to grow.
inline constexpr double frozen_year = 2000;
/// [m] what is larger is catalogued and avoided, and its flux is below 1e-6 per m^2 and year: not counted.
inline constexpr double largest_debris = 5;

struct DebrisBounds {
  double low = 0;   ///< [m^-2 s^-1]
  double high = 0;  ///< [m^-2 s^-1]
};

/// The fluxes of one environment on a randomly tumbling plate, with what does not depend on size worked out
/// once. Holds a reference to its environment.
class FluxEvaluation {
 public:
  explicit FluxEvaluation(const DebrisEnvironment& environment);

  /// Empty without meteoroids.
  const std::vector<MeteoroidDensity>& densities() const { return densities_; }
  /// [m^-2 s^-1] meteoroids of one kind larger than `diameter` [m]; zero above the range of the model.
  double meteoroids(const MeteoroidDensity& kind, double diameter) const;
  /// Larger than `diameter` [m]. @throws ModelError outside the range of the model
  DebrisBounds debris(double diameter) const;
  /// Zero rates with the environment's uncertainties.
  PenetrationRate no_rate() const;

 private:
  const DebrisEnvironment& environment_;
  double meteoroid_factor_ = 0;
  std::vector<MeteoroidDensity> densities_;
  Nasa90Factors low_, high_;
};

/// @throws ModelError where a meteoroid of that size is lighter than the flux model's lightest
void require_meteoroid_size(const MeteoroidDensity& kind, double diameter, const char* name);

}  // namespace sunrack
