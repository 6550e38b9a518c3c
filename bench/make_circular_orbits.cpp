// Writes physics/radiation/data/circular_orbits_{min,max}.csv again: the belts and the transmission of the
// Earth's field averaged over circular orbits. Takes some minutes. Usage: make_circular_orbits FOLDER
#include <fmt/format.h>

#include <fstream>
#include <iostream>

#include "physics/radiation/circular_orbits.h"
#include "physics/radiation/trapped.h"
#include "physics/units.h"

using namespace sunrack;
using namespace sunrack::units;

int main(int count, char** arguments) {
  if (count != 2) {
    std::cerr << "usage: make_circular_orbits FOLDER\n";
    return 2;
  }
  for (const SolarCycle solar : {SolarCycle::minimum, SolarCycle::maximum}) {
    const bool minimum = solar == SolarCycle::minimum;
    std::ofstream file(fmt::format("{}/circular_orbits_{}.csv", arguments[1], minimum ? "min" : "max"));
    file << "# Circular orbits at solar " << (minimum ? "minimum" : "maximum")
         << ": mean integral flux [cm^-2 s^-1] of "
         << (minimum ? "AP8 MIN and AE8 MIN" : "AP8 MAX and AE8 MAX")
         << " above each energy [MeV],\n# and share [-] of the interplanetary flux that arrives at each "
            "rigidity "
            "[GV]. Made by this project's own models\n# (bench/make_circular_orbits.cpp, 60 x 120 samples an "
            "orbit); "
            "a test traces some rows again.\naltitude_km,inclination_deg";
    for (double energy : trapped_table(proton_belt(solar)).energies)
      file << fmt::format(",p{:g}", energy / 1_MeV);
    for (double energy : trapped_table(electron_belt(solar)).energies)
      file << fmt::format(",e{:g}", energy / 1_MeV);
    for (double rigidity : transmission_rigidities()) file << fmt::format(",t{:g}", rigidity / 1_GV);
    file << "\n";
    for (const double altitude : tabulated_altitudes())
      for (const double inclination : tabulated_inclinations()) {
        const auto row = traced_circular_orbit(altitude, inclination, solar, 60, 120);
        file << fmt::format("{:g},{:g}", altitude / 1_km, inclination / 1_deg);
        for (double flux : row.protons) file << fmt::format(",{:.3e}", flux / 1_per_cm2);
        for (double flux : row.electrons) file << fmt::format(",{:.3e}", flux / 1_per_cm2);
        for (double share : row.transmission) file << fmt::format(",{:.4g}", share);
        file << "\n" << std::flush;
      }
  }
}
