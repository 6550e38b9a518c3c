#pragma once

#include <optional>
#include <string>

#include "physics/power/battery_cell.h"

namespace sunrack {

/// What the satellite does while the Earth hides the Sun.
enum class EclipseStrategy {
  ride_through,  ///< all loads stay on
  hibernate,     ///< a share of the loads stays on, computing stops
  none           ///< no battery: nothing may stay on
};
/// "ride-through", "hibernate", "none"; @throws std::invalid_argument for anything else
EclipseStrategy eclipse_strategy(const std::string& name);

/// [W] that the battery carries in eclipse: all of `load` [W], `hibernation_load` [-] of it, or nothing.
double load_in_eclipse(EclipseStrategy strategy, double load, double hibernation_load);

/// Refuses a satellite without a battery that has something to keep alive [W] through eclipses [s].
/// @throws std::invalid_argument "... no battery, but eclipses of 20.7 min and 11000 W to keep alive; ..."
void require_eclipse_supply(EclipseStrategy strategy, double keep_alive_load, double eclipse_duration);

/// A lithium-ion pack of 2026; each default with its source.
struct BatteryTechnology {
  /// [J/kg] nameplate, of the pack with housing and electronics; 150 [110..180] Wh/kg (recalled)
  double specific_energy = 150 * 3600;
  /// [-] of nameplate; unset: what the number of cycles allows
  std::optional<double> depth_of_discharge = std::nullopt;
  double charge_efficiency = 0.97;     ///< [-] with the next: 0.92 both ways; 0.95 [0.90..0.98] (recalled)
  double discharge_efficiency = 0.95;  ///< [-] (recalled)
};

struct BatteryPack {
  double nameplate_energy = 0;    ///< [J] at beginning of life
  double energy_delivered = 0;    ///< [J] at the terminals, in the longest eclipse
  double mass = 0;                ///< [kg]
  double depth_of_discharge = 0;  ///< [-] of nameplate, in the longest eclipse
  double cycles = 0;              ///< [-] in the mission
  double discharge_power = 0;     ///< [W] at the terminals, in eclipse
  double charge_power = 0;  ///< [W] at the terminals, in the sunlit part: the array gives it besides the load
  double heat_charge = 0;   ///< [W] in the pack while charging
  double heat_discharge = 0;  ///< [W] in the pack in eclipse
  double discharge_rate = 0;  ///< [1/s] discharge power over nameplate; 1/3600 is "1 C"
};

/// The pack that carries `load` [W] at its terminals through an eclipse [s] and is full again after the
/// sunlit part of the orbit [s]. delivered = load * eclipse; nameplate = delivered / (depth * discharge
/// efficiency); charge power = delivered / (both efficiencies * sunlit). No load or no eclipse: an empty
/// pack, no mass.
/// @throws ModelError if there is no sunlight to charge in, or more cycles than the depth law knows
BatteryPack size_battery(double load, double eclipse_duration, double sunlit_duration, double cycles,
                         const BatteryTechnology& technology);

}  // namespace sunrack
