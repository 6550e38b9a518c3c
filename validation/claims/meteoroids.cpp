#include "physics/debris/meteoroids.h"

#include <fmt/format.h>

#include <cmath>

#include "physics/debris/direction.h"
#include "physics/debris/flux.h"
#include "physics/debris/geometry.h"
#include "physics/units.h"
#include "validation/claim_areas.h"
#include "validation/published.h"

namespace sunrack {

using namespace units;

namespace {

/// [m/s] of what meets a satellite; narrow classes, so that their roots of mean squares are their speeds.
double mean_speed(double altitude) {
  double sum = 0;
  for (const Ray& ray : meteoroid_rays(altitude, {.speeds = 60})) sum += ray.weight * ray.speed;
  return sum;
}

void orbit_factors(Published& figures) {
  for (const double km : {100., 200., 400., 800., 1000., 2000., 4000., 10000., 20000., 35790., 100000.}) {
    const MeteoroidOrbitFactors at = meteoroid_orbit_factors(km * 1_km);
    figures.computed(fmt::format("MET-03 {:g} km", km), at.gravity * at.shield * at.motion);
  }
  const MeteoroidOrbitFactors at_600 = meteoroid_orbit_factors(600_km);
  figures.computed("MET-03 600 km", at_600.gravity * at_600.shield * at_600.motion);
  figures.computed("MET-04 shield 400 km", 0.5 * (1 + std::cos(earth_half_angle(400_km))));
  figures.computed("MET-04 nadir 600 km", std::pow(std::cos(earth_half_angle(600_km)), 2));
}

}  // namespace

std::vector<Claim> meteoroid_claims() {
  Published figures("meteoroids.csv");
  for (int exponent = -12; exponent <= 2; ++exponent)
    figures.computed(fmt::format("MET-01 1e{} g", exponent),
                     meteoroid_flux_at_1_au(std::pow(10.0, exponent) * 1e-3) * 1_year);
  figures.computed("MET-02 400 km 6 h", meteoroid_flux(1e-6, 400_km) * 6_h);
  orbit_factors(figures);

  // Handbook tables 2-3: 3 mm, 51.6 degrees, density 1.
  const double at_400 = flux_above({.altitude = 400_km, .debris = false}, 3_mm).meteoroid;
  for (const double km : {300., 400., 500., 800., 1000., 1500.})
    figures.computed(fmt::format("MET-05 3 mm {:g} km", km),
                     flux_above({.altitude = km * 1_km, .debris = false}, 3_mm).meteoroid * 1_year);
  figures.computed("MET-05 1000 over 400 km",
                   flux_above({.altitude = 1000_km, .debris = false}, 3_mm).meteoroid / at_400);

  figures.computed("MET-06 mean speed", mean_speed(600_km) / 1_km);
  // NASA SP-8013 at 1 g and 1 ug, log10 N = -14.37 - 1.213 log10 m, with gravity's focus in it.
  figures.computed("MET-07 1e-3 g", meteoroid_flux_at_1_au(1e-6) * meteoroid_orbit_factors(400_km).gravity);
  return figures.claims();
}

}  // namespace sunrack
