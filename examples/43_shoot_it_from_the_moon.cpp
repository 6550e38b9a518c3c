// What would it take to throw satellites off the Moon?
//
// A mass driver's track and power, what of a satellite can be made of lunar soil, and what a petawatt a year
// asks for. Read first: 41.

#include <cstdio>

#include "fleet/lunar.h"
#include "physics/units.h"
#include "satellite/spec_file.h"

using namespace sunrack;
using namespace sunrack::units;

int main() {
  std::printf("%8s %8s %10s %10s %14s %14s\n", "km/s", "g", "track km", "kWh/kg", "beyond Moon",
              "beyond Earth");
  for (const double speed : {2.3, 2.4, 2.5, 3.0})
    for (const double gravities : {10.0, 100.0}) {
      const MassDriverAnswer answer =
          mass_driver({.speed = speed * 1_km, .acceleration = gravities * constants::standard_gravity}, 1);
      std::printf("%8.1f %8.0f %10.1f %10.2f %14.2f %14.2f\n", speed, gravities, answer.length / 1_km,
                  answer.energy_per_mass / 1_kWh, answer.speed_beyond_moon / 1_km,
                  answer.speed_beyond_earth / 1_km);
    }

  const SatelliteSpec near = preset("aggressive-2030");
  const SatelliteDesign low = size_satellite(near), far = size_satellite(deep_space_spec(near));
  const double near_mass = low.mass / low.compute.it_power * 1e3,
               far_mass = far.mass / far.compute.it_power * 1e3;
  std::printf(
      "\nAt 600 km %.1f kg/kW, far from the Earth %.1f: no eclipse, no Earth in view, radiator %.0f for %.0f "
      "m2.\n",
      near_mass, far_mass, far.radiator.area, low.radiator.area);

  const LunarSatellite parts = lunar_satellite(far, {}, {});
  std::printf(
      "Of %.0f kg, silicon %.0f and aluminium %.0f come from %.1f t of soil; %.0f come from the Earth.\n",
      parts.mass, parts.silicon, parts.aluminium, parts.soil / 1e3, parts.from_earth);

  const double throughput = 1e15 / far.compute.it_power * far.mass / 1_year;  // [kg/s] for a petawatt a year
  const MassDriverAnswer petawatt = mass_driver({}, throughput);
  std::printf(
      "A petawatt a year: %.1f Gt thrown, %.2f TW for the drivers, %.0f tracks, %.1f Gt from the Earth.\n",
      throughput * 1_year / 1e12, petawatt.power / 1e12, petawatt.drivers,
      parts.from_earth / parts.it_power * 1e15 / 1e12);
  std::printf(
      "It is %.1e of the Sun's output; the energy of making and throwing is made up after %.0f days.\n",
      1e15 / sun_luminosity(), parts.payback / 1_day);
}
