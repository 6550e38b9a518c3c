// How much dose does a chip get, at which altitude, behind which shield - and how do five orbits compare?
//
// Centre of a solid aluminium sphere, five years at solar minimum. Read first: docs/models/trapped_belts.md.

#include <cstdio>
#include <vector>

#include "physics/orbit/orbit.h"
#include "physics/radiation/dose.h"
#include "physics/radiation/environment.h"
#include "physics/units.h"

using namespace sunrack;
using namespace sunrack::units;

namespace {

constexpr double millimetres[] = {2, 5, 10, 20};

void row(const char* name, const RadiationOrbit& orbit) {
  // A coarser orbit than usual: 2 % are enough for a table of this kind.
  const RadiationEnvironment outside =
      radiation_environment(orbit, {.revolutions = 48, .points_per_revolution = 150});
  const DoseDepth curve = dose_depth(outside);
  std::printf("%-34s", name);
  for (const double depth : millimetres)
    std::printf("%10.3g", dose_at(curve, depth * 1_mm * 2700).total() / 1_krad);
  std::printf("\n");
}

}  // namespace

int main() {
  std::printf("%-34s", "krad(Si) in 5 years behind mm Al");
  for (const double depth : millimetres) std::printf("%10g", depth);
  std::printf("\n");
  for (const double altitude : {500_km, 650_km, 800_km, 1200_km}) {
    char name[64];
    std::snprintf(name, sizeof name, "sun-synchronous %.0f km", altitude / 1_km);
    row(name, circular_orbit(altitude, sun_synchronous_inclination(altitude)));
  }
  RadiationOrbit molniya = circular_orbit(500_km, 63.4_deg);
  molniya.apogee_altitude = 39873_km, molniya.argument_of_perigee = 270_deg;
  std::printf("\nFive orbits:\n");
  row("400 km, 51.6 deg", circular_orbit(400_km, 51.6_deg));
  row("650 km, sun-synchronous", circular_orbit(650_km, sun_synchronous_inclination(650_km)));
  row("500 x 39873 km, 63.4 deg", molniya);
  row("geostationary", circular_orbit(35786_km, 0));
  row("about the Sun at 1 au", {.kind = RadiationOrbit::Kind::heliocentric});
  std::printf(
      "\nAltitude costs more than it looks: the belts begin at 500 km, and 10 mm help little against "
      "them.\n");
}
