// The pump fails in an eclipse. How long have the chips when the Sun comes back, and how cold does the panel
// get?
//
// The reference satellite hibernates through its longest eclipse; five minutes into it the pump stops. Work
// resumes on schedule: with no flow the cold plates store what they can, then the chips throttle, and cut
// out when they are 20 K over their limit. Read first: 30.

#include <cmath>
#include <cstdio>

#include "physics/orbit/eclipse.h"
#include "physics/units.h"
#include "satellite/flight.h"
#include "satellite/spec_file.h"

using namespace sunrack;
using namespace sunrack::units;

int main() {
  const SatelliteSpec spec = preset("reference-2026");
  const SatelliteDesign design = size_satellite(spec);
  const Orbit& orbit = design.environment.orbit;
  const EclipseYear year = eclipse_year(orbit, spec.orbit.year);
  std::size_t worst = 0;
  for (std::size_t day = 0; day < year.duration.size(); ++day)
    if (year.duration[day] > year.duration[worst]) worst = day;

  FlightOptions options;
  options.start = year.times[worst];
  const FlightSystem system = flight_system(spec, design, options);
  double entry = 0;  // of the first eclipse after the start, as the flight's environment has it
  while (system.environment().sunlit(*options.start + entry) > 0.5) entry += 10;
  options.faults.pump_stops = entry + 5 * 60;
  options.duration = *options.faults.pump_stops + 45 * 60;
  options.trace_begin = *options.faults.pump_stops - 60;
  options.trace_duration = options.duration - options.trace_begin;
  options.trace_step = 60;
  const FlightResult flight = fly(spec, design, options);
  const FlightNetwork& n = system.network();

  double hot = -1, out = -1;
  std::printf("  min   Sun   dies  memory  plates  coldest panel degC  work\n");
  for (const FlightSample& s : flight.trace) {
    const double minutes = (s.time - *options.faults.pump_stops) / 60;
    double panel = 1e9;
    for (const std::size_t face : n.panel_faces) panel = std::fmin(panel, s.temperatures[face]);
    if (int(minutes + 0.5) % 3 == 0)
      std::printf("%5.0f  %4.2f  %5.1f  %6.1f  %6.1f  %12.1f  %10.2f\n", minutes, s.sunlit,
                  s.temperatures[n.dies] - 273.15, s.temperatures[n.memory] - 273.15,
                  s.temperatures[n.cold_plates] - 273.15, panel - 273.15,
                  s.power.work_done / flight.it_power);
    if (hot < 0 && s.power.throttle < 1) hot = minutes;
    if (hot >= 0 && out < 0 && s.power.work_done == 0) out = minutes;
  }
  std::printf("The chips throttle %.0f min after the pump stops and cut out after %.0f min.\n", hot, out);
}
