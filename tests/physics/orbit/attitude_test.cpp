#include "physics/orbit/attitude.h"

#include <gtest/gtest.h>

#include <Eigen/Geometry>
#include <cmath>

#include "physics/constants.h"
#include "physics/orbit/ephemeris.h"
#include "physics/units.h"

namespace sunrack {
namespace {

using namespace units;
using Eigen::Matrix3d;
using Eigen::Vector3d;

constexpr double rounding = 1e-14;  // a few products of unit vectors

const AttitudeLaw laws_with_axes[] = {AttitudeLaw::edge_on_zenith, AttitudeLaw::edge_on_velocity,
                                      AttitudeLaw::sun_pointing,   AttitudeLaw::orbit_normal,
                                      AttitudeLaw::nadir,          AttitudeLaw::spinning};

Orbit dusk_orbit() { return sun_synchronous_orbit(600_km, 18, time_of_date(2026, 1, 1)); }
Orbit noon_orbit() {
  return {.altitude = 550_km, .inclination = 51.6_deg, .epoch = time_of_date(2026, 3, 1)};
}

TEST(OrbitPoint, AxesAreARightHandedTriad) {
  const OrbitPoint point = orbit_point(dusk_orbit(), dusk_orbit().epoch + 3456.7);
  EXPECT_NEAR((point.vertical.cross(point.forward) - point.orbit_normal).norm(), 0, rounding);
  EXPECT_NEAR(point.position.norm(), constants::earth_radius + 600_km, 1e-6);
  EXPECT_NEAR(point.sun_direction.norm(), 1, rounding);
}

TEST(OrbitPoint, FromPositionAndVelocityIsTheSamePoint) {
  const OrbitPoint a = orbit_point(dusk_orbit(), dusk_orbit().epoch + 1000);
  const OrbitPoint b = orbit_point(a.time, a.position, 7500 * a.forward);
  EXPECT_NEAR((a.orbit_normal - b.orbit_normal).norm(), 0, rounding);
  EXPECT_NEAR((a.sun_direction - b.sun_direction).norm(), 0, rounding);
  EXPECT_NEAR(b.altitude, 600_km, 1e-6);
  EXPECT_THROW(orbit_point(a.time, a.position, 7500 * a.vertical), std::invalid_argument);
  EXPECT_THROW(orbit_point(a.time, 0.5 * a.position, 7500 * a.forward), std::invalid_argument);
}

TEST(Attitude, EveryLawIsAProperRotation) {
  for (const AttitudeLaw law : laws_with_axes)
    for (const Orbit& orbit : {dusk_orbit(), noon_orbit()})
      for (int i = 0; i < 20; ++i) {
        const Matrix3d axes = body_axes({.law = law, .offset = Vector3d(0.1, -0.2, 0.3)},
                                        orbit_point(orbit, orbit.epoch + 300.0 * i));
        EXPECT_NEAR((axes.transpose() * axes - Matrix3d::Identity()).norm(), 0, rounding);
        EXPECT_NEAR(axes.determinant(), 1, rounding);
      }
}

TEST(Attitude, SunPointingLawsLookAtTheSun) {
  const OrbitPoint point = orbit_point(noon_orbit(), noon_orbit().epoch + 777);
  for (const AttitudeLaw law :
       {AttitudeLaw::edge_on_zenith, AttitudeLaw::edge_on_velocity, AttitudeLaw::sun_pointing})
    EXPECT_NEAR(body_axes({.law = law}, point).col(0).dot(point.sun_direction), 1, rounding);
}

TEST(Attitude, EdgeOnRadiatorLooksToTheEarthOrAlongTheMotion) {
  // In a dusk orbit the Sun stands near the orbit normal, so the choice is nearly free.
  const OrbitPoint point = orbit_point(dusk_orbit(), dusk_orbit().epoch + 2000);
  const double beta_cosine = std::abs(point.orbit_normal.dot(point.sun_direction));
  EXPECT_GT(-body_axes({.law = AttitudeLaw::edge_on_zenith}, point).col(2).dot(-point.vertical),
            0.99 * beta_cosine);
  // The node at 18 h ascends with the Sun on the side of the orbit normal or behind it; forward for beta > 0.
  const double side = point.orbit_normal.dot(point.sun_direction) > 0 ? 1 : -1;
  EXPECT_GT(-side * body_axes({.law = AttitudeLaw::edge_on_velocity}, point).col(2).dot(point.forward),
            0.99 * beta_cosine);
}

TEST(Attitude, NadirAndOrbitNormalHoldExactly) {
  const OrbitPoint point = orbit_point(noon_orbit(), noon_orbit().epoch + 777);
  const Matrix3d nadir = body_axes({.law = AttitudeLaw::nadir}, point);
  EXPECT_NEAR(nadir.col(2).dot(point.vertical), 1, rounding);
  EXPECT_NEAR(nadir.col(0).dot(point.forward), 1, rounding);
  const Matrix3d normal = body_axes({.law = AttitudeLaw::orbit_normal}, point);
  EXPECT_NEAR(std::abs(normal.col(0).dot(point.orbit_normal)), 1, rounding);
  EXPECT_GE(normal.col(0).dot(point.sun_direction), 0);
}

TEST(Attitude, ANegativeTurnAboutYLeansTheRadiatorTowardTheSun) {
  const OrbitPoint point = orbit_point(dusk_orbit(), dusk_orbit().epoch + 2000);
  const Attitude leaning{.law = AttitudeLaw::edge_on_zenith, .offset = Vector3d(0, -2_deg, 0)};
  EXPECT_NEAR(-body_axes(leaning, point).col(2).dot(point.sun_direction), std::sin(2_deg), rounding);
}

TEST(Attitude, ASpinComesRoundAfterOneTurn) {
  Attitude spin{.law = AttitudeLaw::spinning, .spin_axis = Vector3d(1, 2, 2) / 3, .spin_rate = 0.01};
  spin.start = noon_orbit().epoch;
  const auto axes = [&](double seconds) {
    return body_axes(spin, orbit_point(noon_orbit(), spin.start + seconds));
  };
  // Seconds since J2000.0 are 8e8: their last digit, 1e-7 s, turns by 1e-9.
  EXPECT_NEAR((axes(2 * constants::pi / 0.01) - axes(0)).norm(), 0, 1e-8);
  EXPECT_NEAR((axes(100) * axes(0).transpose() * spin.spin_axis - spin.spin_axis).norm(), 0, rounding);
  EXPECT_GT((axes(100) - axes(0)).norm(), 0.5);
}

TEST(Attitude, ASteeredFaceIsAsNearTheSunAsItsHingeAllows) {
  const OrbitPoint point = orbit_point(noon_orbit(), noon_orbit().epoch + 777);
  const Matrix3d axes = body_axes({.law = AttitudeLaw::nadir}, point);
  const Vector3d sun = point.sun_direction;
  EXPECT_NEAR(face_normal({.mount = FaceMount::toward_sun}, axes, sun).dot(sun), 1, rounding);
  const FlightFace one{.mount = FaceMount::toward_sun, .hinge = Vector3d::UnitY()};
  const double across = sun.dot(axes.col(1));
  EXPECT_NEAR(face_normal(one, axes, sun).dot(sun), std::sqrt(1 - across * across), rounding);
  FlightFace back = one;
  back.mount = FaceMount::away_from_sun;
  EXPECT_NEAR((face_normal(back, axes, sun) + face_normal(one, axes, sun)).norm(), 0, rounding);
  EXPECT_NEAR(face_normal(one, Matrix3d::Identity(), Vector3d::UnitY()).x(), 1, rounding);
}

TEST(Attitude, NamesAreReadAndUnknownOnesRefused) {
  for (const AttitudeLaw law : laws_with_axes) EXPECT_EQ(attitude_law(attitude_name(law)), law);
  EXPECT_EQ(attitude_law("tumbling"), AttitudeLaw::tumbling);
  EXPECT_THROW(attitude_law("edge_on"), std::invalid_argument);
  const OrbitPoint point = orbit_point(noon_orbit(), noon_orbit().epoch);
  EXPECT_THROW(body_axes({.law = AttitudeLaw::tumbling}, point), std::invalid_argument);
  EXPECT_THROW(body_axes({.law = AttitudeLaw::spinning, .spin_axis = Vector3d(1, 1, 0)}, point),
               std::invalid_argument);
  EXPECT_THROW(face_normal({.normal = Vector3d(1, 1, 0)}, Matrix3d::Identity(), Vector3d::UnitX()),
               std::invalid_argument);
}

}  // namespace
}  // namespace sunrack
