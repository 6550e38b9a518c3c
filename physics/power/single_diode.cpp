#include "physics/power/single_diode.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

#include "physics/constants.h"
#include "physics/require.h"

namespace sunrack {

namespace {

constexpr int most_steps = 100;
constexpr double boltzmann_in_ev = constants::boltzmann / constants::elementary_charge;  // [eV/K]
constexpr double coldest = 150, hottest = 500;  // [K] beyond them no cell is described by these laws

void require_diode(const SingleDiode& diode) {
  const auto positive = [](const char* name, double value) {
    require(value > 0 && std::isfinite(value), name, value, "must be positive");
  };
  require(diode.photocurrent >= 0 && std::isfinite(diode.photocurrent), "SingleDiode: photocurrent",
          diode.photocurrent, "must not be negative [A]");
  positive("SingleDiode: saturation_current", diode.saturation_current);
  positive("SingleDiode: modified_ideality", diode.modified_ideality);
  require(diode.series_resistance >= 0 && std::isfinite(diode.series_resistance),
          "SingleDiode: series_resistance", diode.series_resistance, "must not be negative [ohm]");
  require(diode.shunt_resistance > 0, "SingleDiode: shunt_resistance", diode.shunt_resistance,
          "must be positive [ohm]");
}

/// I and its first two derivatives with the diode voltage.
struct Bent {
  double current, slope, bend;
};
Bent current_of(const SingleDiode& d, double diode_voltage) {
  const double x = diode_voltage / d.modified_ideality;
  const double grown = d.saturation_current * std::exp(x);
  const double per_volt = grown / d.modified_ideality;
  return {d.photocurrent - d.saturation_current * std::expm1(x) - diode_voltage / d.shunt_resistance,
          -per_volt - 1 / d.shunt_resistance, -per_volt / d.modified_ideality};
}

/// A root of a function that falls from low to high; `value` gives value and slope. Newton where it stays
/// inside the bracket, else halving.
template <typename Function>
double falling_root(double low, double high, double start, const char* name, const Function& value) {
  double x = start > low && start < high ? start : (low + high) / 2;
  double last_move = std::numeric_limits<double>::infinity();
  for (int step = 0; step < most_steps; ++step) {
    const auto [f, slope] = value(x);
    (f > 0 ? low : high) = x;
    if (f == 0) return x;
    double next = x - f / slope;
    if (!(next > low && next < high)) next = (low + high) / 2;
    // The step is below rounding, or so small and no longer shrinking that it is rounding.
    const double move = std::abs(next - x), size = std::abs(x);
    if (move <= 4e-16 * size || next == low || next == high) return next;
    if (move <= 1e-13 * size && move > last_move / 8) return next;
    x = next;
    last_move = move;
  }
  throw ModelError(fmt::format("{}: no root between {:.10g} and {:.10g} V", name, low, high));
}

/// [V] an upper bound of the diode's voltage at open circuit: without a shunt.
double highest_diode_voltage(const SingleDiode& d) {
  return d.modified_ideality * std::log1p(d.photocurrent / d.saturation_current);
}

double open_diode_voltage(const SingleDiode& d) {
  const double high = highest_diode_voltage(d);
  // From the right of a convex falling function's root Newton could leave the bracket; the bracket holds it.
  return falling_root(0, std::nextafter(high * (1 + 1e-12), std::numeric_limits<double>::infinity()), high,
                      "open_circuit_voltage", [&](double u) {
                        const Bent i = current_of(d, u);
                        return std::pair{i.current, i.slope};
                      });
}

}  // namespace

CurvePoint curve_point(const SingleDiode& diode, double diode_voltage) {
  const double current = current_of(diode, diode_voltage).current;
  return {diode_voltage - current * diode.series_resistance, current};
}

double open_circuit_voltage(const SingleDiode& diode) {
  require_diode(diode);
  return diode.photocurrent == 0 ? 0 : open_diode_voltage(diode);  // no current: no drop over R_s
}

double current_at(const SingleDiode& diode, double voltage) {
  require_diode(diode);
  require(voltage >= 0, "current_at: voltage", voltage, "must not be negative [V]");
  if (diode.series_resistance == 0) return current_of(diode, voltage).current;
  // Diode voltage u with V = u - I(u) R_s; V - u + I R_s falls with u.
  // Below the lossless diode's open-circuit voltage: from far above Newton comes down by one ideality a step.
  const double high =
      std::min(voltage + std::max(0.0, current_of(diode, voltage).current) * diode.series_resistance,
               std::max(voltage, highest_diode_voltage(diode)));
  const double u = falling_root(voltage * (1 - 1e-12) - 1e-300, high * (1 + 1e-12) + 1e-300, high,
                                "current_at", [&](double x) {
                                  const Bent i = current_of(diode, x);
                                  return std::pair{voltage - x + i.current * diode.series_resistance,
                                                   -1 + i.slope * diode.series_resistance};
                                });
  return current_of(diode, u).current;
}

double short_circuit_current(const SingleDiode& diode) { return current_at(diode, 0); }

MaximumPower maximum_power(const SingleDiode& diode, double start) {
  require_diode(diode);
  if (diode.photocurrent == 0) return {};
  const double open = highest_diode_voltage(diode), r = diode.series_resistance;
  if (!(start > 0 && start < open)) {
    // The optimum of a lossless diode, one step of its fixed point.
    const double a = diode.modified_ideality;
    start = open - a * std::log1p(open / a);
  }
  // P = V I with V = u - I R: P' = V' I + V I', P'' = V'' I + 2 V' I' + V I''.
  const double u = falling_root(0, open * (1 + 1e-12), start, "maximum_power", [&](double x) {
    const Bent i = current_of(diode, x);
    const double v = x - i.current * r, dv = 1 - r * i.slope, ddv = -r * i.bend;
    return std::pair{dv * i.current + v * i.slope, ddv * i.current + 2 * dv * i.slope + v * i.bend};
  });
  const CurvePoint point = curve_point(diode, u);
  return {point.voltage, point.current, point.voltage * point.current, u};
}

SingleDiode diode_at(const DiodeReference& reference, double irradiance, double temperature) {
  require(irradiance >= 0 && std::isfinite(irradiance), "diode_at: irradiance", irradiance,
          "must not be negative [W/m^2]");
  if (!(temperature >= coldest && temperature <= hottest))
    throw ModelError(fmt::format("diode_at: {:.5g} K asked, the law holds from {:.0f} to {:.0f} K",
                                 temperature, coldest, hottest));
  const SingleDiode& d = reference.diode;
  const double ratio = temperature / reference.temperature, light = irradiance / reference.irradiance;
  const double gap =
      reference.bandgap * (1 + reference.bandgap_slope * (temperature - reference.temperature));
  const double exponent = (reference.bandgap / reference.temperature - gap / temperature) / boltzmann_in_ev;
  return {
      .photocurrent = std::max(0.0, light * (d.photocurrent + reference.current_coefficient *
                                                                  (temperature - reference.temperature))),
      .saturation_current = d.saturation_current * ratio * ratio * ratio * std::exp(exponent),
      .series_resistance = d.series_resistance,
      .shunt_resistance = light > 0 ? d.shunt_resistance / light : std::numeric_limits<double>::infinity(),
      .modified_ideality = d.modified_ideality * ratio};
}

}  // namespace sunrack
