#include "physics/thermal/coolant.h"
#include "physics/units.h"
#include "validation/claim_areas.h"
#include "validation/published.h"

namespace sunrack {

using namespace units;

std::vector<Claim> fluid_claims() {
  Published figures("fluids.csv");
  const double atmosphere = 101325_Pa, room = 298.15_K;
  const Coolant &ammonia = Coolant::named("ammonia"), &water = Coolant::named("water"),
                &toluene = Coolant::named("toluene"), &hfe = Coolant::named("hfe-7100");
  const double ammonia_boils = ammonia.saturation_temperature(atmosphere);
  figures.computed("ammonia saturation 300 K", ammonia.at(300_K).saturation_pressure);
  figures.computed("ammonia boiling point", ammonia_boils);
  figures.computed("ammonia density", ammonia.at(ammonia_boils).density);
  figures.computed("ammonia conductivity 298.15 K", ammonia.at(room).conductivity);
  figures.computed("ammonia viscosity 298.15 K", ammonia.at(room).viscosity);
  figures.computed("water boiling", water.at(373.124_K).saturation_pressure);
  figures.computed("water saturation 298.15 K", water.at(room).saturation_pressure);
  figures.computed("water density 298.15 K", water.at(room).density);
  figures.computed("water conductivity 298.15 K", water.at(room).conductivity);
  figures.computed("water viscosity 298.15 K", water.at(room).viscosity);
  figures.computed("toluene boiling point", toluene.saturation_temperature(atmosphere));
  figures.computed("toluene conductivity 298.15 K", toluene.at(room).conductivity);
  figures.computed("toluene viscosity 298.15 K", toluene.at(room).viscosity);
  figures.computed("hfe7100 specific heat 298.15 K", hfe.at(room).specific_heat);
  figures.computed("hfe7100 conductivity 298.15 K", hfe.at(room).conductivity);
  figures.computed("hfe7100 density 298.15 K", hfe.at(room).density);
  figures.computed("hfe7100 viscosity 298.15 K", hfe.at(room).viscosity);
  return figures.claims();
}

}  // namespace sunrack
