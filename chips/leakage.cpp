#include "chips/leakage.h"

#include <fmt/format.h>

#include <cmath>

#include "physics/require.h"

namespace sunrack {

double leakage_power(const ChipSpec& chip, double junction_temperature) {
  if (!(junction_temperature >= leakage_minimum_temperature &&
        junction_temperature <= leakage_maximum_temperature))
    throw ModelError(fmt::format(
        "leakage of {}: junction temperature {:.2f} K is outside {:.2f}..{:.2f} K, the range of "
        "the leakage law",
        chip.name, junction_temperature, leakage_minimum_temperature, leakage_maximum_temperature));
  return chip.die_power * chip.leakage_share *
         std::exp2((junction_temperature - chip.leakage_reference_temperature) /
                   chip.leakage_doubling_interval);
}

double die_power(const ChipSpec& chip, double junction_temperature) {
  return chip.die_power * (1 - chip.leakage_share) + leakage_power(chip, junction_temperature);
}

double die_power_slope(const ChipSpec& chip, double junction_temperature) {
  return leakage_power(chip, junction_temperature) * std::log(2.0) / chip.leakage_doubling_interval;
}

}  // namespace sunrack
