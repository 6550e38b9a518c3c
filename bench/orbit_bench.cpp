#include <benchmark/benchmark.h>

#include "physics/orbit/eclipse.h"
#include "physics/orbit/ephemeris.h"
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

}  // namespace
