#include "physics/power/solar_cell.h"
#include "physics/thermal/blackbody.h"
#include "physics/thermal/radiator_panel.h"
#include "physics/units.h"
#include "validation/claim_areas.h"
#include "validation/published.h"

namespace sunrack {

using namespace units;

namespace {

constexpr double sunlight = constants::solar_irradiance;

struct CoatedPlate {
  const char* name;
  double absorptance, emissivity;
};

/// A wing of cells alone: no gaps, no Earth.
WingOperatingPoint wing_in_the_sun(const SolarCell& cell, double emissivity_back) {
  return wing_operating_point(cell, {.packing = 1, .emissivity_back = emissivity_back},
                              {.front_solar = sunlight, .front_direct = sunlight});
}

}  // namespace

std::vector<Claim> equilibrium_claims() {
  Published figures("equilibrium.csv");
  const RadiatorFace lit{.emissivity = 1, .absorptance = 1, .solar_irradiance = sunlight},
      dark{.emissivity = 1};
  figures.computed("EQ-01 plate two sided", panel_sink_temperature(lit, dark));
  figures.computed("EQ-01 plate back insulated", grey_body_temperature(1, sunlight));
  figures.computed("EQ-01 sphere", grey_body_temperature(1, sunlight / 4));
  for (const auto& [name, absorptance, emissivity] : {CoatedPlate{"Z93_BOL", 0.17, 0.92},
                                                      {"Z93_aged_hot", 0.24, 0.90},
                                                      {"OSR_quartz_Ag", 0.077, 0.79},
                                                      {"AgTeflon_BOL", 0.09, 0.79},
                                                      {"black_paint_Al", 0.975, 0.874},
                                                      {"fused_silica_cell", 0.805, 0.825},
                                                      {"al6061_bare", 0.379, 0.0346}})
    figures.computed(std::string("EQ-02 ") + name, grey_body_temperature(emissivity, absorptance * sunlight));

  const SolarCell triple{.name = "triple",
                         .efficiency = 0.30,
                         .reference_temperature = 301.15_K,
                         .temperature_coefficient = -0.0024,
                         .absorptance = 0.92,
                         .emissivity_front = 0.85,
                         .minimum_temperature = 200_K,
                         .maximum_temperature = 400_K};
  SolarCell silicon = triple;
  silicon.name = "silicon";
  silicon.efficiency = 0.20;
  silicon.reference_temperature = 298.15_K;
  silicon.temperature_coefficient = -0.0032;
  silicon.absorptance = 0.86;
  const WingOperatingPoint best = wing_in_the_sun(triple, 0.88), plain = wing_in_the_sun(silicon, 0.85);
  figures.computed("EQ-03 T triple", best.temperature);
  figures.computed("EQ-03 P triple", best.power_density);
  figures.computed("EQ-03 T si", plain.temperature);
  figures.computed("EQ-03 P si", plain.power_density);
  figures.computed("EQ-03 T triple open circuit",
                   wing_open_circuit_temperature(triple, {.packing = 1, .emissivity_back = 0.88},
                                                 {.front_solar = sunlight, .front_direct = sunlight}));
  return figures.claims();
}

}  // namespace sunrack
