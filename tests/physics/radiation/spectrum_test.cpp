#include "physics/radiation/spectrum.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

namespace sunrack {
namespace {

TEST(Spectrum, APowerLawIsIntegratedExactly) {
  const Spectrum spectrum{{1, 10, 100}, {1, 1e-3, 1e-6}};  // E^-3
  for (const double energy : {1.0, 3.0, 10.0, 70.0})
    EXPECT_NEAR(integral_flux(spectrum, energy), (1 / (energy * energy) - 1e-4) / 2, 1e-14) << energy;
  EXPECT_NEAR(differential_flux(spectrum, 5), 1 / 125.0, 1e-15);
}

TEST(Spectrum, HasNothingOutsideItsPoints) {
  const Spectrum spectrum{{1, 10}, {1, 1}};
  EXPECT_EQ(differential_flux(spectrum, 0.999), 0);
  EXPECT_EQ(differential_flux(spectrum, 10.001), 0);
  EXPECT_EQ(integral_flux(spectrum, 10), 0);
  EXPECT_NEAR(integral_flux(spectrum, 0.1), 9, 1e-13);  // E^0 over 9
}

TEST(Spectrum, MinusFirstPowerIsNoSpecialCase) {
  EXPECT_NEAR(integral_flux({{1, std::exp(1.0)}, {1, std::exp(-1.0)}}, 1), 1, 1e-14);
}

TEST(Spectrum, IntegralFluxesComeBackWhateverTheirShape) {
  // Steep, flat (no particles between 0.4 and 1), a cliff, and an end at nothing.
  const std::vector<double> energy{0.1, 0.2, 0.4, 1, 2, 10, 100, 200, 400},
      above{1e6, 5e5, 4.9e5, 4.9e5, 100, 99, 1, 1e-3, 0};
  const Spectrum spectrum = from_integral_flux(energy, above);
  require_spectrum(spectrum, "spectrum");
  for (std::size_t i = 0; i < energy.size(); ++i)
    EXPECT_NEAR(integral_flux(spectrum, energy[i]), above[i], 1e-9 * above[i] + 1e-7) << energy[i];
}

TEST(Spectrum, AnIntegralPowerLawGivesItsDerivative) {
  std::vector<double> energy, above;
  for (double e = 1; e < 300; e *= 2) energy.push_back(e), above.push_back(std::pow(e, -2));
  const Spectrum spectrum = from_integral_flux(energy, above);
  for (std::size_t i = 0; i < spectrum.energy.size(); ++i)
    EXPECT_NEAR(spectrum.differential_flux[i] * std::pow(spectrum.energy[i], 3), 2, 1e-9);
}

TEST(Spectrum, ASumKeepsEveryParticleOfBoth) {
  const Spectrum low{{1, 4}, {3, 3}}, high{{2, 8}, {5, 5}};
  const Spectrum both = sum(low, high);
  require_spectrum(both, "sum");
  // 1e-8: each end is a step a relative 1e-9 wide.
  EXPECT_NEAR(integral_flux(both, 1), 9 + 30, 39e-8);
  EXPECT_NEAR(differential_flux(both, 3), 8, 1e-12);
  EXPECT_NEAR(differential_flux(both, 6), 5, 1e-12);
}

TEST(Spectrum, BadInputIsRefusedByName) {
  EXPECT_THROW(require_spectrum({{1, 2}, {1}}, "x"), std::invalid_argument);
  EXPECT_THROW(require_spectrum({{2, 1}, {1, 1}}, "x"), std::invalid_argument);
  EXPECT_THROW(require_spectrum({{1, 2}, {1, -1}}, "x"), std::invalid_argument);
  EXPECT_THROW(from_integral_flux({1, 2}, {1, 2}), std::invalid_argument);
  EXPECT_THROW(scaled({{1, 2}, {1, 1}}, -1), std::invalid_argument);
  EXPECT_THROW(integral_flux({{1, 2}, {1, 1}}, std::numeric_limits<double>::quiet_NaN()),
               std::invalid_argument);
}

}  // namespace
}  // namespace sunrack
