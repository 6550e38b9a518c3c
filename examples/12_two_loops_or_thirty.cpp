// Do two redundant loops save a radiator from debris, or does it take thirty segments?
//
// The 110 m2 of the published 150 kW satellite at 600 km for five years, a tenth of each face tubes, three
// choices of wall; armour, valves and oversize go back into its size. Debris between its two bounds of
// growth; every figure is good to a factor three. Writes three_walls.svg. Read first: 01, 03.
#include <cstdio>
#include <vector>

#include "physics/debris/penetration.h"
#include "physics/debris/segmentation.h"
#include "satellite/plot.h"
#include "satellite/sizing.h"
#include "satellite/spec_file.h"

using namespace sunrack;

namespace {

constexpr double tube_area = 22, panel_area = 110, life = 5 * 3.15576e7;
constexpr double own_wall = 1e-3;  // [m] of the panel's tubes: only what is thicker is armour

struct Choice {
  const char* name;
  double skin, wall;  // [m]
};

Wall wall_of(double skin, double wall) {
  if (skin == 0) return aluminium_wall(wall);
  return WhippleShield{.bumper = skin, .wall = wall, .standoff = 10e-3};
}

/// Armour, valves of 1 kg a segment and oversize, with the best number of segments for this wall.
Segmentation lightest(double wall, double holes) {
  return least_mass_segmentation(
      {.penetrations = [holes](double) { return holes; },
       .armour_mass = [](double thickness) { return 2710 * tube_area * (thickness - own_wall); },
       .thinnest_wall = wall,
       .thickest_wall = wall * (1 + 1e-9),
       .panel_mass = 5 * panel_area});
}

double kilograms_per_kilowatt(const Segmentation& punctures) {
  SatelliteSpec spec = preset("spacex-ai1");
  spec.radiator.meteoroid_allowance = punctures.mass / panel_area;
  return size_satellite(spec).specific_mass * 1e3;
}

}  // namespace

int main() {
  const Exposure sky = exposure(DebrisEnvironment{}, tumbling_face());
  const auto holes_of = [&](double skin, double wall) {
    return tube_area * life * penetration_rate(wall_of(skin, wall), sky);
  };
  const std::vector<Choice> choices = {
      {"bare 1 mm", 0, 1e-3}, {"bare 2 mm", 0, 2e-3}, {"1 mm behind 0.25 mm, 10 mm", 0.25e-3, 1e-3}};
  std::printf("%-27s %7s %11s %17s %11s %12s %12s\n", "tubes", "meteors", "debris", "two loops live",
              "segments", "kg/m2", "kg/kW");
  for (const Choice& choice : choices) {
    const PenetrationRate holes = holes_of(choice.skin, choice.wall);
    const double low = total_low(holes), high = total_high(holes);
    const Segmentation few = lightest(choice.wall, low), many = lightest(choice.wall, high);
    std::printf("%-27s %7.2f %5.2f-%5.2f %8.2g-%8.2g %5.0f-%5.0f %5.2f-%6.2f %5.2f-%6.2f\n", choice.name,
                holes.meteoroid, holes.debris_low, holes.debris_high, loops_survive(2, high),
                loops_survive(2, low), double(segments_for(0.95, 0.95, {.expected_penetrations = low})),
                double(segments_for(0.95, 0.95, {.expected_penetrations = high})), few.mass / panel_area,
                many.mass / panel_area, kilograms_per_kilowatt(few), kilograms_per_kilowatt(many));
  }
  const double none = kilograms_per_kilowatt({});
  std::printf("Without any debris or meteoroid %.2f kg/kW.\n", none);

  LinePlot plot{.title = "110 m2 at 600 km for five years: what punctures cost",
                .x_label = "tube wall [mm]",
                .y_label = "specific mass [kg/kW]"};
  Segmentation best{.mass = 1e9};
  for (const double skin : {0.0, 0.25e-3})
    for (const bool grown : {false, true}) {
      LineSeries line{.name = std::string(skin > 0 ? "0.25 mm skin" : "bare") +
                              (grown ? ", debris grows" : ", frozen at 2000"),
                      .points = {}};
      for (double wall = own_wall; wall < 5e-3; wall += 0.2e-3) {
        const PenetrationRate holes = holes_of(skin, wall);
        const Segmentation one = lightest(wall, grown ? total_high(holes) : total_low(holes));
        line.points.emplace_back(wall * 1e3, kilograms_per_kilowatt(one));
        if (grown && one.mass < best.mass) best = one;
      }
      plot.series.push_back(line);
    }
  try {
    write_plot("three_walls.svg", plot,
               {.version = "example", .revision = "12_two_loops_or_thirty", .spec = "spacex-ai1"});
  } catch (const PlotError& error) {
    std::printf("no plot: %s\n", error.what());
  }
  std::printf("Thirty, not two: %.1f mm, %.0f segments and %.1f %% more panel weigh %.2f kg/m2.\n",
              best.wall * 1e3, best.segments, (best.oversize - 1) * 100, best.mass / panel_area);
}
