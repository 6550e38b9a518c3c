#include <benchmark/benchmark.h>

#include "physics/debris/penetration.h"

namespace {

using namespace sunrack;

const DebrisEnvironment orbit{.altitude = 600e3, .inclination = 1.7069};

void exposure_tumbling(benchmark::State& state) {
  for (auto _ : state) benchmark::DoNotOptimize(exposure(orbit, tumbling_face()).meteoroids.size());
}
BENCHMARK(exposure_tumbling)->Unit(benchmark::kMicrosecond);

void exposure_ram(benchmark::State& state) {
  for (auto _ : state) benchmark::DoNotOptimize(exposure(orbit, ram_face()).meteoroids.size());
}
BENCHMARK(exposure_ram)->Unit(benchmark::kMicrosecond);

void rate(benchmark::State& state, const Wall& wall) {
  const Exposure tumbling = exposure(orbit, tumbling_face());
  for (auto _ : state) benchmark::DoNotOptimize(penetration_rate(wall, tumbling).meteoroid);
}
BENCHMARK_CAPTURE(rate, bare, aluminium_wall(1e-3))->Unit(benchmark::kMicrosecond);
BENCHMARK_CAPTURE(rate, whipple_nno, WhippleShield{.bumper = 0.25e-3, .wall = 1e-3, .standoff = 10e-3})
    ->Unit(benchmark::kMicrosecond);
BENCHMARK_CAPTURE(rate, whipple_jsc,
                  WhippleShield{
                      .form = WhippleShield::Form::jsc, .bumper = 0.25e-3, .wall = 1e-3, .standoff = 10e-3})
    ->Unit(benchmark::kMicrosecond);

}  // namespace
