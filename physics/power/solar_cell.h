#pragma once

#include <string>
#include <vector>

namespace sunrack {

/// A space solar cell with its cover, at beginning of life.
struct SolarCell {
  std::string name;                    ///< catalogue key, for example "triple-junction"
  double efficiency = 0;               ///< [-] AM0, at the reference temperature, at maximum power
  double reference_temperature = 0;    ///< [K]
  double temperature_coefficient = 0;  ///< [1/K] relative change of efficiency, not positive
  double absorptance = 0;              ///< [-] solar, open circuit
  double emissivity_front = 0;         ///< [-] of cover and gaps alike
  double areal_mass = 0;               ///< [kg/m^2] cell and coverglass and adhesive
  double cover_areal_mass = 0;         ///< [kg/m^2] of that, coverglass and adhesive: they shield the cell
  double degradation_per_year = 0;     ///< [1/year] yearly loss of power in low orbit where no orbit is known
  double minimum_temperature = 0;      ///< [K] of validity of the linear coefficient
  double maximum_temperature = 0;      ///< [K] of validity of the linear coefficient
  bool estimate = false;               ///< true: no flight product; figures are estimates
  std::string source;
};

const std::vector<SolarCell>& solar_cell_catalogue();
const SolarCell& solar_cell(
    const std::string& name);  ///< @throws std::invalid_argument naming the nearest and listing all

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
  double temperature = 0;  ///< [K]
  double efficiency = 0;   ///< [-] of a cell at that temperature, power factor included; 0 without direct Sun
  double power_density = 0;     ///< [W/m^2] of wing, at the cells' terminals
  double absorbed = 0;          ///< [W/m^2] sunlight and infrared, both faces
  double balance_residual = 0;  ///< [W/m^2] absorbed - emitted - extracted
};

struct WingSurface {
  double packing = 1;           ///< [-] cell area over wing area
  double emissivity_back = 0;   ///< [-]
  double absorptance_back = 0;  ///< [-] solar
  double absorptance_gaps = 0;  ///< [-] solar, between the cells
  double power_factor = 1;      ///< [-] remaining power (end of life), multiplies the efficiency
};

/// One temperature for the whole wing (no drop from cell to back). Efficiency is linear in temperature.
/// Albedo on the cell side makes heat but, conservatively, no power. What is not extracted stays in the wing
/// as heat.
///   absorbed = (alpha packing + alpha_gaps (1 - packing)) front_solar + alpha_back back_solar + eps_f IR_f +
///   eps_b IR_b absorbed = (eps_f + eps_b) sigma T^4 + front_direct packing power_factor eta_ref (1 + c (T -
///   T_ref))
/// @throws ModelError if the cells make current at a temperature outside their linear range
/// @throws std::invalid_argument if the cell would turn into power more than it absorbs
WingOperatingPoint wing_operating_point(const SolarCell& cell, const WingSurface& surface,
                                        const WingIrradiance& irradiance);

/// [W/m^2] of wing, absorbed by both faces.
double wing_absorbed_flux(const SolarCell& cell, const WingSurface& surface,
                          const WingIrradiance& irradiance);
/// [K] of a wing from which `extracted` [W/m^2 of wing] of the absorbed flux is taken away, whatever the
/// cells do.
/// @throws ModelError if more is extracted than is absorbed
double wing_temperature(const SolarCell& cell, const WingSurface& surface, const WingIrradiance& irradiance,
                        double extracted);
/// The same at open circuit: nothing extracted. [K]
double wing_open_circuit_temperature(const SolarCell& cell, const WingSurface& surface,
                                     const WingIrradiance& irradiance);

}  // namespace sunrack
