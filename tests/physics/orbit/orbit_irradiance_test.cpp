#include "physics/orbit/orbit_irradiance.h"

#include <gtest/gtest.h>

#include <cmath>
#include <stdexcept>

#include "physics/constants.h"
#include "physics/units.h"

namespace sunrack {
namespace {

using constants::pi;
using namespace units;

const RadiativeEnvironment earth{.solar_flux = 1361, .albedo = 0.30, .earth_infrared = 239};

double sunlit_fraction_at(double altitude, double beta) {
  const double sine = constants::earth_radius / (constants::earth_radius + altitude);
  const double cosine = std::sqrt(1 - sine * sine) / std::cos(beta);
  return cosine < 1 ? 1 - std::acos(cosine) / pi : 1;
}

TEST(OrbitIrradiance, EdgeOnPanelsGetNoDirectSun) {
  for (const PlateAttitude attitude : {PlateAttitude::edge_on_zenith, PlateAttitude::edge_on_velocity})
    for (const double beta : {-1.2, 0.0, 0.5, pi / 2}) {
      const OrbitIrradiance orbit = orbit_irradiance(550_km, beta, attitude, earth);
      EXPECT_NEAR(orbit.mean.front.sun + orbit.mean.back.sun, 0, 1e-11);  // rounding of 1361 W/m^2
    }
}

// The cylinder's edges fall between the positions and are placed exactly: the number of positions must not
// matter.
TEST(OrbitIrradiance, MeanSunIsExactForAnyNumberOfPositions) {
  for (const double beta : {0.0, 0.3, -1.0, 1.15, 1.5})
    for (const int positions : {4, 7, 24, 100}) {
      const OrbitIrradianceOptions options{.positions = positions, .pointing_error = 2_deg};
      const OrbitIrradiance array = orbit_irradiance(550_km, beta, PlateAttitude::sun_facing, earth, options);
      const double sunlit = sunlit_fraction_at(550_km, beta);
      EXPECT_NEAR(array.sunlit_fraction, sunlit, 1e-12);
      EXPECT_NEAR(array.sunlit_mean.front.sun, 1361 * std::cos(2_deg), 1e-9);
      EXPECT_NEAR(array.mean.front.sun, 1361 * std::cos(2_deg) * sunlit, 1e-9);
      EXPECT_EQ(array.mean.back.sun, 0);
      const OrbitIrradiance panel =
          orbit_irradiance(550_km, beta, PlateAttitude::edge_on_zenith, earth, options);
      EXPECT_NEAR(panel.mean.front.sun, 1361 * std::sin(2_deg) * sunlit, 1e-9);
    }
}

// With the Sun on the orbit normal nothing changes around the orbit, and each face has a closed form.
TEST(OrbitIrradiance, DawnDuskIsTheSameAllAround) {
  const OrbitIrradiance level = orbit_irradiance(550_km, pi / 2, PlateAttitude::edge_on_zenith, earth);
  EXPECT_NEAR(level.mean.front.earth_infrared, 239 * earth_view_factor(550_km, 0), 1e-6);
  EXPECT_NEAR(level.mean.back.earth_infrared, 0, 1e-6);
  EXPECT_NEAR(level.mean.front.albedo, albedo_irradiance(550_km, 0, 0, pi / 2, earth, coarse_albedo), 1e-6);
  EXPECT_NEAR(level.worst.front.albedo, level.mean.front.albedo, 1e-9);
  EXPECT_NEAR(level.mean.front.albedo, 10.277, 0.01);

  const OrbitIrradiance upright = orbit_irradiance(550_km, pi / 2, PlateAttitude::edge_on_velocity, earth);
  EXPECT_NEAR(upright.mean.front.earth_infrared, 239 * earth_view_factor(550_km, pi / 2), 1e-6);
  EXPECT_NEAR(upright.mean.back.earth_infrared, upright.mean.front.earth_infrared, 1e-6);
  EXPECT_NEAR(upright.mean.front.albedo, upright.mean.back.albedo, 1e-9);

  const OrbitIrradiance array = orbit_irradiance(550_km, pi / 2, PlateAttitude::sun_facing, earth);
  EXPECT_NEAR(array.mean.front.albedo, 10.798, 0.03);
  EXPECT_NEAR(array.mean.back.albedo, 0, 1e-6);
}

// A beta angle and its mirror image differ only by which way round the orbit is flown.
TEST(OrbitIrradiance, MirroredBetaGivesTheSame) {
  for (const PlateAttitude attitude : {PlateAttitude::edge_on_zenith, PlateAttitude::sun_facing}) {
    const OrbitIrradiance up = orbit_irradiance(800_km, 0.7, attitude, earth);
    const OrbitIrradiance down = orbit_irradiance(800_km, -0.7, attitude, earth);
    EXPECT_NEAR(up.mean.front.albedo, down.mean.front.albedo, 1e-9);
    EXPECT_NEAR(up.worst.back.albedo, down.worst.back.albedo, 1e-9);
    EXPECT_NEAR(up.mean.front.earth_infrared, down.mean.front.earth_infrared, 1e-9);
  }
  // An upright panel exchanges its faces from one half of the orbit to the other.
  const OrbitIrradiance upright = orbit_irradiance(800_km, 0.7, PlateAttitude::edge_on_velocity, earth);
  EXPECT_NEAR(upright.mean.front.albedo, upright.mean.back.albedo, 1e-9);
}

// Front less back of an edge-on panel in infrared is 239 cos(tilt) / H^2, whose mean around the orbit at beta
// = 0 is 2 / pi; the trapezoid rule over the kinks at the noon and midnight points errs by (pi / positions)^2
// / 3.
TEST(OrbitIrradiance, NetInfraredAtBetaZeroHasAClosedForm) {
  const OrbitIrradiance orbit =
      orbit_irradiance(550_km, 0, PlateAttitude::edge_on_zenith, earth, {.positions = 96});
  const double ratio = 1 + 550_km / constants::earth_radius;
  const double exact = 239 * 2 / pi / (ratio * ratio);
  EXPECT_NEAR(orbit.mean.front.earth_infrared - orbit.mean.back.earth_infrared, exact, 4e-4 * exact);
}

// 24 coarse positions against 720 fine ones. The faces of an edge-on panel change roles in a kink at small
// beta: 1 W/m^2 there (measured 0.5), 0.1 W/m^2 elsewhere.
TEST(OrbitIrradiance, TwentyFourCoarsePositionsAreEnoughForSizing) {
  for (const PlateAttitude attitude :
       {PlateAttitude::edge_on_zenith, PlateAttitude::edge_on_velocity, PlateAttitude::sun_facing})
    for (const double beta : {0.0, 0.5, 1.15, 1.5}) {
      const OrbitIrradiance coarse = orbit_irradiance(550_km, beta, attitude, earth);
      const OrbitIrradiance fine =
          orbit_irradiance(550_km, beta, attitude, earth, {.positions = 720, .albedo = {}});
      const double allowed = beta == 0 ? 1 : 0.1;
      EXPECT_NEAR(coarse.mean.front.albedo, fine.mean.front.albedo, allowed);
      EXPECT_NEAR(coarse.mean.back.albedo, fine.mean.back.albedo, allowed);
      EXPECT_NEAR(coarse.mean.front.earth_infrared, fine.mean.front.earth_infrared, allowed);
      EXPECT_NEAR(coarse.mean.back.earth_infrared, fine.mean.back.earth_infrared, allowed);
    }
}

TEST(OrbitIrradiance, WorstPositionFollowsTheSurface) {
  // A black panel minds the sunlit Earth most; one that absorbs only infrared minds lying level over the
  // Earth.
  const OrbitIrradiance black = orbit_irradiance(550_km, 0.5, PlateAttitude::edge_on_velocity, earth);
  EXPECT_NEAR(black.worst_position, 0, 1e-12);
  const OrbitIrradiance mirror =
      orbit_irradiance(550_km, 0.5, PlateAttitude::edge_on_zenith, earth, {.solar_absorptance = 0});
  const double quarter = std::abs(std::cos(mirror.worst_position));
  EXPECT_NEAR(quarter, 0, 1e-9);
  EXPECT_NEAR(mirror.worst.front.earth_infrared, 239 * earth_view_factor(550_km, 0), 1e-6);
}

TEST(OrbitIrradiance, WorstIsNeverBetterThanTheMean) {
  for (const double beta : {0.0, 0.4, 1.2})
    for (const PlateAttitude attitude :
         {PlateAttitude::edge_on_zenith, PlateAttitude::edge_on_velocity, PlateAttitude::sun_facing}) {
      const OrbitIrradiance orbit =
          orbit_irradiance(600_km, beta, attitude, earth, {.pointing_error = 1_deg});
      const auto total = [](const FaceIrradiance& f) {
        return f.front.sun + f.front.albedo + f.front.earth_infrared + f.back.sun + f.back.albedo +
               f.back.earth_infrared;
      };
      EXPECT_GE(total(orbit.worst), total(orbit.mean));
      EXPECT_GE(total(orbit.sunlit_mean), total(orbit.mean) - 1e-9);
    }
}

TEST(OrbitIrradiance, NamesAndBadInput) {
  EXPECT_EQ(plate_attitude("edge_on_zenith"), PlateAttitude::edge_on_zenith);
  EXPECT_EQ(plate_attitude("edge_on_velocity"), PlateAttitude::edge_on_velocity);
  EXPECT_EQ(plate_attitude("sun_facing"), PlateAttitude::sun_facing);
  EXPECT_THROW(plate_attitude("sideways"), std::invalid_argument);
  const auto run = [](double altitude, double beta, const OrbitIrradianceOptions& options) {
    return orbit_irradiance(altitude, beta, PlateAttitude::sun_facing, earth, options);
  };
  EXPECT_THROW(run(0, 0, {}), std::invalid_argument);
  EXPECT_THROW(run(550e3, 2, {}), std::invalid_argument);
  EXPECT_THROW(run(550e3, std::nan(""), {}), std::invalid_argument);
  EXPECT_THROW(run(550e3, 0, {.positions = 3}), std::invalid_argument);
  EXPECT_THROW(run(550e3, 0, {.solar_absorptance = 1.5}), std::invalid_argument);
  EXPECT_THROW(run(550e3, 0, {.infrared_emittance = -0.1}), std::invalid_argument);
  EXPECT_THROW(run(550e3, 0, {.pointing_error = -0.1}), std::invalid_argument);
}

}  // namespace
}  // namespace sunrack
