#pragma once

#include <string>
#include <vector>

namespace sunrack {

/// A two-stage launcher whose headline payload is known for one orbit. Masses [kg], speeds [m/s].
struct LaunchVehicle {
  std::string name;  ///< key of the catalogue
  double booster_propellant = 0;
  double booster_dry_mass = 0;
  double booster_reserve = 0;  ///< of the propellant, kept to fly back
  double booster_exhaust_speed = 0;
  double ship_propellant = 0;
  double ship_dry_mass = 0;
  double ship_reserve = 0;  ///< of the propellant, kept to land; leaving the orbit comes on top
  double ship_exhaust_speed = 0;
  bool ship_returns = true;
  double headline_payload = 0;       ///< to the reference orbit
  double reference_altitude = 0;     ///< [m]
  double reference_inclination = 0;  ///< [rad]
  double site_latitude = 0;          ///< [rad]
  double bay_volume = 0;             ///< [m^3] of the payload bay
  double methane_share = 0;          ///< [-] of the propellant; the rest is oxygen
  std::string source;
};
const std::vector<LaunchVehicle>& launch_vehicle_catalogue();
/// @throws std::invalid_argument naming the nearest
const LaunchVehicle& launch_vehicle(const std::string& name);

/// [m/s] of speed that a launcher adds to the turning Earth to be in a circular orbit, losses left out:
/// |v_orbit - v_site| with the azimuth that reaches the inclination, the climb by Hohmann from 200 km.
/// @throws ModelError for an inclination that the site does not reach without turning the plane
double ideal_ascent_speed(double altitude, double inclination, double site_latitude);

/// [m/s] to lower the perigee of a circular orbit to 50 km: how a ship comes back.
double deorbit_speed(double altitude);

/// [kg] to a circular orbit. The speed that both stages give (Tsiolkovsky, losses and steering as in the
/// flight to the reference orbit) is fixed by the headline payload; the speed asked for changes by
/// ideal_ascent_speed, and by deorbit_speed for a ship that returns. A lighter payload speeds up both stages.
/// Valid from 160 to 2000 km.
/// @throws ModelError beyond that, or where nothing is left for payload
double payload_to_orbit(const LaunchVehicle& vehicle, double altitude, double inclination);

/// [m/s] of a spiral by weak thrust between circular orbits in one plane: the difference of their speeds
/// (Edelbaum 1961).
double spiral_speed(double from_altitude, double to_altitude);

}  // namespace sunrack
