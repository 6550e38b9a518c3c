#pragma once

#include "satellite/sizing.h"

namespace sunrack {

// The Sun, the Moon, and what would be thrown off it.

double sun_luminosity();         ///< [W] 4 pi au^2 times the solar irradiance at 1 au
double share_of_sun_on_earth();  ///< [-] (R / au)^2 / 4, R the volumetric mean radius 6371.0 km (IUGG)
double lunar_escape_speed();     ///< [m/s] sqrt(2 mu / R) of the Moon

/// A coil gun on the Moon.
struct MassDriver {
  double speed = 2500;        ///< [m/s] at the muzzle
  double acceleration = 981;  ///< [m/s^2] of the load
  double efficiency = 0.6;    ///< [-] kinetic over electrical energy; 0.3..0.9 (recalled)
  double load = 1000;         ///< [kg] per shot
  double bucket_share = 0.2;  ///< [-] of the load's mass that is accelerated, braked and comes back
  double loss = 0.01;         ///< [-] of shots that do not arrive
};
struct MassDriverAnswer {
  double length = 0;             ///< [m] v^2 / 2a
  double duration = 0;           ///< [s] of a shot
  double energy_per_mass = 0;    ///< [J/kg] electrical, per mass delivered
  double peak_power = 0;         ///< [W] electrical, at the muzzle
  double power = 0;              ///< [W] electrical, for the throughput
  double shots = 0;              ///< [1/s]
  double drivers = 0;            ///< [-] if each fires when the shot before has left
  double speed_beyond_moon = 0;  ///< [m/s] far from the Moon, relative to it; 0: falls back
  double speed_beyond_earth =
      0;  ///< [m/s] far from the Earth, if thrown forward along the Moon's orbit; 0: bound
};
/// Throughput of mass delivered [kg/s]. The bucket's energy is not won back. Moon's pull as of a sphere, the
/// Earth's as of a point at the Moon's mean distance. @throws std::invalid_argument by name
MassDriverAnswer mass_driver(const MassDriver& driver, double throughput);

/// A satellite's spec far from the Earth at 1 au: no eclipse, no Earth in view, no air, no belts, sunlight
/// all the time.
SatelliteSpec deep_space_spec(SatelliteSpec spec);

/// Where the kilograms of a satellite come from.
struct Regolith {
  double silicon = 0.205;                ///< [-] by mass; 0.19..0.22 (Lunar Sourcebook, recalled)
  double aluminium = 0.14;               ///< [-] of highland soil; 0.10..0.15 (recalled)
  double oxygen = 0.43;                  ///< [-] 0.41..0.45 (read)
  double recovery = 0.8;                 ///< [-] of what is in the soil (assumption)
  double silicon_energy = 100 * 3.6e6;   ///< [J/kg] solar grade, 60..150 kWh/kg (recalled)
  double aluminium_energy = 20 * 3.6e6;  ///< [J/kg] reduction with refining, 15..30 kWh/kg (recalled)
};
struct LunarSatellite {
  double mass = 0;        ///< [kg]
  double from_earth = 0;  ///< [kg] computers, power electronics, communications, avionics, cells' trace parts
  double silicon = 0;     ///< [kg] cells
  double aluminium = 0;   ///< [kg] radiators, structure, array structure, lines, armour
  double soil = 0;        ///< [kg] dug for it: the scarcer element decides
  double manufacture_energy = 0;  ///< [J] of both metals
  double it_power = 0;            ///< [W]
  double payback = 0;             ///< [s] of its IT power for manufacture and throwing
};
/// The budget of a sized satellite sorted by origin; cells are taken as silicon, all other parts of array,
/// radiator, loop, structure, shield and margin as aluminium. @throws std::invalid_argument by name
LunarSatellite lunar_satellite(const SatelliteDesign& design, const Regolith& regolith,
                               const MassDriver& driver);

}  // namespace sunrack
