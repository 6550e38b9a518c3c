#include "physics/power/cell_curve.h"

#include <cmath>

#include "physics/constants.h"
#include "physics/require.h"

namespace sunrack {

namespace {

/// What a data sheet has and the catalogue has not.
struct CellClass {
  double open_circuit_voltage;  ///< [V] at reference
  double ideality;              ///< [-] n times junctions in series
  double series_loss;           ///< [-] drop over R_s at the photocurrent, over the open-circuit voltage
  double shunt_loss;            ///< [-] shunt current at open circuit over the photocurrent
  double current_coefficient;   ///< [1/K] relative, of the short-circuit current
  double bandgap_slope;         ///< [1/K] relative
};

CellClass class_of(const SolarCell& cell) {
  // 3G30C-Advanced: 2.700 V (read second-hand), dIsc/dT / Isc = 0.36 mA/K / 520.2 mA (recalled). Three
  // junctions.
  if (cell.name == "triple-junction") return {2.700, 3 * 1.1, 0.012, 0.003, 0.36e-3 / 0.5202, -2.7e-4};
  // Two junctions in series, 1.75 V (estimate).
  if (cell.name == "perovskite-tandem") return {1.75, 2 * 1.3, 0.02, 0.005, 3e-4, -2e-4};
  // Silicon heterojunction: 0.7514 V of the record cell under AM1.5G (recalled), 0.74 V bought; +0.05 %/K
  // (recalled); De Soto's slope of the gap.
  return {0.740, 1.05, 0.012, 0.003, 5e-4, -2.677e-4};
}

constexpr double volt_per_kelvin = constants::boltzmann / constants::elementary_charge;

SingleDiode diode_of(const CellClass& type, double temperature, double photocurrent) {
  SingleDiode diode;
  diode.photocurrent = photocurrent;
  diode.modified_ideality = type.ideality * volt_per_kelvin * temperature;
  diode.series_resistance = type.series_loss * type.open_circuit_voltage / photocurrent;
  diode.shunt_resistance = type.open_circuit_voltage / (type.shunt_loss * photocurrent);
  diode.saturation_current =
      photocurrent * (1 - type.shunt_loss) / std::expm1(type.open_circuit_voltage / diode.modified_ideality);
  return diode;
}

double relative_slope(const DiodeReference& reference) {
  CellCurve curve{.reference = reference};
  const CellPower at = cell_maximum_power(curve, reference.irradiance, reference.temperature);
  return at.slope / at.power;
}

}  // namespace

CellPower cell_maximum_power(const CellCurve& curve, double irradiance, double temperature, double start) {
  if (irradiance == 0) return {};
  const DiodeReference& reference = curve.reference;
  const SingleDiode d = diode_at(reference, irradiance, temperature);
  const MaximumPower best = maximum_power(d, start);
  // At the maximum P does not change with the diode's voltage u: dP/dT = V dI/dT + I dV/dT at fixed u, and
  // dV/dT = -R_s dI/dT.
  const double t = temperature, light = irradiance / reference.irradiance;
  const double gap_ref = reference.bandgap, slope = reference.bandgap_slope;
  const double gap = gap_ref * (1 + slope * (t - reference.temperature));
  const double log_slope = 3 / t + (gap / (t * t) - gap_ref * slope / t) / volt_per_kelvin;
  const double x = best.diode_voltage / d.modified_ideality;
  const double by_saturation = -d.saturation_current * log_slope * std::expm1(x);
  const double by_ideality = d.saturation_current * std::exp(x) * x / t;
  const double current_slope = light * reference.current_coefficient + by_saturation + by_ideality;
  return {.power = best.power,
          .slope = current_slope * (best.voltage - d.series_resistance * best.current),
          .voltage = best.voltage,
          .diode_voltage = best.diode_voltage};
}

CellCurve cell_curve(const SolarCell& cell) {
  require(cell.efficiency > 0 && cell.efficiency < 1, "cell_curve: efficiency", cell.efficiency,
          "must be between 0 and 1 [-]");
  require(cell.temperature_coefficient < 0, "cell_curve: temperature_coefficient",
          cell.temperature_coefficient, "must be negative [1/K]");
  const CellClass type = class_of(cell);
  CellCurve curve;
  DiodeReference& reference = curve.reference;
  reference.temperature = cell.reference_temperature;
  reference.irradiance = constants::solar_irradiance;
  reference.bandgap_slope = type.bandgap_slope;
  // All resistances scale with the current: power is proportional to the photocurrent.
  const double wanted = cell.efficiency * constants::solar_irradiance;
  const double per_ampere = maximum_power(diode_of(type, reference.temperature, 1)).power;
  const double current = wanted / per_ampere;
  reference.diode = diode_of(type, reference.temperature, current);
  reference.current_coefficient = type.current_coefficient * current;
  // The slope is linear in the gap but for nothing: two evaluations and a secant end it.
  double low = 0.1, high = 12;  // [eV] over all junctions
  const auto miss = [&](double gap) {
    reference.bandgap = gap;
    return relative_slope(reference) - cell.temperature_coefficient;
  };
  double at_low = miss(low), at_high = miss(high);
  if (!(at_low > 0 && at_high < 0))
    throw ModelError(fmt::format("cell_curve: no band gap gives {} a coefficient of {:.5g} 1/K", cell.name,
                                 cell.temperature_coefficient));
  for (int step = 0; step < 60; ++step) {
    const double next = low + (high - low) * at_low / (at_low - at_high);
    const double at = miss(next);
    if (std::abs(at) < 1e-15) break;
    (at > 0 ? low : high) = next;
    (at > 0 ? at_low : at_high) = at;
    if (high - low < 1e-14) break;
  }
  curve.open_circuit_voltage = open_circuit_voltage(reference.diode);
  curve.fill_factor = wanted / (curve.open_circuit_voltage * short_circuit_current(reference.diode));
  return curve;
}

}  // namespace sunrack
