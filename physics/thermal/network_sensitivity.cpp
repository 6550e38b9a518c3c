#include "physics/thermal/network_sensitivity.h"

#include <fmt/format.h>

#include <Eigen/LU>
#include <algorithm>
#include <cmath>
#include <stdexcept>

#include "physics/require.h"

namespace sunrack {

namespace {

std::size_t count_of(const ThermalNetwork& n, ParameterKind kind) {
  switch (kind) {
    case ParameterKind::conductor:
      return n.conductors().size();
    case ParameterKind::load:
      return n.loads().size();
    case ParameterKind::heater_power:
      return n.heaters().size();
    default:
      return n.nodes().size();
  }
}

}  // namespace

void require_parameter(const ThermalNetwork& n, const NetworkParameter& p) {
  if (p.index >= count_of(n, p.kind))
    throw std::invalid_argument(
        fmt::format("network '{}': parameter number {} is beyond what there is", n.name(), p.index));
  if (p.kind != ParameterKind::capacity && p.kind != ParameterKind::boundary &&
      p.kind != ParameterKind::start_temperature)
    return;
  const NetworkNode& node = n.nodes()[p.index];
  const NodeKind needed = p.kind == ParameterKind::boundary ? NodeKind::boundary : NodeKind::diffusive;
  if (node.kind != needed)
    throw std::invalid_argument(fmt::format("{}: is not a parameter, '{}' is not a {} node",
                                            parameter_name(n, p), node.name,
                                            needed == NodeKind::boundary ? "boundary" : "diffusive"));
}

std::string parameter_name(const ThermalNetwork& n, const NetworkParameter& p) {
  switch (p.kind) {
    case ParameterKind::conductor: {
      const Conductor& c = n.conductors()[p.index];
      const char* what = c.kind == ConductorKind::linear      ? "GL"
                         : c.kind == ConductorKind::radiative ? "GR"
                                                              : "flow";
      return fmt::format("{} '{}' - '{}'", what, n.nodes()[c.a.index].name, n.nodes()[c.b.index].name);
    }
    case ParameterKind::load:
      return "load '" + n.loads()[p.index].name + "'";
    case ParameterKind::heater_power:
      return "power of heater '" + n.heaters()[p.index].name + "'";
    case ParameterKind::capacity:
      return "capacity of '" + n.nodes()[p.index].name + "'";
    case ParameterKind::boundary:
      return "temperature of boundary '" + n.nodes()[p.index].name + "'";
    default:
      return "start temperature of '" + n.nodes()[p.index].name + "'";
  }
}

std::string parameter_unit(const ThermalNetwork& n, const NetworkParameter& p) {
  switch (p.kind) {
    case ParameterKind::conductor:
      return n.conductors()[p.index].kind == ConductorKind::radiative ? "m2" : "W/K";
    case ParameterKind::load:
    case ParameterKind::heater_power:
      return "W";
    case ParameterKind::capacity:
      return "J/K";
    default:
      return "K";
  }
}

double parameter_value(const ThermalNetwork& n, const NetworkParameter& p) {
  switch (p.kind) {
    case ParameterKind::conductor:
      return n.conductors()[p.index].value;
    case ParameterKind::load:
      return n.loads()[p.index].power;
    case ParameterKind::heater_power:
      return n.heaters()[p.index].power;
    case ParameterKind::capacity:
      return n.nodes()[p.index].capacity;
    default:
      return n.nodes()[p.index].temperature;
  }
}

void rate_slopes(NetworkSystem& system, double time, std::span<const double> x,
                 std::span<const NetworkParameter> parameters, Eigen::MatrixXd& slopes) {
  const std::size_t states = system.state_size();
  Eigen::MatrixXd heat = system.heat_parameter_slopes(time, x, parameters);
  system.eliminate(heat);
  std::vector<double> rate(states);
  for (std::size_t p = 0; p < parameters.size(); ++p) {
    for (std::size_t s = 0; s < states; ++s)
      slopes(Eigen::Index(s), Eigen::Index(p)) =
          heat(Eigen::Index(s), Eigen::Index(p)) / system.capacities()[s];
    if (parameters[p].kind != ParameterKind::capacity) continue;
    const std::size_t s = system.state_of({parameters[p].index});
    system.rate(time, x, rate);
    slopes(Eigen::Index(s), Eigen::Index(p)) -= rate[s] / system.capacities()[s];
  }
}

Eigen::MatrixXd temperature_slopes(NetworkSystem& system, double time, std::span<const double> x,
                                   std::span<const NetworkParameter> parameters,
                                   const Eigen::MatrixXd& state_slopes) {
  const Eigen::MatrixXd heat = system.heat_parameter_slopes(time, x, parameters);
  Eigen::MatrixXd result = system.follow(heat, state_slopes);
  for (std::size_t p = 0; p < parameters.size(); ++p)
    if (parameters[p].kind == ParameterKind::boundary)
      result(Eigen::Index(parameters[p].index), Eigen::Index(p)) = 1;
  return result;
}

std::vector<double> steady_slopes(NetworkSystem& system, const NetworkSteady& steady,
                                  const NetworkParameter& parameter, double time) {
  require_parameter(system.network(), parameter);
  system.average_heaters(true);
  const std::size_t unknowns = system.unknowns();
  std::vector<double> values(system.heat_pattern().entries());
  system.heat_slopes(time, steady.temperatures, values);
  Eigen::MatrixXd heat = system.heat_parameter_slopes_at(time, steady.temperatures, {&parameter, 1});
  system.average_heaters(false);
  SparseSolver solver(system.heat_pattern());
  if (!solver.factorise(values))
    throw ModelError("network '" + system.network().name() + "': the steady state does not fix its slopes");
  heat *= -1;
  solver.solve({heat.data(), unknowns});
  std::vector<double> result(steady.temperatures.size(), 0);
  for (std::size_t u = 0; u < unknowns; ++u) result[system.node_of_unknown(u)] = heat(Eigen::Index(u), 0);
  if (parameter.kind == ParameterKind::boundary) result[parameter.index] = 1;
  return result;
}

}  // namespace sunrack
