// How sure are we of the kilograms per kilowatt, and what would we have to know better?
//
// The preset gives ranges to the figures that matter; a Latin hypercube draws designs from them. The same
// seed gives the same answer on any number of threads. Read first: 03.

#include <cstdio>

#include "satellite/monte_carlo.h"
#include "satellite/spec_file.h"

using namespace sunrack;

int main() {
  const SatelliteSpec spec = preset("reference-2026");
  const MonteCarloResult result = run_monte_carlo(spec, {.samples = 2000, .seed = 7});
  std::printf("%s\n", monte_carlo_text(result).c_str());
  const Provenance provenance{
      .version = "example", .revision = "06_how_sure_are_we", .spec = "reference-2026", .seed = 7};
  try {
    write_plot("tornado.svg", tornado_plot(result), provenance);
    write_plot("histogram.svg", histogram_plot(result), provenance);
  } catch (const PlotError& error) {
    std::printf("no plot: %s\n", error.what());
  }
  const OutputStatistics& mass = result.statistics.front();
  std::printf("Nine in ten designs lie between %.1f and %.1f kg/kW (median %.1f); what matters most is %s.\n",
              mass.q05, mass.q95, mass.q50, std::string(result.inputs.front().field->key).c_str());
}
