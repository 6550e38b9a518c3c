// Which altitude makes the lightest satellite?
//
// Higher orbits have shorter eclipses, less drag and less Earth in view; radiation, which grows with
// altitude, is not in this figure. Read first: 03.

#include <cstdio>

#include "satellite/spec_file.h"
#include "satellite/sweep.h"

using namespace sunrack;

int main() {
  const SatelliteSpec spec = preset("reference-2026");
  const SweepResult sweep = run_sweep(spec, {parse_axis("orbit.altitude=500 km:1450 km:20"),
                                             parse_axis("battery.strategy=hibernate,ride-through")});
  const std::size_t mass = study_output_index("specific_mass_kg_per_kW");
  double least = 1e9;
  std::string best;
  std::printf("%12s %14s %10s\n", "altitude", "eclipses", "kg/kW");
  for (const SweepRow& row : sweep.rows) {
    const std::string altitude = sweep.axes[0].texts[row.place[0]],
                      strategy = sweep.axes[1].texts[row.place[1]];
    if (!row.point.answered()) {
      std::printf("%12s %14s  no answer: %s\n", altitude.c_str(), strategy.c_str(), row.point.reason.c_str());
      continue;
    }
    std::printf("%12s %14s %10.2f\n", altitude.c_str(), strategy.c_str(), row.point.outputs[mass]);
    if (row.point.outputs[mass] < least) least = row.point.outputs[mass], best = altitude + ", " + strategy;
  }
  const Provenance provenance{.version = "example", .revision = "05_altitude", .spec = "reference-2026"};
  try {
    write_plot("altitude.svg", sweep_plot(sweep), provenance);
  } catch (const PlotError& error) {
    std::printf("no plot: %s\n", error.what());
  }
  std::printf("Lightest: %s at %.2f kg/kW.\n", best.c_str(), least);
}
