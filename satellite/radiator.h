#pragma once

#include <array>

#include "physics/thermal/radiator_panel.h"
#include "satellite/mission_environment.h"
#include "satellite/puncture_design.h"
#include "satellite/radiator_technology.h"
#include "satellite/spec.h"

namespace sunrack {

/// [kg/m^2] of planform, item by item.
struct RadiatorArealMass {
  double face_sheets = 0, core = 0, tubes = 0, coolant = 0, coating = 0, meteoroid_allowance = 0,
         deployment = 0;
  double total = 0;  ///< the sum, or the one that the spec gives
};

/// The panels that a satellite carries.
struct Radiator {
  RadiatorPanel panel;             ///< as sized, without the area margin
  RadiatorPanelGeometry geometry;  ///< that it was sized with, for a march along it
  RadiatorPanelOverrides overrides;
  std::array<RadiatorFace, 2> faces;
  double area = 0;    ///< [m^2] planform, with margin and what punctures may take
  double width = 0;   ///< [m] along the common edge with the array
  double height = 0;  ///< [m] along the tubes, away from the array
  double mass = 0;    ///< [kg] with the coolant in the tubes
  RadiatorArealMass areal_mass;
  double array_view_factor = 0;             ///< [-] from each face to the back of the array
  double array_temperature = 0;             ///< [K] of that back when it warms the panel
  std::optional<PunctureDesign> punctures;  ///< where the spec leaves them to be computed
  PuncturedPanel punctured;                 ///< that they were computed for
  double tube_stress = 0;                   ///< [Pa] hoop stress at the hottest coolant's saturation pressure
};

/// What the array's back does to the panel.
struct ArrayBack {
  double temperature = 0;  ///< [K]
  double emissivity = 0;   ///< [-]
  double chord = 0;        ///< [m] of a wing, across the panel's plane
};

/// [-] from one face of the panel to the half of the array that it sees: perpendicular rectangles with a gap.
double array_view_factor(const RadiatorSpec& spec, double panel_width, double panel_height,
                         double array_chord);

/// What one round of the fixed point hands to the next.
struct RadiatorRound {
  double area = 0;                       ///< [m^2] of the panel
  const PunctureRates* rates = nullptr;  ///< none where the allowance is given
  std::optional<int> losses;             ///< segments that may be lost: held after the first rounds
};

/// The panels that cool a mass flow [kg/s] from inlet to outlet [K] with both faces' loads, armoured and
/// enlarged against punctures. The armour is a sleeve: it does not change the heat's path.
/// @throws ModelError if no area is enough
Radiator size_radiator(double mass_flow, double inlet, double outlet, const Coolant& coolant,
                       const SatelliteSpec& satellite, const MissionEnvironment& environment,
                       const ArrayBack& array, const RadiatorRound& previous);

}  // namespace sunrack
