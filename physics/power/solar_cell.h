#pragma once

#include <string>
#include <vector>

namespace sunrack {

/// A space solar cell with its cover, at beginning of life.
struct SolarCell {
  std::string name;                      ///< catalogue key, for example "triple-junction"
  double efficiency = 0;                 ///< [-] AM0, at the reference temperature, at maximum power
  double reference_temperature = 0;      ///< [K]
  double temperature_coefficient = 0;    ///< [1/K] relative change of efficiency, negative
  double absorptance = 0;                ///< [-] solar, open circuit
  double emissivity_front = 0;           ///< [-]
  double areal_mass = 0;                 ///< [kg/m^2] cell and coverglass and adhesive
  double degradation_per_year = 0;       ///< [1/year] default yearly loss of power in low orbit
  double maximum_temperature = 0;        ///< [K] of validity of the linear coefficient
  bool estimate = false;                 ///< true: no flight product; figures are estimates
  std::string source;
};

const std::vector<SolarCell>& solar_cell_catalogue();
const SolarCell& solar_cell(const std::string& name);  ///< @throws std::invalid_argument naming the nearest and listing all

/// What falls on the two faces of a wing.
struct WingIrradiance {
  double front_solar = 0;     ///< [W/m^2] direct Sun, with the cosine, and albedo on the cell side
  double back_solar = 0;      ///< [W/m^2] on the back
  double front_infrared = 0;  ///< [W/m^2]
  double back_infrared = 0;   ///< [W/m^2]
  double front_direct = 0;    ///< [W/m^2] the part of front_solar that makes current (direct Sun)
};

/// Temperature and power of a wing, solved together: absorbed = emitted by both faces + extracted.
struct WingOperatingPoint {
  double temperature = 0;    ///< [K]
  double efficiency = 0;     ///< [-] of a cell at that temperature
  double power_density = 0;  ///< [W/m^2] of wing, at the cells' terminals
  double balance_residual = 0;  ///< [W/m^2] absorbed - emitted - extracted
};

struct WingSurface {
  double packing = 1;            ///< [-] cell area over wing area
  double emissivity_back = 0;    ///< [-]
  double absorptance_back = 0;   ///< [-] solar
  double absorptance_gaps = 0;   ///< [-] solar, between the cells
  double power_factor = 1;       ///< [-] remaining power (end of life), multiplies the efficiency
};

/// @throws ModelError if the temperature is beyond the cell's linear range
WingOperatingPoint wing_operating_point(const SolarCell& cell, const WingSurface& surface, const WingIrradiance& irradiance);
/// The same at open circuit: nothing extracted.
double wing_open_circuit_temperature(const SolarCell& cell, const WingSurface& surface, const WingIrradiance& irradiance);

}  // namespace sunrack
