#include "satellite/radiation_cells.h"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "physics/require.h"
#include "physics/units.h"

namespace sunrack {

using namespace units;

namespace {

constexpr double MeV_per_g = 1_MeV / 1e-3;  // [J/kg]

}  // namespace

std::vector<CellRemains> cell_remains(const RadiationEnvironment& outside, const CellShield& shield) {
  std::vector<CellRemains> cells;
  for (const CellDamageLaw& law : cell_damage_law_catalogue()) {
    CellRemains cell{.name = law.name, .estimate = law.estimate, .dose = damage_dose(outside, law, shield)};
    cell.electrons = equivalent_electron_fluence(law, cell.dose.total());
    try {
      cell.remaining = remaining_power(law, cell.dose.total());
    } catch (const ModelError&) {  // the law ends: nothing is told
    }
    cells.push_back(std::move(cell));
  }
  return cells;
}

nlohmann::ordered_json cells_json(const std::vector<CellRemains>& cells) {
  nlohmann::ordered_json json = nlohmann::ordered_json::object();
  for (const CellRemains& cell : cells) {
    auto& one = json[cell.name];
    if (cell.remaining)
      one["remaining_power"] = *cell.remaining;
    else
      one["remaining_power"] = nullptr;
    one["damage_dose_MeV_per_g"] = cell.dose.total() / MeV_per_g;
    one["equivalent_1_MeV_electrons_per_cm2"] = cell.electrons / 1_per_cm2;
    one["estimate"] = cell.estimate;
  }
  return json;
}

std::string cells_text(const std::vector<CellRemains>& cells) {
  std::string text = fmt::format("\n{:<28}{:>14}{:>22}{:>22}\n", "Solar cells at the end", "power left",
                                 "damage dose [MeV/g]", "1 MeV electrons/cm2");
  for (const CellRemains& cell : cells)
    text += fmt::format("  {:<26}{:>14}{:>22.3g}{:>22.3g}{}\n", cell.name,
                        cell.remaining ? fmt::format("{:.1f} %", *cell.remaining * 100) : "below 20 %",
                        cell.dose.total() / MeV_per_g, cell.electrons / 1_per_cm2,
                        cell.estimate ? "  estimate" : "");
  return text;
}

}  // namespace sunrack
