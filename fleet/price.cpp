#include "fleet/price.h"

#include <cmath>

#include "physics/numerics/nearest_word.h"
#include "physics/require.h"

namespace sunrack {

const std::vector<Price>& price_catalogue() {
  // name, low, nominal, high, unit, year, source. "recalled": general knowledge, not read for this project.
  static const std::vector<Price> prices = {
      {"launch-2026", 600, 1600, 2940, "$/kg", 2026,
       "estimates for Starship; Falcon 9 list price 2940; read, secondary"},
      {"launch-2030", 100, 300, 600, "$/kg", 2030,
       "near term 250..600, aspiration 100..150; read, secondary"},
      {"launch-goal", 10, 20, 100, "$/kg", 2020, "stated goal of 10 $/kg; read"},
      {"satellite-hardware", 200, 500, 1000, "$/kg", 2030,
       "all but the computers; Starlink hardware about 800 $/kg (read, a model); volume production assumed"},
      {"servers", 3.0e6 / 120, 3.5e6 / 135, 4.0e6 / 132, "$/kW", 2025,
       "3.0..4.0 M$ for a GB300 NVL72 rack of 120..142 kW; read"},
      {"data-center", 8, 10, 14, "$/W", 2025,
       "12.5 [10..17] without servers, of which 2.5 are generation; read (a model), derived"},
      {"solar-plant", 0.9, 1.08, 1.4, "$/W", 2023,
       "LBNL Utility-Scale Solar 2024, per W of direct current; read"},
      {"solar-cell", 0.038, 0.056, 0.065, "$/W", 2026,
       "TOPCon cells FOB China, OPIS in pv magazine 24 February 2026: 0.0559; all-time low of 2025 recalled; "
       "read"},
      {"solar-module", 0.085, 0.117, 0.13, "$/W", 2026,
       "TOPCon modules FOB China, OPIS 3 February 2026: 0.117, of 2025: 0.085; read"},
      {"battery", 75, 125, 165, "$/kWh", 2025, "Ember 12/2025: 125 with all; BNEF 165 in 2024; read"},
      {"gas-plant", 2.0, 2.5, 3.0, "$/W", 2027,
       "turbine 600 $/kW, a fifth to 30 % of a combined-cycle plant; Wood Mackenzie, read, derived"},
      {"gas", 3, 4, 8, "$/MMBtu", 2025, "Henry Hub, delivered; recalled"},
      {"grid", 48, 75, 109, "$/MWh", 2025, "combined-cycle electricity, Lazard v18; read"},
      {"land", 1, 3, 20, "$/m2", 2025,
       "rural land of the United States, 1..2 $/m2, with preparation; recalled"},
  };
  return prices;
}

const Price& price(const std::string& name) {
  std::vector<std::string> names;
  for (const Price& known : price_catalogue()) {
    if (known.name == name) return known;
    names.push_back(known.name);
  }
  throw std::invalid_argument("price: \"" + name + "\" is not known; the nearest is " +
                              nearest_word(name, names));
}

double capital_recovery(double rate, double years) {
  require(rate >= 0 && rate < 1, "capital_recovery: rate", rate, "must be from 0 to below 1 [1/year]");
  require(years > 0, "capital_recovery: years", years, "must be positive");
  return rate == 0 ? 1 / years : rate / (1 - std::pow(1 + rate, -years));
}

}  // namespace sunrack
