#pragma once

#include <functional>
#include <vector>

#include "chips/packages/electro_thermal.h"
#include "physics/thermal/conduction_transient.h"

namespace sunrack {

/// One block over time, a value for each of the times asked for.
struct BlockHistory {
  std::vector<double> power = {};               ///< [W] from then on, leakage at the temperature of then
  std::vector<double> leakage = {};             ///< [W] of it
  std::vector<double> hottest = {}, mean = {};  ///< [K]
};

struct PackageHeating {
  std::vector<double> times = {};         ///< [s] reached: fewer than asked after an interrupt
  std::vector<BlockHistory> blocks = {};  ///< in the order of PackageModel::blocks
  std::vector<double> hottest = {};       ///< [K] anywhere
  std::vector<double> temperature = {};   ///< [K] of each cell at the end
  ConductionTransient run = {};
};

struct PackageHeatingOptions {
  ConductionTransientOptions conduction = {};  ///< events, change and leakage are set here
  bool leakage = true;                         ///< off: at its reference
  /// Besides, is given all temperatures at each of the times.
  ConductionSnapshot snapshot = {};
};

/// A package from an even start temperature through its power traces, each step of which is an event of the
/// integrator; blocks without a trace have their power throughout (a step at the first of `times`). A block's
/// leakage is its share of each trace value at the reference and follows the temperature of each cell.
/// @param times [s] increasing, from 0 on, within the traces
/// @throws std::invalid_argument for bad times, or channels: their coolant is marched in the steady state
/// only; ModelError as transient_conduction(), and at the first of `times` at which a leaking cell is outside
/// the range of the law (0 to 180 degC)
PackageHeating package_heating(const PackageStack& stack, const PackageModel& model,
                               const std::vector<double>& times, const PackageHeatingOptions& options = {});

/// Of the groups that have a limit and blocks: the hottest that one gets at any of the times.
std::vector<LimitState> heating_limits(const PackageStack& stack, const PackageModel& model,
                                       const PackageHeating& heating);

/// [K] the temperature that a package starts from: its own, else the coldest fluid, sink or fixed surface.
double package_start_temperature(const PackageStack& stack);

/// [s] times for a heating of this length: with traces four in each interval, else logarithmic from a
/// thousandth of the whole on, `count` in all; 0 first.
std::vector<double> heating_times(const PackageStack& stack, double duration, int count = 60);

}  // namespace sunrack
