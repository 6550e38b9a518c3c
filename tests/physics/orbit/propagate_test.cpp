#include "physics/orbit/propagate.h"

#include <gtest/gtest.h>

#include <Eigen/Geometry>
#include <cmath>

#include "physics/constants.h"
#include "physics/orbit/eclipse.h"
#include "physics/orbit/ephemeris.h"
#include "physics/require.h"
#include "physics/units.h"

namespace sunrack {
namespace {

using namespace units;
using Eigen::Vector3d;

constexpr OrbitForces j2_alone{.zonal_degree = 2, .sun = false, .moon = false};
constexpr OrbitForces central{.zonal_degree = 0, .sun = false, .moon = false};

Orbit dusk_orbit() { return sun_synchronous_orbit(600_km, 18, time_of_date(2026, 1, 1)); }
Orbit inclined_orbit() {
  return {.altitude = 550_km, .inclination = 51.6_deg, .epoch = time_of_date(2026, 3, 1)};
}

TEST(PropagateOrbit, WithoutPerturbationsItIsKeplersOrbit) {
  const OrbitState start{.time = dusk_orbit().epoch,
                         .position = Vector3d(-6142438.668, 3492467.56, -25767.2568),
                         .velocity = Vector3d(505.8479685, 942.7809215, 7435.922231)};
  const OrbitPath path = propagate_orbit(start, start.time + 1_day, central);
  const Vector3d exact =
      kepler_position(start.position, start.velocity, constants::earth_gravitational_parameter, 1_day);
  // 15 revolutions of 10,000 steps at 1e-11 each.
  EXPECT_NEAR((path.states().back().position - exact).norm(), 0, 1.0);
  // Between the kept states the cubic errs by h^4/384 of the fourth derivative, 0.02 m.
  const Vector3d between =
      kepler_position(start.position, start.velocity, constants::earth_gravitational_parameter, 1015.0);
  EXPECT_NEAR((path.state(start.time + 1015).position - between).norm(), 0, 0.05);
}

TEST(PropagateOrbit, EnergyIsKeptInTheFieldOfJ2) {
  const OrbitPath path = propagate_orbit(osculating_state(dusk_orbit(), dusk_orbit().epoch),
                                         dusk_orbit().epoch + 1_day, j2_alone);
  const auto energy = [](const OrbitState& state) {
    const double r = state.position.norm(), s = state.position.z() / r;
    return state.velocity.squaredNorm() / 2 -
           constants::earth_gravitational_parameter / r *
               (1 - constants::earth_j2 * std::pow(constants::earth_radius / r, 2) * (3 * s * s - 1) / 2);
  };
  EXPECT_NEAR(energy(path.states().back()) / energy(path.states().front()), 1, 1e-8);
}

/// [m] largest distance from the closed form.
double farthest(const OrbitPath& path, const Orbit& orbit) {
  double most = 0;
  for (const OrbitState& state : path.states())
    most = std::max(most, (state.position - orbit_point(orbit, state.time).position).norm());
  return most;
}

TEST(PropagateOrbit, StaysBesideTheClosedFormWithJ2) {
  for (const Orbit& orbit : {dusk_orbit(), inclined_orbit()}) {
    const OrbitState start = osculating_state(orbit, orbit.epoch);
    // The closed form leaves out the periodic terms: K sin^2(i)/6 r = 1.6 km of radius and as much along and
    // across the track.
    EXPECT_LT(farthest(propagate_orbit(start, orbit.epoch + orbital_period(orbit.altitude), j2_alone), orbit),
              4_km);
    // Second order in J2, and the start's error of that order: a kilometre a day along the track.
    EXPECT_LT(farthest(propagate_orbit(start, orbit.epoch + 10_day, j2_alone), orbit), 20_km);
  }
}

TEST(PropagateOrbit, TheMeanRadiusAndTheRateOfTheArgumentOfLatitudeAreThoseStated) {
  for (const Orbit& orbit : {dusk_orbit(), inclined_orbit()}) {
    const OrbitPath path =
        propagate_orbit(osculating_state(orbit, orbit.epoch), orbit.epoch + 2_day, j2_alone, {.step = 10});
    // Time of the last ascending pass through the equator against the count of revolutions.
    int passes = 0;
    double last = orbit.epoch, radius = 0;
    const auto& states = path.states();
    for (std::size_t i = 1; i < states.size(); ++i) {
      radius += states[i].position.norm() / double(states.size() - 1);
      const double before = states[i - 1].position.z(), after = states[i].position.z();
      if (i > 5 && before < 0 && after >= 0) {
        ++passes;
        last = states[i - 1].time + (states[i].time - states[i - 1].time) * before / (before - after);
      }
    }
    const double rate = 2 * constants::pi * passes / (last - orbit.epoch);
    const double j2_squared = constants::earth_j2 * constants::earth_j2;
    EXPECT_NEAR(rate / argument_of_latitude_rate(orbit.altitude, orbit.inclination), 1, 5 * j2_squared);
    EXPECT_NEAR(radius, semi_major_axis(orbit), 100);  // K^2 r is 15 m; the last revolution is not whole
  }
}

TEST(PropagateOrbit, EclipseEdgesOfBothAgreeToASecondOverADay) {
  const Orbit orbit = inclined_orbit();
  const double end = orbit.epoch + 1_day;
  const OrbitPath path = propagate_orbit(osculating_state(orbit, orbit.epoch), end + 60, j2_alone);
  const OcculterShape earth{.radius = constants::earth_radius};
  const auto integrated =
      eclipse_events([&](double time) { return path.state(time).position; }, interpolated_sun_vector, earth,
                     constants::sun_radius, orbit.epoch, end, 240);
  const auto closed =
      eclipse_events([&](double time) { return orbit_point(orbit, time).position; }, interpolated_sun_vector,
                     earth, constants::sun_radius, orbit.epoch, end, 240);
  ASSERT_EQ(integrated.size(), closed.size());
  for (std::size_t i = 0; i < closed.size(); ++i) {
    // 4 km of 7.6 km/s, and the shadow's edge is crossed at a slant.
    EXPECT_NEAR(integrated[i].umbra_entry, closed[i].umbra_entry, 1.0);
    EXPECT_NEAR(integrated[i].umbra_exit, closed[i].umbra_exit, 1.0);
  }
}

TEST(PropagateOrbit, DragLowersTheOrbitByItsWork) {
  const Orbit orbit{.altitude = 450_km, .inclination = 51.6_deg, .epoch = time_of_date(2026, 3, 1)};
  const double radius = semi_major_axis(orbit),
               speed = std::sqrt(constants::earth_gravitational_parameter / radius);
  const OrbitState start{.time = orbit.epoch,
                         .position = radius * Vector3d::UnitX(),
                         .velocity = speed * Vector3d(0, std::cos(51.6_deg), std::sin(51.6_deg))};
  OrbitForces drag = central;
  drag.ballistic_area = 0.02;
  const OrbitState end = propagate_orbit(start, start.time + 1_day, drag).states().back();
  const double a =
      1 / (2 / end.position.norm() - end.velocity.squaredNorm() / constants::earth_gravitational_parameter);
  // da/dt = -rho B sqrt(mu a) (w/v)^2, w = v - omega r cos(i) about; a second-order term in omega r / v.
  const double wind = 1 - 7.292115e-5 * radius * std::cos(51.6_deg) / speed;
  const double fall = atmosphere_density(450_km, SolarActivity::mean) * 0.02 *
                      std::sqrt(constants::earth_gravitational_parameter * radius) * wind * wind * 1_day;
  EXPECT_NEAR((radius - a) / fall, 1, 0.02);
  EXPECT_GT(fall, 50);
}

TEST(PropagateOrbit, SunAndMoonPullOnAHighOrbitByMetresADay) {
  const OrbitState start{.time = time_of_date(2026, 1, 1),
                         .position = 42164_km * Vector3d::UnitX(),
                         .velocity = 3074.66 * Vector3d::UnitY()};
  const Vector3d alone = propagate_orbit(start, start.time + 1_day, central).states().back().position;
  OrbitForces both = central;
  both.moon = both.sun = true;
  const double moved =
      (propagate_orbit(start, start.time + 1_day, both).states().back().position - alone).norm();
  // Accelerations of 3e-6 and 9e-6 m/s^2 over a day: 10 to 40 km if they kept their direction.
  EXPECT_GT(moved, 500);
  EXPECT_LT(moved, 40_km);
}

TEST(MoonVector, DistanceAndPaceAreTheMoons) {
  double nearest = 1e12, farthest_distance = 0, turned = 0;
  const double start = time_of_date(2026, 1, 1);
  Vector3d before = moon_vector(start);
  for (int hour = 1; hour <= 655; ++hour) {
    const Vector3d here = moon_vector(start + hour * 3600.0);
    nearest = std::min(nearest, here.norm());
    farthest_distance = std::max(farthest_distance, here.norm());
    turned += std::acos(std::min(1.0, before.normalized().dot(here.normalized())));
    before = here;
  }
  EXPECT_GT(nearest, 356'000_km);
  EXPECT_LT(farthest_distance, 407'000_km);
  EXPECT_NEAR(turned, 2 * constants::pi, 0.02);  // a sidereal month is 655.7 h
}

TEST(PropagateOrbit, BadInputsAreRefused) {
  const OrbitState start = osculating_state(dusk_orbit(), dusk_orbit().epoch);
  EXPECT_THROW(propagate_orbit(start, start.time, j2_alone), std::invalid_argument);
  EXPECT_THROW(propagate_orbit(start, start.time + 10, {.zonal_degree = 5}), std::invalid_argument);
  OrbitState inside = start;
  inside.position *= 0.5;
  EXPECT_THROW(propagate_orbit(inside, start.time + 10), std::invalid_argument);
  const OrbitPath path = propagate_orbit(start, start.time + 100);
  EXPECT_THROW(path.state(start.time + 101), ModelError);
  // A fall from 250 km with a very light satellite leaves the table of densities.
  const Orbit low{.altitude = 250_km, .inclination = 1, .epoch = start.time};
  OrbitForces drag = j2_alone;
  drag.ballistic_area = 10;
  EXPECT_THROW(propagate_orbit(osculating_state(low, low.epoch), low.epoch + 1_day, drag), ModelError);
}

}  // namespace
}  // namespace sunrack
