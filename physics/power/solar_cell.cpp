#include "physics/power/solar_cell.h"

#include <algorithm>
#include <cmath>

#include "physics/constants.h"
#include "physics/require.h"

namespace sunrack {

namespace {

void require_fraction(const char* name, double value) {
  require(value >= 0 && value <= 1, name, value, "must be between 0 and 1 [-]");
}

void require_flux(const char* name, double value) {
  require(std::isfinite(value) && value >= 0, name, value, "must not be negative [W/m^2]");
}

void require_wing(const SolarCell& cell, const WingSurface& surface, const WingIrradiance& irradiance) {
  require_fraction("SolarCell: efficiency", cell.efficiency);
  require_fraction("SolarCell: absorptance", cell.absorptance);
  require_fraction("SolarCell: emissivity_front", cell.emissivity_front);
  require_fraction("WingSurface: packing", surface.packing);
  require_fraction("WingSurface: emissivity_back", surface.emissivity_back);
  require_fraction("WingSurface: absorptance_back", surface.absorptance_back);
  require_fraction("WingSurface: absorptance_gaps", surface.absorptance_gaps);
  require_fraction("WingSurface: power_factor", surface.power_factor);
  require(cell.emissivity_front + surface.emissivity_back > 0, "WingSurface: emissivity of both faces", 0,
          "one of the faces must emit");
  require_flux("WingIrradiance: front_solar", irradiance.front_solar);
  require_flux("WingIrradiance: back_solar", irradiance.back_solar);
  require_flux("WingIrradiance: front_infrared", irradiance.front_infrared);
  require_flux("WingIrradiance: back_infrared", irradiance.back_infrared);
  require_flux("WingIrradiance: front_direct", irradiance.front_direct);
  // The direct part is a summand of front_solar: equal up to rounding.
  require(irradiance.front_direct <= irradiance.front_solar * (1 + 1e-12), "WingIrradiance: front_direct",
          irradiance.front_direct, "is a part of front_solar and cannot exceed it [W/m^2]");
}

void require_linear_cell(const SolarCell& cell) {
  require(cell.reference_temperature > 0, "SolarCell: reference_temperature", cell.reference_temperature,
          "must be positive [K]");
  require(std::isfinite(cell.temperature_coefficient) && cell.temperature_coefficient <= 0,
          "SolarCell: temperature_coefficient", cell.temperature_coefficient, "must not be positive [1/K]");
  require(cell.maximum_temperature > 0, "SolarCell: maximum_temperature", cell.maximum_temperature,
          "must be positive [K]");
}

/// [W/(m^2 K^4)] of both faces.
double emission_factor(const SolarCell& cell, const WingSurface& surface) {
  return (cell.emissivity_front + surface.emissivity_back) * constants::stefan_boltzmann;
}

double absorbed_flux(const SolarCell& cell, const WingSurface& surface, const WingIrradiance& irradiance) {
  const double front = cell.absorptance * surface.packing + surface.absorptance_gaps * (1 - surface.packing);
  return front * irradiance.front_solar + surface.absorptance_back * irradiance.back_solar +
         cell.emissivity_front * irradiance.front_infrared +
         surface.emissivity_back * irradiance.back_infrared;
}

double fourth_root(double x) { return std::sqrt(std::sqrt(x)); }

/// The largest T with emission T^4 + power (1 + c (T - reference)) = absorbed, c <= 0. The left side is
/// convex, so Newton's steps from the right of that root fall onto it without ever passing it.
double balance_temperature(double emission, double power, const SolarCell& cell, double absorbed) {
  const double slope = power * cell.temperature_coefficient;
  const double lowest = std::cbrt(-slope / (4 * emission));  // where the left side is least
  double temperature = std::max(fourth_root(absorbed / emission), 2 * lowest);
  for (int step = 0; step < 60; ++step) {
    const double cubed = temperature * temperature * temperature;
    const double excess = emission * cubed * temperature + power +
                          slope * (temperature - cell.reference_temperature) - absorbed;
    const double next = temperature - excess / (4 * emission * cubed + slope);
    if (!(next > lowest)) break;
    const bool settled =
        std::abs(next - temperature) <= 1e-15 * temperature || (step > 0 && next >= temperature);
    temperature = next;
    if (settled) return temperature;
  }
  throw ModelError(
      fmt::format("wing_operating_point: no steady temperature: {} absorbs {:.6g} W/m^2 and would turn "
                  "{:.6g} W/m^2 into power at {:.6g} K",
                  cell.name, absorbed, power, cell.reference_temperature));
}

}  // namespace

WingOperatingPoint wing_operating_point(const SolarCell& cell, const WingSurface& surface,
                                        const WingIrradiance& irradiance) {
  require_wing(cell, surface, irradiance);
  require_linear_cell(cell);
  require(cell.efficiency <= cell.absorptance, "SolarCell: efficiency", cell.efficiency,
          "must not exceed the absorptance [-]");
  const double emission = emission_factor(cell, surface);
  WingOperatingPoint point;
  point.absorbed = absorbed_flux(cell, surface, irradiance);
  const double current_making = irradiance.front_direct * surface.packing;
  const double reference_power = current_making * surface.power_factor * cell.efficiency;
  if (reference_power == 0) {
    point.temperature = fourth_root(point.absorbed / emission);
  } else {
    point.temperature = balance_temperature(emission, reference_power, cell, point.absorbed);
    if (point.temperature > cell.maximum_temperature || point.temperature < cell.minimum_temperature) {
      throw ModelError(
          fmt::format("wing_operating_point: {} would be at {:.5g} K; its efficiency is known from {:.5g} to "
                      "{:.5g} K",
                      cell.name, point.temperature, cell.minimum_temperature, cell.maximum_temperature));
    }
    point.efficiency = surface.power_factor * cell.efficiency *
                       (1 + cell.temperature_coefficient * (point.temperature - cell.reference_temperature));
    point.power_density = current_making * point.efficiency;
  }
  const double squared = point.temperature * point.temperature;
  point.balance_residual = point.absorbed - emission * squared * squared - point.power_density;
  return point;
}

double wing_absorbed_flux(const SolarCell& cell, const WingSurface& surface,
                          const WingIrradiance& irradiance) {
  require_wing(cell, surface, irradiance);
  return absorbed_flux(cell, surface, irradiance);
}

double wing_temperature(const SolarCell& cell, const WingSurface& surface, const WingIrradiance& irradiance,
                        double extracted) {
  const double absorbed = wing_absorbed_flux(cell, surface, irradiance);
  require_flux("wing_temperature: extracted", extracted);
  if (extracted > absorbed) {
    throw ModelError(
        fmt::format("wing_temperature: {:.6g} W/m^2 extracted, but the wing absorbs only {:.6g} W/m^2",
                    extracted, absorbed));
  }
  return fourth_root((absorbed - extracted) / emission_factor(cell, surface));
}

double wing_open_circuit_temperature(const SolarCell& cell, const WingSurface& surface,
                                     const WingIrradiance& irradiance) {
  return wing_temperature(cell, surface, irradiance, 0);
}

}  // namespace sunrack
