// Uses the installed library from outside: an orbit, a specification that the library carries, a whole
// satellite.
#include <cstdio>

#include "physics/constants.h"
#include "physics/orbit/orbit.h"
#include "satellite/sizing.h"
#include "satellite/spec_file.h"

int main() {
  const double inclination = sunrack::sun_synchronous_inclination(550e3) * 180 / sunrack::constants::pi;
  const auto design = sunrack::size_satellite(sunrack::preset("reference-2026"));
  std::printf("inclination_deg %.4f\nspecific_mass_kg_per_kW %.2f\n", inclination,
              design.specific_mass * 1e3);
  // 97.6 deg is the textbook value at 550 km; the mass only has to be one.
  return inclination > 97.5 && inclination < 97.7 && design.mass > 0 ? 0 : 1;
}
