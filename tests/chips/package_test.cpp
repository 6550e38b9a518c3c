#include "chips/package.h"

#include <gtest/gtest.h>

#include <cmath>

#include "chips/leakage.h"
#include "physics/require.h"
#include "physics/units.h"

namespace sunrack {
namespace {

using namespace units;

TEST(Leakage, IsTheStatedShareAtTheReferenceAndDoublesOverTheInterval) {
  const ChipSpec part = chip("gb300");
  const double reference = part.leakage_reference_temperature;
  EXPECT_DOUBLE_EQ(leakage_power(part, reference), part.leakage_share * part.die_power);
  EXPECT_DOUBLE_EQ(leakage_power(part, reference + 30_K), 2 * leakage_power(part, reference));
  EXPECT_DOUBLE_EQ(die_power(part, reference), part.die_power);
}

TEST(Leakage, SlopeIsTheDerivative) {
  const ChipSpec part = chip("h100");
  const double difference = (die_power(part, 350.001_K) - die_power(part, 349.999_K)) / 0.002;
  EXPECT_NEAR(die_power_slope(part, 350_K), difference,
              1e-7 * difference);  // central difference, h^2/24 T'''
}

TEST(Leakage, RefusesTemperaturesBeyondItsLaw) {
  EXPECT_THROW(leakage_power(chip("gb300"), 181_degC), ModelError);
  EXPECT_THROW(leakage_power(chip("gb300"), -1_degC), ModelError);
}

TEST(Catalogue, EveryPartIsCompleteAndReciprocal) {
  for (const ChipSpec& part : chip_catalogue()) {
    SCOPED_TRACE(part.name);
    EXPECT_GT(package_power(part), part.die_power);
    EXPECT_FALSE(part.source.empty());
    // A symmetric resistance matrix of passive paths is positive definite: no node is warmed more by the
    // other's watt than by its own.
    EXPECT_GT(part.die_resistance, part.coupling_resistance);
    EXPECT_GT(part.memory_resistance, part.coupling_resistance);
    EXPECT_GT(part.leakage_share, 0);
    EXPECT_LT(part.leakage_share, 0.5);
  }
  EXPECT_THROW(chip("gb301"), std::invalid_argument);
}

TEST(Package, TheStateOnACoolantSatisfiesBothHeatPaths) {
  const ChipSpec part = chip("gb300");
  const PackageState state = package_on_coolant(part, 50_degC);
  EXPECT_NEAR(state.junction_temperature - 50_degC,
              part.die_resistance * state.die_power + part.coupling_resistance * part.memory_power, 1e-9);
  EXPECT_NEAR(state.memory_temperature - 50_degC,
              part.memory_resistance * part.memory_power + part.coupling_resistance * state.die_power, 1e-9);
  EXPECT_NEAR(state.total_power, state.die_power + part.memory_power + part.board_power, 1e-9);
}

TEST(Package, TheLimitAndTheStateOnItsCoolantAreTheSamePoint) {
  const ChipSpec part = chip("gb300");
  const PackageAtLimit limit = package_at_limit(part, 85_degC);
  EXPECT_EQ(limit.limit, PackageLimit::junction);
  const PackageState state = package_on_coolant(part, limit.state.coolant_temperature);
  EXPECT_NEAR(state.junction_temperature, 85_degC, 1e-8);  // Newton's 1e-11 relative over a gain below 0.2
}

TEST(Package, WhenTheMemoryIsTighterItSetsTheCoolant) {
  ChipSpec part = chip("gb300");
  part.maximum_memory_temperature = 80_degC;
  const PackageAtLimit limit = package_at_limit(part, 105_degC);
  EXPECT_EQ(limit.limit, PackageLimit::memory);
  EXPECT_NEAR(limit.state.memory_temperature, 80_degC, 1e-8);
  EXPECT_LT(limit.state.junction_temperature, 105_degC);
}

TEST(Package, WithoutLeakageTheRiseIsOhmsLaw) {
  ChipSpec part = chip("gb300");
  part.leakage_share = 0;
  const PackageState state = package_on_coolant(part, 300_K);
  EXPECT_NEAR(state.junction_temperature,
              300 + part.die_resistance * part.die_power + part.coupling_resistance * part.memory_power,
              1e-9);
}

TEST(Package, RunawayIsAnAnswerAndItsOnsetIsWhereTheGainIsOne) {
  ChipSpec part = chip("gb300");
  part.leakage_share = 0.3;
  part.leakage_doubling_interval = 15_K;
  part.die_resistance = 0.035;
  // Closed form of the onset: T* where R P_leak(T*) ln2/D = 1, coolant* = T* - rise(T*).
  const double rate = std::log(2.0) / part.leakage_doubling_interval;
  const double edge = part.leakage_reference_temperature -
                      std::log(part.die_resistance * part.die_power * part.leakage_share * rate) / rate;
  const double coolant =
      edge - part.die_resistance * die_power(part, edge) - part.coupling_resistance * part.memory_power;
  EXPECT_NEAR(package_loop_gain(part, edge), 1, 1e-12);
  EXPECT_NO_THROW(package_on_coolant(part, coolant - 0.01_K));
  EXPECT_LT(package_on_coolant(part, coolant - 0.01_K).junction_temperature, edge);
  try {
    package_on_coolant(part, coolant + 0.01_K);
    FAIL() << "expected thermal runaway";
  } catch (const ModelError& error) {
    EXPECT_NE(std::string(error.what()).find("thermal runaway"), std::string::npos);
  }
  EXPECT_THROW(package_at_limit(part, edge + 1_K), ModelError);
}

}  // namespace
}  // namespace sunrack
