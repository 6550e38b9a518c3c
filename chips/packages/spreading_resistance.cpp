#include "chips/packages/spreading_resistance.h"

#include <cmath>

#include "physics/constants.h"
#include "physics/require.h"

namespace sunrack {

namespace {

void require_plate(const SpreadingPlate& p) {
  const auto positive = [](double value, const char* name) {
    require(value > 0 && std::isfinite(value), name, value, "must be positive");
  };
  positive(p.source_width, "spreading_resistance: source_width");
  positive(p.source_depth, "spreading_resistance: source_depth");
  positive(p.width, "spreading_resistance: width");
  positive(p.depth, "spreading_resistance: depth");
  positive(p.thickness, "spreading_resistance: thickness");
  positive(p.conductivity, "spreading_resistance: conductivity");
  positive(p.film_coefficient, "spreading_resistance: film_coefficient");
  require(p.source_width <= p.width, "spreading_resistance: source_width", p.source_width,
          "must not exceed the plate's width [m]");
  require(p.source_depth <= p.depth, "spreading_resistance: source_depth", p.source_depth,
          "must not exceed the plate's depth [m]");
}

/// [K m^2/W] of the surface to a flux of wave number q: solution across the plate over the film.
double transfer(const SpreadingPlate& p, double q) {
  const double biot = p.film_coefficient / (p.conductivity * q), t = std::tanh(q * p.thickness);
  return (1 + biot * t) / (biot + t) / (p.conductivity * q);
}

/// Cosine coefficient of an even source of unit power, and its mean over the source.
struct Mode {
  double coefficient, mean, centre;
};
Mode mode(int m, double source, double side) {
  if (m == 0) return {1, 1, 1};
  const double a =
      constants::pi * m * source / side;  // even modes about the middle: wave number 2 pi m / side
  const double sinc = std::sin(a) / a;
  return {2 * sinc, sinc, 1};
}

}  // namespace

SpreadingResistance spreading_resistance(const SpreadingPlate& p) {
  require_plate(p);
  const double area = p.width * p.depth;
  SpreadingResistance result{.one_dimensional =
                                 (p.thickness / p.conductivity + 1 / p.film_coefficient) / area};
  constexpr int terms = 1000;
  for (int m = 0; m < terms; ++m) {
    const Mode x = mode(m, p.source_width, p.width);
    for (int n = m == 0 ? 1 : 0; n < terms; ++n) {
      const Mode y = mode(n, p.source_depth, p.depth);
      const double q = 2 * constants::pi * std::hypot(m / p.width, n / p.depth);
      const double rise = transfer(p, q) * x.coefficient * y.coefficient / area;
      result.spreading_peak += rise;
      result.spreading_mean += rise * x.mean * y.mean;
    }
  }
  return result;
}

}  // namespace sunrack
