#include "satellite/solar_array.h"

#include "physics/units.h"
#include "satellite/sizing.h"
#include "satellite/spec_file.h"
#include "validation/claim_areas.h"
#include "validation/published.h"

namespace sunrack {

using namespace units;

namespace {

const WingIrradiance facing_the_sun{.front_solar = constants::solar_irradiance,
                                    .front_direct = constants::solar_irradiance};

constexpr double cell_area = 32800 * 0.08_m * 0.08_m;  // [m^2] of a station wing
constexpr double blankets = 2 * 32.51_m * 4.752_m;     // [m^2] of a station wing
constexpr double roll_out_outline = 19_m * 6_m;

SolarCell station_silicon() {
  return {.name = "station silicon",
          .efficiency = 0.142,
          .reference_temperature = 28_degC,
          .temperature_coefficient = -0.0045,  // diffused silicon -0.39..-0.45 %/K, EPJ-PV 2025, read
          .absorptance = 0.75,                 // Fortescue Table 11.3, read
          .emissivity_front = 0.82,
          .minimum_temperature = 200_K,
          .maximum_temperature = 400_K};
}

}  // namespace

std::vector<Claim> solar_array_claims() {
  Published figures("solar_array.csv");
  figures.computed("PV-07 cell area", cell_area);
  figures.computed("PV-07 bound",
                   cell_area * station_silicon().efficiency * constants::solar_irradiance / 1_kW);
  SolarArrayTechnology station;
  station.packing = cell_area / blankets;
  const SolarArrayState state = solar_array_state(station, station_silicon(), facing_the_sun, 1);
  figures.computed("PV-07 at temperature", state.flux * blankets / 1_kW);

  figures.computed("PV-11 areal power", 28_kW / roll_out_outline);
  figures.computed("PV-11 specific power", 28_kW / 340_kg);
  const SolarArrayTechnology roll_out{.cell = "triple-junction"};
  figures.computed("PV-11 our wing",
                   solar_array_state(roll_out, solar_cell(roll_out.cell), facing_the_sun, 1).flux);

  figures.computed("RAD-03 array area", 150_kW / (250_W / 1_m2));
  figures.computed("AI1 array area", size_satellite(preset("spacex-ai1")).solar_array.area);
  return figures.claims();
}

}  // namespace sunrack
