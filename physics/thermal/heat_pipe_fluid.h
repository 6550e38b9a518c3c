#pragma once

#include <optional>
#include <string>
#include <vector>

namespace sunrack {

class HeatPipeFluid;

/// A working fluid on its saturation line.
struct HeatPipeFluidState {
  double temperature = 0;          ///< [K]
  double pressure = 0;             ///< [Pa]
  double liquid_density = 0;       ///< [kg/m^3]
  double vapour_density = 0;       ///< [kg/m^3]
  double latent_heat = 0;          ///< [J/kg]
  double liquid_conductivity = 0;  ///< [W/(m K)]
  double liquid_viscosity = 0;     ///< [Pa s]
  double vapour_viscosity = 0;     ///< [Pa s]
  double surface_tension = 0;      ///< [N/m]
  double heat_capacity_ratio = 0;  ///< [-] cp / cv of the vapour
  /// [W/m^2] that evaporators with axial grooves were seen to take with this fluid, of outer diameter times
  /// length; 0: none was found. The same at every temperature: it was measured near room temperature.
  double open_groove_flux = 0;
  /// Whose saturation line this is a place on, and must outlive it; none: the fluid is known at this
  /// temperature alone, and near it by Clausius and Clapeyron.
  const HeatPipeFluid* fluid = nullptr;
};

/// [W/m^2] figure of merit of the liquid, density x surface tension x latent heat / viscosity: what a wick
/// can carry, whatever the wick (Reay & Kew, Heat Pipes, ch. 3).
double figure_of_merit(const HeatPipeFluidState& state);

/// A working fluid with tabulated properties; immutable, shared, safe to use from any thread.
class HeatPipeFluid {
 public:
  /// One of heat_pipe_fluid_names(); @throws std::invalid_argument naming the nearest and listing all
  static const HeatPipeFluid& named(const std::string& name);

  /// Monotone cubic between the rows of the table (logarithms of pressure, vapour density and viscosities).
  /// @throws ModelError outside [minimum_temperature, maximum_temperature], naming the limit
  HeatPipeFluidState at(double temperature) const;

  /// [K] of a wall at which vapour embryos of this radius [m] grow in liquid that is `tension` [Pa] below the
  /// pressure of the vapour: p_sat(T) = p - tension + 2 sigma(T)/radius; at least that of the vapour. None
  /// where it is above the table.
  std::optional<double> nucleation_temperature(const HeatPipeFluidState& vapour, double radius,
                                               double tension) const;

  const std::string& name() const;
  double freezing_temperature() const;  ///< [K] triple point
  double critical_temperature() const;  ///< [K]
  double minimum_temperature() const;   ///< [K] triple point or first row with every property
  double maximum_temperature() const;   ///< [K] 20 K below the critical point

  struct Table;
  explicit HeatPipeFluid(const Table& table) : table_(&table) {}

 private:
  const Table* table_;
};

std::vector<std::string> heat_pipe_fluid_names();  ///< ammonia, propylene, water

}  // namespace sunrack
