#include "chips/package.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "chips/leakage.h"
#include "physics/require.h"

namespace sunrack {

namespace {

PackageState state_at(const ChipSpec& chip, double coolant, double junction) {
  const double dies = die_power(chip, junction);
  return {.coolant_temperature = coolant,
          .junction_temperature = junction,
          .memory_temperature =
              coolant + chip.memory_resistance * chip.memory_power + chip.coupling_resistance * dies,
          .die_power = dies,
          .total_power = dies + chip.memory_power + chip.board_power,
          .power_slope = die_power_slope(chip, junction)};
}

/// [K] above the coolant of a junction that is at `junction`.
double junction_rise(const ChipSpec& chip, double junction) {
  return chip.die_resistance * die_power(chip, junction) + chip.coupling_resistance * chip.memory_power;
}

}  // namespace

double package_loop_gain(const ChipSpec& chip, double junction_temperature) {
  return chip.die_resistance * die_power_slope(chip, junction_temperature);
}

PackageState package_on_coolant(const ChipSpec& chip, double coolant_temperature) {
  require(coolant_temperature > 0, "package_on_coolant: coolant_temperature", coolant_temperature,
          "must be positive [K]");
  const double rate = std::log(2.0) / chip.leakage_doubling_interval;
  const double leak_at_reference = chip.die_power * chip.leakage_share;
  // T - rise(T) is concave in T with its maximum where the loop gain is one; a state exists if that maximum
  // reaches the coolant's temperature, and the stable one lies below it.
  double ceiling = leakage_maximum_temperature;
  if (leak_at_reference > 0)
    ceiling = std::min(ceiling, chip.leakage_reference_temperature -
                                    std::log(chip.die_resistance * leak_at_reference * rate) / rate);
  if (ceiling < coolant_temperature || ceiling - junction_rise(chip, ceiling) < coolant_temperature) {
    const bool law_ends = ceiling >= leakage_maximum_temperature;
    throw ModelError(
        fmt::format("{}: {} of {} on coolant at {:.2f} K: no steady junction temperature up to {:.2f} K",
                    law_ends ? "too hot" : "thermal runaway", law_ends ? "the junction" : "the leakage",
                    chip.name, coolant_temperature, ceiling));
  }
  // From the cool side Newton's steps undershoot a concave function's root never overshoot it: monotone
  // convergence.
  double junction = std::max(coolant_temperature, leakage_minimum_temperature);
  for (int round = 0; round < 100; ++round) {
    const double excess = junction - junction_rise(chip, junction) - coolant_temperature;
    const double step = -excess / (1 - package_loop_gain(chip, junction));
    junction += step;
    if (std::abs(step) < 1e-11 * junction) return state_at(chip, coolant_temperature, junction);
  }
  throw ModelError(
      fmt::format("package_on_coolant: no convergence for {} on coolant at {:.2f} K: the state is at the "
                  "edge of thermal runaway",
                  chip.name, coolant_temperature));
}

PackageAtLimit package_at_limit(const ChipSpec& chip, double junction_temperature) {
  const double by_junction = junction_temperature - junction_rise(chip, junction_temperature);
  PackageAtLimit result{.state = state_at(chip, by_junction, junction_temperature),
                        .limit = PackageLimit::junction};
  if (result.state.memory_temperature > chip.maximum_memory_temperature) {
    // The junction runs cooler than asked: with the memory at its limit, T_die solves the pair of equations
    // T_die = T_memory_max - R_mm P_m - R_c P_die + R_die P_die + R_c P_m.
    const double base = chip.maximum_memory_temperature -
                        (chip.memory_resistance - chip.coupling_resistance) * chip.memory_power;
    const double net = chip.die_resistance - chip.coupling_resistance;
    double junction = junction_temperature;
    for (int round = 0;; ++round) {
      const double step =
          -(junction - base - net * die_power(chip, junction)) / (1 - net * die_power_slope(chip, junction));
      junction += step;
      if (std::abs(step) < 1e-11 * junction) break;
      if (round == 100 || !(junction > 0))
        throw ModelError(fmt::format("package_at_limit: no state of {} with its memory at {:.2f} K",
                                     chip.name, chip.maximum_memory_temperature));
    }
    const double coolant = junction - junction_rise(chip, junction);
    result = {.state = state_at(chip, coolant, junction), .limit = PackageLimit::memory};
  }
  const double gain = package_loop_gain(chip, result.state.junction_temperature);
  if (gain >= 1)
    throw ModelError(
        fmt::format("thermal runaway: at a junction of {:.2f} K each kelvin makes {} leak {:.3f} K worth of "
                    "heat more; no coolant can hold it",
                    result.state.junction_temperature, chip.name, gain));
  return result;
}

}  // namespace sunrack
