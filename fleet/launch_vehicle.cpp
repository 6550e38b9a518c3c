#include "fleet/launch_vehicle.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "physics/constants.h"
#include "physics/numerics/nearest_word.h"
#include "physics/require.h"
#include "physics/units.h"

namespace sunrack {

using namespace units;

namespace {

constexpr double parking_altitude = 200_km;
/// [rad/s] sidereal.
constexpr double earth_rotation = 7.292115e-5;
constexpr double reentry_perigee = 50_km;

double radius(double altitude) { return constants::earth_radius + altitude; }
double circular_speed(double altitude) {
  return std::sqrt(constants::earth_gravitational_parameter / radius(altitude));
}
/// [m/s] at `altitude` on the ellipse that touches both altitudes.
double transfer_speed(double altitude, double other) {
  const double r = radius(altitude), a = (r + radius(other)) / 2;
  return std::sqrt(constants::earth_gravitational_parameter * (2 / r - 1 / a));
}

/// [kg] of the ship's reserves at a payload: to land, and to leave the orbit with what is aboard then.
double ship_burnout(const LaunchVehicle& vehicle, double payload, double altitude) {
  double mass = vehicle.ship_dry_mass + vehicle.ship_reserve;
  if (vehicle.ship_returns) mass *= std::exp(deorbit_speed(altitude) / vehicle.ship_exhaust_speed);
  return mass + payload;
}

/// [m/s] that both stages give to a payload.
double vehicle_speed(const LaunchVehicle& vehicle, double payload, double altitude) {
  const double burnout = ship_burnout(vehicle, payload, altitude);
  const double ship_start = vehicle.ship_dry_mass + vehicle.ship_propellant + payload;
  const double booster_start = vehicle.booster_dry_mass + vehicle.booster_propellant + ship_start;
  const double booster_end = vehicle.booster_dry_mass + vehicle.booster_reserve + ship_start;
  return vehicle.ship_exhaust_speed * std::log(ship_start / burnout) +
         vehicle.booster_exhaust_speed * std::log(booster_start / booster_end);
}

void require_altitude(const char* name, double altitude) {
  require_finite(name, altitude);
  if (altitude < 160_km || altitude > 2000_km)
    throw ModelError(fmt::format("{} = {:.0f} km: the law of launching is made for 160 to 2000 km", name,
                                 altitude / 1_km));
}

}  // namespace

const std::vector<LaunchVehicle>& launch_vehicle_catalogue() {
  const auto starship = [](const char* name, double payload, double ship_propellant,
                           double booster_propellant, const char* source) {
    return LaunchVehicle{.name = name,
                         .booster_propellant = booster_propellant,
                         .booster_dry_mass = 280e3,
                         .booster_reserve = 0.08 * booster_propellant,
                         .booster_exhaust_speed = 335 * constants::standard_gravity,
                         .ship_propellant = ship_propellant,
                         .ship_dry_mass = 150e3,
                         .ship_reserve = 30e3,
                         .ship_exhaust_speed = 365 * constants::standard_gravity,
                         .ship_returns = true,
                         .headline_payload = payload,
                         .reference_altitude = 200_km,
                         .reference_inclination = 26_deg,
                         .site_latitude = 26_deg,
                         .bay_volume = 1000,
                         .methane_share = 0.22,
                         .source = source};
  };
  static const std::vector<LaunchVehicle> vehicles = {
      starship("starship-v3", 100e3, 1600e3, 3650e3,
               "payload above 100 t reusable, more than 5000 t of propellant, 78 % oxygen (read); stages, "
               "dry masses, "
               "reserves, specific impulses and bay recalled"),
      starship("starship-v4", 200e3, 2300e3, 4050e3,
               "payload target 200 t (read, staff mail); stages recalled, dry masses as of v3"),
      {.name = "falcon-9",
       .booster_propellant = 411e3,
       .booster_dry_mass = 25.6e3,
       .booster_reserve = 35e3,
       .booster_exhaust_speed = 300 * constants::standard_gravity,
       .ship_propellant = 107.5e3,
       .ship_dry_mass = 4.5e3,
       .ship_reserve = 0,
       .ship_exhaust_speed = 348 * constants::standard_gravity,
       .ship_returns = false,
       .headline_payload = 16.4e3,
       .reference_altitude = 280_km,
       .reference_inclination = 43_deg,
       .site_latitude = 28.5_deg,
       .bay_volume = 145,
       .methane_share = 0,
       .source =
           "28..29 satellites of 575 kg to 43 deg, drone ship (read); stages recalled; burns kerosene"}};
  return vehicles;
}

const LaunchVehicle& launch_vehicle(const std::string& name) {
  std::vector<std::string> names;
  for (const LaunchVehicle& known : launch_vehicle_catalogue()) {
    if (known.name == name) return known;
    names.push_back(known.name);
  }
  throw std::invalid_argument("launch_vehicle: \"" + name + "\" is not known; the nearest is " +
                              nearest_word(name, names));
}

double ideal_ascent_speed(double altitude, double inclination, double site_latitude) {
  require_altitude("ideal_ascent_speed: altitude", altitude);
  require(site_latitude > -constants::pi / 2 && site_latitude < constants::pi / 2,
          "ideal_ascent_speed: site_latitude", site_latitude, "must be between the poles [rad]");
  require(inclination >= 0 && inclination <= constants::pi, "ideal_ascent_speed: inclination", inclination,
          "must be from 0 to pi [rad]");
  // sin(azimuth) = cos(inclination) / cos(latitude), spherical trigonometry.
  const double sine = std::cos(inclination) / std::cos(site_latitude);
  if (std::abs(sine) > 1 + 1e-12)
    throw ModelError(fmt::format(
        "an orbit of {:.1f} deg cannot be reached from latitude {:.1f} deg without turning its plane",
        inclination / 1_deg, site_latitude / 1_deg));
  const double start = std::min(altitude, parking_altitude);
  const double orbit = circular_speed(start);
  const double site = earth_rotation * constants::earth_radius * std::cos(site_latitude);
  const double relative =
      std::sqrt(orbit * orbit + site * site - 2 * orbit * site * std::clamp(sine, -1.0, 1.0));
  const double climb = transfer_speed(start, altitude) - circular_speed(start) + circular_speed(altitude) -
                       transfer_speed(altitude, start);
  return relative + climb;
}

double deorbit_speed(double altitude) {
  require_altitude("deorbit_speed: altitude", altitude);
  return circular_speed(altitude) - transfer_speed(altitude, reentry_perigee);
}

double payload_to_orbit(const LaunchVehicle& vehicle, double altitude, double inclination) {
  require(vehicle.headline_payload > 0, "payload_to_orbit: headline_payload", vehicle.headline_payload,
          "must be positive [kg]");
  const double extra =
      ideal_ascent_speed(altitude, inclination, vehicle.site_latitude) -
      ideal_ascent_speed(vehicle.reference_altitude, vehicle.reference_inclination, vehicle.site_latitude);
  const double needed = vehicle_speed(vehicle, vehicle.headline_payload, vehicle.reference_altitude) + extra;
  // The speed falls monotonically with the payload.
  double low = 0, high = 2 * vehicle.headline_payload;
  if (vehicle_speed(vehicle, low, altitude) < needed)
    throw ModelError(
        fmt::format("{} carries nothing to {:.0f} km at {:.1f} deg: {:.0f} m/s more than its headline flight",
                    vehicle.name, altitude / 1_km, inclination / 1_deg, extra));
  for (int round = 0; round < 100; ++round) {
    const double middle = (low + high) / 2;
    (vehicle_speed(vehicle, middle, altitude) >= needed ? low : high) = middle;
  }
  return (low + high) / 2;
}

double spiral_speed(double from_altitude, double to_altitude) {
  require_altitude("spiral_speed: from_altitude", from_altitude);
  require_altitude("spiral_speed: to_altitude", to_altitude);
  return std::abs(circular_speed(from_altitude) - circular_speed(to_altitude));
}

}  // namespace sunrack
