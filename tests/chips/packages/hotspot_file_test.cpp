#include "chips/packages/hotspot_file.h"

#include <gtest/gtest.h>

#include <map>
#include <set>

#include "chips/packages/electro_thermal.h"
#include "chips/packages/package_heating.h"
#include "tests/chips/packages/stack_words.h"

namespace sunrack {
namespace {

std::map<std::string, std::string> files() {
  return {
      {"a.config",
       "# package\n-t_chip 0.0002\n-k_chip 110\n-p_chip 1.6e6\n-r_convec 0.1\n-s_sink 0.04\n-t_sink 0.005\n"
       "-s_spreader 0.02\n-t_spreader 0.001\n-t_interface 5e-5\n-k_interface 4\n-p_interface 4e6\n"
       "-ambient 318.15\n-sampling_intvl 0.01\n-f a.flp\n-p a.ptrace\n"},
      {"a.flp", "# name w h x y\ncore\t0.004\t0.008\t0\t0\ncache\t0.004\t0.008\t0.004\t0\n"},
      {"a.ptrace", "cache core\n2 10\n4 20\n"},
      {"b.config",
       "-grid_layer_file b.lcf\n-p b.ptrace\n-materials_file b.materials\n-s_sink 0.03\n"
       "-s_spreader 0.02\n-material_sink copper\n"},
      {"b.lcf",
       "# "
       "layers\n0\nY\nY\n1.75e6\n0.01\n0.00015\nb.flp\n\n1\nN\nN\n4e6\n0.25\n2e-5\nb.flp\n2\nY\nY\nsilicon\n"
       "0.0001\nb.flp\n"},
      {"b.flp", "left 0.005 0.005 0 0 2e6 0.008\nright 0.005 0.005 0.005 0\n"},
      {"b.ptrace", "right left left right\n1 2 3 4\n"},
      {"b.materials",
       "silicon\nsolid\n130.0\n1630300\nwater\nfluid\n0.6\n4.17e6\n8.89e-4\ncopper\nsolid\n"
       "400\n3.55e6\n"}};
}

PackageStack read(const std::map<std::string, std::string>& texts, const std::string& config,
                  const HotSpotFiles& asked = {}) {
  return read_hotspot_text(
      texts.at(config), config,
      [&](const std::string& name, const SourcePlace& place) {
        const auto found = texts.find(name);
        if (found == texts.end()) refuse_package(place, "cannot read " + name);
        return found->second;
      },
      asked);
}

std::string complaint(const std::map<std::string, std::string>& texts, const std::string& config) {
  try {
    read(texts, config);
  } catch (const PackageError& error) {
    return error.what();
  }
  return "";
}

TEST(HotSpotFile, OneDieUnderSpreaderAndSinkEachCentred) {
  const PackageStack stack = read(files(), "a.config");
  ASSERT_EQ(stack.layers.size(), 4u);
  EXPECT_DOUBLE_EQ(stack.width, 0.04);
  const PackageBlock& core = stack.layers[0].blocks[1];
  EXPECT_NEAR(core.where[0].x, 0.016, 1e-12);
  EXPECT_DOUBLE_EQ(core.power, 15);  // mean of the trace
  EXPECT_EQ(core.trace, (std::vector<double>{10, 20}));
  EXPECT_NEAR(stack.boundary[std::size_t(BoxFace::z_high)].convection, 1 / (0.1 * 0.04 * 0.04), 1e-9);
  EXPECT_DOUBLE_EQ(stack.trace_interval, 0.01);
}

TEST(HotSpotFile, TheWholeRiseOfAnEvenSinkIsItsConvectionResistance) {
  // All 18 W pass r_convec = 0.1 K/W: the sink's surface is 1.8 K above the air in the mean, by conservation.
  const PackageStack stack = read(files(), "a.config");
  const PackageModel model = package_model(stack);
  const PackageAnswer answer = electro_thermal(stack, model);
  const FaceAnswer& top = answer.solution.at(BoxFace::z_high);
  double heat = 0;
  for (const double part : top.heat) heat += part;
  EXPECT_NEAR(heat, 18, 1e-8);
  EXPECT_GT(answer.blocks[1].temperature.mean, 318.15 + 1.8);
}

TEST(HotSpotFile, LayersTakeTheirColumnsInOrderAndByName) {
  const PackageStack stack = read(files(), "b.config");
  ASSERT_EQ(stack.layers.size(), 5u);
  EXPECT_DOUBLE_EQ(stack.layers[0].blocks[1].power, 2);  // left
  EXPECT_DOUBLE_EQ(stack.layers[0].blocks[2].power, 1);
  EXPECT_DOUBLE_EQ(stack.layers[2].blocks[1].power, 3);
  EXPECT_DOUBLE_EQ(stack.layers[2].blocks[2].power, 4);
  EXPECT_DOUBLE_EQ(stack.materials[*stack.layers[0].blocks[1].material].kz, 125);
  EXPECT_DOUBLE_EQ(stack.materials[*stack.layers[1].blocks[0].material].kx, 0);  // no lateral flow
  EXPECT_DOUBLE_EQ(stack.materials[*stack.layers[1].blocks[0].material].kz, 4);
  EXPECT_EQ(stack.materials[*stack.layers[4].material].name, "copper");
  EXPECT_FALSE(stack.notes.empty());  // what was taken by default
}

TEST(HotSpotFile, HeatsUpThroughItsTraceAndWhatLiesBesideTheChipHasNoSay) {
  // From 333.15 K, 15 K above the air, with 12 W that shed 1.2 K over the sink: the sink cools, and the
  // emptiness beside the chip, which stays as warm as it began, is neither the hottest place nor the coldest.
  auto texts = files();
  texts.at("a.config") += "-init_temp 333.15\n";
  texts.at("a.ptrace") = "cache core\n2 10\n0 0\n";
  texts.at("a.config").replace(texts.at("a.config").find("intvl 0.01"), 10, "intvl 2000");
  const PackageStack stack = read(texts, "a.config");
  const PackageModel model = package_model(stack, {.largest_cell = 5e-3, .cells_across_heat = 1});
  const PackageHeating heating = package_heating(stack, model, {0, 2000, 4000});
  EXPECT_LT(heating.hottest.back(), 318.15 + 1);  // cold again: its time constant is some 45 s
  EXPECT_LT(heating.hottest[1], 333);
  EXPECT_GT(heating.hottest[1], 318.15 + 1.2);
  const PackageAnswer answer = electro_thermal(stack, model);
  EXPECT_FALSE(is_void(model.problem, answer.solution.hottest));
  EXPECT_FALSE(is_void(model.problem, answer.solution.coldest));
  EXPECT_TRUE(is_void(model.problem, model.problem.index(0, 0, 0)));
}

TEST(HotSpotFile, ItsCapacityFactorIsAnOption) {
  const PackageStack stack = read(files(), "a.config", {.capacity_factor = 0.333});
  const PackageModel model = package_model(stack);
  EXPECT_NEAR(model.problem.materials[1].heat_capacity, 0.333 * 1.6e6, 1e-6);
}

TEST(HotSpotFile, EachMistakeNamesFileAndLine) {
  const auto with = [](const std::string& file, const std::string& what, const std::string& by,
                       const std::string& config) {
    auto texts = files();
    const auto at = texts[file].find(what);
    EXPECT_NE(at, std::string::npos);
    texts[file].replace(at, what.size(), by);
    return complaint(texts, config);
  };
  EXPECT_EQ(with("a.config", "-t_sink 0.005", "-t_sink zero", "a.config"),
            "a.config:7:9: t_sink = zero: a positive number is needed");
  EXPECT_EQ(with("a.config", "-s_spreader 0.02", "-s_spreader 0.002", "a.config"),
            "a.config:8:13: chip 8 mm by 8 mm, spreader 2 mm, sink 40 mm: each must be at least as large as "
            "the one "
            "below");
  EXPECT_EQ(with("a.flp", "core\t0.004", "core\t0.005", "a.config").substr(0, 24),
            "a.flp:3:1: block cache (");
  EXPECT_EQ(with("a.flp", "core\t0.004", "core\tx", "a.config"), "a.flp:2:6: \"x\" is not a number [m]");
  EXPECT_EQ(with("a.ptrace", "core", "cor", "a.config"),
            "a.ptrace:1:7: no block cor in the floorplan; the nearest is core");
  EXPECT_EQ(with("a.ptrace", "4 20", "4", "a.config"), "a.ptrace:3:1: 1 values for 2 blocks");
  EXPECT_EQ(with("b.lcf", "0.01\n0.00015\nb.flp\n", "0.01\n-1\nb.flp\n", "b.config"),
            "b.lcf:7:1: thickness = -1: must be positive");
  EXPECT_EQ(
      with("b.lcf", "silicon", "silicone", "b.config"),
      "b.lcf:20:1: unknown material silicone; the nearest is silicon; known are nothing, silicon, copper, "
      "layer 0, layer 1 upwards only");
  EXPECT_EQ(with("b.config", "b.lcf", "c.lcf", "b.config"), "b.config:1:18: cannot read c.lcf");
  EXPECT_EQ(with("a.config", "-f a.flp", "-model_secondary 1", "a.config"),
            "a.config:15:18: -model_secondary 1: not read here; only 0");
}

/// Complaints about a.config with more lines.
std::string with_lines(const std::string& lines) {
  auto texts = files();
  texts.at("a.config") += lines;
  return complaint(texts, "a.config");
}

TEST(HotSpotFile, EachKeyIsKnownOnceWithOneValue) {
  EXPECT_EQ(with_lines("-t_chpi 0.00015\n"),
            "a.config:17:1: -t_chpi: unknown key; the nearest known key is -t_chip");
  EXPECT_EQ(with_lines("-foo bar\n").substr(0, 33), "a.config:17:1: -foo: unknown key;");
  EXPECT_EQ(with_lines("-t_chip 0.15\n"), "a.config:17:1: -t_chip is given twice; the first is on line 2");
  EXPECT_EQ(with_lines("-init_temp 300 0.5 zzz\n"),
            "a.config:17:16: -init_temp has one value; \"0.5\" is too many");
  auto texts = files();
  texts.at("b.lcf").replace(texts.at("b.lcf").find("0.00015"), 7, "0.00015 99 zz");
  EXPECT_EQ(complaint(texts, "b.config"), "b.lcf:7:9: \"99\": one word on each line of a layer");
}

TEST(HotSpotFile, KeysOfHotSpotThatSayNothingHereAreTaken) {
  const std::string whole = stack_words(read(files(), "a.config"));
  auto texts = files();
  texts.at("a.config") +=
      "-base_proc_freq 3e+09\n-dtm_used 0\n-model_type grid\n-grid_rows 64\n-grid_cols 64\n-leakage_mode 0\n"
      "-grid_map_mode avg\n-model_secondary 0\n-r_convec_sec 50\n-s_sub 0.021\n-package_model_used 0\n"
      "-steady_file (null)\n-init_file (null)\n-block_omit_lateral 0\n-htc 27132\n-P0 0.99\n-wrap_l2 1\n";
  const PackageStack stack = read(texts, "a.config");
  EXPECT_EQ(stack_words(stack), whole);
  EXPECT_EQ(stack.notes, read(files(), "a.config").notes);
  EXPECT_EQ(with_lines("-block_omit_lateral 1\n"),
            "a.config:17:21: -block_omit_lateral 1: not read here; only 0");
  texts.at("a.config") = files().at("a.config") + "-init_file gcc.init\n";
  EXPECT_EQ(read(texts, "a.config").notes.size(), read(files(), "a.config").notes.size() + 1);
}

TEST(HotSpotFile, AMagnitudeThatCannotBeIsRefused) {
  EXPECT_EQ(with_lines("-init_temp 1e30\n"), "a.config:17:12: init_temp = 1e30: must be 0.001 to 10000 K");
  auto texts = files();
  texts.at("a.config").replace(texts.at("a.config").find("0.0002"), 6, "1e300");
  EXPECT_EQ(complaint(texts, "a.config"), "a.config:2:9: t_chip = 1e300: must be 1e-10 to 10 m");
  texts = files();
  texts.at("a.flp").replace(texts.at("a.flp").find("0.004"), 5, "1e300");
  EXPECT_EQ(complaint(texts, "a.config"), "a.flp:2:6: \"1e300\": must be at most 10 m");
  texts = files();
  texts.at("a.ptrace").replace(texts.at("a.ptrace").find("10"), 2, "1e308");
  EXPECT_EQ(complaint(texts, "a.config"), "a.ptrace:2:3: block core: power = 1e+308 W: must be 0 to 1e+09 W");
}

TEST(HotSpotFile, ABlockThatStandsTwiceIsBlamedOnTheFloorplan) {
  auto texts = files();
  texts.at("a.flp") = "core 0.004 0.008 0 0\ncore 0.004 0.008 0.004 0\n";
  EXPECT_EQ(complaint(texts, "a.config"),
            "a.flp:2:1: block core stands twice in the floorplan; the first is on line 1");
}

TEST(HotSpotFile, KelvinThatLookLikeDegCAreNoted) {
  auto texts = files();
  texts.at("a.config").replace(texts.at("a.config").find("318.15"), 6, "45");
  const std::vector<std::string> notes = read(texts, "a.config").notes;
  EXPECT_NE(std::find(notes.begin(), notes.end(), "a.config:13:10: ambient = 45 K: is it in degC?"),
            notes.end());
}

// A cut within a line is told. One at the end of a line leaves a shorter file, which is legal where the
// format does not say how long it is; what a configuration then lacks is taken by default, with a note.
TEST(HotSpotFile, TruncatedAtEveryByteItIsRefusedOrSaysTheSameOrIsAShorterFile) {
  const std::set<std::string> shorter_is_legal = {
      "a.ptrace",  // of fewer rows
      "b.lcf"};    // without a layer at its end that does not dissipate: others are missed by the trace
  for (const auto& [name, text] : files())
    for (std::size_t size = 0; size < text.size(); ++size) {
      auto texts = files();
      texts[name] = text.substr(0, size);
      const std::string config = name.substr(0, 1) + ".config";
      const std::string message = complaint(texts, config);
      if (!message.empty()) {
        EXPECT_NE(message.find(':'), std::string::npos) << message;
        continue;
      }
      const PackageStack cut = read(texts, config), whole = read(files(), config);
      if (stack_words(cut) == stack_words(whole)) continue;
      EXPECT_TRUE(size == 0 || text[size - 1] == '\n') << name << " cut at " << size << " within a line";
      EXPECT_TRUE(cut.notes.size() > whole.notes.size() || shorter_is_legal.contains(name))
          << name << " cut at " << size;
    }
}

TEST(HotSpotFile, AMarkOfUtf8IsSkippedAndAByteOfZeroRefused) {
  auto texts = files();
  for (auto& [name, text] : texts) text = "\xEF\xBB\xBF" + text;
  EXPECT_EQ(stack_words(read(texts, "a.config")), stack_words(read(files(), "a.config")));
  EXPECT_EQ(stack_words(read(texts, "b.config")), stack_words(read(files(), "b.config")));
  EXPECT_EQ(with_lines(std::string("-p\0", 3) + "\n"),
            "a.config:17:3: byte 0x00 is no text; a text in UTF-8 is read");
}

TEST(HotSpotFile, ALayerFileMakesKeysOfTheOneDieUseless) {
  auto texts = files();
  texts.at("b.config") += "-t_chip 0.0002\n-k_interface 4\n";
  EXPECT_EQ(stack_words(read(texts, "b.config")), stack_words(read(files(), "b.config")));
  EXPECT_EQ(read(texts, "b.config").notes.front(),
            "b.config: -t_chip, -k_interface not used: the layers are those of b.lcf");
  texts.at("b.config") += "-k_sink 300\n";
  EXPECT_EQ(stack_words(read(texts, "b.config")), stack_words(read(files(), "b.config")));
  EXPECT_EQ(read(texts, "b.config").notes.at(1), "b.config: -k_sink not used: the material is copper");
}

TEST(HotSpotFile, AFloorplanBesideALayerFileIsRefusedAsUseless) {
  try {
    read(files(), "b.config", {.floorplan = "a.flp"});
    ADD_FAILURE() << "read";
  } catch (const PackageError& error) {
    EXPECT_EQ(std::string(error.what()),
              "--floorplan a.flp: does nothing beside b.lcf, whose layers name their own");
  }
}

}  // namespace
}  // namespace sunrack
