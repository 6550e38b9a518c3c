#include <algorithm>
#include <cmath>
#include <limits>

#include "fleet/claims/claim_satellite.h"
#include "fleet/claims/interview.h"
#include "fleet/ground_solar.h"
#include "physics/orbit/eclipse_year.h"
#include "physics/orbit/ephemeris.h"
#include "physics/power/solar_cell.h"
#include "physics/require.h"
#include "physics/units.h"
#include "satellite/spec_file.h"

namespace sunrack {

using namespace units;

namespace {

constexpr double infinite = std::numeric_limits<double>::infinity();
constexpr const char* topic = "Sunlight and its price";
constexpr int year = 2026;

EclipseYear dawn_dusk_year(double altitude_km, ShadowShape shape = ShadowShape::cones) {
  return eclipse_year(sun_synchronous_orbit(altitude_km * 1_km, 18, time_of_date(year, 1, 1)), year, shape);
}

ClaimInput capacity_factor_input() {
  return claim_input(
      "capacity_factor", "capacity factor on the ground", "%", 12.6, 24, 35,
      "median of United States plants 24 %, best 35 (LBNL 2024, read); north Europe 12.6 (derived)", 2024);
}
ClaimInput altitude_input() {
  return claim_input("altitude", "altitude of the dawn-dusk orbit", "km", 500, 600, 1600,
                     "most proposals 600; filing for 500..2000 km (read)");
}

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
  claim.compute = [](const ClaimValues& v) {
    // Rated at 1000 W/m2, which is what a capacity factor counts in.
    return constants::solar_irradiance * dawn_dusk_year(v["altitude"]).sunlit_fraction /
           (1000 * v["capacity_factor"] / 100);
  };
  claim.figures = [](const ClaimValues& v) {
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
  StatedClaim claim{
      .id = "atmosphere-thirty-percent",
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
      .inputs = {claim_input("surface_irradiance", "irradiance of a clear noon at the ground", "W/m2", 900,
                             1000, 1020, "ASTM G173 at air mass 1.5: global 1000, direct 900 (recalled)")}};
  claim.compute = [](const ClaimValues& v) {
    return 100 * (1 - v["surface_irradiance"] / constants::solar_irradiance);
  };
  claim.figures = [](const ClaimValues&) {
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
  claim.compute = [](const ClaimValues& v) { return dawn_dusk_year(v["altitude"]).longest / 1_min; };
  claim.figures = [](const ClaimValues& v) {
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

StatedClaim no_glass() {
  StatedClaim claim{
      .id = "no-glass-and-frames",
      .topic = topic,
      .speaker = "Musk",
      .words =
          "they don't need glass or they don't need much glass and they don't need heavy framing [...] it's "
          "actually a cheaper solar cell that goes to space than the one on the ground",
      .quantity = "price of covered cells in orbit over modules on the ground, per watt where each works",
      .unit = "",
      .stated = 1,
      .stated_text = "below 1",
      .least = 0,
      .most = 1,
      .band_reason = "cheaper",
      .inputs = {claim_input("cell_price", "price of cells", price("solar-cell")),
                 claim_input("module_price", "price of modules", price("solar-module")),
                 claim_input("cover_price", "price of thin cover and its bonding", "$/m2", 3, 20, 300,
                             "volume coverglass; recalled, flight practice is far dearer", 2026),
                 claim_input("orbit_flux", "power of a square metre in orbit", "W/m2", 180, 204, 250,
                             "aggressive-2030 sized 204; published target 250")}};
  claim.compute = [](const ClaimValues& v) {
    // Silicon rated at 1000 W/m2 gives 0.9 of that efficiency in the bluer light above the air.
    const double cell = v["cell_price"] / (constants::solar_irradiance / 1000 * 0.9);
    return (cell + v["cover_price"] / v["orbit_flux"]) / v["module_price"];
  };
  claim.figures = [](const ClaimValues&) {
    const SolarArray array = size_satellite(preset("aggressive-2030")).solar_array;
    const SolarArray today = size_satellite(preset("reference-2026")).solar_array;
    const double module =
        23.6 * constants::solar_irradiance / 1000;  // [W/kg], read; as if it worked in orbit
    return std::vector<ClaimFigure>{{"watts per kilogram of a whole wing over a glass module, 2026",
                                     today.specific_power_bol / module, ""},
                                    {"the same, 2030", array.specific_power_bol / module, ""}};
  };
  claim.sentence =
      "Cells with a thin cover cost {0:.2f} of a module ({1:.2f} to {2:.2f}): the words hang on the cover's "
      "price, and leave out blanket, booms and drives. By weight a wing is {4:.1f} (2026) to {5:.1f} (2030) "
      "times lighter per watt, not more.";
  claim.method = "market prices; wings of size_satellite against 23.6 W/kg of modules";
  return claim;
}

StatedClaim cell_price() {
  StatedClaim claim{
      .id = "cells-25-to-30-cents",
      .topic = topic,
      .speaker = "Musk",
      .words = "I think solar cells in China are around like 25, 30 cents a watt or something like that",
      .quantity = "price of cells in China",
      .unit = "$/W",
      .stated = 0.275,
      .stated_text = "0.25 to 0.30",
      .least = 0.20,
      .most = 0.36,
      .band_reason = "around: a fifth beyond either end",
      .inputs = {claim_input("cell_price", "price of cells", price("solar-cell"))}};
  claim.compute = [](const ClaimValues& v) { return v["cell_price"]; };
  claim.figures = [](const ClaimValues& v) {
    return std::vector<ClaimFigure>{
        {"modules, glass and frame included", price("solar-module").nominal, "$/W"},
        {"cells per watt in orbit", v["cell_price"] / (constants::solar_irradiance / 1000 * 0.9), "$/W"}};
  };
  claim.sentence =
      "Cells cost {0:.3f} $/W, {3:.1f} times less than was said, and whole modules {4:.3f}; the error is "
      "against the speaker's own case.";
  claim.method = "market reports; nothing is modelled";
  return claim;
}

StatedClaim ten_times_cells() {
  StatedClaim claim{.id = "ten-times-cheaper-cells",
                    .topic = topic,
                    .speaker = "Musk",
                    .words =
                        "it's five times cheaper because it's five times - in fact, no, it's not five times "
                        "cheaper. It's 10 times cheaper because you don't need any batteries.",
                    .quantity = "cells and storage for a watt round the clock, ground over orbit",
                    .unit = "",
                    .stated = 10,
                    .stated_text = "10",
                    .least = 8,
                    .most = infinite,
                    .band_reason = "10 to one digit: at least 8",
                    .inputs = {claim_input("cell_price", "price of cells", "$/W", 0.05, 0.275, 0.30,
                                           "0.275 as said; market 0.056 (OPIS, read)", 2026),
                               claim_input("battery_price", "price of batteries", price("battery")),
                               capacity_factor_input(), altitude_input()}};
  claim.compute = [](const ClaimValues& v) {
    const double cf = v["capacity_factor"] / 100, night = firm_plant(cf).storage / 3.6e6;
    const double orbit = v["cell_price"] / (constants::solar_irradiance / 1000 * 0.9 *
                                            dawn_dusk_year(v["altitude"]).sunlit_fraction);
    return (v["cell_price"] * firm_plant(cf).rated_power + night * v["battery_price"]) / orbit;
  };
  claim.sentence =
      "Counting cells and batteries alone, a watt round the clock is {0:.0f} times dearer on the ground "
      "({1:.0f} to {2:.0f}): true of parts that are a small share of either bill.";
  claim.method = "cheapest_firm_solar hour by hour on the ground; eclipse_year in orbit";
  return claim;
}

StatedClaim ten_times_power() {
  const ClaimSatellite satellite("aggressive-2030");
  StatedClaim claim{
      .id = "ten-times-cheaper-power",
      .topic = topic,
      .speaker = "Musk",
      .words =
          "So the moment your cost of access to space becomes low, by far the cheapest and most scalable way "
          "to generate tokens is space. [...] It's 10 times cheaper",
      .quantity = "yearly cost of a watt round the clock, ground over orbit, all of the plant and its launch",
      .unit = "",
      .stated = 10,
      .stated_text = "10",
      .least = 8,
      .most = infinite,
      .band_reason = "10 to one digit: at least 8",
      .inputs = {claim_input("launch_price", "launch price", price("launch-2030")),
                 claim_input("hardware_price", "price of satellite hardware", price("satellite-hardware")),
                 claim_input("plant_price", "price of a solar plant", price("solar-plant")),
                 claim_input("battery_price", "price of batteries", price("battery")),
                 capacity_factor_input(),
                 claim_input("life", "years in orbit", "years", 3, 5, 10, "5 usual; assumption")}};
  satellite.add_inputs(claim.inputs);
  const auto costs = [satellite](const ClaimValues& v) {
    const SatelliteDesign design = satellite.size(v);
    double power_mass = 0;
    for (const MassItem& item : design.budget.items)
      if (item.group == MassGroup::power) power_mass += item.mass;
    const double share =
        power_mass / (design.mass - mass_of(design.budget, "structure") - mass_of(design.budget, "margin"));
    const double mass = design.mass * share,
                 watts = design.conversion.output_power * design.environment.eclipse.sunlit_fraction;
    const double orbit =
        mass * (v["launch_price"] + v["hardware_price"]) / watts * capital_recovery(0.07, v["life"]);
    const FirmPlant plant = firm_plant(v["capacity_factor"] / 100);
    const double panels = plant.rated_power * v["plant_price"],
                 battery = plant.storage / 3.6e6 * v["battery_price"];
    const double ground = panels * capital_recovery(0.07, 30) + battery * capital_recovery(0.07, 15) +
                          0.015 * (panels + battery);
    return std::pair{ground, orbit};
  };
  claim.compute = [costs](const ClaimValues& v) {
    const auto [ground, orbit] = costs(v);
    return ground / orbit;
  };
  claim.figures = [costs](const ClaimValues& v) {
    const auto [ground, orbit] = costs(v);
    return std::vector<ClaimFigure>{{"ground, solar and storage", ground * 1e6 / 8766, "$/MWh"},
                                    {"orbit", orbit * 1e6 / 8766, "$/MWh"}};
  };
  claim.sentence =
      "With all of the plant and its launch counted, firm solar power costs {4:.0f} $/MWh on the ground and "
      "{5:.0f} in orbit: a ratio of {0:.2f} ({1:.2f} to {2:.2f}), not 10.";
  claim.method =
      "size_satellite of aggressive-2030 (array, conversion, cabling, battery and their share of structure "
      "and margin), cheapest_firm_solar, annuities at 7 %";
  return claim;
}

}  // namespace

FirmPlant firm_plant(double capacity_factor) {
  struct Node {
    double capacity_factor;
    FirmSolar plant;
  };
  static const std::vector<Node> nodes = [] {
    std::vector<Node> made;
    for (const SolarSite& site : solar_site_catalogue())
      made.push_back({site.capacity_factor, cheapest_firm_solar(site, {})});
    std::sort(made.begin(), made.end(),
              [](const Node& a, const Node& b) { return a.capacity_factor < b.capacity_factor; });
    return made;
  }();
  // A few percent beyond the best site are its own power law.
  if (capacity_factor < nodes.front().capacity_factor * 0.999 ||
      capacity_factor > nodes.back().capacity_factor * 1.1)
    throw ModelError("firm_plant: the capacity factor is beyond the sites that were computed");
  std::size_t upper = 1;
  while (upper + 1 < nodes.size() && nodes[upper].capacity_factor < capacity_factor) ++upper;
  const Node &a = nodes[upper - 1], &b = nodes[upper];
  const double t =
      std::log(capacity_factor / a.capacity_factor) / std::log(b.capacity_factor / a.capacity_factor);
  const auto between = [&](double from, double to) { return from * std::pow(to / from, t); };
  return {between(a.plant.rated_power, b.plant.rated_power), between(a.plant.storage, b.plant.storage)};
}

std::vector<StatedClaim> interview_sunlight_claims() {
  return {five_times(), atmosphere(),      no_batteries(),   no_glass(),
          cell_price(), ten_times_cells(), ten_times_power()};
}

std::vector<StatedClaim> interview_claims() {
  std::vector<StatedClaim> all;
  for (const auto topic_claims :
       {interview_sunlight_claims, interview_ground_claims, interview_satellite_claims,
        interview_launch_claims, interview_chip_claims, interview_moon_claims})
    for (StatedClaim& claim : topic_claims()) all.push_back(std::move(claim));
  return all;
}

}  // namespace sunrack
