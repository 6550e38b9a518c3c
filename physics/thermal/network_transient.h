#pragma once

#include <Eigen/Core>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "physics/numerics/integrate.h"
#include "physics/thermal/network_sensitivity.h"
#include "physics/thermal/network_system.h"

namespace sunrack {

/// All that a transient needs to go on from where it was: for a checkpoint.
struct NetworkRestart {
  double time = 0;                      ///< [s]
  std::vector<std::string> names = {};  ///< of the nodes that store heat
  std::vector<double> state = {};       ///< [K] see NetworkSystem
  std::vector<char> modes = {};         ///< of the heaters
};

enum class NetworkSolver {
  automatic,  ///< direct up to 20,000 nodes that store heat
  direct,     ///< KLU
  krylov,     ///< GMRES with ILUT
};

struct NetworkTransientOptions {
  double relative_tolerance = 1e-6;  ///< [-] of each step
  double absolute_tolerance = 1e-4;  ///< [K] of each step
  double maximum_step = 0;           ///< [s] 0: no limit
  long maximum_steps = 10'000'000;
  NetworkSolver solver = NetworkSolver::automatic;
  std::vector<NetworkParameter> parameters = {};   ///< whose sensitivities to find
  std::optional<NetworkRestart> resume = {};       ///< in place of the start of the network
  std::function<void(double time)> progress = {};  ///< at times that come a little out of order
};

/// Something that the integrator found by its root and restarted at.
struct NetworkSwitch {
  double time = 0;   ///< [s]
  std::string what;  ///< "heater 'x' on", "node 'x' begins to melt", "edge 'x' up"
  int heater = -1;   ///< which, where it is one
};

/// Integrals of NetworkPower over the whole time, carried along by the integrator itself.
struct NetworkEnergy {
  double loads = 0, heaters = 0, sources = 0, boundaries = 0, coolant = 0;  ///< [J]
  double stored = 0;             ///< [J] more at the end than at the start, from the temperatures
  double residual = 0;           ///< [J] stored - all that came in
  double exchanged = 0;          ///< [J] half of all that came in and went out
  double relative_residual = 0;  ///< [-] |residual| over exchanged
};

struct NetworkHistory {
  std::vector<double> times;            ///< [s]
  Eigen::MatrixXd temperatures;         ///< [K] one row for each node, one column for each time
  Eigen::MatrixXd states;               ///< [K] see NetworkSystem
  std::vector<NetworkSwitch> switches;  ///< in the order of time
  NetworkEnergy energy;
  /// [K/unit] for each time: one row for each node, one column for each parameter.
  std::vector<Eigen::MatrixXd> sensitivities;
  NetworkRestart restart;  ///< at the last time
  IntegrateStatistics statistics;
};

/// Temperatures against time by CVODES' backward differentiation formulas with the analytic sparse Jacobian.
/// Heaters that switch, edges, and the beginning and end of melting are found by their roots, and the
/// integrator restarts there, as it does at breakpoints. Ctrl-C ends it with std::runtime_error.
/// @param times [s] at least two, increasing; with `resume` from its time on
/// @throws std::invalid_argument for bad input; ModelError when the integrator cannot go on: says the time
///   reached and the worst node
NetworkHistory network_transient(NetworkSystem& system, std::span<const double> times,
                                 const NetworkTransientOptions& options = {});
NetworkHistory network_transient(const ThermalNetwork& network, std::span<const double> times,
                                 const NetworkTransientOptions& options = {});

struct NetworkCycleOptions {
  double tolerance = 1e-3;  ///< [K] largest change of a state over a period that is still a cycle
  int maximum_rounds = 20;
  std::size_t samples = 100;  ///< of the period, in the history
  NetworkTransientOptions transient = {.relative_tolerance = 1e-8, .absolute_tolerance = 1e-6};
};

struct NetworkCycle {
  NetworkHistory history;  ///< of one period
  double mismatch = 0;     ///< [K] largest change of a state over it
  int rounds = 0, periods = 0;
};

/// The cycle into which periodic loads drive the network, found directly by shooting (find_cycle): what long
/// integration leads to. Functions of time must repeat after `period` [s] from `begin` [s] on.
/// @throws ModelError where there is none of this period, such as a heater out of step with the orbit
NetworkCycle network_cycle(const ThermalNetwork& network, double begin, double period,
                           const NetworkCycleOptions& options = {});

}  // namespace sunrack
