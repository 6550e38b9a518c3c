#pragma once

#include <optional>
#include <string>
#include <vector>

#include "fleet/lifetime_economy.h"
#include "satellite/study.h"

namespace sunrack {

/// Hotter or longer? The junction temperature moves radiator, leakage, array, battery and failures at once.
/// Each chip of the catalogue flies in the same satellite at every junction temperature; the limits of its
/// junction and memory are lifted, and points beyond them are marked.

struct LifetimePoint {
  double asked = 0;                                            ///< [K] junction temperature
  double junction = 0, memory = 0, coolant = 0, radiator = 0;  ///< [K] radiator: mean emitting surface
  double mass = 0;                                             ///< [kg]
  double specific_mass = 0;              ///< [kg/W] of rated IT power, nothing said about life
  double radiator_area = 0;              ///< [m^2]
  double radiator_mass = 0;              ///< [kg] of panels
  double electrical_power = 0;           ///< [W] of the computers, with leakage
  double capacity_at_end = 0;            ///< [-] expected at the end of life
  double delivered = 0;                  ///< [s] of rated compute in the life
  double mass_per_compute = 0;           ///< [kg/(W s)]
  std::vector<double> cost_per_compute;  ///< [$/(W s)] by set of prices
  bool within_limits = false;            ///< of junction and memory as bought
  std::string reason;                    ///< why there is no answer; empty where there is one
  bool answered() const { return reason.empty(); }
};

/// "20 % hotter in kelvin": the radiator's mean surface, times the factor.
struct HotterVerdict {
  LifetimePoint base;
  std::optional<LifetimePoint> hotter;  ///< nothing where there is no answer
  std::optional<double> area_ratio, specific_mass_ratio,
      mass_ratio;                   ///< [-] hotter over base; mass per compute
  std::vector<double> cost_ratios;  ///< [-] by set of prices
  std::string no_answer;
};

struct ChipLifetime {
  std::string chip;
  bool estimate = false;                                 ///< no data sheet
  LifetimePoint at_limit;                                ///< as hot as the chip as bought allows
  std::vector<LifetimePoint> points;                     ///< in rising order; those without an answer too
  std::optional<LifetimePoint> least_specific_mass;      ///< what kilograms alone would choose
  std::optional<LifetimePoint> least_mass;               ///< per compute delivered
  std::vector<std::optional<LifetimePoint>> least_cost;  ///< by set of prices
  HotterVerdict hotter;                                  ///< from at_limit
  std::vector<HotterVerdict> hotter_from;                ///< from radiators at LifetimeQuestion::bases
  /// [K] radiator temperatures at which 20 % hotter neither gains nor loses mass per compute: it pays below
  /// the first. Nothing: no crossing in the curve's answers.
  std::optional<double> pays_below;
  std::optional<bool> pays_everywhere;  ///< where there is no crossing
};

struct LifetimeQuestion {
  double from = 293.15, to = 433.15;                                     ///< [K] junction temperatures
  int points = 57;                                                       ///< every 2.5 K
  double factor = 1.2;                                                   ///< [-] of "hotter"
  std::vector<double> bases = {263.15, 273.15, 293.15, 313.15, 333.15};  ///< [K] radiators to start from
  std::vector<std::string> chips;                                        ///< empty: the whole catalogue
  std::vector<LifetimePrices> prices;                                    ///< empty: of 2026 and of 2030
  StudyOptions study;
};

struct LifetimeStudy {
  LifetimeQuestion question;
  double life = 0;        ///< [s]
  double interrupts = 0;  ///< [1/s] per package
  std::vector<ChipLifetime> chips;
};

/// @throws std::invalid_argument by name; StudyInterrupted
LifetimeStudy lifetime_study(const SatelliteSpec& spec, const LifetimeQuestion& question = {});

/// One point: the satellite sized, its failures, what it delivers. Limits of the chip as in the spec.
/// @throws ModelError, std::invalid_argument as size_satellite
LifetimePoint lifetime_point(const SatelliteSpec& spec, const StudySizer& sizer, double interrupts,
                             const std::vector<LifetimePrices>& prices);

/// The spec with this chip at this junction temperature [K], limits lifted.
SatelliteSpec with_junction(const SatelliteSpec& spec, const std::string& chip, double junction);

/// Figures of failures that are not known well, as fields of the spec, with their ranges. A range that the
/// spec itself gives goes first.
struct LifetimeRange {
  std::string key;  ///< "lifetime.activation_energy"
  Distribution range;
  std::string source;
};
std::vector<LifetimeRange> lifetime_ranges(const SatelliteSpec& spec);
/// The spec with draw `index` of `count` of them (Latin hypercube).
SatelliteSpec drawn_lifetime(const SatelliteSpec& spec, std::uint64_t seed, std::size_t index,
                             std::size_t count);
/// Junctions, memory and boards on the ground were warm together: where spec.lifetime.reference_junction was
/// moved away from `junction_before` [K], the other two follow, unless they have ranges of their own.
void shift_reference_temperatures(SatelliteSpec& spec, double junction_before);

/// How far the answer moves when failures are what they may be: 5, 50 and 95 % of draws.
struct OptimumRange {
  std::string chip;
  double low = 0, median = 0, high = 0;                       ///< [K] junction of least mass per compute
  double hotter_low = 0, hotter_median = 0, hotter_high = 0;  ///< [-] ratio of HotterVerdict; 0: no answer
  double hotter_pays = 0;                                     ///< [-] share of draws in which it is below 1
};
std::vector<OptimumRange> optimum_ranges(const SatelliteSpec& spec, const LifetimeQuestion& question,
                                         std::size_t draws, std::uint64_t seed);

}  // namespace sunrack
