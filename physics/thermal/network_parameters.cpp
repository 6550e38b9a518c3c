// How the heat into each node changes with a parameter, and how that reaches the states.
#include <Eigen/LU>
#include <algorithm>
#include <cmath>

#include "physics/constants.h"
#include "physics/thermal/network_parts.h"
#include "physics/thermal/network_sensitivity.h"

namespace sunrack {

Eigen::MatrixXd NetworkSystem::heat_parameter_slopes(double time, std::span<const double> x,
                                                     std::span<const NetworkParameter> parameters) {
  parts_->find_temperatures(time, x);
  parts_->find_slopes(time, parts_->temperature, parts_->full_values);
  return heat_parameter_slopes_at(time, parts_->temperature, parameters);
}

Eigen::MatrixXd NetworkSystem::heat_parameter_slopes_at(double time, std::span<const double> t,
                                                        std::span<const NetworkParameter> parameters) const {
  const Parts& p = *parts_;
  Eigen::MatrixXd slopes = Eigen::MatrixXd::Zero(Eigen::Index(unknowns()), Eigen::Index(parameters.size()));
  for (std::size_t column = 0; column < parameters.size(); ++column) {
    const auto add = [&](NodeId node, double slope) {
      const auto u = p.unknown_of[node.index];
      if (u >= 0) slopes(u, Eigen::Index(column)) += slope;
    };
    const NetworkParameter& parameter = parameters[column];
    switch (parameter.kind) {
      case ParameterKind::conductor: {
        Conductor unit = p.network.conductors()[parameter.index];
        unit.value = 1;
        const double power = p.flow(unit, time, t);
        add(unit.b, power);
        if (unit.kind != ConductorKind::advective) add(unit.a, -power);
        break;
      }
      case ParameterKind::load:
        add(p.network.loads()[parameter.index].node, 1);
        break;
      case ParameterKind::heater_power: {
        const Heater& heater = p.network.heaters()[parameter.index];
        add(heater.node, p.heater_power(parameter.index, t) / heater.power);
        break;
      }
      case ParameterKind::boundary:
        for (const Conductor& c : p.network.conductors()) {
          const bool at_a = c.a.index == parameter.index;
          if (!at_a && c.b.index != parameter.index) continue;
          const double own = t[parameter.index];
          double slope = c.value;
          if (c.kind == ConductorKind::radiative)
            slope *= 4 * constants::stefan_boltzmann * std::abs(own * own * own);
          if (c.kind == ConductorKind::advective) slope *= at_a ? p.factor_at(c, time) : 0;
          add(at_a ? c.b : c.a, slope);
        }
        break;
      case ParameterKind::capacity:
      case ParameterKind::start_temperature:
        break;
    }
  }
  return slopes;
}

void NetworkSystem::eliminate(Eigen::MatrixXd& heat) const {
  for (const Parts::Group& group : parts_->groups) {
    const Parts::GroupSlopes slopes = parts_->slopes_of(group);
    Eigen::MatrixXd own(Eigen::Index(group.members.size()), heat.cols());
    for (std::size_t i = 0; i < group.members.size(); ++i)
      own.row(Eigen::Index(i)) = heat.row(Eigen::Index(group.members[i]));
    const Eigen::MatrixXd through = slopes.felt * slopes.inner.partialPivLu().solve(own);
    for (std::size_t i = 0; i < group.neighbours.size(); ++i)
      heat.row(Eigen::Index(group.neighbours[i])) -= through.row(Eigen::Index(i));
  }
}

Eigen::MatrixXd NetworkSystem::follow(const Eigen::MatrixXd& heat,
                                      const Eigen::MatrixXd& state_slopes) const {
  const Parts& p = *parts_;
  Eigen::MatrixXd result = Eigen::MatrixXd::Zero(Eigen::Index(p.network.nodes().size()), state_slopes.cols());
  const auto row_of = [&](std::size_t unknown) { return Eigen::Index(p.node_of[unknown]); };
  for (std::size_t s = 0; s < p.states; ++s)
    result.row(row_of(s)) = p.melt_slope[s] * state_slopes.row(Eigen::Index(s));
  for (const Parts::Group& group : p.groups) {
    const Parts::GroupSlopes slopes = p.slopes_of(group);
    Eigen::MatrixXd right(Eigen::Index(group.members.size()), state_slopes.cols()),
        around(Eigen::Index(group.neighbours.size()), state_slopes.cols());
    for (std::size_t i = 0; i < group.members.size(); ++i)
      right.row(Eigen::Index(i)) = heat.row(Eigen::Index(group.members[i]));
    for (std::size_t i = 0; i < group.neighbours.size(); ++i)
      around.row(Eigen::Index(i)) = result.row(row_of(group.neighbours[i]));
    const Eigen::MatrixXd own = -slopes.inner.partialPivLu().solve(right + slopes.feels * around);
    for (std::size_t i = 0; i < group.members.size(); ++i)
      result.row(row_of(group.members[i])) = own.row(Eigen::Index(i));
  }
  return result;
}

}  // namespace sunrack
