// Does a trillion-parameter model mind where it flies? From orbit and shield to flips, what error correction
// leaves of them, and the time to a fatal one, for the high-bandwidth memory of a GPU. Read
// docs/models/bit_flips_at_scale.md.
#include <fmt/format.h>

#include "physics/units.h"
#include "satellite/bit_flip_report.h"
#include "satellite/sizing.h"

using namespace sunrack;
using namespace sunrack::units;

int main() {
  fmt::print(
      "2e12 parameters in high-bandwidth memory behind 5 mm of aluminium, scrubbed once a day; 5 years\n");
  fmt::print("{:>20} {:>12} {:>8} {:>12} {:>12} {:>16} {:>14}\n", "orbit", "flips/day", "format",
             "correction", "fatal/day", "days to fatal", "loss [nat]");
  struct Orbit {
    const char* name;
    const char* kind;
    double altitude, inclination;
  };
  for (const Orbit& orbit : {Orbit{"450 km, 51.6 deg", "circular", 450_km, 51.6_deg},
                             Orbit{"600 km, dawn-dusk", "sun-synchronous", 600_km, 0},
                             Orbit{"1200 km, dawn-dusk", "sun-synchronous", 1200_km, 0}}) {
    SatelliteSpec spec;
    spec.orbit.kind = orbit.kind;
    spec.orbit.altitude = orbit.altitude;
    if (orbit.inclination > 0) spec.orbit.inclination = orbit.inclination;
    const OrbitUpsets upsets = upsets_in_orbit(spec, 5e-3 * 2700, "hbm");
    BitFlipQuestion question{.formats = {"bf16", "int8"}, .corrections = {"none", "secded", "chipkill"}};
    question.rate = upsets.flips_per_bit;
    question.clusters.sizes = upsets.clusters.sizes;
    for (const BitFlipRow& row : bit_flip_table(question))
      fmt::print("{:>20} {:12.4g} {:>8} {:>12} {:12.3g} {:16.4g} {:14.3g}\n", orbit.name,
                 row.answer.upsets.flips * 1_day, row.format, row.correction,
                 row.answer.fatal_flips.mid * 1_day, row.answer.mean_time_to_fatal.mid / 1_day,
                 row.answer.loss_rise.mid);
  }
  const OrbitUpsets memory = upsets_in_orbit(SatelliteSpec{}, 5e-3 * 2700, "hbm");
  fmt::print(
      "The memory's rate is an estimate, {:.2g} to {:.0f} times these; 2e12 parameters are not measured.\n",
      memory.low, memory.high);
  return 0;
}
