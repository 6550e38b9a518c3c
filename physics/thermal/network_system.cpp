#include "physics/thermal/network_system.h"

#include <fmt/format.h>

#include <cmath>
#include <stdexcept>

#include "physics/thermal/network_parts.h"

namespace sunrack {

NetworkSystem::NetworkSystem(ThermalNetwork network) : parts_(std::make_unique<Parts>(std::move(network))) {}
NetworkSystem::~NetworkSystem() = default;
NetworkSystem::NetworkSystem(NetworkSystem&&) noexcept = default;
NetworkSystem& NetworkSystem::operator=(NetworkSystem&&) noexcept = default;

const ThermalNetwork& NetworkSystem::network() const { return parts_->network; }
std::size_t NetworkSystem::state_size() const { return parts_->states; }
const std::vector<std::string>& NetworkSystem::state_names() const { return parts_->names; }
const std::vector<double>& NetworkSystem::capacities() const { return parts_->capacities; }
const std::vector<char>& NetworkSystem::modes() const { return parts_->modes; }
const SparsePattern& NetworkSystem::pattern() const { return parts_->reduced; }
const SparsePattern& NetworkSystem::heat_pattern() const { return parts_->full; }
std::size_t NetworkSystem::unknowns() const { return parts_->node_of.size(); }
std::size_t NetworkSystem::node_of_unknown(std::size_t unknown) const { return parts_->node_of.at(unknown); }
void NetworkSystem::average_heaters(bool yes) { parts_->averaged = yes; }

std::vector<double> NetworkSystem::start_state() const {
  std::vector<double> x;
  for (std::size_t s = 0; s < parts_->states; ++s) {
    const NetworkNode& n = parts_->node(s);
    double value = n.temperature;
    if (n.kind == NodeKind::phase_change) {
      value = std::min(value, n.melting_temperature) + n.melted * n.latent_heat / n.capacity;
      if (n.temperature > n.melting_temperature)
        value += (n.temperature - n.melting_temperature) * n.liquid_capacity / n.capacity;
    }
    x.push_back(value);
  }
  return x;
}

std::vector<char> NetworkSystem::start_modes(double time, std::span<const double> x,
                                             std::vector<char> within) {
  std::vector<char> on = std::move(within);
  if (on.empty())
    for (const Heater& h : network().heaters()) on.push_back(h.on ? 1 : 0);
  set_modes(on);
  // A sensor that is an arithmetic node feels the heaters: a few rounds settle that, or it will be an event.
  for (std::size_t round = 0; round <= on.size(); ++round) {
    const auto t = temperatures(time, x);
    std::vector<char> next = on;
    for (std::size_t i = 0; i < on.size(); ++i) {
      const Heater& h = network().heaters()[i];
      if (t[h.sensor.index] < h.on_below) next[i] = 1;
      if (t[h.sensor.index] > h.off_above) next[i] = 0;
    }
    if (next == on) break;
    set_modes(on = next);
  }
  return on;
}

void NetworkSystem::set_modes(std::vector<char> on) {
  if (on.size() != network().heaters().size())
    throw std::invalid_argument(fmt::format("network '{}': {} modes for {} heaters", network().name(),
                                            on.size(), network().heaters().size()));
  parts_->modes = std::move(on);
}

std::span<const double> NetworkSystem::temperatures(double time, std::span<const double> x) {
  parts_->find_temperatures(time, x);
  return parts_->temperature;
}

double NetworkSystem::melted(NodeId node, std::span<const double> x) const {
  const std::size_t s = state_of(node);
  const NetworkNode& n = parts_->node(s);
  if (n.kind != NodeKind::phase_change)
    throw std::invalid_argument("node '" + n.name + "' has no phase to change");
  return std::clamp((x[s] - n.melting_temperature) * n.capacity / n.latent_heat, 0.0, 1.0);
}

std::size_t NetworkSystem::state_of(NodeId node) const {
  if (node.index >= network().nodes().size())
    throw std::invalid_argument(fmt::format("node number {} is not of this network", node.index));
  const std::ptrdiff_t unknown = parts_->unknown_of[node.index];
  if (unknown < 0 || std::size_t(unknown) >= parts_->states)
    throw std::invalid_argument("node '" + network().nodes()[node.index].name + "' stores no heat");
  return std::size_t(unknown);
}

void NetworkSystem::rate(double time, std::span<const double> x, std::span<double> rate) {
  Parts& p = *parts_;
  p.find_temperatures(time, x);
  p.find_heat(time, p.temperature, p.net);
  for (std::size_t s = 0; s < p.states; ++s) rate[s] = p.net[s] / p.capacities[s];
}

void NetworkSystem::jacobian(double time, std::span<const double> x, std::span<double> values) {
  parts_->find_jacobian(time, x, values);
}

void NetworkSystem::heat(double time, std::span<const double> temperatures, std::span<double> heat) {
  parts_->find_heat(time, temperatures, heat);
}

void NetworkSystem::heat_slopes(double time, std::span<const double> temperatures, std::span<double> values) {
  parts_->find_slopes(time, temperatures, values);
}

void NetworkSystem::set_boundaries(double time, std::span<double> temperatures) const {
  parts_->set_boundaries(time, temperatures);
}

double NetworkSystem::flow(const Conductor& conductor, double time, std::span<const double> t) const {
  return parts_->flow(conductor, time, t);
}

double NetworkSystem::heat_input(double time, std::span<const double> t) {
  Parts& p = *parts_;
  double sum = 0;
  for (const HeatLoad& load : p.network.loads()) sum += p.load_at(load, time);
  for (std::size_t i = 0; i < p.modes.size(); ++i) sum += p.heater_power(i, t);
  p.find_sources(time, t);
  for (const std::size_t n : p.node_of) sum += p.source_heat[n];
  return sum;
}

NetworkPower NetworkSystem::power(double time, std::span<const double> x) {
  Parts& p = *parts_;
  p.find_temperatures(time, x);
  const auto& t = p.temperature;
  NetworkPower power;
  for (const HeatLoad& load : p.network.loads()) power.loads += p.load_at(load, time);
  for (std::size_t i = 0; i < p.modes.size(); ++i) power.heaters += p.heater_power(i, t);
  p.find_sources(time, t);
  for (const std::size_t n : p.node_of) power.sources += p.source_heat[n];
  for (const Conductor& c : p.network.conductors()) {
    const double into_b = p.flow(c, time, t);
    if (c.kind == ConductorKind::advective) {
      if (p.unknown_of[c.b.index] >= 0) power.coolant += into_b;
    } else {
      if (p.unknown_of[c.a.index] < 0) power.boundaries += into_b;
      if (p.unknown_of[c.b.index] < 0) power.boundaries -= into_b;
    }
  }
  p.find_heat(time, t, p.net);
  for (std::size_t s = 0; s < p.states; ++s) power.stored += p.net[s];
  return power;
}

}  // namespace sunrack
