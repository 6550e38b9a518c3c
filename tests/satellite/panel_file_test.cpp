#include "satellite/panel_file.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <string>

#include "physics/thermal/blackbody.h"
#include "satellite/flux_map.h"

namespace sunrack {
namespace {

const std::string sample = R"(name = "sample"
[panel]
tubes = 6
spacing = 80
length = "2 m"
[sheets]
thickness = 0.4
conductivity = 167
density = 2700
[core]
thickness = 13
conductivity_along = 1.2
conductivity_across = 0.8
conductivity_through = 2.5
density = 40
[tube]
inner_diameter = 6
wall = 1
conductivity = 167
density = 2700
bond_resistance = 0.02
[coolant]
fluid = "ammonia"
mass_flow = "20 g/s"
inlet = "40 degC"
flow = "serpentine"
loops = 2
interleaved = true
[face_a]
emissivity = 0.9
absorptance = 0.1
solar_irradiance = 100
patches = [{ from_x = 0, to_x = 1, from_y = 0, to_y = 0.2, absorbed = 30 }]
[face_b]
emissivity = 0.88
sink_temperature = 200
[failures]
dead_tubes = [3]
dry = [{ tube = 2, from = 0.5, to = 0.7 }]
[grid]
along = 10
across_contact = 2
across_fin = 4
sheet_layers = 1
core_layers = 2
[[probes]]
name = "middle"
x = 1
y = 0.24
[optimum]
spacing_low = 20
spacing_high = 300
thickness_low = 0.1
thickness_high = 2
)";

std::string replaced(std::string text, const std::string& from, const std::string& to) {
  const auto place = text.find(from);
  EXPECT_NE(place, std::string::npos) << from;
  return text.replace(place, from.size(), to);
}

std::string refusal(const std::string& text) {
  try {
    read_panel_text(text, "panel.toml");
  } catch (const SpecError& error) {
    return error.what();
  }
  return "no SpecError";
}

TEST(PanelFile, IsReadIntoSi) {
  const PanelFile file = read_panel_text(sample, "panel.toml");
  const PanelField& f = file.field;
  EXPECT_EQ(file.name, "sample");
  EXPECT_EQ(f.build.tubes, 6);
  EXPECT_EQ(f.build.spacing, 0.08);
  EXPECT_EQ(f.build.length, 2);
  EXPECT_EQ(f.build.contact_width, 0.008);  // the tube's outer diameter
  EXPECT_EQ(f.build.sheet_b.thickness, 0.4e-3);
  EXPECT_EQ(f.build.core.across, 0.8);
  const auto& c = std::get<CoolantTubes>(f.tubes);
  EXPECT_EQ(c.mass_flow, 0.02);
  EXPECT_EQ(c.inlet, 313.15);
  EXPECT_EQ(c.flow, PanelFlow::serpentine);
  EXPECT_TRUE(c.interleaved);
  EXPECT_DOUBLE_EQ(f.face_b.even.infrared_irradiance, grey_body_flux(1, 200));
  EXPECT_EQ(f.face_a.absorbed({0.4, 0.6, 0, 0.2}), 30);
  EXPECT_EQ(f.face_a.absorbed({1.4, 1.6, 0, 0.2}), 0);
  EXPECT_EQ(f.failures.dead_tubes, std::vector<int>{2});  // counted from one in the file
  EXPECT_EQ(f.failures.dry[0].tube, 1);
  EXPECT_EQ(f.grid.core_layers, 2);
  EXPECT_EQ(file.probes[0].name, "middle");
  EXPECT_EQ(file.optimum->most_spacing, 0.3);
  EXPECT_GT(f.build.tube_mass, 0.05);  // 59 g of metal and 16 of ammonia a metre
  EXPECT_LT(f.build.tube_mass, 0.1);
}

TEST(PanelFile, ReadsEveryWickAndAHeader) {
  const std::string head = sample.substr(0, sample.find("[tube]"));
  const std::string tail = replaced(sample.substr(sample.find("[face_a]")), "dry = [", "# dry = [");
  const std::string pipe =
      "[heat_pipes]\nfluid = \"ammonia\"\nouter_diameter = 12.7\nwall = 0.9\nconductivity = 167\nevaporator "
      "= \"15 cm\"\n";
  const auto with = [&](const std::string& rest) {
    return read_panel_text(head + pipe + rest + tail, "panel.toml");
  };
  const PanelFile grooves = with(
      "wick = \"axial-grooves\"\ngrooves = 27\ngroove_width = 0.6\ngroove_depth = 1.2\nheat_each = 50\n");
  EXPECT_EQ(std::get<AxialGrooves>(std::get<HeatPipeTubes>(grooves.field.tubes).pipe.wick).count, 27);
  EXPECT_EQ(std::get<HeatPipeTubes>(grooves.field.tubes).heat_each, 50);
  const PanelFile screen =
      with("wick = \"screen\"\nmesh = 8\nwire_diameter = 0.06\nwick_thickness = 0.5\nheat_each = 50\n");
  EXPECT_EQ(std::get<ScreenWick>(std::get<HeatPipeTubes>(screen.field.tubes).pipe.wick).mesh, 8000);
  const PanelFile sintered = with(
      "wick = \"sintered\"\nparticle_diameter = 0.1\nporosity = 0.45\nwick_thickness = 0.7\nheader = "
      "\"water\"\n"
      "mass_flow = 0.1\ninlet = 320\nheader_resistance = 0.05\n");
  EXPECT_EQ(std::get<HeatPipeTubes>(sintered.field.tubes).inlet, 320);
}

TEST(PanelFile, SaysWhereAndWhatIsWrong) {
  const std::vector<std::array<std::string, 4>> cases = {
      {"spacing = 80", "spcing = 80", "panel.toml:4:1: panel.spcing: unknown key",
       "nearest known key is spacing"},
      {"spacing = 80", "spacing = -80", "panel.toml:4:11: panel.spacing = -80", "must be positive"},
      {"spacing = 80", "spacing = \"80 kg\"", "panel.toml:4:11", "a length is needed"},
      {"spacing = 80", "spacing = nan", "panel.toml:4:11", "finite"},
      {"spacing = 80", "spacing = 5", "panel.toml:4:11", "outer diameter"},
      {"thickness = 13", "thickness = 5", "panel.toml:11:13: core.thickness = 5", "what fills it, 8 mm"},
      {"dead_tubes = [3]", "dead_tubes = [3, 3]", "panel.toml:38:18: failures.dead_tubes[1] = 3", "twice"},
      {"dry = [{ tube = 2", "dry = [{ tube = 3", "panel.toml:39:17: failures.dry[0].tube = 3", "is dead"},
      {"tubes = 6", "tubes = 6.5", "panel.toml:3:9", "whole number"},
      {"tubes = 6", "", "panel.toml:2:", "tubes is missing"},
      {"\"ammonia\"", "\"amonia\"", "panel.toml:23:9", "nearest is \"ammonia\""},
      {"inlet = \"40 degC\"", "inlet = 500", "panel.toml:25:9", "is known from"},
      {"flow = \"serpentine\"", "flow = \"snake\"", "panel.toml:26:8", "parallel, counterflow, serpentine"},
      {"loops = 2", "loops = 7", "panel.toml:27:9", "from 1 to 6"},
      {"interleaved = true", "interleaved = 1", "panel.toml:28:15", "true or false"},
      {"emissivity = 0.9\n", "emissivity = 1.9\n", "panel.toml:30:14", "from 0 to 1"},
      {"sink_temperature = 200", "sink_temperature = 200\ninfrared_irradiance = 3",
       "panel.toml:37:", "does not go with sink_temperature"},
      {"to_y = 0.2,", "to_y = 0.9,", "panel.toml:33:", "reaches beyond the panel"},
      {"dead_tubes = [3]", "dead_tubes = [0]", "panel.toml:38:15: failures.dead_tubes[0] = 0", "from 1 to 6"},
      {"from = 0.5, to = 0.7", "from = 0.9, to = 0.7", "panel.toml:39:", "from below to"},
      {"across_fin = 4", "across_fin = 5", "panel.toml:43:14", "even"},
      {"sheet_layers = 1\n", "", "panel.toml:", "core_layers"},
      {"x = 1\n", "x = 3\n", "panel.toml:48:5", "beyond the panel"},
      {"spacing_low = 20", "spacing_low = 2", "panel.toml:51:15", "contact width"},
      {"[coolant]", "[coolan]", "panel.toml:22:", "nearest known key is coolant"},
      {"[held]", "", "", ""},
  };
  for (const auto& [from, to, place, rule] : cases) {
    if (place.empty()) continue;
    const std::string message = refusal(replaced(sample, from, to));
    EXPECT_NE(message.find(place), std::string::npos) << message << "\n  lacks " << place;
    EXPECT_NE(message.find(rule), std::string::npos) << message << "\n  lacks " << rule;
  }
  EXPECT_NE(refusal(sample + "[held]\ntemperature = 300\nresistance = 0.01\n").find("has one of"),
            std::string::npos);
  EXPECT_NE(refusal("").find("holds no panel"), std::string::npos);
  EXPECT_NE(refusal("[panel]\ntubes = [").find("not valid TOML"), std::string::npos);
  EXPECT_NE(refusal(std::string("name = \"a\0b\"", 12)).find("not a text in UTF-8"), std::string::npos);
}

TEST(PanelFile, RefusesKeysThatWouldDoNothing) {
  const std::vector<std::array<std::string, 4>> cases = {
      {"absorptance = 0.1\n", "", "panel.toml:31:20: face_a.solar_irradiance = 100", "absorptance"},
      {"solar_irradiance = 100\n", "", "panel.toml:31:15: face_a.absorptance = 0.1", "solar_irradiance"},
      {"loops = 2\n", "", "panel.toml:27:15: coolant.interleaved = true", "one loop"},
      {"conductivity_along = 1.2", "conductivity = 2\nconductivity_along = 1.2",
       "panel.toml:12:16: core.conductivity = 2", "one for each direction"},
      {"spacing = 80", "spacing = 80\ncontact_width = 80", "panel.toml:44:14: grid.across_fin = 4",
       "there is no fin"},
  };
  for (const auto& [from, to, place, rule] : cases) {
    const std::string message = refusal(replaced(sample, from, to));
    EXPECT_NE(message.find(place), std::string::npos) << message << "\n  lacks " << place;
    EXPECT_NE(message.find(rule), std::string::npos) << message << "\n  lacks " << rule;
  }
  const auto core = sample.find("[core]"), tube = sample.find("[tube]");
  const std::string bare = sample.substr(0, core) + sample.substr(tube);
  EXPECT_NE(refusal(bare).find("grid.core_layers = 2: there is no [core]"), std::string::npos)
      << refusal(bare);
  const std::string one = replaced(replaced(bare, "thickness = 0.4", "thickness_a = 0.4"), "spacing = 80",
                                   "spacing = 80\nseat = \"a\"");
  EXPECT_TRUE(refusal(one).starts_with("panel.toml:5:8: panel.seat = \"a\": does nothing with one sheet"))
      << refusal(one);
}

const std::string grooved_pipes = R"([heat_pipes]
fluid = "ammonia"
outer_diameter = 12.7
wall = 0.9
conductivity = 167
wick = "axial-grooves"
grooves = 27
groove_width = 0.6
groove_depth = 1.2
evaporator = "15 cm"
heat_each = 50
)";
std::string with_pipes(const std::string& pipes) {
  return sample.substr(0, sample.find("[tube]")) + pipes + sample.substr(sample.find("[face_a]"));
}

