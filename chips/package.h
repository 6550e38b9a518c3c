#pragma once

#include "chips/catalogue.h"

namespace sunrack {

/// A package at work: dies and memory stacks are two nodes, each with its own path to the coolant and a
/// coupling: T_die = T_coolant + R_die P_die(T_die) + R_coupling P_memory;  T_memory likewise with the two
/// swapped.
struct PackageState {
  double coolant_temperature = 0;   ///< [K] at the cold plate
  double junction_temperature = 0;  ///< [K]
  double memory_temperature = 0;    ///< [K]
  double die_power = 0;             ///< [W] at that junction temperature
  double total_power = 0;           ///< [W] with memory and board
  double power_slope = 0;           ///< [W/K] of the junction temperature
};

/// The stable state on a coolant of this temperature [K] (the cooler of the two solutions).
/// @throws ModelError for thermal runaway: leakage outgrows what the heat path can carry, and there is no
/// state
PackageState package_on_coolant(const ChipSpec& chip, double coolant_temperature);

/// What limits the coolant.
enum class PackageLimit { junction, memory };
struct PackageAtLimit {
  PackageState state;
  PackageLimit limit = PackageLimit::junction;
};

/// The warmest coolant with which the junction is at most `junction_temperature` and the memory at most its
/// own limit: the tighter of the two sets it. @throws ModelError if that state is past the runaway point (it
/// cannot be held)
PackageAtLimit package_at_limit(const ChipSpec& chip, double junction_temperature);

/// [-] gain of the loop junction temperature -> leakage -> junction temperature through the package alone:
/// R_die dP/dT. At 1 or more a steady state does not hold.
double package_loop_gain(const ChipSpec& chip, double junction_temperature);

}  // namespace sunrack
