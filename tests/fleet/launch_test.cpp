#include "fleet/launch.h"

#include <gtest/gtest.h>

#include <cmath>

#include "fleet/build_up.h"
#include "physics/require.h"
#include "physics/units.h"
#include "satellite/spec_file.h"

namespace sunrack {
namespace {

using namespace units;

TEST(Launch, TheHeadlineOrbitGetsTheHeadlinePayload) {
  for (const LaunchVehicle& vehicle : launch_vehicle_catalogue())
    EXPECT_NEAR(payload_to_orbit(vehicle, vehicle.reference_altitude, vehicle.reference_inclination),
                vehicle.headline_payload,
                1e-6 * vehicle.headline_payload)  // the bisection's last step
        << vehicle.name;
}

// Towards the east the ground gives its speed; over the poles it gives nothing, against its turn it costs.
TEST(Launch, TheTurningEarthHelpsTowardsTheEast) {
  const double ground = 7.292115e-5 * constants::earth_radius;
  const double east = ideal_ascent_speed(200_km, 0, 0), west = ideal_ascent_speed(200_km, constants::pi, 0);
  EXPECT_NEAR(west - east, 2 * ground, 1e-9 * west);
  const double polar = ideal_ascent_speed(200_km, 90_deg, 0);
  EXPECT_NEAR(polar, std::hypot(ground, (east + west) / 2), 1e-9 * polar);
}

TEST(Launch, HigherAndMoreRetrogradeOrbitsGetLess) {
  const LaunchVehicle& ship = launch_vehicle("starship-v3");
  double last = 1e9;
  for (const double altitude : {200_km, 400_km, 600_km, 800_km}) {
    const double payload = payload_to_orbit(ship, altitude, 97.8_deg);
    EXPECT_LT(payload, last);
    last = payload;
  }
  EXPECT_LT(payload_to_orbit(ship, 400_km, 97_deg), payload_to_orbit(ship, 400_km, 53_deg));
}

// Satellites of 575 kg: 28..29 to 43 degrees, 24..25 over the poles (both read): 0.83 to 0.89. The polar
// flights start from another site, at 34.6 degrees.
TEST(Launch, PolarFlightsOfFalcon9CarryTheShareThatWasFlown) {
  LaunchVehicle west = launch_vehicle("falcon-9");
  const double headline = west.headline_payload;
  const double extra_site = 34.6_deg;
  // The reference stays the flight from the eastern site: only the extra speed of the other site is added.
  const double gain = ideal_ascent_speed(280_km, 97.6_deg, extra_site) -
                      ideal_ascent_speed(280_km, 97.6_deg, west.site_latitude);
  EXPECT_LT(std::abs(gain), 30);  // the sites differ by less than the band
  const double share = payload_to_orbit(west, 280_km, 97.6_deg) / headline;
  EXPECT_GT(share, 0.80);
  EXPECT_LT(share, 0.90);
}

TEST(Launch, WhatCannotBeReachedIsRefused) {
  const LaunchVehicle& ship = launch_vehicle("starship-v3");
  EXPECT_THROW(payload_to_orbit(ship, 600_km, 10_deg), ModelError);    // below the site's latitude
  EXPECT_THROW(payload_to_orbit(ship, 3000_km, 60_deg), ModelError);   // beyond the law
  EXPECT_THROW(payload_to_orbit(ship, 1900_km, 102_deg), ModelError);  // nothing left
  EXPECT_THROW(launch_vehicle("starship-v5"), std::invalid_argument);
}

LaunchCargo cargo() { return {.mass = 2000, .stowed_volume = 8, .it_power = 100e3}; }

LaunchCampaign campaign() {
  return {.vehicle = launch_vehicle("starship-v3"),
          .altitude = 200_km,
          .inclination = 26_deg,
          .target_power = 1e9,
          .success = 1};
}

TEST(Launch, FiftySatellitesOfTwoTonsFillAHundredTons) {
  LaunchCampaign plan = campaign();
  plan.vehicle.headline_payload = 100.1e3;
  const LaunchPlan answer = plan_launches(cargo(), plan);
  EXPECT_EQ(answer.satellites_per_launch, 50);
  EXPECT_EQ(answer.satellites, 10000);
  EXPECT_DOUBLE_EQ(answer.launches, 200);
  EXPECT_NEAR(answer.propellant, 200 * 5250e3, 1);
}

TEST(Launch, VolumeCountsWhereItIsTheTighterLimit) {
  LaunchCargo bulky = cargo();
  bulky.stowed_volume = 350;
  const LaunchPlan answer = plan_launches(bulky, campaign());
  EXPECT_EQ(answer.satellites_per_launch, 2);  // 700 m3 of 1000 m3 at a packing of 0.7
  bulky.stowed_volume = 800;
  EXPECT_THROW(plan_launches(bulky, campaign()), ModelError);
}

// 10 000 flights a year, a ship every 30 hours: 10000 x 30 / 8766.
TEST(Launch, TenThousandFlightsAYearNeedThirtyFourShips) {
  LaunchCampaign plan = campaign();
  const LaunchPlan one = plan_launches(cargo(), plan);
  plan.target_power = 10000 * one.satellites_per_launch * cargo().it_power;
  const LaunchPlan answer = plan_launches(cargo(), plan);
  EXPECT_NEAR(answer.launches, 10000, 1e-6);
  EXPECT_NEAR(answer.ships, 10000 * 30 / 8766.0, 1e-9 * answer.ships);
  EXPECT_NEAR(answer.launch_interval / 1_h, 0.8766, 1e-9);
}

TEST(Launch, SpirallingUpCarriesMorePerFlightThanClimbing) {
  LaunchCampaign plan = campaign();
  plan.altitude = 600_km, plan.inclination = 97.8_deg;
  const LaunchPlan direct = plan_launches(cargo(), plan);
  plan.delivery = Delivery::electric;
  const LaunchPlan electric = plan_launches(cargo(), plan);
  EXPECT_GT(electric.by_mass, direct.by_mass);
  EXPECT_GT(electric.spiral_propellant, 0);
  EXPECT_LT(electric.spiral_propellant, 0.02 * cargo().mass);
}

TEST(Launch, BadInputIsRefusedByName) {
  LaunchCampaign plan = campaign();
  plan.ship_availability = 0;
  try {
    plan_launches(cargo(), plan);
    FAIL();
  } catch (const std::invalid_argument& error) {
    EXPECT_NE(std::string(error.what()).find("ship_availability"), std::string::npos);
  }
  EXPECT_THROW(plan_launches({.mass = -1, .stowed_volume = 1, .it_power = 1}, campaign()),
               std::invalid_argument);
}

TEST(BuildUp, ASteadyRateLevelsOffAtItsClosedForm) {
  const BuildUp plan{.launched_per_year = std::vector<double>(12, 100.0), .life = 5, .loss_rate = 0.03};
  const auto years = build_up(plan);
  for (std::size_t i = 5; i < years.size(); ++i)
    EXPECT_NEAR(years[i].operating, steady_fleet(100, 5, 0.03), 1e-9 * years[i].operating);
  // What comes in goes out: by loss at 0.03 a year of those that are there, the rest by age.
  EXPECT_NEAR(years.back().lost, 0.03 * years.back().operating, 1e-9);
  EXPECT_NEAR(years.back().lost + years.back().retired, 100, 1e-9);
}

TEST(BuildUp, WithoutLossesAFleetIsRateTimesLife) {
  const auto years =
      build_up({.launched_per_year = std::vector<double>(8, 40.0), .life = 4, .it_power = 1e5});
  EXPECT_NEAR(years.back().operating, 160, 1e-9);
  EXPECT_NEAR(years.back().power_years, 160e5, 1e-3);
  EXPECT_NEAR(years[0].power_years, 20e5, 1e-3);  // on average half of the first year's are up
}

TEST(BuildUp, RampsStopAtTheirMost) {
  EXPECT_EQ(launch_ramp(10, 2, 35, 4), (std::vector<double>{10, 20, 35, 35}));
  EXPECT_THROW(launch_ramp(10, 2, 5, 4), std::invalid_argument);
  EXPECT_THROW(build_up({.launched_per_year = {}}), std::invalid_argument);
  EXPECT_THROW(build_up({.launched_per_year = {1}, .life = 0}), std::invalid_argument);
}

}  // namespace
}  // namespace sunrack
