#pragma once

#include "physics/thermal/panel_field.h"

namespace sunrack {

/// What a kilogram of panel sheds where the fluid has one temperature: one pitch, resolved across.
struct PanelPitchQuestion {
  PanelBuild build = {};  ///< spacing and thickness of the sheets are replaced; `tubes` and `length` not used
  PanelFace face_a = {}, face_b = {};  ///< without maps
  double fluid_temperature = 0;        ///< [K]
  double resistance = 0;               ///< [K m/W] fluid to sheet
  PanelGrid grid = {.along = 1, .across_contact = 8, .across_fin = 32};
};
struct PanelPitch {
  double spacing = 0;         ///< [m]
  double thickness = 0;       ///< [m] of sheet a; sheet b keeps its proportion to it
  double net_flux = 0;        ///< [W/m^2] planform
  double areal_mass = 0;      ///< [kg/m^2] planform
  double specific_power = 0;  ///< [W/kg]
  double efficiency = 0;      ///< [-] of the flux of a sheet all at the fluid's temperature
};
/// @throws as solve_panel
PanelPitch panel_pitch(const PanelPitchQuestion& question, double spacing, double thickness);

struct PanelPitchRange {
  double least_spacing = 0, most_spacing = 0;      ///< [m]; the least at least the contact width
  double least_thickness = 0, most_thickness = 0;  ///< [m] of sheet a
};
struct PanelOptimum {
  PanelPitch best;
  /// The best lies at an end of the range: a wider one would do better.
  bool at_end_of_spacing = false, at_end_of_thickness = false;
};
/// The spacing and the thickness of most W/kg: Brent's method in their logarithms, one inside the other.
/// @throws std::invalid_argument for bad ranges or a panel without mass; ModelError where nothing is shed
PanelOptimum optimise_pitch(const PanelPitchQuestion& question, const PanelPitchRange& range);

}  // namespace sunrack
