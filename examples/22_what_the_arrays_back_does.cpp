// What does the warm back of the solar array do to the radiator behind it?
//
// Sizing takes one number: the panel sees a strip of array as wide as itself. In truth two wings stand out
// far beyond it, with a gap between them where the bus is; they also hide part of the Earth and throw
// sunlight and the panel's own heat back. Rays and radiosity count all of it. Read first: 01, 03, 14.
#include <cmath>
#include <cstdio>

#include "satellite/array_effect.h"
#include "satellite/spec_file.h"

using namespace sunrack;

namespace {

void print_paths(const ArrayEffect& effect) {
  const char* const names[] = {"Earth side", "far side"};
  std::printf("%-11s %8s %8s %8s | %8s %8s %8s %8s %8s %8s\n", "face", "F array", "F sizing", "F bus",
              "array", "sizing", "own back", "sunlight", "no Sun", "no Earth");
  for (int i = 0; i < 2; ++i) {
    const FaceEffect& face = effect.faces[std::size_t(i)];
    std::printf("%-11s %8.4f %8.4f %8.4f | %8.1f %8.1f %8.1f %8.1f %8.1f %8.1f\n", names[i],
                face.view_of_array, face.view_in_sizing, face.view_of_bus, face.from_array,
                face.from_array_in_sizing, face.own_returned, face.sunlight_returned, -face.sun_hidden,
                -face.earth_hidden);
  }
}

}  // namespace

int main() {
  std::printf("View factors [-] and what each face absorbs [W/m2], at the design's standoff of 1 m\n");
  for (const char* attitude : {"edge-on-zenith", "edge-on-velocity"}) {
    SatelliteSpec spec = preset("reference-2026");
    spec.radiator.attitude = attitude;
    std::printf("\n%s\n", attitude);
    print_paths(array_effect(spec, size_satellite(spec)));
  }

  std::printf("\nPanel at the same heat: what it absorbs [W/m2 planform] and its temperature [K]\n");
  std::printf("%-17s %12s %8s %8s %8s | %8s %8s %8s\n", "attitude", "standoff [m]", "alone", "sizing",
              "in full", "alone", "sizing", "in full");
  double reference_rise = 0, reference_error = 0;
  for (const char* attitude : {"edge-on-zenith", "edge-on-velocity"})
    for (const double standoff : {0.25, 1.0, 4.0}) {
      SatelliteSpec spec = preset("reference-2026");
      spec.radiator.attitude = attitude;
      spec.radiator.standoff = standoff;
      const ArrayEffect effect = array_effect(spec, size_satellite(spec),
                                              {.sky_rows = 36, .sky_points = 32, .views = {.rays = 2048}});
      std::printf("%-17s %12.2f %8.1f %8.1f %8.1f | %8.2f %8.2f %8.2f\n", attitude, standoff,
                  effect.absorbed_alone, effect.absorbed_in_sizing, effect.absorbed, effect.temperature_alone,
                  effect.temperature_in_sizing, effect.temperature);
      if (standoff == 1.0 && reference_rise == 0) {
        reference_rise = effect.temperature - effect.temperature_alone;
        reference_error = effect.temperature - effect.temperature_in_sizing;
      }
    }
  std::printf(
      "\nThe satellite around it warms the panel of the reference design by %.1f K; sizing counts %.1f K for "
      "it, "
      "%.1f K on the safe side.\n",
      reference_rise, reference_rise - reference_error, -reference_error);
}
