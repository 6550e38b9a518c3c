#pragma once

#include <optional>
#include <string>

#include "physics/constants.h"
#include "physics/power/solar_cell.h"

namespace sunrack {

/// How a wing is built. Defaults: a flexible two-wing array that can be bought in 2026; each with its source.
struct SolarArrayTechnology {
  std::string cell = "silicon-heterojunction";  ///< key of the cell catalogue
  double packing = 0.90;                        ///< [-] cell area over wing area; blanket arrays (recalled)
  double wiring_efficiency = 0.97;              ///< [-] harness, diodes, mismatch of the wing (recalled)
  double tracking_efficiency = 0.98;            ///< [-] of maximum-power tracking (recalled 0.98..0.99)
  double pointing_error =
      2 * constants::pi / 180;  ///< [rad] of the normal from the Sun; 2 degrees (recalled)
  /// [-] power that *remains* at end of life after all that does not go by the year: failed strings,
  /// ultraviolet, contamination; 0.966 [0.93..0.99] (technology survey, derived)
  double other_remaining_power = 0.966;
  /// [1/year] in place of the computed radiation damage
  std::optional<double> degradation_per_year = std::nullopt;
  double substrate_areal_mass = 0.45;  ///< [kg/m^2] blanket or panel under the cells, harness (recalled)
  /// [kg/m^2] booms, canister, yoke, drive; 1.1 makes a silicon wing 2.2 [1.3..3.0], as 220 W/m^2 over 100
  /// W/kg (derived); roll-out wings of the station in all: 340 kg / 114 m^2 = 3.0 (mass recalled)
  double structure_areal_mass = 1.1;
  double emissivity_back = 0.85;  ///< [-] bare graphite-epoxy or polyimide, 0.75..0.90 (Gilmore, recalled)
  /// [-] solar, of the back and of the gaps between the cells; bare graphite-epoxy 0.93 (Gilmore, recalled)
  double absorptance_back = 0.93;
  double wing_aspect_ratio = 3;  ///< [-] span over chord of each wing; roll-out wing 19 m x 6 m (read)
  double root_offset = 2;        ///< [m] from the satellite's centre to a wing's inner edge (assumption)
  /// [W/kg] of wing at beginning of life; in place of the areal masses
  std::optional<double> specific_power = std::nullopt;
  /// [W/m^2] of wing at work at beginning of life; in place of the computed one
  std::optional<double> bol_flux = std::nullopt;
};

/// What one square metre of wing does in given light.
struct SolarArrayState {
  double flux = 0;              ///< [W/m^2] of wing, at the array's output: after wiring and tracking
  double cell_temperature = 0;  ///< [K]
  double efficiency = 0;        ///< [-] of the cells, at their maximum-power point, degradation included
  double absorbed = 0;          ///< [W/m^2] sunlight and infrared, both faces
  double balance_residual = 0;  ///< [W/m^2] absorbed - emitted - flux
};

/// Two equal flat wings on either side of the satellite.
struct SolarArray {
  double area = 0;                      ///< [m^2] of all wings, one face
  double mass = 0;                      ///< [kg]
  double power_bol = 0;                 ///< [W] at the array's output, beginning of life
  double power_eol = 0;                 ///< [W] end of life: what was asked for
  double end_of_life_factor = 0;        ///< [-] remaining power at constant temperature
  double flux_bol = 0;                  ///< [W/m^2] power_bol / area
  double flux_eol = 0;                  ///< [W/m^2] power_eol / area
  double cell_temperature = 0;          ///< [K] at work at end of life
  double cell_temperature_bol = 0;      ///< [K] at work at beginning of life: cooler, more is carried away
  double efficiency_operating = 0;      ///< [-] of the cells at work at end of life
  double open_circuit_temperature = 0;  ///< [K] if nothing is drawn
  double back_temperature = 0;          ///< [K] of the back face at work, end of life: that of the cells
  double absorbed_heat = 0;             ///< [W] sunlight and infrared absorbed by all wings, both faces
  double balance_residual = 0;          ///< [W] absorbed - emitted - power_eol
  double specific_power_bol = 0;        ///< [W/kg] power_bol / mass
  double areal_mass = 0;                ///< [kg/m^2] mass / area
  int wings = 0;                        ///< [-]
  double span = 0;                      ///< [m] of one wing, away from the satellite
  double chord = 0;                     ///< [m] of one wing
  double tip_to_tip = 0;                ///< [m] both wings and what is between them
  double inertia_span_axis = 0;    ///< [kg m^2] about the yoke axis, along the span through the wings' middle
  double inertia_chord_axis = 0;   ///< [kg m^2] about the axis along the chord through the satellite's centre
  double inertia_normal_axis = 0;  ///< [kg m^2] about the wings' normal through the satellite's centre
};

/// [-] what radiation leaves times other_remaining_power. Radiation leaves (1 - yearly rate)^years where the
/// technology gives a rate; else `after_radiation` [-], computed from the orbit's displacement damage; where
/// no orbit is known, the years at the cell's own rate. `life` [s].
double end_of_life_factor(double life, const SolarArrayTechnology& technology, const SolarCell& cell,
                          std::optional<double> after_radiation = std::nullopt);

/// The wing in any light, with a `remaining` fraction [-] of its first power. The pointing error takes its
/// cosine from the direct sunlight. All that is not delivered (tracking, wiring) stays in the wing as heat,
/// so that absorbed = emitted + flux. Overrides of the technology are not used here.
/// @throws ModelError beyond the cell's linear range
SolarArrayState solar_array_state(const SolarArrayTechnology& technology, const SolarCell& cell,
                                  const WingIrradiance& irradiance, double remaining);

/// The array that still gives `power_eol` [W] at its output after `life` [s] in the given light. Beginning
/// and end of life each have their own temperature: a degraded cell carries less away and is warmer. With
/// `bol_flux` given, the area is (power_eol / end_of_life_factor) / bol_flux and the temperature is that of a
/// wing giving that flux.
/// @throws std::invalid_argument, ModelError if there is no direct sunlight, or more is asked than the wing
/// absorbs
SolarArray size_solar_array(double power_eol, double life, const SolarArrayTechnology& technology,
                            const SolarCell& cell, const WingIrradiance& sizing_irradiance,
                            std::optional<double> after_radiation = std::nullopt);

}  // namespace sunrack
