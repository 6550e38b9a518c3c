// Every way in which a package or a panel can be described badly, in every format that is read: the message
// names the line of the file at fault, and no text crashes the readers (run under the sanitizers).

#include <gtest/gtest.h>

#include <map>
#include <string>
#include <vector>

#include "chips/packages/hotspot_file.h"
#include "physics/require.h"
#include "satellite/package_report.h"
#include "satellite/panel_report.h"

namespace sunrack {
namespace {

using Texts = std::map<std::string, std::string>;

const Texts good = {
    {"package.toml", R"(name = "sample"
[package]
width = 4
depth = 2
[materials]
silicon = { conductivity = 120, heat_capacity = 1.63e6 }
copper = { conductivity = 390, heat_capacity = 3.45e6 }
vacuum = { conductivity = 0, heat_capacity = 1 }
[[layers]]
name = "active"
thickness = 50
blocks = [
  { name = "core", x = 0, y = 0, width = 2, depth = 2, power = 3, material = "silicon" },
  { name = "cache", x = 2, y = 0, width = 2, depth = 2, power = 1, material = "silicon" },
]
[[layers]]
name = "lid"
thickness = 500
material = "copper"
[boundary]
top = { convection = 20000, fluid_temperature = "40 degC" }
[[probes]]
name = "corner"
x = 0.1
y = 0.1
z = 25
)"},
    {"die.stk", R"(material SILICON :
   thermal conductivity 1.30e-4 ;
   volumetric heat capacity 1.628e-12 ;
top heat sink :
   heat transfer coefficient 1.0e-8 ;
   temperature 313.15 ;
dimensions :
   chip length 8000 , width 6000 ;
   cell length 500 , width 500 ;
die LOGIC :
   source 50 SILICON ;
   layer 500 SILICON ;
stack :
   die ONE LOGIC floorplan "die.flp" ;
solver :
   steady ;
   initial temperature 313.15 ;
)"},
    {"die.flp", R"(core :
   position 1000, 1000 ;
   dimension 2000, 2000 ;
   power values 8 ;
cache :
   position 4000, 1000 ;
   dimension 3000, 4000 ;
   power values 3 ;
)"},
    {"chip.config", R"(-t_chip 0.0002
-k_chip 110
-p_chip 1.6e6
-r_convec 0.1
-s_sink 0.04
-t_sink 0.005
-s_spreader 0.02
-t_spreader 0.001
-t_interface 5e-5
-f chip.flp
-p chip.ptrace
)"},
    {"chip.flp", "core\t0.004\t0.008\t0\t0\ncache\t0.004\t0.008\t0.004\t0\n"},
    {"chip.ptrace", "cache core\n2 10\n4 20\n"},
    {"stack.config", "-grid_layer_file stack.lcf\n-p stack.ptrace\n-s_sink 0.03\n-s_spreader 0.02\n"},
    {"stack.lcf", "0\nY\nY\n1.75e6\n0.01\n0.00015\nstack.flp\n\n1\nY\nN\n4e6\n0.25\n2e-5\nstack.flp\n"},
    {"stack.flp", "left 0.005 0.005 0 0\nright 0.005 0.005 0.005 0\n"},
    {"stack.ptrace", "right left\n1 2\n"},
    {"panel.toml", R"(name = "sample"
[panel]
tubes = 4
spacing = 80
length = "2 m"
[sheets]
thickness = 0.4
conductivity = 167
[core]
thickness = 12
conductivity = 1.2
[tube]
inner_diameter = 6
wall = 1
conductivity = 167
[coolant]
fluid = "ammonia"
mass_flow = "20 g/s"
inlet = "40 degC"
[face_a]
emissivity = 0.9
patches = [{ from_x = 0, to_x = 1, from_y = 0, to_y = 0.2, absorbed = 30 }]
[face_b]
emissivity = 0.88
sink_temperature = 200
[failures]
dead_tubes = [3]
dry = [{ tube = 2, from = 0.5, to = 0.7 }]
[grid]
along = 6
across_contact = 2
across_fin = 4
[[probes]]
name = "middle"
x = 1
y = 0.24
)"},
};

/// Reads and solves the file with that name.
void use(const Texts& texts, const std::string& name) {
  const PackageFiles beside = [&](const std::string& file, const SourcePlace& place) {
    const auto found = texts.find(file);
    if (found == texts.end()) refuse_package(place, "cannot read " + file);
    return found->second;
  };
  if (name == "panel.toml") {
    panel_report(read_panel_text(texts.at(name), name));
    return;
  }
  PackageFile file;
  if (name == "package.toml")
    file = read_package_text(texts.at(name), name);
  else
    file.stack = name == "die.stk" ? read_three_d_ice_text(texts.at(name), name, beside)
                                   : read_hotspot_text(texts.at(name), name, beside);
  if (name == "package.toml") file.grid = {.nx = 8, .ny = 8, .heated_layer_cells = 1};
  if (name.ends_with(".config")) file.grid = {.largest_cell = 5e-3, .cells_across_heat = 1};  // fast
  package_report(file, {.heating = false, .reduce = false});
}

std::string refusal(const Texts& texts, const std::string& name) {
  try {
    use(texts, name);
  } catch (const std::invalid_argument& error) {
    return error.what();
  } catch (const ModelError& error) {
    return error.what();
  }
  return "";
}

/// In `file`, which is (part of) what `read` describes, `from` becomes `to`; the message has both `place` and
/// `words`.
struct Bad {
  const char *read, *file, *from, *to, *place, *words;
};

TEST(BadGeometry, TheSamplesAreGood) {
  for (const char* name : {"package.toml", "die.stk", "chip.config", "stack.config", "panel.toml"})
    EXPECT_EQ(refusal(good, name), "");
}

TEST(BadGeometry, NamesItsLine) {
  const std::vector<Bad> table = {
      // Own package.
      {"package.toml", "package.toml", "x = 2,", "x = 1.9,", "package.toml:14:", "overlaps block core"},
      {"package.toml", "package.toml", "x = 2, y = 0, width = 2", "x = 2.1, y = 0, width = 1.9",
       "package.toml:10:", "gap at x = 2.05 mm"},
      {"package.toml", "package.toml", "thickness = 500", "thickness = 0", "package.toml:18:", "thickness"},
      {"package.toml", "package.toml", "width = 2, depth = 2, power = 3", "width = 0, depth = 2, power = 3",
       "package.toml:13:", "width"},
      {"package.toml", "package.toml", "width = 4", "width = 0", "package.toml:3:", "width"},
      {"package.toml", "package.toml", "x = 2, y = 0", "x = 3, y = 0", "package.toml:14:", "lies outside"},
      {"package.toml", "package.toml", "material = \"copper\"", "material = \"coper\"",
       "package.toml:19:", "nearest is copper"},
      {"package.toml", "package.toml", "power = 1, material = \"silicon\"",
       "power = 1, material = \"unobtainium\"", "package.toml:14:", "unknown material"},
      {"package.toml", "package.toml", "power = 1", "power = -1", "package.toml:14:", "power"},
      {"package.toml", "package.toml", "name = \"cache\"", "name = \"core\"",
       "package.toml:14:", "two blocks are called core"},
      {"package.toml", "package.toml", "material = \"copper\"", "material = \"vacuum\"",
       "package.toml:13:", "no way out for its 3 W"},
      {"package.toml", "package.toml", "top = { convection = 20000, fluid_temperature = \"40 degC\" }", "",
       "package.toml:13:", "no way out for its 3 W"},
      {"package.toml", "package.toml", "z = 25", "z = 600", "package.toml:26:", "lies beyond"},
      // 3D-ICE.
      {"die.stk", "die.flp", "position 4000", "position 2500", "die.flp:5:", "overlaps block core"},
      {"die.stk", "die.flp", "dimension 3000", "dimension 5000", "die.flp:5:", "lies outside"},
      {"die.stk", "die.flp", "dimension 2000, 2000", "dimension 0, 2000",
       "die.flp:3:14:", "must be positive"},
      {"die.stk", "die.flp", "power values 3", "power values -3", "die.flp:8:17:", "must not be negative"},
      {"die.stk", "die.flp", "power values 3", "power values three", "die.flp:8:", "three"},
      {"die.stk", "die.stk", "layer 500 SILICON", "layer 0 SILICON", "die.stk:12:", "thickness"},
      {"die.stk", "die.stk", "layer 500 SILICON", "layer 500 SILICA", "die.stk:12:", "nearest is SILICON"},
      {"die.stk", "die.stk", "chip length 8000", "chip length 0", "die.stk:8:16:", "must be positive"},
      {"die.stk", "die.stk", "conductivity 1.30e-4", "conductivity 0", "die.stk:2:", "conductivity"},
      {"die.stk", "die.stk", "cell length 500", "cell length 300", "die.stk:9:", "do not fill"},
      {"die.stk", "die.stk", "LOGIC floorplan", "LOGIK floorplan", "die.stk:14:", "unknown die LOGIK"},
      {"die.stk", "die.stk", "\"die.flp\"", "\"dye.flp\"", "die.stk:14:", "dye.flp"},
      {"die.stk", "die.stk",
       "top heat sink :\n   heat transfer coefficient 1.0e-8 ;\n   temperature 313.15 ;\n", "",
       "die.flp:1:", "no way out for its 8 W"},
      // HotSpot, one die.
      {"chip.config", "chip.flp", "0.004\t0\n", "0.003\t0\n", "chip.flp:2:", "overlaps block core"},
      {"chip.config", "chip.flp", "core\t0.004", "core\t0", "chip.flp:1:", "positive size"},
      {"chip.config", "chip.flp", "cache\t0.004\t0.008\t0.004\t0", "cache\t0.004\t0.008\t0.004",
       "chip.flp:2:", "words"},
      {"chip.config", "chip.flp", "0.008\t0.004", "0.008\tfar", "chip.flp:2:", "\"far\" is not a number"},
      {"chip.config", "chip.flp", "cache\t0.004\t0.008", "cache\t0.004\t0.080",
       "chip.config:7:", "at least as large"},
      {"chip.config", "chip.config", "-s_spreader 0.02", "-s_spreader 0.005",
       "chip.config:7:", "at least as large"},
      {"chip.config", "chip.config", "-s_sink 0.04", "-s_sink 0.01", "chip.config:5:", "at least as large"},
      {"chip.config", "chip.config", "-t_sink 0.005", "-t_sink 0", "chip.config:6:9:", "must be positive"},
      {"chip.config", "chip.config", "-t_chip 0.0002", "-t_chip thin", "chip.config:1:", "positive number"},
      {"chip.config", "chip.config", "-f chip.flp", "-f ship.flp", "chip.config:10:", "ship.flp"},
      {"chip.config", "chip.ptrace", "cache core", "cache cores", "chip.ptrace:1:", "nearest is core"},
      {"chip.config", "chip.ptrace", "4 20", "4", "chip.ptrace:3:", "1 values for 2 blocks"},
      {"chip.config", "chip.ptrace", "4 20", "4 -20", "chip.ptrace:3:", "is no power"},
      // HotSpot, layers.
      {"stack.config", "stack.lcf", "0.00015", "0", "stack.lcf:6:", "must be positive"},
      {"stack.config", "stack.lcf", "1.75e6\n0.01", "silicon", "stack.lcf:4:", "silicon"},
      {"stack.config", "stack.lcf", "\n1\nY", "\n2\nY", "stack.lcf:9:", "layer 1 expected"},
      {"stack.config", "stack.lcf", "2e-5\nstack.flp\n", "", "stack.lcf:13:", "ends before the thickness"},
      {"stack.config", "stack.flp", "right 0.005 0.005 0.005 0", "right 0.005 0.005 0.004 0",
       "stack.flp:2:", "overlaps block left"},
      {"stack.config", "stack.flp", "right 0.005 0.005 0.005", "right 0.025 0.005 0.005",
       "stack.config:4:", "at least as large"},
      {"stack.config", "stack.config", "-s_spreader 0.02", "-s_spreader 0.002",
       "stack.config:4:", "at least as large"},
      {"stack.config", "stack.config", "-s_sink 0.03\n-s_spreader 0.02\n", "-s_sink 0.02\n",
       "stack.config:3:", "at least as large"},
      // Panel.
      {"panel.toml", "panel.toml", "thickness = 0.4", "thickness = 0", "panel.toml:7:", "thickness"},
      {"panel.toml", "panel.toml", "thickness = 12", "thickness = 0", "panel.toml:10:", "thickness"},
      {"panel.toml", "panel.toml", "spacing = 80", "spacing = 7", "panel.toml:4:", "outer diameter"},
      {"panel.toml", "panel.toml", "length = \"2 m\"", "length = 0", "panel.toml:5:", "length"},
      {"panel.toml", "panel.toml", "to_y = 0.2", "to_y = 2", "panel.toml:22:", "beyond the panel"},
      {"panel.toml", "panel.toml", "from_y = 0,", "from_y = 0.3,", "panel.toml:22:", "ends before it begins"},
      {"panel.toml", "panel.toml", "dead_tubes = [3]", "dead_tubes = [5]", "panel.toml:27:", "5"},
      {"panel.toml", "panel.toml", "to = 0.7", "to = 2.7", "panel.toml:28:", "2 m"},
      {"panel.toml", "panel.toml", "fluid = \"ammonia\"", "fluid = \"amonia\"", "panel.toml:17:", "ammonia"},
      {"panel.toml", "panel.toml", "emissivity = 0.9\n", "emissivity = 1.9\n",
       "panel.toml:21:", "emissivity"},
      {"panel.toml", "panel.toml", "y = 0.24", "y = 0.44", "panel.toml:36:", "lies beyond"},
  };
  for (const Bad& bad : table) {
    Texts texts = good;
    std::string& text = texts.at(bad.file);
    const auto place = text.find(bad.from);
    ASSERT_NE(place, std::string::npos) << bad.file << ": " << bad.from;
    text.replace(place, std::string(bad.from).size(), bad.to);
    const std::string message = refusal(texts, bad.read);
    EXPECT_NE(message.find(bad.place), std::string::npos)
        << bad.file << ": " << bad.to << " gives: " << message;
    EXPECT_NE(message.find(bad.words), std::string::npos)
        << bad.file << ": " << bad.to << " gives: " << message;
  }
}

TEST(BadGeometry, CutOffAtAnyByteEachFileIsReadOrRefusedByItsName) {
  for (const auto& [name, text] : good) {
    const std::string read = name.starts_with("die")     ? "die.stk"
                             : name.starts_with("chip")  ? "chip.config"
                             : name.starts_with("stack") ? "stack.config"
                                                         : name;
    for (std::size_t length = 0; length < text.size(); ++length) {
      Texts texts = good;
      texts.at(name).resize(length);
      const PackageFiles beside = [&](const std::string& file, const SourcePlace& place) {
        const auto found = texts.find(file);
        if (found == texts.end()) refuse_package(place, "cannot read " + file);
        return found->second;
      };
      std::string message = name;  // read without complaint: less is described, but well
      try {                        // without solving: that takes the sanitizers too long
        if (read == "panel.toml") read_panel_text(texts.at(read), read);
        if (read == "package.toml") read_package_text(texts.at(read), read);
        if (read == "die.stk") read_three_d_ice_text(texts.at(read), read, beside);
        if (read.ends_with(".config")) read_hotspot_text(texts.at(read), read, beside);
      } catch (const std::invalid_argument& error) {
        message = error.what();
      }
      // What a cut leaves of one file may be missed in the one that names it, or the other way round.
      const auto stem = read.substr(0, read.find('.'));
      EXPECT_NE(message.find(stem), std::string::npos) << name << " of " << length << " bytes: " << message;
    }
  }
}

}  // namespace
}  // namespace sunrack
