#include "fleet/lunar.h"

#include <algorithm>
#include <cmath>

#include "physics/require.h"
#include "physics/units.h"

namespace sunrack {

using namespace units;

namespace {

/// [m^3/s^2] of the Moon; DE440. [m] mean radius; IAU 2015.
constexpr double lunar_gravitational_parameter = 4.902800066e12;
constexpr double lunar_radius = 1737.4_km;
constexpr double lunar_distance = 384399_km;  ///< semi-major axis
constexpr double mean_earth_radius = 6371.0_km;

}  // namespace

double sun_luminosity() {
  return 4 * constants::pi * constants::astronomical_unit * constants::astronomical_unit *
         constants::solar_irradiance;
}

double share_of_sun_on_earth() {
  const double ratio = mean_earth_radius / constants::astronomical_unit;
  return ratio * ratio / 4;
}

double lunar_escape_speed() { return std::sqrt(2 * lunar_gravitational_parameter / lunar_radius); }

MassDriverAnswer mass_driver(const MassDriver& driver, double throughput) {
  require(driver.speed > 0 && driver.speed < 20e3, "MassDriver: speed", driver.speed,
          "must be from 0 to 20 000 [m/s]");
  require(driver.acceleration > 0, "MassDriver: acceleration", driver.acceleration,
          "must be positive [m/s^2]");
  require(driver.efficiency > 0 && driver.efficiency <= 1, "MassDriver: efficiency", driver.efficiency,
          "must be above 0 and at most 1");
  require(driver.load > 0, "MassDriver: load", driver.load, "must be positive [kg]");
  require(driver.bucket_share >= 0, "MassDriver: bucket_share", driver.bucket_share, "must not be negative");
  require(driver.loss >= 0 && driver.loss < 1, "MassDriver: loss", driver.loss, "must be from 0 to below 1");
  require(throughput > 0, "mass_driver: throughput", throughput, "must be positive [kg/s]");
  MassDriverAnswer answer;
  answer.length = driver.speed * driver.speed / (2 * driver.acceleration);
  answer.duration = driver.speed / driver.acceleration;
  const double moved = (1 + driver.bucket_share) / (1 - driver.loss);
  answer.energy_per_mass = driver.speed * driver.speed / 2 / driver.efficiency * moved;
  answer.power = answer.energy_per_mass * throughput;
  answer.peak_power =
      driver.load * (1 + driver.bucket_share) * driver.acceleration * driver.speed / driver.efficiency;
  answer.shots = throughput / driver.load / (1 - driver.loss);
  answer.drivers = answer.shots * answer.duration;
  const double escape = lunar_escape_speed();
  answer.speed_beyond_moon = std::sqrt(std::max(0.0, driver.speed * driver.speed - escape * escape));
  const double orbit = std::sqrt(constants::earth_gravitational_parameter / lunar_distance);
  const double forward = answer.speed_beyond_moon > 0 ? orbit + answer.speed_beyond_moon : 0;
  answer.speed_beyond_earth = std::sqrt(std::max(0.0, forward * forward - 2 * orbit * orbit));
  return answer;
}

SatelliteSpec deep_space_spec(SatelliteSpec spec) {
  spec.name += ", 1 au";
  // The highest orbit whose radiation and debris the models know; its shadow ends below it, the rest of the
  // Earth is taken away.
  spec.orbit.altitude = 1500_km;
  spec.environment.albedo = 0;
  spec.environment.earth_infrared = 0;
  spec.environment.solar_flux = constants::solar_irradiance;
  spec.battery_strategy = "none";
  spec.hibernation_load = 0;
  // Meteoroids remain of what makes holes; the share of debris is not separable here, so none is taken off.
  return spec;
}

LunarSatellite lunar_satellite(const SatelliteDesign& design, const Regolith& regolith,
                               const MassDriver& driver) {
  require(regolith.silicon > 0 && regolith.silicon < 1, "Regolith: silicon", regolith.silicon,
          "must be between 0 and 1");
  require(regolith.aluminium > 0 && regolith.aluminium < 1, "Regolith: aluminium", regolith.aluminium,
          "must be between 0 and 1");
  require(regolith.recovery > 0 && regolith.recovery <= 1, "Regolith: recovery", regolith.recovery,
          "must be above 0 and at most 1");
  require(regolith.silicon_energy >= 0, "Regolith: silicon_energy", regolith.silicon_energy,
          "must not be negative [J/kg]");
  require(regolith.aluminium_energy >= 0, "Regolith: aluminium_energy", regolith.aluminium_energy,
          "must not be negative [J/kg]");
  LunarSatellite satellite{.mass = design.mass, .it_power = design.compute.it_power};
  for (const char* item : {"computers", "power conversion", "communications", "avionics", "attitude control",
                           "propulsion", "propellant", "battery"})
    satellite.from_earth += mass_of(design.budget, item);
  // 160 um of silicon: the rest of the array is metal here.
  satellite.silicon =
      std::min(design.solar_array.area * 160_um * 2330, mass_of(design.budget, "solar array"));
  satellite.aluminium = design.mass - satellite.from_earth - satellite.silicon;
  satellite.soil = std::max(satellite.silicon / regolith.silicon, satellite.aluminium / regolith.aluminium) /
                   regolith.recovery;
  satellite.manufacture_energy =
      satellite.silicon * regolith.silicon_energy + satellite.aluminium * regolith.aluminium_energy;
  const double thrown = mass_driver(driver, 1).energy_per_mass * satellite.mass;
  satellite.payback = (satellite.manufacture_energy + thrown) / satellite.it_power;
  return satellite;
}

}  // namespace sunrack
