#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "fleet/lifetime_economy.h"
#include "fleet/orbit_or_ground.h"
#include "fleet/uncertain_satellite.h"

namespace sunrack {

/// Orbit against ground with all that is not known: prices, rates, the satellite's technology, and failures.

/// What one set of inputs gives. Costs are per kW of IT power that is on, and year.
struct OrbitOrGroundAnswer {
  YearlyCost grid, gas, solar;  ///< on the ground, by supply
  YearlyCost orbit;
  GroundSupply cheapest = GroundSupply::grid;
  double break_even = 0;         ///< [$/kg] launch price at which orbit costs what the cheapest ground does
  double launch = 0;             ///< [$/kg] that was paid
  double accelerator_power = 0;  ///< [W] of IT power per accelerator
  double specific_mass = 0;      ///< [kg/kW]
  double on_share = 0;           ///< [-] of rated compute that is on in the mean over life in orbit
  double ground_failures = 0;    ///< [1/year] of accelerators, replaced
  const YearlyCost& ground() const;  ///< the cheapest
  double ratio() const { return orbit.all() / ground().all(); }
};

/// A satellite with the prices of a year, and all inputs of both sides with range, year and source.
class OrbitOrGround {
 public:
  OrbitOrGround(const SatelliteSpec& spec, LifetimePrices prices);
  /// Prices first, then rates, then ranges of the satellite and of failures. Change an input's range to ask
  /// another question.
  std::vector<UncertainInput> inputs;
  /// @throws ModelError where there is no such satellite; std::invalid_argument by name
  OrbitOrGroundAnswer at(const InputValues& values) const;
  const SatelliteSpec& spec() const { return satellite_.spec(); }
  const LifetimePrices& prices() const { return prices_; }

 private:
  UncertainSatellite satellite_;
  LifetimePrices prices_;
  double interrupts_ = 0;  // [1/s] behind the nominal shield
};
/// The inputs that are no fields of the satellite. `prices`: of orbit.
std::vector<UncertainInput> orbit_or_ground_inputs(const LifetimePrices& prices);

/// These prices with those of the inputs in their place that were set by hand (kind: fixed).
LifetimePrices prices_as_set(LifetimePrices prices, const std::vector<UncertainInput>& inputs);

/// The spec with its own chip at the junction temperature of least cost per compute
/// (fleet/lifetime_optimum.h) at these prices, called `name`. @throws ModelError where there is none;
/// StudyInterrupted
SatelliteSpec at_least_cost(const SatelliteSpec& spec, const LifetimePrices& prices, const std::string& name,
                            const StudyOptions& study = {});

/// A number of an answer that is printed with its range.
struct CostQuantity {
  std::string key, name, unit;  ///< key with its unit, for files
  double (*value)(const OrbitOrGroundAnswer& answer);
};
/// Costs per kW-year and per accelerator-hour of grid, gas, sunlight, cheapest ground and orbit; ratio;
/// break-even price.
const std::vector<CostQuantity>& cost_quantities();

struct CostRange {
  std::optional<double> nominal;     ///< of the nominal inputs; nothing without an answer
  double p10 = 0, p50 = 0, p90 = 0;  ///< of the draws with an answer
};
/// What one input at its ends makes of orbit over the cheapest ground, others nominal.
struct CostInfluence {
  UncertainInput input;
  std::optional<double> at_low, at_high;  ///< [-]; nothing without an answer
  double rank_correlation = 0;            ///< [-] Spearman's, with the ratio, over the draws
};

struct OrbitOrGroundOptions {
  std::size_t draws = 2000;
  std::uint64_t seed = 1;
  StudyOptions study = {};
};
struct OrbitOrGroundStudy {
  std::string satellite, prices;  ///< names
  OrbitOrGroundOptions options;
  std::optional<OrbitOrGroundAnswer> nominal;
  std::string no_answer;                  ///< why the nominal inputs have none
  std::vector<CostRange> ranges;          ///< as cost_quantities()
  std::vector<CostInfluence> influences;  ///< the widest swing first
  double orbit_cheaper = 0;               ///< [-] of all draws
  double never_cheaper = 0;               ///< [-] of all draws: not even a free launch is enough
  double cheapest_shares[3] = {0, 0,
                               0};  ///< [-] of draws in which grid, gas, sunlight is the cheapest ground
  double unanswered = 0;            ///< [-] of all draws
  std::string reason;               ///< of the first of them
  std::vector<std::optional<OrbitOrGroundAnswer>> draws;
};
/// Latin hypercube over all inputs; the same to the last bit for any number of threads.
/// @throws std::invalid_argument for fewer than 20 draws; ModelError if no draw has an answer;
/// StudyInterrupted
OrbitOrGroundStudy orbit_or_ground_study(const OrbitOrGround& model,
                                         const OrbitOrGroundOptions& options = {});

}  // namespace sunrack
