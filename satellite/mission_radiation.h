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
/// microseconds. Against an orbit that is traced anew the dose is within 5 % where a year brings more than
/// 100 rad behind the shield, 12 % above 3 rad and 30 % below, as of the table itself
/// (tests/satellite/mission_radiation_test.cpp). The belts' models themselves are good to a factor of two.
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
