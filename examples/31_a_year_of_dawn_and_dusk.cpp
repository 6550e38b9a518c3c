// What does a year in a dawn-dusk orbit cost in computing, and where do temperatures go?
//
// `31_a_year_of_dawn_and_dusk full` flies 365.25 days (some seconds); without a word every 26th day is enough
// for a look: the days are flown one by one. Read first: 30.

#include <cstdio>
#include <cstring>

#include "physics/constants.h"
#include "physics/orbit/ephemeris.h"
#include "satellite/flight.h"
#include "satellite/spec_file.h"

using namespace sunrack;

namespace {

void print(const char* label, const FlightResult& f) {
  double coldest = 1e9, warmest = 0;
  for (const FlightNodeSummary& node : f.nodes) {
    if (node.name.find("panel coolant") == 0) coldest = std::min(coldest, node.minimum);
    if (node.name == "dies") warmest = node.maximum;
  }
  std::printf(
      "%-12s %4d eclipses, longest %5.1f min, work %6.2f %%, least charge %.3f, coolant %6.1f, dies %5.1f "
      "degC\n",
      label, f.eclipses, f.longest_eclipse / 60, 100 * f.sum(FlightSum::done) / f.sum(FlightSum::asked),
      f.least_charge, coldest - 273.15, warmest - 273.15);
}

}  // namespace

int main(int argc, char** argv) {
  const SatelliteSpec spec = preset("reference-2026");
  const SatelliteDesign design = size_satellite(spec);
  FlightOptions options;
  if (argc > 1 && std::strcmp(argv[1], "full") == 0) {
    options.duration = constants::julian_year;
    const FlightResult year = fly(spec, design, options);
    print("the year", year);
    std::printf("battery keeps %.2f %% of its capacity; energy not accounted for %.1e, worst orbit %.1e\n",
                100 * year.battery_remaining, year.residual.total, year.residual.worst_orbit);
    return 0;
  }
  double done = 0, asked = 0;
  for (int day = 0; day < 365; day += 26) {
    options.start = time_of_date(spec.orbit.year, 1, 1) + day * 86400.0;
    const FlightResult flight = fly(spec, design, options);
    char label[16];
    std::snprintf(label, sizeof label, "day %d", day);
    print(label, flight);
    done += flight.sum(FlightSum::done), asked += flight.sum(FlightSum::asked);
  }
  std::printf(
      "From these days: %.2f %% of the computing asked for is done; sizing's own figure is %.2f %%.\n",
      100 * done / asked, 100 * design.compute_availability);
}
