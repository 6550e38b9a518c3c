#include "physics/debris/survival.h"

#include <fmt/format.h>

#include <array>
#include <cmath>
#include <utility>

#include "physics/debris/penetration.h"
#include "physics/debris/segmentation.h"
#include "physics/units.h"
#include "validation/claim_areas.h"
#include "validation/published.h"

namespace sunrack {

using namespace units;

namespace {

/// Tubes behind a panel's skin 0.25 mm thick, 10 mm away.
WhippleShield behind_skin(double wall) { return {.bumper = 0.25_mm, .wall = wall, .standoff = 10_mm}; }

const double tube_area = 22, panel_area = 110;  // [m^2]

/// Holes by meteoroids alone, with debris low and high.
struct Holes {
  std::array<double, 3> of = {};
};
constexpr std::array kinds = {"meteoroids", "low", "high"};

Holes holes(const Wall& wall, const Exposure& sky) {
  const PenetrationRate all = (tube_area * 5_year) * penetration_rate(wall, sky);
  return {{all.meteoroid, total_low(all), total_high(all)}};
}

void table(Published& figures, const Exposure& sky) {
  struct Row {
    const char* name;
    Wall wall;
    int printed;  // probabilities in the table
    bool segments = true;
  };
  const Row rows[] = {
      {"bare 0.5 mm", aluminium_wall(0.5_mm), 1},
      {"bare 1 mm", aluminium_wall(1_mm), 2},
      {"bare 2 mm", aluminium_wall(2_mm), 3},
      {"bare 3 mm", aluminium_wall(3_mm), 3},
      {"bare 5 mm", aluminium_wall(5_mm), 3, false},
      {"0.25 + 10 + 0.5 mm", behind_skin(0.5_mm), 3},
      {"0.25 + 10 + 1 mm", behind_skin(1_mm), 3},
      {"0.25 + 10 + 2 mm", behind_skin(2_mm), 3},
      {"0.5 + 30 + 1 mm", WhippleShield{.bumper = 0.5_mm, .wall = 1_mm, .standoff = 30_mm}, 3, false},
      {"CFRP 2 mm", LaminateWall{.thickness = 2_mm}, 3, false},
  };
  for (const Row& row : rows) {
    const Holes expected = holes(row.wall, sky);
    for (std::size_t i = 0; i < 3; ++i) {
      const double n = expected.of[i];
      if (int(i) < row.printed)
        figures.computed(fmt::format("SEG-01 {} {}", row.name, kinds[i]), -n / std::log(10.0));
      if (!row.segments) continue;
      figures.computed(fmt::format("SEG-02 {} {}", row.name, kinds[i]), double(segments_for_mean(0.95, n)));
      figures.computed(fmt::format("SEG-03 {} {}", row.name, kinds[i]),
                       double(segments_for(0.95, 0.95, {.expected_penetrations = n})));
    }
  }
  const Holes shielded = holes(behind_skin(1_mm), sky);
  for (const int more : {10, 20})
    for (const std::size_t i : {1u, 2u})
      figures.computed(
          fmt::format("SEG-04 {} % {}", more, kinds[i]),
          double(segments_for(0.95 / (1 + more / 100.0), 0.95, {.expected_penetrations = shielded.of[i]})));
}

void optimum(Published& figures, const Exposure& sky) {
  const std::pair<const char*, double> cases[] = {{"bare 1 kg", 1}, {"skin 1 kg", 1}, {"skin 3 kg", 3}};
  for (const auto& [name, valves] : cases)
    for (const std::size_t i : {1u, 2u}) {
      const bool bare = name[0] == 'b';
      const Segmentation best = least_mass_segmentation(
          {.penetrations =
               [&, bare](double wall) {
                 return holes(bare ? Wall(aluminium_wall(wall)) : Wall(behind_skin(wall)), sky).of[i];
               },
           .armour_mass = [](double wall) { return 2710 * tube_area * wall; },
           .segment_mass = valves,
           .panel_mass = 5 * panel_area});
      const std::string id = fmt::format("SEG-05 {} {}", name, kinds[i]);
      figures.computed(id + " wall", best.wall / 1_mm);
      figures.computed(id + " segments", best.segments);
      figures.computed(id + " mass", best.mass / panel_area);
      if (id == "SEG-05 skin 1 kg high") figures.computed("SEG-06 area left", 1 / best.oversize);
    }
}

void attitude(Published& figures, const Exposure& sky) {
  const double tumbling = penetration_rate(behind_skin(1_mm), sky).debris_low;
  for (const auto& [name, attitude] : {std::pair{"zenith", PanelAttitude::normal_to_zenith},
                                       std::pair{"velocity", PanelAttitude::normal_to_velocity}})
    figures.computed(fmt::format("SEG-09 attitude {}", name),
                     penetration_rate(behind_skin(1_mm), sky.environment, attitude).debris_low / tumbling);
}

}  // namespace

std::vector<Claim> survival_claims() {
  Published figures("survival.csv");
  const Exposure sky = exposure({.altitude = 600_km, .inclination = 97.8_deg}, tumbling_face());
  table(figures, sky);
  optimum(figures, sky);
  figures.computed("SEG-07 19.5 N", double(segments_for_mean(0.95, 1000)) / 1000);
  figures.computed("SEG-08 leak", leak_rate(1_mm, 600, 1e6));
  attitude(figures, sky);
  const Exposure hubble = exposure(
      {.altitude = 600_km, .inclination = 28.5_deg, .year = 1992, .solar_flux = 180}, tumbling_face());
  figures.computed("SEG-10 Hubble strings",
                   string_losses(total_high(impact_rate(hubble, 1_mm)), 0.5, 20, 3_year).expected_share);
  return figures.claims();
}

}  // namespace sunrack
