#include "physics/debris/penetration.h"

#include <fmt/format.h>

#include <cmath>
#include <utility>

#include "physics/units.h"
#include "validation/claim_areas.h"
#include "validation/published.h"

namespace sunrack {

using namespace units;

namespace {

/// Tubes behind a panel's skin 0.25 mm thick, 10 mm away.
WhippleShield behind_skin(double wall) { return {.bumper = 0.25_mm, .wall = wall, .standoff = 10_mm}; }

void hand_table(Published& figures) {
  const Exposure tumbling = exposure({.altitude = 600_km, .inclination = 97.8_deg}, tumbling_face());
  const double area_time = 22_m2 * 5_year;
  const std::pair<const char*, Wall> rows[] = {
      {"bare 0.5 mm", aluminium_wall(0.5_mm)},
      {"bare 1 mm", aluminium_wall(1_mm)},
      {"bare 2 mm", aluminium_wall(2_mm)},
      {"bare 3 mm", aluminium_wall(3_mm)},
      {"bare 5 mm", aluminium_wall(5_mm)},
      {"0.25 + 10 + 0.5 mm", behind_skin(0.5_mm)},
      {"0.25 + 10 + 1 mm", behind_skin(1_mm)},
      {"0.25 + 10 + 2 mm", behind_skin(2_mm)},
      {"0.5 + 30 + 1 mm", WhippleShield{.bumper = 0.5_mm, .wall = 1_mm, .standoff = 30_mm}},
      {"CFRP 2 mm", LaminateWall{.thickness = 2_mm}},
  };
  for (const auto& [name, wall] : rows) {
    const PenetrationRate rate = penetration_rate(wall, tumbling);
    figures.computed(fmt::format("PEN-01 {} meteoroids", name), rate.meteoroid * area_time);
    figures.computed(fmt::format("PEN-01 {} debris low", name), rate.debris_low * area_time);
    figures.computed(fmt::format("PEN-01 {} debris high", name), rate.debris_high * area_time);
  }
  for (const double km : {400., 500., 600., 700., 800.}) {
    const PenetrationRate rate =
        penetration_rate(behind_skin(1_mm), {.altitude = km * 1_km, .inclination = 97.8_deg});
    figures.computed(fmt::format("PEN-02 {:g} km meteoroids", km), rate.meteoroid * 1_year);
    figures.computed(fmt::format("PEN-02 {:g} km debris", km), rate.debris_low * 1_year);
  }
}

/// Observed beside computed, and the decimal logarithm of the ratio.
void observed(Published& figures, const std::string& id, double computed) {
  const double seen = figures.published(id);
  figures.computed(id, computed);
  figures.computed(id + " factor", std::log10(computed / seen));
}

void hubble(Published& figures) {
  const DebrisEnvironment orbit{.altitude = 600_km, .inclination = 28.5_deg, .year = 1998, .solar_flux = 130};
  const Exposure array = exposure(orbit, tumbling_face());
  observed(figures, "PEN-03 Hubble array",
           total_high(penetration_rate(aluminium_wall(0.7_mm), array)) * 1_year);
  figures.computed("PEN-03 Hubble array as glass",
                   std::log10(total_high(penetration_rate(GlassPlate{.thickness = 0.7_mm}, array)) * 1_year /
                              figures.published("PEN-03 Hubble array")));
  // A crater on a cell is about seven particles wide (five to ten).
  observed(figures, "PEN-04 Hubble craters", total_high(impact_rate(array, 1_mm / 7)));
  figures.computed("PEN-04 Hubble trend",
                   nasa90_flux(1_mm / 7, {.year = 2002}) / nasa90_flux(1_mm / 7, {.year = 1993}));

  // The camera's radiator, 4 mm of aluminium, 1.76 m2, 16 years; a crater is twice as wide as deep.
  DebrisEnvironment camera = orbit;
  camera.year = 2001;
  const Exposure radiator = exposure(camera, tumbling_face());
  const double area_time = 1.76_m2 * 16_year;
  figures.computed("PEN-05 WFPC2 perforations",
                   total_high(penetration_rate(aluminium_wall(4_mm), radiator)) * area_time);
  observed(figures, "PEN-05 WFPC2 craters",
           total_high(crater_rate(SingleWall{}, radiator, 0.15_mm)) * area_time);
}

void ldef(Published& figures) {
  const Exposure ram =
      exposure({.altitude = 460_km, .inclination = 28.5_deg, .year = 1987, .solar_flux = 120}, ram_face());
  for (const double mm : {1.5, 2.5})
    observed(figures, fmt::format("PEN-06 LDEF {:g} mm", mm),
             total_high(penetration_rate(aluminium_wall(mm * 1_mm), ram)) * 1_year);
}

void station(Published& figures) {
  const DebrisEnvironment orbit{.altitude = 400_km, .inclination = 51.6_deg, .year = 2022, .solar_flux = 140};
  const Exposure tumbling = exposure(orbit, tumbling_face());
  for (const double mm : {1.0, 1.5, 2.0})
    figures.computed(fmt::format("PEN-07 MS-22 {:g} mm", mm),
                     total_low(penetration_rate(aluminium_wall(mm * 1_mm), tumbling)) * 1_year);
  // A square metre of tubes, 22 years, three vehicles of every two years at the station.
  figures.computed(
      "PEN-07 MS-22 factor",
      std::log10(total_low(penetration_rate(aluminium_wall(1.5_mm), tumbling)) * 1_m2 * 33_year));
  figures.computed("PEN-08 station radiator",
                   total_low(penetration_rate(behind_skin(1_mm), tumbling)) * 1_year);
  const HoneycombPanel shuttle{.front_sheet = 0.28_mm, .back_sheet = 0.28_mm, .core = 12.7_mm};
  const double through = total_low(penetration_rate(shuttle, tumbling));
  figures.computed("PEN-09 STS-115 panel", through * 1_year);
  figures.computed("PEN-09 STS-115 factor", std::log10(through * 111_m2 * 1044_day));
}

}  // namespace

std::vector<Claim> penetration_claims() {
  Published figures("penetration.csv");
  hand_table(figures);
  hubble(figures);
  ldef(figures);
  station(figures);
  return figures.claims();
}

}  // namespace sunrack
