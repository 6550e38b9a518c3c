#pragma once

#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <vector>

#include "physics/radiation/displacement_damage.h"
#include "physics/radiation/environment.h"

namespace sunrack {

/// What the radiation of a mission leaves of one kind of solar cell.
struct CellRemains {
  std::string name;
  bool estimate = false;            ///< of the cell's law
  DamageDose dose;                  ///< [J/kg] in protons' equivalents
  double electrons = 0;             ///< [1/m^2] of 1 MeV that harm as much
  std::optional<double> remaining;  ///< [-] of its power; nothing where its law ends (below 0.2)
};
/// Every cell of the catalogue behind the same cover.
/// @throws std::invalid_argument for a bad environment or cover
std::vector<CellRemains> cell_remains(const RadiationEnvironment& outside, const CellShield& shield);

/// By name: remaining_power, damage_dose_MeV_per_g, equivalent_1_MeV_electrons_per_cm2, estimate.
nlohmann::ordered_json cells_json(const std::vector<CellRemains>& cells);
std::string cells_text(const std::vector<CellRemains>& cells);

}  // namespace sunrack
