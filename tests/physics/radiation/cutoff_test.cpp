#include "physics/radiation/cutoff.h"

#include <gtest/gtest.h>

#include <cmath>

#include "physics/radiation/geomagnetic.h"
#include "physics/require.h"
#include "physics/units.h"

namespace sunrack {
namespace {

using namespace units;

constexpr double radius = constants::earth_radius;

TEST(Cutoff, VerticalCutoffIsTheTableAtItsNodes) {
  EXPECT_NEAR(vertical_cutoff_rigidity(geodetic_position(0, 0, 450_km)) / 1_GV,
              vertical_cutoff_rigidity(geodetic_position(1e-9, 2 * constants::pi, 450_km)) / 1_GV, 1e-6);
  // A dipole's falls as r^-2 along a vertical.
  const double low = vertical_cutoff_rigidity(geodetic_position(0, 1, 450_km)),
               high = vertical_cutoff_rigidity(geodetic_position(0, 1, 2000_km));
  EXPECT_NEAR(high / low, std::pow((radius + 450_km) / (radius + 2000_km), 2), 1e-9);
}

TEST(Cutoff, ContinuousAcrossGreenwich) {
  const double west = vertical_cutoff_rigidity(geodetic_position(0.3, -1e-7, 500_km)),
               east = vertical_cutoff_rigidity(geodetic_position(0.3, 1e-7, 500_km));
  EXPECT_NEAR(west / east, 1, 1e-6);
}

TEST(Cutoff, HighestInSouthAsiaAndOpenAtThePoles) {
  EXPECT_GT(vertical_cutoff_rigidity(geodetic_position(10_deg, 90_deg, 20_km)), 15_GV);
  EXPECT_LT(vertical_cutoff_rigidity(geodetic_position(85_deg, 0, 450_km)), open_cutoff);
}

TEST(Cutoff, UnshadowedSkyIsHalfOnTheGroundAndWholeFarAway) {
  EXPECT_NEAR(unshadowed_sky(radius), 0.5, 1e-12);
  EXPECT_NEAR(unshadowed_sky(radius * 1e4), 1, 1e-8);
  // sin d = 1 / 2: cos d = sqrt(3) / 2.
  EXPECT_NEAR(unshadowed_sky(2 * radius), (1 + std::sqrt(3) / 2) / 2, 1e-12);
}

TEST(Cutoff, OpenSkyRisesWithRigidityToTheUnshadowedSky) {
  const double distance = radius + 800_km;
  double before = 0;
  for (double rigidity = 1_GV; rigidity < 100_GV; rigidity *= 1.1) {
    const double now = open_sky(8_GV, distance, rigidity);
    EXPECT_GE(now, before);
    before = now;
  }
  EXPECT_NEAR(before, unshadowed_sky(distance), 1e-12);
  EXPECT_EQ(open_sky(8_GV, distance, 3_GV), 0);
}

TEST(Cutoff, OpenSkyIsTheSumOverDirections) {
  // Directions by brute force: x = cosine to the east, azimuth from the nadir.
  const double distance = radius + 500_km, cutoff = 6_GV, rigidity = 6.5_GV;
  const double cosine = std::sqrt(1 - std::pow(radius / distance, 2));
  const double cosine3 = std::pow(cutoff * std::pow(distance / radius, 2) / 14.9_GV, 0.75);
  constexpr int n = 1500;
  int open = 0;
  for (int i = 0; i < n; ++i)
    for (int j = 0; j < n; ++j) {
      const double x = (i + 0.5) / n * 2 - 1, azimuth = (j + 0.5) / n * constants::pi;
      const bool dark = std::sqrt(1 - x * x) * std::cos(azimuth) > cosine;
      const double from_here = 4 * cutoff / std::pow(1 + std::sqrt(1 - cosine3 * x), 2);
      open += !dark && rigidity > from_here;
    }
  // The edge of the disc crosses some n of n^2 cells.
  EXPECT_NEAR(open_sky(cutoff, distance, rigidity), double(open) / (n * n), 5e-4);
}

TEST(Cutoff, TransmissionOfOnePlaceIsItsSky) {
  const std::vector<Eigen::Vector3d> one = {geodetic_position(20_deg, 30_deg, 500_km)};
  const auto transmission = geomagnetic_transmission(one);
  const double cutoff = vertical_cutoff_rigidity(one.front());
  for (std::size_t i : {std::size_t(70), std::size_t(85), std::size_t(120)})
    EXPECT_NEAR(transmission(transmission.rigidity[i]),
                open_sky(cutoff, one.front().norm(), transmission.rigidity[i]), 1e-12);
  EXPECT_EQ(transmission(0.1_GV), 0);
  EXPECT_NEAR(transmission(1e3_GV), unshadowed_sky(one.front().norm()), 1e-12);
}

TEST(Cutoff, NothingIsGainedByTheField) {
  const std::vector<Eigen::Vector3d> places = {geodetic_position(80_deg, 0, 500_km),
                                               geodetic_position(0, 0, 500_km)};
  const Spectrum flux{{10_MeV, 100_MeV, 1_GeV}, {3, 2, 1}};
  const Spectrum behind = transmitted(flux, 1, 1, geomagnetic_transmission(places));
  EXPECT_LT(integral_flux(behind, 10_MeV), integral_flux(flux, 10_MeV));
  // Below every cutoff only the polar place counts: half of its sky.
  EXPECT_NEAR(differential_flux(behind, 10_MeV), 3 * unshadowed_sky(places.front().norm()) / 2, 1e-9);
}

TEST(Cutoff, RefusesPlacesBelowTheGround) {
  EXPECT_THROW(vertical_cutoff_rigidity(geodetic_position(0, 0, -10_km)), ModelError);
  EXPECT_THROW(vertical_cutoff_rigidity(Eigen::Vector3d(0, 0, 0)), std::invalid_argument);
  EXPECT_THROW(geomagnetic_transmission({}), std::invalid_argument);
  EXPECT_THROW(unshadowed_sky(1), std::invalid_argument);
  EXPECT_THROW(open_sky(-1, radius, 1_GV), std::invalid_argument);
  EXPECT_THROW(open_sky(1_GV, radius, 0), std::invalid_argument);
}

}  // namespace
}  // namespace sunrack
