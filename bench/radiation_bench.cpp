#include <benchmark/benchmark.h>

#include <array>
#include <vector>

#include "physics/radiation/dose.h"
#include "physics/radiation/environment.h"
#include "physics/radiation/trapped.h"

namespace {

using namespace sunrack;

void field_of_degree_ten(benchmark::State& state) {
  const GeomagneticField field = igrf_14(2020);
  Eigen::Vector3d place(6.9e6, 1e6, 1e6);
  for (auto _ : state) benchmark::DoNotOptimize(magnetic_field(field, place));
}
BENCHMARK(field_of_degree_ten)->Unit(benchmark::kNanosecond);

std::vector<OrbitSample> places() { return orbit_samples(circular_orbit(600e3, 1.7), 9, 100).samples; }

void mcilwain_l_at_a_ten_thousandth(benchmark::State& state) {
  const GeomagneticField modern = igrf_14(2020);
  const GeomagneticField& field = state.range(0) ? modern : jensen_cain_1960();
  const auto samples = places();
  std::size_t i = 0;
  for (auto _ : state)
    benchmark::DoNotOptimize(magnetic_coordinates(field, samples[i++ % samples.size()].position));
}
BENCHMARK(mcilwain_l_at_a_ten_thousandth)
    ->Arg(0)
    ->Arg(1)
    ->Unit(benchmark::kMicrosecond);  // 0: degree 6, 1: degree 10; bar: below 60 us

void all_energies_of_a_point(benchmark::State& state) {
  const TrappedEnergies energies(TrappedModel::ap8_min, trapped_table(TrappedModel::ap8_min).energies);
  std::array<double, 20> flux{};
  double l = 1.3;
  for (auto _ : state) {
    trapped_flux(energies, l, 1.2, flux);
    benchmark::DoNotOptimize(flux);
    l = l > 5 ? 1.3 : l + 0.0137;
  }
}
BENCHMARK(all_energies_of_a_point)->Unit(benchmark::kNanosecond);  // bar: below 1000 ns

void environment_of_an_orbit_and_its_dose(benchmark::State& state) {
  const RadiationOptions options{.solar = state.range(0) ? SolarCycle::maximum : SolarCycle::minimum};
  for (auto _ : state) {
    const RadiationEnvironment environment = radiation_environment(circular_orbit(650e3, 1.71), options);
    benchmark::DoNotOptimize(dose_depth(environment).sphere.back().trapped_protons);
  }
}
BENCHMARK(environment_of_an_orbit_and_its_dose)
    ->Arg(0)
    ->Arg(1)
    ->Unit(benchmark::kMillisecond)
    ->UseRealTime();  // 1: solar maximum, two fields; bar: below 1000 ms on two cores

}  // namespace