TEST(PanelFile, AHeatPipeWithAHoleIsDeadAndHasNoDryStretch) {
  const std::string message = refusal(with_pipes(grooved_pipes));
  EXPECT_NE(message.find("panel.toml:37:7: failures.dry"), std::string::npos) << message;
  EXPECT_NE(message.find("name it in dead_tubes"), std::string::npos) << message;
}

TEST(PanelFile, TellsOnePlaceForHeatPipesWiderThanTheirPitch) {
  const std::string message =
      refusal(with_pipes(replaced(grooved_pipes, "outer_diameter = 12.7", "outer_diameter = 200")));
  EXPECT_TRUE(message.starts_with("panel.toml:4:11: panel.spacing = 80: must be at least")) << message;
  EXPECT_EQ(message.find("panel.toml", 1), std::string::npos) << message;
}

TEST(PanelFile, TellsAtWhichKeyAPanelThatEmitsNothingStands) {
  const std::string message = refusal(replaced(replaced(sample, "emissivity = 0.9\n", "emissivity = 0\n"),
                                               "emissivity = 0.88", "emissivity = 0"));
  EXPECT_TRUE(message.starts_with("panel.toml:30:14: face_a.emissivity = 0: sum of emissivities")) << message;
}

TEST(PanelFile, TellsWhereAMapIsNamedThatIsNotThere) {
  for (const char* name : {"none.csv", ".", "/dev/null"}) {
    const std::string message = refusal(replaced(
        sample, "sink_temperature = 200", std::string("sink_temperature = 200\nmap = \"") + name + "\""));
    EXPECT_TRUE(message.starts_with(std::string("panel.toml:37:7: face_b.map = \"") + name + "\""))
        << message;
    EXPECT_NE(message.find("a CSV file of flux is needed"), std::string::npos) << message;
  }
}

