#include "physics/orbit/atmosphere.h"

#include <gtest/gtest.h>

#include <cmath>

#include "physics/require.h"
#include "physics/units.h"

namespace sunrack {
namespace {

using namespace units;

TEST(Atmosphere, RowsOfTheTableAreExact) {
  EXPECT_NEAR(atmosphere_density(200_km, SolarActivity::low), 1.78335e-10, 1e-22);
  EXPECT_NEAR(atmosphere_density(550_km, SolarActivity::low), 3.80235e-14, 1e-26);
  EXPECT_NEAR(atmosphere_density(650_km, SolarActivity::mean), 8.89253e-14, 1e-26);
  EXPECT_NEAR(atmosphere_density(450_km, SolarActivity::high), 6.60226e-12, 1e-24);
}

TEST(Atmosphere, BetweenRowsTheLogarithmIsLinear) {
  const auto rho = [](double altitude) { return atmosphere_density(altitude, SolarActivity::low); };
  EXPECT_NEAR(rho(205_km) / std::sqrt(rho(200_km) * rho(210_km)), 1, 1e-12);
}

TEST(Atmosphere, DensityFallsWithAltitudeAndRisesWithActivity) {
  for (double altitude = 200_km; altitude < 1490_km; altitude += 7_km) {
    for (auto activity : {SolarActivity::low, SolarActivity::mean, SolarActivity::high})
      EXPECT_GT(atmosphere_density(altitude, activity), atmosphere_density(altitude + 7_km, activity));
    // Above 1000 km a hot atmosphere holds less hydrogen, so the order is promised below only.
    if (altitude > 1000_km) continue;
    EXPECT_LT(atmosphere_density(altitude, SolarActivity::low),
              atmosphere_density(altitude, SolarActivity::mean));
    EXPECT_LT(atmosphere_density(altitude, SolarActivity::mean),
              atmosphere_density(altitude, SolarActivity::high));
  }
}

TEST(Atmosphere, TheTableDoesNotExtrapolate) {
  EXPECT_NO_THROW(atmosphere_density(1500_km, SolarActivity::mean));
  EXPECT_THROW(atmosphere_density(199.9_km, SolarActivity::mean), ModelError);
  EXPECT_THROW(atmosphere_density(1501_km, SolarActivity::mean), ModelError);
  EXPECT_THROW(atmosphere_density(NAN, SolarActivity::mean), ModelError);
}

TEST(Atmosphere, ActivitiesAreKnownByName) {
  EXPECT_EQ(solar_activity("low"), SolarActivity::low);
  EXPECT_EQ(solar_activity("mean"), SolarActivity::mean);
  EXPECT_EQ(solar_activity("high"), SolarActivity::high);
  EXPECT_THROW(solar_activity("nominal"), std::invalid_argument);
}

}  // namespace
}  // namespace sunrack
