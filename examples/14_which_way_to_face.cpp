// Which way should an edge-on radiator face: to the Earth, or along the velocity?
//
// Normal to zenith, one face looks at the Earth and takes its infrared; debris, which comes horizontally,
// hardly sees the panel. Normal along the velocity, both faces see half the Earth, and one takes the debris
// head on. Read first: 03, 12.
#include <cstdio>

#include "satellite/sizing.h"
#include "satellite/spec_file.h"

using namespace sunrack;

int main() {
  std::printf("%-18s %10s %9s %16s %9s %12s %9s\n", "attitude", "sink [K]", "area [m2]", "holes", "segments",
              "punct. kg/m2", "kg/kW");
  double mass[2] = {};
  const char* const attitudes[] = {"edge-on-zenith", "edge-on-velocity"};
  for (int i = 0; i < 2; ++i) {
    SatelliteSpec spec = preset("reference-2026");
    spec.radiator.attitude = attitudes[i];
    const SatelliteDesign design = size_satellite(spec);
    const PunctureDesign& punctures = *design.radiator.punctures;
    std::printf("%-18s %10.1f %9.1f %7.2f-%-8.2f %9.0f %12.2f %9.2f\n", attitudes[i],
                design.radiator.panel.sink_temperature, design.radiator.area, total_low(punctures.expected),
                total_high(punctures.expected), punctures.segments_built, punctures.areal_mass,
                design.specific_mass * 1e3);
    mass[i] = design.specific_mass;
  }
  std::printf("\n%s is lighter by %.2f kg/kW with punctures and Earth infrared both counted.\n",
              attitudes[mass[0] < mass[1] ? 0 : 1],
              1e3 * (mass[0] < mass[1] ? mass[1] - mass[0] : mass[0] - mass[1]));
}
