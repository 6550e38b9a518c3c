// Is it better to throttle in the hot hours or to carry a bigger radiator?
//
// The hot case at end of life, with the radiator at 80 to 110 % of its size: work lost to throttling against
// the mass that the area costs. Read first: 01, 30.

#include <cstdio>

#include "physics/orbit/ephemeris.h"
#include "physics/units.h"
#include "satellite/flight.h"
#include "satellite/spec_file.h"

using namespace sunrack;
using namespace sunrack::units;

int main() {
  const SatelliteSpec spec = preset("reference-2026");
  const SatelliteDesign design = size_satellite(spec);
  std::printf("panel  mass kg  dies max  memory max degC  lost to heat   kg per delivered kW\n");
  double best = 1e9, best_scale = 0;
  for (const double scale : {0.70, 0.75, 0.80, 0.85, 0.90, 1.00, 1.10}) {
    FlightOptions options;
    options.environment = "hot";
    options.network.panel_scale = scale;
    options.start = time_of_date(spec.orbit.year, 3, 21);  // no eclipses: heat alone
    options.duration = 4 * design.environment.period;
    const FlightResult flight = fly(spec, design, options);
    double dies = 0, memory = 0;
    for (const FlightNodeSummary& node : flight.nodes) {
      if (node.name == "dies") dies = node.maximum;
      if (node.name == "memory") memory = node.maximum;
    }
    const double share = flight.sum(FlightSum::done) / flight.sum(FlightSum::asked);
    // The panel's mass follows its area; what margins and structure add to it is left alone.
    const double mass = design.mass + (scale - 1) * design.radiator.mass;
    const double specific = mass / (flight.it_power * share / 1_kW);
    std::printf("%5.2f  %7.0f  %8.1f  %10.1f  %13.2f %%  %14.2f\n", scale, mass, dies - 273.15,
                memory - 273.15, 100 * flight.sum(FlightSum::lost_throttle) / flight.sum(FlightSum::asked),
                specific);
    if (specific < best) best = specific, best_scale = scale;
  }
  std::printf("Lightest per delivered kilowatt in the hot case: %.0f %% of the sized radiator.\n",
              100 * best_scale);
}
