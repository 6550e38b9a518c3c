#pragma once

#include "chips/packages/package_grid.h"
#include "physics/thermal/conduction_steady.h"

namespace sunrack {

/// The power of leaking blocks in each cell at that cell's own temperature: dynamic power and leakage that
/// doubles over the package's interval (chips/leakage.h: law, range, sources). The blocks' powers must be out
/// of ConductionProblem::power for the part that leaks: electro_thermal() sees to it.
PowerLaw leakage_law(const PackageStack& stack, const PackageModel& model,
                     const std::vector<double>& block_powers);

/// [-] leakage at a temperature [K] over that at the stack's reference.
double leakage_factor(const PackageStack& stack, double temperature);

/// How warm one block is.
struct BlockState {
  std::string layer, name, group;
  double power = 0;    ///< [W] at these temperatures
  double leakage = 0;  ///< [W] of it
  BlockTemperature temperature = {};
};

/// The coolant in one layer's channels.
struct ChannelState {
  std::string layer;
  double reynolds = 0;             ///< [-] of the hydraulic diameter, at the inlet
  double film_coefficient = 0;     ///< [W/(m^2 K)] from the properties at the inlet, or as given
  double pressure_drop = 0;        ///< [Pa] along the channels, properties at the inlet
  double outlet_temperature = 0;   ///< [K] mixed
  double saturation_pressure = 0;  ///< [Pa] of the warmest coolant that leaves; 0: the source has none
};

/// The steady state of a package.
struct PackageAnswer {
  ConductionSolution solution = {};
  std::vector<BlockState> blocks = {};  ///< in the order of PackageModel::blocks
  double power = 0, leakage = 0;        ///< [W] of all blocks
  /// [-] watts of leakage that one watt of leakage brings about by warming the die; at 1 it runs away. 0
  /// without leakage.
  double leakage_gain = 0;
  int coolant_rounds = 0;                        ///< 0: no channels
  std::vector<double> coolant_temperature = {};  ///< [K] of each cell of the channels, else 0
  double coolant_heat = 0;                       ///< [W] that the channels take up
  double coolant_outlet = 0;                     ///< [K] mixed, warmest of the layers with channels
  std::vector<ChannelState> channels = {};       ///< of each layer that has them
};

struct PackageOptions {
  ConductionOptions conduction = {};
  std::vector<double> block_powers = {};  ///< [W] in place of the blocks' own; one for each of model.blocks
  bool leakage = true;                    ///< off: leakage stays at its reference
};

/// Temperatures, leakage and coolant together: Newton's method over all cells with each cell's leakage at its
/// own temperature inside, and the coolant's march along its channels around it.
/// @throws ModelError for thermal runaway (where, and at which temperature), a leaking cell outside the range
/// of the law (0 to 180 degC), a region without a way out for its heat; std::invalid_argument for bad input
PackageAnswer electro_thermal(const PackageStack& stack, const PackageModel& model,
                              const PackageOptions& options = {});

/// One limit and what is left to it.
struct LimitState {
  std::string what;                                  ///< "die" or "memory"
  double limit = 0;                                  ///< [K]
  double hottest = 0;                                ///< [K] of the blocks of that group
  std::string block;                                 ///< that has it, "layer/block"
  double time = 0;                                   ///< [s] when, of a heating
  double margin() const { return limit - hottest; }  ///< [K]
};
/// Of the groups that have a limit and blocks.
std::vector<LimitState> package_limits(const PackageStack& stack, const PackageAnswer& answer);

/// @throws ModelError where a leaking cell is outside the range of the law (0 to 180 degC); `when` is said
void require_leakage_in_range(const PackageStack& stack, const PackageModel& model,
                              const std::vector<double>& block_powers, const std::vector<double>& temperature,
                              const std::string& when = "");

}  // namespace sunrack
