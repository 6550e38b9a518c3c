#include "chips/packages/package_grid.h"

#include <gtest/gtest.h>

#include <numeric>

#include "chips/packages/electro_thermal.h"
#include "chips/packages/reference_stack.h"
#include "chips/reference_packages.h"

namespace sunrack {
namespace {

PackageStack slab(double power) {
  PackageStack stack{.width = 10e-3, .depth = 8e-3};
  stack.materials = {isotropic_solid("silicon", 130, 1.63e6), isotropic_solid("mold", 0.8, 1.7e6)};
  stack.layers = {{.name = "die", .thickness = 0.5e-3, .material = 0}};
  stack.layers[0].blocks = {{.name = "core", .where = {{2e-3, 1e-3, 3e-3, 2e-3}}, .power = power}};
  stack.boundary[std::size_t(BoxFace::z_high)] = {.convection = 1e4, .fluid_temperature = 300};
  return stack;
}

std::string complaint(const PackageStack& stack) {
  try {
    require_package(stack);
  } catch (const PackageError& error) {
    return error.what();
  }
  return "";
}

TEST(PackageGrid, FacesLieOnTheEdgesOfBlocksAndHeatIsWithinThem) {
  const PackageStack stack = slab(7);
  const PackageModel model = package_model(stack);
  for (const double edge : {2e-3, 5e-3})
    EXPECT_TRUE(std::any_of(model.problem.x.begin(), model.problem.x.end(),
                            [&](double x) { return std::abs(x - edge) < 1e-15; }));
  EXPECT_NEAR(std::accumulate(model.problem.power.begin(), model.problem.power.end(), 0.0), 7, 1e-12);
  EXPECT_NEAR(std::accumulate(model.blocks[0].share.begin(), model.blocks[0].share.end(), 0.0), 1, 1e-12);
  EXPECT_EQ(model.layer_begin, (std::vector<int>{0, 4}));  // heated: four cells
  EXPECT_TRUE(model.notes.empty());
}

TEST(PackageGrid, CellsThatMissABlockSayHowMuchOfItsHeatLiesBeyond) {
  // Cells of 10/7 mm: the block from 2 to 5 mm has 0.6 of the second, all of the third and half of the
  // fourth; from 1 to 3 mm of 8/3 mm cells 5/8 of the first and 1/8 of the second, most. Heat is even in each
  // cell.
  const PackageStack stack = slab(7);
  const PackageModel model = package_model(stack, {.nx = 7, .ny = 3});
  ASSERT_EQ(model.smeared.size(), 1u);
  const double x = (0.6 * 0.6 + 1 + 0.5 * 0.5) / 2.1, y = (0.625 * 0.625 + 0.125 * 0.125) / 0.75;
  EXPECT_NEAR(model.smeared[0].beyond, 1 - x * y, 1e-12);
  EXPECT_NEAR(model.smeared[0].moved, 2 * 8e-3 / 3 - 3e-3, 1e-15);
  EXPECT_NE(smearing_note(stack, model).find("die/core"), std::string::npos) << smearing_note(stack, model);
  EXPECT_TRUE(package_model(stack).smeared.empty());                       // cells follow the blocks
  EXPECT_TRUE(package_model(stack, {.nx = 10, .ny = 8}).smeared.empty());  // or happen to
  EXPECT_EQ(smearing_note(stack, package_model(stack)), "");
  PackageStack grown = stack;
  grown.snap_outward = true;  // as 3D-ICE: 2.1 x 0.75 cells become 3 x 2
  const PackageModel whole = package_model(grown, {.nx = 7, .ny = 3});
  ASSERT_EQ(whole.smeared.size(), 1u);
  EXPECT_NEAR(whole.smeared[0].beyond, 1 - 2.1 * 0.75 / 6, 1e-12);
}

TEST(PackageGrid, EvenCellsShareTheHeatByTheirPartOfTheBlock) {
  const PackageModel model = package_model(slab(7), {.nx = 7, .ny = 3});
  EXPECT_EQ(model.problem.nx(), 7);
  EXPECT_NEAR(std::accumulate(model.problem.power.begin(), model.problem.power.end(), 0.0), 7, 1e-12);
}

TEST(PackageGrid, AHeatedLayerOfOneCellIsWarnedAbout) {
  const PackageModel model = package_model(slab(7), {.heated_layer_cells = 1, .tallest_cell = 1});
  ASSERT_EQ(model.notes.size(), 1u);
  EXPECT_NE(model.notes[0].find("one cell thick"), std::string::npos);
}

TEST(PackageGrid, TheHotSpotOfTheProcessorFallsByThreeKelvinWhenItsLayerIsCut) {
  const PackageStack stack = package_stack(processor_package());
  const auto hot_spot = [&](const PackageGrid& grid) {
    const PackageModel model = package_model(stack, grid);
    const PackageAnswer answer = electro_thermal(stack, model);
    for (const BlockState& block : answer.blocks)
      if (block.name == "HS1") return block.temperature.mean;
    return 0.0;
  };
  const double coarse = hot_spot({.nx = 128, .ny = 128, .heated_layer_cells = 1, .tallest_cell = 1});
  // 390.355 K is recorded for one cell in each layer; 387.25 K for 256 x 256 cells and four in each layer,
  // still falling by 0.3 K a halving.
  EXPECT_NEAR(coarse, 390.3551, 1e-3);
  EXPECT_NEAR(hot_spot({}), 387.25, 0.6);
}

TEST(PackageGrid, RefusesBadGeometryAndNamesIt) {
  PackageStack stack = slab(1);
  EXPECT_EQ(complaint(stack), "");
  stack.layers[0].blocks[0].place = {"a.toml", 7, 3};
  stack.layers[0].blocks[0].where[0].x = 9e-3;
  EXPECT_NE(complaint(stack).find("a.toml:7:3: block core: 9 to 12 mm by 1 to 3 mm lies outside"),
            std::string::npos)
      << complaint(stack);
  stack = slab(1);
  stack.layers[0].blocks.push_back({.name = "cache", .where = {{4e-3, 2e-3, 2e-3, 2e-3}}});
  EXPECT_NE(complaint(stack).find("block cache (4 to 6 mm by 2 to 4 mm) overlaps block core"),
            std::string::npos)
      << complaint(stack);
  stack.layers[0].blocks.back().on_top = true;
  EXPECT_EQ(complaint(stack), "");
  stack.layers[0].blocks.back().name = "core";
  EXPECT_NE(complaint(stack).find("two blocks are called core"), std::string::npos);
  stack = slab(-1);
  EXPECT_NE(complaint(stack).find("must not be negative"), std::string::npos);
  stack = slab(1);
  stack.layers[0].thickness = 0;
  EXPECT_NE(complaint(stack).find("layer die: thickness = 0 um"), std::string::npos);
  stack = slab(1);
  stack.layers[0].material = 5;
  EXPECT_NE(complaint(stack).find("unknown material 5"), std::string::npos);
  stack.layers[0].material.reset();
  stack.layers[0].blocks[0].material = 1;
  EXPECT_NE(complaint(stack).find("layer die: gap at x = 1 mm, y = 0.5 mm"), std::string::npos)
      << complaint(stack);
  stack = slab(1);
  stack.layers[0].blocks[0].leakage_share = 0.2;
  EXPECT_NE(complaint(stack).find("doubling interval"), std::string::npos);
  stack = slab(1);
  stack.layers[0].blocks[0].where[0].width = 0;
  EXPECT_NE(complaint(stack).find("positive size"), std::string::npos);
  stack.layers.clear();
  EXPECT_NE(complaint(stack).find("no layer"), std::string::npos);
}

TEST(PackageGrid, TouchingBlocksDoNotOverlapWhateverTheRounding) {
  PackageStack stack = slab(1);
  stack.layers[0].blocks.clear();
  for (int i = 0; i < 10; ++i)
    stack.layers[0].blocks.push_back({.name = std::to_string(i), .where = {{i * 0.1e-2, 0, 0.1e-2, 8e-3}}});
  EXPECT_EQ(complaint(stack), "");
}

TEST(PackageGrid, AnIslandWithHeatIsRefusedWithItsPlace) {
  PackageStack stack = slab(3);
  stack.layers[0].blocks[0].place = {"a.toml", 5, 3};
  stack.materials.push_back(isotropic_solid("nothing", 0, 0));
  stack.layers.push_back({.name = "gap", .thickness = 1e-4, .material = 2});
  stack.layers.push_back({.name = "lid", .thickness = 1e-3, .material = 0});
  const PackageModel model = package_model(stack);
  try {
    electro_thermal(stack, model);
    FAIL();
  } catch (const std::exception& error) {
    EXPECT_EQ(std::string(error.what()).find("a.toml:5:3: block die/core: no way out for its 3 W"), 0u)
        << error.what();
  }
}

}  // namespace
}  // namespace sunrack
