#include "physics/power/battery_model.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include "physics/numerics/table.h"
#include "physics/require.h"

namespace sunrack {

namespace {

constexpr double reference_temperature = 298.15;   // [K]
constexpr double entropy_slope = -1e-4;            // [V/K]
constexpr double activation = 25e3 / 8.314462618;  // [K] E_a over the gas constant
constexpr double coldest = 243.15, hottest = 343.15;
constexpr double deep_share = 0.6, deep_width = 0.08;  // [-] more resistance when nearly empty

const MonotoneTable& open_voltage_table() {
  static const MonotoneTable table("open-circuit voltage of NMC", {0, 0.1, 0.6, 1},
                                   std::vector<double>{3.0, 3.4679, 3.747, 4.1934});
  return table;
}

/// Integrators look a rounding beyond empty and full; further away is a mistake.
double inside(double charge) {
  constexpr double slack = 1e-3;
  if (!(charge >= -slack && charge <= 1 + slack))
    throw ModelError(fmt::format("battery: state of charge {:.6g} is outside 0..1", charge));
  return std::clamp(charge, 0.0, 1.0);
}

void require_temperature(double temperature) {
  if (!(temperature >= coldest && temperature <= hottest))
    throw ModelError(
        fmt::format("battery: {:.5g} K; voltage and resistance are known from {:.5g} to {:.5g} K",
                    temperature, coldest, hottest));
}

double enthalpy_voltage(double charge) {
  return open_voltage_table()(charge) - reference_temperature * entropy_slope;
}

}  // namespace

double battery_open_voltage(double charge, double temperature) {
  require_temperature(temperature);
  return open_voltage_table()(inside(charge)) + entropy_slope * (temperature - reference_temperature);
}

double battery_resistance(const BatteryModel& battery, double charge, double temperature) {
  require_temperature(temperature);
  return battery.resistance * (1 + deep_share * std::exp(-inside(charge) / deep_width)) *
         std::exp(activation * (1 / temperature - 1 / reference_temperature));
}

double battery_stored_energy(const BatteryModel& battery, double charge) {
  const double s = inside(charge);
  return battery.capacity *
         (open_voltage_table().integral(0, 0, s) - s * reference_temperature * entropy_slope);
}

BatteryFlow battery_flow(const BatteryModel& battery, double charge, double temperature, double power) {
  const double u = battery_open_voltage(charge, temperature),
               r = battery_resistance(battery, charge, temperature);
  const double root = u * u - 4 * r * power;
  if (!(root >= 0))
    throw ModelError(
        fmt::format("battery: {:.6g} W asked, at {:.3g} of charge and {:.5g} K it can give {:.6g} W", power,
                    charge, temperature, u * u / (4 * r)));
  BatteryFlow flow;
  // (u - sqrt(u^2 - 4 r P)) / 2r without the difference of near numbers.
  flow.current = 2 * power / (u + std::sqrt(root));
  flow.voltage = u - flow.current * r;
  const double into_store = flow.current < 0 ? battery.charge_acceptance * flow.current : flow.current;
  flow.charge_rate = -into_store / battery.capacity;
  flow.stored = -into_store * enthalpy_voltage(inside(charge));
  flow.heat = -power - flow.stored;
  return flow;
}

double battery_discharge_power_limit(const BatteryModel& battery, double charge, double temperature) {
  const double u = battery_open_voltage(charge, temperature);
  // At half the open voltage the power is greatest.
  const double v = std::max(battery.lowest_voltage, u / 2);
  return std::max(0.0, v * (u - v)) / battery_resistance(battery, charge, temperature);
}

double battery_charge_power_limit(const BatteryModel& battery, double charge, double temperature) {
  const double u = battery_open_voltage(charge, temperature),
               r = battery_resistance(battery, charge, temperature);
  const double by_voltage = (battery.highest_voltage - u) / r;
  const double current = std::min(by_voltage, battery.charge_rate_limit * battery.capacity);
  return current > 0 ? (u + r * current) * current : 0;
}

BatteryModel battery_model(const BatteryBuild& build) {
  const auto positive = [](const char* name, double value) {
    require(value > 0 && std::isfinite(value), name, value, "must be positive");
  };
  const auto efficiency = [](const char* name, double value) {
    require(value > 0.75 && value <= 1, name, value, "must be above 0.75 and at most 1 [-]");
  };
  positive("BatteryBuild: nameplate_energy [J]", build.nameplate_energy);
  positive("BatteryBuild: discharge_power [W]", build.discharge_power);
  positive("BatteryBuild: charge_power [W]", build.charge_power);
  efficiency("BatteryBuild: discharge_efficiency", build.discharge_efficiency);
  efficiency("BatteryBuild: charge_efficiency", build.charge_efficiency);
  BatteryModel battery;
  battery.capacity = build.nameplate_energy / open_voltage_table().integral(0, 0, 1);
  const double u = open_voltage_table()(0.5), g = 1 + deep_share * std::exp(-0.5 / deep_width);
  // Terminal voltage over open voltage is the efficiency: I R = (1 - e) U, I = P / (e U).
  const double e = build.discharge_efficiency;
  battery.resistance = (1 - e) * e * u * u / build.discharge_power / g;
  const double charging = battery.resistance * g;
  const double current = 2 * build.charge_power / (u + std::sqrt(u * u + 4 * charging * build.charge_power));
  const double by_resistance = u * current / build.charge_power;
  battery.charge_acceptance = std::min(1.0, build.charge_efficiency / by_resistance);
  battery.highest_voltage = open_voltage_table()(1.0);
  return battery;
}

}  // namespace sunrack
