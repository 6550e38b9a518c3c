#include "physics/debris/meteoroids.h"

#include <gtest/gtest.h>

#include <cmath>

#include "physics/require.h"
#include "physics/units.h"

namespace sunrack {
namespace {

using namespace units;

TEST(MeteoroidFlux, HasTheCheckValuesOfGruen) {
  // Published to six digits.
  EXPECT_NEAR(meteoroid_flux_at_1_au(1e-9) * 1_year, 1.48799, 5e-6);
  EXPECT_NEAR(meteoroid_flux_at_1_au(1e-6) * 1_year, 5.96754e-4, 5e-10);
  EXPECT_NEAR(meteoroid_flux_at_1_au(1e-3) * 1_year, 7.02127e-8, 5e-13);
}

TEST(MeteoroidFlux, RepeatsTheStandardsExampleToSevenDigits) {
  EXPECT_NEAR(meteoroid_flux(1e-6, 400_km) * 6_h, 5.609728e-7, 5e-14);  // half of the last digit
}

TEST(MeteoroidFlux, FallsWithMass) {
  double before = meteoroid_flux_at_1_au(1e-15);
  for (double mass = 1.3e-15; mass < 0.5; mass *= 1.3) {
    const double flux = meteoroid_flux_at_1_au(mass);
    EXPECT_LT(flux, before);
    before = flux;
  }
}

TEST(MeteoroidFlux, RefusesMassesOutsideTheStandard) {
  EXPECT_NO_THROW(meteoroid_flux_at_1_au(1e-15));
  EXPECT_NO_THROW(meteoroid_flux_at_1_au(0.5));
  EXPECT_THROW(meteoroid_flux_at_1_au(0.9e-15), ModelError);
  EXPECT_THROW(meteoroid_flux_at_1_au(0.6), ModelError);
  EXPECT_THROW(meteoroid_flux_at_1_au(0), std::invalid_argument);
  EXPECT_THROW(meteoroid_flux_at_1_au(std::nan("")), std::invalid_argument);
}

TEST(OrbitFactors, AreTheTablesAtItsRowsAndLinearBetween) {
  const MeteoroidOrbitFactors at_400 = meteoroid_orbit_factors(400_km),
                              at_800 = meteoroid_orbit_factors(800_km),
                              at_600 = meteoroid_orbit_factors(600_km);
  EXPECT_DOUBLE_EQ(at_400.gravity, 2.00);
  EXPECT_DOUBLE_EQ(at_800.shield, 0.70);
  EXPECT_NEAR(at_600.gravity, (at_400.gravity + at_800.gravity) / 2, 1e-14);  // rounding
  EXPECT_NEAR(at_600.gravity * at_600.shield * at_600.motion, 1.421, 1e-3);   // published to three decimals
}

TEST(OrbitFactors, FarFromEarthLittleIsLeftOfIt) {
  const MeteoroidOrbitFactors far = meteoroid_orbit_factors(100000_km);
  EXPECT_NEAR(far.gravity * far.shield * far.motion, 1, 0.08);  // last row: 1.06, 1, 1.01
  EXPECT_THROW(meteoroid_orbit_factors(99_km), ModelError);
  EXPECT_THROW(meteoroid_orbit_factors(100001_km), ModelError);
}

TEST(MeteoroidSpeed, HasNormOneAndBinsKeepTheMean) {
  double norm = 0, mean = 0;
  const double step = 10;
  for (double v = 11.1e3 + step / 2; v < 72.2e3; v += step) {
    norm += meteoroid_speed_density(v) * step;
    mean += meteoroid_speed_density(v) * v * step;
  }
  EXPECT_NEAR(norm, 1, 1e-4);  // midpoint sum across two jumps
  for (const int count : {1, 7, 40}) {
    double weights = 0, of_bins = 0;
    for (const SpeedBin& bin : meteoroid_speed_bins(count)) {
      weights += bin.weight;
      of_bins += bin.weight * bin.speed;
    }
    EXPECT_NEAR(weights, 1, 1e-12);
    EXPECT_NEAR(of_bins / mean, 1, 1e-3);  // the bins' own quadrature
  }
}

TEST(MeteoroidSpeed, BinsAscend) {
  const auto bins = meteoroid_speed_bins(12);
  ASSERT_EQ(bins.size(), 12u);
  for (std::size_t i = 1; i < bins.size(); ++i) EXPECT_GT(bins[i].speed, bins[i - 1].speed);
  EXPECT_THROW(meteoroid_speed_bins(0), std::invalid_argument);
}

TEST(MeteoroidDensity, ClassesJoinWithoutGap) {
  const auto kinds = meteoroid_density_by_mass();
  for (std::size_t i = 1; i < kinds.size(); ++i) EXPECT_EQ(kinds[i].minimum_mass, kinds[i - 1].maximum_mass);
  EXPECT_THROW(constant_meteoroid_density(0), std::invalid_argument);
}

}  // namespace
}  // namespace sunrack
