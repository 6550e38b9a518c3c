#include "physics/radiation/cosmic_rays.h"

#include <gtest/gtest.h>

#include <limits>

#include "physics/radiation/cutoff.h"
#include "physics/require.h"
#include "physics/units.h"

namespace sunrack {
namespace {

using namespace units;

double per_steradian_and_mev(int z, double mev, double modulation) {
  return cosmic_ray_flux(z, mev * 1_MeV, modulation) / (4 * constants::pi) * 1_MeV;
}

TEST(CosmicRays, AreTheModelsSampledFluxes) {
  // Five digits printed in the samples.
  EXPECT_NEAR(per_steradian_and_mev(1, 100, 10) / 1.7367, 1, 5e-5);
  EXPECT_NEAR(per_steradian_and_mev(1, 1000, 130) / 0.25781, 1, 5e-5);
  EXPECT_NEAR(per_steradian_and_mev(2, 10, 10) / 0.063147, 1, 5e-5);
  EXPECT_NEAR(per_steradian_and_mev(8, 1000, 10) / 2.903e-3, 1, 2e-4);
  EXPECT_NEAR(per_steradian_and_mev(26, 100, 130) / 6.83e-5, 1, 1e-3);
}

TEST(CosmicRays, FallWithSolarActivityAndLeastAtHighEnergy) {
  double before = 0;
  for (const double mev : {30.0, 300.0, 3000.0, 30000.0}) {
    const double left = per_steradian_and_mev(6, mev, 130) / per_steradian_and_mev(6, mev, 20);
    EXPECT_LT(left, 1);
    EXPECT_GT(left, before);
    before = left;
  }
}

TEST(CosmicRays, RigidityAndEnergyAreInverse) {
  for (const double mev : {1.0, 100.0, 1e5})
    EXPECT_NEAR(energy_of_rigidity(rigidity(mev * 1_MeV, 26, 55.8), 26, 55.8) / (mev * 1_MeV), 1, 1e-12);
  // Slow: R = A/Z sqrt(2 E m); fast: R = A/Z E.
  EXPECT_NEAR(rigidity(1e6_MeV, 2, 4) / 2e12, 1, 1e-3);
}

TEST(CosmicRays, ModulationFollowsTheDate) {
  EXPECT_DOUBLE_EQ(modulation_at(1987.5), 30);  // the figures themselves
  EXPECT_DOUBLE_EQ(modulation_at(1991.5), 127.1);
  EXPECT_DOUBLE_EQ(modulation_at(2010), 5.1);  // the deepest minimum
  EXPECT_NEAR(modulation_at(1988), (30 + 64.8) / 2, 1e-12);
  EXPECT_DOUBLE_EQ(modulation_at(2025.5), 107.4);
  for (const double year : {1951.4, 2025.6, 0.0, double(NAN)}) EXPECT_THROW(modulation_at(year), ModelError);
}

TEST(CosmicRays, ModulationFollowsTheNeutronMonitor) {
  EXPECT_NEAR(modulation_from_neutron_monitor(6500), 638.7 - 0.093 * 6500, 1e-9);
  EXPECT_GT(modulation_from_neutron_monitor(5400), modulation_from_neutron_monitor(6600));
  EXPECT_EQ(cosmic_ray_modulation(SolarCycle::minimum), 20);
  EXPECT_EQ(cosmic_ray_modulation(SolarCycle::maximum), 130);
}

TEST(CosmicRays, InterplanetaryTransmissionChangesNothing) {
  const auto free = cosmic_rays(20), through = cosmic_rays(20, interplanetary_transmission());
  ASSERT_EQ(free.size(), 28u);
  for (std::size_t i : {std::size_t(0), std::size_t(25)})
    // Points are put between power laws: sums of exact integrals.
    EXPECT_NEAR(integral_flux(through[i].spectrum, 10_MeV) / integral_flux(free[i].spectrum, 10_MeV), 1,
                1e-9);
}

TEST(CosmicRays, RefusesWhatItIsNotMadeFor) {
  EXPECT_THROW(cosmic_ray_flux(29, 1_GeV, 20), std::invalid_argument);
  EXPECT_THROW(cosmic_ray_flux(0, 1_GeV, 20), std::invalid_argument);
  EXPECT_THROW(cosmic_ray_flux(1, 0.5_MeV, 20), std::invalid_argument);
  EXPECT_THROW(cosmic_ray_flux(1, 200_GeV, 20), std::invalid_argument);
  EXPECT_THROW(cosmic_ray_flux(1, 1_GeV, -1), std::invalid_argument);
  EXPECT_THROW(cosmic_ray_flux(1, 1_GeV, 201), std::invalid_argument);
  EXPECT_THROW(cosmic_ray_flux(1, std::numeric_limits<double>::quiet_NaN(), 20), std::invalid_argument);
  EXPECT_THROW(modulation_from_neutron_monitor(100), std::invalid_argument);
  EXPECT_THROW(rigidity(1_GeV, 0, 1), std::invalid_argument);
  EXPECT_THROW(rigidity(-1, 1, 1), std::invalid_argument);
}

}  // namespace
}  // namespace sunrack
