#include "physics/debris/direction.h"

#include <gtest/gtest.h>

#include <cmath>

#include "physics/units.h"

namespace sunrack {
namespace {

using namespace units;

const DebrisEnvironment orbit{.altitude = 600e3, .inclination = 1.7069};

double meteoroids(const Face& face, const ExposureOptions& options = {}) {
  return meteoroid_factor(exposure(orbit, face, options));
}
double debris(const Face& face) { return debris_factor(exposure(orbit, face)); }

/// Mean of a factor over all directions of the normal, midpoints in height and azimuth.
template <class Factor>
double mean_over_normals(Factor factor) {
  constexpr int heights = 16, azimuths = 24;
  double sum = 0;
  for (int h = 0; h < heights; ++h)
    for (int a = 0; a < azimuths; ++a) {
      const double z = -1 + 2 * (h + 0.5) / heights, r = std::sqrt(1 - z * z);
      const double angle = 2 * constants::pi * (a + 0.5) / azimuths;
      sum += factor(fixed_face(r * std::cos(angle), r * std::sin(angle), z));
    }
  return sum / (heights * azimuths);
}

TEST(Direction, FactorsOfAllNormalsAverageToTheTumblingOne) {
  // Midpoints across the edge where a face turns away.
  EXPECT_NEAR(mean_over_normals([](const Face& face) { return meteoroids(face); }), 1, 3e-3);
  EXPECT_NEAR(mean_over_normals(debris), 1, 5e-3);
}

TEST(Direction, ClassesKeepTheSpeedsAndIncidencesOfTheirRays) {
  // Debris on a panel that faces zenith grazes it within the few degrees of its spread; an isotropic sky at
  // rest meets any face with a mean cos^2 of one half, since Earth's limb is hidden from none of the classes.
  for (const ImpactBin& bin : exposure(orbit, zenith_face()).debris) EXPECT_LT(bin.cos_incidence, 0.15);
  const auto mean_square_cosine = [](const std::vector<ImpactBin>& bins) {
    double sum = 0, weight = 0;
    for (const ImpactBin& bin : bins) {
      sum += bin.weight * bin.cos_incidence * bin.cos_incidence;
      weight += bin.weight;
    }
    return sum / weight;
  };
  for (const Face& face : {tumbling_face(), side_face(), zenith_face()}) {
    const Exposure high = exposure({.altitude = 90'000e3, .debris = false}, face, {.own_motion = false});
    EXPECT_NEAR(mean_square_cosine(high.meteoroids), 0.5, 0.01);  // quadrature of the sky, a little Earth
  }
  const Exposure ram = exposure(orbit, ram_face());
  EXPECT_GT(mean_square_cosine(ram.debris), 0.7);  // within 45 degrees of ram for the most part
  EXPECT_LT(mean_square_cosine(ram.debris), 0.95);
}

TEST(Direction, TumblingIsOneByDefinition) {
  EXPECT_NEAR(meteoroids(tumbling_face()), 1, 1e-12);
  EXPECT_NEAR(debris(tumbling_face()), 1, 1e-12);
}

TEST(Direction, SixFacesOfACubeAverageToTheTumblingOneWithinTheirGeometry) {
  const auto cube = [](auto factor) {
    return (factor(zenith_face()) + factor(nadir_face()) + factor(ram_face()) + factor(wake_face()) +
            2 * factor(side_face())) /
           6;
  };
  // A cube is not a sphere: to one direction it shows 1/6 to 0.29 of its surface, a sphere 1/4.
  EXPECT_NEAR(cube([](const Face& face) { return meteoroids(face); }), 1, 0.02);
  EXPECT_NEAR(cube(debris), 0.89, 0.02);  // debris comes in a plane, near ram
}

TEST(Direction, AtRestZenithSeesTheWholeSkyAndNadirItsRim) {
  const ExposureOptions at_rest{.own_motion = false};
  const double eta = earth_half_angle(orbit.altitude), visible = (1 + std::cos(eta)) / 2;
  EXPECT_NEAR(meteoroids(zenith_face(), at_rest) * visible, 1, 3e-3);  // quadrature of the sky
  EXPECT_NEAR(meteoroids(nadir_face(), at_rest) * visible, std::pow(std::cos(eta), 2), 3e-3);
  EXPECT_NEAR(meteoroids(ram_face(), at_rest), meteoroids(wake_face(), at_rest), 1e-9);
  EXPECT_NEAR(meteoroids(ram_face(), at_rest), meteoroids(side_face(), at_rest), 1e-9);
}

TEST(Direction, OwnMotionFacesTheRam) {
  EXPECT_GT(meteoroids(ram_face()), 1.5);
  EXPECT_LT(meteoroids(wake_face()), 0.5);
  EXPECT_NEAR(meteoroids(side_face()), meteoroids(fixed_face(0, -1, 0)), 1e-9);  // mirror symmetry
}

TEST(Direction, DebrisComesLevelAndFromAhead) {
  EXPECT_NEAR(debris(ram_face()), 3.4, 0.1);  // 4 <v> / 2 v0
  EXPECT_EQ(debris(wake_face()), 0);
  EXPECT_NEAR(debris(side_face()), 1, 0.3);  // the model's own +-30 %
  for (const Face& face : {zenith_face(), nadir_face()}) {
    EXPECT_GT(debris(face), 0.05);
    EXPECT_LT(debris(face), 0.2);
  }
}

TEST(Direction, EdgeOnPanelsDifferByAFactorTenInDebris) {
  const auto both = [](PanelAttitude attitude) {
    const auto [a, b] = panel_faces(attitude);
    return (debris(a) + debris(b)) / 2;
  };
  EXPECT_NEAR(both(PanelAttitude::normal_to_velocity), 1.7, 0.05);
  EXPECT_GT(both(PanelAttitude::normal_to_velocity) / both(PanelAttitude::normal_to_zenith), 10);
  EXPECT_NEAR(both(PanelAttitude::tumbling), 1, 1e-12);
}

TEST(Direction, ATurningFaceIsTheMeanOfItsAttitudes) {
  double sum = 0;
  constexpr int turns = 60;
  for (int i = 0; i < turns; ++i) {
    const double angle = 2 * constants::pi * (i + 0.5) / turns;
    sum += meteoroids(fixed_face(std::cos(angle), 0, std::sin(angle))) / turns;
  }
  EXPECT_NEAR(meteoroids(turning_face()), sum, 2e-3);  // 24 attitudes against 60
}

TEST(Direction, NormalsNeedNoUnitLength) {
  EXPECT_DOUBLE_EQ(meteoroids(fixed_face(0, 0, 5)), meteoroids(zenith_face()));
  EXPECT_THROW(exposure(orbit, fixed_face(0, 0, 0)), std::invalid_argument);
  EXPECT_THROW(exposure(orbit, fixed_face(std::nan(""), 0, 0)), std::invalid_argument);
  EXPECT_THROW(exposure(orbit, zenith_face(), {.speeds = 0}), std::invalid_argument);
}

}  // namespace
}  // namespace sunrack
