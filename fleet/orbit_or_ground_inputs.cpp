#include "fleet/orbit_or_ground_study.h"
#include "physics/units.h"

namespace sunrack {

using namespace units;

namespace {

UncertainInput of_price(std::string key, std::string name, const Price& price) {
  return uncertain_input(std::move(key), std::move(name), price);
}

std::vector<UncertainInput> orbit_inputs(const LifetimePrices& prices) {
  Price operations = prices.operations;
  operations.low *= 1_year, operations.nominal *= 1_year, operations.high *= 1_year;
  operations.unit = "$/year";
  return {of_price("launch_price", "launch price", prices.launch),
          of_price("hardware_price", "satellite hardware without array and computers", prices.hardware),
          of_price("array_price", "solar array in orbit", prices.array),
          of_price("operations", "operations of one satellite", operations)};
}

std::vector<UncertainInput> common_inputs() {
  return {of_price("server_price", "servers", price("servers")),
          uncertain_input("interest", "interest", "%/year", 6, 10, 15,
                          "cost of capital; 15 in a public model (read), assumption", 2025),
          uncertain_input("accelerator_power", "IT power per accelerator", "kW", 120. / 72, 135. / 72,
                          142. / 72, "a GB300 NVL72 rack of 120..142 kW over 72 (read)", 2025)};
}

std::vector<UncertainInput> ground_inputs() {
  return {
      of_price("facility_price", "data center without servers and generation", price("data-center")),
      uncertain_input("facility_life", "life of the data center", "years", 10, 15, 20, "assumption", 2025),
      uncertain_input("server_life", "life of servers on the ground", "years", 4, 5, 6,
                      "practice of accounting; assumption", 2025),
      uncertain_input("mean_effectiveness", "power over IT power, mean of the year", "", 1.02, 1.15, 1.3,
                      "liquid-cooled 1.10 [1.02..1.20], industry 1.54 (read)", 2025),
      uncertain_input("worst_hour", "worst hour over the mean", "", 1.02, 1.13, 1.3,
                      "data_center_power: chillers in a heat wave; assumption", 2025),
      uncertain_input("ground_upkeep", "upkeep of data center and gas plant", "%/year", 2, 3, 5, "assumption",
                      2025),
      of_price("grid_price", "electricity from the grid", price("grid")),
      of_price("gas_plant_price", "gas plant", price("gas-plant")),
      of_price("gas_price", "natural gas", price("gas")),
      uncertain_input("gas_efficiency", "efficiency of the gas plant", "%", 38, 55, 62,
                      "open to combined cycle (recalled)", 2025),
      uncertain_input("reserve", "generators in reserve", "%", 10, 22, 35,
                      "20..25 as said; generator_reserve gives 33 for 1 GW", 2025),
      of_price("solar_price", "solar plant on the ground", price("solar-plant")),
      of_price("battery_price", "batteries on the ground", price("battery")),
      of_price("land_price", "land", price("land")),
      uncertain_input("capacity_factor", "capacity factor on the ground", "%", 12.6, 24, 35,
                      "median of United States plants 24, best 35 (LBNL 2024, read); north Europe 12.6 "
                      "(derived)",
                      2024),
      uncertain_input("power_interest", "interest of solar plants", "%/year", 5, 7, 10,
                      "contracted power is financed cheaper; assumption", 2025)};
}

}  // namespace

LifetimePrices prices_as_set(LifetimePrices prices, const std::vector<UncertainInput>& inputs) {
  const auto take = [&](const char* key, double unit, Price& price) {
    for (const UncertainInput& input : inputs)
      if (input.key == key && input.range.kind == DistributionKind::fixed)
        price.low = price.nominal = price.high = input.range.nominal * unit;
  };
  take("launch_price", 1, prices.launch);
  take("hardware_price", 1, prices.hardware);
  take("array_price", 1, prices.array);
  take("operations", 1 / 1_year, prices.operations);
  take("server_price", 1e-3, prices.computers);  // $/kW to $/W
  return prices;
}

std::vector<UncertainInput> orbit_or_ground_inputs(const LifetimePrices& prices) {
  std::vector<UncertainInput> inputs = orbit_inputs(prices);
  for (const auto& more : {common_inputs(), ground_inputs()})
    inputs.insert(inputs.end(), more.begin(), more.end());
  return inputs;
}

}  // namespace sunrack
