#include "physics/thermal/network_parts.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <stdexcept>

#include "physics/constants.h"
#include "physics/require.h"

namespace sunrack {

namespace {

constexpr double sigma = constants::stefan_boltzmann;

// Odd in T, so that a trial below zero is drawn back up instead of down.
double emitted(double t) { return sigma * t * std::abs(t * t * t); }
double emitted_slope(double t) { return 4 * sigma * std::abs(t * t * t); }

[[noreturn]] void unusable(const std::string& who, double time, double value, const char* rule) {
  throw std::invalid_argument(fmt::format("{} is {:.10g} at t = {:.10g} s, {}", who, value, time, rule));
}

}  // namespace

NetworkSystem::Parts::Parts(ThermalNetwork from) : network(std::move(from)) {
  network.require_solvable(false);
  const auto& nodes = network.nodes();
  unknown_of.assign(nodes.size(), -1);
  const auto take = [&](std::size_t i) {
    unknown_of[i] = std::ptrdiff_t(node_of.size());
    node_of.push_back(i);
  };
  for (std::size_t i = 0; i < nodes.size(); ++i)
    if (nodes[i].kind == NodeKind::diffusive || nodes[i].kind == NodeKind::phase_change) {
      take(i);
      names.push_back(nodes[i].name);
      capacities.push_back(nodes[i].capacity);
    }
  states = node_of.size();
  for (std::size_t i = 0; i < nodes.size(); ++i)
    if (nodes[i].kind == NodeKind::arithmetic) take(i);
  for (const NetworkNode& n : nodes) temperature.push_back(n.temperature);
  for (const Heater& h : network.heaters()) modes.push_back(h.on ? 1 : 0);
  melt_slope.assign(states, 1);
  net.resize(node_of.size());
  source_heat.assign(nodes.size(), 0);
  source_slope.assign(nodes.size(), 0);
  make_patterns();
}

void NetworkSystem::Parts::make_patterns() {
  std::vector<std::pair<std::size_t, std::size_t>> entries, touching;
  const auto unknown = [&](NodeId id) { return unknown_of[id.index]; };
  for (const Conductor& c : network.conductors()) {
    const auto a = unknown(c.a), b = unknown(c.b);
    if (a < 0 || b < 0) continue;
    entries.emplace_back(b, a);
    if (c.kind != ConductorKind::advective) entries.emplace_back(a, b);
    if (std::size_t(a) >= states && std::size_t(b) >= states) touching.emplace_back(a, b);
  }
  for (const Heater& h : network.heaters())
    if (unknown(h.sensor) >= 0) entries.emplace_back(unknown(h.node), unknown(h.sensor));
  full = sparse_pattern(node_of.size(), std::move(entries));
  full_values.resize(full.entries());

  const auto place = [&](std::ptrdiff_t row, std::ptrdiff_t column) {
    return row < 0 || column < 0 ? -1 : std::ptrdiff_t(full.at(std::size_t(row), std::size_t(column)));
  };
  for (const Conductor& c : network.conductors()) {
    const auto a = unknown(c.a), b = unknown(c.b);
    const bool one_way = c.kind == ConductorKind::advective;
    conductor_places.push_back(
        {one_way ? -1 : place(a, a), one_way ? -1 : place(a, b), place(b, a), place(b, b)});
  }
  for (const Heater& h : network.heaters())
    heater_places.push_back(place(unknown(h.node), unknown(h.sensor)));
  for (std::size_t i = 0; i < node_of.size(); ++i) diagonal.push_back(std::ptrdiff_t(full.at(i, i)));
  make_groups(touching);
}

void NetworkSystem::Parts::make_groups(const std::vector<std::pair<std::size_t, std::size_t>>& touching) {
  std::vector<std::size_t> parent(node_of.size());
  std::iota(parent.begin(), parent.end(), std::size_t(0));
  const auto root = [&](std::size_t i) {
    while (parent[i] != i) i = parent[i] = parent[parent[i]];
    return i;
  };
  for (const auto& [a, b] : touching) parent[root(a)] = root(b);
  std::vector<std::ptrdiff_t> group_of(node_of.size(), -1);
  std::vector<std::size_t> place_in(node_of.size());
  for (std::size_t i = states; i < node_of.size(); ++i) {
    const std::size_t r = root(i);
    if (group_of[r] < 0) {
      group_of[r] = std::ptrdiff_t(groups.size());
      groups.emplace_back();
    }
    group_of[i] = group_of[r];
    Group& group = groups[std::size_t(group_of[i])];
    place_in[i] = group.members.size();
    group.members.push_back(i);
    // Each is solved with a dense matrix.
    if (group.members.size() > 1500)
      throw std::invalid_argument(
          fmt::format("network '{}': more than 1500 arithmetic nodes hang together, '{}' among them; give "
                      "some of them their capacity",
                      network.name(), node(i).name));
  }

  std::vector<std::pair<std::size_t, std::size_t>> entries;
  for (std::size_t column = 0; column < full.size(); ++column)
    for (auto k = std::size_t(full.starts[column]); k < std::size_t(full.starts[column + 1]); ++k) {
      const auto row = std::size_t(full.rows[k]);
      if (row < states && column < states) entries.emplace_back(row, column);
      for (const auto& [inside, outside] : {std::pair(row, column), std::pair(column, row)})
        if (inside >= states && outside < states)
          groups[std::size_t(group_of[inside])].neighbours.push_back(outside);
    }
  for (Group& group : groups) {
    std::sort(group.neighbours.begin(), group.neighbours.end());
    group.neighbours.erase(std::unique(group.neighbours.begin(), group.neighbours.end()),
                           group.neighbours.end());
    for (const std::size_t row : group.neighbours)
      for (const std::size_t column : group.neighbours) entries.emplace_back(row, column);
  }
  reduced = sparse_pattern(states, std::move(entries));

  kept.assign(full.entries(), -1);
  for (std::size_t column = 0; column < full.size(); ++column)
    for (auto k = std::size_t(full.starts[column]); k < std::size_t(full.starts[column + 1]); ++k) {
      const auto row = std::size_t(full.rows[k]);
      if (row < states && column < states) {
        kept[k] = std::ptrdiff_t(reduced.at(row, column));
        continue;
      }
      Group& group = groups[std::size_t(group_of[std::max(row, column)])];
      const auto neighbour = [&](std::size_t state) {
        return std::size_t(std::lower_bound(group.neighbours.begin(), group.neighbours.end(), state) -
                           group.neighbours.begin());
      };
      if (row >= states && column >= states) {
        // Only a heater can tie two groups together, and in a transient it does not: its mode is told.
        if (group_of[row] == group_of[column]) group.inner.push_back({place_in[row], place_in[column], k});
      } else if (row >= states) {
        group.feels.push_back({place_in[row], neighbour(column), k});
      } else {
        group.felt.push_back({neighbour(row), place_in[column], k});
      }
    }
  for (Group& group : groups)
    for (const std::size_t column : group.neighbours)
      for (const std::size_t row : group.neighbours) group.target.push_back(reduced.at(row, column));
  for (std::size_t c = 0; c < network.conductors().size(); ++c) {
    const Conductor& conductor = network.conductors()[c];
    std::ptrdiff_t group = -1;
    for (const NodeId id : {conductor.a, conductor.b})
      if (unknown_of[id.index] >= std::ptrdiff_t(states)) group = group_of[std::size_t(unknown_of[id.index])];
    if (group >= 0) groups[std::size_t(group)].conductors.push_back(c);
  }
  const auto group_at = [&](NodeId id) -> Group* {
    const auto u = unknown_of[id.index];
    return u < std::ptrdiff_t(states) ? nullptr : &groups[std::size_t(group_of[std::size_t(u)])];
  };
  for (std::size_t i = 0; i < network.loads().size(); ++i)
    if (Group* group = group_at(network.loads()[i].node)) group->loads.push_back(i);
  for (std::size_t i = 0; i < network.heaters().size(); ++i)
    if (Group* group = group_at(network.heaters()[i].node)) group->heaters.push_back(i);
  group_place.assign(node_of.size(), -1);
}

double NetworkSystem::Parts::load_at(const HeatLoad& load, double time) const {
  if (!load.function) return load.power;
  const double power = load.function(time);
  if (!std::isfinite(power)) unusable("load '" + load.name + "'", time, power, "must be a number [W]");
  return power;
}

double NetworkSystem::Parts::heater_power(std::size_t heater, std::span<const double> t) const {
  const Heater& h = network.heaters()[heater];
  if (!averaged) return modes[heater] ? h.power : 0;
  const double share = (h.off_above - t[h.sensor.index]) / (h.off_above - h.on_below);
  return h.power * std::clamp(share, 0.0, 1.0);
}

double NetworkSystem::Parts::factor_at(const Conductor& c, double time) const {
  if (!c.factor) return 1;
  const double factor = c.factor(time);
  if (!(factor >= 0 && std::isfinite(factor)))
    unusable(fmt::format("the factor of flow '{}' - '{}'", network.nodes()[c.a.index].name,
                         network.nodes()[c.b.index].name),
             time, factor, "must be 0 or more");
  return factor;
}

double NetworkSystem::Parts::flow(const Conductor& c, double time, std::span<const double> t) const {
  const double ta = t[c.a.index], tb = t[c.b.index];
  if (c.kind == ConductorKind::linear) return c.value * (ta - tb);
  if (c.kind == ConductorKind::radiative) return c.value * (emitted(ta) - emitted(tb));
  return factor_at(c, time) * c.value * (ta - tb);
}

void NetworkSystem::Parts::find_sources(double time, std::span<const double> t) {
  if (network.sources().empty()) return;
  std::fill(source_heat.begin(), source_heat.end(), 0.0);
  std::fill(source_slope.begin(), source_slope.end(), 0.0);
  for (const HeatSource& source : network.sources()) source(time, t, source_heat, source_slope);
  for (std::size_t i = 0; i < source_heat.size(); ++i)
    if (!std::isfinite(source_heat[i]) || !std::isfinite(source_slope[i]))
      throw ModelError(fmt::format("heat of node '{}' is {} at t = {:.10g} s and {:.10g} K",
                                   network.nodes()[i].name, source_heat[i], time, t[i]));
}

void NetworkSystem::Parts::set_boundaries(double time, std::span<double> t) const {
  for (std::size_t i = 0; i < t.size(); ++i) {
    const NetworkNode& n = network.nodes()[i];
    if (n.kind != NodeKind::boundary) continue;
    t[i] = n.boundary_temperature ? n.boundary_temperature(time) : n.temperature;
    if (!(t[i] >= 0 && std::isfinite(t[i])))
      unusable("boundary '" + n.name + "'", time, t[i], "must be 0 or more [K]");
  }
}

void NetworkSystem::Parts::find_temperatures(double time, std::span<const double> x) {
  if (x.size() != states)
    throw std::invalid_argument(fmt::format("network '{}': a state of {} for {} nodes that store heat",
                                            network.name(), x.size(), states));
  for (std::size_t s = 0; s < states; ++s) {
    const NetworkNode& n = node(s);
    double t = x[s], slope = 1;
    if (n.kind == NodeKind::phase_change && t > n.melting_temperature) {
      const double beyond = t - n.melting_temperature - n.latent_heat / n.capacity;
      slope = beyond > 0 ? n.capacity / n.liquid_capacity : 0;
      t = n.melting_temperature + std::max(beyond, 0.0) * slope;
    }
    if (t < -1e-3)
      throw ModelError(
          fmt::format("node '{}' would be at {:.6g} K: more heat is drawn than it gets", n.name, t));
    temperature[node_of[s]] = t;
    melt_slope[s] = slope;
  }
  set_boundaries(time, temperature);
  for (const Group& group : groups) solve_group(group, time);
}

void NetworkSystem::Parts::find_heat(double time, std::span<const double> t, std::span<double> heat) {
  std::fill(heat.begin(), heat.end(), 0.0);
  const auto add = [&](NodeId id, double power) {
    if (const auto u = unknown_of[id.index]; u >= 0) heat[std::size_t(u)] += power;
  };
  for (const Conductor& c : network.conductors()) {
    const double power = flow(c, time, t);
    add(c.b, power);
    if (c.kind != ConductorKind::advective) add(c.a, -power);
  }
  for (const HeatLoad& load : network.loads()) add(load.node, load_at(load, time));
  for (std::size_t i = 0; i < modes.size(); ++i) add(network.heaters()[i].node, heater_power(i, t));
  find_sources(time, t);
  if (!network.sources().empty())
    for (std::size_t u = 0; u < node_of.size(); ++u) heat[u] += source_heat[node_of[u]];
}

void NetworkSystem::Parts::find_slopes(double time, std::span<const double> t, std::span<double> values) {
  std::fill(values.begin(), values.end(), 0.0);
  const auto add = [&](std::ptrdiff_t place, double slope) {
    if (place >= 0) values[std::size_t(place)] += slope;
  };
  for (std::size_t i = 0; i < conductor_places.size(); ++i) {
    const Conductor& c = network.conductors()[i];
    double with_a = c.value, with_b = c.value;
    if (c.kind == ConductorKind::radiative) {
      with_a *= emitted_slope(t[c.a.index]);
      with_b *= emitted_slope(t[c.b.index]);
    } else if (c.kind == ConductorKind::advective) {
      with_a = with_b = c.value * factor_at(c, time);
    }
    const auto& [aa, ab, ba, bb] = conductor_places[i];
    add(aa, -with_a), add(ab, with_b), add(ba, with_a), add(bb, -with_b);
  }
  if (averaged)
    for (std::size_t i = 0; i < heater_places.size(); ++i) {
      const Heater& h = network.heaters()[i];
      const double sensed = t[h.sensor.index];
      if (sensed >= h.on_below && sensed < h.off_above)
        add(heater_places[i], -h.power / (h.off_above - h.on_below));
    }
  if (network.sources().empty()) return;
  find_sources(time, t);
  for (std::size_t u = 0; u < node_of.size(); ++u) add(diagonal[u], source_slope[node_of[u]]);
}

}  // namespace sunrack
