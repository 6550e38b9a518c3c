#include "physics/orbit/flight_environment.h"

#include <gtest/gtest.h>

#include <Eigen/Geometry>
#include <cmath>

#include "physics/constants.h"
#include "physics/orbit/ephemeris.h"
#include "physics/units.h"

namespace sunrack {
namespace {

using namespace units;
using Eigen::Vector3d;

std::vector<FlightFace> six_faces() {
  std::vector<FlightFace> faces;
  for (const Vector3d& axis : std::vector<Vector3d>{Vector3d::UnitX(), Vector3d::UnitY(), Vector3d::UnitZ()})
    for (const double sign : {1.0, -1.0}) faces.push_back({.name = "face", .normal = sign * axis});
  return faces;
}

const RadiativeEnvironment nominal{.solar_flux = 1361, .albedo = 0.3, .earth_infrared = 239};

struct Difference {
  double largest = 0, root_mean_square = 0;  // [W/m^2] of albedo and infrared
};

Difference table_against_integral(const FlightEnvironment& flight, double start, double end, int samples) {
  std::vector<PlateIrradiance> fast(flight.face_count()), exact(flight.face_count());
  Difference difference;
  long count = 0;
  for (int i = 0; i < samples; ++i) {
    const double time = start + (end - start) * (i + 0.37) / samples;
    flight.irradiance(time, fast);
    flight.exact_irradiance(flight.point(time), exact);
    for (std::size_t f = 0; f < fast.size(); ++f) {
      EXPECT_EQ(fast[f].sun, exact[f].sun);
      for (const double error :
           {fast[f].albedo - exact[f].albedo, fast[f].earth_infrared - exact[f].earth_infrared}) {
        difference.largest = std::max(difference.largest, std::abs(error));
        difference.root_mean_square += error * error;
        ++count;
      }
    }
  }
  difference.root_mean_square = std::sqrt(difference.root_mean_square / double(count));
  return difference;
}

TEST(FlightEnvironment, TheTableFollowsTheIntegralThroughAYearOfADuskOrbit) {
  const Orbit orbit = sun_synchronous_orbit(600_km, 18, time_of_date(2026, 1, 1));
  for (const EarthPattern pattern : {EarthPattern::uniform, EarthPattern::zonal}) {
    const FlightEnvironment flight(orbit, {.law = AttitudeLaw::edge_on_zenith}, six_faces(), nominal,
                                   {.earth = pattern});
    const Difference difference = table_against_integral(flight, orbit.epoch, orbit.epoch + 360_day, 1500);
    EXPECT_LT(difference.largest, 0.3);
    EXPECT_LT(difference.root_mean_square, 0.02);
  }
}

TEST(FlightEnvironment, TheTableFollowsTheIntegralInAnInclinedOrbit) {
  // The plane drifts by 5 degrees a day and the Sun passes through it: tables twice a day.
  const Orbit orbit{.altitude = 550_km, .inclination = 51.6_deg, .epoch = time_of_date(2026, 3, 1)};
  for (const AttitudeLaw law : {AttitudeLaw::nadir, AttitudeLaw::sun_pointing, AttitudeLaw::edge_on_zenith}) {
    const FlightEnvironment flight(orbit, {.law = law}, six_faces(), nominal, {.refresh = 43200});
    const Difference difference = table_against_integral(flight, orbit.epoch, orbit.epoch + 60_day, 1500);
    // An edge-on panel turns over where it passes below the Sun while beta is small: a kink no cubic follows.
    EXPECT_LT(difference.largest, law == AttitudeLaw::edge_on_zenith ? 60 : 1.0) << attitude_name(law);
    EXPECT_LT(difference.root_mean_square, law == AttitudeLaw::edge_on_zenith ? 1.0 : 0.1);
  }
}

TEST(FlightEnvironment, SixFacesOfATumblingCubeReceiveTheMean) {
  const Orbit orbit = sun_synchronous_orbit(600_km, 12, time_of_date(2026, 1, 1));
  const FlightEnvironment tumbling(orbit, {.law = AttitudeLaw::tumbling}, six_faces(), nominal,
                                   {.positions = 0});
  std::vector<PlateIrradiance> mean(6), sum(6), once(6);
  tumbling.irradiance(orbit.epoch + 100, mean);
  // Plain mean over many orientations, by a spin about two axes.
  constexpr int turns = 60;
  for (int i = 0; i < turns; ++i)
    for (int j = 0; j < turns; ++j) {
      // Equal areas of the sphere for every face: rotation by two angles and a cosine.
      const double up = std::acos(1 - (2 * i + 1.0) / turns), round = 2 * constants::pi * (j + 0.5) / turns;
      Attitude held{.law = AttitudeLaw::spinning};
      held.start_axes =
          (Eigen::AngleAxisd(round, Vector3d::UnitZ()) * Eigen::AngleAxisd(up, Vector3d::UnitY()))
              .toRotationMatrix();
      const FlightEnvironment fixed(orbit, held, {{.normal = Vector3d::UnitZ()}}, nominal, {.positions = 0});
      fixed.irradiance(orbit.epoch + 100, std::span(once).first(1));
      sum[0].sun += once[0].sun / (turns * turns);
      sum[0].albedo += once[0].albedo / (turns * turns);
      sum[0].earth_infrared += once[0].earth_infrared / (turns * turns);
    }
  // 3600 directions integrate a clipped cosine to some 1e-3.
  EXPECT_NEAR(mean[0].sun, sum[0].sun, 1e-3 * 340);
  EXPECT_NEAR(mean[0].albedo, sum[0].albedo, 2e-3 * mean[0].albedo);
  EXPECT_NEAR(mean[0].earth_infrared, sum[0].earth_infrared, 2e-3 * mean[0].earth_infrared);
  EXPECT_EQ(mean[0].sun, mean[5].sun);
}

TEST(FlightEnvironment, TheSunFollowsItsDistanceOnlyIfAsked) {
  const Orbit orbit = sun_synchronous_orbit(600_km, 18, time_of_date(2026, 1, 1));
  const double perihelion = time_of_date(2026, 1, 3), aphelion = time_of_date(2026, 7, 6);
  const FlightEnvironment season(orbit, {}, six_faces(), nominal);
  EXPECT_NEAR(season.solar_flux(perihelion), 1407.65, 0.3);  // ENV-01
  EXPECT_NEAR(season.solar_flux(aphelion), 1316.63, 0.3);
  const FlightEnvironment fixed(orbit, {}, six_faces(), nominal, {.solar_flux_follows_date = false});
  EXPECT_EQ(fixed.solar_flux(perihelion), 1361);
}

TEST(FlightEnvironment, EdgesAreTheRootsOfTheSunlitFraction) {
  const Orbit orbit{.altitude = 550_km, .inclination = 30_deg, .epoch = time_of_date(2026, 3, 20)};
  const FlightEnvironment flight(orbit, {}, six_faces(), nominal);
  for (int i = 0; i < 600; ++i) {
    const double time = orbit.epoch + 10.0 * i;
    const ShadowEdges edges = flight.edges(time);
    const double sunlit = flight.sunlit(time);
    EXPECT_EQ(sunlit == 1, edges.penumbra >= 0);
    EXPECT_EQ(sunlit == 0, edges.umbra <= 0);
    EXPECT_LT(edges.penumbra, edges.umbra);
  }
}

TEST(FlightEnvironment, AboveTheTerminatorTheLitEarthStillShinesAndInUmbraItDoesNot) {
  const Orbit orbit{.altitude = 550_km, .inclination = 0, .epoch = time_of_date(2026, 3, 20)};
  const FlightEnvironment flight(orbit, {.law = AttitudeLaw::nadir}, six_faces(), nominal,
                                 {.solar_flux_follows_date = false, .positions = 0});
  std::vector<PlateIrradiance> loads(6);
  double time = orbit.epoch;
  const auto height = [&] { return flight.point(time).vertical.dot(flight.point(time).sun_direction); };
  while (height() < 0.5) time += 10;
  while (height() > 0) time += 1;
  flight.irradiance(time, loads);
  // Face 5 looks down. 10.28 W/m^2 with the Sun exactly on the horizon, which moves 0.06 deg in the last
  // second.
  EXPECT_NEAR(loads[5].albedo, 10.28, 0.3);
  while (flight.sunlit(time) > 0) time += 1;
  flight.irradiance(time, loads);
  // From the umbra one sees no lit ground: its edge touches the terminator.
  for (const PlateIrradiance& load : loads) EXPECT_LT(load.sun + load.albedo, 1e-3);
}

std::shared_ptr<const SkyMap> sky(const std::function<double(const Vector3d&)>& open) {
  return std::make_shared<const SkyMap>(36, 72, [&](const std::vector<Vector3d>& directions) {
    std::vector<double> shares;
    for (const Vector3d& direction : directions) shares.push_back(open(direction));
    return shares;
  });
}

TEST(FlightEnvironment, ASkyMapHidesSunAndEarthByDirection) {
  const Orbit orbit = sun_synchronous_orbit(600_km, 18, time_of_date(2026, 4, 1));
  std::vector<FlightFace> faces = {{.name = "open", .normal = -Vector3d::UnitZ()},
                                   {.name = "all hidden", .normal = -Vector3d::UnitZ()},
                                   {.name = "half", .normal = -Vector3d::UnitZ()},
                                   {.name = "sunny", .normal = Vector3d::UnitX()},
                                   {.name = "shaded", .normal = Vector3d::UnitX()}};
  faces[0].sky = sky([](const Vector3d&) { return 1.0; });
  faces[1].sky = sky([](const Vector3d&) { return 0.0; });
  faces[2].sky = sky([](const Vector3d& d) { return d.y() > 0 ? 1.0 : 0.0; });
  faces[4].sky = sky([](const Vector3d& d) { return d.x() > 0.9 ? 0.25 : 1.0; });
  std::vector<FlightFace> bare = faces;
  for (FlightFace& face : bare) face.sky = nullptr;
  const Attitude attitude{.law = AttitudeLaw::edge_on_zenith};
  const FlightEnvironment with(orbit, attitude, faces, nominal, {.positions = 0});
  const FlightEnvironment without(orbit, attitude, bare, nominal, {.positions = 0});
  std::vector<PlateIrradiance> a(5), b(5);
  with.irradiance(orbit.epoch + 1000, a);
  without.irradiance(orbit.epoch + 1000, b);
  EXPECT_NEAR(a[0].albedo, b[0].albedo, 1e-12);
  EXPECT_NEAR(a[0].earth_infrared, b[0].earth_infrared, 1e-12);
  EXPECT_EQ(a[1].albedo + a[1].earth_infrared, 0);
  // The panel looks nearly straight down and the Earth is alike on both sides of it.
  EXPECT_NEAR(a[2].earth_infrared, b[2].earth_infrared / 2, 0.03 * b[2].earth_infrared);
  EXPECT_EQ(a[3].sun, b[3].sun);
  EXPECT_NEAR(a[4].sun, 0.25 * b[4].sun, 1e-9);
  faces[4].mount = FaceMount::toward_sun;
  EXPECT_THROW(FlightEnvironment(orbit, attitude, faces, nominal), std::invalid_argument);
}

TEST(SkyMap, NodesAreExactAndCellsBlend) {
  const auto map = sky([](const Vector3d& d) { return (1 + d.x()) / 2; });
  for (const Vector3d& axis : std::vector<Vector3d>{Vector3d::UnitX(), -Vector3d::UnitY(), Vector3d::UnitZ()})
    EXPECT_NEAR(map->open(axis), (1 + axis.x()) / 2, 1e-12);
  const Vector3d between = Vector3d(0.3, -0.5, 0.7).normalized();
  EXPECT_NEAR(map->open(between), (1 + between.x()) / 2, 1e-3);  // cells of 5 degrees: h^2/8
  EXPECT_THROW(SkyMap(2, 8, [](const std::vector<Vector3d>& d) { return std::vector<double>(d.size()); }),
               std::invalid_argument);
  EXPECT_THROW(
      SkyMap(4, 8, [](const std::vector<Vector3d>& d) { return std::vector<double>(d.size(), 2.0); }),
      std::invalid_argument);
}

TEST(FlightEnvironment, BadOptionsAreRefused) {
  const Orbit orbit = sun_synchronous_orbit(600_km, 18, time_of_date(2026, 1, 1));
  EXPECT_THROW(FlightEnvironment(orbit, {}, {{.normal = Vector3d(1, 1, 0)}}, nominal), std::invalid_argument);
  EXPECT_THROW(FlightEnvironment(orbit, {}, six_faces(), nominal, {.positions = 5}), std::invalid_argument);
  EXPECT_THROW(FlightEnvironment(orbit, {}, six_faces(), nominal, {.refresh = 0}), std::invalid_argument);
  const FlightEnvironment flight(orbit, {}, six_faces(), nominal);
  std::vector<PlateIrradiance> five(5);
  EXPECT_THROW(flight.irradiance(orbit.epoch, five), std::invalid_argument);
}

}  // namespace
}  // namespace sunrack