TEST(PanelFile, CutOffAtAnyByteIsReadOrRefused) {
  for (std::size_t length = 0; length < sample.size(); ++length) {
    try {
      read_panel_text(sample.substr(0, length), "panel.toml");
    } catch (const SpecError& error) {
      EXPECT_TRUE(std::string(error.what()).starts_with("panel.toml:")) << length << ": " << error.what();
    }
  }
}

TEST(PanelFile, EveryByteChangedIsReadOrRefused) {
  for (std::size_t n = 0; n < sample.size(); n += 3)
    for (const char other : {'[', '"', '9', '-', '\n'}) {
      std::string changed = sample;
      changed[n] = other;
      try {
        read_panel_text(changed, "panel.toml");
      } catch (const SpecError&) {
      }
    }
}

TEST(FluxMap, IsBilinearBetweenItsPoints) {
  const FluxMap map = read_flux_map_text(
      "# from elsewhere\nx_m,y_m,absorbed_W_per_m2\n0,0,10\n2,0,30\n0,1,20\n2,1,80\n", "map.csv");
  EXPECT_EQ(map.at(0, 0), 10);
  EXPECT_EQ(map.at(2, 1), 80);
  EXPECT_DOUBLE_EQ(map.at(1, 0.5), 35);
  EXPECT_TRUE(map.covers(2, 1));
  EXPECT_FALSE(map.covers(2.1, 1));
}

