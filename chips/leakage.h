#pragma once

#include "chips/catalogue.h"

namespace sunrack {

/// Range of junction temperatures over which the exponential law is used [K]: 0..180 degC. Below, leakage is
/// too small to matter; above, no logic process is qualified.
inline constexpr double leakage_minimum_temperature = 273.15;
inline constexpr double leakage_maximum_temperature = 453.15;

/// [W] subthreshold and gate leakage of the dies: P_ref share 2^((T - T_ref) / D). The doubling interval D
/// is 15..40 K in practice; the law is empirical, at fixed voltage and frequency.
/// @throws ModelError outside the temperature range above
double leakage_power(const ChipSpec& chip, double junction_temperature);

/// [W] dynamic (constant) and leakage power of the dies.
double die_power(const ChipSpec& chip, double junction_temperature);

/// [W/K] slope of die_power; what thermal runaway feeds on.
double die_power_slope(const ChipSpec& chip, double junction_temperature);

}  // namespace sunrack
