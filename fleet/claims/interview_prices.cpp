#include <cmath>
#include <limits>
#include <memory>

#include "fleet/claims/interview.h"
#include "fleet/claims/interview_parts.h"
#include "fleet/firm_solar.h"
#include "fleet/orbit_or_ground_study.h"
#include "fleet/uncertain_satellite.h"
#include "physics/require.h"
#include "physics/units.h"
#include "satellite/spec_file.h"

namespace sunrack {

namespace {

constexpr double infinite = std::numeric_limits<double>::infinity();
constexpr const char* topic = "What power costs";

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
      .inputs = {uncertain_input("cell_price", "price of cells", price("solar-cell")),
                 uncertain_input("module_price", "price of modules", price("solar-module")),
                 uncertain_input("cover_price", "price of thin cover and its bonding", "$/m2", 3, 20, 300,
                                 "volume coverglass; recalled, flight practice is far dearer", 2026),
                 uncertain_input("orbit_flux", "power of a square metre in orbit", "W/m2", 180, 204, 250,
                                 "aggressive-2030 sized 204; published target 250")}};
  claim.compute = [](const InputValues& v) {
    // Silicon rated at 1000 W/m2 gives 0.9 of that efficiency in the bluer light above the air.
    const double cell = v["cell_price"] / (constants::solar_irradiance / 1000 * 0.9);
    return (cell + v["cover_price"] / v["orbit_flux"]) / v["module_price"];
  };
  claim.figures = [](const InputValues&) {
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
      .inputs = {uncertain_input("cell_price", "price of cells", price("solar-cell"))}};
  claim.compute = [](const InputValues& v) { return v["cell_price"]; };
  claim.figures = [](const InputValues& v) {
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
                    .inputs = {uncertain_input("cell_price", "price of cells", "$/W", 0.05, 0.275, 0.30,
                                               "0.275 as said; market 0.056 (OPIS, read)", 2026),
                               uncertain_input("battery_price", "price of batteries", price("battery")),
                               capacity_factor_input(), altitude_input()}};
  claim.compute = [](const InputValues& v) {
    const FirmSolar plant = cheapest_of(firm_solar_sizes(v["capacity_factor"] / 100),
                                        {.battery_price = v["battery_price"], .land_price = 0});
    const double orbit = v["cell_price"] / (constants::solar_irradiance / 1000 * 0.9 *
                                            dawn_dusk_year(v["altitude"]).sunlit_fraction);
    return (v["cell_price"] * plant.rated_power + plant.storage / 3.6e6 * v["battery_price"]) / orbit;
  };
  claim.sentence =
      "Counting cells and batteries alone, a watt round the clock is {0:.0f} times dearer on the ground "
      "({1:.0f} to {2:.0f}): true of parts that are a small share of either bill.";
  claim.method = "cheapest_firm_solar hour by hour on the ground; eclipse_year in orbit";
  return claim;
}

StatedClaim ten_times_power() {
  const UncertainSatellite satellite("aggressive-2030");
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
      .inputs = {
          uncertain_input("launch_price", "launch price", price("launch-2030")),
          uncertain_input("hardware_price", "price of satellite hardware", price("satellite-hardware")),
          uncertain_input("plant_price", "price of a solar plant", price("solar-plant")),
          uncertain_input("battery_price", "price of batteries", price("battery")), capacity_factor_input(),
          uncertain_input("life", "years in orbit", "years", 3, 5, 10, "5 usual; assumption")}};
  satellite.add_inputs(claim.inputs);
  const auto costs = [satellite](const InputValues& v) {
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
    const double ground =
        cheapest_of(firm_solar_sizes(v["capacity_factor"] / 100),
                    {.plant_price = v["plant_price"], .battery_price = v["battery_price"], .interest = 0.07})
            .yearly_cost;
    return std::pair{ground, orbit};
  };
  claim.compute = [costs](const InputValues& v) {
    const auto [ground, orbit] = costs(v);
    return ground / orbit;
  };
  claim.figures = [costs](const InputValues& v) {
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

StatedClaim cheapest_tokens() {
  LifetimePrices prices = prices_of_2030();
  prices.launch = price("launch-goal");
  // At 105 degC, as the preset has it, most chips would be dead by the end: the kinder case is judged.
  const auto model = std::make_shared<const OrbitOrGround>(
      at_least_cost(preset("aggressive-2030"), prices, "aggressive-2030-cool"), prices);
  StatedClaim claim{
      .id = "cheapest-tokens-in-space",
      .topic = topic,
      .speaker = "Musk",
      .words =
          "the moment your cost of access to space becomes low, by far the cheapest and most scalable way "
          "to generate tokens is space",
      .quantity = "cost of a compute-hour in orbit over the cheapest on the ground, servers on both sides",
      .unit = "",
      .stated = 0.8,
      .stated_text = "by far the cheapest",
      .least = 0,
      .most = 0.8,
      .band_reason = "by far: a fifth cheaper at least (our reading); low: 10 to 100 $/kg, the stated goal",
      .inputs = model->inputs};
  claim.compute = [model](const InputValues& v) { return model->at(v).ratio(); };
  claim.figures = [model](const InputValues& v) {
    const OrbitOrGroundAnswer answer = model->at(v);
    return std::vector<ClaimFigure>{
        {"orbit", cost_per_accelerator_hour(answer.orbit, answer.accelerator_power), "$/accelerator-hour"},
        {"ground, the cheapest", cost_per_accelerator_hour(answer.ground(), answer.accelerator_power),
         "$/accelerator-hour"},
        {"orbit without servers", answer.orbit.power(), "$/kW-year"},
        {"ground without servers", answer.ground().power(), "$/kW-year"},
        {"servers in orbit", answer.orbit.servers, "$/kW-year"},
        {"servers on the ground, replaced where they fail", answer.ground().servers, "$/kW-year"},
        {"break-even launch price", answer.break_even, "$/kg"},
        {"rated compute that is on in orbit, mean of its life", 100 * answer.on_share, "%"},
        {"junction, that of least cost", model->spec().compute.junction_temperature.value_or(NAN) - 273.15,
         "degC"},
        {"orbit with servers", answer.orbit.all(), "$/kW-year"}};
  };
  claim.sentence =
      "An accelerator-hour costs {4:.2f} $ in orbit and {5:.2f} $ on the ground: {0:.2f} times ({1:.2f} to "
      "{2:.2f}) at a launch price of 10 to 100 $/kg, with 2030's technology at its best junction ({12:.0f} "
      "degC). Servers cost {8:.0f} of {13:.0f} $/kW-year in orbit, where {11:.0f} % of them are on in the "
      "mean: they die "
      "unreplaced and wait through eclipses.";
  claim.method =
      "orbit-or-ground: size_satellite and chips/lifetime in orbit, annuities of facility, supply, upkeep "
      "and servers on both sides";
  return claim;
}

}  // namespace

std::vector<StatedClaim> interview_price_claims() {
  return {no_glass(), cell_price(), ten_times_cells(), ten_times_power(), cheapest_tokens()};
}

}  // namespace sunrack
