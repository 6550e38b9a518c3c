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

/// [-] share of the energy of a unit load that array (rated per load) and battery [s] leave away.
double unserved_energy(const std::vector<double>& hours, double rated_power, double storage,
                       double round_trip);

}  // namespace sunrack
