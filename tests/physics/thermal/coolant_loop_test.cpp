#include "physics/thermal/coolant_loop.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <string>

#include "physics/constants.h"
#include "physics/require.h"
#include "physics/units.h"

namespace sunrack {
namespace {

using namespace units;

constexpr double not_a_number = std::numeric_limits<double>::quiet_NaN();

/// Water near 300 K in the round numbers of a textbook's appendix, Pr = 5.82878.
const CoolantState water{.density = 997, .specific_heat = 4179, .conductivity = 0.613, .viscosity = 855e-6};

/// A liquid with a given Prandtl number and otherwise round properties.
CoolantState liquid(double prandtl) {
  return {.density = 1000, .specific_heat = prandtl * 1000, .conductivity = 1, .viscosity = 1e-3};
}

TubeFlow flow_at(const CoolantState& state, double reynolds, double diameter = 0.01) {
  return tube_flow(state, reynolds * constants::pi / 4 * diameter * state.viscosity, diameter);
}

// 0.1 kg/s of water in a tube of 20 mm, by hand:
//   V  = 4 * 0.1 / (997 pi 0.02^2)          = 0.319268 m/s
//   Re = 4 * 0.1 / (pi 0.02 855e-6)         = 7445.85
//   f  = (0.79 ln 7445.85 - 1.64)^-2 = (0.79 * 8.915412 - 1.64)^-2 = 5.403176^-2 = 0.0342533
//   Nu = 0.00428166 * 6445.85 * 5.82878 / (1 + 12.7 * 0.0654344 * (5.82878^(2/3) - 1)) = 160.869 / 2.860500
//   = 56.238 h  = 56.238 * 0.613 / 0.02              = 1723.69 W/(m^2 K) dp/dx = 0.0342533 * 997 * 0.319268^2
//   / (2 * 0.02) = 87.0256 Pa/m
TEST(TubeFlow, TurbulentWaterAgreesWithTheHandCalculation) {
  const auto flow = tube_flow(water, 0.1, 20_mm);
  const double digits = 1e-5;  // six digits are written above
  EXPECT_NEAR(flow.velocity, 0.319268, digits * 0.319268);
  EXPECT_NEAR(flow.reynolds, 7445.85, digits * 7445.85);
  EXPECT_NEAR(flow.prandtl, 5.82878, digits * 5.82878);
  EXPECT_NEAR(flow.friction_factor, 0.0342533, digits * 0.0342533);
  EXPECT_NEAR(flow.nusselt, 56.238, digits * 56.238);
  EXPECT_NEAR(flow.film_coefficient, 1723.69, digits * 1723.69);
  EXPECT_NEAR(flow.pressure_gradient, 87.0256, digits * 87.0256);
}

// 0.04 kg/s in the same tube: Re = 2978.338, 0.3990224 of the way from 2300 to 4000.
//   f  = 0.6009776 * 64/2300 + 0.3990224 * 0.0414410                 = 0.0332590
//   Nu = 0.6009776 * 48/11   + 0.3990224 * 29.73394                  = 14.48702
TEST(TubeFlow, TransitionalWaterAgreesWithTheHandCalculation) {
  const auto flow = tube_flow(water, 0.04, 20_mm);
  EXPECT_NEAR(flow.friction_factor, 0.0332590, 1e-5 * 0.0332590);  // six digits are written above
  EXPECT_NEAR(flow.nusselt, 14.48702, 1e-5 * 14.48702);
}

TEST(TubeFlow, LaminarPressureGradientIsThatOfHagenAndPoiseuille) {
  for (const double reynolds : {1.0, 150.0, 2299.0}) {
    const double diameter = 6_mm, flow = reynolds * constants::pi / 4 * diameter * water.viscosity;
    const double exact =
        128 * water.viscosity * flow / (water.density * constants::pi * std::pow(diameter, 4));
    EXPECT_NEAR(tube_flow(water, flow, diameter).pressure_gradient, exact, 1e-14 * exact);  // rounding
  }
}

TEST(TubeFlow, LaminarHeatTransferDoesNotDependOnTheFlow) {
  for (const double reynolds : {0.1, 100.0, 2000.0}) EXPECT_EQ(flow_at(water, reynolds).nusselt, 48.0 / 11.0);
}

TEST(TubeFlow, IsContinuousWhereTheLawChanges) {
  for (const double prandtl : {0.5, 1.0, 7.0, 100.0, 2000.0})
    for (const double reynolds : {2300.0, 4000.0}) {
      const double step = 1e-6;
      const auto before = flow_at(liquid(prandtl), reynolds * (1 - step));
      const auto after = flow_at(liquid(prandtl), reynolds * (1 + step));
      // Neither grows faster than the tenth power of the Reynolds number (transition at Pr = 2000: from 4.36
      // to 300).
      EXPECT_NEAR(after.nusselt, before.nusselt, 200 * step * after.nusselt);
      EXPECT_NEAR(after.friction_factor, before.friction_factor, 20 * step * after.friction_factor);
    }
}

TEST(TubeFlow, HeatTransferNeverFallsWithFlowOrWithPrandtlNumber) {
  for (double prandtl = 0.5; prandtl < 1500; prandtl *= 1.3) {
    double before = 0;
    for (double reynolds = 10; reynolds < 4.9e6; reynolds *= 1.02) {
      const double nusselt = flow_at(liquid(prandtl), reynolds).nusselt;
      EXPECT_GE(nusselt, before) << "Re " << reynolds << " Pr " << prandtl;
      EXPECT_GE(flow_at(liquid(1.3 * prandtl), reynolds).nusselt, nusselt);
      before = nusselt;
    }
  }
}

TEST(TubeFlow, PressureGradientAlwaysGrowsWithFlow) {
  double before = 0;
  for (double reynolds = 1; reynolds < 4.9e6; reynolds *= 1.01) {
    const double gradient = flow_at(water, reynolds).pressure_gradient;
    EXPECT_GT(gradient, before);
    before = gradient;
  }
}

// Blasius' f = 0.3164 Re^-0.25 is an independent fit to smooth tubes between 4e3 and 1e5; both are good to 2
// to 3 %.
TEST(TubeFlow, TurbulentFrictionIsNearThatOfBlasius) {
  for (const double reynolds : {5e3, 1e4, 3e4, 1e5}) {
    const double blasius = 0.3164 * std::pow(reynolds, -0.25);
    EXPECT_NEAR(flow_at(water, reynolds).friction_factor, blasius, 0.04 * blasius);
  }
}

TEST(TubeFlow, SimilarFlowsHaveTheSameNumbers) {
  const auto narrow = flow_at(water, 20e3, 5_mm), wide = flow_at(water, 20e3, 50_mm);
  EXPECT_NEAR(narrow.nusselt, wide.nusselt, 1e-12 * wide.nusselt);  // rounding, through a logarithm
  EXPECT_NEAR(narrow.film_coefficient, 10 * wide.film_coefficient, 1e-12 * narrow.film_coefficient);
  EXPECT_NEAR(narrow.pressure_gradient, 1000 * wide.pressure_gradient, 1e-12 * narrow.pressure_gradient);
}

TEST(TubeFlow, RefusesToAnswerOutsideItsValidityAndGivesTheNumber) {
  EXPECT_NO_THROW(flow_at(liquid(0.5000001), 1e4));
  EXPECT_NO_THROW(flow_at(liquid(1999.999), 4.99e6));
  EXPECT_THROW(flow_at(liquid(0.49), 1e4), ModelError);
  EXPECT_THROW(flow_at(liquid(2100), 100), ModelError);
  try {
    flow_at(water, 6e6);
    FAIL();
  } catch (const ModelError& error) {
    EXPECT_NE(std::string(error.what()).find("Reynolds number 6e+06"), std::string::npos) << error.what();
  }
  try {
    flow_at(liquid(2100), 100);
    FAIL();
  } catch (const ModelError& error) {
    EXPECT_NE(std::string(error.what()).find("Prandtl number 2100"), std::string::npos) << error.what();
  }
}

TEST(TubeFlow, RefusesBadInput) {
  for (const double bad : {0.0, -1.0, not_a_number}) {
    EXPECT_THROW(tube_flow(water, bad, 0.01), std::invalid_argument);
    EXPECT_THROW(tube_flow(water, 0.01, bad), std::invalid_argument);
    for (double CoolantState::*field : {&CoolantState::density, &CoolantState::specific_heat,
                                        &CoolantState::conductivity, &CoolantState::viscosity}) {
      CoolantState state = water;
      state.*field = bad;
      EXPECT_THROW(tube_flow(state, 0.01, 0.01), std::invalid_argument);
    }
  }
}

// 2 kg/s of 1000 kg/m^3 are 2 litres per second; against 1 bar that is 200 W, and 400 W at an efficiency of
// one half.
TEST(PumpPower, IsVolumeFlowTimesPressureOverEfficiency) {
  EXPECT_DOUBLE_EQ(pump_power(2, 1000, 100_kPa, 1), 200);
  EXPECT_DOUBLE_EQ(pump_power(2, 1000, 100_kPa, 0.5), 400);
  EXPECT_EQ(pump_power(0, 1000, 100_kPa, 0.5), 0);
  EXPECT_EQ(pump_power(2, 1000, 0, 0.5), 0);
}

TEST(PumpPower, RefusesBadInput) {
  EXPECT_THROW(pump_power(-1, 1000, 1e5, 0.5), std::invalid_argument);
  EXPECT_THROW(pump_power(1, 0, 1e5, 0.5), std::invalid_argument);
  EXPECT_THROW(pump_power(1, 1000, -1e5, 0.5), std::invalid_argument);
  EXPECT_THROW(pump_power(1, 1000, 1e5, 0), std::invalid_argument);
  EXPECT_THROW(pump_power(1, 1000, 1e5, 1.1), std::invalid_argument);
  EXPECT_THROW(pump_power(not_a_number, 1000, 1e5, 0.5), std::invalid_argument);
}

}  // namespace
}  // namespace sunrack
