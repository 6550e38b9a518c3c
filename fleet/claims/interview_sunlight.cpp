#include <cmath>

#include "fleet/claims/interview.h"
#include "fleet/claims/interview_parts.h"
#include "physics/power/solar_cell.h"
#include "physics/units.h"
#include "satellite/spec_file.h"

namespace sunrack {

using namespace units;

namespace {

constexpr const char* topic = "Sunlight";

StatedClaim five_times() {
  StatedClaim claim{
      .id = "solar-five-times",
      .topic = topic,
      .speaker = "Musk",
      .words =
          "you're going to get about five times the effectiveness of solar panels in space versus the ground",
      .quantity = "yearly energy of a panel in orbit over that of the same panel on the ground",
      .unit = "",
      .stated = 5,
      .stated_text = "about 5",
      .least = 4,
      .most = 6.25,
      .band_reason = "about: within a quarter",
      .inputs = {capacity_factor_input(), altitude_input()}};
  claim.compute = [](const InputValues& v) {
    // Rated at 1000 W/m2, which is what a capacity factor counts in.
    return constants::solar_irradiance * dawn_dusk_year(v["altitude"]).sunlit_fraction /
           (1000 * v["capacity_factor"] / 100);
  };
  claim.figures = [](const InputValues& v) {
    const double sun = constants::solar_irradiance * dawn_dusk_year(v["altitude"]).sunlit_fraction / 1000;
    const SatelliteDesign design = size_satellite(preset("reference-2026"));
    const double kept =
        design.solar_array.efficiency_operating / solar_cell("silicon-heterojunction").efficiency;
    return std::vector<ClaimFigure>{
        {"for a site of 24 %", sun / 0.24, ""},
        {"for the best sites, 35 %", sun / 0.35, ""},
        {"in north Europe, 12.6 %", sun / 0.126, ""},
        {"with the array's heat and five years of radiation", sun * kept / (v["capacity_factor"] / 100), ""}};
  };
  claim.sentence =
      "{0:.1f} times at an ordinary American site, {5:.1f} at the best and {6:.1f} in north Europe; heat and "
      "radiation in orbit leave {7:.1f} after five years.";
  claim.method =
      "solar irradiance at 1 au, sunlit share of the year from eclipse_year, reported capacity factors";
  return claim;
}

StatedClaim atmosphere() {
  StatedClaim claim{.id = "atmosphere-thirty-percent",
                    .topic = topic,
                    .speaker = "Musk",
                    .words = "The atmosphere alone results in about a 30% loss of energy.",
                    .quantity = "loss of a clear noon sky",
                    .unit = "%",
                    .stated = 30,
                    .stated_text = "about 30",
                    .least = 24,
                    .most = 36,
                    .band_reason = "about: within a fifth",
                    .inputs = {uncertain_input(
                        "surface_irradiance", "irradiance of a clear noon at the ground", "W/m2", 900, 1000,
                        1020, "ASTM G173 at air mass 1.5: global 1000, direct 900 (recalled)")}};
  claim.compute = [](const InputValues& v) {
    return 100 * (1 - v["surface_irradiance"] / constants::solar_irradiance);
  };
  claim.figures = [](const InputValues&) {
    return std::vector<ClaimFigure>{
        {"of the direct beam alone", 100 * (1 - 900 / constants::solar_irradiance), "%"}};
  };
  claim.sentence =
      "{0:.1f} % of the sunlight is lost when scattered light is counted, {4:.0f} % of the direct beam; "
      "clouds and night come on top.";
  claim.method = "1 - G / 1361 W/m2";
  return claim;
}

StatedClaim no_batteries() {
  StatedClaim claim{.id = "no-batteries",
                    .topic = topic,
                    .speaker = "Musk",
                    .words = "And you don't need batteries.",
                    .quantity = "longest eclipse of the year",
                    .unit = "min",
                    .stated = 0,
                    .stated_text = "none needed",
                    .least = 0,
                    .most = 0,
                    .band_reason = "no battery is needed where there is no eclipse",
                    .inputs = {altitude_input()}};
  claim.compute = [](const InputValues& v) { return dawn_dusk_year(v["altitude"]).longest / 1_min; };
  claim.figures = [](const InputValues& v) {
    const double altitude = v["altitude"];
    SatelliteSpec spec = preset("aggressive-2030");
    const SatelliteDesign hibernating = size_satellite(spec);
    spec.battery_strategy = "ride-through";
    const SatelliteDesign riding = size_satellite(spec);
    double low = 600, high = 1600;
    while (high - low > 0.1) (dawn_dusk_year((low + high) / 2).longest > 0 ? low : high) = (low + high) / 2;
    return std::vector<ClaimFigure>{
        {"the same without half-shadow (cylinder)",
         dawn_dusk_year(altitude, ShadowShape::cylinder).longest / 1_min, "min"},
        {"days with an eclipse", dawn_dusk_year(altitude).season_days, "days"},
        {"hours of the year in the dark", 100 * (1 - dawn_dusk_year(altitude).sunlit_fraction), "%"},
        {"altitude above which none is left", high, "km"},
        {"battery to compute through, 600 km, 2030", mass_of(riding.budget, "battery") / 100, "kg/kW"},
        {"battery to hibernate, 600 km, 2030", mass_of(hibernating.budget, "battery") / 100, "kg/kW"}};
  };
  claim.sentence =
      "At 600 km even the dawn-dusk orbit is dark for up to {4:.1f} min (half-shadow: {0:.1f}) on {5:.0f} "
      "days: computing through costs {8:.1f} kg/kW of battery, sleeping costs {9:.2f} kg/kW and {6:.1f} % of "
      "the hours; above {7:.0f} km there is none.";
  claim.method =
      "eclipse_year with half-shadow and cylinder; size_satellite of aggressive-2030 for the masses";
  return claim;
}

}  // namespace

std::vector<StatedClaim> interview_sunlight_claims() { return {five_times(), atmosphere(), no_batteries()}; }

}  // namespace sunrack
