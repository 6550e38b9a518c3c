#pragma once

#include <Eigen/Core>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "physics/numerics/sparse.h"
#include "physics/thermal/network.h"

namespace sunrack {

struct NetworkParameter;

/// Where the heat of a network goes at one moment; stored = loads + heaters + sources + boundaries + coolant.
struct NetworkPower {
  double loads = 0;       ///< [W]
  double heaters = 0;     ///< [W]
  double sources = 0;     ///< [W] of HeatSource functions
  double boundaries = 0;  ///< [W] in from boundaries by GL and GR, negative when the network cools
  double coolant = 0;     ///< [W] net heat brought by coolant that enters and leaves; 0 for a closed loop
  double stored = 0;      ///< [W] d/dt of the heat stored
};

/// A network as a system of ordinary differential equations, dx/dt = rate(t, x), with its analytic Jacobian.
///
/// The state x [K] has one entry for each node that stores heat, in the order of the network: its
/// temperature, and of a phase-change node the temperature that its heat would give the solid if it did not
/// melt, so that dx/dt = heat / capacity holds for all; melting is a plateau of width latent_heat / capacity.
/// Arithmetic nodes are not in the state: they are solved for, group by group of connected ones, to the last
/// digit in each call. Heaters keep the mode they are told until they are told another.
///
/// Keeps what it found last as the first guess of the next call: one object for each thread.
class NetworkSystem {
 public:
  /// Copies the network. @throws std::invalid_argument as ThermalNetwork::require_solvable(false)
  explicit NetworkSystem(ThermalNetwork network);
  ~NetworkSystem();
  NetworkSystem(NetworkSystem&&) noexcept;
  NetworkSystem& operator=(NetworkSystem&&) noexcept;

  const ThermalNetwork& network() const;
  std::size_t state_size() const;
  const std::vector<std::string>& state_names() const;  ///< of the nodes that store heat
  const std::vector<double>& capacities() const;        ///< [J/K] for each state (of the solid)
  std::vector<double> start_state() const;

  /// Sets the heaters' modes: by what the sensors feel at (time, x) where that is outside of the band, else
  /// as `within` says; empty: as at the start.
  std::vector<char> start_modes(double time, std::span<const double> x, std::vector<char> within = {});
  void set_modes(std::vector<char> on);
  const std::vector<char>& modes() const;

  /// [K] of every node, valid until the next call. @throws ModelError for an arithmetic node without an
  /// answer, for a node below 0 K; std::invalid_argument for a function of time without a usable value
  std::span<const double> temperatures(double time, std::span<const double> x);
  /// [-] melted share of a phase-change node.
  double melted(NodeId node, std::span<const double> x) const;
  /// The state of a node that stores heat; its index. @throws std::invalid_argument for one that does not
  std::size_t state_of(NodeId node) const;

  /// dx/dt [K/s]; throws as temperatures().
  void rate(double time, std::span<const double> x, std::span<double> rate);
  /// d(rate)/dx [1/s]; arithmetic nodes are eliminated from it (Schur's complement).
  const SparsePattern& pattern() const;
  void jacobian(double time, std::span<const double> x, std::span<double> values);

  NetworkPower power(double time, std::span<const double> x);

  // What steady states and sensitivities need: all nodes that are not boundaries are unknowns, those that
  // store heat first, in order, then the arithmetic ones.
  std::size_t unknowns() const;
  std::size_t node_of_unknown(std::size_t unknown) const;
  /// [W] net heat into each unknown where all nodes have these temperatures [K], and its slopes [W/K].
  const SparsePattern& heat_pattern() const;
  void heat(double time, std::span<const double> temperatures, std::span<double> heat);
  void heat_slopes(double time, std::span<const double> temperatures, std::span<double> values);
  /// Fills in the boundaries' temperatures [K] at a time.
  void set_boundaries(double time, std::span<double> temperatures) const;
  double flow(const Conductor& conductor, double time,
              std::span<const double> temperatures) const;               ///< [W] a to b
  double heat_input(double time, std::span<const double> temperatures);  ///< [W] loads, heaters, sources
  /// From now on heaters give the share of their power that falls from 1 at on_below to 0 at off_above: what
  /// a cycling heater gives on average.
  void average_heaters(bool yes);

  // For sensitivities; see network_sensitivity.h.
  /// [W/unit] d(heat)/d(parameter) into each unknown at constant temperatures: one column for each parameter.
  Eigen::MatrixXd heat_parameter_slopes(double time, std::span<const double> x,
                                        std::span<const NetworkParameter> parameters);
  Eigen::MatrixXd heat_parameter_slopes_at(double time, std::span<const double> temperatures,
                                           std::span<const NetworkParameter> parameters) const;
  /// Adds to the states' rows what reaches them through arithmetic nodes. After heat_parameter_slopes().
  void eliminate(Eigen::MatrixXd& heat) const;
  /// [K/unit] of every node, from those of the states. After heat_parameter_slopes().
  Eigen::MatrixXd follow(const Eigen::MatrixXd& heat, const Eigen::MatrixXd& state_slopes) const;

 private:
  struct Parts;
  std::unique_ptr<Parts> parts_;
};

}  // namespace sunrack
