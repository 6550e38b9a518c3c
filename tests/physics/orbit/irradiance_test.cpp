#include "physics/orbit/irradiance.h"

#include <gtest/gtest.h>

#include <Eigen/Geometry>
#include <cmath>
#include <random>
#include <stdexcept>
#include <vector>

#include "physics/constants.h"
#include "physics/units.h"

namespace sunrack {
namespace {

using constants::pi;
using Eigen::Vector3d;
using namespace units;

const RadiativeEnvironment earth{.solar_flux = 1361, .albedo = 0.30, .earth_infrared = 239};
constexpr double reflected = 0.30 * 1361;  // [W/m^2] from a patch with the Sun overhead

double ratio_at(double altitude) { return 1 + altitude / constants::earth_radius; }

struct Case {
  double altitude, tilt, azimuth, zenith;
};

/// Cases that fill 300..36000 km (logarithmically) and all directions.
std::vector<Case> random_cases(int count) {
  std::mt19937 generator(7);
  std::uniform_real_distribution<double> unit(0, 1);
  std::vector<Case> cases;
  for (int i = 0; i < count; ++i) {
    const double altitude = 300_km * std::pow(120.0, unit(generator));
    cases.push_back({altitude, pi * unit(generator), 2 * pi * unit(generator), pi * unit(generator)});
  }
  return cases;
}

double albedo_of(const Case& c, const AlbedoOptions& options = {}) {
  return albedo_irradiance(c.altitude, c.tilt, c.azimuth, c.zenith, earth, options);
}

/// The plainest integration there is: equal steps over the cap, vectors, no clever coordinate.
double albedo_patch_by_patch(const Case& c, int rings) {
  const double radius = constants::earth_radius, orbit_radius = radius + c.altitude;
  const double cap = std::acos(radius / orbit_radius), azimuth_step = pi / rings;
  const Vector3d satellite(0, 0, orbit_radius), sun(std::sin(c.zenith), 0, std::cos(c.zenith));
  const Vector3d normal(std::sin(c.tilt) * std::cos(c.azimuth), std::sin(c.tilt) * std::sin(c.azimuth),
                        -std::cos(c.tilt));
  double sum = 0;
  for (int i = 0; i < rings; ++i) {
    // Squares of equal steps: finer near the nadir, which looms large from a low orbit.
    const double fraction = (i + 0.5) / rings, central = cap * fraction * fraction;
    const double area = radius * radius * std::sin(central) * (cap * 2 * fraction / rings) * azimuth_step;
    for (int j = 0; j < 2 * rings; ++j) {
      const double azimuth = (j + 0.5) * azimuth_step;
      const Vector3d up(std::sin(central) * std::cos(azimuth), std::sin(central) * std::sin(azimuth),
                        std::cos(central));
      const Vector3d ray = radius * up - satellite;
      const double lit = std::max(0.0, up.dot(sun)), seen = std::max(0.0, normal.dot(ray));
      sum += lit * seen * -up.dot(ray) * area / (ray.squaredNorm() * ray.squaredNorm());
    }
  }
  return reflected * sum / pi;
}

// Reference values printed to 6 digits.
TEST(EarthViewFactor, ReferenceValues) {
  const double tilts[] = {0, 30, 60, 75, 90, 105, 120, 135, 150};
  const double at_550[] = {0.847529, 0.735691, 0.500285, 0.375354, 0.257886,
                           0.155997, 0.076521, 0.024421, 0.001709};
  const double at_650[] = {0.823583, 0.714032, 0.478917, 0.355529, 0.240691,
                           0.14237,  0.067125, 0.019512, 0.000789};
  const double at_1400[] = {0.672414, 0.582327, 0.36426, 0.253806, 0.156638, 0.079773, 0.028053, 0.003322, 0};
  for (int i = 0; i < 9; ++i) {
    EXPECT_NEAR(earth_view_factor(550_km, tilts[i] * 1_deg), at_550[i], 2e-6);
    EXPECT_NEAR(earth_view_factor(650_km, tilts[i] * 1_deg), at_650[i], 2e-6);
    EXPECT_NEAR(earth_view_factor(1400_km, tilts[i] * 1_deg), at_1400[i], 2e-6);
  }
}

// The mean over all directions of a plate is the factor of a small sphere, (1 - sqrt(1 - 1/H^2)) / 2. The
// midpoint rule over 2000 tilts errs by about (pi/2000)^2 / 24.
TEST(EarthViewFactor, AverageOverAllDirectionsIsThatOfASphere) {
  for (const double altitude : {400_km, 550_km, 800_km, 1732_km, 35786_km}) {
    double sum = 0;
    for (int i = 0; i < 2000; ++i) {
      const double tilt = (i + 0.5) * pi / 2000;
      sum += earth_view_factor(altitude, tilt) * std::sin(tilt) * pi / 2000 / 2;
    }
    const double ratio = ratio_at(altitude);
    EXPECT_NEAR(sum, (1 - std::sqrt(1 - 1 / (ratio * ratio))) / 2, 2e-7);
  }
}

// The net flux through a plate is a vector along nadir, whatever part of the Earth either face sees.
TEST(EarthViewFactor, DifferenceOfTheFacesIsTheCosine) {
  for (const double altitude : {0.0, 1e-3, 550e3, 1732e3, 36e6, 4e8})
    for (double tilt = 0; tilt <= pi; tilt += 0.01) {
      const double ratio = ratio_at(altitude);
      EXPECT_NEAR(earth_view_factor(altitude, tilt) - earth_view_factor(altitude, pi - tilt),
                  std::cos(tilt) / (ratio * ratio), 1e-15);
    }
}

// No jump anywhere: turning a plate by d changes the factor by less than d.
TEST(EarthViewFactor, IsContinuousWhereTheHorizonBeginsToCut) {
  for (const double altitude : {300_km, 550_km, 1731.9_km, 1732.1_km, 36000_km}) {
    const double earth_radius_angle = std::asin(1 / ratio_at(altitude));
    for (const double edge : {pi / 2 - earth_radius_angle, pi / 2 + earth_radius_angle})
      EXPECT_NEAR(earth_view_factor(altitude, edge - 1e-9), earth_view_factor(altitude, edge + 1e-9), 2e-9);
    EXPECT_EQ(earth_view_factor(altitude, pi / 2 + earth_radius_angle + 1e-6), 0);
  }
}

TEST(EarthViewFactor, OnTheGroundAPlateSeesHalfOfEverything) {
  for (const double tilt : {0.0, 0.5, 1.5, 3.0})
    EXPECT_NEAR(earth_view_factor(0, tilt), (1 + std::cos(tilt)) / 2, 1e-15);
}

TEST(EarthViewFactor, RefusesBadInput) {
  EXPECT_THROW(earth_view_factor(-1, 0), std::invalid_argument);
  EXPECT_THROW(earth_view_factor(500e3, -0.1), std::invalid_argument);
  EXPECT_THROW(earth_view_factor(500e3, 3.2), std::invalid_argument);
  EXPECT_THROW(earth_view_factor(std::nan(""), 1), std::invalid_argument);
}

// Plate facing nadir under the Sun: with d the distance to a ring, r the orbit's radius, D^2 = r^2 - R^2 the
// limb's, the integral is (1 / 4 r^3 R) of (D^4 - d^4) (R^2 + r^2 - d^2) / d^3 from h to D.
TEST(Albedo, UnderTheSunANadirPlateHasAClosedForm) {
  const double radius = constants::earth_radius;
  for (const double altitude : {300e3, 550e3, 1400e3, 36000e3}) {
    const double r = radius + altitude, limb2 = r * r - radius * radius, sum2 = radius * radius + r * r;
    const auto primitive = [&](double d) {
      const double d2 = d * d;
      return -sum2 * (limb2 * limb2 / d2 + d2) / 2 - limb2 * limb2 * std::log(d) + d2 * d2 / 4;
    };
    const double exact = (primitive(std::sqrt(limb2)) - primitive(altitude)) / (4 * r * r * r * radius);
    EXPECT_NEAR(albedo_irradiance(altitude, 0, 0, 0, earth), reflected * exact, 1e-5);  // quadrature
    EXPECT_NEAR(albedo_irradiance(altitude, 0, 0, 0, earth, {.rings = 40}), reflected * exact,
                1e-9);  // rounding
  }
}

// Straight above the terminator half of the visible Earth glows, faintly. Published to one decimal.
TEST(Albedo, AtTheTerminatorSomeLightIsLeft) {
  EXPECT_NEAR(albedo_irradiance(550_km, 0, 0, pi / 2, earth), 10.3, 0.05);
  EXPECT_NEAR(albedo_irradiance(550_km, pi / 2, 0, pi / 2, earth), 10.8, 0.05);
  EXPECT_EQ(albedo_irradiance(550_km, pi / 2, pi, pi / 2, earth), 0);  // facing the night
}

// Averaged over all directions of the Sun every patch glows alike, with a quarter: albedo S F / 4 on any
// plate. Midpoint rule in the zenith angle, 120 points on a once-smooth function: a few 1e-5.
TEST(Albedo, UniformGlowGivesTheViewFactor) {
  for (const double altitude : {300_km, 2000_km})
    for (const double tilt : {0.0, 0.9, 1.571, 2.2}) {
      double sum = 0;
      for (int i = 0; i < 120; ++i)
        for (int j = 0; j < 24; ++j) {
          const double zenith = (i + 0.5) * pi / 120, weight = std::sin(zenith) * pi / 120 / 2 / 24;
          sum += weight * albedo_irradiance(altitude, tilt, j * 2 * pi / 24, zenith, earth);
        }
      EXPECT_NEAR(sum, reflected * earth_view_factor(altitude, tilt) / 4, 2e-4 * reflected / 4);
    }
}

// All light that the Earth reflects, albedo S pi R^2, passes through any sphere about it. The net flux is
// what a nadir plate gets, for its back sees only space. Midpoint rule as above.
TEST(Albedo, ConservesTheReflectedPower) {
  for (const double altitude : {300_km, 1400_km, 36000_km}) {
    double sum = 0;
    for (int i = 0; i < 400; ++i) {
      const double zenith = (i + 0.5) * pi / 400;
      sum += 2 * pi * std::sin(zenith) * pi / 400 * albedo_irradiance(altitude, 0, 0, zenith, earth);
    }
    const double ratio = ratio_at(altitude);
    EXPECT_NEAR(sum * ratio * ratio / (reflected * pi), 1, 2e-5);
  }
}

// Front less back is the component of one flux vector, however horizon and terminator cut the view. 1e-5
// W/m^2 is the quadrature at the default resolution.
TEST(Albedo, NetFluxIsAVector) {
  for (const Case& c : random_cases(200)) {
    const auto net = [&](double tilt, double azimuth) {
      return albedo_irradiance(c.altitude, tilt, azimuth, c.zenith, earth) -
             albedo_irradiance(c.altitude, pi - tilt, azimuth + pi, c.zenith, earth);
    };
    const double expected =
        std::cos(c.tilt) * net(0, 0) +
        std::sin(c.tilt) * (std::cos(c.azimuth) * net(pi / 2, 0) + std::sin(c.azimuth) * net(pi / 2, pi / 2));
    EXPECT_NEAR(net(c.tilt, c.azimuth), expected, 1e-5);
  }
}

TEST(Albedo, LeftAndRightOfTheSunAreAlike) {
  for (const Case& c : random_cases(50))
    EXPECT_NEAR(albedo_of(c), albedo_of({c.altitude, c.tilt, -c.azimuth, c.zenith}), 1e-10);
}

// Close to the ground the visible patch is flat: albedo S cos(zenith) F. From 10 m up it spans 2 mrad.
TEST(Albedo, FromLowAltitudeTheEarthIsAFlatFloor) {
  for (const double zenith : {0.0, 0.7, 1.3})
    for (const double tilt : {0.0, 1.0, 2.0})
      EXPECT_NEAR(albedo_irradiance(10, tilt, 1, zenith, earth),
                  reflected * std::cos(zenith) * earth_view_factor(10, tilt), 2e-3 * reflected);
}

// 800 x 1600 patches, where the cuts run through patches: about 1e-5 of what a plate can get, and the same
// relatively.
TEST(Albedo, AgreesWithPlainPatches) {
  for (const Case& c :
       {Case{398e3, 1.22, 0.58, 0.92}, Case{426e3, 1.63, 3.75, 0.49}, Case{929e3, 1.78, 0.7, 1.6},
        Case{2154e3, 2.2, 1.3, 1.4}, Case{20000e3, 1.3, 2.5, 1.45}, Case{36000e3, 0.6, 1.0, 1.7}})
    EXPECT_NEAR(albedo_of(c), albedo_patch_by_patch(c, 800), 2e-5 * albedo_of(c) + 1e-4);
}

// Measured over 60,000 cases: 6e-7 W/m^2 and 1e-7 of the value at worst.
TEST(Albedo, DefaultResolutionIsFine) {
  for (const Case& c : random_cases(2000)) {
    const double fine = albedo_of(c, {.rings = 48});
    EXPECT_NEAR(albedo_of(c), fine, 1e-5 + 1e-6 * fine);
  }
}

// Measured over 200,000 cases: 0.4 W/m^2 and, where there is any light to speak of, 2.2 % at worst; 3 % of
// the cases beyond 0.1 %.
TEST(Albedo, CoarseResolutionIsGoodForSizing) {
  int beyond = 0, bright = 0;
  for (const Case& c : random_cases(4000)) {
    const double fine = albedo_of(c, {.rings = 48}), error = std::abs(albedo_of(c, coarse_albedo) - fine);
    EXPECT_LT(error, 0.5);
    if (fine < 0.1) continue;
    ++bright;
    EXPECT_LT(error, 0.02 * fine);
    if (error > 1e-3 * fine) ++beyond;
  }
  EXPECT_LT(beyond, 0.1 * bright);
}

// Each cut is integrated in its own coordinate, so that the error falls geometrically and not by a fixed
// power.
TEST(Albedo, ErrorFallsGeometricallyWithTheRings) {
  const Case c{929e3, 1.78, 0.7, 1.6};  // cut by horizon and terminator
  const double exact = albedo_of(c, {.rings = 64});
  const auto error = [&](int rings) { return std::abs(albedo_of(c, {.rings = rings}) - exact); };
  // Halving the step of a fourth-order rule would gain 16.
  EXPECT_GT(error(4) / error(8), 30);
  EXPECT_GT(error(8) / error(12), 30);
}

TEST(Albedo, NothingInDeepNightOrWithTheBackToTheEarth) {
  const double cap = std::acos(1 / ratio_at(550_km));
  EXPECT_EQ(albedo_irradiance(550_km, 0, 0, pi / 2 + cap + 1e-6, earth), 0);
  EXPECT_EQ(albedo_irradiance(550_km, pi, 0, 0, earth), 0);
  EXPECT_GT(albedo_irradiance(550_km, 0, 0, pi / 2 + cap - 0.05, earth), 0);
}

TEST(Albedo, RefusesBadInput) {
  EXPECT_THROW(albedo_irradiance(0, 0, 0, 0, earth), std::invalid_argument);
  EXPECT_THROW(albedo_irradiance(550e3, 4, 0, 0, earth), std::invalid_argument);
  EXPECT_THROW(albedo_irradiance(550e3, 0, INFINITY, 0, earth), std::invalid_argument);
  EXPECT_THROW(albedo_irradiance(550e3, 0, 0, -1, earth), std::invalid_argument);
  EXPECT_THROW(albedo_irradiance(550e3, 0, 0, 0, {1361, 1.2, 239}), std::invalid_argument);
  EXPECT_THROW(albedo_irradiance(550e3, 0, 0, 0, {-1, 0.3, 239}), std::invalid_argument);
  EXPECT_THROW(albedo_irradiance(550e3, 0, 0, 0, earth, {.rings = 0}), std::invalid_argument);
  EXPECT_THROW(albedo_irradiance(550e3, 0, 0, 0, earth, {.rings = 65}), std::invalid_argument);
}

// The same plate in any frame; 1e-7 W/m^2 allows for angles found from vectors near the axes.
TEST(PlateIrradiance, DoesNotDependOnTheFrame) {
  const Eigen::Matrix3d turn =
      (Eigen::AngleAxisd(1.1, Vector3d::UnitX()) * Eigen::AngleAxisd(-2.3, Vector3d::UnitY()))
          .toRotationMatrix();
  for (const Case& c : random_cases(100)) {
    const Vector3d normal(std::sin(c.tilt) * std::cos(c.azimuth), std::sin(c.tilt) * std::sin(c.azimuth),
                          -std::cos(c.tilt));
    const Vector3d sun(std::sin(c.zenith), 0, std::cos(c.zenith));
    const PlateIrradiance flux =
        plate_irradiance(turn * normal, turn * Vector3d::UnitZ(), c.altitude, turn * sun, 0.5, earth);
    EXPECT_NEAR(flux.albedo, albedo_of(c), 1e-7);
    EXPECT_NEAR(flux.earth_infrared, 239 * earth_view_factor(c.altitude, c.tilt), 1e-7);
    EXPECT_NEAR(flux.sun, 0.5 * 1361 * std::max(0.0, normal.dot(sun)), 1e-9);
  }
}

TEST(PlateIrradiance, EclipseTakesTheSunButNotTheLitLimb) {
  const Vector3d sun(std::sin(1.6), 0, std::cos(1.6));
  const PlateIrradiance flux = plate_irradiance(sun, Vector3d::UnitZ(), 550_km, sun, 0, earth);
  EXPECT_EQ(flux.sun, 0);
  EXPECT_GT(flux.albedo, 1);
}

// Two faces edge-on to the Sun at 550 km with 237 W/m^2: 2 eps (sigma T^4 - F OLR) is zero at 181.193 K,
// 528.84 W/m^2 at 280 K (reference printed to two decimals).
TEST(PlateIrradiance, SinkOfATwoSidedRadiator) {
  const RadiativeEnvironment infrared_only{.solar_flux = 0, .albedo = 0, .earth_infrared = 237};
  const double absorbed =
      plate_irradiance(Vector3d::UnitX(), Vector3d::UnitZ(), 550_km, Vector3d::UnitY(), 1, infrared_only)
          .earth_infrared;
  EXPECT_NEAR(std::pow(absorbed / constants::stefan_boltzmann, 0.25), 181.193, 0.001);
  EXPECT_NEAR(2 * 0.92 * (constants::stefan_boltzmann * std::pow(280.0, 4) - absorbed), 528.84, 0.01);
}

TEST(PlateIrradiance, RefusesBadInput) {
  const Vector3d x = Vector3d::UnitX(), z = Vector3d::UnitZ();
  EXPECT_THROW(plate_irradiance(2 * x, z, 550e3, x, 1, earth), std::invalid_argument);
  EXPECT_THROW(plate_irradiance(x, 6900e3 * z, 550e3, x, 1, earth), std::invalid_argument);
  EXPECT_THROW(plate_irradiance(x, z, 550e3, std::nan("") * x, 1, earth), std::invalid_argument);
  EXPECT_THROW(plate_irradiance(x, z, 550e3, x, 1.1, earth), std::invalid_argument);
  EXPECT_THROW(plate_irradiance(x, z, -1, x, 1, earth), std::invalid_argument);
}

// 1361 / r^2 at 0.98329 and 1.01671 au.
TEST(DesignEnvironment, SunAtPerihelionAndAphelion) {
  EXPECT_NEAR(design_environment(EnvironmentCase::hot, 1).solar_flux, 1407.65, 0.3);
  EXPECT_NEAR(design_environment(EnvironmentCase::cold, 1).solar_flux, 1316.63, 0.3);
  EXPECT_EQ(design_environment(EnvironmentCase::nominal, 1).solar_flux, 1361);
}

TEST(DesignEnvironment, SunSynchronousOrbitsCountAsHighInclination) {
  const RadiativeEnvironment polar = design_environment(EnvironmentCase::hot, 82.2_deg);
  const RadiativeEnvironment retrograde = design_environment(EnvironmentCase::hot, 97.8_deg);
  EXPECT_EQ(retrograde.earth_infrared, polar.earth_infrared);
  EXPECT_EQ(retrograde.albedo, polar.albedo);
  EXPECT_EQ(polar.earth_infrared, 244);
  EXPECT_EQ(design_environment(EnvironmentCase::hot, 0).earth_infrared, 275);
  EXPECT_EQ(design_environment(EnvironmentCase::hot, pi).earth_infrared, 275);
  EXPECT_EQ(design_environment(EnvironmentCase::cold, pi / 2).earth_infrared, 218);
}

TEST(DesignEnvironment, ColdNominalHotAreInOrder) {
  for (const double inclination : {0.1, 0.8, 1.5, 1.7}) {
    const RadiativeEnvironment cold = design_environment(EnvironmentCase::cold, inclination);
    const RadiativeEnvironment hot = design_environment(EnvironmentCase::hot, inclination);
    EXPECT_LT(cold.solar_flux, hot.solar_flux);
    EXPECT_LT(cold.albedo, hot.albedo);
    EXPECT_LT(cold.earth_infrared, hot.earth_infrared);
  }
}

TEST(DesignEnvironment, NamesAndBadInput) {
  EXPECT_EQ(environment_case("cold"), EnvironmentCase::cold);
  EXPECT_EQ(environment_case("nominal"), EnvironmentCase::nominal);
  EXPECT_EQ(environment_case("hot"), EnvironmentCase::hot);
  EXPECT_THROW(environment_case("warm"), std::invalid_argument);
  EXPECT_THROW(design_environment(EnvironmentCase::hot, -0.1), std::invalid_argument);
  EXPECT_THROW(design_environment(EnvironmentCase::hot, 98), std::invalid_argument);
}

}  // namespace
}  // namespace sunrack
