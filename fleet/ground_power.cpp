#include "fleet/ground_power.h"

#include <algorithm>
#include <cmath>

#include "physics/constants.h"
#include "physics/require.h"

namespace sunrack {

double worst_hour_temperature(const Climate& climate) {
  require(climate.mean > 200 && climate.mean < 330, "Climate: mean", climate.mean,
          "must be from 200 to 330 [K]");
  require(climate.yearly_amplitude >= 0, "Climate: yearly_amplitude", climate.yearly_amplitude,
          "must not be negative [K]");
  require(climate.daily_amplitude >= 0, "Climate: daily_amplitude", climate.daily_amplitude,
          "must not be negative [K]");
  require(climate.heat_wave >= 0, "Climate: heat_wave", climate.heat_wave, "must not be negative [K]");
  return climate.mean + climate.yearly_amplitude + climate.daily_amplitude + climate.heat_wave;
}

double cooling_power_share(const CoolingPlant& plant, double outdoor) {
  require(plant.supply > 273 && plant.supply < 373, "CoolingPlant: supply", plant.supply,
          "must be from 273 to 373 [K]");
  require(plant.carnot_share > 0 && plant.carnot_share < 1, "CoolingPlant: carnot_share", plant.carnot_share,
          "must be between 0 and 1");
  require(plant.approach >= 0, "CoolingPlant: approach", plant.approach, "must not be negative [K]");
  require(plant.evaporator_approach >= 0, "CoolingPlant: evaporator_approach", plant.evaporator_approach,
          "must not be negative [K]");
  require(plant.condenser_approach > 0, "CoolingPlant: condenser_approach", plant.condenser_approach,
          "must be positive [K]");
  require(plant.fans_and_pumps >= 0, "CoolingPlant: fans_and_pumps", plant.fans_and_pumps,
          "must not be negative");
  require(outdoor > 200 && outdoor < 340, "cooling_power_share: outdoor", outdoor,
          "must be from 200 to 340 [K]");
  if (outdoor + plant.approach <= plant.supply) return plant.fans_and_pumps;
  const double cold = plant.supply - plant.evaporator_approach, hot = outdoor + plant.condenser_approach;
  // A chiller that would lift by less than 5 K still works against that.
  const double lift = std::max(hot - cold, 5.0);
  return plant.fans_and_pumps + lift / (plant.carnot_share * cold);
}

double worst_cooling_share(const CoolingPlant& plant, const Climate& climate) {
  return cooling_power_share(plant, worst_hour_temperature(climate));
}

double mean_cooling_share(const CoolingPlant& plant, const Climate& climate) {
  double sum = 0;
  constexpr int days = 73, hours = 24;  // every fifth day: the yearly wave is smooth
  for (int day = 0; day < days; ++day)
    for (int hour = 0; hour < hours; ++hour)
      sum += cooling_power_share(
          plant, climate.mean + climate.yearly_amplitude * std::cos(2 * constants::pi * day / days) +
                     climate.daily_amplitude * std::cos(2 * constants::pi * hour / hours));
  return sum / (days * hours);
}

double at_least_k_of_n(int k, int n, double p) {
  require(n >= 1, "at_least_k_of_n: n", n, "must be at least 1");
  require(k >= 0 && k <= n, "at_least_k_of_n: k", k, "must be from 0 to n");
  require(p > 0 && p < 1, "at_least_k_of_n: p", p, "must be between 0 and 1");
  double sum = 0;
  for (int i = k; i <= n; ++i)
    sum += std::exp(std::lgamma(n + 1.0) - std::lgamma(i + 1.0) - std::lgamma(n - i + 1.0) + i * std::log(p) +
                    (n - i) * std::log1p(-p));
  return std::min(sum, 1.0);
}

GeneratorReserve generator_reserve(double load, const GeneratorFleet& fleet) {
  require(load > 0, "generator_reserve: load", load, "must be positive [W]");
  require(fleet.unit_power > 0, "GeneratorFleet: unit_power", fleet.unit_power, "must be positive [W]");
  require(fleet.planned_outage >= 0 && fleet.planned_outage < 0.5, "GeneratorFleet: planned_outage",
          fleet.planned_outage, "must be from 0 to 0.5");
  require(fleet.forced_outage > 0 && fleet.forced_outage < 0.5, "GeneratorFleet: forced_outage",
          fleet.forced_outage, "must be between 0 and 0.5");
  require(fleet.target > 0 && fleet.target < 1, "GeneratorFleet: target", fleet.target,
          "must be between 0 and 1");
  GeneratorReserve reserve;
  reserve.needed = int(std::ceil(load / fleet.unit_power * (1 - 1e-12)));
  for (int n = reserve.needed; n <= 3 * reserve.needed + 10; ++n) {
    const int in_service = n - int(std::ceil(n * fleet.planned_outage));
    if (in_service < reserve.needed) continue;
    reserve.availability = at_least_k_of_n(reserve.needed, in_service, 1 - fleet.forced_outage);
    if (reserve.availability < fleet.target) continue;
    reserve.installed = n;
    reserve.margin = n * fleet.unit_power / load - 1;
    return reserve;
  }
  throw ModelError("generator_reserve: three times the load in generators does not reach the target");
}

DataCenterPower data_center_power(const DataCenter& center) {
  require(center.accelerators > 0, "DataCenter: accelerators", center.accelerators, "must be positive");
  require(center.rack_power > 0, "DataCenter: rack_power", center.rack_power, "must be positive [W]");
  require(center.accelerators_per_rack > 0, "DataCenter: accelerators_per_rack", center.accelerators_per_rack,
          "must be positive");
  for (const auto& [name, share] : {std::pair{"DataCenter: network_share", center.network_share},
                                    {"DataCenter: storage_share", center.storage_share},
                                    {"DataCenter: conversion_loss", center.conversion_loss}})
    require(share >= 0 && share < 1, name, share, "must be from 0 to below 1");
  DataCenterPower power;
  power.racks = center.accelerators / center.accelerators_per_rack * center.rack_power;
  power.network = center.network_share * power.racks;
  power.storage = center.storage_share * power.racks;
  power.it = power.racks + power.network + power.storage;
  power.loss = center.conversion_loss * power.it;
  const double heat = power.it + power.loss;
  power.cooling = heat * worst_cooling_share(center.cooling, center.climate);
  power.peak = heat + power.cooling;
  power.mean = heat * (1 + mean_cooling_share(center.cooling, center.climate));
  power.peak_effectiveness = power.peak / power.it;
  power.mean_effectiveness = power.mean / power.it;
  return power;
}

}  // namespace sunrack
