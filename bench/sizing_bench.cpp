#include <benchmark/benchmark.h>

#include "satellite/sizing.h"
#include "satellite/spec_file.h"

namespace {

using namespace sunrack;

void size_reference(benchmark::State& state) {
  const SatelliteSpec spec = preset("reference-2026");
  for (auto _ : state) benchmark::DoNotOptimize(size_satellite(spec).mass);
}
BENCHMARK(size_reference)->Unit(benchmark::kMicrosecond);  // bar: median below 1000 us

void size_in_a_known_environment(benchmark::State& state) {
  const SatelliteSpec spec = preset("reference-2026");
  const MissionEnvironment environment = mission_environment(spec);
  for (auto _ : state) benchmark::DoNotOptimize(size_satellite(spec, environment).mass);
}
BENCHMARK(size_in_a_known_environment)->Unit(benchmark::kMicrosecond);

}  // namespace
