#include "satellite/package_file.h"

#include <gtest/gtest.h>

#include <cmath>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <string>

#include "satellite/package_report.h"
#include "satellite/package_resistances.h"
#include "satellite/sizing.h"
#include "tests/chips/packages/stack_words.h"
#include "tests/satellite/package_sample.h"

namespace sunrack {
namespace {

TEST(PackageFile, IsReadIntoSi) {
  const PackageFile file = read_package_text(package_sample, "sample.toml");
  EXPECT_EQ(file.name, "sample");
  EXPECT_EQ(file.stack.width, 2e-3);
  ASSERT_EQ(file.stack.layers.size(), 3u);
  EXPECT_DOUBLE_EQ(file.stack.layers[0].thickness, 50e-6);
  EXPECT_EQ(file.stack.layers[1].contact_above, 1e-5);
  EXPECT_EQ(file.stack.layers[0].blocks[1].power, 0.5) << "the mean of its trace";
  EXPECT_DOUBLE_EQ(file.stack.boundary[5].fluid_temperature, 313.15);
  EXPECT_DOUBLE_EQ(*file.stack.die_limit, 358.15);
  EXPECT_DOUBLE_EQ(file.duration, 2e-3) << "as long as the traces";
  EXPECT_EQ(file.grid.nx, 8);
  EXPECT_DOUBLE_EQ(file.probes.front().z, 25e-6);
}

TEST(PackageFile, BareLengthsAcrossAreMillimetresAndSmallOnesMicrometres) {
  const PackageFile file = read_package_text(
      replaced("contact_above = 1e-5",
               "channels = { flow = \"eastward\", channel_width = 50, wall_width = 40, coolant = \"water\", "
               "mass_flow = 2, inlet = 300 }"),
      "a.toml");
  const CoolantChannels& channels = *file.stack.layers[1].channels;
  EXPECT_DOUBLE_EQ(channels.channel_width, 50e-6);
  EXPECT_DOUBLE_EQ(channels.wall_width, 40e-6);
  EXPECT_DOUBLE_EQ(channels.mass_flow, 2e-3);
  EXPECT_DOUBLE_EQ(file.stack.layers[0].blocks[1].where[0].x, 1e-3);
  EXPECT_DOUBLE_EQ(file.probes[0].x, 0.1e-3);
  EXPECT_DOUBLE_EQ(file.probes[0].z, 25e-6) << "across and upwards differ";
}

TEST(PackageFile, SaysWhereAndWhatIsWrong) {
  struct Case {
    std::string what, with, place, rule;
  };
  for (const Case& c :
       {Case{"thickness = 50", "thickness = -50", "bad.toml:10:13", "must be positive"},
        {"thickness = 50", "thicknes = 50", "bad.toml:10:1", "thickness"},
        {"material = \"silicon\"", "material = \"silicn\"", "bad.toml:11:12", "silicon"},
        {"width = 1, depth = 1, power", "width = 1.6, depth = 1.6, power", "bad.toml", "core"},
        {"x = 1, y = 1,", "x = 1.5, y = 1,", "bad.toml:15:5", "outside"},
        {"power = 1", "power = \"two W\"", "bad.toml:14:64", "not a number"},
        {"leakage_share = 0.2", "leakage_share = 2", "bad.toml:14:83", "0 to 1"},
        {"group = \"die\"", "group = \"dye\"", "bad.toml:14:96", "memory"},
        {"trace_interval = \"1 ms\"", "duration = \"9 ms\"", "bad.toml", "trace_interval"},
        {"trace_interval = \"1 ms\"", "trace_interval = \"1 ms\"\nduration = 9", "bad.toml:35:1",
         "traces last 0.002 s"},
        {"x = 0.1", "x = 3", "bad.toml:40:5", "beyond"},
        {"cells_x = 8\n", "", "bad.toml:35:2", "go together"},
        {"top = {", "roof = {", "bad.toml:27:1", "top"},
        {", fluid_temperature = \"40 degC\"", "", "bad.toml:27:1", "fluid_temperature is missing"},
        {"doubling_interval = 30\n", "", "bad.toml:28:2", "doubling_interval is missing"},
        // Magnitudes that cannot be.
        {"width = 2\n", "width = 1e300\n", "bad.toml:3:9", "must be 1e-10 to 10 m; a bare number is in mm"},
        {"power = 1,", "power = 1e308,", "bad.toml:14:64", "must be 0 to 1e+09 W"},
        {"conductivity = 120", "conductivity = 1e30", "bad.toml:6:28", "W/(m K)"},
        {"contact_above = 1e-5", "contact_above = 1e30", "bad.toml:21:17", "m2 K/W"},
        {"fluid_temperature = \"40 degC\"", "fluid_temperature = 1e30", "bad.toml:27:49", "10000 K"},
        {"x = 0, y = 0, width = 1,", "x = 0, y = 0, width = 1e-9,", "bad.toml:14:5",
         "block core: width = 1e-09 mm is too small for the 2 mm of sample"},
        {"x = 0, y = 0, width = 1,", "x = 0, y = 0, width = 1e-12,", "bad.toml:14:5", "too small"},
        {"conductivity = 120,", "conductivity = 120, temperatures = [300], factors = [1],", "bad.toml:6:33",
         "at least two"},
        // What would do nothing.
        {"top = {", "top = { sink_temperature = 200,", "bad.toml:27:9", "does nothing without emissivity"},
        {"convection = 20000", "emissivity = 0.9", "bad.toml:27:27", "does nothing without convection"},
        {"material = \"mould\"", "material = \"mould\"\ncontact_above = 1e-5", "bad.toml:26:1",
         "no layer is above"},
        {", group = \"die\"", "", "bad.toml:32:1", "no block is of the group die"},
        {"cells_x = 8", "cells_x = 8\ncells_across_heat = 4", "bad.toml:37:1", "does nothing beside cells_x"},
        {"cells_x = 8", "largest_cell = 1\ncells_x = 8", "bad.toml:36:1", "does nothing beside cells_x"},
        {"die = \"85 degC\"\n", "", "bad.toml:31:2", "limits: does nothing: the table holds no key"},
        {"cells_x = 8\ncells_y = 8\n", "", "bad.toml:35:2", "grid: does nothing"},
        // Names.
        {"name = \"cap\"", "name = \"bulk\"", "bad.toml:23:1",
         "two layers are called bulk; the first is on line 18"},
        {"name = \"cap\"", "name = \"\"", "bad.toml:23:1", "the name of a layer is empty"},
        {"name = \"cache\"", "name = \"\"", "bad.toml:15:5", "the name of a block is empty"},
        {"name = \"cache\"", "name = \"core\"", "bad.toml:15:5",
         "two blocks are called core; the first is on line 14"},
        {"name = \"corner\"\nx = 0.1\ny = 0.1\nz = 25",
         "name = \"a\"\nx = 0\ny = 0\nz = 0\n[[probes]]\nname = \"a\"\nx = 0\ny = 0\nz = 0", "bad.toml:44:8",
         "two probes have this name; the first is on line 39"}}) {
    try {
      const PackageFile file = read_package_text(replaced(c.what, c.with), "bad.toml");
      package_model(file.stack, file.grid);
      ADD_FAILURE() << c.with << " was read";
    } catch (const std::invalid_argument& error) {
      const std::string message = error.what();
      EXPECT_NE(message.find(c.place), std::string::npos) << message << "\n  lacks " << c.place;
      EXPECT_NE(message.find(c.rule), std::string::npos) << message << "\n  lacks " << c.rule;
    }
  }
}

// A table that is missing altogether is legal from [leakage] on, as is a last number of fewer digits (TOML
// asks for no newline at the end); the package itself is as in the whole file then.

TEST(PackageFile, CutOffAtAnyByteThePackageIsTheSameOrRefused) {
  const auto read = [](const std::string& text) { return read_package_text(text, "cut.toml"); };
  PackageStack whole = read(package_sample).stack;
  whole.die_limit.reset();
  for (std::size_t length = 0; length < package_sample.size(); ++length) {
    try {
      PackageStack cut = read(package_sample.substr(0, length)).stack;
      cut.die_limit.reset();
      EXPECT_EQ(stack_words(cut), stack_words(whole)) << length;
    } catch (const std::invalid_argument& error) {
      EXPECT_NE(std::string(error.what()).find("cut.toml"), std::string::npos) << error.what();
    }
  }
}

TEST(PackageFile, BareKelvinThatLookLikeDegCAndALawOfLeakageForNoBlockAreNoted) {
  const auto notes = [](const std::string& what, const std::string& with) {
    std::string all;
    for (const std::string& note : read_package_text(replaced(what, with), "cold.toml").stack.notes)
      all += note + "\n";
    return all;
  };
  EXPECT_EQ(notes("\"40 degC\"", "45"),
            "cold.toml:27:49: boundary.top.fluid_temperature = 45 K: is it in degC?\n");
  EXPECT_EQ(notes("die = \"85 degC\"", "die = 85"), "cold.toml:32:7: limits.die = 85 K: is it in degC?\n");
  EXPECT_EQ(notes("\"40 degC\"", "\"-200 degC\""), "") << "is said in so many words";
  EXPECT_EQ(notes("\"40 degC\"", "313"), "");
  EXPECT_EQ(notes(", leakage_share = 0.2", ""), "cold.toml:28:2: leakage: no block has a leakage_share\n");
}

TEST(PackageFile, AMarkOfUtf8IsSkippedAndAByteOfZeroRefused) {
  EXPECT_EQ(stack_words(read_package_text("\xEF\xBB\xBF" + package_sample, "a.toml").stack),
            stack_words(read_package_text(package_sample, "a.toml").stack));
  std::string zero = package_sample;
  zero[3] = '\0';
  try {
    read_package_text(zero, "a.toml");
    ADD_FAILURE() << "read";
  } catch (const std::invalid_argument& error) {
    EXPECT_EQ(std::string(error.what()).substr(0, 22), "a.toml:1:4: byte 0x00:");
  }
}

TEST(PackageFile, OptionsOfOtherKindsOfFilesAreRefused) {
  PackageFileOptions options{.three_d_ice_rule = true};
  EXPECT_THROW(refuse_foreign_options(".toml", options), std::invalid_argument);
  EXPECT_THROW(refuse_foreign_options(".config", options), std::invalid_argument);
  EXPECT_NO_THROW(refuse_foreign_options(".stk", options));
  options = {.hotspot = {.floorplan = "zz"}};
  EXPECT_THROW(refuse_foreign_options(".toml", options), std::invalid_argument);
  EXPECT_THROW(refuse_foreign_options(".stk", options), std::invalid_argument);
  EXPECT_NO_THROW(refuse_foreign_options(".config", options));
}

TEST(PackageFile, AFolderIsNoFile) {
  const auto folder = std::filesystem::temp_directory_path() / "sunrack_folder.stk";
  std::filesystem::create_directories(folder);
  try {
    read_package_file(folder);
    ADD_FAILURE() << "read";
  } catch (const std::invalid_argument& error) {
    EXPECT_NE(std::string(error.what()).find("it is a folder"), std::string::npos) << error.what();
  }
}

TEST(PackageFile, OneValuePerBlockHeatsForOneSlotOf3dIce) {
  const auto folder = std::filesystem::temp_directory_path() / "sunrack_one_slot";
  std::filesystem::create_directories(folder);
  const auto write = [&](const char* name, const std::string& text) { std::ofstream(folder / name) << text; };
  const auto stack = [](const std::string& solver) {
    return "material SI : thermal conductivity 1.3e-4 ; volumetric heat capacity 1.6e-12 ;\n"
           "top heat sink : heat transfer coefficient 1.0e-8 ; temperature 300 ;\n"
           "dimensions : chip length 4000 , width 4000 ; cell length 1000 , width 1000 ;\n"
           "die LOGIC : source 100 SI ;\n"
           "stack : die ONE LOGIC floorplan \"a.flp\" ;\n"
           "solver : " +
           solver + " ; initial temperature 300 ;\n";
  };
  write("a.flp", "ALL : position 0, 0 ; dimension 4000, 4000 ; power values 2 ;\n");
  write("steady.stk", stack("steady"));
  write("transient.stk", stack("transient step 0.001, slot 0.005"));
  EXPECT_EQ(read_package_file(folder / "steady.stk").duration, 0);
  const PackageFile file = read_package_file(folder / "transient.stk");
  EXPECT_DOUBLE_EQ(file.duration, 5e-3);
  const PackageReport report = package_report(file, {.reduce = false, .threads = 1});
  ASSERT_TRUE(report.heating);
  // An even sheet: C dT/dt = P - G (T - 300 K), through half of its own height.
  const double area = 16e-6, capacity = area * 100e-6 * 1.6e6, leads = area / (1e-4 + 50e-6 / 130);
  EXPECT_NEAR(report.heating->hottest.back(), 300 + 2 / leads * (1 - std::exp(-5e-3 * leads / capacity)),
              0.02);
  std::filesystem::remove_all(folder);
}

TEST(PackageResistances, OfTheCarriedPackageAreNearTheCatalogueAndSizeASatellite) {
  const LumpedResistances r = package_resistances("gb300-class");
  const ChipSpec& chip = sunrack::chip("gb300");
  // The catalogue's are from published temperature drops of 35 to 49 K at 1400 W; the layout is an estimate.
  EXPECT_NEAR(r.die / chip.die_resistance, 1, 0.5);
  EXPECT_NEAR(r.memory / chip.memory_resistance, 1, 0.5);
  SatelliteSpec spec;
  spec.compute.package = "gb300-class";
  EXPECT_EQ(resolved_chip(spec).die_resistance, r.die);
  spec.compute.die_resistance = 0.03;
  EXPECT_EQ(resolved_chip(spec).die_resistance, 0.03);
  spec.compute.chip = "h100";
  EXPECT_THROW(resolved_chip(spec), std::invalid_argument);
}

TEST(PackageResistances, ReducedAndResolvedAgreeOverTheRangeOfSizing) {
  // The state of the die by three resistances and one temperature against each cell's own leakage.
  const PackageFile file = read_package_text(package_source("gb300-class"), "gb300-class.toml");
  PackageStack stack = file.stack;
  const PackageModel model = package_model(stack, file.grid);
  ChipSpec chip = with_resistances(sunrack::chip("gb300"), package_resistances("gb300-class"));
  for (const double coolant : {20.0, 45.0, 60.0}) {
    PackageModel moved = model;
    moved.problem.at(BoxFace::z_high).conditions[0].fluid_temperature = coolant + 273.15;
    const PackageAnswer resolved = electro_thermal(stack, moved);
    const PackageState reduced = package_on_coolant(chip, coolant + 273.15);
    double die = 0, memory = 0;
    for (const BlockState& block : resolved.blocks)
      (block.group == "die" ? die : memory) =
          std::max(block.group == "die" ? die : memory, block.temperature.hottest);
    // The reduced model takes all leakage at the hottest cell's temperature, and silicon as it conducts in
    // the package as described: it errs to the warm side, by 2 K.
    EXPECT_NEAR(reduced.junction_temperature, die, 3) << coolant;
    EXPECT_NEAR(reduced.memory_temperature, memory, 3) << coolant;
  }
}

}  // namespace
}  // namespace sunrack
