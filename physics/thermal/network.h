#pragma once

#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

namespace sunrack {

/// [unit of what it stands for] against time [s]. Bad values (NaN, a temperature below 0 K) end a
/// computation.
using TimeFunction = std::function<double(double time)>;

/// A node of one network, as its building gave it.
struct NodeId {
  std::size_t index = 0;
  friend bool operator==(NodeId, NodeId) = default;
};

enum class NodeKind {
  diffusive,     ///< stores heat
  arithmetic,    ///< stores none: in balance at every moment (an interface, a radiosity, a coolant's cell)
  boundary,      ///< its temperature is given
  phase_change,  ///< stores heat, and melts at one temperature
};

struct NetworkNode {
  std::string name;
  NodeKind kind = NodeKind::diffusive;
  double capacity = 0;                     ///< [J/K] 0 for arithmetic and boundary; that of the solid
  double temperature = 293.15;             ///< [K] at the start; first guess of arithmetic ones
  TimeFunction boundary_temperature = {};  ///< [K] of a boundary that moves; else `temperature` holds
  double melting_temperature = 0;          ///< [K]
  double latent_heat = 0;                  ///< [J] of all that can melt
  double liquid_capacity = 0;              ///< [J/K]
  double melted = 0;                       ///< [-] at the start, 0..1, where temperature is the melting one
};

/// What melts in a phase-change node.
struct PhaseChange {
  double solid_capacity = 0;       ///< [J/K] with all that is warmed along
  double liquid_capacity = 0;      ///< [J/K]
  double melting_temperature = 0;  ///< [K]
  double latent_heat = 0;          ///< [J]
};

enum class ConductorKind {
  linear,     ///< GL [W/K]: heat = GL (T_a - T_b)
  radiative,  ///< GR [m^2]: heat = sigma GR (T_a^4 - T_b^4); emissivities and view factors inside
  advective,  ///< m cp [W/K], one-way: b gets m cp (T_a - T_b), a loses nothing by it
};

struct Conductor {
  ConductorKind kind = ConductorKind::linear;
  NodeId a, b;
  double value = 0;          ///< [W/K] or [m^2]
  TimeFunction factor = {};  ///< [-] >= 0 of the value, of advective links (a pump's speed); empty: 1
};

struct HeatLoad {
  std::string name;
  NodeId node;
  double power = 0;            ///< [W] if there is no function
  TimeFunction function = {};  ///< [W]
};

/// On below one temperature of the sensor, off above the other, and as it was in between.
struct Heater {
  std::string name;
  NodeId node;
  NodeId sensor;         ///< may be the node itself
  double power = 0;      ///< [W]
  double on_below = 0;   ///< [K]
  double off_above = 0;  ///< [K]
  bool on = false;       ///< at the start, where the sensor stands between the two
};

/// A moment that the integrator finds by the root of `value` and restarts at: the edge of a shadow.
struct NetworkEdge {
  std::string name;
  TimeFunction value;
};

/// Heat [W] and its slope with the node's own temperature [W/K], added to each node's; all spans have one
/// entry for each node. For couplings: electronics, cells, batteries.
using HeatSource = std::function<void(double time, std::span<const double> temperatures,
                                      std::span<double> heat, std::span<double> slope)>;

/// A thermal network in the words of ESATAN and SINDA. Complete after each call: what cannot be right is
/// refused at once, by the names of the nodes. Every method @throws std::invalid_argument.
class ThermalNetwork {
 public:
  explicit ThermalNetwork(std::string name = "network") : name_(std::move(name)) {}

  NodeId diffusive(std::string name, double capacity, double temperature = 293.15);  ///< [J/K], [K]
  NodeId arithmetic(std::string name, double first_guess = 293.15);                  ///< [K]
  NodeId boundary(std::string name, double temperature);                             ///< [K]
  NodeId boundary(std::string name, TimeFunction temperature);                       ///< [K]
  NodeId phase_change(std::string name, const PhaseChange& material, double temperature, double melted = 0);

  /// Each returns where the conductor stands in conductors(). Values of conductors between the same two nodes
  /// add.
  std::size_t conduct(NodeId a, NodeId b, double conductance);     ///< GL [W/K]
  std::size_t radiate(NodeId a, NodeId b, double radiative_area);  ///< GR [m^2], without sigma
  std::size_t advect(NodeId from, NodeId to, double capacity_flow, TimeFunction factor = {});  ///< m cp [W/K]

  /// A load is what goes into the node [W]; negative draws heat. `name` defaults to the node's.
  std::size_t heat(NodeId node, double power, std::string name = "");
  std::size_t heat(NodeId node, TimeFunction power, std::string name = "");
  std::size_t heater(Heater heater);
  void heat_source(HeatSource source) { sources_.push_back(std::move(source)); }

  /// Times [s] at which a function of time jumps or bends: the integrator stops there and starts anew.
  void breakpoints(std::span<const double> times);
  std::size_t edge(std::string name, TimeFunction value);

  /// Changes a value of the network that stands. Conductors keep their rule, nodes theirs.
  void set_conductor(std::size_t conductor, double value);
  void set_load(std::size_t load, double power);
  void set_temperature(NodeId node, double temperature,
                       double melted = 0);  ///< at the start, or of a boundary

  const std::string& name() const { return name_; }
  const std::vector<NetworkNode>& nodes() const { return nodes_; }
  const std::vector<Conductor>& conductors() const { return conductors_; }
  const std::vector<HeatLoad>& loads() const { return loads_; }
  const std::vector<Heater>& heaters() const { return heaters_; }
  const std::vector<NetworkEdge>& edges() const { return edges_; }
  const std::vector<double>& breakpoints() const { return breakpoints_; }
  const std::vector<HeatSource>& sources() const { return sources_; }
  NodeId node(std::string_view name) const;  ///< says the nearest name if there is none of this one

  /// That every node which must find its temperature has a way to do so: without a path to a boundary there
  /// is no steady state, and an arithmetic node without a conductor has no temperature at all. Also that
  /// coolant does not come from nowhere: no node gives off more flow than it takes in.
  void require_solvable(bool steady) const;

 private:
  NodeId add(NetworkNode node);
  const NetworkNode& known(NodeId node, std::string_view what) const;

  std::string name_;
  std::vector<NetworkNode> nodes_;
  std::unordered_map<std::string, std::size_t> by_name_;
  std::vector<Conductor> conductors_;
  std::vector<HeatLoad> loads_;
  std::vector<Heater> heaters_;
  std::vector<NetworkEdge> edges_;
  std::vector<double> breakpoints_;
  std::vector<HeatSource> sources_;
};

}  // namespace sunrack
