// Uses the installed library from outside: an orbit, an ephemeris and a vector that the library allocated.
#include <cstdio>

#include "physics/constants.h"
#include "physics/orbit/orbit.h"

int main() {
  const double inclination = sunrack::sun_synchronous_inclination(550e3) * 180 / sunrack::constants::pi;
  std::printf("inclination_deg %.4f\n", inclination);
  // 97.6 deg is the textbook value at 550 km.
  return inclination > 97.5 && inclination < 97.7 ? 0 : 1;
}
