#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "satellite/panel_report.h"

namespace sunrack {
namespace {

PanelFile panel(const std::string& more) {
  return read_panel_text(R"(name = "sample"
[panel]
tubes = 8
spacing = 80
length = "1 m"
[sheets]
thickness_a = 0.8
conductivity = 167
[tube]
inner_diameter = 6
wall = 1
conductivity = 167
[coolant]
fluid = "ammonia"
mass_flow = "40 g/s"
inlet = "40 degC"
loops = 2
[face_a]
emissivity = 0.9
[face_b]
emissivity = 0.88
[grid]
along = 6
across_contact = 2
across_fin = 4
)" + more,
                         "panel.toml");
}

std::size_t lines(const std::string& text) { return std::size_t(std::count(text.begin(), text.end(), '\n')); }
bool says(const std::string& text, const std::string& words) { return text.find(words) != std::string::npos; }

TEST(PanelText, SumsUpTubesAndPathsAndLeavesAllOfThemToTheTables) {
  const PanelFile file = panel("[failures]\ndead_tubes = [3]\n");
  const PanelReport report = panel_report(file);
  const std::string text = panel_text(file, report);
  EXPECT_TRUE(says(text, "8 tubes, 7 alive")) << text;
  EXPECT_TRUE(says(text, "dead, with the sheet at their beginning: 3 (")) << text;
  std::size_t least = 0;
  for (std::size_t t = 0; t < report.answer.tubes.size(); ++t)
    if (report.answer.tubes[t].alive && report.answer.tubes[t].heat < report.answer.tubes[least].heat)
      least = t;
  EXPECT_TRUE(says(text, "tube " + std::to_string(least + 1) + " gives least")) << text;
  EXPECT_EQ(lines(panel_tubes_csv(report)), 1 + 8u);
  EXPECT_EQ(lines(panel_paths_csv(report)), 1 + 7u);
  EXPECT_EQ(panel_json(file, report).at("tubes").size(), 8u);
  EXPECT_EQ(panel_json(file, report).at("paths").at(0).at("tubes"), std::vector<int>{1});
}

TEST(PanelText, IsNoLongerForManyTubesAndNamesNoLeastAmongEquals) {
  PanelFile few = panel(""), many = few;
  many.field.build.tubes = 40;
  many.field.face_a.even = many.field.face_b.even = {.emissivity = 0.9};
  few.field.face_a.even = few.field.face_b.even = {.emissivity = 0.9};
  const std::string text = panel_text(many, panel_report(many));
  EXPECT_EQ(lines(text), lines(panel_text(few, panel_report(few))));
  EXPECT_FALSE(says(text, "gives least")) << text;  // all alike
}

TEST(PanelText, SaysThatSheetsWithoutACoreTouch) {
  PanelFile file = panel("");
  EXPECT_FALSE(says(panel_text(file, panel_report(file)), "note:"));
  file.field.build.sheet_b = file.field.build.sheet_a;
  const PanelReport report = panel_report(file);
  EXPECT_TRUE(says(panel_text(file, report), "note: the two sheets have no [core]"));
  EXPECT_TRUE(says(panel_json(file, report).at("notes").at(0), "though what lies between them is 8 mm wide"));
  file.field.build.core = {.thickness = 0.012, .along = 1, .across = 1, .through = 2};
  EXPECT_FALSE(says(panel_text(file, panel_report(file)), "note:"));
}

TEST(PanelText, SaysWhichLoopIsGone) {
  const PanelFile file = panel("[failures]\nsevered_loops = [2]\n");
  EXPECT_TRUE(says(panel_text(file, panel_report(file)), "   2  severed"));
}

TEST(PanelText, SaysFlowAndHeatOfALoopInOneRowAndWhatAllLoopsPump) {
  const PanelFile file = panel("");
  const PanelReport report = panel_report(file);
  const std::string text = panel_text(file, report);
  double heat = 0;
  for (const PanelPathAnswer& path : report.answer.paths) heat += path.loop == 0 ? path.heat : 0;
  // 40 g/s each loop, 10 g/s each of its four tubes.
  EXPECT_TRUE(says(text, fmt::format("\n   1        40  {:>8.2f}      4               10      10", heat)))
      << text;
  EXPECT_TRUE(says(text, "all loops together 80 g/s")) << text;
  EXPECT_TRUE(says(text, "313.15 K (40.00 degC) in")) << text;
}

TEST(PanelText, TellsWhereTheWallIsBelowFreezing) {
  PanelFile file = panel("");
  auto& coolant = std::get<CoolantTubes>(file.field.tubes);
  coolant.coolant = &Coolant::named("water");
  coolant.inlet = 275.15;
  PanelReport report = panel_report(file);
  ASSERT_EQ(report.answer.cold_walls.size(), 1u);
  EXPECT_GT(report.answer.paths[0].outlet, 273.16);
  EXPECT_LT(report.answer.cold_walls[0].temperature, 273.16);
  EXPECT_TRUE(says(panel_text(file, report), "note: the wall in tube")) << panel_text(file, report);
  EXPECT_TRUE(says(panel_text(file, report), "below the freezing point of water"))
      << panel_text(file, report);
  const auto json = panel_json(file, report);
  EXPECT_LT(json.at("coldest_walls").at(0).at("margin_K"), 0);
  EXPECT_EQ(json.at("coldest_walls").at(0).at("freezing_K"), 273.16);
  EXPECT_EQ(json.at("notes").size(), 1u);
  coolant.inlet = 293.15;
  report = panel_report(file);
  EXPECT_FALSE(says(panel_text(file, report), "note:")) << panel_text(file, report);
  EXPECT_TRUE(says(panel_text(file, report), "K above freezing")) << panel_text(file, report);
}

TEST(PanelText, TellsThatEvenFlowsHaveUnevenDrops) {
  PanelFile file = panel("");
  auto& coolant = std::get<CoolantTubes>(file.field.tubes);
  coolant.coolant = &Coolant::named("propylene-glycol-50");
  coolant.mass_flow = 6e-3, coolant.inlet = 283.15, coolant.interleaved = true;
  file.field.face_a.absorbed = [](const PanelArea& area) {
    return 500 * share_within(area, {0, 1, 0, 0.32});
  };
  EXPECT_TRUE(says(panel_text(file, panel_report(file)), "note: the tubes of loop 2 have equal flows"))
      << panel_text(file, panel_report(file));
  coolant.flow = PanelFlow::shared_drop;
  EXPECT_FALSE(says(panel_text(file, panel_report(file)), "equal flows"));
}

TEST(PanelText, EstimatesWhatTheCellsAcrossErr) {
  PanelFile file = panel("");
  file.field.build.spacing = 3;
  file.field.grid.across_contact = 4, file.field.grid.across_fin = 16;
  const PanelReport coarse = panel_report(file);
  EXPECT_TRUE(says(panel_text(file, coarse), "note: the cells across are too large: -"))
      << panel_text(file, coarse);
  file.field.grid.across_contact = 32, file.field.grid.across_fin = 800;
  const double exact = panel_report(file).answer.heat;
  // At the fluid's mean temperature and with order 2: a fifth of the error is left.
  const double error = coarse.answer.heat / exact - 1;
  EXPECT_LT(error, -0.03);
  EXPECT_NEAR(*coarse.mesh_error_across / error, 1, 0.2);
  file.field.grid.across_contact = 8, file.field.grid.across_fin = 0;
  EXPECT_FALSE(says(panel_text(file, panel_report(file)), "note:"));
}

TEST(PanelText, NamesEachEfficiencyByWhatItIsOf) {
  PanelFile file = panel("");
  file.field.build.sheet_a.density = file.field.build.sheet_b.density = 2700;
  file.optimum = PanelPitchRange{0.02, 0.2, 1e-4, 1e-3};
  const PanelReport report = panel_report(file);
  const auto json = panel_json(file, report);
  EXPECT_FALSE(json.contains("efficiency"));
  EXPECT_LT(json.at("efficiency_to_hottest_tube"), json.at("pitch").at("efficiency_to_fluid"));
  EXPECT_LT(json.at("pitch").at("fluid_K"), 313.15);
  EXPECT_TRUE(
      says(panel_text(file, report), "heat over that of a panel all at its hottest tube's temperature"));
  EXPECT_TRUE(says(panel_text(file, report), "one pitch alone, its fluid at the panel's mean"));
}

TEST(PanelText, SaysThatNothingRunsInADeadTube) {
  const PanelFile file = panel("[failures]\ndead_tubes = [3]\n");
  const PanelReport report = panel_report(file);
  const auto dead = panel_json(file, report).at("tubes").at(2);
  EXPECT_TRUE(dead.at("inlet_K").is_null());
  EXPECT_TRUE(dead.at("outlet_K").is_null());
  EXPECT_GT(dead.at("sheet_at_beginning_K"), 250);
  EXPECT_TRUE(says(panel_tubes_csv(report), "\n3,0,0,,,"));
}

TEST(PanelText, AsksWhetherASlipOfUnitsIsMeant) {
  PanelFile file = panel("");
  file.field.tubes = HeldTubes{50, 0.02};
  file.field.build.sheet_a.thickness = 0.3;
  const std::string text = panel_text(file, panel_report(file));
  EXPECT_TRUE(says(text, "note: held.temperature = 50 K: is it in degC?")) << text;
  EXPECT_TRUE(says(text, "note: a sheet is 300 mm thick")) << text;
}

TEST(PanelPlots, ShowEitherFaceUnderItsName) {
  PanelFile file = panel("");
  file.field.build.sheet_b = file.field.build.sheet_a;
  file.field.build.core = {.thickness = 0.012, .along = 1, .across = 1, .through = 0.1};
  file.field.build.seat = TubeSeat::sheet_a;
  const PanelReport report = panel_report(file);
  const MapPlot a = panel_map(file, report), b = panel_map(file, report, BoxFace::z_high);
  EXPECT_TRUE(says(a.title, "by face a"));
  EXPECT_EQ(b.value_label, "face b [K]");
  EXPECT_GT(a.value(0.5, 0.04), b.value(0.5, 0.04) + 1);  // the tube sits on a
}

TEST(PanelPlots, SayHowManyTubesTheyShow) {
  PanelFile file = panel("");
  EXPECT_FALSE(says(panel_fluid_plot(file, panel_report(file)).title, "shown"));
  file.field.build.tubes = 12;
  EXPECT_TRUE(says(panel_fluid_plot(file, panel_report(file)).title, "10 of 12 tubes shown"));
  file.field.build.tubes = 10;
  file.field.failures.dead_tubes = {6};
  EXPECT_EQ(panel_fluid_plot(file, panel_report(file)).series.size(), 10u);
}

}  // namespace
}  // namespace sunrack
