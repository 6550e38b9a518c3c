// Do two redundant loops save a radiator from debris, or does it take thirty segments?
//
// 110 m2 of panel at 600 km for five years, a tenth of each face tubes, three choices of wall. Debris between
// its two bounds of growth; every figure is good to a factor three. Read first: 01.
#include <cmath>
#include <cstdio>
#include <vector>

#include "physics/debris/penetration.h"
#include "physics/debris/segmentation.h"
#include "physics/debris/survival.h"

using namespace sunrack;

struct Choice {
  const char* name;
  double wall, armour;  // [m], [kg/m2] of tube surface
  Wall shield;
};

int main() {
  const double tube_area = 22, panel_area = 110, life = 5 * 3.15576e7;
  const std::vector<Choice> choices = {{"bare 1 mm", 1e-3, 2.71, aluminium_wall(1e-3)},
                                       {"bare 2 mm", 2e-3, 5.42, aluminium_wall(2e-3)},
                                       {"0.25 mm skin, 10 mm, 1 mm", 1e-3, 2.71,
                                        WhippleShield{.bumper = 0.25e-3, .wall = 1e-3, .standoff = 10e-3}}};
  const Exposure sky = exposure(DebrisEnvironment{}, tumbling_face());
  std::printf("%-27s %7s %11s %10s %16s %16s %14s\n", "tubes", "meteors", "debris", "kg/m2", "one loop lives",
              "two loops live", "segments");
  for (const Choice& choice : choices) {
    const PenetrationRate holes = (tube_area * life) * penetration_rate(choice.shield, sky);
    const double low = total_low(holes), high = total_high(holes);
    std::printf("%-27s %7.2f %5.2f-%5.2f %10.2f %8.2g-%7.2g %8.2g-%7.2g %7lld-%lld\n", choice.name,
                holes.meteoroid, holes.debris_low, holes.debris_high, choice.armour * tube_area / panel_area,
                std::exp(-high), std::exp(-low), loops_survive(2, high), loops_survive(2, low),
                static_cast<long long>(segments_for(0.95, 0.95, {.expected_penetrations = low})),
                static_cast<long long>(segments_for(0.95, 0.95, {.expected_penetrations = high})));
  }
  const auto holes_behind_skin = [&](double wall) {
    return tube_area * life *
           total_high(
               penetration_rate(WhippleShield{.bumper = 0.25e-3, .wall = wall, .standoff = 10e-3}, sky));
  };
  const Segmentation best =
      least_mass_segmentation({.penetrations = holes_behind_skin,
                               .armour_mass = [&](double wall) { return 2710 * tube_area * wall; },
                               .panel_mass = 5 * panel_area});
  std::printf(
      "\nThirty, not two: behind the skin %.2f mm of wall, %.0f segments and %.1f %% more panel weigh %.2f "
      "kg/m2.\n",
      best.wall * 1e3, best.segments, (best.oversize - 1) * 100, best.mass / panel_area);
}
