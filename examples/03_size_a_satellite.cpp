// What does a 100 kW orbital data center weigh?
//
// Start from a preset, change what you like, ask once. Read first: nothing.

#include <cstdio>

#include "satellite/design_report.h"
#include "satellite/spec_file.h"

using namespace sunrack;

int main() {
  SatelliteSpec spec = preset("reference-2026");
  spec.orbit.altitude = 650e3;                  // [m]
  spec.radiator.attitude = "edge-on-velocity";  // normal along the velocity: less Earth, more drag
  const SatelliteDesign design = size_satellite(spec);
  std::printf("%s", design_text(spec, design).c_str());
  std::printf("A %.0f kW satellite weighs %.0f kg: %.1f kg/kW.\n", design.compute.it_power / 1e3, design.mass,
              design.specific_mass * 1e3);
}
