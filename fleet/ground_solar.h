#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace sunrack {

/// A place for a solar plant.
struct SolarSite {
  std::string name;            ///< key of the catalogue
  double latitude = 0;         ///< [rad]
  double capacity_factor = 0;  ///< [-] mean over rated power (direct current), as reported
  double cloud_spread = 0;     ///< [-] standard deviation of a day's clearness over its mean
  double cloud_memory = 0;     ///< [-] correlation of a day's clearness with the day before
  bool tracking = true;        ///< follows the Sun in one axis: flat over the day
  double ground_cover = 0;     ///< [-] module over land area
  std::string source;
};
const std::vector<SolarSite>& solar_site_catalogue();
const SolarSite& solar_site(const std::string& name);  ///< @throws std::invalid_argument naming the nearest

/// Hour by hour through a year, power over rated power [-]; its mean is the site's capacity factor. Sun's
/// elevation from latitude and date, times a clearness of the day from a lognormal autoregression.
std::vector<double> solar_year_of_hours(const SolarSite& site, std::uint64_t seed = 1);

struct FirmSolarTechnology {
  double plant_price = 1.08;                  ///< [$/W] rated
  double battery_price = 125;                 ///< [$/kWh]
  double land_price = 3;                      ///< [$/m^2]
  double plant_life = 30, battery_life = 15;  ///< [years]
  double upkeep = 0.015;                      ///< [1/year] of what was paid
  double round_trip = 0.88;                   ///< [-] of the battery
  double interest = 0.07;                     ///< [1/year]
  double module_efficiency = 0.21;
};
/// Array and battery that carry a constant load.
struct FirmSolar {
  double rated_power = 0;  ///< [-] rated power per watt of load
  double storage = 0;      ///< [s] energy of the battery per watt of load
  double unserved = 0;     ///< [-] of the energy, in the year it is sized for
  double curtailed = 0;    ///< [-] of what the array could give
  double land = 0;         ///< [m^2] per watt of load
  double capital = 0;      ///< [$] per watt of load
  double yearly_cost = 0;  ///< [$/year] per watt of load
};
/// The cheapest pair that leaves at most `unserved` of the energy away. For each size of array the battery is
/// found by bisection on the year of hours (run twice, so that it starts as it ends), then the cheapest size.
/// @throws std::invalid_argument; ModelError where no battery of sixty days is enough
FirmSolar cheapest_firm_solar(const SolarSite& site, const FirmSolarTechnology& technology,
                              double unserved = 1e-3);

/// [-] share of the energy of a unit load that array (rated per load) and battery [s] leave away.
double unserved_energy(const std::vector<double>& hours, double rated_power, double storage,
                       double round_trip);

}  // namespace sunrack
