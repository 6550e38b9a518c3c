#pragma once

#include <vector>

#include "physics/radiation/shielding.h"
#include "satellite/spec.h"

namespace sunrack {

/// What stands about the box of the computers, seen from a board in it: sizes and kilograms of the sized
/// satellite. The frame is that of the pictures (satellite/satellite_picture.h): wings in the plane x = 0
/// along y, the box behind them, the panel behind the box in the plane z = 0.
struct OwnMass {
  double panel_width = 0;           ///< [m] of the radiator, along y
  double panel_height = 0;          ///< [m] away from the box, along -x
  double panel_areal_mass = 0;      ///< [kg/m^2] with coolant
  double wing_root = 0;             ///< [m] from the satellite's centre to a wing's inner edge
  double wing_span = 0;             ///< [m] of one wing
  double wing_chord = 0;            ///< [m]
  double wing_areal_mass = 0;       ///< [kg/m^2]
  double structure_areal_mass = 0;  ///< [kg/m^2] of aluminium about the box besides its wall
};

/// [kg/m^2] of a panel of structure at the most, two face sheets of 0.75 mm (recalled): what structure weighs
/// beyond it stands as frames and booms elsewhere.
inline constexpr double most_structure_areal_mass = 4;

/// The sphere of directions from a board at the box's rear wall, a quarter of the edge above the panel's
/// plane: half of them go through its cold plate and the other computers (their mass over the box's
/// cross-section), some of these through a wing behind; the other half through the wall and the structure,
/// and where it stands through the radiator's panel, at its mean slant in three classes (below 2, 2 to 5,
/// above).
std::vector<ShieldSector> own_mass_sectors(const SatelliteSpec& spec, double thickness, const OwnMass& mass);

}  // namespace sunrack
