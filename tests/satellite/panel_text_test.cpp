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
thickness = 0.4
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

TEST(PanelText, SaysWhichLoopIsGone) {
  const PanelFile file = panel("[failures]\nsevered_loops = [2]\n");
  EXPECT_TRUE(says(panel_text(file, panel_report(file)), "   2  severed"));
}

}  // namespace
}  // namespace sunrack
