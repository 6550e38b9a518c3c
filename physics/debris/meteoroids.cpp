#include "physics/debris/meteoroids.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "physics/require.h"
#include "physics/units.h"

namespace sunrack {

using namespace units;

namespace {

constexpr double gram = 1e-3;  // [kg]

struct FactorRow {
  double altitude_km;
  double gravity, shield, motion;
};

// ECSS-E-ST-10-04C table J-6, read in a third-party implementation that reproduces the standard's example to
// seven digits (second-hand).
constexpr std::array factor_rows = {FactorRow{100, 2.04, 0.50, 1.09},   FactorRow{200, 2.03, 0.58, 1.09},
                                    FactorRow{400, 2.00, 0.63, 1.09},   FactorRow{800, 1.94, 0.70, 1.08},
                                    FactorRow{1000, 1.92, 0.72, 1.08},  FactorRow{2000, 1.81, 0.79, 1.08},
                                    FactorRow{4000, 1.65, 0.87, 1.07},  FactorRow{10000, 1.41, 0.95, 1.05},
                                    FactorRow{20000, 1.26, 0.98, 1.04}, FactorRow{35790, 1.16, 0.99, 1.03},
                                    FactorRow{100000, 1.06, 1.00, 1.01}};

// The published pieces integrate to this (11.1 to 16.3, 55, 72.2 km/s).
double unnormalised_speed_density(double km_s) {
  if (km_s < 11.1 || km_s > 72.2) return 0;
  if (km_s < 16.3) return 0.112;
  if (km_s < 55) return 3.328e5 * std::pow(km_s, -5.34);
  return 1.695e-4;
}
const double speed_norm = 0.112 * (16.3 - 11.1) +
                          3.328e5 / 4.34 * (std::pow(16.3, -4.34) - std::pow(55.0, -4.34)) +
                          1.695e-4 * (72.2 - 55);

}  // namespace

double meteoroid_flux_at_1_au(double mass) {
  require(mass > 0, "meteoroid_flux_at_1_au: mass", mass, "must be positive [kg]");
  const double m = mass / gram;
  if (!(m >= 1e-12 * (1 - 1e-9) && m <= 500 * (1 + 1e-9)))
    throw ModelError(fmt::format(
        "meteoroid_flux_at_1_au: mass = {:.4g} kg, the flux is known from 1e-15 to 0.5 kg (ECSS table J-5)",
        mass));
  const double m2 = m * m;
  const double small = std::pow(2.2e3 * std::pow(m, 0.306) + 15, -4.38);
  const double middle = 1.3e-9 * std::pow(m + 1e11 * m2 + 1e27 * m2 * m2, -0.36);
  const double large = 1.3e-16 * std::pow(m + 1e6 * m2, -0.85);
  return small + middle + large;
}

MeteoroidOrbitFactors meteoroid_orbit_factors(double altitude) {
  require_finite("meteoroid_orbit_factors: altitude", altitude);
  const double km = altitude / 1_km;
  if (km < factor_rows.front().altitude_km || km > factor_rows.back().altitude_km)
    throw ModelError(fmt::format(
        "meteoroid_orbit_factors: altitude = {:.4g} km, the factors are known from 100 to 100000 km", km));
  std::size_t i = 1;
  while (i + 1 < factor_rows.size() && km > factor_rows[i].altitude_km) ++i;
  const FactorRow &a = factor_rows[i - 1], &b = factor_rows[i];
  const double t = (km - a.altitude_km) / (b.altitude_km - a.altitude_km);
  return {.gravity = std::lerp(a.gravity, b.gravity, t),
          .shield = std::lerp(a.shield, b.shield, t),
          .motion = std::lerp(a.motion, b.motion, t)};
}

double meteoroid_flux(double mass, double altitude) {
  const MeteoroidOrbitFactors factors = meteoroid_orbit_factors(altitude);
  return meteoroid_flux_at_1_au(mass) * factors.gravity * factors.shield * factors.motion;
}

double meteoroid_speed_density(double speed) {
  require_finite("meteoroid_speed_density: speed", speed);
  return unnormalised_speed_density(speed / 1_km) / speed_norm / 1_km;
}

std::vector<SpeedBin> equal_weight_bins(const std::function<double(double)>& density, double from, double to,
                                        int count) {
  require(count >= 1 && count <= 1000, "equal_weight_bins: count", count, "must be 1 to 1000");
  require(to > from, "equal_weight_bins: to", to, "must be above `from` [m/s]");
  // Twice as many midpoints move no bin's mean by more than 0.1 %.
  const int steps = std::max(400, 10 * count);
  const double step = (to - from) / steps;
  std::vector<double> part(steps);
  double sum = 0;
  for (int i = 0; i < steps; ++i) sum += part[std::size_t(i)] = density(from + (i + 0.5) * step);
  std::vector<SpeedBin> bins(static_cast<std::size_t>(count), {.weight = 1.0 / count});
  double filled = 0;
  std::size_t bin = 0;
  for (int i = 0; i < steps; ++i) {
    double rest = part[std::size_t(i)] / sum * count;  // in bins
    while (rest > 0) {
      const bool last = bin + 1 == bins.size();
      const double taken = last ? rest : std::min(rest, 1 - filled);
      const double speed = from + (i + 0.5) * step;
      bins[bin].speed += taken * speed;
      bins[bin].root_mean_square += taken * speed * speed;
      filled += taken;
      rest -= taken;
      if (!last && filled >= 1 - 1e-12) {
        ++bin;
        filled = 0;
      }
    }
  }
  for (SpeedBin& one : bins) one.root_mean_square = std::sqrt(one.root_mean_square);
  return bins;
}

std::vector<SpeedBin> meteoroid_speed_bins(int count) {
  return equal_weight_bins(meteoroid_speed_density, 11.1 * 1_km, 72.2 * 1_km, count);
}

std::vector<MeteoroidDensity> constant_meteoroid_density(double density) {
  require(density > 0 && std::isfinite(density), "constant_meteoroid_density: density", density,
          "must be positive [kg/m^3]");
  return {{.density = density, .minimum_mass = 1e-15, .maximum_mass = 0.5}};
}

std::vector<MeteoroidDensity> meteoroid_density_by_mass() {
  return {{.density = 2000, .minimum_mass = 1e-15, .maximum_mass = 1e-9},
          {.density = 1000, .minimum_mass = 1e-9, .maximum_mass = 1e-5},
          {.density = 500, .minimum_mass = 1e-5, .maximum_mass = 0.5}};
}

}  // namespace sunrack
