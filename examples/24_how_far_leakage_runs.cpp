// How warm may the coolant be before leakage runs away, and does one temperature for the whole die tell?
//
// A quarter of the processor's 700 W is leakage at 85 degC and doubles every 25 K. Resolved, each cell leaks
// at its own temperature; lumped, all of the die leaks as its hottest cell does (chips/package.h).
#include <cstdio>
#include <optional>

#include "chips/package.h"
#include "chips/packages/electro_thermal.h"
#include "chips/packages/package_response.h"
#include "chips/packages/reference_stack.h"
#include "physics/require.h"

using namespace sunrack;

namespace {

constexpr double share = 0.25, doubling = 25, reference = 358.15;  // [-], [K], [K]

PackageStack leaking_processor(double coolant) {
  PackageStack stack = package_stack(processor_package());
  stack.leakage_doubling_interval = doubling, stack.leakage_reference_temperature = reference;
  stack.boundary[std::size_t(BoxFace::z_high)].fluid_temperature = coolant;
  for (PackageLayer& layer : stack.layers)
    for (PackageBlock& block : layer.blocks)
      if (block.power > 0) block.leakage_share = share;
  return stack;
}

std::optional<PackageAnswer> resolved(double coolant) {
  const PackageStack stack = leaking_processor(coolant);
  try {
    return electro_thermal(stack, package_model(stack, {.largest_cell = 4e-3, .cells_across_heat = 2}));
  } catch (const ModelError&) {  // runaway, or beyond 180 degC
    return {};
  }
}

std::optional<PackageState> lumped(const ChipSpec& chip, double coolant) {
  try {
    return package_on_coolant(chip, coolant);
  } catch (const ModelError&) {
    return {};
  }
}

/// [K] the warmest coolant with an answer, by bisection.
template <typename Answer>
double edge(const Answer& answer) {
  double good = 275, bad = 380;
  while (bad - good > 0.5) {
    const double middle = (good + bad) / 2;
    (answer(middle) ? good : bad) = middle;
  }
  return good;
}

}  // namespace

int main() {
  const PackageStack stack = leaking_processor(313.15);
  const PackageModel model = package_model(stack, {.largest_cell = 4e-3, .cells_across_heat = 2});
  ChipSpec chip{.name = "processor", .description = {}, .source = {}};
  chip.die_power = total_power(stack), chip.leakage_share = share;
  chip.leakage_doubling_interval = doubling, chip.leakage_reference_temperature = reference;
  chip = with_resistances(chip, lumped_resistances(package_response(stack, model)));

  std::printf("%12s %14s %12s %10s | %16s\n", "coolant [K]", "hottest [K]", "leakage [W]", "gain [-]",
              "lumped [K]");
  for (double coolant = 275.15; coolant < 360; coolant += 5) {
    const auto answer = resolved(coolant);
    const auto state = lumped(chip, coolant);
    if (!answer && !state) break;
    if (answer)
      std::printf("%12.2f %14.2f %12.1f %10.3f | ", coolant,
                  answer->solution.temperature[answer->solution.hottest], answer->leakage,
                  answer->leakage_gain);
    if (state)
      std::printf("%16.2f\n", state->junction_temperature);
    else
      std::printf("%16s\n", "none");
  }
  const double whole = edge([](double t) { return resolved(t).has_value(); });
  const double one = edge([&](double t) { return lumped(chip, t).has_value(); });
  std::printf(
      "\nResolved, there is a steady state up to coolant of %.1f K; with one temperature for the die up "
      "to %.1f K.\nLumping costs %.1f K of coolant, on the safe side.\n",
      whole, one, whole - one);
}
