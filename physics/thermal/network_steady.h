#pragma once

#include <string>
#include <vector>

#include "physics/thermal/network_system.h"

namespace sunrack {

struct NetworkSteadyOptions {
  double time = 0;               ///< [s] at which functions of time are taken
  double tolerance = 1e-9;       ///< [K] of the last Newton step
  int maximum_iterations = 200;  ///< of Newton's method, and as many again of its fallback
  /// [K] first guess of every node; empty: the temperatures of the network, at least 1 K.
  std::vector<double> start = {};
};

struct NetworkSteady {
  std::vector<double> temperatures = {};   ///< [K] of every node
  std::vector<double> heater_shares = {};  ///< [-] of each heater's power, on average
  int iterations = 0;
  double residual = 0;            ///< [W] largest heat that is unaccounted for in a node
  std::size_t worst_node = 0;     ///< where
  double step = 0;                ///< [K] the last one
  double heat_in = 0;             ///< [W] loads, heaters and sources
  double heat_out = 0;            ///< [W] to boundaries and with coolant that leaves
  bool pseudo_transient = false;  ///< Newton alone did not get there
};

/// The temperatures at which every node is in balance, by Newton's method on the sparse Jacobian (KLU). Steps
/// are halved until the next correction shrinks (natural monotonicity, Deuflhard, Newton Methods for
/// Nonlinear Problems (2004), ch. 3) and no temperature changes more than threefold at once; where that
/// fails, implicit steps in a pseudo-time that grows as the imbalance falls lead there (Kelley & Keyes, SIAM
/// J. Numer. Anal. 35 (1998) 508). Heaters give their mean power: NetworkSystem::average_heaters(). A
/// phase-change node has one temperature; what of it is molten does not follow where that is the melting one.
/// @throws std::invalid_argument for an island without a path to a boundary; ModelError where no temperatures
///   balance: says the worst node
NetworkSteady network_steady(NetworkSystem& system, const NetworkSteadyOptions& options = {});
NetworkSteady network_steady(const ThermalNetwork& network, const NetworkSteadyOptions& options = {});

}  // namespace sunrack
