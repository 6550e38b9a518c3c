// How large a radiator does a rack need?
//
// One rack turns 135 kW into heat. Its coolant comes back at 55 degC and must leave at 45 degC. The panel is
// edge-on to the Sun at 600 km: each face sees a quarter of its hemisphere filled by a 239 W/m2 Earth. Read
// first: nothing.

#include <cstdio>

#include "physics/orbit/irradiance.h"
#include "physics/thermal/radiator_panel.h"
#include "physics/units.h"

using namespace sunrack;
using namespace sunrack::units;

int main() {
  // 1. The load of the Earth on each face.
  const double view_factor = earth_view_factor(600_km, 90_deg);
  const double earth_infrared = 239;           // [W/m2]
  const RadiatorFace face{.emissivity = 0.91,  // white paint at end of life
                          .absorptance = 0.22,
                          .solar_irradiance = 10,  // [W/m2] albedo along the terminator
                          .infrared_irradiance = view_factor * earth_infrared};

  // 2. Tubes of 6 mm every 10 cm between two aluminium sheets of a quarter of a millimetre.
  const RadiatorPanelGeometry geometry{.tube_spacing = 10_cm,
                                       .tube_inner_diameter = 6_mm,
                                       .tube_wall = 1_mm,
                                       .tube_length = 8_m,
                                       .fin_thickness = 0.508_mm,
                                       .conductivity = 167,
                                       .bond_resistance = 0.02};

  // 3. The flow that carries the heat, and the panel that cools it.
  const Coolant& ammonia = Coolant::named("ammonia");
  const double heat = 135_kW, warm = 55_degC, cool = 45_degC;
  const double mass_flow = heat / ammonia.enthalpy_rise(cool, warm);
  const RadiatorPanel panel = size_radiator_panel(mass_flow, warm, cool, ammonia, geometry, face, face);

  std::printf("view factor to the Earth   %.3f per face, %.1f W/m2 of infrared\n", view_factor,
              face.infrared_irradiance);
  std::printf("sink temperature           %.1f K\n", panel.sink_temperature);
  std::printf("coolant flow               %.2f kg/s of ammonia in %.0f tubes\n", mass_flow, panel.tubes);
  std::printf("fin efficiency             %.3f\n", panel.mean_fin_efficiency);
  std::printf("sheet at the tube          %.1f to %.1f K\n", panel.inlet.root_temperature,
              panel.outlet.root_temperature);
  std::printf("net flux                   %.0f W/m2 of panel, both faces\n", panel.mean_net_flux);
  std::printf("A rack of %.0f kW needs %.0f m2 of panel.\n", heat / 1_kW, panel.area);
}
