// How much warmer than the die's mean is a hot spot, and what lowers it: a better paste or a thicker lid?
//
// A 26 x 33 mm processor of 700 W under lid and cold plate, with two hot spots of 8 W on 2 x 2 mm. The
// heated wiring is 10 um thin and cut into four cells: in a single one all heat would sit at mid-height.
#include <algorithm>
#include <cstdio>

#include "chips/packages/electro_thermal.h"
#include "chips/packages/reference_stack.h"

using namespace sunrack;

namespace {

struct Spot {
  double hottest = 0, die_mean = 0;  // [K]
  double above() const { return hottest - die_mean; }
};

Spot spot_of(const PackageStack& stack, int heated_layer_cells = 4) {
  const PackageModel model = package_model(
      stack, {.largest_cell = 3e-3, .cells_across_heat = 4, .heated_layer_cells = heated_layer_cells});
  const PackageAnswer answer = electro_thermal(stack, model);
  Spot spot;
  double power = 0;
  for (const BlockState& block : answer.blocks) {
    if (!(block.power > 0)) continue;
    spot.hottest = std::max(spot.hottest, block.temperature.hottest);
    spot.die_mean += block.power * block.temperature.mean, power += block.power;
  }
  spot.die_mean /= power;
  return spot;
}

void scale_thickness(PackageStack& stack, const char* layers, double factor) {
  for (PackageLayer& layer : stack.layers)
    if (layer.name.starts_with(layers)) layer.thickness *= factor;
}

void print(const char* what, const Spot& spot) {
  std::printf("%-36s %10.2f %14.2f %14.2f\n", what, spot.hottest, spot.die_mean, spot.above());
}

}  // namespace

int main() {
  const PackageStack stack = package_stack(processor_package());
  std::printf("layers from the bottom up:");
  for (const PackageLayer& one : stack.layers)
    std::printf(" %s %.3g mm;", one.name.c_str(), one.thickness * 1e3);
  std::printf("\n\n%-36s %10s %14s %14s\n", "", "hottest", "mean by power", "above the mean");
  std::printf("%-36s %10s %14s %14s\n", "", "[K]", "[K]", "[K]");
  const Spot today = spot_of(stack);
  print("as it is", today);
  print("the same, wiring one cell thick", spot_of(stack, 1));

  PackageStack paste = stack;  // half the resistance between die and lid
  scale_thickness(paste, "TIM1", 0.5);
  const Spot better_paste = spot_of(paste);
  print("paste under the lid half as thick", better_paste);

  PackageStack lid = stack;
  scale_thickness(lid, "LID", 2);
  const Spot thicker_lid = spot_of(lid);
  print("lid twice as thick", thicker_lid);

  std::printf(
      "\nThe hot spot stands %.1f K above the die's mean. Half the paste lowers it by %.1f K, twice "
      "the lid by %.1f K.\n",
      today.above(), today.hottest - better_paste.hottest, today.hottest - thicker_lid.hottest);
}
