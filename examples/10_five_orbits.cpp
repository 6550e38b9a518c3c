// Five orbits, one server rack: which is the kindest to its chips and its solar cells?
//
// Dose and upsets behind 10 mm of aluminium and the power that solar cells keep, five years from solar
// maximum, in low, sun-synchronous, Molniya, geostationary and heliocentric orbit. Read first: 09 and
// docs/models/single_events.md.

#include <cstdio>

#include "chips/memory.h"
#include "physics/orbit/orbit.h"
#include "physics/radiation/displacement_damage.h"
#include "physics/radiation/dose.h"
#include "physics/radiation/environment.h"
#include "physics/require.h"
#include "physics/units.h"

using namespace sunrack;
using namespace sunrack::units;

namespace {

const double shield = 10_mm * 2700;

void row(const char* name, const RadiationOrbit& orbit) {
  // A coarser orbit than usual: 2 % are enough for a table of this kind.
  const RadiationEnvironment outside = radiation_environment(
      orbit, {.solar = SolarCycle::maximum, .revolutions = 48, .points_per_revolution = 150});
  const DoseComponents dose = dose_at(dose_depth(outside), shield);
  const UpsetShares upsets =
      device_upsets(memory_device("kintex7-cram"), single_event_environment(outside, shield)).per_bit;
  // 150 um of glass in front, cells and substrate behind.
  const CellDamageLaw& cells = cell_damage_law("triple-junction");
  const double damage = damage_dose(outside, cells, {.front = 0.35, .back = 2}).total();
  std::printf("%-28s%10.3g%10.3g%12.2e%12.2e", name, dose.total() / 1_krad, dose.solar_protons / 1_krad,
              upsets.total() * 1_day, upsets.worst_day() * 1_day);
  try {
    std::printf("%10.1f\n", 100 * remaining_power(cells, damage));
  } catch (const ModelError&) {
    std::printf("%10s\n", "< 20");
  }
}

}  // namespace

int main() {
  std::printf("%-28s%10s%10s%12s%12s%10s\n", "five years from maximum", "krad", "of Sun", "upsets/bit",
              "worst", "cells");
  std::printf("%-28s%10s%10s%12s%12s%10s\n", "", "", "", "a day", "day", "keep %");
  row("400 km, 51.6 deg", circular_orbit(400_km, 51.6_deg));
  row("650 km, sun-synchronous", circular_orbit(650_km, sun_synchronous_inclination(650_km)));
  RadiationOrbit molniya = circular_orbit(500_km, 63.4_deg);
  molniya.apogee_altitude = 39873_km, molniya.argument_of_perigee = 270_deg;
  row("500 x 39873 km, 63.4 deg", molniya);
  row("geostationary", circular_orbit(35786_km, 0));
  row("about the Sun at 1 au", {.kind = RadiationOrbit::Kind::heliocentric});
  std::printf(
      "\nThe Earth's field keeps the Sun's events out of low inclinations and the upsets of the worst day "
      "with "
      "them;\nabove, ten millimetres stop the outer belt's electrons but not its photons.\n");
}
