// Is computing cheaper in orbit or on the ground?
//
// The same servers, bought at the same price, with power from the grid, from gas, from the Sun with storage,
// or in orbit. Prices with their years stand in fleet/price.cpp. Read first: 41.

#include <cstdio>

#include "fleet/orbit_or_ground.h"
#include "fleet/price.h"
#include "satellite/spec_file.h"

using namespace sunrack;

namespace {

constexpr double accelerator = 1878;  // [W] a GB300's share of its rack

void print(const char* name, const YearlyCost& cost) {
  std::printf("%-34s %9.0f %9.0f %8.0f %9.0f %10.0f %12.2f\n", name, cost.facility, cost.supply, cost.upkeep,
              cost.servers, cost.all(), cost_per_accelerator_hour(cost, accelerator));
}

}  // namespace

int main() {
  std::printf("%-34s %9s %9s %8s %9s %10s %12s\n", "$ per kW that is on, and year", "facility", "supply",
              "upkeep", "servers", "all", "$/GPU-hour");
  YearlyCost cheapest, solar_ground;
  for (const GroundSupply supply : {GroundSupply::grid, GroundSupply::gas}) {
    const YearlyCost cost = ground_cost({}, supply);
    if (cheapest.all() == 0 || cost.all() < cheapest.all()) cheapest = cost;
    print(ground_supply_name(supply), cost);
  }
  for (const SolarSite& site : solar_site_catalogue()) {
    const FirmSolar plant = cheapest_firm_solar(site, {});
    solar_ground = ground_cost({}, GroundSupply::solar, &plant);
    print(("solar and storage, " + site.name).c_str(), solar_ground);
  }
  double best = -1e9;
  for (const char* name : {"reference-2026", "aggressive-2030"}) {
    const OrbitSatellite satellite = orbit_satellite(size_satellite(preset(name)));
    for (const char* launch : {"launch-2026", "launch-2030", "launch-goal"}) {
      const Price& price_of_launch = price(launch);
      print((std::string(name) + ", " + launch).c_str(),
            orbit_cost(satellite, {.launch = price_of_launch.nominal}));
    }
    // All of it at its good ends: hardware, losses, failures.
    const OrbitCosts good{.hardware = price("satellite-hardware").low, .life = 7, .server_failures = 0.04};
    std::printf(
        "  break-even launch price: %.0f $/kg against the grid, %.0f with everything at its good end, "
        "%.0f against sunlight in north Europe\n",
        break_even_launch_price(satellite, {}, cheapest), break_even_launch_price(satellite, good, cheapest),
        break_even_launch_price(satellite, good, solar_ground));
    best = break_even_launch_price(satellite, good, cheapest);
  }
  std::printf(
      "Servers are most of the bill on either side. Orbit breaks even with the cheapest ground at %.0f "
      "$/kg%s.\n",
      best, best < 0 ? ": not even a free launch is enough" : " if all goes well");
}
