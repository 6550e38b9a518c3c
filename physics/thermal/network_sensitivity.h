#pragma once

#include <Eigen/Core>
#include <span>
#include <string>
#include <vector>

#include "physics/thermal/network_steady.h"
#include "physics/thermal/network_system.h"

namespace sunrack {

enum class ParameterKind {
  conductor,          ///< GL, GR or m cp of one conductor
  load,               ///< [W] of one load; of one that is a function of time: a constant watt more
  heater_power,       ///< [W]
  capacity,           ///< [J/K] of a diffusive node
  boundary,           ///< [K] of a boundary; of one that is a function of time: a constant kelvin more
  start_temperature,  ///< [K] of a diffusive node
};

/// A number of the network that temperatures may depend on.
struct NetworkParameter {
  ParameterKind kind = ParameterKind::conductor;
  std::size_t index = 0;  ///< in conductors(), loads(), heaters() or nodes()
};

std::string parameter_name(const ThermalNetwork& network, const NetworkParameter& parameter);
std::string parameter_unit(const ThermalNetwork& network, const NetworkParameter& parameter);
double parameter_value(const ThermalNetwork& network, const NetworkParameter& parameter);
/// @throws std::invalid_argument unless it is a parameter of this network
void require_parameter(const ThermalNetwork& network, const NetworkParameter& parameter);

/// d(rate)/d(parameter) [K/s/unit] of each state, at constant x: one column for each parameter.
void rate_slopes(NetworkSystem& system, double time, std::span<const double> x,
                 std::span<const NetworkParameter> parameters, Eigen::MatrixXd& slopes);

/// d(temperature)/d(parameter) [K/unit] of every node, from those of the states (one column each).
Eigen::MatrixXd temperature_slopes(NetworkSystem& system, double time, std::span<const double> x,
                                   std::span<const NetworkParameter> parameters,
                                   const Eigen::MatrixXd& state_slopes);

/// d(temperature)/d(parameter) [K/unit] of every node in a steady state.
std::vector<double> steady_slopes(NetworkSystem& system, const NetworkSteady& steady,
                                  const NetworkParameter& parameter, double time = 0);

}  // namespace sunrack
