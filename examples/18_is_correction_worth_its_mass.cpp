// Is error correction worth its mass? Check bits make memory heavier, flips cost time: kilograms per kilowatt
// for the same useful work, over flip rates of five decades. Read docs/models/bit_flips_at_scale.md before.
#include <fmt/format.h>

#include "physics/units.h"
#include "satellite/bit_flip_report.h"
#include "satellite/sizing.h"

using namespace sunrack;
using namespace sunrack::units;

int main() {
  const double specific_mass = size_satellite(SatelliteSpec{}).specific_mass;
  fmt::print(
      "The reference satellite weighs {:.2f} kg/kW; memory is a fifth of it. More kg/kW for the same work:\n",
      specific_mass * 1_kW);
  const std::vector<std::string> corrections = {"none", "parity", "secded", "on-die-sec", "chipkill"};
  for (const char* format : {"bf16", "int8"}) {
    fmt::print("\n{} {:>18}", format, "flips/bit/day");
    for (const std::string& correction : corrections) fmt::print("{:>12}", correction);
    fmt::print("\n");
    for (const double per_day : {1e-14, 1e-13, 1e-12, 1e-11, 1e-10}) {
      BitFlipQuestion question{.formats = {format}, .corrections = corrections};
      question.rate = per_day / 1_day;
      question.clusters.sizes = {0.9, 0.08, 0.02};
      question.specific_mass = specific_mass;
      fmt::print("{:>23.0e}", per_day);
      for (const BitFlipRow& row : bit_flip_table(question)) fmt::print("{:12.3f}", *row.extra_mass * 1_kW);
      fmt::print("\n");
    }
  }
  fmt::print(
      "\n2e12 parameters, one flip in ten with a neighbour, an hour to notice a ruined model and ten minutes "
      "to load it.\n"
      "bf16 without correction loses its time from some 1e-13 flips per bit and day on; int8 never does.\n");
  return 0;
}
