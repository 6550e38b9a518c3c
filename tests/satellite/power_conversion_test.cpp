#include "satellite/power_conversion.h"

#include <gtest/gtest.h>

#include <cmath>

#include "physics/units.h"

namespace sunrack {
namespace {

using namespace units;

TEST(PowerConversion, WhatGoesInComesOutOrIsHeat) {
  const PowerConversion chain = size_power_conversion(100_kW, {});
  EXPECT_NEAR(chain.input_power, chain.output_power + chain.converter_loss + chain.cabling_loss, 1e-9);
  EXPECT_NEAR(chain.loss, chain.converter_loss + chain.cabling_loss, 1e-9);
  EXPECT_NEAR(chain.output_power / chain.input_power, 0.95 * 0.99, 1e-12);
}

TEST(PowerConversion, HandCalculationOf2026) {
  // 104.65 kW of loads at 0.95: 110.16 kW in; 2.0 kg/kW 220 kg and 0.5 kg/kW 55 kg.
  const PowerConversion chain = size_power_conversion(104.65_kW, {.cabling_efficiency = 1});
  EXPECT_NEAR(chain.input_power / 1_kW, 110.16, 5e-3);  // rounded
  EXPECT_NEAR(chain.converter_mass, 220, 0.5);
  EXPECT_NEAR(chain.cabling_mass, 55, 0.1);
  EXPECT_DOUBLE_EQ(chain.mass, chain.converter_mass + chain.cabling_mass);
}

TEST(PowerConversion, LosslessChainAddsNothing) {
  const PowerConversion chain = size_power_conversion(1_kW, {.efficiency = 1, .cabling_efficiency = 1});
  EXPECT_EQ(chain.input_power, 1_kW);
  EXPECT_EQ(chain.loss, 0);
}

TEST(Feeder, ConductorsAreHeavyAt54VoltsAndLightAt400) {
  // Aluminium, 20 m, 2 % loss, 110 kW: 2.09, 0.24, 0.04, 0.01 kg/kW of bare metal; figures have two decimals.
  const auto per_kilowatt = [](double voltage) { return feeder_mass(110_kW, {.voltage = voltage}) / 110; };
  EXPECT_NEAR(per_kilowatt(54), 2.09, 5e-3);
  EXPECT_NEAR(per_kilowatt(160), 0.24, 5e-3);
  EXPECT_NEAR(per_kilowatt(400), 0.04, 5e-3);
  EXPECT_NEAR(per_kilowatt(800), 0.01, 5e-3);
}

TEST(Feeder, ItsOhmicLossIsTheOneAskedFor) {
  const Feeder feeder{.length = 12, .voltage = 120, .loss_fraction = 0.03};
  const double power = 40_kW, current = power / feeder.voltage;
  const double resistance = 2 * feeder.resistivity * feeder.length / feeder_cross_section(power, feeder);
  EXPECT_NEAR(current * current * resistance, 0.03 * power, 1e-9 * power);
}

TEST(Feeder, MassGoesWithTheSquareOfLengthOverVoltage) {
  const double base = feeder_mass(50_kW, {});
  EXPECT_NEAR(feeder_mass(50_kW, {.length = 40}) / base, 4, 1e-12);
  EXPECT_NEAR(feeder_mass(50_kW, {.voltage = 320}) / base, 0.25, 1e-12);
  EXPECT_NEAR(feeder_mass(50_kW, {.loss_fraction = 0.01}) / base, 2, 1e-12);
  EXPECT_NEAR(feeder_mass(50_kW, {.mass_factor = 1.5}) / base, 1.5, 1e-12);
}

TEST(PowerConversion, AGivenFeederReplacesBothCablingFigures) {
  const PowerConversion chain = size_power_conversion(100_kW, {.feeder = Feeder{.voltage = 400}});
  EXPECT_NEAR(chain.cabling_loss / chain.input_power, 0.02, 1e-12);
  EXPECT_DOUBLE_EQ(chain.cabling_mass, feeder_mass(chain.input_power, {.voltage = 400}));
}

TEST(PowerConversion, RefusesBadInput) {
  EXPECT_THROW(size_power_conversion(-1, {}), std::invalid_argument);
  EXPECT_THROW(size_power_conversion(std::nan(""), {}), std::invalid_argument);
  EXPECT_THROW(size_power_conversion(1, {.efficiency = 0}), std::invalid_argument);
  EXPECT_THROW(size_power_conversion(1, {.mass_per_power = -1}), std::invalid_argument);
  EXPECT_THROW(size_power_conversion(1, {.cabling_efficiency = 1.5}), std::invalid_argument);
  EXPECT_THROW(size_power_conversion(1, {.feeder = Feeder{.voltage = 0}}), std::invalid_argument);
  EXPECT_THROW(feeder_mass(1, {.loss_fraction = 0}), std::invalid_argument);
  EXPECT_THROW(feeder_mass(1, {.length = -2}), std::invalid_argument);
  EXPECT_THROW(feeder_mass(1, {.mass_factor = 0.5}), std::invalid_argument);
}

}  // namespace
}  // namespace sunrack
