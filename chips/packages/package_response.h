#pragma once

#include <string>
#include <vector>

#include "chips/catalogue.h"
#include "chips/packages/electro_thermal.h"

namespace sunrack {

/// A package reduced to what its groups of blocks do to one another: rise above the coolant = matrix times
/// powers. Each group's power is spread over its blocks as the package has it.
struct PackageResponse {
  std::vector<std::string> groups = {};  ///< in the order of the matrices
  std::vector<double> powers = {};       ///< [W] of the groups in the package as described
  /// [K/W] rise of the hottest cell of group i (where it is at these powers) per watt of group j: row i.
  std::vector<double> hottest = {};
  /// [K/W] rise of the mean over group i by its own spread of power: symmetric by reciprocity.
  std::vector<double> mean = {};
  std::vector<std::size_t> hottest_cell = {};  ///< of each group
  double coolant_temperature = 0;              ///< [K] that the rises count from
  std::size_t cells = 0;                       ///< of the resolved package

  std::size_t group(const std::string& name) const;  ///< @throws std::invalid_argument
  double at(const std::vector<double>& matrix, std::size_t to, std::size_t from) const {
    return matrix[to * groups.size() + from];
  }
};

/// One solution of the resolved package for each group of blocks that has power; leakage stays at its
/// reference. Conductivities that depend on temperature are taken at the temperatures of the package as
/// described. The coolant's warming on its way through channels is part of the rise.
/// @throws std::invalid_argument when no block has a group and power, or something radiates: then there is no
/// one matrix; ModelError as electro_thermal()
/// @param threads as ConductionOptions::threads
PackageResponse package_response(const PackageStack& stack, const PackageModel& model, unsigned threads = 0);

/// The three numbers that sizing uses, from groups "die" and "memory" (chips/package.h): hottest cells; the
/// coupling is the larger of its two directions. Without memory, `memory` and `coupling` are 0.
struct LumpedResistances {
  double die = 0, memory = 0, coupling = 0;  ///< [K/W]
};
LumpedResistances lumped_resistances(const PackageResponse& response);

/// A chip of the catalogue with the resistances of a resolved package in place of its own.
ChipSpec with_resistances(ChipSpec chip, const LumpedResistances& resistances);

}  // namespace sunrack
