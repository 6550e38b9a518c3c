#include "physics/thermal/blackbody.h"

#include <gtest/gtest.h>

#include <limits>

#include "physics/units.h"

namespace sunrack {
namespace {

using namespace units;

// sigma = 5.670374419e-8 W/(m^2 K^4) (CODATA 2018, exact): 300^4 = 8.1e9, so 459.3003279 W/m^2.
TEST(GreyBody, ABlackSurfaceAt300KelvinEmits459WattsPerSquareMetre) {
  EXPECT_NEAR(grey_body_flux(1, 300_K), 459.3003279, 1e-6);  // digits of the constant as written above
}

TEST(GreyBody, FluxIsProportionalToEmissivityAndToTheFourthPowerOfTemperature) {
  EXPECT_DOUBLE_EQ(grey_body_flux(0.85, 350_K), 0.85 * grey_body_flux(1, 350_K));
  EXPECT_DOUBLE_EQ(grey_body_flux(0.9, 600_K), 16 * grey_body_flux(0.9, 300_K));
}

TEST(GreyBody, TemperatureUndoesFlux) {
  for (const double emissivity : {0.03, 0.5, 1.0})
    for (const double temperature : {2.7, 77.0, 293.0, 1500.0})
      EXPECT_NEAR(grey_body_temperature(emissivity, grey_body_flux(emissivity, temperature)), temperature,
                  1e-15 * 4 * temperature);  // rounding of two square roots
}

TEST(GreyBody, NoFluxMeansAbsoluteZero) { EXPECT_EQ(grey_body_temperature(0.9, 0), 0); }

TEST(GreyBody, RefusesBadInput) {
  const double infinity = std::numeric_limits<double>::infinity();
  const double not_a_number = std::numeric_limits<double>::quiet_NaN();
  for (const double emissivity : {0.0, -0.1, 1.01, not_a_number})
    EXPECT_THROW(grey_body_temperature(emissivity, 100), std::invalid_argument);
  for (const double flux : {-1.0, infinity, not_a_number})
    EXPECT_THROW(grey_body_temperature(0.9, flux), std::invalid_argument);
}

}  // namespace
}  // namespace sunrack
