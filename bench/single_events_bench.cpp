#include <benchmark/benchmark.h>

#include "chips/memory.h"
#include "physics/radiation/cosmic_rays.h"
#include "physics/radiation/cutoff.h"
#include "physics/radiation/orbit_samples.h"

namespace {

using namespace sunrack;

RadiationEnvironment interplanetary() {
  RadiationEnvironment environment;
  environment.cosmic_rays = cosmic_rays(20);
  return environment;
}

/// One integral-RPP device: chord law, Weibull curve and rate.
void device_rate(benchmark::State& state) {
  const LetSpectrum let = let_spectrum(behind_shield(interplanetary(), 6.858).cosmic_rays);
  const SingleEventResponse& response = memory_device("kintex7-cram").per_bit;
  for (auto _ : state)
    benchmark::DoNotOptimize(
        upset_rate(let, weibull_response(*response.heavy_ions, response.depth, response.side)));
}
BENCHMARK(device_rate)->Unit(benchmark::kMillisecond);

void chord(benchmark::State& state) {
  for (auto _ : state) benchmark::DoNotOptimize(chord_longer_than({44.7, 44.7, 1}, 7));
}
BENCHMARK(chord)->Unit(benchmark::kMicrosecond);

void all_ions_behind_a_shield(benchmark::State& state) {
  const RadiationEnvironment outside = interplanetary();
  for (auto _ : state) benchmark::DoNotOptimize(behind_shield(outside, 6.858).cosmic_rays.size());
}
BENCHMARK(all_ions_behind_a_shield)->Unit(benchmark::kMillisecond);

void let_of_all_ions(benchmark::State& state) {
  const RadiationEnvironment inside = behind_shield(interplanetary(), 6.858);
  for (auto _ : state) benchmark::DoNotOptimize(let_spectrum(inside.cosmic_rays).flux.front());
}
BENCHMARK(let_of_all_ions)->Unit(benchmark::kMillisecond);

void transmission_of_an_orbit(benchmark::State& state) {
  std::vector<Eigen::Vector3d> places;
  for (const OrbitSample& sample : orbit_samples(circular_orbit(650e3, 1.71), 40, 90).samples)
    places.push_back(sample.position);
  for (auto _ : state) benchmark::DoNotOptimize(geomagnetic_transmission(places).share.front());
}
BENCHMARK(transmission_of_an_orbit)->Unit(benchmark::kMillisecond);

}  // namespace
