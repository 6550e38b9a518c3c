#include "physics/thermal/network.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <stdexcept>

#include "physics/numerics/nearest_word.h"

namespace sunrack {

namespace {

[[noreturn]] void refuse(const std::string& message) { throw std::invalid_argument(message); }

void require_value(bool holds, const std::string& who, const char* what, double value, const char* rule) {
  if (!holds || !std::isfinite(value)) refuse(fmt::format("{}: {} = {:.10g}, {}", who, what, value, rule));
}

std::string node_title(const std::string& name) { return "node '" + name + "'"; }

const char* symbol(ConductorKind kind) {
  return kind == ConductorKind::linear ? "GL" : kind == ConductorKind::radiative ? "GR" : "flow";
}

}  // namespace

NodeId ThermalNetwork::add(NetworkNode node) {
  if (node.name.empty()) refuse("a node without a name");
  if (node.name.size() > 80 || std::any_of(node.name.begin(), node.name.end(),
                                           [](unsigned char letter) { return letter < 32 || letter == 127; }))
    refuse("a node's name must be one line of at most 80 bytes");
  if (by_name_.contains(node.name)) refuse(node_title(node.name) + " is there already");
  require_value(node.temperature >= 0, node_title(node.name), "temperature", node.temperature,
                "must be 0 or more [K]");
  by_name_.emplace(node.name, nodes_.size());
  nodes_.push_back(std::move(node));
  return {nodes_.size() - 1};
}

NodeId ThermalNetwork::diffusive(std::string name, double capacity, double temperature) {
  require_value(capacity > 0, node_title(name), "capacity", capacity,
                "must be positive [J/K]; a node without capacity is an arithmetic one");
  return add({.name = std::move(name), .capacity = capacity, .temperature = temperature});
}

NodeId ThermalNetwork::arithmetic(std::string name, double first_guess) {
  return add({.name = std::move(name), .kind = NodeKind::arithmetic, .temperature = first_guess});
}

NodeId ThermalNetwork::boundary(std::string name, double temperature) {
  return add({.name = std::move(name), .kind = NodeKind::boundary, .temperature = temperature});
}

NodeId ThermalNetwork::boundary(std::string name, TimeFunction temperature) {
  if (!temperature) refuse(node_title(name) + ": its temperature is an empty function");
  return add(
      {.name = std::move(name), .kind = NodeKind::boundary, .boundary_temperature = std::move(temperature)});
}

NodeId ThermalNetwork::phase_change(std::string name, const PhaseChange& material, double temperature,
                                    double melted) {
  const std::string who = node_title(name);
  require_value(material.solid_capacity > 0, who, "solid_capacity", material.solid_capacity,
                "must be positive [J/K]");
  require_value(material.liquid_capacity > 0, who, "liquid_capacity", material.liquid_capacity,
                "must be positive [J/K]");
  require_value(material.latent_heat > 0, who, "latent_heat", material.latent_heat, "must be positive [J]");
  require_value(material.melting_temperature > 0, who, "melting_temperature", material.melting_temperature,
                "must be positive [K]");
  const NodeId id = add({.name = std::move(name),
                         .kind = NodeKind::phase_change,
                         .capacity = material.solid_capacity,
                         .temperature = temperature,
                         .melting_temperature = material.melting_temperature,
                         .latent_heat = material.latent_heat,
                         .liquid_capacity = material.liquid_capacity});
  try {
    set_temperature(id, temperature, melted);
  } catch (...) {
    by_name_.erase(nodes_.back().name);
    nodes_.pop_back();
    throw;
  }
  return id;
}

const NetworkNode& ThermalNetwork::known(NodeId node, std::string_view what) const {
  if (node.index >= nodes_.size())
    refuse(fmt::format("{}: node number {} is not of this network, which has {}", what, node.index,
                       nodes_.size()));
  return nodes_[node.index];
}

namespace {

Conductor checked(ConductorKind kind, NodeId a, NodeId b, const NetworkNode& first, const NetworkNode& second,
                  double value) {
  const std::string who = fmt::format("{} '{}' - '{}'", symbol(kind), first.name, second.name);
  if (a == b) refuse(who + ": joins a node to itself");
  if (kind != ConductorKind::advective && first.kind == NodeKind::boundary &&
      second.kind == NodeKind::boundary)
    refuse(who + ": joins two boundaries, whose temperatures are given");
  require_value(value >= 0, who, "value", value,
                kind == ConductorKind::radiative ? "must be 0 or more [m^2]" : "must be 0 or more [W/K]");
  return {.kind = kind, .a = a, .b = b, .value = value};
}

}  // namespace

std::size_t ThermalNetwork::conduct(NodeId a, NodeId b, double conductance) {
  conductors_.push_back(
      checked(ConductorKind::linear, a, b, known(a, "conduct"), known(b, "conduct"), conductance));
  return conductors_.size() - 1;
}

std::size_t ThermalNetwork::radiate(NodeId a, NodeId b, double radiative_area) {
  conductors_.push_back(
      checked(ConductorKind::radiative, a, b, known(a, "radiate"), known(b, "radiate"), radiative_area));
  return conductors_.size() - 1;
}

std::size_t ThermalNetwork::advect(NodeId from, NodeId to, double capacity_flow, TimeFunction factor) {
  conductors_.push_back(
      checked(ConductorKind::advective, from, to, known(from, "advect"), known(to, "advect"), capacity_flow));
  conductors_.back().factor = std::move(factor);
  return conductors_.size() - 1;
}

std::size_t ThermalNetwork::heat(NodeId node, double power, std::string name) {
  const NetworkNode& to = known(node, "heat");
  if (name.empty()) name = to.name;
  if (to.kind == NodeKind::boundary)
    refuse(fmt::format("load '{}': goes to boundary '{}', whose temperature is given", name, to.name));
  require_value(true, "load '" + name + "'", "power", power, "must be a finite number [W]");
  loads_.push_back({.name = std::move(name), .node = node, .power = power});
  return loads_.size() - 1;
}

std::size_t ThermalNetwork::heat(NodeId node, TimeFunction power, std::string name) {
  const std::size_t load = heat(node, 0.0, std::move(name));
  if (!power) {
    const std::string who = loads_.back().name;
    loads_.pop_back();
    refuse("load '" + who + "': its power is an empty function");
  }
  loads_.back().function = std::move(power);
  return load;
}

std::size_t ThermalNetwork::heater(Heater heater) {
  const std::string who = "heater '" + heater.name + "'";
  if (heater.name.empty()) refuse("a heater without a name");
  for (const Heater& other : heaters_)
    if (other.name == heater.name) refuse(who + " is there already");
  if (known(heater.node, who).kind == NodeKind::boundary)
    refuse(fmt::format("{}: heats boundary '{}', whose temperature is given", who,
                       nodes_[heater.node.index].name));
  known(heater.sensor, who);
  require_value(heater.power > 0, who, "power", heater.power, "must be positive [W]");
  require_value(heater.on_below > 0, who, "on_below", heater.on_below, "must be positive [K]");
  require_value(heater.off_above > heater.on_below, who, "off_above", heater.off_above,
                "must be above on_below [K]: without a gap it would switch without end");
  heaters_.push_back(std::move(heater));
  return heaters_.size() - 1;
}

void ThermalNetwork::breakpoints(std::span<const double> times) {
  for (const double time : times) require_value(true, "breakpoint", "time", time, "must be finite [s]");
  breakpoints_.insert(breakpoints_.end(), times.begin(), times.end());
  std::sort(breakpoints_.begin(), breakpoints_.end());
  breakpoints_.erase(std::unique(breakpoints_.begin(), breakpoints_.end()), breakpoints_.end());
}

std::size_t ThermalNetwork::edge(std::string name, TimeFunction value) {
  if (!value) refuse("edge '" + name + "': its value is an empty function");
  edges_.push_back({.name = std::move(name), .value = std::move(value)});
  return edges_.size() - 1;
}

void ThermalNetwork::set_conductor(std::size_t conductor, double value) {
  if (conductor >= conductors_.size())
    refuse(fmt::format("conductor number {} is not of this network", conductor));
  Conductor& c = conductors_[conductor];
  c.value = checked(c.kind, c.a, c.b, nodes_[c.a.index], nodes_[c.b.index], value).value;
}

void ThermalNetwork::set_load(std::size_t load, double power) {
  if (load >= loads_.size()) refuse(fmt::format("load number {} is not of this network", load));
  require_value(true, "load '" + loads_[load].name + "'", "power", power, "must be a finite number [W]");
  loads_[load].power = power;
  loads_[load].function = {};
}

void ThermalNetwork::set_temperature(NodeId node, double temperature, double melted) {
  const std::string who = node_title(known(node, "set_temperature").name);
  NetworkNode& n = nodes_[node.index];
  require_value(temperature >= 0, who, "temperature", temperature, "must be 0 or more [K]");
  require_value(melted >= 0 && melted <= 1, who, "melted", melted, "must be from 0 to 1");
  if (n.kind == NodeKind::phase_change) {
    if (temperature > n.melting_temperature) melted = 1;
    if (temperature < n.melting_temperature && melted > 0)
      refuse(fmt::format("{}: melted = {:.10g} at {:.10g} K, but it melts at {:.10g} K", who, melted,
                         temperature, n.melting_temperature));
  } else if (melted > 0) {
    refuse(who + ": has no phase to change");
  }
  n.temperature = temperature;
  n.melted = melted;
  n.boundary_temperature = {};
}

NodeId ThermalNetwork::node(std::string_view name) const {
  if (const auto found = by_name_.find(std::string(name)); found != by_name_.end()) return {found->second};
  std::vector<std::string> names;
  for (const NetworkNode& n : nodes_) names.push_back(n.name);
  if (names.empty()) refuse(fmt::format("node '{}': the network has no nodes", name));
  refuse(fmt::format("node '{}' is unknown; the nearest name is '{}'", name, nearest_word(name, names)));
}

namespace {

std::string listed(const std::vector<std::string>& names) {
  std::string text;
  for (std::size_t i = 0; i < names.size() && i < 5; ++i) text += (i ? ", '" : "'") + names[i] + "'";
  if (names.size() > 5) text += fmt::format(" and {} more", names.size() - 5);
  return text;
}

}  // namespace

void ThermalNetwork::require_solvable(bool steady) const {
  const std::size_t count = nodes_.size();
  if (count == 0) refuse(fmt::format("network '{}' has no nodes", name_));
  if (std::all_of(nodes_.begin(), nodes_.end(), [](const auto& n) { return n.kind == NodeKind::boundary; }))
    refuse(fmt::format("network '{}' has boundaries only: there is nothing to find", name_));

  // From each anchor (a boundary; in a transient also what stores heat) along the paths by which temperature
  // spreads: both ways along GL and GR, downstream with a coolant.
  std::vector<std::vector<std::size_t>> reaches(count);
  std::vector<double> in(count, 0), out(count, 0);
  for (const Conductor& c : conductors_) {
    if (c.value == 0) continue;
    reaches[c.a.index].push_back(c.b.index);
    if (c.kind != ConductorKind::advective)
      reaches[c.b.index].push_back(c.a.index);
    else
      out[c.a.index] += c.value, in[c.b.index] += c.value;
  }
  std::vector<char> reached(count, 0);
  std::vector<std::size_t> front;
  for (std::size_t i = 0; i < count; ++i) {
    const NodeKind kind = nodes_[i].kind;
    if (kind == NodeKind::boundary || (!steady && kind != NodeKind::arithmetic)) front.push_back(i);
  }
  for (const std::size_t i : front) reached[i] = 1;
  while (!front.empty()) {
    const std::size_t i = front.back();
    front.pop_back();
    for (const std::size_t j : reaches[i])
      if (!reached[j]) reached[j] = 1, front.push_back(j);
  }
  std::vector<std::string> islands;
  for (std::size_t i = 0; i < count; ++i)
    if (!reached[i]) islands.push_back(nodes_[i].name);
  if (!islands.empty())
    refuse(fmt::format("network '{}': {} {} without a path to a boundary{}: no temperature follows", name_,
                       listed(islands), islands.size() == 1 ? "is an island" : "are islands",
                       steady ? "" : " or a node with capacity"));
  for (std::size_t i = 0; i < count; ++i)
    if (nodes_[i].kind != NodeKind::boundary && out[i] > in[i] * (1 + 1e-9))
      refuse(fmt::format(
          "network '{}': node '{}' gives off {:.10g} W/K of coolant but takes in {:.10g}: it would make heat "
          "from nothing",
          name_, nodes_[i].name, out[i], in[i]));
}

}  // namespace sunrack
