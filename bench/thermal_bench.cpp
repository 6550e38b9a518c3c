#include <benchmark/benchmark.h>

#include "physics/thermal/fin.h"
#include "physics/thermal/radiator_panel.h"

namespace {

using namespace sunrack;

const RadiatorPanelGeometry geometry{.tube_spacing = 0.1,
                                     .tube_inner_diameter = 6e-3,
                                     .tube_wall = 1e-3,
                                     .tube_length = 8,
                                     .fin_thickness = 0.508e-3,
                                     .conductivity = 167,
                                     .bond_resistance = 0.02};
const RadiatorFace face{
    .emissivity = 0.91, .absorptance = 0.2, .solar_irradiance = 30, .infrared_irradiance = 100};

void fin_from_table(benchmark::State& state) {
  double number = 0;
  for (auto _ : state) {
    number = number > 5 ? 0.01 : number + 0.01;
    benchmark::DoNotOptimize(fin_efficiency(number, 0.6));
  }
}
BENCHMARK(fin_from_table);

void fin_exact(benchmark::State& state) {
  for (auto _ : state) benchmark::DoNotOptimize(fin_efficiency_exact(0.8, 0.6));
}
BENCHMARK(fin_exact);

void size_panel(benchmark::State& state) {
  const Coolant& ammonia = Coolant::named("ammonia");
  for (auto _ : state)
    benchmark::DoNotOptimize(size_radiator_panel(2.2, 328, 318, ammonia, geometry, face, face).area);
}
BENCHMARK(size_panel)->Unit(benchmark::kMicrosecond);

void march_panel(benchmark::State& state) {
  const Coolant& ammonia = Coolant::named("ammonia");
  for (auto _ : state)
    benchmark::DoNotOptimize(
        march_radiator_panel(2.2, 328, 160, 2, ammonia, geometry, face, face).back().net_flux);
}
BENCHMARK(march_panel)->Unit(benchmark::kMicrosecond);

}  // namespace
