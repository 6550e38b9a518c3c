// What does one orbit in the eclipse season do to a satellite that was sized for steady cases?
//
// The reference satellite flies the day with the longest eclipses of its year: orbit, temperatures, cells,
// battery and loads in one integration. Read first: 02, 03.

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

  // 1. The day with the longest eclipse, from the closed form.
  const EclipseYear year = eclipse_year(design.environment.orbit, spec.orbit.year);
  std::size_t worst = 0;
  for (std::size_t day = 0; day < year.duration.size(); ++day)
    if (year.duration[day] > year.duration[worst]) worst = day;

  // 2. One orbit, sampled every three minutes.
  FlightOptions options;
  options.start = year.times[worst];
  options.duration = design.environment.period;
  options.trace_duration = options.duration;
  options.trace_step = 180;
  const FlightResult flight = fly(spec, design, options);
  const FlightNetwork network = flight_network(spec, design);

  std::printf("   min   Sun    dies  coolant   wing  battery charge   array    load\n");
  for (const FlightSample& s : flight.trace)
    std::printf("%6.0f  %4.2f  %6.1f  %6.1f  %6.1f  %6.1f  %5.3f  %6.1f  %6.1f kW\n", s.time / 1_min,
                s.sunlit, s.temperatures[network.dies] - 273.15,
                s.temperatures[network.panel_coolant.back()] - 273.15,
                s.temperatures[network.wing_fronts[0]] - 273.15, s.temperatures[network.battery] - 273.15,
                s.charge, s.power.array / 1_kW, s.power.demand / 1_kW);

  std::printf("eclipse %.1f min, least charge %.3f, work done %.1f %% of rated\n",
              flight.longest_eclipse / 1_min, flight.least_charge,
              100 * flight.sum(FlightSum::done) / (flight.it_power * flight.flown));
  std::printf("energy not accounted for: %.1e of what was absorbed; %ld steps, %d restarts\n",
              flight.residual.total, flight.statistics.steps, flight.starts);
}
