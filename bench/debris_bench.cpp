#include <benchmark/benchmark.h>

#include "physics/debris/penetration.h"
#include "physics/debris/segmentation.h"
#include "physics/debris/survival.h"
#include "satellite/puncture_rates.h"
#include "satellite/spec_file.h"

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

/// Rate of a wall, holes, survival and segments: all that one design is asked.
void survival_evaluation(benchmark::State& state, const Wall& wall) {
  for (auto _ : state) {
    const PenetrationRate rate = penetration_rate(wall, orbit);
    const SegmentedRadiator radiator{
        .segments = 60,
        .expected_penetrations = expected_penetrations(total_high(rate), 22, 5 * 3.15576e7),
        .valve_reliability = 0.999,
        .spurious_closures = 1e-3,
        .reserve = 10,
        .loss_per_isolation = 0.5};
    benchmark::DoNotOptimize(survival(radiator).heat_at_confidence);
    benchmark::DoNotOptimize(
        segments_for(0.95, 0.95, {.expected_penetrations = radiator.expected_penetrations}));
  }
}
BENCHMARK_CAPTURE(survival_evaluation, bare, aluminium_wall(2e-3))->Unit(benchmark::kMicrosecond);
BENCHMARK_CAPTURE(survival_evaluation, whipple_jsc,
                  WhippleShield{
                      .form = WhippleShield::Form::jsc, .bumper = 0.25e-3, .wall = 1e-3, .standoff = 10e-3})
    ->Unit(benchmark::kMicrosecond);

/// The lightest wall and segments, each wall's rate integrated anew.
void optimum(benchmark::State& state, WhippleShield::Form form) {
  const Exposure tumbling = exposure(orbit, tumbling_face());
  for (auto _ : state)
    benchmark::DoNotOptimize(
        least_mass_segmentation(
            {.penetrations =
                 [&](double wall) {
                   return 110 * 3.15576e7 *
                          total_high(penetration_rate(
                              WhippleShield{.form = form, .bumper = 0.25e-3, .wall = wall, .standoff = 10e-3},
                              tumbling));
                 },
             .armour_mass = [](double wall) { return 2710 * 22 * wall; },
             .panel_mass = 550})
            .mass);
}
BENCHMARK_CAPTURE(optimum, nno, WhippleShield::Form::nno)->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(optimum, jsc, WhippleShield::Form::jsc)->Unit(benchmark::kMillisecond);

/// The optimum that sizing asks for, from its tables.
void confident_optimum(benchmark::State& state) {
  const PunctureRates rates(preset("reference-2026"), 1.7069);
  for (auto _ : state)
    benchmark::DoNotOptimize(
        confident_segmentation(
            {.penetrations = [&](double wall) { return 110 * 3.15576e7 * total_high(rates(wall)); },
             .armour_mass = [](double wall) { return 2710 * 22 * wall; },
             .thinnest_wall = 0.5e-3,
             .thickest_wall = rates.thickest_wall(),
             .panel_mass = 550},
            {.valve_reliability = 0.999, .leak_share = 0.01, .reserve_share = 0.25, .reserve_mass = 40.0})
            .mass);
}
BENCHMARK(confident_optimum)->Unit(benchmark::kMicrosecond);

/// Tables of a standoff that nobody has asked for: once in a process.
void tables(benchmark::State& state) {
  SatelliteSpec spec = preset("reference-2026");
  for (auto _ : state) {
    spec.punctures.standoff *= 1.0001;
    benchmark::DoNotOptimize(PunctureRates(spec, 1.7069)(1e-3).meteoroid);
  }
}
BENCHMARK(tables)->Unit(benchmark::kMillisecond);

}  // namespace
