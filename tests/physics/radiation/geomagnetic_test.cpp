#include "physics/radiation/geomagnetic.h"

#include <gtest/gtest.h>

#include <cmath>

namespace sunrack {
namespace {

using Eigen::Vector3d;
constexpr double a = geomagnetic_radius;

GeomagneticField dipole() {
  return geomagnetic_field(GeomagneticField::Model::igrf_14, "dipole", 2000, {0, -3e-5, 0}, {0, 0, 0});
}

TEST(Geomagnetic, ADipoleIsTheClosedForm) {
  const GeomagneticField field = dipole();
  EXPECT_NEAR((magnetic_field(field, {a, 0, 0}) - Vector3d(0, 0, 3e-5)).norm(), 0, 1e-19);
  EXPECT_NEAR((magnetic_field(field, {0, 0, 2 * a}) - Vector3d(0, 0, -6e-5 / 8)).norm(), 0, 1e-19);
  EXPECT_NEAR((magnetic_field(field, {0, -2 * a, 0}) - Vector3d(0, 0, 3e-5 / 8)).norm(), 0, 1e-19);
}

TEST(Geomagnetic, TheFieldHasNoSourcesAndNoCurls) {
  const GeomagneticField field = igrf_14(2015);
  const Vector3d place(0.9 * a, -0.6 * a, 0.5 * a);
  const double step = 1e-4 * a;
  Eigen::Matrix3d gradient;
  for (int k = 0; k < 3; ++k) {
    const Vector3d shift = step * Vector3d::Unit(k);
    gradient.col(k) =
        (magnetic_field(field, place + shift) - magnetic_field(field, place - shift)) / (2 * step);
  }
  // Central differences err by step^2 times third derivatives: 1e-8 of the gradient times some tens.
  EXPECT_NEAR(gradient.trace() / gradient.norm(), 0, 1e-6);
  EXPECT_NEAR((gradient - gradient.transpose()).norm() / gradient.norm(), 0, 1e-6);
}

TEST(Geomagnetic, EachDegreeFallsWithItsPowerOfDistance) {
  std::vector<double> g(15, 0.0), h(15, 0.0);
  g[1] = 1e-12, g[10] = 1e-6, h[14] = 1e-6;  // degree 4, orders 0 and 4
  const GeomagneticField field = geomagnetic_field(GeomagneticField::Model::igrf_14, "degree 4", 2000, g, h);
  const Vector3d place(a, 0.4 * a, 0.7 * a);
  EXPECT_NEAR(magnetic_field(field, 2 * place).norm() / magnetic_field(field, place).norm(), std::pow(2, -6),
              1e-6);
}

TEST(Geomagnetic, ModelsAgreeWithTheFieldAtPublishedPlaces) {
  // Own sampling of the same coefficients by spherical sums: lat, lon, km, |B| nT of IGRF 2015 and of
  // Jensen-Cain.
  constexpr double points[][5] = {{-47.031, -165.031, 955.0, 35095.5, 37186},
                                  {-0.082, 107.576, 504.0, 32684, 32453.3},
                                  {11.534, -91.433, 1198.5, 20968.9, 22946.9},
                                  {-43.915, -12.067, 548.4, 20858.5, 23503.4},
                                  {57.520, 78.428, 622.7, 44110.6, 43837.7}};
  const GeomagneticField modern = igrf_14(2015);
  for (const auto& [latitude, longitude, altitude, in_2015, in_1960] : points) {
    const Vector3d place = geodetic_position(latitude * M_PI / 180, longitude * M_PI / 180, altitude * 1e3);
    // The places have three decimals: 50 m and 5e-6 of the field.
    EXPECT_NEAR(magnetic_field(modern, place).norm() * 1e9 / in_2015, 1, 1e-5);
    EXPECT_NEAR(magnetic_field(jensen_cain_1960(), place).norm() * 1e9 / in_1960, 1, 1e-5);
  }
}

TEST(Geomagnetic, TheDipoleWeakensFromModelToModel) {
  EXPECT_GT(dipole_field(jensen_cain_1960()), dipole_field(gsfc_12_66_1970()));
  EXPECT_GT(dipole_field(gsfc_12_66_1970()), dipole_field(igrf_14(2015)));
  EXPECT_GT(dipole_field(igrf_14(2015)), dipole_field(igrf_14(2027)));
}

TEST(Geomagnetic, TheEpochIsLinearBetweenItsTables) {
  const Vector3d place(a, a, a);
  const Vector3d middle = magnetic_field(igrf_14(2017.5), place),
                 mean = (magnetic_field(igrf_14(2015), place) + magnetic_field(igrf_14(2020), place)) / 2;
  EXPECT_NEAR((middle - mean).norm(), 0, 1e-18);
  const Vector3d change = magnetic_field(igrf_14(2030), place) - magnetic_field(igrf_14(2025), place),
                 half = magnetic_field(igrf_14(2027.5), place) - magnetic_field(igrf_14(2025), place);
  EXPECT_NEAR((change - 2 * half).norm(), 0, 1e-18);
}

TEST(Geomagnetic, DegreesLeftOutStayBelowTheTolerance) {
  const GeomagneticField field = igrf_14(2015);
  for (const double radius : {1.1, 2.0, 4.0, 8.0}) {
    const Vector3d place = radius * a * Vector3d(0.6, -0.64, 0.48);
    const int degree = sufficient_degree(field, radius * a, 1e-4);
    const double error = (magnetic_field(field, place, degree) - magnetic_field(field, place)).norm();
    // Root mean square over the sphere; one place may have a few times that.
    EXPECT_LT(error, 3e-4 * dipole_field(field) / std::pow(radius, 3)) << radius;
  }
  EXPECT_EQ(sufficient_degree(field, 1.1 * a, 1e-4), 10);
  EXPECT_LT(sufficient_degree(field, 6 * a, 1e-4), 6);
}

TEST(Geomagnetic, BadInputIsRefusedByName) {
  EXPECT_THROW(igrf_14(1979.9), std::invalid_argument);
  EXPECT_THROW(igrf_14(2030.1), std::invalid_argument);
  EXPECT_THROW(igrf_14(std::nan("")), std::invalid_argument);
  EXPECT_THROW(magnetic_field(dipole(), {0.4 * a, 0, 0}), std::invalid_argument);
  EXPECT_THROW(magnetic_field(dipole(), {std::nan(""), 0, 0}), std::invalid_argument);
  EXPECT_THROW(geodetic_position(2, 0, 0), std::invalid_argument);
  EXPECT_THROW(geomagnetic_field(GeomagneticField::Model::igrf_14, "", 0, {0, 1}, {0, 0}),
               std::invalid_argument);
}

}  // namespace
}  // namespace sunrack
