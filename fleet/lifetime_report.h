#pragma once

#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <vector>

#include "fleet/lifetime_optimum.h"
#include "fleet/lifetime_sensitivity.h"
#include "fleet/reliability_trials.h"
#include "satellite/design_report.h"

namespace sunrack {

/// What `sunrack lifetime` tells of a specification.
struct LifetimeReportQuestion {
  LifetimeQuestion study;
  std::size_t draws = 0;               ///< of what is not known about failures; 0: none
  std::optional<FleetQuestion> fleet;  ///< nothing: no fleet is followed
  bool uncertain_fleet = false;        ///< each run of the fleet draws what is not known
  double progress = 0;                 ///< [1/s] of new machines, for the second curve of replacement
  std::uint64_t seed = 1;
};

struct LifetimeReport {
  SatelliteSpec spec;
  LifetimeStudy study;
  LifeConditions conditions;         ///< of the spec's own design
  SatelliteReliability reliability;  ///< the same
  double life = 0;                   ///< [s]
  double delivered = 0;              ///< [s] of rated compute, closed form
  std::vector<FailureShare> shares;  ///< by the end of life
  BurnInCurve burn_in;
  LifetimeChoices replacement;  ///< without progress of machines
  LifetimeChoices replacement_with_progress;
  double progress = 0;  ///< [1/s] of that
  LifetimeChoices spares;
  LifetimeSensitivity sensitivity;   ///< to the two assumed figures, of the spec's chip
  std::vector<OptimumRange> ranges;  ///< empty unless asked
  std::optional<FleetOutcome> fleet;
  std::optional<double> fleet_closed_form;  ///< [s] delivered, where nothing is replaced
};
/// @throws ModelError if the spec's own design has no answer; std::invalid_argument; StudyInterrupted
LifetimeReport lifetime_report(const SatelliteSpec& spec, const LifetimeReportQuestion& question);

/// The chip that is shown alone: `wanted` where it was asked for, else the first.
std::string shown_chip(const LifetimeStudy& study, const std::string& wanted);

std::string lifetime_text(const LifetimeReport& report);
nlohmann::ordered_json lifetime_json(const LifetimeReport& report, const Provenance& provenance);
std::string lifetime_curve_csv(const LifetimeReport& report, const Provenance& provenance);
std::string fleet_csv(const FleetOutcome& fleet, const Provenance& provenance);

/// Left, one chip: radiator, satellite, compute and kg per compute over those at its limit. Right: kg per
/// compute of all chips; dashed beyond the chips' limits, a point at the least.
/// With ranges (optimum_ranges) a bar over 5 to 95 % of the draws' best junctions.
std::string hotter_or_longer_script(const LifetimeStudy& study, const std::string& chip,
                                    const std::vector<OptimumRange>& ranges = {});

/// [kg/(kW year)] of [kg/(W s)]; the same for dollars.
double per_kilowatt_year(double per_watt_second);

}  // namespace sunrack
