#include <benchmark/benchmark.h>

#include "fleet/lifetime_report.h"
#include "satellite/spec_file.h"

namespace {

using namespace sunrack;

void coupled_optimum_of_the_catalogue(benchmark::State& state) {
  const SatelliteSpec spec = preset("reference-2026");
  for (auto _ : state) benchmark::DoNotOptimize(lifetime_study(spec).chips.size());
}
BENCHMARK(coupled_optimum_of_the_catalogue)->Unit(benchmark::kMillisecond)->UseRealTime();  // bar: 2 s

void fleet_of_ten_thousand(benchmark::State& state) {
  const SatelliteSpec spec = preset("reference-2026");
  const SatelliteReliability satellite = satellite_reliability(spec, size_satellite(spec), 0);
  const FleetQuestion question{.satellites = 10000, .runs = int(state.range(0))};
  for (auto _ : state) benchmark::DoNotOptimize(fleet_trials(satellite, question).delivered.mean);
  state.SetItemsProcessed(state.iterations() * state.range(0));
}
// bar: 30 s for 1000 runs of ten years on two cores
BENCHMARK(fleet_of_ten_thousand)->Arg(20)->Arg(1000)->Iterations(1)->Unit(benchmark::kSecond)->UseRealTime();

void delivered_in_closed_form(benchmark::State& state) {
  const SatelliteSpec spec = preset("reference-2026");
  const SatelliteReliability satellite = satellite_reliability(spec, size_satellite(spec), 0);
  for (auto _ : state) benchmark::DoNotOptimize(delivered_compute(satellite, spec.mission.life));
}
BENCHMARK(delivered_in_closed_form)->Unit(benchmark::kMicrosecond);

}  // namespace