TEST(FluxMap, MeansOverCellsAddUpToTheWholeWhateverTheCells) {
  // A peak between two cells' middles, which values at the middles would miss.
  const FluxMap map = read_flux_map_text(
      "\xEF\xBB\xBFx_m,y_m,absorbed_W_per_m2\n"  // as spreadsheets begin a file
      "0,0,0\n0.99,0,0\n1,0,500\n1.01,0,0\n2,0,0\n0,1,0\n0.99,1,0\n1,1,500\n1.01,1,0\n2,1,0\n",
      "map.csv");
  const double watts = 500 * 0.02 / 2;  // a triangle, 1 m wide
  EXPECT_NEAR(2 * map.mean({0, 2, 0, 1}), watts, 1e-12);
  double sum = 0;
  for (int i = 0; i < 7; ++i)
    for (const auto& [from, to] : {std::pair(0.0, 0.3), {0.3, 1.0}}) {
      const PanelArea cell{2.0 * i / 7, 2.0 * (i + 1) / 7, from, to};
      sum += map.mean(cell) * (cell.to_x - cell.from_x) * (cell.to_y - cell.from_y);
    }
  EXPECT_NEAR(sum, watts, 1e-12);
  EXPECT_NEAR(map.mean({1, 1.005, 0.2, 0.4}), 375, 1e-9);
}

TEST(FluxMap, SaysWhichLineIsWrong) {
  const auto message = [](const std::string& text) -> std::string {
    try {
      read_flux_map_text(text, "map.csv");
    } catch (const SpecError& error) {
      return error.what();
    }
    return "no SpecError";
  };
  const std::string head = "x_m,y_m,absorbed_W_per_m2\n";
  EXPECT_NE(message("0,0,1\n").find("map.csv:1"), std::string::npos);
  EXPECT_NE(message(head + "0,0\n").find("map.csv:2: has 2 values"), std::string::npos);
  EXPECT_NE(message(head + "0,0,a\n").find("map.csv:2: \"a\" is no finite number"), std::string::npos);
  EXPECT_NE(message(head + "0,0,-1\n").find("must not be negative"), std::string::npos);
  EXPECT_NE(message(head + "0,0,1\n0,0,2\n").find("map.csv:3: the point"), std::string::npos);
  EXPECT_NE(message(head + "0,0,1\n1,0,2\n0,1,3\n").find("no rectangular grid"), std::string::npos);
  EXPECT_NE(message(head + "0,0,1\n1,0,2\n0,1,3\n2,1,3\n").find("no rectangular grid"), std::string::npos);
}

}  // namespace
}  // namespace sunrack
