#include "fleet/lifetime_report.h"

#include <algorithm>

#include "physics/units.h"

namespace sunrack {

using namespace units;

double per_kilowatt_year(double per_watt_second) { return per_watt_second * 1_kW * 1_year; }

std::string shown_chip(const LifetimeStudy& study, const std::string& wanted) {
  for (const ChipLifetime& chip : study.chips)
    if (chip.chip == wanted) return wanted;
  return study.chips.front().chip;
}

LifetimeReport lifetime_report(const SatelliteSpec& spec, const LifetimeReportQuestion& question) {
  LifetimeReport report{
      .spec = spec, .study = lifetime_study(spec, question.study), .life = spec.mission.life};
  const LifetimePrices& prices = report.study.question.prices.front();
  SatelliteSpec carried = spec;
  carried.compute.server_mass *= 1 + spec.lifetime.spares;
  const SatelliteDesign design = size_satellite(carried);
  report.conditions = life_conditions(spec, design);
  report.reliability = satellite_reliability(spec, design, report.study.interrupts);
  report.delivered = delivered_compute(report.reliability, report.life);
  report.shares = failure_shares(report.reliability, report.life);
  report.burn_in = burn_in_curve(spec, design, prices, 10000_h);
  std::vector<double> ages;
  for (const int age : {1, 2, 3, 4, 5, 6, 7, 8, 10, 12, 15}) ages.push_back(age * 1_year);
  report.progress = question.progress;
  report.replacement = replacement_curve(spec, prices, ages, 0);
  report.replacement_with_progress = replacement_curve(spec, prices, ages, question.progress);
  report.spares = spares_curve(spec, prices, {0, 0.05, 0.1, 0.15, 0.2, 0.3, 0.4, 0.6});
  SensitivityQuestion assumed{.chip = shown_chip(report.study, spec.compute.chip), .study = question.study};
  assumed.study.points = std::min(question.study.points, 29);
  report.sensitivity = lifetime_sensitivity(spec, assumed);
  if (question.draws > 0) report.ranges = optimum_ranges(spec, question.study, question.draws, question.seed);
  if (question.fleet) {
    const FleetQuestion& fleet = *question.fleet;
    const auto reliability = [&](std::size_t run) {
      if (!question.uncertain_fleet) return report.reliability;
      return satellite_reliability(drawn_lifetime(spec, question.seed, run, std::size_t(fleet.runs)), design,
                                   report.study.interrupts);
    };
    report.fleet = fleet_trials(reliability, fleet);
    if (!fleet.replacement_age && !fleet.replace_lost && !question.uncertain_fleet)
      report.fleet_closed_form = delivered_compute(report.reliability, fleet.horizon);
  }
  return report;
}

}  // namespace sunrack
