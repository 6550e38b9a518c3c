#include <fmt/format.h>

#include "physics/constants.h"
#include "physics/power/battery_life.h"
#include "physics/power/cell_curve.h"
#include "physics/units.h"
#include "validation/claim_areas.h"
#include "validation/published.h"

namespace sunrack {

using namespace units;

namespace {

void curve(Published& figures, const char* name, SingleDiode diode, double ideality, int cells) {
  diode.modified_ideality = ideality * cells * constants::boltzmann / constants::elementary_charge * 298.15;
  const MaximumPower best = maximum_power(diode);
  const auto give = [&](const char* what, double value) {
    figures.computed(fmt::format("PV-02 {} {}", what, name), value);
  };
  give("voc", open_circuit_voltage(diode));
  give("isc", short_circuit_current(diode));
  give("vmp", best.voltage);
  give("imp", best.current);
  give("pmp", best.power);
}

BatteryLife stored(int days, double temperature) {
  BatteryLife life;
  for (int day = 0; day < days; ++day) {
    life.stay(1, 0.5, temperature);
    life.end_day(0, 0, temperature);
  }
  return life;
}

/// 50 -> 90 -> 10 -> 50 % of depth within four hours of each day, at 25.15 degC.
BatteryLife cycled(int days) {
  BatteryLife life;
  for (int day = 0; day < days; ++day) {
    for (int hour = 0; hour < 24; ++hour)
      life.stay(1.0 / 24, hour == 0 ? 0.9 : hour == 1 ? 0.1 : 0.5, 298.30);
    const double cycles = day == 0 ? 0 : 1;  // its counter closes the first one on the second day
    life.end_day(cycles, cycles, 298.30);
  }
  return life;
}

}  // namespace

std::vector<Claim> cell_curve_claims() {
  Published figures("cell_curves.csv");
  const SingleDiode float_test{7, 6e-7, 0.1, 20, 0.5};
  const MaximumPower best = maximum_power(float_test);
  figures.computed("PV-01 i_sc", short_circuit_current(float_test));
  figures.computed("PV-01 v_oc", open_circuit_voltage(float_test));
  figures.computed("PV-01 i_mp", best.current);
  figures.computed("PV-01 v_mp", best.voltage);
  figures.computed("PV-01 p_mp", best.power);
  figures.computed("PV-01 i_x", current_at(float_test, 0.5 * open_circuit_voltage(float_test)));
  curve(figures, "1-1", {1, 5e-10, 0.1, 300, 0}, 1.01, 72);
  curve(figures, "1-32", {8, 3e-8, 1, 3000, 0}, 1.3, 72);
  curve(figures, "2-1", {0.5, 1e-9, 0.1, 300, 0}, 1.3, 140);
  curve(figures, "2-32", {2.5, 1e-8, 1, 3000, 0}, 1.5, 140);

  const DiodeReference module{.diode = {7.545, 1.94e-9, 0.094, 15.72, 0.473},
                              .temperature = 298.15,
                              .irradiance = 1000,
                              .current_coefficient = 0.003};
  const SingleDiode bright = diode_at(module, 800, 298.15);
  figures.computed("PV-03 p_mp 400", maximum_power(diode_at(module, 400, 298.15)).power);
  figures.computed("PV-03 p_mp 800", maximum_power(bright).power);
  figures.computed("PV-03 v_oc 800", open_circuit_voltage(bright));
  figures.computed("PV-03 i_sc 800", short_circuit_current(bright));
  figures.computed("PV-03 v_mp 800", maximum_power(bright).voltage);

  SolarCell station = solar_cell("silicon-heterojunction");
  station.efficiency = 0.142;
  station.reference_temperature = 28_degC;
  const double area = 32800 * 0.08_m * 0.08_m;
  figures.computed("PV-07 curve 28 degC",
                   area * cell_maximum_power(cell_curve(station), 1361, 28_degC).power / 1_kW);
  figures.computed("PV-08 yearly loss", 100 * solar_cell("silicon-heterojunction").degradation_per_year);

  figures.computed("BAT-01 storage 51 d", 100 * stored(51, 298.15).state().lithium);
  figures.computed("BAT-01 storage 5001 d", 100 * stored(5001, 298.15).state().lithium);
  figures.computed("BAT-01 storage 40 degC", 100 * stored(5001, 313.15).state().lithium);
  for (const int days : {870, 8700}) {
    const BatteryLife life = cycled(days);
    figures.computed(fmt::format("BAT-02 lithium {} d", days), 100 * life.state().lithium);
    figures.computed(fmt::format("BAT-02 negative {} d", days), 100 * life.state().negative);
  }
  return figures.claims();
}

}  // namespace sunrack
