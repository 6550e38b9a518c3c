#include "fleet/orbit_or_ground.h"

#include <cmath>

#include "fleet/price.h"
#include "physics/require.h"
#include "physics/units.h"

namespace sunrack {

using namespace units;

namespace {

constexpr double hours_per_year = 8766;
constexpr double btu_per_joule = 1 / 1055.06;
/// [-] of natural gas, 47.1 over 52.2 MJ/kg (GREET, recalled): it is sold by its higher heating value, plants
/// are rated by the lower.
constexpr double lower_over_higher_heating_value = 47.1 / 52.2;

void positive(const char* name, double value) {
  require(value > 0 && std::isfinite(value), name, value, "must be positive");
}
void not_negative(const char* name, double value) {
  require(value >= 0 && std::isfinite(value), name, value, "must not be negative");
}

}  // namespace

const char* ground_supply_name(GroundSupply supply) {
  return supply == GroundSupply::grid ? "grid" : supply == GroundSupply::gas ? "gas" : "solar and storage";
}

YearlyCost ground_cost(const GroundCosts& costs, GroundSupply supply, const FirmSolar* solar) {
  positive("GroundCosts: facility", costs.facility);
  positive("GroundCosts: servers", costs.servers);
  positive("GroundCosts: gas_efficiency", costs.gas_efficiency);
  not_negative("GroundCosts: gas", costs.gas);
  not_negative("GroundCosts: grid", costs.grid);
  not_negative("GroundCosts: gas_plant", costs.gas_plant);
  not_negative("GroundCosts: upkeep", costs.upkeep);
  not_negative("GroundCosts: server_failures", costs.server_failures);
  not_negative("GroundCosts: generator_margin", costs.generator_margin);
  require(costs.mean_effectiveness >= 1, "GroundCosts: mean_effectiveness", costs.mean_effectiveness,
          "must be at least 1");
  require(costs.peak_effectiveness >= costs.mean_effectiveness, "GroundCosts: peak_effectiveness",
          costs.peak_effectiveness, "must be at least mean_effectiveness");
  YearlyCost cost;
  cost.facility = costs.facility * 1e3 * capital_recovery(costs.interest, costs.facility_life);
  cost.upkeep = costs.upkeep * costs.facility * 1e3;
  const double energy = hours_per_year * costs.mean_effectiveness;  // [kWh] per kW of IT power
  if (supply == GroundSupply::grid) {
    cost.supply = energy * costs.grid / 1e3;
  } else if (supply == GroundSupply::gas) {
    const double plant = costs.gas_plant * 1e3 * costs.peak_effectiveness * (1 + costs.generator_margin);
    cost.supply = plant * capital_recovery(costs.interest, costs.gas_plant_life) +
                  energy * 3.6e6 * btu_per_joule / 1e6 * costs.gas /
                      (costs.gas_efficiency * lower_over_higher_heating_value);
    cost.upkeep += costs.upkeep * plant;
  } else {
    require(solar != nullptr, "ground_cost: solar", 0, "must be given for this supply");
    // Hot hours are sunny ones: the plant is sized for the mean load.
    cost.supply = solar->yearly_cost * 1e3 * costs.mean_effectiveness;
  }
  cost.servers =
      costs.servers * (capital_recovery(costs.interest, costs.server_life) + costs.server_failures);
  return cost;
}

OrbitSatellite orbit_satellite(const SatelliteDesign& design) {
  return {.mass = design.mass,
          .computers = mass_of(design.budget, "computers"),
          .it_power = design.compute.it_power,
          .availability = design.compute_availability,
          .array_mass = design.solar_array.mass,
          .array_power = design.solar_array.power_bol};
}

double mean_survival(const OrbitCosts& costs) {
  positive("OrbitCosts: life", costs.life);
  not_negative("OrbitCosts: server_failures", costs.server_failures);
  not_negative("OrbitCosts: satellite_losses", costs.satellite_losses);
  not_negative("OrbitCosts: interest", costs.interest);
  const auto years = [&](double rate) {
    return rate == 0 ? costs.life : -std::expm1(-rate * costs.life) / rate;
  };
  const double discount = std::log1p(costs.interest);
  return years(costs.server_failures + costs.satellite_losses + discount) / years(discount);
}

YearlyCost orbit_cost(const OrbitSatellite& satellite, const OrbitCosts& costs) {
  positive("OrbitSatellite: mass", satellite.mass);
  positive("OrbitSatellite: it_power", satellite.it_power);
  require(satellite.computers >= 0 && satellite.computers <= satellite.mass, "OrbitSatellite: computers",
          satellite.computers, "must be from 0 to the satellite's mass [kg]");
  require(satellite.availability > 0 && satellite.availability <= 1, "OrbitSatellite: availability",
          satellite.availability, "must be above 0 and at most 1");
  require(satellite.array_mass >= 0 && satellite.array_mass + satellite.computers <= satellite.mass,
          "OrbitSatellite: array_mass", satellite.array_mass,
          "must be from 0 to what the computers leave of the mass [kg]");
  not_negative("OrbitSatellite: array_power", satellite.array_power);
  if (costs.array) not_negative("OrbitCosts: array", *costs.array);
  not_negative("OrbitCosts: operations", costs.operations);
  not_negative("OrbitCosts: hardware", costs.hardware);
  not_negative("OrbitCosts: upkeep", costs.upkeep);
  positive("OrbitCosts: servers", costs.servers);
  require_finite("OrbitCosts: launch", costs.launch);  // negative where a break-even price is put to the test
  const double alive = satellite.survival ? *satellite.survival : mean_survival(costs);
  require(alive > 0 && alive <= 1, "OrbitSatellite: survival", alive, "must be above 0 and at most 1");
  const double kilowatts_on = satellite.it_power / 1e3 * satellite.availability * alive;
  const double recovery = capital_recovery(costs.interest, costs.life);
  const double by_weight = satellite.mass - satellite.computers - (costs.array ? satellite.array_mass : 0);
  const double hardware =
      (by_weight * costs.hardware + satellite.array_power * costs.array.value_or(0)) / kilowatts_on;
  return {.facility = hardware * recovery,
          .supply = satellite.mass * costs.launch / kilowatts_on * recovery,
          .upkeep = hardware * costs.upkeep + costs.operations / kilowatts_on,
          .servers = satellite.it_power / 1e3 * costs.servers / kilowatts_on * recovery};
}

double break_even_launch_price(const OrbitSatellite& satellite, const OrbitCosts& costs,
                               const YearlyCost& ground) {
  OrbitCosts at = costs;
  at.launch = 0;
  const double without = orbit_cost(satellite, at).all();
  at.launch = 1;
  const double per_dollar = orbit_cost(satellite, at).all() - without;
  return (ground.all() - without) / per_dollar;
}

double cost_per_accelerator_hour(const YearlyCost& cost, double power) {
  positive("cost_per_accelerator_hour: power", power);
  return cost.all() * power / 1e3 / hours_per_year;
}

}  // namespace sunrack
