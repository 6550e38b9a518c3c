#pragma once

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

  /// Liquid properties at a temperature [K], monotone cubic between the table's rows (log for viscosity and pressure).
  /// @throws ModelError outside [minimum_temperature, maximum_temperature], naming the limit that was crossed
  CoolantState at(double temperature) const;

  const std::string& name() const;
  double freezing_temperature() const;  ///< [K] freezing or triple point
  double critical_temperature() const;  ///< [K]; NaN-free: 0 where the source has none
  double minimum_temperature() const;   ///< [K] of use
  double maximum_temperature() const;   ///< [K] of use: at least 20 K below the critical point
  double maximum_pressure() const;      ///< [Pa] saturation at maximum_temperature; 0 where unknown
 private:
  struct Table;
  explicit Coolant(const Table& table);
  const Table* table_;
  friend struct CoolantCatalogue;
};

std::vector<std::string> coolant_names();

}  // namespace sunrack
