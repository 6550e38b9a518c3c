// Load arrives in microseconds: how long has a controller until the hot spot has made most of its rise?
//
// The processor package from rest, all 700 W switched on at once and off again: time steps of
// variable order and length from microseconds to seconds, with the switch as an event.
#include <algorithm>
#include <cmath>
#include <cstdio>
#include <vector>

#include "chips/packages/electro_thermal.h"
#include "chips/packages/reference_stack.h"
#include "physics/thermal/conduction_transient.h"

using namespace sunrack;

int main() {
  const PackageStack stack = package_stack(processor_package());
  const PackageModel model = package_model(stack, {.largest_cell = 4e-3, .cells_across_heat = 2});
  const PackageAnswer settled = electro_thermal(stack, model);
  std::size_t hot = 0;
  double hottest = 0;
  for (const BlockState& block : settled.blocks)
    if (block.power > 0 && block.temperature.hottest > hottest)
      hottest = block.temperature.hottest, hot = block.temperature.hottest_cell;
  const double rest = stack.boundary[std::size_t(BoxFace::z_high)].fluid_temperature;
  const double rise = hottest - rest;

  const double off = 100;  // [s] the load goes
  std::vector<double> times = {0};
  for (double t = 1e-4; t < off; t *= std::pow(10.0, 0.1)) times.push_back(t);
  times.push_back(off);
  for (const double after : {1e-3, 1e-2, 0.1, 1.0, 10.0}) times.push_back(off + after);

  std::vector<double> part;  // [-] of the settled rise
  ConductionTransientOptions options{.events = {off}};
  options.change = [&](double time, ConductionProblem& problem) {
    if (time >= off) std::fill(problem.power.begin(), problem.power.end(), 0.0);
  };
  const ConductionTransient run = transient_conduction(
      model.problem, std::vector<double>(model.problem.cells(), rest), times,
      [&](double, const std::vector<double>& t) { part.push_back((t[hot] - rest) / rise); }, options);

  std::printf("%12s %14s %22s\n", "time [s]", "hot spot [K]", "of the settled rise [%]");
  for (std::size_t i = 0; i < times.size(); ++i)
    if (i % 5 == 1 || times[i] >= off)
      std::printf("%12.4g %14.2f %22.1f\n", times[i], rest + rise * part[i], 100 * part[i]);
  const auto first_above = [&](double share) {  // [s] linear in the logarithm of time
    std::size_t i = 1;
    while (part[i] < share) ++i;
    if (i == 1) return times[1];
    const double along = (share - part[i - 1]) / (part[i] - part[i - 1]);
    return times[i - 1] * std::pow(times[i] / times[i - 1], along);
  };
  std::printf("\n%zu cells, %ld steps; settled rise %.1f K\n", model.problem.cells(), run.steps, rise);
  std::printf(
      "The hot spot has made 10 %% of its rise after %.2g s, half of it after %.2g s, 90 %% after %.2g s: "
      "a controller of the cold plate must answer within that.\n",
      first_above(0.1), first_above(0.5), first_above(0.9));
}
