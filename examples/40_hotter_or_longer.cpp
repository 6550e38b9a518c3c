// Hotter or longer? A hot junction shrinks the radiator and shortens the life of chips that nobody repairs.
//
// For each chip of the catalogue: the junction temperature of least kilograms, and of least kilograms per
// compute delivered in five years; where a radiator 20 % hotter in kelvin pays; and the same chip if nothing
// failed, or nothing leaked. Read first: 04.

#include <cstdio>

#include "fleet/lifetime_report.h"
#include "satellite/plot.h"
#include "satellite/spec_file.h"

using namespace sunrack;

namespace {

double celsius(double kelvin) { return kelvin - 273.15; }

/// Nothing ever fails.
SatelliteSpec immortal(SatelliteSpec spec) {
  LifetimeSpec& life = spec.lifetime;
  life.infant_failures = life.random_rate = life.board_rate = life.qualified_failures = 0;
  life.lethal_dose = life.satellite_loss = life.burn_in_time = 0;
  life.interrupt_rate = 0;
  life.fatigue_cycles = 1e9;
  return spec;
}

void print_least(const char* what, const SatelliteSpec& spec) {
  const ChipLifetime chip = lifetime_study(spec, {.points = 29, .chips = {"gb300"}}).chips[0];
  if (!chip.least_mass) return;
  std::printf("  %-28s %6.1f degC  %6.2f kg/kW-year\n", what, celsius(chip.least_mass->junction),
              per_kilowatt_year(chip.least_mass->mass_per_compute));
}

}  // namespace

int main() {
  // 1. A satellite; its chip and junction temperature are what is asked.
  const SatelliteSpec spec = preset("reference-2026");

  // 2. Size it with every chip at every junction temperature, and count what it delivers until it dies.
  const LifetimeStudy study = lifetime_study(spec, {.points = 29});

  // 3. Kilograms alone against kilograms per compute.
  std::printf("%-14s%12s%14s%20s%18s  %s\n", "chip", "limit degC", "least kg/kW", "least kg/kW-year",
              "longer, not hotter", "20 % hotter pays");
  for (const ChipLifetime& chip : study.chips) {
    if (!chip.least_mass || !chip.at_limit.answered()) continue;
    std::printf("%-14s%12.1f%14.1f%20.1f%16.1f %%", chip.chip.c_str(), celsius(chip.at_limit.junction),
                celsius(chip.least_specific_mass->junction), celsius(chip.least_mass->junction),
                100 * (1 - chip.least_mass->mass_per_compute / chip.at_limit.mass_per_compute));
    if (chip.pays_below)
      std::printf("  from a radiator below %.0f degC\n", celsius(*chip.pays_below));
    else
      std::printf("  %s\n", chip.pays_everywhere.value_or(false) ? "wherever there is an answer" : "nowhere");
  }

  // 4. What pulls the optimum down? The same chip without failures, without leakage, and without both.
  std::printf("\ngb300, junction of least kg per compute:\n");
  SatelliteSpec tight = spec;
  tight.compute.leakage_share = 0;
  print_least("as it is", spec);
  print_least("without leakage", tight);
  print_least("without failures", immortal(spec));
  print_least("without both", immortal(tight));

  // 5. The picture.
  const Provenance provenance{.version = "example", .revision = "40_hotter_or_longer", .spec = spec.name};
  try {
    write_plot_script("hotter_or_longer.svg", hotter_or_longer_script(study, spec.compute.chip), provenance);
  } catch (const PlotError& error) {
    std::printf("no plot: %s\n", error.what());
  }
}
