#pragma once

#include <optional>
#include <string>
#include <vector>

#include "satellite/mission_radiation.h"
#include "satellite/own_mass.h"
#include "satellite/spec.h"

namespace sunrack {

/// The shield around the computers and what radiation does behind it.
struct ShieldDesign {
  double thickness = 0;               ///< [m]
  double areal_density = 0;           ///< [kg/m^2]
  double mass = 0;                    ///< [kg]
  double aluminium = 0;               ///< [kg/m^2] that stops the same protons
  DoseComponents dose;                ///< [Gy] over the mission at the centre of a solid sphere of the shield
  DoseComponents dose_in_box;         ///< [Gy] of a board at a wall, behind the satellite's own mass
  std::vector<ShieldSector> sectors;  ///< that it was counted with
  double dose_limit = 0;              ///< [Gy] of the chips
  double dose_margin = 0;             ///< [-] limit over dose (the sphere's)
  double upsets_per_bit = 0;          ///< [1/s] mean over the mission, of the spec's memory device
  double remaining_array = 1;         ///< [-] power of the cells after the mission's displacement damage
  double array_damage_dose = 0;       ///< [J/kg] in protons' equivalents
  bool array_factor_given = false;    ///< a yearly factor stood in the spec and was used in its place
};

/// Solar cycle, life and factor of the spec on its orbit.
MissionRadiation mission_radiation(const SatelliteSpec& spec, double inclination);

/// Thickness as given, or for the limit of dose.
/// @throws ModelError where 50 mm of aluminium leave more than the limit
ShieldDesign size_shield(const SatelliteSpec& spec, const MissionRadiation& radiation);

/// The dose in the box, once the parts about it are sized.
void add_own_mass(const SatelliteSpec& spec, const MissionRadiation& radiation, const OwnMass& mass,
                  ShieldDesign& shield);

/// What stands before and behind the array's cells: coverglass and adhesive; wafer and substrate, by mass.
CellShield cell_shield(const SatelliteSpec& spec);

/// A shield against what it costs: kilograms, and the computing that upsets take away.
struct ShieldChoice {
  double thickness = 0;      ///< [m]
  double mass = 0;           ///< [kg]
  double dose = 0;           ///< [Gy]
  double upset_rate = 0;     ///< [1/s] of `bits`
  double specific_mass = 0;  ///< [kg/W] of shield per watt of IT power
};
/// The lightest shield of the spec's material for a limit of dose [Gy] and one of upsets [1/s] among `bits`;
/// an absent limit does not count. @throws ModelError where 50 mm of aluminium are not enough
ShieldChoice lightest_shield(const SatelliteSpec& spec, const MissionRadiation& radiation,
                             std::optional<double> dose_limit, std::optional<double> upset_limit,
                             double bits);

}  // namespace sunrack
