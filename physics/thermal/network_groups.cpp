// Arithmetic nodes: solved for in each call, eliminated from the Jacobian.
#include <fmt/format.h>

#include <Eigen/LU>
#include <algorithm>
#include <cmath>

#include "physics/constants.h"
#include "physics/require.h"
#include "physics/thermal/network_parts.h"

namespace sunrack {

/// Newton's method on the balances of one group; the states and boundaries around it are known.
void NetworkSystem::Parts::solve_group(const Group& group, double time) {
  const auto size = Eigen::Index(group.members.size());
  Eigen::VectorXd balance(size);
  Eigen::MatrixXd slopes(size, size);
  std::vector<std::ptrdiff_t>& place = group_place;
  for (std::size_t i = 0; i < group.members.size(); ++i) place[group.members[i]] = std::ptrdiff_t(i);
  const auto inside = [&](NodeId id) {
    const auto u = unknown_of[id.index];
    return u < std::ptrdiff_t(states) ? std::ptrdiff_t(-1) : place[std::size_t(u)];
  };
  constexpr double sigma = constants::stefan_boltzmann;
  double change = 0;
  Eigen::Index worst = 0;
  constexpr int most = 100;
  for (int iteration = 0; iteration < most; ++iteration) {
    balance.setZero();
    slopes.setZero();
    for (const std::size_t number : group.conductors) {
      const Conductor& c = network.conductors()[number];
      const auto a = c.kind == ConductorKind::advective ? -1 : inside(c.a), b = inside(c.b);
      const auto source = inside(c.a);
      const double ta = temperature[c.a.index], tb = temperature[c.b.index];
      double with_a = c.value, with_b = c.value, power = 0;
      if (c.kind == ConductorKind::radiative) {
        const double a3 = std::abs(ta * ta * ta), b3 = std::abs(tb * tb * tb);
        power = c.value * sigma * (ta * a3 - tb * b3);
        with_a *= 4 * sigma * a3;
        with_b *= 4 * sigma * b3;
      } else {
        if (c.kind == ConductorKind::advective) with_a = with_b = c.value * factor_at(c, time);
        power = with_a * (ta - tb);
      }
      if (a >= 0) {
        balance[a] -= power;
        slopes(a, a) -= with_a;
        if (b >= 0) slopes(a, b) += with_b;
      }
      if (b >= 0) {
        balance[b] += power;
        slopes(b, b) -= with_b;
        if (source >= 0) slopes(b, source) += with_a;
      }
    }
    add_group_heat(group, time, balance, slopes);
    const Eigen::VectorXd step = -slopes.partialPivLu().solve(balance);
    if (!step.allFinite()) break;
    change = 0;
    bool bounded = false;
    for (Eigen::Index i = 0; i < size; ++i) {
      double& t = temperature[node_of[group.members[std::size_t(i)]]];
      // Far from the answer the fourth power overshoots: no more than threefold at once.
      const double next = std::clamp(t + step[i], t / 3, 3 * std::max(t, 1.0));
      bounded = bounded || next != t + step[i];
      const double relative = std::abs(next - t) / std::max(std::abs(next), 1.0);
      if (relative > change) change = relative, worst = i;
      t = next;
    }
    // Rounding may keep the last digits moving.
    if (!bounded && (change <= 1e-13 || (iteration > 20 && change <= 1e-11))) return;
  }
  const std::string name = node(group.members[std::size_t(worst)]).name;
  for (const std::size_t u : group.members) temperature[node_of[u]] = node(u).temperature;
  throw ModelError(fmt::format(
      "arithmetic node '{}' finds no temperature at t = {:.10g} s: it has no way out for its heat there, or "
      "more is drawn than it gets",
      name, time));
}

void NetworkSystem::Parts::add_group_heat(const Group& group, double time, Eigen::VectorXd& balance,
                                          Eigen::MatrixXd& slopes) {
  for (const std::size_t number : group.loads) {
    const HeatLoad& load = network.loads()[number];
    balance[group_place[std::size_t(unknown_of[load.node.index])]] += load_at(load, time);
  }
  for (const std::size_t number : group.heaters) {
    const Heater& h = network.heaters()[number];
    balance[group_place[std::size_t(unknown_of[h.node.index])]] += modes[number] ? h.power : 0;
  }
  if (network.sources().empty()) return;
  find_sources(time, temperature);
  for (std::size_t i = 0; i < group.members.size(); ++i) {
    const auto at = Eigen::Index(i);
    balance[at] += source_heat[node_of[group.members[i]]];
    slopes(at, at) += source_slope[node_of[group.members[i]]];
  }
}

NetworkSystem::Parts::GroupSlopes NetworkSystem::Parts::slopes_of(const Group& group) const {
  const auto members = Eigen::Index(group.members.size()), around = Eigen::Index(group.neighbours.size());
  GroupSlopes slopes{.inner = Eigen::MatrixXd::Zero(members, members),
                     .feels = Eigen::MatrixXd::Zero(members, around),
                     .felt = Eigen::MatrixXd::Zero(around, members)};
  const auto fill = [&](Eigen::MatrixXd& matrix, const auto& places) {
    for (const auto& [row, column, k] : places)
      matrix(Eigen::Index(row), Eigen::Index(column)) = full_values[k];
  };
  fill(slopes.inner, group.inner), fill(slopes.feels, group.feels), fill(slopes.felt, group.felt);
  return slopes;
}

void NetworkSystem::Parts::find_jacobian(double time, std::span<const double> x, std::span<double> values) {
  find_temperatures(time, x);
  find_slopes(time, temperature, full_values);
  std::fill(values.begin(), values.end(), 0.0);
  for (std::size_t k = 0; k < kept.size(); ++k)
    if (kept[k] >= 0) values[std::size_t(kept[k])] += full_values[k];
  for (const Group& group : groups) {
    const GroupSlopes slopes = slopes_of(group);
    const Eigen::MatrixXd through = slopes.felt * slopes.inner.partialPivLu().solve(slopes.feels);
    for (Eigen::Index i = 0; i < through.size(); ++i)
      values[group.target[std::size_t(i)]] -= through.data()[i];
  }
  for (std::size_t column = 0; column < states; ++column)
    for (auto k = std::size_t(reduced.starts[column]); k < std::size_t(reduced.starts[column + 1]); ++k)
      values[k] *= melt_slope[column] / capacities[std::size_t(reduced.rows[k])];
}

}  // namespace sunrack
