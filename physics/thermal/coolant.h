#pragma once

#include <span>
#include <string>
#include <vector>

namespace sunrack {

/// Properties of a liquid coolant at one temperature.
struct CoolantState {
  double density = 0;              ///< [kg/m^3]
  double specific_heat = 0;        ///< [J/(kg K)]
  double conductivity = 0;         ///< [W/(m K)]
  double viscosity = 0;            ///< [Pa s]
  double saturation_pressure = 0;  ///< [Pa]; 0 where the source has none (glycol mixtures)
};

/// A liquid with tabulated properties; immutable, shared, safe to use from any thread.
class Coolant {
 public:
  /// One of coolant_names(); @throws std::invalid_argument naming the nearest and listing all.
  static const Coolant& named(const std::string& name);

  /// Liquid properties at a temperature [K], monotone cubic between the table's rows (log for viscosity and
  /// pressure). Pure fluids: liquid on its saturation line; the others: incompressible liquid, whatever its
  /// pressure.
  /// @throws ModelError outside [minimum_temperature, maximum_temperature], naming the limit that was crossed
  CoolantState at(double temperature) const;

  /// [J/kg] heat that warms the liquid from one temperature to another [K]: the exact integral of the
  /// specific heat's curve. @throws ModelError outside the range of use
  double enthalpy_rise(double from, double to) const;

  /// [K] at which the liquid boils under a pressure [Pa].
  /// @throws ModelError where the source has no saturation pressure, or outside the range of temperatures
  double saturation_temperature(double pressure) const;

  const std::string& name() const;
  double freezing_temperature() const;  ///< [K] freezing or triple point; 0 where the source has none
  double critical_temperature() const;  ///< [K]; NaN-free: 0 where the source has none
  double minimum_temperature() const;   ///< [K] of use: freezing point or first row of the table
  double maximum_temperature() const;   ///< [K] of use: last row, at least 20 K below the critical point
  double maximum_pressure() const;      ///< [Pa] saturation at maximum_temperature; 0 where unknown

  /// [K] of the rows of the table, ascending; they may reach beyond the temperatures of use. Between rows all
  /// properties are smooth.
  std::span<const double> table_temperatures() const;

  struct Table;  ///< what the catalogue holds
  explicit Coolant(const Table& table) : table_(&table) {}

 private:
  [[noreturn]] void refuse(double temperature) const;

  const Table* table_;
};

/// The names that Coolant::named knows.
std::vector<std::string> coolant_names();

struct CoolantDescription {
  std::string name;
  std::string text;  ///< one line: limits in K and degC, source, what to beware of
};

std::vector<CoolantDescription> coolant_catalogue();

}  // namespace sunrack
