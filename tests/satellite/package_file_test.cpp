#include "satellite/package_file.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <nlohmann/json.hpp>
#include <string>

#include "physics/require.h"
#include "satellite/package_report.h"
#include "satellite/package_resistances.h"
#include "satellite/sizing.h"
#include "tests/chips/packages/stack_words.h"

namespace sunrack {
namespace {

/// 2 x 2 mm, one heated corner, cooled from above.
const std::string sample = R"(name = "sample"
[package]
width = 2
depth = "2 mm"
[materials]
silicon = { conductivity = 120, heat_capacity = 1.63e6 }
mould = { conductivity_x = 1, conductivity_y = 1, conductivity_z = 5, heat_capacity = 1.7e6 }
[[layers]]
name = "active"
thickness = 50
material = "silicon"
cells = 2
blocks = [
  { name = "core", x = 0, y = 0, width = 1, depth = 1, power = 1, leakage_share = 0.2, group = "die" },
  { name = "cache", x = 1, y = 1, width = 1, depth = 1, trace = [0.25, 0.75], group = "memory" },
]
[[layers]]
name = "bulk"
thickness = "0.4 mm"
material = "silicon"
contact_above = 1e-5
[[layers]]
name = "cap"
thickness = "0.2 mm"
material = "mould"
[boundary]
top = { convection = 20000, fluid_temperature = "40 degC" }
[leakage]
doubling_interval = 30
reference = "85 degC"
[limits]
die = "85 degC"
[transient]
trace_interval = "1 ms"
[grid]
cells_x = 8
cells_y = 8
[[probes]]
name = "corner"
x = 0.1
y = 0.1
z = 25
)";

std::string replaced(std::string what, const std::string& with) {
  std::string text = sample;
  const auto at = text.find(what);
  EXPECT_NE(at, std::string::npos) << what;
  return text.replace(at, what.size(), with);
}

TEST(PackageFile, IsReadIntoSi) {
  const PackageFile file = read_package_text(sample, "sample.toml");
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
  PackageStack whole = read(sample).stack;
  whole.die_limit.reset();
  for (std::size_t length = 0; length < sample.size(); ++length) {
    try {
      PackageStack cut = read(sample.substr(0, length)).stack;
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
  EXPECT_EQ(stack_words(read_package_text("\xEF\xBB\xBF" + sample, "a.toml").stack),
            stack_words(read_package_text(sample, "a.toml").stack));
  std::string zero = sample;
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

TEST(PackageReport, AHeatingNeedsHeatCapacitiesAndTheSteadyStateDoesNot) {
  const PackageFile file = read_package_text(replaced("120, heat_capacity = 1.63e6", "120"), "a.toml");
  EXPECT_NO_THROW(package_report(file, {.heating = false, .reduce = false, .threads = 1}));
  try {
    package_report(file, {.reduce = false, .threads = 1});
    ADD_FAILURE() << "heated";
  } catch (const std::invalid_argument& error) {
    EXPECT_EQ(std::string(error.what()),
              "a.toml:6:1: material silicon: heat_capacity is missing; a heating needs it");
  }
}

TEST(PackageReport, ANameWithACommaStaysOneFieldOfATable) {
  const PackageFile file = read_package_text(replaced("name = \"core\"", "name = 'co\"re, left'"), "a.toml");
  const PackageReport report = package_report(file, {.reduce = false, .threads = 1});
  EXPECT_NE(package_blocks_csv(file, report).find("\nactive,\"co\"\"re, left\",die,"), std::string::npos)
      << package_blocks_csv(file, report);
  EXPECT_NE(package_history_csv(file, report).find(",\"active/co\"\"re, left hottest_K\","),
            std::string::npos);
}

TEST(PackageReport, AnAbsurdTemperatureDoesNotPrintHundredsOfDigits) {
  PackageFile file = read_package_text(sample, "a.toml");
  PackageReport report = package_report(file, {.heating = false, .reduce = false, .threads = 1});
  report.steady->solution.temperature[report.steady->solution.hottest] = 1e200;
  const std::string text = package_text(file, report);
  EXPECT_NE(text.find("hottest   1e+200 degC"), std::string::npos) << text;
  EXPECT_LT(text.size(), 3000u);
}

TEST(PackageReport, WithoutMemorySizingGetsNoResistanceOfMemory) {
  const auto sizing = [](const std::string& text) {
    const PackageFile file = read_package_text(text, "a.toml");
    return package_json(file, package_report(file, {.heating = false, .threads = 1})).at("sizing");
  };
  EXPECT_EQ(sizing(sample).size(), 3u);
  const auto alone = sizing(replaced("group = \"memory\"", "group = \"other\""));
  EXPECT_EQ(alone.size(), 1u);
  EXPECT_GT(alone.at("compute.die_resistance_K_per_W").get<double>(), 0);
}

TEST(PackageReport, HeatLeavesAndTheHeatingEndsWhereTheSteadyStateWouldBe) {
  PackageFile file = read_package_text(sample, "sample.toml");
  // 2 ms is a fraction of the time constant; a step of 2 s is all of it.
  file.stack.layers[0].blocks[1].trace.clear();
  file.duration = 2;
  const PackageReport report = package_report(file, {.threads = 1});
  ASSERT_TRUE(report.steady && report.heating);
  EXPECT_LT(std::abs(report.steady->solution.relative_energy_residual), 1e-9);
  EXPECT_GT(report.steady->leakage, 0);
  const BlockState& core = report.steady->blocks.front();
  EXPECT_DOUBLE_EQ(core.power, 0.8 + core.leakage) << "the part that does not leak is constant";
  // The transient's tolerance is 2 mK a step.
  EXPECT_NEAR(report.heating->blocks[0].hottest.back(), core.temperature.hottest, 0.02);
  EXPECT_NEAR(report.heating->blocks[0].power.back(), core.power, 1e-3);
  EXPECT_NEAR(report.probe_history[0].back(), report.probes[0], 0.02);
  ASSERT_TRUE(report.response) << report.no_response;
  EXPECT_EQ(report.limits.size(), 1u);
}

/// A die whose mean power runs away, heated for a third of a second: 5, 20 and 5 W.
PackageFile short_heating() {
  PackageFile file = read_package_text(sample, "short.toml");
  PackageBlock& core = file.stack.layers[0].blocks[0];
  file.stack.layers[0].blocks[1].trace.clear();
  file.stack.layers[0].blocks[1].power = 0;
  core.leakage_share = 0.5;
  core.trace = {0.05, 0.2, 0.05};
  core.power = 0.1;
  file.stack.boundary[5].convection = 3000;
  file.stack.leakage_doubling_interval = 5;
  file.stack.leakage_reference_temperature = 313.15;
  file.stack.trace_interval = 0.1;
  file.duration = 0.3;
  return file;
}

TEST(PackageReport, WhatRunsAwayInTheEndCanBeHeatedUntilThen) {
  const PackageFile file = short_heating();
  try {
    package_report(file, {.threads = 1});
    ADD_FAILURE() << "a steady state was found";
  } catch (const ModelError& error) {
    const std::string what = error.what();
    EXPECT_NE(what.find("thermal runaway"), std::string::npos) << what;
    EXPECT_NE(what.find("--no-steady"), std::string::npos) << what;
  }
  const PackageReport report = package_report(file, {.steady = false, .threads = 1});
  EXPECT_FALSE(report.steady || report.response);
  ASSERT_TRUE(report.heating);
  const double end = report.heating->hottest.back();
  EXPECT_GT(end, 315);
  const auto json = package_json(file, report);
  EXPECT_EQ(json.at("state"), "end of heating");
  EXPECT_NEAR(json.at("hottest_degC").get<double>(), end - 273.15, 1e-9);
  EXPECT_FALSE(json.contains("leakage_gain"));
  EXPECT_NEAR(json.at("blocks")[0].at("hottest_degC").get<double>(),
              report.heating->blocks[0].hottest.back() - 273.15, 1e-9);
  // Half of 0.05 W leaks at 40 degC, and the package is warmer: by its own leakage alone.
  EXPECT_NEAR(json.at("power_W").get<double>() - json.at("leakage_W").get<double>(), 0.025, 1e-12);
  EXPECT_GT(json.at("leakage_W").get<double>(), 0.025);
  EXPECT_NEAR(report.probes.at(0), report.probe_history.at(0).back(), 1e-9);
  EXPECT_NE(package_text(file, report).find("after 0.3 s of heating"), std::string::npos);
  EXPECT_NE(package_blocks_csv(file, report).find("active,core,die,"), std::string::npos);
  EXPECT_NE(package_layers_csv(file, report).find("active,0,"), std::string::npos);
  EXPECT_NE(package_probes_csv(file, report).find("corner,"), std::string::npos);
  EXPECT_FALSE(package_layer_map(report, hottest_layer(report)).empty());
  EXPECT_NE(package_map(file, report).title.find("after 0.3 s"), std::string::npos);
  EXPECT_EQ(package_volume(report, shown_temperature(report)).fields.front().values.size(),
            report.model.problem.cells());
}

TEST(PackageReport, NothingLeadsHeatAwayAndItWarmsByItsEnergy) {
  PackageFile file = short_heating();
  file.stack.boundary = {};
  file.stack.start_temperature = 300;
  EXPECT_THROW(package_report(file, {.leakage = false, .threads = 1}), ModelError);
  const PackageReport report = package_report(file, {.leakage = false, .steady = false, .threads = 1});
  // A mean of 0.1 W for 0.3 s into 4 mm2 of 0.45 mm silicon and 0.2 mm mould.
  const double capacity = 4e-6 * (0.45e-3 * 1.63e6 + 0.2e-3 * 1.7e6);
  double mean = 0;
  const auto& p = report.model.problem;
  for (std::size_t cell = 0; cell < p.cells(); ++cell) {
    const auto k = cell / std::size_t(p.nx()) % std::size_t(p.nz());
    const double volume = 4e-6 / 64 * (p.z[k + 1] - p.z[k]);
    mean += volume * p.materials[p.material[cell]].heat_capacity * report.heating->temperature[cell];
  }
  EXPECT_NEAR(mean / capacity, 300 + 0.1 * 0.3 / capacity, 0.02) << "2 mK a step are the tolerance";
}

TEST(PackageReport, WithoutSteadyStateAndHeatingNothingIsAsked) {
  PackageFile file = short_heating();
  EXPECT_THROW(package_report(file, {.steady = false, .heating = false}), std::invalid_argument);
}

TEST(PackageReport, TracesAreMetAtTheirSteps) {
  const PackageFile file = read_package_text(sample, "sample.toml");
  const PackageReport report = package_report(file, {.reduce = false, .threads = 1});
  const PackageHeating& h = *report.heating;
  ASSERT_EQ(h.times.size(), 9u) << "four in each interval, and the start";
  EXPECT_EQ(h.blocks[1].power[3], 0.25);
  EXPECT_EQ(h.blocks[1].power[4], 0.75) << "from 1 ms on";
  EXPECT_GT(h.blocks[1].mean[8] - h.blocks[1].mean[4], h.blocks[1].mean[4] - h.blocks[1].mean[0])
      << "three times the power";
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
