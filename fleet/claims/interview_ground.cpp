#include <cmath>
#include <limits>

#include "fleet/claims/interview.h"
#include "fleet/ground_power.h"
#include "physics/require.h"
#include "physics/units.h"

namespace sunrack {

using namespace units;

namespace {

constexpr const char* topic = "Data centers on the ground";

std::vector<UncertainInput> cooling_inputs() {
  return {uncertain_input("supply", "coolant supplied to the racks", "degC", 18, 25, 45,
                          "chilled 18..25; 45 is the inlet of 2026 racks (read)"),
          uncertain_input("hottest_hour", "air in the hottest hour", "degC", 33, 38, 42,
                          "Memphis 36 usual summer, 42 record (recalled)"),
          uncertain_input("carnot_share", "chillers' share of Carnot", "", 0.35, 0.50, 0.60,
                          "large chillers (recalled)"),
          uncertain_input("fans_and_pumps", "fans and pumps over heat", "%", 4, 8, 12, "recalled")};
}

CoolingPlant plant_of(const InputValues& v) {
  return {.supply = v["supply"] + 0_degC,
          .carnot_share = v["carnot_share"],
          .fans_and_pumps = v["fans_and_pumps"] / 100};
}
Climate climate_of(const InputValues& v) {
  Climate climate;
  climate.heat_wave =
      v["hottest_hour"] + 0_degC - (climate.mean + climate.yearly_amplitude + climate.daily_amplitude);
  if (climate.heat_wave < 0) climate.mean += climate.heat_wave, climate.heat_wave = 0;
  return climate;
}

StatedClaim gigawatts(const std::string& id, double accelerators, double megawatts, const std::string& words,
                      const std::string& said) {
  StatedClaim claim{.id = id,
                    .topic = topic,
                    .speaker = "Musk",
                    .words = words,
                    .quantity = "generation for that many GB300, worst hour and reserve included",
                    .unit = "MW",
                    .stated = megawatts,
                    .stated_text = said,
                    .least = 0.85 * megawatts,
                    .most = 1.15 * megawatts,
                    .band_reason = "roughly: within 15 %",
                    .inputs = cooling_inputs()};
  for (UncertainInput& more : std::vector<UncertainInput>{
           uncertain_input("rack_power", "power of a rack of 72", "kW", 120, 135, 142,
                           "120..142 kW of a GB300 NVL72 (read)"),
           uncertain_input("network", "network outside the racks", "%", 2, 5, 10, "recalled"),
           uncertain_input("storage", "storage and processors outside", "%", 2, 5, 10, "recalled"),
           uncertain_input("conversion_loss", "loss of conversion", "%", 3, 6, 9, "recalled"),
           uncertain_input("reserve", "generators in reserve", "%", 0, 22, 35,
                           "20 to 25 as said; 0 with a grid behind")})
    claim.inputs.push_back(std::move(more));
  const auto power = [accelerators](const InputValues& v) {
    return data_center_power({.accelerators = accelerators,
                              .rack_power = v["rack_power"] * 1_kW,
                              .network_share = v["network"] / 100,
                              .storage_share = v["storage"] / 100,
                              .conversion_loss = v["conversion_loss"] / 100,
                              .cooling = plant_of(v),
                              .climate = climate_of(v)});
  };
  claim.compute = [power](const InputValues& v) { return power(v).peak * (1 + v["reserve"] / 100) / 1_MW; };
  claim.figures = [power, accelerators](const InputValues& v) {
    const DataCenterPower found = power(v);
    return std::vector<ClaimFigure>{
        {"racks alone", found.racks / 1_MW, "MW"},
        {"network and storage", (found.network + found.storage) / 1_MW, "MW"},
        {"cooling in the worst hour", found.cooling / 1_MW, "MW"},
        {"worst hour, without reserve", found.peak / 1_MW, "MW"},
        {"per accelerator, with all", found.peak * (1 + v["reserve"] / 100) / accelerators / 1_kW, "kW"}};
  };
  claim.sentence =
      "{0:.0f} MW ({1:.0f} to {2:.0f}): {4:.0f} MW of racks, {5:.0f} of network and storage, {6:.0f} of "
      "cooling in the worst hour make {7:.0f} MW, the rest is reserve. A figure without the reserve or with "
      "warm-water cooling is what was said.";
  claim.method = "data_center_power";
  return claim;
}

StatedClaim cooling() {
  StatedClaim claim{.id = "cooling-forty-percent",
                    .topic = topic,
                    .speaker = "Musk",
                    .words =
                        "it gets pretty freaking hot in Memphis, so you're going to have like a 40% increase "
                        "on your power just for cooling",
                    .quantity = "cooling power in the hottest hour over the heat",
                    .unit = "%",
                    .stated = 40,
                    .stated_text = "like 40",
                    .least = 32,
                    .most = 48,
                    .band_reason = "like: within a fifth",
                    .inputs = cooling_inputs()};
  claim.compute = [](const InputValues& v) {
    return worst_cooling_share(plant_of(v), climate_of(v)) / 1_percent;
  };
  claim.figures = [](const InputValues& v) {
    CoolingPlant warm = plant_of(v);
    warm.supply = 45_degC + 1.01;  // just above what dry coolers reach at 38 degC of air
    Climate climate = climate_of(v);
    return std::vector<ClaimFigure>{
        {"with 46 degC water and no chillers", worst_cooling_share(warm, climate) / 1_percent, "%"},
        {"mean of the year", mean_cooling_share(plant_of(v), climate) / 1_percent, "%"}};
  };
  claim.sentence =
      "{0:.0f} % with chillers in the hottest hour ({1:.0f} to {2:.0f}), {5:.0f} % in the mean of the year, "
      "{4:.0f} % where racks take 46 degC water and no chiller runs.";
  claim.method = "cooling_power_share: Carnot's coefficient times the chillers' share";
  return claim;
}

StatedClaim reserve() {
  StatedClaim claim{
      .id = "reserve-twenty-percent",
      .topic = topic,
      .speaker = "Musk",
      .words =
          "now you add another 20, 25% multiplier on that because you've got to assume that you've got to "
          "take power offline to service it",
      .quantity = "generators beyond the load of 1 GW",
      .unit = "%",
      .stated = 22.5,
      .stated_text = "20 to 25",
      .least = 16,
      .most = 30,
      .band_reason = "a fifth beyond either end",
      .inputs = {uncertain_input("unit_power", "power of one generator", "MW", 15, 35, 100,
                                 "35 MW turbines at the site (read); assumption"),
                 uncertain_input("planned_outage", "time in planned service", "%", 3, 6, 10,
                                 "gas turbines (recalled)"),
                 uncertain_input("forced_outage", "time broken", "%", 2, 4, 8, "gas turbines (recalled)"),
                 uncertain_input("missed", "time that load may be shed", "%", 0.01, 0.1, 1, "assumption")}};
  const auto found = [](const InputValues& v) {
    return generator_reserve(1e9, {.unit_power = v["unit_power"] * 1_MW,
                                   .planned_outage = v["planned_outage"] / 100,
                                   .forced_outage = v["forced_outage"] / 100,
                                   .target = 1 - v["missed"] / 100});
  };
  claim.compute = [found](const InputValues& v) { return found(v).margin / 1_percent; };
  claim.figures = [found](const InputValues& v) {
    const GeneratorReserve reserve = found(v);
    return std::vector<ClaimFigure>{{"generators needed", double(reserve.needed), ""},
                                    {"generators installed", double(reserve.installed), ""}};
  };
  claim.sentence =
      "{5:.0f} generators for the work of {4:.0f}: {0:.0f} % more ({1:.0f} to {2:.0f}), of which planned "
      "service is the smaller half and breakdowns the larger.";
  claim.method = "generator_reserve: k out of n, binomial";
  return claim;
}

}  // namespace

std::vector<StatedClaim> interview_ground_claims() {
  return {gigawatts("gb300-300-megawatts", 110e3, 300,
                    "roughly every 110,000 GB 300s inclusive of networking, CPU, storage, cooling, margin "
                    "for servicing power is roughly 300 megawatts",
                    "roughly 300"),
          gigawatts("gb300-one-gigawatt", 330e3, 1000,
                    "330,000 GB 300s, including all of the associated support, networking and everything "
                    "else, and the peak cooling and to have some power margin reserve is roughly a gigawatt",
                    "roughly 1000"),
          cooling(), reserve()};
}

}  // namespace sunrack
