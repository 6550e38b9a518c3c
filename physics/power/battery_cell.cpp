#include "physics/power/battery_cell.h"

#include <algorithm>
#include <cmath>

#include "physics/require.h"

namespace sunrack {

namespace {

constexpr double few_cycles = 7000;
constexpr double many_cycles = 30000;
constexpr double most_cycles = 60000;  // upper end of the published low-orbit cycle lives (read second-hand)
constexpr double deepest = 0.8;        // recalled

double through_anchors(double cycles, double at_few, double at_many) {
  if (cycles == 0) return deepest;
  const double slope = (at_many - at_few) / std::log(many_cycles / few_cycles);
  return std::min(deepest, at_few + slope * std::log(cycles / few_cycles));
}

void require_efficiency(const BatteryEfficiency& efficiency) {
  require(efficiency.charge > 0 && efficiency.charge <= 1, "BatteryEfficiency: charge", efficiency.charge,
          "must be above 0 and at most 1 [-]");
  require(efficiency.discharge > 0 && efficiency.discharge <= 1, "BatteryEfficiency: discharge",
          efficiency.discharge, "must be above 0 and at most 1 [-]");
}

}  // namespace

double battery_storage_rate(double terminal_power, const BatteryEfficiency& efficiency) {
  require_finite("battery_storage_rate: terminal_power", terminal_power);
  require_efficiency(efficiency);
  return terminal_power > 0 ? terminal_power * efficiency.charge : terminal_power / efficiency.discharge;
}

double battery_heat(double terminal_power, const BatteryEfficiency& efficiency) {
  return terminal_power - battery_storage_rate(terminal_power, efficiency);
}

DepthOfDischarge depth_of_discharge_range(double cycles) {
  require(std::isfinite(cycles) && cycles >= 0, "depth_of_discharge_range: cycles", cycles,
          "must not be negative [-]");
  if (cycles > most_cycles) {
    throw ModelError(
        fmt::format("depth_of_discharge_range: {:.6g} cycles asked, the law is anchored up to {:.6g}; give "
                    "the depth of discharge yourself",
                    cycles, most_cycles));
  }
  return {.nominal = through_anchors(cycles, 0.5, 0.325),
          .low = through_anchors(cycles, 0.35, 0.25),
          .high = through_anchors(cycles, 0.7, 0.4)};
}

double allowable_depth_of_discharge(double cycles) { return depth_of_discharge_range(cycles).nominal; }

}  // namespace sunrack
