#include <cmath>
#include <limits>

#include "fleet/claims/interview.h"
#include "fleet/launch.h"
#include "fleet/uncertain_satellite.h"
#include "physics/orbit/orbit.h"
#include "physics/require.h"
#include "physics/units.h"
#include "satellite/spec_file.h"

namespace sunrack {

using namespace units;

namespace {

constexpr double infinite = std::numeric_limits<double>::infinity();
constexpr const char* topic = "Launching";
/// [kg/year] of natural gas the world takes out: 4.1e12 m3 at 0.68 kg/m3 (Energy Institute, recalled).
constexpr double world_gas = 4.1e12 * 0.68;

std::vector<UncertainInput> launch_inputs(const UncertainSatellite& satellite) {
  std::vector<UncertainInput> inputs = {
      uncertain_input("headline_payload", "headline payload of the launcher", "t", 80, 100, 200,
                      "above 100 t (V3, read), target 200 t (V4, read)"),
      uncertain_input("altitude", "altitude of the orbit", "km", 500, 600, 1000, "600..800 km (read)"),
      uncertain_input("inclination", "inclination of the orbit", "deg", 30, 97.8, 99,
                      "30 deg to sun-synchronous (filing, read)")};
  satellite.add_inputs(inputs);
  return inputs;
}

LaunchCampaign campaign_of(const InputValues& v) {
  LaunchCampaign campaign{.vehicle = launch_vehicle("starship-v3"),
                          .altitude = v["altitude"] * 1_km,
                          .inclination = v["inclination"] * 1_deg,
                          .delivery = Delivery::electric,
                          .target_power = 100e9};
  campaign.vehicle.headline_payload = v["headline_payload"] * 1e3;
  return campaign;
}

StatedClaim ten_thousand() {
  const UncertainSatellite satellite("aggressive-2030");
  StatedClaim claim{.id = "ten-thousand-launches",
                    .topic = topic,
                    .speaker = "Patel, Musk agrees",
                    .words =
                        "100 gigawatts depending on the specific power of the whole system with solar arrays "
                        "and radiators and everything is on the order of like 10,000 Starship launches",
                    .quantity = "launches for 100 GW of IT power",
                    .unit = "",
                    .stated = 1e4,
                    .stated_text = "on the order of 10,000",
                    .least = 5e3,
                    .most = 2e4,
                    .band_reason = "on the order of: a factor of two",
                    .inputs = launch_inputs(satellite)};
  claim.compute = [satellite](const InputValues& v) {
    return plan_launches(launch_cargo(satellite.size(v)), campaign_of(v)).launches;
  };
  claim.figures = [satellite](const InputValues& v) {
    const LaunchCargo cargo = launch_cargo(satellite.size(v));
    LaunchCampaign campaign = campaign_of(v);
    const LaunchPlan plan = plan_launches(cargo, campaign);
    campaign.inclination = 30_deg;
    const LaunchPlan inclined = plan_launches(cargo, campaign);
    campaign.vehicle = launch_vehicle("starship-v4");
    const LaunchPlan larger = plan_launches(cargo, campaign);
    return std::vector<ClaimFigure>{
        {"payload to a sun-synchronous plane at 300 km", plan.payload / 1e3, "t"},
        {"satellites per launch", plan.satellites_per_launch, ""},
        {"launches at 10 kg/kW and the headline payload", 1e9 / (v["headline_payload"] * 1e3), ""},
        {"launches to 30 deg", inclined.launches, ""},
        {"the same with 200 t", larger.launches, ""},
        {"launch energy made up after", plan.launch_payback / 1_day, "days"},
        {"energy of making and launching made up after", plan.energy_payback / 1_day, "days"}};
  };
  claim.sentence =
      "{0:.0f} launches ({1:.0f} to {2:.0f}), {3:.1f} times as many: the arithmetic of 10 kg/kW and 100 t "
      "gives {6:.0f}, but {4:.0f} t reach a sun-synchronous plane. {7:.0f} to 30 degrees, {8:.0f} there with "
      "200 t.";
  claim.method =
      "size_satellite of aggressive-2030, payload_to_orbit (two-stage rocket equation), satellites spiral up "
      "from 300 km";
  return claim;
}

StatedClaim ships() {
  StatedClaim claim{
      .id = "twenty-to-thirty-ships",
      .topic = topic,
      .speaker = "Musk",
      .words =
          "you could probably do it with as few as like 20 or 30. [...] So if you can use a ship every, say "
          "30 hours, you could do it with 30 ships",
      .quantity = "ships for 10,000 launches a year",
      .unit = "",
      .stated = 30,
      .stated_text = "30",
      .least = 0,
      .most = 31.5,
      .band_reason = "30, rounded: at most 31.5",
      .inputs = {uncertain_input("launches", "launches a year", "", 9000, 10000, 20000,
                                 "10,000 as said, \"maybe even 20 or 30,000\""),
                 uncertain_input("turnaround", "hours from launch to launch of a ship", "h", 12, 30, 72,
                                 "30 as said"),
                 uncertain_input("availability", "ships not in the shop", "%", 70, 90, 100, "assumption")}};
  const auto ships_for = [](double launches, double turnaround, double availability) {
    const LaunchVehicle vehicle = launch_vehicle("starship-v3");
    const LaunchCampaign campaign{.vehicle = vehicle,
                                  .altitude = vehicle.reference_altitude,
                                  .inclination = vehicle.reference_inclination,
                                  .target_power = launches,
                                  .ship_turnaround = turnaround * 1_h,
                                  .ship_availability = availability / 100};
    // One watt in one satellite that fills a ship: launches are watts. Whole ones: fractions of a launch do
    // not fly.
    return plan_launches({.mass = 0.999 * vehicle.headline_payload, .stowed_volume = 1, .it_power = 1},
                         campaign)
        .ships;
  };
  claim.compute = [ships_for](const InputValues& v) {
    return ships_for(v["launches"], v["turnaround"], v["availability"]);
  };
  claim.figures = [ships_for](const InputValues& v) {
    return std::vector<ClaimFigure>{
        {"if no ship is ever in the shop", ships_for(v["launches"], v["turnaround"], 100), ""},
        {"minutes between launches", 8766 * 60 / v["launches"], "min"}};
  };
  claim.sentence =
      "{4:.1f} ships at 30 h if none is ever in the shop, {0:.1f} with one in ten there: 30 ships fly 8,770 "
      "times a year.";
  claim.method = "plan_launches";
  return claim;
}

StatedClaim terawatt() {
  const UncertainSatellite satellite("aggressive-2030");
  StatedClaim claim{.id = "terawatt-a-year-from-earth",
                    .topic = topic,
                    .speaker = "Musk",
                    .words =
                        "I think on Earth you can get to around a terawatt a year of AI in space before you "
                        "start having fuel supply challenges for the rocket.",
                    .quantity = "IT power launched a year on a share of the world's natural gas",
                    .unit = "TW",
                    .stated = 1,
                    .stated_text = "around 1",
                    .least = 0.5,
                    .most = 2,
                    .band_reason = "around: a factor of two",
                    .inputs = launch_inputs(satellite)};
  claim.inputs.push_back(
      uncertain_input("gas_share", "share of the world's natural gas that is no challenge", "%", 1, 5, 10,
                      "assumption; aviation burns some 7 % of the world's oil (recalled)"));
  const auto per_watt = [satellite](const InputValues& v) {
    LaunchCampaign campaign = campaign_of(v);
    campaign.target_power = 1e12;
    return plan_launches(launch_cargo(satellite.size(v)), campaign);
  };
  claim.compute = [per_watt](const InputValues& v) {
    return world_gas * v["gas_share"] / 100 / per_watt(v).methane;
  };
  claim.figures = [per_watt](const InputValues& v) {
    const LaunchPlan plan = per_watt(v);
    return std::vector<ClaimFigure>{{"launches for 1 TW", plan.launches, ""},
                                    {"of them an hour", plan.launches / 8766, ""},
                                    {"ships at 30 h", plan.ships, ""},
                                    {"methane for 1 TW", plan.methane / 1e9, "Mt"},
                                    {"of the world's natural gas", 100 * plan.methane / world_gas, "%"}};
  };
  claim.sentence =
      "1 TW a year takes {4:.0f} launches, {5:.0f} an hour, {6:.0f} ships and {8:.0f} % of the world's "
      "natural gas; on the share allowed here it is {0:.2f} TW ({1:.2f} to {2:.2f}).";
  claim.method = "plan_launches, size_satellite of aggressive-2030; world gas 4.1e12 m3 a year (recalled)";
  return claim;
}

}  // namespace

std::vector<StatedClaim> interview_launch_claims() { return {ten_thousand(), ships(), terawatt()}; }

}  // namespace sunrack
