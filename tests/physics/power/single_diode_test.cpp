#include "physics/power/single_diode.h"

#include <gtest/gtest.h>

#include <cmath>

#include "physics/constants.h"
#include "physics/power/cell_curve.h"
#include "physics/require.h"

namespace sunrack {
namespace {

double volts(double ideality, int cells, double temperature) {
  return ideality * cells * constants::boltzmann / constants::elementary_charge * temperature;
}

const SingleDiode module{.photocurrent = 8,
                         .saturation_current = 3e-8,
                         .series_resistance = 1,
                         .shunt_resistance = 3000,
                         .modified_ideality = volts(1.3, 72, 298.15)};

TEST(SingleDiode, CurveEndsAtOpenAndShortCircuit) {
  const double open = open_circuit_voltage(module), current = short_circuit_current(module);
  // Rounding of exp at 50 V over 2.4 V of ideality: a few 1e-16 of 8 A.
  EXPECT_NEAR(current_at(module, open), 0, 1e-11);
  EXPECT_NEAR(curve_point(module, current * module.series_resistance).voltage, 0, 1e-13);
}

TEST(SingleDiode, ClosedFormsHoldWithoutResistances) {
  SingleDiode ideal = module;
  ideal.series_resistance = 0;
  ideal.shunt_resistance = INFINITY;
  EXPECT_DOUBLE_EQ(short_circuit_current(ideal), 8);
  const double a = ideal.modified_ideality;
  EXPECT_NEAR(open_circuit_voltage(ideal), a * std::log1p(8 / 3e-8), 1e-12);
  // At maximum power exp(V/a) (1 + V/a) = 1 + I_L/I_0.
  const MaximumPower best = maximum_power(ideal);
  EXPECT_NEAR(std::exp(best.voltage / a) * (1 + best.voltage / a) / (1 + 8 / 3e-8), 1, 1e-12);
}

TEST(SingleDiode, NoPointOfTheCurveGivesMoreThanTheMaximum) {
  for (const double series : {0.0, 0.1, 1.0, 5.0})
    for (const double light : {1e-6, 0.01, 1.0, 20.0}) {
      SingleDiode d = module;
      d.series_resistance = series;
      d.photocurrent = 8 * light;
      const MaximumPower best = maximum_power(d);
      const double open = open_circuit_voltage(d);
      for (int i = 0; i <= 200; ++i) {
        const double v = open * i / 200;
        EXPECT_LE(v * current_at(d, v), best.power * (1 + 1e-13)) << series << " " << light;
      }
      // Wherever the search starts, it ends there.
      for (const double start : {1e-9, 0.3 * open, open * 1.5})
        EXPECT_NEAR(maximum_power(d, start).power, best.power, 1e-13 * best.power);
    }
}

TEST(SingleDiode, DarkGivesNothing) {
  SingleDiode dark = module;
  dark.photocurrent = 0;
  EXPECT_EQ(maximum_power(dark).power, 0);
  EXPECT_EQ(open_circuit_voltage(dark), 0);
}

TEST(SingleDiode, NonsenseIsRefusedByName) {
  SingleDiode bad = module;
  bad.saturation_current = 0;
  EXPECT_THROW(maximum_power(bad), std::invalid_argument);
  EXPECT_THROW(diode_at({.diode = module}, 1000, 100), ModelError);
  EXPECT_THROW(diode_at({.diode = module}, -1, 300), std::invalid_argument);
}

TEST(CellCurve, HasTheCataloguesEfficiencyAndCoefficient) {
  for (const SolarCell& cell : solar_cell_catalogue()) {
    const CellCurve curve = cell_curve(cell);
    const CellPower at = cell_maximum_power(curve, constants::solar_irradiance, cell.reference_temperature);
    EXPECT_NEAR(at.power / constants::solar_irradiance / cell.efficiency, 1, 1e-13) << cell.name;
    EXPECT_NEAR(at.slope / at.power, cell.temperature_coefficient, 1e-13) << cell.name;
    EXPECT_GT(curve.fill_factor, 0.75) << cell.name;
    EXPECT_LT(curve.fill_factor, 0.90) << cell.name;
    // The slope is that of the curve: central difference over 0.2 K, error of third order.
    const double above = cell_maximum_power(curve, 900, 330.1).power,
                 below = cell_maximum_power(curve, 900, 329.9).power;
    EXPECT_NEAR(cell_maximum_power(curve, 900, 330).slope, (above - below) / 0.2, 1e-6 * at.power)
        << cell.name;
  }
}

TEST(CellCurve, StaysNearTheStraightLineThatSizingUses) {
  // De Soto's law bends; over 280..350 K, where arrays work in sunlight, by less than 1 %.
  for (const SolarCell& cell : solar_cell_catalogue()) {
    const CellCurve curve = cell_curve(cell);
    for (double t = 280; t <= 350; t += 5) {
      const double line =
          cell.efficiency * (1 + cell.temperature_coefficient * (t - cell.reference_temperature));
      EXPECT_NEAR(cell_maximum_power(curve, 1361, t).power / 1361 / line, 1, 0.01) << cell.name << " " << t;
    }
  }
}

}  // namespace
}  // namespace sunrack
