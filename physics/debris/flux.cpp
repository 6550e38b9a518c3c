#include "physics/debris/flux.h"

#include <algorithm>
#include <cmath>
#include <string>

#include "physics/debris/flux_evaluation.h"
#include "physics/require.h"
#include "physics/units.h"

namespace sunrack {

using namespace units;

void require_environment(const DebrisEnvironment& environment, const char* name) {
  const auto check = [&](bool holds, const char* field, double value, const char* rule) {
    require(holds, (std::string(name) + ": " + field).c_str(), value, rule);
  };
  const auto positive = [&](const char* field, double value) {
    check(value > 0 && std::isfinite(value), field, value, "must be a positive number");
  };
  positive("altitude [m]", environment.altitude);
  check(environment.inclination >= 0 && environment.inclination <= constants::pi, "inclination",
        environment.inclination, "must be 0 to pi [rad]");
  check(environment.year >= 1970 && environment.year <= 2100, "year", environment.year,
        "must be 1970 to 2100");
  check(environment.solar_flux >= 50 && environment.solar_flux <= 400, "solar flux", environment.solar_flux,
        "must be 50 to 400 [sfu]");
  check(environment.shell_multiplier >= 0 && std::isfinite(environment.shell_multiplier), "shell multiplier",
        environment.shell_multiplier, "must not be negative");
  check(environment.meteoroid_density >= 100 && environment.meteoroid_density <= 10000, "meteoroid density",
        environment.meteoroid_density, "must be 100 to 10000 [kg/m^3]");
  check(environment.debris_density >= 100 && environment.debris_density <= 10000, "debris density",
        environment.debris_density, "must be 100 to 10000 [kg/m^3]");
  check(environment.uncertainty >= 1 && std::isfinite(environment.uncertainty), "uncertainty",
        environment.uncertainty, "must be a factor of at least 1");
}

FluxEvaluation::FluxEvaluation(const DebrisEnvironment& environment) : environment_(environment) {
  if (environment.meteoroids) {
    const MeteoroidOrbitFactors factors = meteoroid_orbit_factors(environment.altitude);
    meteoroid_factor_ = factors.gravity * factors.shield * factors.motion;
    densities_ = environment.meteoroid_density_by_mass
                     ? meteoroid_density_by_mass()
                     : constant_meteoroid_density(environment.meteoroid_density);
  }
  if (environment.debris && !environment.debris_table) {
    Nasa90 model{.altitude = environment.altitude,
                 .inclination = environment.inclination,
                 .year = environment.year,
                 .solar_flux = environment.solar_flux,
                 .shell_multiplier = environment.shell_multiplier};
    high_ = nasa90_factors(model);
    // Dust of shells is a matter of today: the frozen bound knows none.
    model.year = std::min(environment.year, frozen_year);
    model.shell_multiplier = std::min(1.0, environment.shell_multiplier);
    low_ = nasa90_factors(model);
  }
}

double FluxEvaluation::meteoroids(const MeteoroidDensity& kind, double diameter) const {
  const double mass = constants::pi / 6 * kind.density * diameter * diameter * diameter;
  if (mass >= kind.maximum_mass) return 0;
  const double above = meteoroid_flux_at_1_au(std::max(mass, kind.minimum_mass));
  // The heaviest kind has no heavier neighbour to subtract: what is above 0.5 kg is part of the flux.
  const double beyond = kind.maximum_mass >= 0.5 ? 0 : meteoroid_flux_at_1_au(kind.maximum_mass);
  return meteoroid_factor_ * (above - beyond);
}

DebrisBounds FluxEvaluation::debris(double diameter) const {
  if (!environment_.debris) return {};
  if (environment_.debris_table) {
    const double flux = table_flux(*environment_.debris_table, diameter);
    return {flux, flux};
  }
  return {nasa90_flux(diameter, low_), nasa90_flux(diameter, high_)};
}

PenetrationRate FluxEvaluation::no_rate() const {
  return {.uncertainty = environment_.uncertainty,
          .debris_uncertainty =
              environment_.debris_table ? environment_.debris_table->uncertainty : environment_.uncertainty};
}

PenetrationRate flux_above(const DebrisEnvironment& environment, double diameter) {
  require_environment(environment, "flux_above");
  require(diameter > 0 && std::isfinite(diameter), "flux_above: diameter", diameter, "must be positive [m]");
  const FluxEvaluation flux(environment);
  PenetrationRate rate = flux.no_rate();
  for (const MeteoroidDensity& kind : flux.densities()) {
    require_meteoroid_size(kind, diameter, "flux_above");
    rate.meteoroid += flux.meteoroids(kind, diameter);
  }
  const DebrisBounds debris = flux.debris(diameter);
  rate.debris_low = debris.low;
  rate.debris_high = debris.high;
  return rate;
}

void require_meteoroid_size(const MeteoroidDensity& kind, double diameter, const char* name) {
  const double mass = constants::pi / 6 * kind.density * diameter * diameter * diameter;
  // A kind that begins heavier than 1e-15 kg is whole below its lightest: only the end of the model is
  // refused.
  if (kind.minimum_mass <= 1e-15 && mass < 1e-15 * (1 - 1e-9))
    throw ModelError(
        fmt::format("{}: a meteoroid of {:.4g} m is lighter than the flux model's 1e-15 kg", name, diameter));
}

double total_low(const PenetrationRate& rate) { return rate.meteoroid + rate.debris_low; }
double total_high(const PenetrationRate& rate) { return rate.meteoroid + rate.debris_high; }

RateInterval meteoroid_interval(const PenetrationRate& rate) {
  return {rate.meteoroid / rate.uncertainty, rate.meteoroid * rate.uncertainty};
}

RateInterval debris_interval(const PenetrationRate& rate) {
  return {rate.debris_low / rate.debris_uncertainty, rate.debris_high * rate.debris_uncertainty};
}

RateInterval total_interval(const PenetrationRate& rate) {
  const RateInterval meteoroids = meteoroid_interval(rate), debris = debris_interval(rate);
  return {meteoroids.low + debris.low, meteoroids.high + debris.high};
}

PenetrationRate operator+(const PenetrationRate& a, const PenetrationRate& b) {
  return {.meteoroid = a.meteoroid + b.meteoroid,
          .debris_low = a.debris_low + b.debris_low,
          .debris_high = a.debris_high + b.debris_high,
          .uncertainty = std::max(a.uncertainty, b.uncertainty),
          .debris_uncertainty = std::max(a.debris_uncertainty, b.debris_uncertainty)};
}

PenetrationRate operator*(double factor, const PenetrationRate& rate) {
  return {.meteoroid = factor * rate.meteoroid,
          .debris_low = factor * rate.debris_low,
          .debris_high = factor * rate.debris_high,
          .uncertainty = rate.uncertainty,
          .debris_uncertainty = rate.debris_uncertainty};
}

}  // namespace sunrack
