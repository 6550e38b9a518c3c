#include "physics/orbit/earth_radiation.h"

#include <gtest/gtest.h>

#include <Eigen/Geometry>
#include <cmath>

#include "physics/constants.h"
#include "physics/numerics/sampling.h"
#include "physics/orbit/ephemeris.h"
#include "physics/orbit/irradiance.h"
#include "physics/units.h"

namespace sunrack {
namespace {

using namespace units;
using Eigen::Vector3d;

Vector3d random_direction(RandomStream& random) {
  return Vector3d(random.normal(), random.normal(), random.normal()).normalized();
}

/// Plain summation over patches of the visible cap: equal steps of the cosine at the satellite and of
/// azimuth.
EarthLoad by_patches(const Vector3d* normal, const Vector3d& vertical, double altitude, const Vector3d& sun,
                     const RadiativeEnvironment& environment, const ZonalPattern& pattern) {
  constexpr int rings = 700, sectors = 700;
  const double radius = constants::earth_radius, orbit_radius = radius + altitude;
  const double limb = std::sqrt(1 - std::pow(radius / orbit_radius, 2));
  const Vector3d along = vertical.unitOrthogonal(), aside = vertical.cross(along);
  const auto zones = [](double p1, double p2, double x) { return 1 + p1 * x + p2 * (3 * x * x - 1) / 2; };
  EarthLoad sum;
  for (int ring = 0; ring < rings; ++ring) {
    const double nadir = 1 - (1 - limb) * (ring + 0.5) / rings, off = std::sqrt(1 - nadir * nadir);
    const double distance =
        orbit_radius * nadir - std::sqrt(radius * radius - orbit_radius * orbit_radius * off * off);
    for (int sector = 0; sector < sectors; ++sector) {
      const double angle = 2 * constants::pi * (sector + 0.5) / sectors;
      const Vector3d look = -nadir * vertical + off * (std::cos(angle) * along + std::sin(angle) * aside);
      const Vector3d patch = (orbit_radius * vertical + distance * look) / radius;
      const double solid = 2 * constants::pi * (1 - limb) / (double(rings) * sectors);
      const double cosine = normal != nullptr ? std::max(0.0, normal->dot(look)) : 0.25;
      sum.albedo += environment.albedo * zones(pattern.albedo_p1, pattern.albedo_p2, patch.z()) *
                    environment.solar_flux * std::max(0.0, patch.dot(sun)) * cosine * solid / constants::pi;
      sum.infrared += environment.earth_infrared *
                      zones(pattern.infrared_p1, pattern.infrared_p2, patch.z()) * cosine * solid /
                      constants::pi;
    }
  }
  return sum;
}

const RadiativeEnvironment nominal{.solar_flux = 1361, .albedo = 0.34, .earth_infrared = 231.37};

TEST(EarthRadiation, KnockesLawsAtTheReferenceEpoch) {
  const double epoch = time_of_date(1981, 12, 22);
  EXPECT_NEAR(knocke_albedo(0, epoch), 0.195, 1e-12);
  EXPECT_NEAR(knocke_emissivity(0, epoch), 0.77, 1e-12);
  EXPECT_NEAR(knocke_albedo(90_deg, epoch), 0.73, 1e-12);
  EXPECT_NEAR(knocke_emissivity(90_deg, epoch), 0.43, 1e-12);
  // Half a year later the poles have changed places.
  EXPECT_NEAR(knocke_albedo(-90_deg, epoch + 365.25_day / 2), 0.73, 1e-12);
}

TEST(EarthRadiation, ZonesKeepTheGlobalMean) {
  const double time = time_of_date(2026, 7, 1);
  double albedo = 0, emissivity = 0;
  constexpr int rows = 20000;  // the midpoint rule leaves 1e-9 of the parabola
  for (int i = 0; i < rows; ++i) {
    const double latitude = std::asin(-1 + (2 * i + 1.0) / rows);
    albedo += knocke_albedo(latitude, time) / rows;
    emissivity += knocke_emissivity(latitude, time) / rows;
  }
  EXPECT_NEAR(albedo, 0.34, 1e-8);
  EXPECT_NEAR(emissivity, 0.68, 1e-8);
}

TEST(EarthRadiation, UniformEarthIsThePlateIrradiance) {
  RandomStream random(1, 1);
  for (int i = 0; i < 50; ++i) {
    const Vector3d normal = random_direction(random), vertical = random_direction(random),
                   sun = random_direction(random);
    // The smallest pattern that goes through the zonal integrals.
    const ZonalPattern nearly{.albedo_p1 = 1e-14, .infrared_p1 = 1e-14};
    const EarthLoad zonal = earth_load(normal, vertical, 550_km, sun, nominal, nearly, 12);
    const PlateIrradiance plate = plate_irradiance(normal, vertical, 550_km, sun, 0, nominal);
    // Both have 12 rings; the infrared of the plate is a closed form: 1e-7 of 12 rings.
    EXPECT_NEAR(zonal.albedo, plate.albedo, 1e-9);
    EXPECT_NEAR(zonal.infrared, plate.earth_infrared, 1e-5);
  }
}

TEST(EarthRadiation, ZonalLoadsAgreeWithPlainSummation) {
  RandomStream random(2, 1);
  const ZonalPattern pattern = zonal_pattern(EarthPattern::zonal, time_of_date(2026, 5, 5));
  for (int i = 0; i < 6; ++i) {
    const Vector3d normal = random_direction(random), vertical = random_direction(random);
    Vector3d sun = random_direction(random);
    if (sun.dot(vertical) < 0) sun = -sun;
    const EarthLoad sum = by_patches(&normal, vertical, 600_km, sun, nominal, pattern);
    const EarthLoad load = earth_load(normal, vertical, 600_km, sun, nominal, pattern, 12);
    // Half a million patches leave about 1e-4 where a horizon cuts them.
    EXPECT_NEAR(load.albedo, sum.albedo, 0.03);
    EXPECT_NEAR(load.infrared, sum.infrared, 0.03);
    const EarthLoad mean_sum = by_patches(nullptr, vertical, 600_km, sun, nominal, pattern);
    const EarthLoad mean = mean_earth_load(vertical, 600_km, sun, nominal, pattern, 12);
    EXPECT_NEAR(mean.albedo, mean_sum.albedo, 0.01);
    EXPECT_NEAR(mean.infrared, mean_sum.infrared, 0.01);
  }
}

TEST(EarthRadiation, MeanOverOrientationsIsThatOfASmallSphere) {
  const EarthLoad mean = mean_earth_load(Vector3d::UnitX(), 550_km, Vector3d::UnitY(), nominal);
  const double limb = constants::earth_radius / (constants::earth_radius + 550_km);
  // 6 rings integrate the infrared of a whole cap to 1e-7.
  EXPECT_NEAR(mean.infrared, nominal.earth_infrared * (1 - std::sqrt(1 - limb * limb)) / 2, 1e-5);
}

TEST(EarthRadiation, SixRingsAreWithinTwoPerMilleOfTheConvergedIntegral) {
  RandomStream random(3, 1);
  const ZonalPattern pattern = zonal_pattern(EarthPattern::zonal, time_of_date(2026, 5, 5));
  int beyond = 0;
  constexpr int cases = 2000;
  for (int i = 0; i < cases; ++i) {
    const Vector3d normal = random_direction(random), vertical = random_direction(random),
                   sun = random_direction(random);
    const EarthLoad fine = earth_load(normal, vertical, 600_km, sun, nominal, pattern, 40);
    const EarthLoad load = earth_load(normal, vertical, 600_km, sun, nominal, pattern, 6);
    EXPECT_NEAR(load.albedo, fine.albedo, 0.1);  // of 460 W/m^2 at most
    EXPECT_NEAR(load.infrared, fine.infrared, 2e-3 * fine.infrared + 1e-3);
    // The relative error is larger only where next to nothing arrives.
    if (std::abs(load.albedo - fine.albedo) > 2e-3 * fine.albedo + 0.01) ++beyond;
  }
  EXPECT_LT(beyond, cases / 200);
}

TEST(EarthRadiation, BadInputsAreRefused) {
  const Vector3d x = Vector3d::UnitX();
  EXPECT_THROW(earth_load(2 * x, x, 550_km, x, nominal), std::invalid_argument);
  EXPECT_THROW(earth_load(x, x, 0, x, nominal), std::invalid_argument);
  EXPECT_THROW(earth_load(x, x, 550_km, x, nominal, {}, 65), std::invalid_argument);
  const RadiativeEnvironment bright{.solar_flux = 1361, .albedo = 0.6, .earth_infrared = 200};
  // Zones of 2.15 times the mean would reflect more than arrives.
  EXPECT_THROW(earth_load(x, x, 550_km, x, bright, zonal_pattern(EarthPattern::zonal, 0)),
               std::invalid_argument);
}

}  // namespace
}  // namespace sunrack
