#include <fmt/format.h>

#include <cmath>

#include "physics/debris/ballistic_limit.h"
#include "physics/units.h"
#include "validation/claim_areas.h"
#include "validation/published.h"

namespace sunrack {

using namespace units;

namespace {

double diameter_cm(const Wall& wall, double density_g_cm3, double km_s, double degrees) {
  return critical_diameter(wall, {.speed = km_s * 1_km,
                                  .cos_incidence = std::cos(degrees * 1_deg),
                                  .density = density_g_cm3 * 1000}) /
         1_cm;
}

struct Case {
  double density, speed, degrees;
};

void vectors(Published& figures) {
  constexpr Case on_one_wall[] = {{2.8, 7, 0}, {2.8, 13, 45}, {1, 19, 45}};
  constexpr Case on_two[] = {{2.8, 2, 0},   {2.8, 5, 0}, {2.8, 7, 0}, {2.8, 2, 45}, {2.8, 5, 45},
                             {2.8, 13, 45}, {1, 2, 45},  {1, 5, 45},  {1, 19, 45}};
  for (const double mm : {0.5, 1.0, 2.0, 5.0}) {
    const auto compare = [&](const char* name, const Wall& wall, const Case& at) {
      figures.computed(
          fmt::format("BLE-01 {} {:g} mm {:g} {:g} {:g}", name, mm, at.density, at.speed, at.degrees),
          diameter_cm(wall, at.density, at.speed, at.degrees));
    };
    for (const Case& at : on_one_wall) {
      compare("Al", aluminium_wall(mm * 1_mm), at);
      compare("CFRP", LaminateWall{.thickness = mm * 1_mm}, at);
      compare("glass", GlassPlate{.thickness = mm * 1_mm}, at);
    }
    for (const Case& at : on_two)
      compare("Whipple", WhippleShield{.bumper = 0.25_mm, .wall = mm * 1_mm, .standoff = 10_mm}, at);
  }
}

}  // namespace

std::vector<Claim> ballistic_limit_claims() {
  Published figures("ballistic_limits.csv");
  vectors(figures);
  // Steel: the handbook's printed 1.57 in d = 1.57 t^(18/19) rho_ratio^-0.474 (V cos)^-0.632, at 1 cm, 1
  // km/s.
  SingleWall steel = steel_wall(1_cm);
  steel.density = 2800;
  figures.computed("BLE-02 steel 1.57", diameter_cm(steel, 2.8, 1, 0));
  // Both printings of the laminate's depth agree on the laminate that was tested.
  const LaminateWall laminate{.thickness = 1_cm, .density = 1420};
  figures.computed("BLE-03 CFRP 0.52", 1 / (1.8 * diameter_cm(laminate, 1, 1, 0)));
  // Handbook figure 4-4: 1.2 mm + 100 mm + 3.2 mm against 4.4 mm of the same mass.
  const WhippleShield station{.bumper = 1.2_mm, .wall = 3.2_mm, .standoff = 100_mm};
  figures.computed("BLE-04 Whipple", diameter_cm(station, 2.8, 7, 0) * 10);
  figures.computed("BLE-04 single", diameter_cm(aluminium_wall(4.4_mm), 2.8, 7, 0) * 10);
  // STS-115: both 0.28 mm sheets of a radiator 13 mm thick were holed; the entry hole was 2.74 mm.
  const HoneycombPanel radiator{.front_sheet = 0.28_mm, .back_sheet = 0.28_mm, .core = 12.7_mm};
  figures.computed("BLE-05 STS-115 limit", diameter_cm(radiator, 2.8, 10, 0) * 10);
  HoneycombPanel tested = radiator;
  tested.form = HoneycombPanel::Form::srl;
  figures.computed("BLE-05 STS-115 SRL", diameter_cm(tested, 2.8, 10, 0) * 10);
  // MS-22: what makes a hole in a wall of 1 mm is about half the hole.
  figures.computed("BLE-06 MS-22", diameter_cm(aluminium_wall(1_mm), 2.8, 10, 0) * 10);
  return figures.claims();
}

}  // namespace sunrack
