#include "chips/packages/package_response.h"

#include <gtest/gtest.h>

#include <cmath>

#include "chips/package.h"
#include "physics/require.h"

namespace sunrack {
namespace {

/// A processor with a hot core and a memory beside it under one lid.
PackageStack two_chips() {
  PackageStack stack{.width = 40e-3, .depth = 30e-3};
  stack.materials = {isotropic_solid("silicon", 120, 1.63e6), isotropic_solid("mold", 0.8, 1.7e6),
                     isotropic_solid("paste", 4, 2e6), isotropic_solid("copper", 390, 3.45e6)};
  stack.layers = {{.name = "chips", .thickness = 0.6e-3, .material = 1},
                  {.name = "paste", .thickness = 0.05e-3, .material = 2},
                  {.name = "lid", .thickness = 3e-3, .material = 3}};
  stack.layers[0].blocks = {
      {.name = "die", .where = {{5e-3, 5e-3, 18e-3, 20e-3}}, .material = 0, .power = 250, .group = "die"},
      {.name = "core", .where = {{8e-3, 8e-3, 5e-3, 5e-3}}, .power = 50, .group = "die", .on_top = true},
      {.name = "memory",
       .where = {{25e-3, 9e-3, 10e-3, 12e-3}},
       .material = 0,
       .power = 40,
       .group = "memory"}};
  stack.boundary[std::size_t(BoxFace::z_high)] = {.convection = 2e4, .fluid_temperature = 305};
  stack.leakage_doubling_interval = 25;
  stack.leakage_reference_temperature = 350;
  return stack;
}

std::vector<double> powers_of(double die_factor, double memory_factor) {
  return {250 * die_factor, 50 * die_factor, 40 * memory_factor};
}

TEST(PackageResponse, GroupsWarmOneAnotherAlike) {
  const PackageStack stack = two_chips();
  const PackageResponse r = package_response(stack, package_model(stack, {.nx = 40, .ny = 30}));
  EXPECT_EQ(r.groups, (std::vector<std::string>{"die", "memory"}));
  EXPECT_EQ(r.powers, (std::vector<double>{300, 40}));
  EXPECT_NEAR(r.at(r.mean, 0, 1), r.at(r.mean, 1, 0), 1e-10);  // direct solver, to rounding
  EXPECT_GT(r.at(r.mean, 0, 1), 0);
  EXPECT_GT(r.at(r.hottest, 0, 0), r.at(r.mean, 0, 0));
  EXPECT_THROW(r.group("dye"), std::invalid_argument);
}

TEST(PackageResponse, GivesTheTemperaturesOfTheResolvedPackageAtOtherPowers) {
  const PackageStack stack = two_chips();
  for (const int n : {1, 2}) {  // factors; conjugate gradients (more than 60 000 cells)
    const PackageModel model = package_model(stack, {.nx = 40 * n, .ny = 30 * n});
    const PackageResponse r = package_response(stack, model);
    const PackageAnswer answer = electro_thermal(stack, model, {.block_powers = powers_of(0.5, 2)});
    for (const std::size_t to : {0u, 1u}) {
      const double rise = r.at(r.hottest, to, 0) * 150 + r.at(r.hottest, to, 1) * 80;
      // Linear: both to their solvers' tolerance, 1e-8 of 60 K and the problem's condition.
      EXPECT_NEAR(answer.solution.temperature[r.hottest_cell[to]], 305 + rise, 1e-4) << n;
    }
  }
}

/// The same as sizing has it: two nodes, with the resistances of the resolved package.
ChipSpec lumped_chip(const PackageStack& stack, const LumpedResistances& resistances, double leakage_share) {
  ChipSpec chip{.name = "resolved", .description = {}, .source = {}};
  chip.die_power = 300, chip.memory_power = 40, chip.leakage_share = leakage_share;
  chip.leakage_doubling_interval = stack.leakage_doubling_interval;
  chip.leakage_reference_temperature = stack.leakage_reference_temperature;
  return with_resistances(chip, resistances);
}

TEST(PackageResponse, LumpedItHasTheResolvedTemperaturesOfTheDesignPoint) {
  const PackageStack stack = two_chips();
  const PackageModel model = package_model(stack, {.nx = 40, .ny = 30});
  const PackageResponse r = package_response(stack, model);
  const LumpedResistances lumped = lumped_resistances(r);
  const PackageState state = package_on_coolant(lumped_chip(stack, lumped, 0), 305);
  const PackageAnswer answer = electro_thermal(stack, model);
  const double junction = answer.solution.temperature[r.hottest_cell[0]];
  const double memory = answer.solution.temperature[r.hottest_cell[1]];
  // One coupling stands for two directions, the larger one: never below, and at most by their difference.
  const double apart = std::abs(r.at(r.hottest, 0, 1) - r.at(r.hottest, 1, 0));
  EXPECT_GE(state.junction_temperature, junction - 1e-5);
  EXPECT_LE(state.junction_temperature, junction + 40 * apart + 1e-5);
  EXPECT_GE(state.memory_temperature, memory - 1e-5);
  EXPECT_LE(state.memory_temperature, memory + 300 * apart + 1e-5);
}

TEST(PackageResponse, LumpedLeakageIsOnTheSafeSide) {
  // All dies leak as their hottest cell does: warmer than resolved, by less than the die's own spread.
  PackageStack stack = two_chips();
  for (PackageBlock& block : stack.layers[0].blocks)
    if (block.group == "die") block.leakage_share = 0.1;
  const PackageModel model = package_model(stack, {.nx = 40, .ny = 30});
  const PackageResponse r = package_response(stack, model);
  const PackageState state = package_on_coolant(lumped_chip(stack, lumped_resistances(r), 0.1), 305);
  const PackageAnswer answer = electro_thermal(stack, model);
  const double hottest = answer.blocks[1].temperature.hottest, mean = answer.blocks[0].temperature.mean;
  EXPECT_GT(state.junction_temperature, hottest);
  EXPECT_LT(state.junction_temperature - hottest, hottest - mean);
}

TEST(PackageResponse, ResistancesOfTheChipAreReplaced) {
  const ChipSpec chip =
      with_resistances(chip_catalogue().front(), {.die = 0.03, .memory = 0.2, .coupling = 0.01});
  EXPECT_DOUBLE_EQ(chip.die_resistance, 0.03);
  EXPECT_DOUBLE_EQ(chip.memory_resistance, 0.2);
  EXPECT_DOUBLE_EQ(chip.coupling_resistance, 0.01);
}

TEST(PackageResponse, WarmingOfTheCoolantIsPartOfTheRise) {
  PackageStack stack = two_chips();
  stack.boundary = {};
  stack.layers[2].channels = CoolantChannels{.along_x = true,
                                             .channel_width = 0.5e-3,
                                             .wall_width = 0.5e-3,
                                             .coolant = "water",
                                             .mass_flow = 30e-3,
                                             .inlet_temperature = 305,
                                             .film_coefficient = 1e4};
  const PackageModel model = package_model(stack, {.nx = 40, .ny = 30});
  const PackageResponse r = package_response(stack, model);
  EXPECT_DOUBLE_EQ(r.coolant_temperature, 305);
  const PackageAnswer answer = electro_thermal(stack, model);
  const double rise = r.at(r.hottest, 1, 0) * 300 + r.at(r.hottest, 1, 1) * 40;
  // The coolant's specific heat follows its temperature a little, so the matrix is linear to about 1e-4.
  EXPECT_NEAR(answer.solution.temperature[r.hottest_cell[1]], 305 + rise, 1e-3 * rise);
  // Downstream the memory feels the die more than the die feels it.
  EXPECT_GT(r.at(r.mean, 1, 0), r.at(r.mean, 0, 1));
}

TEST(PackageResponse, RefusesWhatHasNoMatrix) {
  PackageStack stack = two_chips();
  const auto refused = [&] {
    EXPECT_THROW(package_response(stack, package_model(stack, {.nx = 8, .ny = 6})), std::invalid_argument);
  };
  stack.boundary[std::size_t(BoxFace::z_low)] = {.convection = 10, .fluid_temperature = 320};
  refused();  // two coolants
  stack.boundary[std::size_t(BoxFace::z_low)] = {.emissivity = 0.8, .sink_temperature = 3};
  refused();
  stack = two_chips();
  for (PackageBlock& block : stack.layers[0].blocks) block.group.clear();
  refused();
  stack = two_chips();
  stack.boundary = {};
  EXPECT_THROW(package_response(stack, package_model(stack, {.nx = 8, .ny = 6})), ModelError);
}

}  // namespace
}  // namespace sunrack
