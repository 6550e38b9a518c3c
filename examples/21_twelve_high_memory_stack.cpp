// How much power may a stack of twelve memory dies take, and is it its height or its cooling that limits it?
//
// Heat of the lowest dies climbs through eleven others, each with its bumps and underfill. The resolved
// stack gives the temperature of each die; by linearity one solution gives the power at the limit.
#include <algorithm>
#include <cstdio>
#include <vector>

#include "chips/packages/electro_thermal.h"
#include "chips/packages/reference_stack.h"

using namespace sunrack;

namespace {

constexpr double memory_limit = 378.15;  // [K] 105 degC, at doubled refresh

struct Stack {
  std::vector<BlockState> dies = {};  // from the bottom up
  double fluid = 0, power = 0, hottest = 0;
};

Stack solved(double convection) {
  PackageStack stack = package_stack(memory_stack_package());
  SurfaceCondition& top = stack.boundary[std::size_t(BoxFace::z_high)];
  if (convection > 0) top.convection = convection;
  const PackageModel model = package_model(stack, {.nx = 22, .ny = 22});
  const PackageAnswer answer = electro_thermal(stack, model);
  Stack result{.fluid = top.fluid_temperature};
  for (const BlockState& block : answer.blocks)
    if (block.power > 0) {
      result.dies.push_back(block);
      result.power += block.power;
      result.hottest = std::max(result.hottest, block.temperature.hottest);
    }
  return result;
}

double power_at_limit(const Stack& stack) {
  return stack.power * (memory_limit - stack.fluid) / (stack.hottest - stack.fluid);
}

}  // namespace

int main() {
  const Stack today = solved(0);
  std::printf("%-22s %-12s %10s %10s %10s\n", "layer", "block", "power [W]", "mean [K]", "hottest [K]");
  for (const BlockState& die : today.dies)
    std::printf("%-22s %-12s %10.2f %10.3f %10.3f\n", die.layer.c_str(), die.name.c_str(), die.power,
                die.temperature.mean, die.temperature.hottest);

  std::printf("\n%.0f W on a fluid at %.2f K; limit %.2f K\n", today.power, today.fluid, memory_limit);
  std::printf("%22s %14s %18s\n", "film [W/(m2 K)]", "hottest [K]", "power at limit [W]");
  double plain = 0, ideal = 0;
  for (const double film : {5e3, 1e4, 2e4, 4e4, 1e9}) {
    const Stack stack = solved(film);
    std::printf("%22.3g %14.2f %18.1f\n", film, stack.hottest, power_at_limit(stack));
    if (film == 1e4) plain = power_at_limit(stack);
    ideal = power_at_limit(stack);  // the last one: no film at all
  }
  std::printf(
      "\nIt may take %.0f W as cooled here. With a film of 1e4 W/(m2 K) that is %.0f W, with a perfect "
      "one %.0f W: the most that cooling from above can do for twelve dies.\n",
      power_at_limit(today), plain, ideal);
}
