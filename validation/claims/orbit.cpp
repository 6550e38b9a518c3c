#include "physics/orbit/orbit.h"

#include <fmt/format.h>

#include "physics/orbit/ephemeris.h"
#include "physics/units.h"
#include "validation/claim_areas.h"
#include "validation/published.h"

namespace sunrack {

using namespace units;

std::vector<Claim> orbit_claims() {
  Published figures("orbit.csv");
  for (const int altitude : {400, 500, 550, 600, 650, 700, 800, 1000, 1400}) {
    figures.computed(fmt::format("ORB-01 {} km", altitude), orbital_period(altitude * 1_km));
    figures.computed(fmt::format("ORB-02 {} km", altitude),
                     sun_synchronous_inclination(altitude * 1_km) / 1_deg);
  }
  figures.computed("ORB-02 RADARSAT", sun_synchronous_inclination(798_km) / 1_deg);

  const double drift = nodal_precession_rate(700_km, 98_deg) / 1_deg * 1_day;
  figures.computed("ORB-03", drift);
  figures.computed("ORB-03 stated", drift);

  // Where the inclination reaches 180 degrees the node of an equatorial orbit just follows the Sun.
  double low = 5000_km, high = 7000_km;
  while (high - low > 1e-3_m) {
    const double middle = (low + high) / 2;
    const bool follows =
        nodal_precession_rate(middle, 180_deg) > 2 * constants::pi / constants::tropical_year;
    (follows ? low : high) = middle;
  }
  figures.computed("ORB-04", (constants::earth_radius + low) / 1_km);

  const double perihelion = solar_flux(solar_year(2026).nearest_distance);
  const double aphelion = solar_flux(solar_year(2026).farthest_distance);
  figures.computed("ENV-01 perihelion", perihelion);
  figures.computed("ENV-01 aphelion", aphelion);
  figures.computed("ENV-01 SSP 41000 hot", perihelion);
  figures.computed("ENV-01 SSP 41000 cold", aphelion);
  return figures.claims();
}

}  // namespace sunrack
