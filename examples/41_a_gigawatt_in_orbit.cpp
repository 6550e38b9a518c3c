// What does it take to put a gigawatt of computers into orbit, and how long does the fleet last?
//
// Satellites of 2030, launched to a dawn-dusk orbit of 600 km: payload to that orbit, launches, ships,
// propellant, energy, and ten years of build-up with losses and retirement. Read first: 03.

#include <cstdio>

#include "fleet/build_up.h"
#include "fleet/launch.h"
#include "physics/orbit/orbit.h"
#include "physics/units.h"
#include "satellite/spec_file.h"

using namespace sunrack;
using namespace sunrack::units;

int main() {
  const SatelliteDesign design = size_satellite(preset("aggressive-2030"));
  const LaunchCargo cargo = launch_cargo(design);
  std::printf("One satellite: %.0f kg, %.0f kW, %.1f m3 stowed.\n\n", cargo.mass, cargo.it_power / 1_kW,
              cargo.stowed_volume);

  std::printf("%-12s %-9s %10s %10s %9s %7s %12s %14s\n", "launcher", "delivery", "payload t", "satellites",
              "launches", "ships", "methane kt", "payback days");
  LaunchPlan last;
  for (const char* name : {"falcon-9", "starship-v3", "starship-v4"})
    for (const Delivery delivery : {Delivery::direct, Delivery::electric}) {
      LaunchCampaign campaign{.vehicle = launch_vehicle(name),
                              .altitude = 600_km,
                              .inclination = sun_synchronous_inclination(600_km),
                              .delivery = delivery,
                              .target_power = 1e9};
      last = plan_launches(cargo, campaign);
      std::printf("%-12s %-9s %10.1f %10.0f %9.0f %7.1f %12.0f %14.0f\n", name,
                  delivery == Delivery::direct ? "direct" : "electric", last.payload / 1e3,
                  last.satellites_per_launch, last.launches, last.ships, last.methane / 1e6,
                  last.energy_payback / 1_day);
    }

  // A gigawatt in the first year, twice as much each year up to 8 GW; 1 % a year are lost, retired at five
  // years.
  const double first = 1e9 / cargo.it_power;
  const auto years = build_up({.launched_per_year = launch_ramp(first, 2, 8 * first, 10),
                               .life = 5,
                               .loss_rate = 0.01,
                               .it_power = cargo.it_power,
                               .availability = design.compute_availability});
  std::printf("\n%4s %10s %8s %9s %11s %8s %14s\n", "year", "launched", "lost", "retired", "operating", "GW",
              "GW-years");
  for (const BuildUpYear& year : years)
    std::printf("%4d %10.0f %8.0f %9.0f %11.0f %8.2f %14.2f\n", year.year, year.launched, year.lost,
                year.retired, year.operating, year.it_power / 1e9, year.power_years / 1e9);
  std::printf("\nA gigawatt takes %.0f launches of the largest launcher; 8 GW a year level off at %.1f GW.\n",
              last.launches, steady_fleet(8, 5, 0.01));
}
