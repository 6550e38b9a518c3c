#pragma once

#include <array>
#include <memory>
#include <string>

#include "physics/radiation/displacement_damage.h"
#include "physics/radiation/dose.h"
#include "physics/radiation/environment.h"

namespace sunrack {

struct OrbitRadiation;  ///< reduced curves of one node of the table of circular orbits

/// The radiation of a mission on a circular orbit, reduced to what sizing asks: between four reduced nodes of
/// the table of circular orbits (physics/radiation/circular_orbits.h), log-linear in altitude and
/// inclination. A node is made once in the program, whoever asks first (some 30 ms), and shared; asking costs
/// microseconds. Against an orbit that is traced anew (tests/satellite/mission_radiation_test.cpp, and 28
/// orbits at both solar extremes): at sun-synchronous inclinations the dose behind 1 to 20 mm and the damage
/// dose are within 3 %; from 50 to 75 degrees the dose is within 13 % and the damage dose within 10 %, at
/// solar maximum 31 % at 425 km, where few solar protons come through the field. Below 1000 km and 50
/// degrees, where the belts' edge lies between two nodes, the dose is within 12 to 53 % (worst at 325 km and
/// 45 degrees and 525 km and 15 degrees), the damage dose within 56 %: trace those. The belts' models
/// themselves are good to a factor of two.
class MissionRadiation {
 public:
  /// `life` [s]; `cell` names a damage law; `factor` [-] multiplies every flux.
  /// @throws ModelError outside 200 to 1500 km; std::invalid_argument by name
  MissionRadiation(double altitude, double inclination, SolarCycle solar, double life,
                   const std::string& cell, double factor = 1);

  /// [Gy] over the mission at the centre of a solid sphere of aluminium [kg/m^2].
  DoseComponents dose(double aluminium) const;
  /// The same, each sector by its own materials. Sectors beyond the curve count at its ends.
  DoseComponents dose_behind(const std::vector<ShieldSector>& sectors) const;
  /// [kg/m^2] of aluminium that leaves `limit` [Gy]; 0.02 mm where that is enough. @throws ModelError if 50
  /// mm leave more
  double aluminium_for_dose(double limit) const;

  DamageDose damage(const CellShield& shield) const;       ///< [J/kg] over the mission
  double remaining_power(const CellShield& shield) const;  ///< [-] of the cell's

  /// [1/s] nominal mean rate of a memory of the catalogue, per bit, behind aluminium [kg/m^2] of 0.1 to 50
  /// mm.
  double upsets_per_bit(const std::string& memory, double aluminium) const;

 private:
  std::array<std::shared_ptr<const OrbitRadiation>, 4> nodes_;
  std::array<double, 4> weights_{};
  double years_ = 0;         ///< [years] of 365.25 days
  double solar_cycles_ = 0;  ///< [-] whole cycles' worth of active years
  double solar_years_ = 0;   ///< [years] active ones besides; 0: none
  double factor_ = 1;
  std::string cell_;
};

}  // namespace sunrack
