#include "physics/orbit/orbit.h"

#include <gtest/gtest.h>

#include <Eigen/Geometry>
#include <cmath>
#include <utility>

#include "physics/constants.h"
#include "physics/orbit/ephemeris.h"
#include "physics/require.h"
#include "physics/units.h"

namespace sunrack {
namespace {

using namespace units;
using constants::pi;

TEST(Orbit, PeriodFollowsKeplersThirdLaw) {
  // Computed independently from 2 pi sqrt(a^3 / mu); printed to 1 ms.
  const std::pair<double, double> cases[] = {{400_km, 5553.624}, {500_km, 5676.978},  {550_km, 5738.993},
                                             {600_km, 5801.232}, {650_km, 5863.694},  {700_km, 5926.379},
                                             {800_km, 6052.414}, {1000_km, 6307.119}, {1400_km, 6826.913}};
  for (const auto& [altitude, period] : cases) EXPECT_NEAR(orbital_period(altitude), period, 6e-4);
}

TEST(Orbit, SunSynchronousInclinationGrowsWithAltitude) {
  // Computed independently with EGM96's J2; printed to 1e-4 degrees.
  const std::pair<double, double> cases[] = {{400_km, 97.0300}, {500_km, 97.4018},  {550_km, 97.5930},
                                             {600_km, 97.7877}, {650_km, 97.9860},  {700_km, 98.1880},
                                             {800_km, 98.6031}, {1000_km, 99.4793}, {1400_km, 101.4269}};
  for (const auto& [altitude, degrees] : cases)
    EXPECT_NEAR(sun_synchronous_inclination(altitude) / 1_deg, degrees, 6e-5);
}

TEST(Orbit, NodeDriftsEastForARetrogradeOrbit) {
  // 700 km, 98 degrees: 0.963 degrees a day is the published figure; 0.963168 the closed form.
  EXPECT_NEAR(nodal_precession_rate(700_km, 98_deg) * 1_day / 1_deg, 0.963168, 1e-6);
  EXPECT_NEAR(nodal_precession_rate(700_km, 82_deg) / nodal_precession_rate(700_km, 98_deg), -1, 1e-14);
  EXPECT_NEAR(nodal_precession_rate(700_km, 90_deg), 0, 1e-22);  // rounding of cos(pi/2)
}

TEST(Orbit, NoCircularOrbitFollowsTheSunAboveTwelveThousandKilometresOfRadius) {
  const double limit = 12352.5_km - constants::earth_radius;  // literature: 12,352 km, printed to 1 km
  EXPECT_GT(sun_synchronous_inclination(limit - 1_km), 178_deg);
  EXPECT_THROW(sun_synchronous_inclination(limit + 1_km), ModelError);
}

TEST(Orbit, SunSynchronousNodeKeepsItsMeanSolarTime) {
  const double epoch = time_of_date(2026, 3, 20);
  const Orbit orbit = sun_synchronous_orbit(600_km, 18, epoch);
  for (int day = 0; day <= 365; day += 73) {
    const double time = epoch + day * 1_day;
    const double hours = (node_at(orbit, time) - mean_sun_right_ascension(time)) / 15_deg + 12;
    // The mean Sun's small quadratic term: 1e-6 h in a year.
    EXPECT_NEAR(std::remainder(hours - 18, 24), 0, 1e-5);
  }
}

TEST(Orbit, NoonOrbitHasTheSunNearItsPlaneAndDawnOrbitNearItsNormal) {
  const double epoch = time_of_date(2026, 3, 20);
  const Orbit noon = sun_synchronous_orbit(600_km, 12, epoch);
  // Equation of time on that day: 7.5 min = 1.9 degrees.
  EXPECT_LT(std::abs(beta_angle(noon, epoch)), 2_deg);
  // The ascending node at 18 h has the normal towards the Sun; at 6 h away from it.
  EXPECT_GT(beta_angle(sun_synchronous_orbit(600_km, 18, epoch), epoch), 80_deg);
  EXPECT_LT(beta_angle(sun_synchronous_orbit(600_km, 6, epoch), epoch), -80_deg);
}

TEST(Orbit, NormalIsPerpendicularToEveryPosition) {
  const Orbit orbit{.altitude = 600_km, .inclination = 97.8_deg, .right_ascension_ascending_node = 1.2};
  for (double u = 0; u < 6.3; u += 0.7) {
    const auto direction = position_direction(orbit, 5e5, u);
    EXPECT_NEAR(direction.norm(), 1, 1e-15);
    EXPECT_NEAR(direction.dot(orbit_normal(orbit, 5e5)), 0, 1e-15);
  }
  // Counted in the direction of flight: the normal is position x velocity.
  const Eigen::Vector3d ahead = position_direction(orbit, 0, 0).cross(position_direction(orbit, 0, 90_deg));
  EXPECT_NEAR((ahead - orbit_normal(orbit, 0)).norm(), 0, 1e-15);
}

TEST(Orbit, BetaOfAnEquatorialOrbitIsTheSunsDeclination) {
  const Orbit orbit{.altitude = 600_km};
  // June solstice 2026; obliquity 23.436 degrees.
  EXPECT_NEAR(beta_angle(orbit, time_of_date(2026, 6, 21)) / 1_deg, 23.436, 1e-3);
}

TEST(Orbit, BadInputIsRefusedByName) {
  EXPECT_THROW(orbital_period(0), std::invalid_argument);
  EXPECT_THROW(orbital_period(NAN), std::invalid_argument);
  EXPECT_THROW(nodal_precession_rate(600_km, -0.1), std::invalid_argument);
  EXPECT_THROW(sun_synchronous_orbit(600_km, 24, 0), std::invalid_argument);
  EXPECT_THROW(beta_angle({.altitude = 600_km}, 200_year), ModelError);
}

struct State {
  Eigen::Vector3d position{-6142438.668, 3492467.56, -25767.2568};
  Eigen::Vector3d velocity{505.8479685, 942.7809215, 7435.922231};
};
constexpr double mu = constants::earth_gravitational_parameter;

TEST(KeplerPosition, ComesBackAfterOneRevolution) {
  const State s;
  const double a = 1 / (2 / s.position.norm() - s.velocity.squaredNorm() / mu);
  const double period = 2 * pi * std::sqrt(a * a * a / mu);
  // 1e-6 m is rounding of the period over a year of revolutions.
  EXPECT_NEAR((kepler_position(s.position, s.velocity, mu, period) - s.position).norm(), 0, 1e-6);
}

TEST(KeplerPosition, AccelerationIsGravity) {
  const State s;
  for (double t : {100.0, 1500.0, 4000.0, -2500.0}) {
    const double h = 1;
    const Eigen::Vector3d here = kepler_position(s.position, s.velocity, mu, t);
    const Eigen::Vector3d second = (kepler_position(s.position, s.velocity, mu, t + h) - 2 * here +
                                    kepler_position(s.position, s.velocity, mu, t - h)) /
                                   (h * h);
    const Eigen::Vector3d gravity = -mu / std::pow(here.norm(), 3) * here;
    // Second difference: h^2 n^2 g / 12 = 7e-7, rounding 4e-9 / h^2.
    EXPECT_NEAR((second - gravity).norm(), 0, 2e-6);
  }
}

TEST(KeplerPosition, SolvesAnEccentricOrbitToItsApsides) {
  const double a = 20000_km, e = 0.65;  // perigee 7000 km
  const Eigen::Vector3d perigee(a * (1 - e), 0, 0), velocity(0, std::sqrt(mu / a * (1 + e) / (1 - e)), 0);
  const double half = pi * std::sqrt(a * a * a / mu);
  const auto apogee = kepler_position(perigee, velocity, mu, half);
  EXPECT_NEAR((apogee - Eigen::Vector3d(-a * (1 + e), 0, 0)).norm(), 0, 1e-6);  // rounding of 3e7 m
}

TEST(KeplerPosition, RefusesAnOrbitThatLeaves) {
  const Eigen::Vector3d r(7000_km, 0, 0);
  EXPECT_THROW(kepler_position(r, {0, 12000, 0}, mu, 60), ModelError);
  EXPECT_THROW(kepler_position(r, {1000, 0, 0}, mu, 60), ModelError);  // falls straight
  EXPECT_THROW(kepler_position(r, {0, 7500, 0}, -1, 60), std::invalid_argument);
}

}  // namespace
}  // namespace sunrack
