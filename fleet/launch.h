#pragma once

#include "fleet/launch_vehicle.h"
#include "satellite/sizing.h"

namespace sunrack {

/// What a satellite is to a launcher.
struct LaunchCargo {
  double mass = 0;           ///< [kg] of one satellite
  double stowed_volume = 0;  ///< [m^3]
  double it_power = 0;       ///< [W]
};
/// How a sized satellite folds up: 40 kW of array per cubic metre (flexible blankets, ground-tested; NTRS
/// 20150006022, read), panels 30 mm thick, computers and bus at 300 kg/m^3 (assumptions).
LaunchCargo launch_cargo(const SatelliteDesign& design);

enum class Delivery {
  direct,   ///< the launcher climbs all the way
  electric  ///< it drops satellites at 300 km in the plane of the orbit; they spiral up on their own
};

struct LaunchCampaign {
  LaunchVehicle vehicle;
  double altitude = 600e3;  ///< [m]
  double inclination = 0;   ///< [rad]
  Delivery delivery = Delivery::direct;
  double specific_impulse = 2000;      ///< [s] of the satellites' thrusters, electric delivery
  double target_power = 1e9;           ///< [W] of IT power in orbit
  double duration = 365.25 * 86400;    ///< [s] in which it is launched
  double ship_turnaround = 30 * 3600;  ///< [s] from launch to launch
  double ship_availability = 1;        ///< [-] of ships that are not in the shop
  double pad_interval = 24 * 3600;     ///< [s] between launches from one pad
  double success = 1;                  ///< [-] of launches that deliver
  double volume_packing = 0.7;         ///< [-] of the bay that stowed satellites fill
  double methane_energy = 50e6;        ///< [J/kg] lower heating value
  double manufacture_energy =
      300e6;  ///< [J/kg] of satellite; aluminium 200, cells about 1000 MJ/kg (recalled)
};

struct LaunchPlan {
  double payload = 0;                              ///< [kg] that the vehicle brings to where it lets go
  double spiral_propellant = 0;                    ///< [kg] per satellite that climbs on its own
  double by_mass = 0, by_volume = 0;               ///< [-] satellites per launch
  double satellites_per_launch = 0;                ///< [-] whole ones
  double satellites = 0;                           ///< [-] for the target
  double launches = 0;                             ///< [-] with those that fail
  double launch_interval = 0;                      ///< [s]
  double ships = 0;                                ///< [-] real number
  double pads = 0;                                 ///< [-] real number
  double propellant = 0, methane = 0, oxygen = 0;  ///< [kg] of the campaign
  double launch_payback = 0;  ///< [s] of IT power until the launch methane's energy is made up
  double energy_payback = 0;  ///< [s] with the energy of manufacture
};
/// @throws std::invalid_argument by name; ModelError if a satellite does not fit on one launch, or as
/// payload_to_orbit
LaunchPlan plan_launches(const LaunchCargo& cargo, const LaunchCampaign& campaign);

/// [W/year] of IT power that a number of pads can launch. @throws as plan_launches
double power_per_year(const LaunchCargo& cargo, const LaunchCampaign& campaign, double pads);

}  // namespace sunrack
