#include "fleet/lunar.h"

#include <gtest/gtest.h>

#include <cmath>

#include "fleet/wafers.h"
#include "physics/require.h"
#include "physics/units.h"
#include "satellite/spec_file.h"

namespace sunrack {
namespace {

using namespace units;

// 3.828e26 W is the IAU's nominal luminosity (2015): ours is of 1361 W/m2, 1e-4 away.
TEST(Sun, LuminosityIsTheNominalOne) {
  EXPECT_NEAR(sun_luminosity(), 3.828e26, 2e-4 * 3.828e26);
  EXPECT_NEAR(share_of_sun_on_earth(), 4.53e-10, 0.01e-10);
}

TEST(MassDriver, LengthAndEnergyAreTheTextbookOnes) {
  const MassDriverAnswer hundred = mass_driver({.speed = 2500,
                                                .acceleration = 100 * constants::standard_gravity,
                                                .efficiency = 1,
                                                .bucket_share = 0,
                                                .loss = 0},
                                               1);
  EXPECT_NEAR(hundred.length / 1_km, 3.19, 0.01);
  EXPECT_NEAR(hundred.energy_per_mass / 3.6e6, 0.868, 0.001);
  EXPECT_NEAR(lunar_escape_speed(), 2376, 2);
}

TEST(MassDriver, EnergyIsPowerOverForceTimesTime) {
  const MassDriver driver{.efficiency = 1, .load = 500, .bucket_share = 0, .loss = 0};
  const MassDriverAnswer answer = mass_driver(driver, 10);
  // Force times final speed, half of it on average, for the duration: the shot's kinetic energy.
  EXPECT_NEAR(answer.peak_power / 2 * answer.duration, 500 * driver.speed * driver.speed / 2, 1);
}

TEST(MassDriver, BelowEscapeAllFallsBackAndAtTwoAndAHalfItLeavesTheEarth) {
  EXPECT_EQ(mass_driver({.speed = 2300}, 1).speed_beyond_moon, 0);
  EXPECT_GT(mass_driver({.speed = 2400}, 1).speed_beyond_moon, 0);
  EXPECT_EQ(mass_driver({.speed = 2400}, 1).speed_beyond_earth,
            0);  // out of the Moon's hold, not the Earth's
  EXPECT_GT(mass_driver({.speed = 2500}, 1).speed_beyond_earth, 500);
  EXPECT_THROW(mass_driver({.efficiency = 0}, 1), std::invalid_argument);
  EXPECT_THROW(mass_driver({}, 0), std::invalid_argument);
}

TEST(LunarSatellite, EveryKilogramHasAnOrigin) {
  const SatelliteDesign design = size_satellite(preset("aggressive-2030"));
  const LunarSatellite satellite = lunar_satellite(design, {}, {});
  EXPECT_NEAR(satellite.from_earth + satellite.silicon + satellite.aluminium, satellite.mass,
              1e-9 * satellite.mass);
  EXPECT_GT(satellite.silicon, 0);
  EXPECT_GT(satellite.soil, satellite.aluminium / 0.14);
  EXPECT_THROW(lunar_satellite(design, {.silicon = 0}, {}), std::invalid_argument);
}

TEST(DeepSpace, WithoutTheEarthASatelliteIsLighterAndNeverDark) {
  const SatelliteSpec near = preset("aggressive-2030");
  const SatelliteDesign far = size_satellite(deep_space_spec(near)), low = size_satellite(near);
  EXPECT_LT(far.radiator.area, low.radiator.area);
  EXPECT_EQ(far.compute_availability, 1);
  EXPECT_EQ(mass_of(far.budget, "battery"), 0);
}

// 62..64 full reticles on a wafer of 300 mm: counted on published maps (recalled).
TEST(Wafers, AFullReticleFitsSixtyAndAFewTimes) {
  const int dies = dies_per_wafer({});
  EXPECT_GE(dies, 60);
  EXPECT_LE(dies, 66);
}

TEST(Wafers, YieldHasItsLimits) {
  EXPECT_DOUBLE_EQ(die_yield({.defect_density = 0}), 1);
  EXPECT_NEAR(die_yield({.clustering = INFINITY}), std::exp(-26e-3 * 33e-3 * 1000), 1e-12);
  EXPECT_NEAR(die_yield({.clustering = 1e8}), die_yield({.clustering = INFINITY}), 1e-6);
  EXPECT_DOUBLE_EQ(die_yield({.usable_with_defects = 1}), 1);
  EXPECT_THROW(die_yield({.defect_density = -1}), std::invalid_argument);
  EXPECT_THROW(wafers_per_year(1e9, 1e3, {.die_width = 0.3, .die_height = 0.3}), ModelError);
}

TEST(Wafers, TinyDiesCoverTheUsableDisc) {
  const WaferProcess process{.die_width = 2e-3, .die_height = 2e-3, .scribe = 0};
  const double area = constants::pi * 0.147 * 0.147;
  EXPECT_NEAR(dies_per_wafer(process), area / 4e-6, 0.03 * area / 4e-6);  // the rim: 2 diameters / edge
}

}  // namespace
}  // namespace sunrack
