#include <algorithm>
#include <cmath>

#include "fleet/lifetime_optimum.h"
#include "physics/numerics/parallel.h"
#include "physics/require.h"
#include "physics/units.h"
#include "satellite/spec_fields.h"

namespace sunrack {

using namespace units;

namespace {

double quantile_of(std::vector<double>& values, double share) {
  std::sort(values.begin(), values.end());
  return values.empty() ? NAN : values[std::size_t(share * double(values.size() - 1) + 0.5)];
}

}  // namespace

std::vector<LifetimeRange> lifetime_ranges(const SatelliteSpec& spec) {
  const auto kind = DistributionKind::triangular;
  // Bounds as in the sources of the fields (docs/spec.md); what the spec holds is the likeliest value.
  std::vector<LifetimeRange> ranges = {
      {"lifetime.infant_failures",
       {kind, 0.003, spec.lifetime.infant_failures, 0.03},
       "of the 4 % a year on the ground; the split is an assumption"},
      {"lifetime.infant_shape", {kind, 0.3, spec.lifetime.infant_shape, 0.7}, "recalled"},
      {"lifetime.random_rate",
       {kind, 0.02, spec.lifetime.random_rate, 0.05},
       "fleets on the ground 2.5..6 %/year in all, read"},
      {"lifetime.board_rate", {kind, 0.005, spec.lifetime.board_rate, 0.02}, "assumption"},
      {"lifetime.activation_energy",
       {kind, 0.4_eV, spec.lifetime.activation_energy, 0.9_eV},
       "0.7 eV generic (JESD47, JEP122, recalled); field studies of servers find less"},
      {"lifetime.reference_junction",
       {kind, 60_degC, spec.lifetime.reference_junction, 80_degC},
       "what the ground's failures were counted at; assumption"},
      {"lifetime.electromigration_energy",
       {kind, 0.8_eV, spec.lifetime.electromigration_energy, 1.0_eV},
       "copper, JEP122, recalled"},
      {"lifetime.dielectric_energy",
       {kind, 0.6_eV, spec.lifetime.dielectric_energy, 0.9_eV},
       "JEP122, recalled"},
      {"lifetime.instability_energy",
       {kind, 0.1_eV, spec.lifetime.instability_energy, 0.6_eV},
       "JEP122, recalled"},
      {"lifetime.qualified_life",
       {kind, 5_year, spec.lifetime.qualified_life, 15_year},
       "practice of qualification; assumption"},
      {"lifetime.fatigue_cycles",
       {kind, 1000, spec.lifetime.fatigue_cycles, 6000},
       "lead-free solder, recalled"},
      {"lifetime.lethal_dose",
       {kind, 50, spec.lifetime.lethal_dose, 1000},
       "commercial FinFET parts, recalled"},
      {"lifetime.satellite_loss",
       {kind, 0.005, spec.lifetime.satellite_loss, 0.025},
       "0.5..2.5 %/year, read"},
  };
  for (LifetimeRange& range : ranges) {
    if (const auto given = spec.uncertainty.find(range.key); given != spec.uncertainty.end())
      range.range = given->second;
    // A value outside the usual bounds was meant: the bounds give way.
    range.range.low = std::min(range.range.low, range.range.nominal);
    range.range.high = std::max(range.range.high, range.range.nominal);
  }
  return ranges;
}

SatelliteSpec drawn_lifetime(const SatelliteSpec& spec, std::uint64_t seed, std::size_t index,
                             std::size_t count) {
  SatelliteSpec drawn = spec;
  std::uint32_t dimension = 0;
  for (const LifetimeRange& range : lifetime_ranges(spec)) {
    const double u = latin_hypercube(seed, index, count, dimension++);
    set_number(drawn, *find_spec_field(range.key), quantile(range.range, u));
  }
  shift_reference_temperatures(drawn, spec.lifetime.reference_junction);
  return drawn;
}

void shift_reference_temperatures(SatelliteSpec& spec, double junction_before) {
  const double shift = spec.lifetime.reference_junction - junction_before;
  if (!spec.uncertainty.contains("lifetime.reference_memory")) spec.lifetime.reference_memory += shift;
  if (!spec.uncertainty.contains("lifetime.reference_board")) spec.lifetime.reference_board += shift;
}

std::vector<OptimumRange> optimum_ranges(const SatelliteSpec& spec, const LifetimeQuestion& question,
                                         std::size_t draws, std::uint64_t seed) {
  require(draws >= 2 && draws <= 1'000'000, "optimum_ranges: draws", double(draws), "must be 2 to 1000000");
  std::vector<LifetimeStudy> studies(draws);
  LifetimeQuestion one = question;
  one.study.threads = 1;
  one.study.progress.quiet = true;
  Progress progress("ranges of failures", draws, question.study.progress);
  const bool all = parallel_for(
      draws, question.study.threads,
      [&](std::size_t draw) {
        studies[draw] = lifetime_study(drawn_lifetime(spec, seed, draw, draws), one);
        progress.advance();
      },
      question.study.cancel);
  if (!all) throw StudyInterrupted("lifetime: interrupted; nothing was written");
  std::vector<OptimumRange> result;
  for (std::size_t i = 0; i < studies.front().chips.size(); ++i) {
    OptimumRange range{.chip = studies.front().chips[i].chip};
    std::vector<double> junctions, ratios;
    for (const LifetimeStudy& study : studies) {
      const ChipLifetime& chip = study.chips[i];
      if (chip.least_mass) junctions.push_back(chip.least_mass->junction);
      if (chip.hotter.mass_ratio) ratios.push_back(*chip.hotter.mass_ratio);
    }
    range.low = quantile_of(junctions, 0.05), range.median = quantile_of(junctions, 0.5);
    range.high = quantile_of(junctions, 0.95);
    range.hotter_low = quantile_of(ratios, 0.05), range.hotter_median = quantile_of(ratios, 0.5);
    range.hotter_high = quantile_of(ratios, 0.95);
    const auto below = std::count_if(ratios.begin(), ratios.end(), [](double ratio) { return ratio < 1; });
    range.hotter_pays = double(below) / double(draws);
    result.push_back(range);
  }
  return result;
}

}  // namespace sunrack
