#include "fleet/firm_solar.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "fleet/price.h"
#include "physics/require.h"

namespace sunrack {

namespace {

constexpr double longest = 60 * 24 * 3600.0;  // [s] of storage
constexpr int steps = 30;                     // from just enough array to six times that

/// Between two sites, t from 0 at `a` to 1 at `b`.
FirmSolarSizes between(const FirmSolarSizes& a, const FirmSolarSizes& b, double capacity_factor) {
  const double t =
      std::log(capacity_factor / a.capacity_factor) / std::log(b.capacity_factor / a.capacity_factor);
  const auto geometric = [&](double from, double to) { return from * std::pow(to / from, t); };
  FirmSolarSizes result{.capacity_factor = capacity_factor,
                        .ground_cover = geometric(a.ground_cover, b.ground_cover)};
  for (std::size_t i = 0; i < a.sizes.size(); ++i) {
    FirmSolarSize size{.rated_power = geometric(a.sizes[i].rated_power, b.sizes[i].rated_power)};
    if (a.sizes[i].storage > 0 && b.sizes[i].storage > 0) {
      size.storage = geometric(a.sizes[i].storage, b.sizes[i].storage);
      size.unserved = std::max(a.sizes[i].unserved, b.sizes[i].unserved);
    }
    result.sizes.push_back(size);
  }
  return result;
}

}  // namespace

FirmSolarSizes firm_solar_sizes(const SolarSite& site, double round_trip, double unserved) {
  require(unserved > 0 && unserved < 0.5, "firm_solar_sizes: unserved", unserved,
          "must be between 0 and 0.5");
  require(site.ground_cover > 0 && site.ground_cover <= 1, "SolarSite: ground_cover", site.ground_cover,
          "must be above 0 and at most 1");
  const std::vector<double> hours = solar_year_of_hours(site);
  FirmSolarSizes result{.capacity_factor = site.capacity_factor, .ground_cover = site.ground_cover};
  for (int i = 0; i <= steps; ++i) {
    FirmSolarSize size{.rated_power = std::pow(6.0, double(i) / steps) * 1.02 / site.capacity_factor};
    double low = 0, high = longest;
    if (unserved_energy(hours, size.rated_power, high, round_trip) <= unserved) {
      for (int round = 0; round < 24; ++round) {
        const double middle = (low + high) / 2;
        (unserved_energy(hours, size.rated_power, middle, round_trip) > unserved ? low : high) = middle;
      }
      size.storage = high;
      size.unserved = unserved_energy(hours, size.rated_power, high, round_trip);
    }
    result.sizes.push_back(size);
  }
  return result;
}

FirmSolarSizes firm_solar_sizes(double capacity_factor) {
  static const std::vector<FirmSolarSizes> sites = [] {
    std::vector<FirmSolarSizes> made;
    for (const SolarSite& site : solar_site_catalogue()) made.push_back(firm_solar_sizes(site));
    std::sort(made.begin(), made.end(),
              [](const auto& a, const auto& b) { return a.capacity_factor < b.capacity_factor; });
    return made;
  }();
  // A few percent beyond the best site are its own power law.
  if (!(capacity_factor >= sites.front().capacity_factor * 0.999 &&
        capacity_factor <= sites.back().capacity_factor * 1.1))
    throw ModelError(fmt::format(
        "firm_solar_sizes: a capacity factor of {:.4g} is beyond the sites that were "
        "computed, {:.4g} to {:.4g}",
        capacity_factor, sites.front().capacity_factor * 0.999, sites.back().capacity_factor * 1.1));
  std::size_t upper = 1;
  while (upper + 1 < sites.size() && sites[upper].capacity_factor < capacity_factor) ++upper;
  return between(sites[upper - 1], sites[upper], capacity_factor);
}

FirmSolar cheapest_of(const FirmSolarSizes& sizes, const FirmSolarTechnology& technology) {
  for (const auto& [name, value] : {std::pair{"FirmSolarTechnology: plant_price", technology.plant_price},
                                    {"FirmSolarTechnology: battery_price", technology.battery_price},
                                    {"FirmSolarTechnology: plant_life", technology.plant_life},
                                    {"FirmSolarTechnology: battery_life", technology.battery_life},
                                    {"FirmSolarTechnology: module_efficiency", technology.module_efficiency},
                                    {"FirmSolarSizes: ground_cover", sizes.ground_cover},
                                    {"FirmSolarSizes: capacity_factor", sizes.capacity_factor}})
    require(value > 0 && std::isfinite(value), name, value, "must be positive");
  FirmSolar best;
  for (const FirmSolarSize& size : sizes.sizes) {
    if (!(size.storage > 0)) continue;
    FirmSolar plant{.rated_power = size.rated_power, .storage = size.storage, .unserved = size.unserved};
    plant.land = size.rated_power / (1000 * technology.module_efficiency * sizes.ground_cover);
    const double panels = size.rated_power * technology.plant_price + plant.land * technology.land_price;
    const double battery = plant.storage / 3.6e6 * technology.battery_price;
    plant.capital = panels + battery;
    plant.yearly_cost = panels * capital_recovery(technology.interest, technology.plant_life) +
                        battery * capital_recovery(technology.interest, technology.battery_life) +
                        technology.upkeep * plant.capital;
    plant.curtailed = 1 - (1 - plant.unserved) / (plant.rated_power * sizes.capacity_factor);
    if (best.storage == 0 || plant.yearly_cost < best.yearly_cost) best = plant;
  }
  if (best.storage == 0)
    throw ModelError("cheapest_firm_solar: sixty days of storage are not enough at this site");
  return best;
}

FirmSolar cheapest_firm_solar(const SolarSite& site, const FirmSolarTechnology& technology, double unserved) {
  return cheapest_of(firm_solar_sizes(site, technology.round_trip, unserved), technology);
}

}  // namespace sunrack
