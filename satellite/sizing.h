#pragma once

#include <string>
#include <vector>

#include "chips/package.h"
#include "satellite/battery_pack.h"
#include "satellite/coolant_system.h"
#include "satellite/mass_budget.h"
#include "satellite/mission_environment.h"
#include "satellite/power_conversion.h"
#include "satellite/propulsion.h"
#include "satellite/radiator.h"
#include "satellite/shield.h"
#include "satellite/solar_array.h"
#include "satellite/spec.h"

namespace sunrack {

/// The computers of a design.
struct ComputeDesign {
  ChipSpec chip;           ///< as used, with the spec's overrides
  PackageAtLimit package;  ///< one package at the design point
  double packages = 0;     ///< [-] number of packages (real)
  double it_power = 0;     ///< [W] rated: useful work is counted in it
  double electrical_power =
      0;  ///< [W] drawn at the design junction temperature: leakage makes the difference
};

/// How electrical power flows in sunlight, at end of life. All [W].
struct PowerBalance {
  double computers = 0, pump = 0, avionics = 0, communications = 0;
  double conversion_loss = 0;  ///< converters and feeders
  double battery_charge = 0;   ///< into the battery's terminals
  double battery_loss = 0;     ///< of that, heat
  double array = 0;            ///< needed from the array at end of life
  double heat = 0;             ///< into the coolant
};

/// Whether a small rise of the junction temperature dies away.
struct ThermalStability {
  double gain = 0;  ///< [-] of junction -> leakage -> heat -> coolant -> junction; below 1 is stable
  double runaway_leakage_share =
      0;  ///< [-] of die power, at the design junction, at which the gain would be 1; 1: none would
};

/// The panel in the coldest hours: eclipse, cold environment, end of sunlight, loads as the battery's
/// strategy leaves them. Steady, so that an eclipse of minutes stays above it.
struct ColdCase {
  double heat = 0;                ///< [W] into the loop
  double temperature = 0;         ///< [K] mean of the panel
  double margin_to_freezing = 0;  ///< [K] above the coolant's freezing point, or where its table begins
};

/// How the fixed point closed.
struct SizingConvergence {
  int rounds = 0;
  double last_change = 0;  ///< [-] relative change of heat and panel area in the last round
};

/// All answers.
struct SatelliteDesign {
  std::string name;
  MissionEnvironment environment;
  ComputeDesign compute;
  PowerBalance power;
  PowerConversion conversion;
  CoolantSystem coolant;
  Radiator radiator;
  SolarArray solar_array;
  ShieldDesign shield;
  BatteryPack battery;
  Propellant propellant;
  ThermalStability stability;
  ColdCase cold_case;
  SizingConvergence convergence;
  MassBudget budget;

  double mass = 0;                     ///< [kg] at launch
  double specific_mass = 0;            ///< [kg/W] of the spec's boundary and basis
  double energy_balance_residual = 0;  ///< [-] array power less heat radiated (by an independent march along
                                       ///< the panel) and energy stored, over array power
  double compute_availability = 1;     ///< [-] compute-hours kept through eclipses
  double delivered_specific_mass =
      0;  ///< [kg/W] of all mass per W of IT power that is on: mean load times availability
  std::vector<std::string> warnings;  ///< what an engineer would want to be told
};

/// Sizes a satellite on its worst steady case: the fixed point of leakage, pump, conversion, array and panel.
/// @throws ModelError when there is no answer: thermal runaway, no panel is large enough, no such orbit
/// @throws std::invalid_argument for a spec that contradicts itself
SatelliteDesign size_satellite(const SatelliteSpec& spec);

/// The same in an environment that is already known; for studies that leave orbit and attitude alone.
SatelliteDesign size_satellite(const SatelliteSpec& spec, const MissionEnvironment& environment);

/// The chip of a spec with its overrides. @throws std::invalid_argument
ChipSpec resolved_chip(const SatelliteSpec& spec);

/// [kg/W] of a design inside a boundary, per W of peak or of average IT power.
double specific_mass(const SatelliteDesign& design, const SatelliteSpec& spec, AccountingBoundary boundary,
                     const std::string& basis);

}  // namespace sunrack
