#pragma once

#include <vector>

#include "fleet/ground_solar.h"

namespace sunrack {

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
/// Sizes of array, each with the least battery that leaves at most a given share of the energy away. No price
/// is in it: prices choose among the sizes.
struct FirmSolarSize {
  double rated_power = 0;  ///< [-] rated power per watt of load
  double storage = 0;      ///< [s]; 0: a battery of sixty days is not enough
  double unserved = 0;     ///< [-]
};
struct FirmSolarSizes {
  double capacity_factor = 0, ground_cover = 0;  ///< [-] of the site
  std::vector<FirmSolarSize> sizes;              ///< rising
};
/// For each size of array the battery is found by bisection on the site's year of hours (run twice, so that
/// it starts as it ends). Some 30 ms. @throws std::invalid_argument
FirmSolarSizes firm_solar_sizes(const SolarSite& site, double round_trip = 0.88, double unserved = 1e-3);
/// The same for a capacity factor between the catalogue's sites: size by size geometric in the capacity
/// factor; to a tenth beyond the best site. Computed once for the catalogue. @throws ModelError beyond
FirmSolarSizes firm_solar_sizes(double capacity_factor);

/// The cheapest of the sizes. @throws std::invalid_argument; ModelError where no battery of sixty days is
/// enough
FirmSolar cheapest_of(const FirmSolarSizes& sizes, const FirmSolarTechnology& technology);
/// The cheapest pair of array and battery at a site that leaves at most `unserved` of the energy away.
FirmSolar cheapest_firm_solar(const SolarSite& site, const FirmSolarTechnology& technology,
                              double unserved = 1e-3);

}  // namespace sunrack
