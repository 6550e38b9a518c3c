#include <benchmark/benchmark.h>

#include <cmath>
#include <vector>

#include "physics/orbit/eclipse.h"
#include "physics/orbit/ephemeris.h"
#include "physics/orbit/flight_environment.h"
#include "physics/orbit/orbit_irradiance.h"

namespace {

using namespace sunrack;

void year_of_eclipses(benchmark::State& state) {
  const Orbit orbit = sun_synchronous_orbit(600e3, 18, time_of_date(2026, 1, 1));
  for (auto _ : state) benchmark::DoNotOptimize(eclipse_year(orbit, 2026).longest);
}
BENCHMARK(year_of_eclipses)->Unit(benchmark::kMicrosecond);  // bar: below 50,000 us

void year_of_eclipses_with_a_new_sun(benchmark::State& state) {
  // The Sun of a year is computed once per process; a year that was not asked for before pays for it.
  int year = 1950;
  for (auto _ : state) {
    const Orbit orbit = sun_synchronous_orbit(600e3, 18, time_of_date(year, 1, 1));
    benchmark::DoNotOptimize(eclipse_year(orbit, year).longest);
    ++year;
  }
}
BENCHMARK(year_of_eclipses_with_a_new_sun)
    ->Unit(benchmark::kMicrosecond)
    ->Iterations(50);  // bar: below 50,000 us

void albedo_on_a_plate(benchmark::State& state) {
  const RadiativeEnvironment environment{.solar_flux = 1361, .albedo = 0.3, .earth_infrared = 239};
  for (auto _ : state) benchmark::DoNotOptimize(albedo_irradiance(600e3, 1.2, 0.4, 1.0, environment));
}
BENCHMARK(albedo_on_a_plate)->Unit(benchmark::kMicrosecond);

void loads_around_an_orbit(benchmark::State& state) {
  const RadiativeEnvironment environment{.solar_flux = 1361, .albedo = 0.3, .earth_infrared = 239};
  for (auto _ : state)
    benchmark::DoNotOptimize(
        orbit_irradiance(600e3, 1.1, PlateAttitude::edge_on_zenith, environment).sunlit_fraction);
}
BENCHMARK(loads_around_an_orbit)->Unit(benchmark::kMicrosecond);

void earth_on_two_panels_zonal(benchmark::State& state) {
  // Albedo and infrared of two panels, Knocke's zones, within 0.2 % of the
  // converged integral.
  const RadiativeEnvironment environment = knocke_environment(1361);
  const ZonalPattern pattern = zonal_pattern(EarthPattern::zonal, 8e8);
  const Eigen::Vector3d up = Eigen::Vector3d::UnitX(), sun = Eigen::Vector3d(0.3, 0.9, 0.3).normalized();
  const Eigen::Vector3d one = Eigen::Vector3d(-0.6, 0.5, 0.4).normalized(), other = -one;
  for (auto _ : state) {
    benchmark::DoNotOptimize(earth_load(one, up, 600e3, sun, environment, pattern).albedo);
    benchmark::DoNotOptimize(earth_load(other, up, 600e3, sun, environment, pattern).albedo);
  }
}
BENCHMARK(earth_on_two_panels_zonal)->Unit(benchmark::kMicrosecond);  // bar: below 20 us

void ten_faces_along_a_year(benchmark::State& state) {
  const Orbit orbit = sun_synchronous_orbit(600e3, 18, time_of_date(2026, 1, 1));
  std::vector<FlightFace> faces(10);
  for (std::size_t i = 0; i < faces.size(); ++i)
    faces[i].normal = Eigen::Vector3d(std::cos(double(i)), std::sin(double(i)), 0.3).normalized();
  const FlightEnvironment flight(orbit, {}, faces,
                                 {.solar_flux = 1361, .albedo = 0.3, .earth_infrared = 239});
  std::vector<PlateIrradiance> loads(faces.size());
  double time = orbit.epoch;
  for (auto _ : state) {
    flight.irradiance(time, loads);
    benchmark::DoNotOptimize(loads.data());
    time += 16;  // two million calls a year
    if (time > orbit.epoch + 365 * 86400) time = orbit.epoch;
  }
}
BENCHMARK(ten_faces_along_a_year)->Unit(benchmark::kMicrosecond);

}  // namespace
