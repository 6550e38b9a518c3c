// Which shield around the computers is the lightest that keeps the chips below their dose? Aluminium and
// polyethylene, at three altitudes, for five years from solar maximum. Read docs/models/shield.md before.
#include <fmt/format.h>

#include "physics/orbit/orbit.h"
#include "physics/units.h"
#include "satellite/shield.h"

using namespace sunrack;
using namespace sunrack::units;

int main() {
  fmt::print("{:>8} {:>14} {:>10} {:>10} {:>10} {:>14}\n", "km", "material", "mm", "kg", "kg/kW",
             "upsets/day");
  for (const double altitude : {550_km, 650_km, 800_km}) {
    for (const char* material : {"aluminium", "polyethylene"}) {
      SatelliteSpec spec;
      spec.orbit.altitude = altitude;
      spec.shield.material = material;
      const double inclination = sun_synchronous_orbit(altitude, 18, 0).inclination;
      const MissionRadiation radiation = mission_radiation(spec, inclination);
      // Half of the 2 krad at which the first memory misbehaved: the belts are known to a factor of two.
      const ShieldChoice shield = lightest_shield(spec, radiation, 1_krad, {}, spec.radiation.memory_bits);
      fmt::print("{:8.0f} {:>14} {:10.2f} {:10.1f} {:10.3f} {:14.2f}\n", altitude / 1_km, material,
                 shield.thickness / 1_mm, shield.mass, shield.specific_mass * 1_kW,
                 shield.upset_rate * 1_day);
    }
  }
  SatelliteSpec spec;
  const ShieldDesign usual = size_shield(spec, mission_radiation(spec, 97.8_deg));
  fmt::print(
      "The usual 5 mm of aluminium weigh {:.0f} kg and let {:.2f} krad through at 600 km: {:.1f} times "
      "below the limit.\n",
      usual.mass, usual.dose.total() / 1_krad, usual.dose_margin);
}
