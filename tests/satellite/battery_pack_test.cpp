#include "satellite/battery_pack.h"

#include <gtest/gtest.h>

#include <cmath>

#include "physics/constants.h"
#include "physics/require.h"
#include "physics/units.h"

namespace sunrack {
namespace {

using namespace units;

TEST(BatteryPack, EveryOrbitEclipseAt550Kilometres) {
  // Cylindrical shadow, Sun in the orbit plane; 100 kW, depth 0.3, 0.95 each way.
  const double radius = constants::earth_radius + 550_km;
  const double period =
      2 * constants::pi * std::sqrt(std::pow(radius, 3) / constants::earth_gravitational_parameter);
  const double eclipse = period * std::asin(constants::earth_radius / radius) / constants::pi;
  EXPECT_NEAR(eclipse / 1_h, 0.593525, 1e-6);  // six decimals published
  const BatteryPack pack =
      size_battery(100_kW, eclipse, period - eclipse, 27500,
                   {.depth_of_discharge = 0.3, .charge_efficiency = 0.95, .discharge_efficiency = 0.95});
  EXPECT_NEAR(pack.energy_delivered / 1_kWh, 59.3525, 1e-4);
  EXPECT_NEAR(pack.nameplate_energy / 1_kWh, 208.254, 1e-3);
  EXPECT_NEAR((100_kW + pack.charge_power) / 1_kW, 165.7225, 1e-4);
}

TEST(BatteryPack, OneOrbitStoresWhatItGivesBack) {
  const double load = 80_kW, eclipse = 20_min, sunlit = 76_min;
  const BatteryPack pack = size_battery(load, eclipse, sunlit, 6900, {});
  const double put_in = pack.charge_power * sunlit;
  const double heat = pack.heat_charge * sunlit + pack.heat_discharge * eclipse;
  EXPECT_NEAR(put_in, pack.energy_delivered + heat, 1e-12 * put_in);  // rounding
  EXPECT_NEAR(pack.energy_delivered / put_in, 0.97 * 0.95, 1e-12);
}

TEST(BatteryPack, FullRideThroughAndHibernationOfTheHandCalculation) {
  // 11.0 kW for 20.7 min at 150 Wh/kg, half depth, 0.95: 53 kg; 110 kW at 0.4: 667 kg.
  const auto mass = [](double load, double depth) {
    return size_battery(load, 20.7_min, 76_min, 6900, {.depth_of_discharge = depth}).mass;
  };
  EXPECT_NEAR(mass(11.0_kW, 0.5), 53, 0.5);  // rounded to a kilogram
  EXPECT_NEAR(mass(110.16_kW, 0.4), 667, 0.5);
}

TEST(BatteryPack, ManyCyclesMakeItShallowAndHeavy) {
  const BatteryPack few = size_battery(10_kW, 20_min, 76_min, 7000, {});
  const BatteryPack many = size_battery(10_kW, 20_min, 76_min, 30000, {});
  EXPECT_DOUBLE_EQ(few.depth_of_discharge, 0.5);
  EXPECT_NEAR(many.mass / few.mass, 0.5 / 0.325, 1e-12);
}

TEST(BatteryPack, NothingToCarryWeighsNothing) {
  EXPECT_EQ(size_battery(0, 20_min, 76_min, 7000, {}).mass, 0);
  EXPECT_EQ(size_battery(10_kW, 0, 96_min, 0, {}).mass, 0);
}

TEST(BatteryPack, DischargeRateFollowsFromDepthAndDuration) {
  const BatteryPack pack = size_battery(10_kW, 30_min, 66_min, 7000, {.depth_of_discharge = 0.5});
  EXPECT_NEAR(pack.discharge_rate * 3600, 0.5 * 0.95 / 0.5, 1e-12);  // depth * efficiency / hours
}

TEST(EclipseStrategy, SaysWhatStaysOn) {
  EXPECT_EQ(load_in_eclipse(EclipseStrategy::ride_through, 100_kW, 0.1), 100_kW);
  EXPECT_EQ(load_in_eclipse(EclipseStrategy::hibernate, 100_kW, 0.1), 10_kW);
  EXPECT_EQ(load_in_eclipse(EclipseStrategy::none, 100_kW, 0.1), 0);
  EXPECT_EQ(eclipse_strategy("ride-through"), EclipseStrategy::ride_through);
  EXPECT_EQ(eclipse_strategy("hibernate"), EclipseStrategy::hibernate);
  EXPECT_EQ(eclipse_strategy("none"), EclipseStrategy::none);
}

TEST(EclipseStrategy, NoBatteryIsRefusedWhereSomethingMustStayOn) {
  try {
    require_eclipse_supply(EclipseStrategy::none, 11_kW, 20.7_min);
    FAIL();
  } catch (const std::invalid_argument& error) {
    EXPECT_STREQ(error.what(),
                 "battery.strategy = none: no battery, but eclipses of 20.7 min and 11000 W to keep alive; "
                 "accepted are ride-through and hibernate, or an orbit without eclipses");
  }
  EXPECT_NO_THROW(require_eclipse_supply(EclipseStrategy::none, 11_kW, 0));
  EXPECT_NO_THROW(require_eclipse_supply(EclipseStrategy::none, 0, 20.7_min));
  EXPECT_NO_THROW(require_eclipse_supply(EclipseStrategy::hibernate, 11_kW, 20.7_min));
}

TEST(BatteryPack, RefusesBadInput) {
  EXPECT_THROW(size_battery(-1, 1, 1, 1, {}), std::invalid_argument);
  EXPECT_THROW(size_battery(1, std::nan(""), 1, 1, {}), std::invalid_argument);
  EXPECT_THROW(size_battery(1, 1, 1, -1, {}), std::invalid_argument);
  EXPECT_THROW(size_battery(1, 1, 1, 1, {.specific_energy = 0}), std::invalid_argument);
  EXPECT_THROW(size_battery(1, 1, 1, 1, {.depth_of_discharge = 1.2}), std::invalid_argument);
  EXPECT_THROW(size_battery(1, 1, 1, 1, {.charge_efficiency = 0}), std::invalid_argument);
  EXPECT_THROW(size_battery(1, 1, 0, 1, {}), ModelError);       // never charged
  EXPECT_THROW(size_battery(1, 1, 1, 100000, {}), ModelError);  // more cycles than are known
  EXPECT_THROW(eclipse_strategy("hope"), std::invalid_argument);
  EXPECT_THROW(load_in_eclipse(EclipseStrategy::hibernate, 1, 1.5), std::invalid_argument);
}

}  // namespace
}  // namespace sunrack
