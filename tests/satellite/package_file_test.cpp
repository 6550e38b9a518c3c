#include "satellite/package_file.h"

#include <gtest/gtest.h>

#include <string>

#include "satellite/package_report.h"
#include "satellite/package_resistances.h"
#include "satellite/sizing.h"

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
        {"doubling_interval = 30\n", "", "bad.toml:28:2", "doubling_interval is missing"}}) {
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

TEST(PackageFile, CutOffAtAnyByteIsReadOrRefused) {
  for (std::size_t length = 0; length < sample.size(); ++length) {
    try {
      const PackageFile file = read_package_text(sample.substr(0, length), "cut.toml");
      EXPECT_FALSE(file.stack.layers.empty());
    } catch (const std::invalid_argument& error) {
      EXPECT_NE(std::string(error.what()).find("cut.toml"), std::string::npos) << error.what();
    }
  }
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
