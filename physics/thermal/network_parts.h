#pragma once

// What NetworkSystem is made of; for its own .cpp files.

#include <Eigen/Core>
#include <array>
#include <vector>

#include "physics/thermal/network_system.h"

namespace sunrack {

struct NetworkSystem::Parts {
  explicit Parts(ThermalNetwork from);

  /// Arithmetic nodes that hang together, and the states that they feel and that feel them.
  struct Group {
    std::vector<std::size_t> members;                     ///< unknowns
    std::vector<std::size_t> neighbours;                  ///< states
    std::vector<std::size_t> conductors, loads, heaters;  ///< that touch a member
    std::vector<std::array<std::size_t, 3>> inner;        ///< row, column in members, place in `full`
    std::vector<std::array<std::size_t, 3>> feels;  ///< row in members, column in neighbours, place in `full`
    std::vector<std::array<std::size_t, 3>> felt;   ///< row in neighbours, column in members, place in `full`
    std::vector<std::size_t> target;                ///< of (neighbour, neighbour), by columns, in `reduced`
  };

  const NetworkNode& node(std::size_t unknown) const { return network.nodes()[node_of[unknown]]; }
  double load_at(const HeatLoad& load, double time) const;
  double heater_power(std::size_t heater, std::span<const double> t) const;
  double factor_at(const Conductor& c, double time) const;
  double flow(const Conductor& c, double time, std::span<const double> t) const;  ///< [W] from a to b
  void find_sources(double time, std::span<const double> t);
  void set_boundaries(double time, std::span<double> t) const;
  void find_temperatures(double time, std::span<const double> x);
  void solve_group(const Group& group, double time);
  void add_group_heat(const Group& group, double time, Eigen::VectorXd& balance, Eigen::MatrixXd& slopes);
  void find_heat(double time, std::span<const double> t, std::span<double> heat);
  void find_slopes(double time, std::span<const double> t, std::span<double> values);
  /// What the members' balances have of slopes with themselves and the states around, and those with them.
  struct GroupSlopes {
    Eigen::MatrixXd inner, feels, felt;
  };
  GroupSlopes slopes_of(const Group& group) const;  ///< from full_values
  void find_jacobian(double time, std::span<const double> x, std::span<double> values);
  void make_patterns();
  void make_groups(const std::vector<std::pair<std::size_t, std::size_t>>& touching);

  ThermalNetwork network;
  std::size_t states = 0;
  std::vector<std::size_t> node_of;        // of each unknown
  std::vector<std::ptrdiff_t> unknown_of;  // of each node; -1 for boundaries
  std::vector<std::string> names;
  std::vector<double> capacities;
  std::vector<char> modes;
  bool averaged = false;

  SparsePattern full, reduced;
  std::vector<std::array<std::ptrdiff_t, 4>> conductor_places;  // aa, ab, ba, bb in `full`; -1: boundary
  std::vector<std::ptrdiff_t> heater_places, diagonal;
  std::vector<std::ptrdiff_t> kept;  // where an entry of `full` goes in `reduced`; -1: nowhere
  std::vector<Group> groups;
  std::vector<std::ptrdiff_t> group_place;  // of an unknown in the group that is being solved

  std::vector<double> temperature, melt_slope, net, source_heat, source_slope, full_values;
};

}  // namespace sunrack
