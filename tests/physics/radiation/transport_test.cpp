#include "physics/radiation/transport.h"

#include <gtest/gtest.h>

#include <cmath>

#include "physics/radiation/cosmic_rays.h"
#include "physics/require.h"
#include "physics/units.h"

namespace sunrack {
namespace {

using namespace units;

constexpr auto aluminium = StoppingMaterial::aluminium;
constexpr auto silicon = StoppingMaterial::silicon;

TEST(Stopping, IsSrimAtItsEnergies) {
  // Beside a row of the table: the curve is re-read on 40 points a decade, 0.1 % at the Bragg peak.
  EXPECT_NEAR(ion_stopping_power(silicon, 26, 1.9943_MeV) / 29.36_MeV_cm2_per_mg, 1, 2e-3);
  EXPECT_NEAR(ion_stopping_power(silicon, 26, 1000_MeV) / 1.189_MeV_cm2_per_mg, 1, 2e-3);
  EXPECT_NEAR(ion_stopping_power(aluminium, 1, 100_MeV) / 5.691_MeV_cm2_per_g, 1, 2e-3);
}

TEST(Stopping, RangeOfProtonsIsNistsWithinTwoPercent) {
  // NIST PSTAR, g/cm2, against an integral of SRIM: two evaluations of one quantity.
  const std::pair<double, double> rows[] = {{10, 0.1705}, {50, 2.928}, {200, 33.31}, {1000, 412.4}};
  for (const auto& [mev, range] : rows)
    EXPECT_NEAR(ion_range(aluminium, 1, 1.00794, mev * 1_MeV) / (range * 1_g_per_cm2), 1, 0.02) << mev;
}

TEST(Stopping, RangeAndEnergyAreInverse) {
  for (const double mev : {0.02, 0.3, 7.0, 450.0, 9e4})
    for (const int z : {1, 14, 26}) {
      const double range = ion_range(silicon, z, 2.0 * z, mev * 1_MeV);
      EXPECT_NEAR(ion_energy_of_range(silicon, z, 2.0 * z, range) / (mev * 1_MeV), 1, 1e-9);
    }
}

TEST(Stopping, RangeGrowsBySteppingPowerInverse) {
  const double energy = 33_MeV, step = 1e-4;
  const double rise = ion_range(aluminium, 8, 16, energy * (1 + step)) - ion_range(aluminium, 8, 16, energy);
  EXPECT_NEAR(rise / (16 * energy * step) * ion_stopping_power(aluminium, 8, energy), 1, 1e-3);
}

TEST(Stopping, RefusesOtherIonsAndEnergies) {
  EXPECT_THROW(ion_stopping_power(silicon, 29, 1_MeV), std::invalid_argument);
  EXPECT_THROW(ion_stopping_power(silicon, 1, 1_keV), ModelError);
  EXPECT_THROW(ion_stopping_power(silicon, 1, 200_GeV), ModelError);
  EXPECT_THROW(ion_range(silicon, 1, 0, 1_MeV), std::invalid_argument);
  EXPECT_THROW(ion_energy_of_range(silicon, 1, 1, -1), std::invalid_argument);
  EXPECT_THROW(ion_energy_of_range(silicon, 1, 1, 1e9), ModelError);
}

TEST(Transport, NoShieldIsTheSameEnvironment) {
  RadiationEnvironment environment;
  environment.trapped_protons = {{1_MeV, 100_MeV}, {2, 1}};
  environment.trapped_electrons = {{1_MeV, 2_MeV}, {2, 1}};
  environment.cosmic_rays = cosmic_rays(20);
  const RadiationEnvironment same = behind_shield(environment, 0);
  EXPECT_EQ(same.trapped_protons.differential_flux, environment.trapped_protons.differential_flux);
  EXPECT_EQ(same.trapped_electrons.energy, environment.trapped_electrons.energy);
  EXPECT_EQ(same.cosmic_rays[25].spectrum.energy, environment.cosmic_rays[25].spectrum.energy);
}

TEST(Transport, ParticlesAboveTheCutoffEnergyAreAllThere) {
  const Spectrum outside = cosmic_rays(20)[25].spectrum;
  const double depth = 0.6858_g_per_cm2;
  const Spectrum behind = slowed_down(outside, 26, 55.8, depth);
  const double lowest = behind.energy.front();
  const double from =
      ion_energy_of_range(aluminium, 26, 55.8, ion_range(aluminium, 26, 55.8, lowest) + depth);
  // Power laws between points 6 % apart stand for the slowed spectrum.
  EXPECT_NEAR(integral_flux(behind, lowest) / integral_flux(outside, from), 1, 2e-4);
}

TEST(Transport, TwoLayersAreOne) {
  const Spectrum outside{{20_MeV, 100_MeV, 500_MeV}, {5, 3, 1}};
  const Spectrum once = slowed_down(outside, 1, 1, 2_g_per_cm2);
  const Spectrum twice = slowed_down(slowed_down(outside, 1, 1, 1.5_g_per_cm2), 1, 1, 0.5_g_per_cm2);
  // Two interpolations of the flux.
  for (const double mev : {10.0, 50.0, 200.0})
    EXPECT_NEAR(differential_flux(twice, mev * 1_MeV) / differential_flux(once, mev * 1_MeV), 1, 3e-3);
}

TEST(Transport, ABeamOfStoppedParticlesLeavesNothing) {
  const Spectrum slow{{1_MeV, 5_MeV}, {1, 1}};  // range of 5 MeV protons: 0.05 g/cm2
  EXPECT_EQ(integral_flux(slowed_down(slow, 1, 1, 0.1_g_per_cm2), 1_keV), 0);
}

TEST(Transport, AThinSlabCoversHalfTheSky) {
  RadiationEnvironment environment;
  environment.trapped_protons = {{50_MeV, 500_MeV}, {2, 1}};
  const auto slab = behind_shield(environment, 1e-6_g_per_cm2, ShieldGeometry::slab);
  EXPECT_NEAR(
      integral_flux(slab.trapped_protons, 10_MeV) / integral_flux(environment.trapped_protons, 10_MeV), 0.5,
      1e-3);
}

TEST(Transport, SectorsAreTheMeanOfTheirSpheres) {
  RadiationEnvironment environment;
  environment.trapped_protons = {{10_MeV, 500_MeV}, {20, 1}};
  const double thin = 1_g_per_cm2, thick = 5_g_per_cm2;
  const auto sectors = behind_shield(environment, {ShieldSector{"thin", 0.25, {{"aluminium", thin}}},
                                                   ShieldSector{"thick", 0.75, {{"aluminium", thick}}}});
  const double expected = 0.25 * integral_flux(behind_shield(environment, thin).trapped_protons, 20_MeV) +
                          0.75 * integral_flux(behind_shield(environment, thick).trapped_protons, 20_MeV);
  EXPECT_NEAR(integral_flux(sectors.trapped_protons, 20_MeV) / expected, 1, 1e-3);
}

TEST(Transport, RefusesBadShields) {
  EXPECT_THROW(behind_shield({}, -1), std::invalid_argument);
  EXPECT_THROW(behind_shield({}, std::nan("")), std::invalid_argument);
  EXPECT_THROW(slowed_down({{1_MeV}, {1}}, 1, 1, 1), std::invalid_argument);
}

}  // namespace
}  // namespace sunrack
