#include "physics/radiation/environment.h"

#include <gtest/gtest.h>

#include <cmath>

#include "physics/radiation/orbit_samples.h"
#include "physics/units.h"

namespace sunrack {
namespace {

using namespace units;

TEST(OrbitSamples, ACircularOrbitStaysAtItsAltitudeAndBelowItsInclination) {
  const OrbitSamples orbit = orbit_samples(circular_orbit(500_km, 51_deg), 10, 40);
  ASSERT_EQ(orbit.samples.size(), 400u);
  double highest = 0;
  for (const OrbitSample& sample : orbit.samples) {
    EXPECT_NEAR(sample.position.norm(), constants::earth_radius + 500_km, 1e-6);
    highest = std::max(highest, std::asin(sample.position.z() / sample.position.norm()));
  }
  EXPECT_NEAR(highest, 51_deg, 0.01);
}

TEST(OrbitSamples, AnEllipseKeepsItsApsesAndItsMeanDistance) {
  RadiationOrbit orbit = circular_orbit(500_km, 63.4_deg);
  orbit.apogee_altitude = 39873_km, orbit.argument_of_perigee = 270_deg;
  const OrbitSamples samples = orbit_samples(orbit, 1, 3600);
  double low = 1e12, high = 0, mean = 0;
  for (const OrbitSample& sample : samples.samples) {
    const double r = sample.position.norm();
    low = std::min(low, r), high = std::max(high, r), mean += r / 3600;
  }
  const double axis = (low + high) / 2, e = (high - low) / (high + low);
  EXPECT_NEAR(low - constants::earth_radius, 500_km, 100);
  EXPECT_NEAR(high - constants::earth_radius, 39873_km, 100);
  EXPECT_NEAR(mean / (axis * (1 + e * e / 2)), 1, 1e-6);  // mean over time of r
}

TEST(OrbitSamples, AGeostationarySatelliteStaysOverItsLongitude) {
  RadiationOrbit orbit = circular_orbit(35786.03_km, 0);
  orbit.longitude = 30_deg;
  for (const OrbitSample& sample : orbit_samples(orbit).samples)
    EXPECT_NEAR(std::atan2(sample.position.y(), sample.position.x()), 30_deg, 1e-4);
}

TEST(RadiationEnvironment, HalvingTheStepsChangesNothingAboveHalfAPercent) {
  const RadiationOrbit orbit = circular_orbit(650_km, 98_deg);
  const RadiationEnvironment usual = radiation_environment(orbit),
                             fine = radiation_environment(orbit,
                                                          {.revolutions = 180, .points_per_revolution = 600});
  for (const double energy : {0.3_MeV, 1_MeV, 5_MeV, 10_MeV, 30_MeV, 100_MeV})
    EXPECT_NEAR(integral_flux(usual.trapped_protons, energy) / integral_flux(fine.trapped_protons, energy), 1,
                5e-3)
        << energy / 1_MeV;
  for (const double energy : {0.04_MeV, 0.3_MeV, 1_MeV, 3_MeV})
    EXPECT_NEAR(
        integral_flux(usual.trapped_electrons, energy) / integral_flux(fine.trapped_electrons, energy), 1,
        5e-3)
        << energy / 1_MeV;
  for (const std::size_t z : {0u, 25u})
    EXPECT_NEAR(integral_flux(usual.cosmic_rays[z].spectrum, 100_MeV) /
                    integral_flux(fine.cosmic_rays[z].spectrum, 100_MeV),
                1, 5e-3);
}

TEST(RadiationEnvironment, AboutTheSunThereIsNoBeltAndNoCutoff) {
  const RadiationEnvironment deep = radiation_environment({.kind = RadiationOrbit::Kind::heliocentric},
                                                          {.solar = SolarCycle::maximum}),
                             low = radiation_environment(circular_orbit(500_km, 30_deg),
                                                         {.solar = SolarCycle::maximum,
                                                          .revolutions = 12,
                                                          .points_per_revolution = 40});
  EXPECT_TRUE(deep.trapped_protons.energy.empty());
  EXPECT_TRUE(deep.trapped_electrons.energy.empty());
  EXPECT_GT(integral_flux(deep.solar_protons, 10_MeV), 0);
  EXPECT_EQ(integral_flux(low.solar_protons, 10_MeV),
            integral_flux(low.solar_protons, 100_MeV));  // none arrive
  EXPECT_GT(integral_flux(deep.cosmic_rays[0].spectrum, 1_GeV),
            5 * integral_flux(low.cosmic_rays[0].spectrum, 1_GeV));
  ASSERT_EQ(low.cosmic_rays.size(), 28u);
}

TEST(RadiationEnvironment, ClosingInOnTheSunBringsMoreOfItsProtons) {
  const RadiationOptions active{.solar = SolarCycle::maximum};
  const auto at = [&](double distance) {
    return integral_flux(radiation_environment({.kind = RadiationOrbit::Kind::heliocentric,
                                                .sun_distance = distance * constants::astronomical_unit},
                                               active)
                             .solar_protons,
                         10_MeV);
  };
  EXPECT_NEAR(at(0.5) / at(1), 4, 1e-9);
}

TEST(RadiationEnvironment, ThreadsDoNotChangeIt) {
  const RadiationOrbit orbit = circular_orbit(500_km, 60_deg);
  const auto with = [&](unsigned threads) {
    return radiation_environment(orbit, {.revolutions = 8, .points_per_revolution = 50, .threads = threads})
        .trapped_protons.differential_flux;
  };
  EXPECT_EQ(with(1), with(2));
}

TEST(RadiationEnvironment, BadInputIsRefusedByName) {
  EXPECT_THROW(radiation_environment(circular_orbit(140_km, 1)), std::invalid_argument);
  EXPECT_THROW(radiation_environment(circular_orbit(500_km, 4)), std::invalid_argument);
  EXPECT_THROW(radiation_environment(circular_orbit(std::nan(""), 1)), std::invalid_argument);
  RadiationOrbit upside_down = circular_orbit(500_km, 1);
  upside_down.apogee_altitude = 400_km;
  EXPECT_THROW(radiation_environment(upside_down), std::invalid_argument);
  EXPECT_THROW(radiation_environment(circular_orbit(500_km, 1), {.duration = 0}), std::invalid_argument);
  EXPECT_THROW(radiation_environment(circular_orbit(500_km, 1), {.solar_particle_confidence = 1}),
               std::invalid_argument);
  EXPECT_THROW(radiation_environment(circular_orbit(500_km, 1), {.belt_field_year = 2025}),
               std::invalid_argument);
  EXPECT_THROW(radiation_environment(circular_orbit(500_km, 1), {.revolutions = -1}), std::invalid_argument);
}

}  // namespace
}  // namespace sunrack
