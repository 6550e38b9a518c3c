#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <optional>
#include <vector>

#include "fleet/reliability.h"
#include "physics/numerics/progress.h"

namespace sunrack {

/// A fleet of equal satellites, all launched at the same time, followed part by part.
struct FleetQuestion {
  int satellites = 10000;
  double horizon = 10 * constants::julian_year;  ///< [s]
  std::optional<double> replacement_age;  ///< [s] at which a satellite gives way to a new one; nothing: never
  bool replace_lost = false;              ///< a lost satellite gives way as well, after the delay
  double replacement_delay = 0;           ///< [s]
  int runs = 1000;
  std::uint64_t seed = 1;
  unsigned threads = 0;  ///< 0: all cores; the numbers do not depend on it
  const std::atomic<bool>* cancel = nullptr;
  ProgressOptions progress{.quiet = true};
};

/// A quantity of all runs.
struct TrialSummary {
  double mean = 0;
  double standard_error = 0;             ///< of the mean
  double low = 0, median = 0, high = 0;  ///< 5, 50 and 95 % of the runs
};

struct FleetYear {
  double from = 0, to = 0;  ///< [s]
  TrialSummary
      capacity;  ///< [-] compute over the fleet's rated compute, mean of the year, availability counted
  TrialSummary launches;  ///< [-] satellites launched in the year, the first ones not counted
};
struct FleetOutcome {
  std::vector<FleetYear> years;  ///< the last may be shorter
  TrialSummary delivered;        ///< [s] rated compute per place in the fleet, to the horizon
  TrialSummary launches;         ///< [-] of all years
};

/// Monte Carlo: each satellite's, board's and package's end is drawn. Deaths of equal parts come in order, by
/// the spacings of exponential hazards: H_(i) = H_(i-1) + E / (n - i + 1) (Renyi 1953), so that only parts
/// that die are drawn. Run r draws from stream (seed, r) alone.
/// @throws std::invalid_argument by name; StudyInterrupted
FleetOutcome fleet_trials(const SatelliteReliability& satellite, const FleetQuestion& question);
/// The same with another reliability in each run: what is not known is drawn once for the whole fleet.
FleetOutcome fleet_trials(const std::function<SatelliteReliability(std::size_t run)>& reliability,
                          const FleetQuestion& question);

}  // namespace sunrack
