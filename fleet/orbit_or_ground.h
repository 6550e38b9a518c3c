#pragma once

#include <optional>
#include <string>

#include "fleet/firm_solar.h"
#include "fleet/ground_power.h"
#include "satellite/sizing.h"

namespace sunrack {

/// What computing costs on the ground, per kW of IT power that is on. The nominal prices of fleet/price.h.
struct GroundCosts {
  double facility = 10;              ///< [$/W] of IT power, without servers and generation
  double facility_life = 15;         ///< [years]
  double gas_plant = 2.5;            ///< [$/W] of generation
  double gas_plant_life = 25;        ///< [years]
  double gas = 4;                    ///< [$/MMBtu] of higher heating value, as it is sold
  double gas_efficiency = 0.55;      ///< [-] electricity over lower heating value
  double grid = 75;                  ///< [$/MWh]
  double generator_margin = 0.22;    ///< [-] installed over needed, less 1
  double servers = 26e3;             ///< [$/kW]
  double server_life = 5;            ///< [years]
  double server_failures = 0.04;     ///< [1/year] of accelerators, each replaced
  double upkeep = 0.03;              ///< [1/year] of facility and plant
  double interest = 0.10;            ///< [1/year]
  double peak_effectiveness = 1.3;   ///< [-] worst hour over IT power
  double mean_effectiveness = 1.15;  ///< [-] PUE
};
enum class GroundSupply { grid, gas, solar };
const char* ground_supply_name(GroundSupply supply);

/// [$ per kW of IT power that is on, and year].
struct YearlyCost {
  double facility = 0;  ///< buildings and cooling; in orbit: the satellite's hardware
  double supply = 0;    ///< plant and fuel or bills; in orbit: the launch
  double upkeep = 0;
  double servers = 0;  ///< with replacements; in orbit: with those that die unreplaced
  double power() const { return facility + supply + upkeep; }  ///< what powered, cooled room costs
  double all() const { return power() + servers; }
};
/// `solar` is needed for that supply. @throws std::invalid_argument by name
YearlyCost ground_cost(const GroundCosts& costs, GroundSupply supply, const FirmSolar* solar = nullptr);

/// What computing costs in orbit.
struct OrbitCosts {
  double launch = 300;    ///< [$/kg]
  double hardware = 500;  ///< [$/kg] of the satellite without its computers
  std::optional<double> array =
      {};                          ///< [$/W] at beginning of life; where given, the array is not in hardware
  double servers = 26e3;           ///< [$/kW] the same as on the ground
  double life = 5;                 ///< [years]
  double server_failures = 0.068;  ///< [1/year] of accelerators, none replaced
  double satellite_losses = 0.01;  ///< [1/year] of whole satellites
  double upkeep = 0.02;            ///< [1/year] of hardware: operations, ground stations
  double operations = 0;           ///< [$/year] of one satellite, besides
  double interest = 0.10;          ///< [1/year]
};
/// Of one satellite, from its mass and IT power.
struct OrbitSatellite {
  double mass = 0;          ///< [kg]
  double computers = 0;     ///< [kg] of that
  double it_power = 0;      ///< [W]
  double availability = 1;  ///< [-] of its time that it computes, eclipses taken off
  double array_mass = 0;    ///< [kg] of the mass
  double array_power = 0;   ///< [W] at beginning of life
  /// [-] alive in the mean over life, a later year counting as much less as money does (interest); nothing:
  /// by the rates of OrbitCosts.
  std::optional<double> survival = {};
};
OrbitSatellite orbit_satellite(const SatelliteDesign& design);
/// [-] of the first day's IT power that is on in the mean over life, discounted as the payments are that buy
/// it (levelised cost): [(1 - exp(-(f + r) L)) / (f + r)] / [(1 - exp(-r L)) / r], f the sum of server
/// failures and satellite losses, r = ln(1 + interest), L the life.
double mean_survival(const OrbitCosts& costs);
YearlyCost orbit_cost(const OrbitSatellite& satellite, const OrbitCosts& costs);

/// [$/kg] at which orbit costs what the ground costs, servers on both sides; negative: not even for free.
double break_even_launch_price(const OrbitSatellite& satellite, const OrbitCosts& costs,
                               const YearlyCost& ground);

/// [$] per accelerator and hour, of `power` [W] of IT power each.
double cost_per_accelerator_hour(const YearlyCost& cost, double power);

}  // namespace sunrack
