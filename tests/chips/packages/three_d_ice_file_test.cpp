#include "chips/packages/three_d_ice_file.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <map>

#include "chips/packages/electro_thermal.h"
#include "tests/chips/packages/stack_words.h"

namespace sunrack {
namespace {

const std::string sample = R"(// two dies under a lid
material SILICON :
   thermal conductivity     1.30e-4 ;
   volumetric heat capacity 1.628e-12 ;
material BEOL : thermal conductivity 2.25e-6, 2.25e-6, 1.5e-6 ; volumetric heat capacity 2.175e-12 ;
material COPPER :
   thermal conductivity 3.9e-4 ;
   volumetric heat capacity 3.45e-12 ;

top heat sink :
   heat transfer coefficient 1.0e-8 ;
   temperature 313.15 ;

dimensions :
   chip length 8000 , width 6000 ;
   cell length  500 , width  500 ;

layer LID :
   height 1000 ;
   material COPPER ;

die LOGIC :
   layer 10 BEOL ;
   source 5 SILICON ;
   layer 50 SILICON layout "islands.lyt" ;

stack :
   layer TOP LID ;
   die   UPPER LOGIC floorplan "upper.flp" ;
   layer GLUE 20 BEOL ;
   die   LOWER LOGIC floorplan "lower.flp" ;

solver :
   transient step 0.001, slot 0.01 ;
   initial temperature 300.0 ;

output :
   Tmap ( UPPER, "map.txt", final ) ;
)";

const std::map<std::string, std::string> beside = {
    {"upper.flp",
     "CORE :\n  position 0, 0 ;\n  dimension 4000, 6000 ;\n  power values 10.0, 4.0 ;\n"
     "CACHE :\n  rectangle (4000, 0, 4000, 3000) ;\n  rectangle (4000, 3000, 2000, 3000) ;\n"
     "  power values 2.0, 1.0 ;\n"},
    {"lower.flp", "ALL :\n position 0, 0 ;\n dimension 8000, 6000 ;\n power values 1 ;\n"},
    {"islands.lyt", "COPPER :\n position 1000, 1000 ;\n dimension 500, 500 ;\n"},
};

std::string text_of(const std::string& name, const SourcePlace& place) {
  const auto found = beside.find(name);
  if (found == beside.end()) refuse_package(place, "cannot read " + name);
  return found->second;
}

PackageStack read(const std::string& text) { return read_three_d_ice_text(text, "a.stk", text_of); }

std::string complaint(const std::string& text, const PackageFiles& files = text_of) {
  try {
    read_three_d_ice_text(text, "a.stk", files);
  } catch (const PackageError& error) {
    return error.what();
  }
  return "";
}

std::string replaced(std::string text, const std::string& what, const std::string& by) {
  const auto at = text.find(what);
  EXPECT_NE(at, std::string::npos) << what;
  return text.replace(at, what.size(), by);
}

TEST(ThreeDIceFile, LayersComeFromTheBottomUpInSiUnits) {
  const PackageStack stack = read(sample);
  std::vector<std::string> names;
  for (const PackageLayer& layer : stack.layers) names.push_back(layer.name);
  EXPECT_EQ(names, (std::vector<std::string>{"LOWER layer 3", "LOWER", "LOWER layer 1", "GLUE",
                                             "UPPER layer 3", "UPPER", "UPPER layer 1", "TOP"}));
  EXPECT_DOUBLE_EQ(stack.layers[0].thickness, 50e-6);
  EXPECT_NEAR(stack.materials[0].kx, 130, 1e-10);
  EXPECT_NEAR(stack.materials[1].kz, 1.5, 1e-12);
  EXPECT_NEAR(stack.materials[2].heat_capacity, 3.45e6, 1e-6);
  EXPECT_NEAR(stack.boundary[std::size_t(BoxFace::z_high)].convection, 1e4, 1e-8);
  EXPECT_EQ(stack.layers[5].blocks[1].where.size(), 2u);
  EXPECT_EQ(stack.layers[5].blocks[0].trace, (std::vector<double>{10, 4}));
  EXPECT_EQ(stack.layers[0].blocks.at(0).material, 2);
  EXPECT_DOUBLE_EQ(total_power(stack), 13);
  EXPECT_DOUBLE_EQ(stack.trace_interval, 0.01);
  EXPECT_DOUBLE_EQ(stack.start_temperature, 300);
}

TEST(ThreeDIceFile, ItsCellsAreTheFilesOwnOneThroughEachLayer) {
  const PackageStack stack = read(sample);
  const PackageModel model = package_model(stack);
  EXPECT_EQ(model.problem.nx(), 16);
  EXPECT_EQ(model.problem.ny(), 12);
  EXPECT_EQ(model.problem.nz(), 8);
  EXPECT_EQ(model.notes.size(), 2u);  // two heated layers of one cell
  const PackageAnswer answer = electro_thermal(stack, model);
  EXPECT_NEAR(answer.solution.boundary_heat, 13, 1e-8);
  EXPECT_GT(package_model(stack, {.own_cells = false}).problem.nz(), 14);
}

TEST(ThreeDIceFile, RectanglesGrowToWholeCells) {
  const PackageStack stack =
      read_three_d_ice_text(sample, "a.stk", [](const std::string& name, const SourcePlace& p) {
        return name == "lower.flp" ? "A :\n position 100, 0 ;\n dimension 500, 6000 ;\n power values 1 ;\n"
                                   : text_of(name, p);
      });
  const PackageModel model = package_model(stack);
  const auto block = std::find_if(model.blocks.begin(), model.blocks.end(),
                                  [](const BlockCells& b) { return b.layer == 1; });
  ASSERT_NE(block, model.blocks.end());
  EXPECT_EQ(block->cells.size(), 2u * 12u);
  for (const double share : block->share) EXPECT_NEAR(share, 1.0 / 24, 1e-12);
}

TEST(ThreeDIceFile, EachMistakeNamesItsLine) {
  EXPECT_EQ(complaint(replaced(sample, "material COPPER ;", "material COPER ;")),
            "a.stk:20:13: unknown material COPER; the nearest is COPPER; known are SILICON, BEOL, COPPER");
  EXPECT_EQ(complaint(replaced(sample, "heat transfer", "heet transfer")),
            "a.stk:11:4: expected \"heat\", but found \"heet\"");
  EXPECT_EQ(complaint(replaced(sample, "upper.flp", "uper.flp")), "a.stk:29:4: cannot read uper.flp");
  EXPECT_EQ(complaint(replaced(sample, "UPPER LOGIC", "UPPER LOGIK")),
            "a.stk:29:4: unknown die LOGIK; the nearest is LOGIC");
  EXPECT_EQ(complaint(replaced(sample, "height 1000", "height 0")),
            "a.stk:19:11: thickness = 0 um: must be positive");
  EXPECT_NE(
      complaint(replaced(sample, "top heat sink", "microchannel 4rm")).find("a.stk:10:1: expected solid"),
      std::string::npos);
  EXPECT_THROW(package_model(read(replaced(sample, "chip length 8000", "chip length 8100"))), PackageError);
}

TEST(ThreeDIceFile, MistakesInAFloorplanNameItsFile) {
  const auto with = [](const std::string& floorplan) {
    return complaint(sample, [&](const std::string& name, const SourcePlace& place) {
      return name == "lower.flp" ? floorplan : text_of(name, place);
    });
  };
  EXPECT_EQ(with("A :\n position 0, 0 ;\n dimension 9000, 10 ;\n power values 1 ;\n").substr(0, 32),
            "lower.flp:1:1: block A: 0 to 9 m");
  EXPECT_NE(with("A : position 0,0 ; dimension 10,10 ; power values 1 ;\n"
                 "B : position 5,5 ; dimension 10,10 ; power values 1 ;")
                .find("lower.flp:2:1: block B (0.005 to 0.015 mm by 0.005 to 0.015 mm) overlaps block A"),
            std::string::npos);
  EXPECT_EQ(with("A : position 0,0 ; dimension 10,10 ; power values -1 ;"),
            "lower.flp:1:51: block A: power = -1 W: must not be negative");
  EXPECT_EQ(with(""), "lower.flp:1:1: expected an element of a floorplan, but the file ends");
}

// What is cut off is missed, unless it is only the output that 3D-ICE would write, blanks or comments.
TEST(ThreeDIceFile, TruncatedAtEveryByteItIsRefusedWithALineOrSaysTheSame) {
  const std::string whole = stack_words(read(sample));
  const std::size_t outputs = sample.find("\n\noutput");
  for (std::size_t size = 0; size < sample.size(); ++size) {
    const std::string cut = sample.substr(0, size), message = complaint(cut);
    if (message.empty()) {
      EXPECT_GE(size, outputs) << cut.substr(cut.size() - 20);
      EXPECT_EQ(stack_words(read(cut)), whole) << size;
    } else {
      EXPECT_EQ(message.substr(0, 6), "a.stk:") << size << " " << message;
    }
  }
}

// A floorplan does not say how many elements it has: one that ends after an element is one with fewer.
TEST(ThreeDIceFile, AFloorplanTruncatedWithinAnElementIsRefused) {
  const std::string floorplan = beside.at("upper.flp");
  const std::string first = floorplan.substr(0, floorplan.find("CACHE"));
  for (std::size_t size = 0; size < floorplan.size(); ++size) {
    const std::string message = complaint(sample, [&](const std::string& name, const SourcePlace& place) {
      return name == "upper.flp" ? floorplan.substr(0, size) : text_of(name, place);
    });
    const auto end = floorplan.substr(0, size).find_last_not_of(" \n");
    const bool whole_elements = size > 0 && (end == first.rfind(';') || end == floorplan.rfind(';'));
    EXPECT_EQ(message.empty(), whole_elements) << size << " " << message;
    if (!message.empty()) {
      EXPECT_EQ(message.substr(0, 10), "upper.flp:") << size << " " << message;
    }
  }
}

TEST(ThreeDIceFile, NoSectionStandsTwice) {
  const auto twice = [](const std::string& section) {
    return complaint(sample.substr(0, sample.find("output")) + section);
  };
  EXPECT_EQ(twice("dimensions : chip length 9000 , width 6000 ; cell length 500 , width 500 ;"),
            "a.stk:37:1: dimensions is described twice; the first is on line 14");
  EXPECT_EQ(twice("solver : steady ;"), "a.stk:37:1: solver is described twice; the first is on line 33");
  EXPECT_EQ(twice("layer LID : height 10 ; material COPPER ;"),
            "a.stk:37:1: layer LID is described twice; the first is on line 18");
  EXPECT_EQ(twice("die LOGIC : source 5 SILICON ;"),
            "a.stk:37:1: die LOGIC is described twice; the first is on line 22");
  EXPECT_EQ(twice("top heat sink : heat transfer coefficient 2e-8 ; temperature 300 ;"),
            "a.stk:37:1: top heat sink is described twice; the first is on line 10");
  EXPECT_EQ(twice("material BEOL : thermal conductivity 1e-4 ; volumetric heat capacity 1e-12 ;"),
            "a.stk:37:1: material BEOL is described twice; the first is on line 5");
  EXPECT_EQ(twice("initial temperature 290 ;"),
            "a.stk:37:1: initial temperature is described twice; the first is on line 35");
  EXPECT_EQ(complaint(sample + "solver : steady ;"),
            "a.stk:39:1: solver is described twice; the first is on line 33");
  EXPECT_EQ(complaint(replaced(sample, "GLUE 20", "UPPER 20")),
            "a.stk:30:4: element UPPER of the stack is described twice; the first is on line 29");
}

TEST(ThreeDIceFile, ALayoutDoesNotDescribeAKnownMaterialOtherwise) {
  const auto with = [](const std::string& conductivity) {
    return complaint(sample, [&](const std::string& name, const SourcePlace& place) {
      return name == "islands.lyt" ? "material COPPER : thermal conductivity " + conductivity +
                                         " ; volumetric heat capacity 3.45e-12 ;\n" + beside.at(name)
                                   : text_of(name, place);
    });
  };
  EXPECT_EQ(with("3.9e-4"), "") << "said again for both dies, as it is";
  EXPECT_EQ(with("3.8e-4"), "islands.lyt:1:1: material COPPER is described otherwise in a.stk:6");
}

TEST(ThreeDIceFile, ASolverAndADieAreNeeded) {
  EXPECT_NE(complaint(sample.substr(0, sample.find("solver"))).find("no \"solver:\" is described"),
            std::string::npos);
  EXPECT_NE(complaint(sample.substr(0, sample.find("   initial"))).find("no \"initial temperature\""),
            std::string::npos);
  std::string no_die = replaced(sample, "   die   UPPER LOGIC floorplan \"upper.flp\" ;\n", "");
  no_die = replaced(no_die, "   die   LOWER LOGIC floorplan \"lower.flp\" ;\n", "");
  EXPECT_EQ(complaint(no_die), "a.stk:28:4: the stack has no die: nothing in it dissipates");
}

TEST(ThreeDIceFile, AMagnitudeThatCannotBeIsRefusedWithItsUnit) {
  EXPECT_EQ(complaint(replaced(sample, "1.30e-4", "130")),
            "a.stk:3:29: conductivity = 130 W/(um K) is 1.3e+08 W/(m K) (3D-ICE counts in W/(um K): is the "
            "number in W/(m K)?): must be 1e-09 to 1e+07 W/(m K)");
  EXPECT_NE(
      complaint(replaced(sample, "chip length 8000", "chip length 8e12")).find("a.stk:15:16: chip length"),
      std::string::npos);
  const auto floorplan = [](const std::string& dimension) {
    return complaint(sample, [&](const std::string& name, const SourcePlace& place) {
      return name == "lower.flp" ? "A : position 0,0 ; dimension " + dimension + " ; power values 1 ;"
                                 : text_of(name, place);
    });
  };
  EXPECT_EQ(floorplan("2000, 1e-9"),
            "lower.flp:1:1: block A: depth = 1e-12 mm is too small for the 6 mm of a, must be at least 1e-07 "
            "of it");
}

TEST(ThreeDIceFile, SaysWhichPowerIsSteadyAndWhichTemperatureLooksLikeDegC) {
  const auto notes = [](const std::string& text) {
    std::string all;
    for (const std::string& note : read(text).notes) all += note + "\n";
    return all;
  };
  EXPECT_NE(notes(sample).find("upper.flp:1:1: blocks have several powers: the steady state takes the first"),
            std::string::npos);
  EXPECT_NE(notes(replaced(sample, "temperature 313.15", "temperature 45"))
                .find("a.stk:12:16: temperature = 45 K: is it in degC?"),
            std::string::npos);
  EXPECT_EQ(notes(sample).find("degC"), std::string::npos);
}

TEST(ThreeDIceFile, FloorplansAreNamedWithTheirFolder) {
  const auto bad = [](const std::string& name, const SourcePlace& place) {
    return name == "lower.flp" ? "A" : text_of(name, place);
  };
  try {
    read_three_d_ice_text(sample, "some/folder/a.stk", bad);
    ADD_FAILURE() << "read";
  } catch (const PackageError& error) {
    EXPECT_EQ(std::string(error.what()).substr(0, 26), "some/folder/lower.flp:1:2:") << error.what();
  }
}

TEST(ThreeDIceFile, ItsRuleIsForOutermostLayersWithoutAHeatSink) {
  const auto read_by_rule = [](const std::string& text) {
    return read_three_d_ice_text(text, "a.stk", text_of, {.outer_nodes_on_faces = true});
  };
  const PackageStack above = read_by_rule(sample);
  EXPECT_TRUE(above.bottom_node_on_face && !above.top_node_on_face);
  EXPECT_EQ(above.notes.back(), "3D-ICE's rule puts the node on the outer face of the lowest layer");
  const PackageStack below = read_by_rule(replaced(sample, "top heat sink", "bottom heat sink"));
  EXPECT_TRUE(!below.bottom_node_on_face && below.top_node_on_face);
  EXPECT_EQ(below.notes.back(), "3D-ICE's rule puts the node on the outer face of the topmost layer");
  const PackageStack both = read_by_rule(
      replaced(sample, "dimensions",
               "bottom heat sink : heat transfer coefficient 1e-9 ; temperature 300 ;\ndimensions"));
  EXPECT_FALSE(both.bottom_node_on_face || both.top_node_on_face);
  const PackageStack without = read(sample);
  EXPECT_FALSE(without.bottom_node_on_face || without.top_node_on_face);
}

TEST(ThreeDIceFile, ByItsRuleAStackUpsideDownHasTheSameTemperatures) {
  // The lowest layer of this one has islands of copper.
  PackageStack upright = read_three_d_ice_text(sample, "a.stk", text_of, {.outer_nodes_on_faces = true});
  PackageStack turned = upright;
  std::reverse(turned.layers.begin(), turned.layers.end());
  std::swap(turned.boundary[std::size_t(BoxFace::z_low)], turned.boundary[std::size_t(BoxFace::z_high)]);
  std::swap(turned.bottom_node_on_face, turned.top_node_on_face);
  const auto solve = [](const PackageStack& stack) {
    return electro_thermal(stack, package_model(stack), {.conduction = {.threads = 1}}).solution.temperature;
  };
  const std::vector<double> up = solve(upright), down = solve(turned);
  const ConductionProblem p = package_model(upright).problem;
  // Solved to 1e-9 or so of a rise of 6 K.
  for (int j = 0; j < p.ny(); ++j)
    for (int k = 0; k < p.nz(); ++k)
      for (int i = 0; i < p.nx(); ++i)
        ASSERT_NEAR(up[p.index(i, j, k)], down[p.index(i, j, p.nz() - 1 - k)], 1e-6)
            << i << ' ' << j << ' ' << k;
  upright.bottom_node_on_face = false;
  double moved = 0;
  const std::vector<double> at_middle = solve(upright);
  for (std::size_t cell = 0; cell < up.size(); ++cell)
    moved = std::max(moved, std::abs(up[cell] - at_middle[cell]));
  EXPECT_GT(moved, 1e-4) << "the rule is felt";
}

TEST(ThreeDIceFile, AMarkOfUtf8IsSkippedAndAByteOfZeroRefused) {
  EXPECT_EQ(stack_words(read("\xEF\xBB\xBF" + sample)), stack_words(read(sample)));
  std::string zero = sample;
  zero[sample.find("dies")] = '\0';  // within a comment
  EXPECT_EQ(complaint(zero), "a.stk:1:8: byte 0x00 is no text; a text in UTF-8 is read");
}

TEST(ThreeDIceFile, ABytechangedAnywhereNeverCrashes) {
  for (std::size_t at = 0; at < sample.size(); ++at)
    for (const char byte : {'\0', '\xff', '"', ';', '9', '-'}) {
      std::string text = sample;
      text[at] = byte;
      complaint(text);
    }
}

}  // namespace
}  // namespace sunrack
