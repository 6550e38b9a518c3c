#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <string>
#include <string_view>

#include "satellite/spec_file.h"

namespace sunrack {
namespace {

using namespace std::string_view_literals;

struct MalformedSpec {
  std::string_view mistake;
  std::string_view text;
  std::string_view message;
};

// Where a text is no TOML, the words behind "not valid TOML" are those of toml++ 3.3.
constexpr MalformedSpec malformed_specs[] = {
    {"not TOML: no value", "[orbit]\naltitude =\n"sv,
     "my.toml:2:11: not valid TOML: Error while parsing key-value pair: expected value, saw '\\n'"},
    {"not TOML: no closing bracket", "[orbit\naltitude = 600\n"sv,
     "my.toml:1:7: not valid TOML: Error while parsing table header: expected ']', saw '\\n'"},
    {"not TOML: no closing quote", "[orbit]\naltitude = \"600 km\n"sv,
     "my.toml:2:19: not valid TOML: Error while parsing string: unescaped control characters other than TAB "
     "(U+0009) are explicitly prohibited"},
    {"not TOML: a bare word", "[compute]\nchip = gb300\n"sv,
     "my.toml:2:8: not valid TOML: Error while parsing value: could not determine value type"},
    {"not TOML: two values on a line", "[orbit]\naltitude = 600 km\n"sv,
     "my.toml:2:16: not valid TOML: Error while parsing key-value pair: expected a comment or whitespace, "
     "saw 'k'"},
    {"not TOML: a comma for the point", "[compute]\naverage_load = 0,8\n"sv,
     "my.toml:2:17: not valid TOML: Error while parsing key-value pair: expected a comment or whitespace, "
     "saw ','"},
    {"not TOML: an integer beyond 64 bits", "[orbit]\naltitude = 99999999999999999999\n"sv,
     "my.toml:2:32: not valid TOML: Error while parsing decimal integer: '99999999999999999999' is not "
     "representable in 64 bits"},
    {"not TOML: three bytes that stop some parsers", "[\n/"sv,
     "my.toml:1:2: not valid TOML: Error while parsing key: expected bare key starting character or string "
     "delimiter, saw '\\n'"},
    {"not TOML: nested beyond reason", "a = [[[[[[[[[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]]]]]]]]]\n"sv,
     "my.toml:1:21: not valid TOML: Error while parsing value: exceeded maximum nested value depth of 16 "
     "(TOML_MAX_NESTED_VALUES)"},
    {"not TOML: nan cut short, where the parser's own words break the line", "[radiator]\nemissivity = n\n"sv,
     "my.toml:2:15: not valid TOML: Error while parsing floating-point: expected 'nan', saw 'n\\x0a'"},
    {"a key twice", "[orbit]\naltitude = 600\naltitude = 700\n"sv,
     "my.toml:3:12: not valid TOML: Error while parsing key-value pair: cannot redefine existing integer "
     "'altitude'"},
    {"a table twice", "[orbit]\naltitude = 600\n[bus]\nmargin = 0.1\n[orbit]\nyear = 2027\n"sv,
     "my.toml:5:1: not valid TOML: Error while parsing table header: cannot redefine existing table 'orbit'"},
    {"empty", ""sv, "my.toml: holds no specification; at least one field expected"},
    {"only comments", "# nothing\n\n# here\n"sv,
     "my.toml: holds no specification; at least one field expected"},
    {"only an empty table", "[orbit]\n"sv, "my.toml: holds no specification; at least one field expected"},
    {"a zero byte", "[orbit]\000\n"sv, "my.toml:1:8: byte 0x00: not a text in UTF-8"},
    {"Latin-1", "name = \"caf\351\"\n"sv, "my.toml:1:12: byte 0xe9: not a text in UTF-8"},
    {"UTF-16", "\377\376[\000o\000"sv, "my.toml:1:1: byte 0xff: not a text in UTF-8"},
    {"a line without an end",
     "#xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx\n"sv,
     "my.toml:1:501: the line is too long; accepted are 500 bytes (an array may be broken over lines)"},
    {"unknown key", "[radiator]\nmaterial = \"titanium\"\ntube_spcing = 80\n"sv,
     "my.toml:3:1: radiator.tube_spcing = 80: unknown key; the nearest known key is radiator.tube_spacing"},
    {"unknown key, right in another table", "[coolant]\ntube_spacing = 80\n"sv,
     "my.toml:2:1: coolant.tube_spacing = 80: unknown key; the nearest known key is radiator.tube_spacing"},
    {"known key outside its table", "altitude = 550\n"sv,
     "my.toml:1:1: altitude = 550: unknown key; the nearest known key is orbit.altitude"},
    {"misspelt name of the specification", "nam = \"mine\"\n"sv,
     "my.toml:1:1: nam = \"mine\": unknown key; the nearest known key is name"},
    {"unknown table", "[radiators]\ntube_spacing = 80\n"sv,
     "my.toml:1:2: [radiators]: unknown table; the nearest known table is [radiator]"},
    {"unknown table within a table", "[orbit.shape]\neccentricity = 0.1\n"sv,
     "my.toml:1:8: orbit.shape = {...}: unknown key; the nearest known key is orbit.year"},
    {"a table that is a number", "orbit = 600\n"sv,
     "my.toml:1:9: orbit = 600: is a number, but a table is needed: [orbit]"},
    {"a table that is a list", "[[orbit]]\naltitude = 600\n"sv,
     "my.toml:1:1: orbit = [...]: is an array, but a table is needed: [orbit]"},
    {"unknown preset", "preset = \"referense-2026\"\n"sv,
     "my.toml:1:10: preset = \"referense-2026\": unknown preset; the nearest is reference-2026; known are "
     "defaults, aggressive-2030, hand-calculation-2026, hand-calculation-2030, reference-2026, spacex-ai1"},
    {"preset that is a number", "preset = 2026\n"sv,
     "my.toml:1:10: preset = 2026: is a number, but a text is needed"},
    {"name that is a number", "name = 1\n[orbit]\naltitude = 600\n"sv,
     "my.toml:1:8: name = 1: is a number, but a text is needed"},
    {"empty name", "name = \"\"\n[orbit]\naltitude = 600\n"sv, "my.toml:1:8: name = \"\": must not be empty"},
    {"name with a line break", "name = \"a\\nb\"\n"sv,
     "my.toml:1:8: name = \"a\\x0ab\": must be at most 200 characters, none of them control characters"},
    {"wrong dimension", "[orbit]\naltitude = \"600 kg\"\n"sv,
     "my.toml:2:12: orbit.altitude = \"600 kg\": \"600 kg\" is a mass, but a length is needed; accepted: a "
     "number with a unit (m, km, cm, mm, um)"},
    {"unknown unit", "[orbit]\naltitude = \"600 miles\"\n"sv,
     "my.toml:2:12: orbit.altitude = \"600 miles\": \"600 miles\" has the unknown unit \"miles\"; accepted: "
     "a number with a unit (m, km, cm, mm, um)"},
    {"a temperature for a difference", "[coolant]\nrise = \"10 degC\"\n"sv,
     "my.toml:2:8: coolant.rise = \"10 degC\": \"10 degC\" is a temperature, but a temperature difference is "
     "needed; accepted: a number with a unit (K)"},
    {"a unit for a pure number", "[bus]\nmargin = \"15 kg\"\n"sv,
     "my.toml:2:10: bus.margin = \"15 kg\": \"15 kg\" is a mass, but a number is needed; accepted: a number, "
     "alone or with %"},
    {"no number", "[orbit]\naltitude = \"high\"\n"sv,
     "my.toml:2:12: orbit.altitude = \"high\": \"high\" is not a number; accepted: a number with a unit (m, "
     "km, cm, mm, um)"},
    {"two numbers", "[orbit]\naltitude = \"600 700 km\"\n"sv,
     "my.toml:2:12: orbit.altitude = \"600 700 km\": \"600 700 km\" has the unknown unit \"700 km\"; "
     "accepted: a number with a unit (m, km, cm, mm, um)"},
    {"empty text for a number", "[orbit]\naltitude = \"\"\n"sv,
     "my.toml:2:12: orbit.altitude = \"\": \"\" is not a number; accepted: a number with a unit (m, km, cm, "
     "mm, um)"},
    {"beyond a double", "[orbit]\naltitude = \"1e999 km\"\n"sv,
     "my.toml:2:12: orbit.altitude = \"1e999 km\": \"1e999 km\" is beyond what a double can hold; accepted: "
     "a number with a unit (m, km, cm, mm, um)"},
    {"text that is not finite", "[orbit]\naltitude = \"inf km\"\n"sv,
     "my.toml:2:12: orbit.altitude = \"inf km\": \"inf km\" is not a finite number; accepted: a number with "
     "a unit (m, km, cm, mm, um)"},
    {"NaN", "[radiator]\nemissivity = nan\n"sv,
     "my.toml:2:14: radiator.emissivity = nan: must be a finite number"},
    {"infinity", "[compute]\nit_power = inf\n"sv,
     "my.toml:2:12: compute.it_power = inf: must be a finite number"},
    {"minus infinity", "[radiator]\ntube_wall = -inf\n"sv,
     "my.toml:2:13: radiator.tube_wall = -inf: must be a finite number"},
    {"negative", "[radiator]\ntube_spacing = -80\n"sv,
     "my.toml:2:16: radiator.tube_spacing = -80: accepted are 10 mm to 1000 mm"},
    {"zero power", "[compute]\nit_power = 0\n"sv,
     "my.toml:2:12: compute.it_power = 0: accepted are 0.001 kW to 100000 kW"},
    {"negative mass", "[propulsion]\ntotal_mass = -1\n"sv,
     "my.toml:2:14: propulsion.total_mass = -1: accepted are 0 kg to 100000 kg"},
    {"above the range", "[orbit]\naltitude = 6000\n"sv,
     "my.toml:2:12: orbit.altitude = 6000: accepted are 200 km to 1500 km"},
    {"above the range in another unit", "[orbit]\naltitude = \"2e9 mm\"\n"sv,
     "my.toml:2:12: orbit.altitude = \"2e9 mm\": accepted are 200 km to 1500 km"},
    {"per cent for a fraction", "[bus]\nmargin = 15\n"sv,
     "my.toml:2:10: bus.margin = 15: accepted are 0 to 1"},
    {"colder than absolute zero", "[compute]\njunction_temperature = -300\n"sv,
     "my.toml:2:24: compute.junction_temperature = -300: accepted are 0 degC to 180 degC"},
    {"not whole", "[orbit]\nyear = 2026.5\n"sv, "my.toml:2:8: orbit.year = 2026.5: must be a whole number"},
    {"computed, for a field that must be given", "[compute]\nit_power = \"computed\"\n"sv,
     "my.toml:2:12: compute.it_power = \"computed\": \"computed\" is not a number; accepted: a number with a "
     "unit (W, kW, MW)"},
    {"boolean for a number", "[orbit]\naltitude = true\n"sv,
     "my.toml:2:12: orbit.altitude = true: is a boolean; accepted: a number with a unit (m, km, cm, mm, um)"},
    {"array for a number", "[orbit]\naltitude = [500, 600]\n"sv,
     "my.toml:2:12: orbit.altitude = [...]: is an array; accepted: a number with a unit (m, km, cm, mm, um)"},
    {"date for a whole number", "[orbit]\nyear = 2026-01-01\n"sv,
     "my.toml:2:8: orbit.year = 2026-01-01: is a date or time; accepted: a whole number"},
    {"time for a number", "[orbit]\nlocal_time_ascending_node = 18:00:00\n"sv,
     "my.toml:2:29: orbit.local_time_ascending_node = 18:00:00: is a date or time; accepted: a number with a "
     "unit (s, ms, min, h, day, year)"},
    {"number for a name", "[coolant]\nfluid = 3\n"sv,
     "my.toml:2:9: coolant.fluid = 3: a name is needed; accepted: ammonia, water, propylene-glycol-25, "
     "propylene-glycol-40, propylene-glycol-50, hfe-7100, toluene"},
    {"boolean for a name", "[coolant]\nfluid = false\n"sv,
     "my.toml:2:9: coolant.fluid = false: is a boolean; accepted: ammonia, water, propylene-glycol-25, "
     "propylene-glycol-40, propylene-glycol-50, hfe-7100, toluene"},
    {"unknown coolant", "[coolant]\nfluid = \"amonia\"\n"sv,
     "my.toml:2:9: coolant.fluid = \"amonia\": unknown; the nearest is ammonia; accepted: ammonia, water, "
     "propylene-glycol-25, propylene-glycol-40, propylene-glycol-50, hfe-7100, toluene"},
    {"unknown chip", "[compute]\nchip = \"h200\"\n"sv,
     "my.toml:2:8: compute.chip = \"h200\": unknown; the nearest is h100; accepted: gb300, h100, tpu, "
     "reticle-1kw, ai-inference"},
    {"unknown coating", "[radiator]\ncoating = \"Z-93\"\n"sv,
     "my.toml:2:11: radiator.coating = \"Z-93\": unknown; the nearest is z93; accepted: z93, osr, "
     "silver-fep, white-silicone, black"},
    {"unknown cell", "[solar_array]\ncell = \"silicon\"\n"sv,
     "my.toml:2:8: solar_array.cell = \"silicon\": unknown; the nearest is thin-silicon; accepted: "
     "triple-junction, silicon-heterojunction, thin-silicon, perovskite-tandem"},
    {"unknown strategy", "[battery]\nstrategy = \"hybernate\"\n"sv,
     "my.toml:2:12: battery.strategy = \"hybernate\": unknown; the nearest is hibernate; accepted: "
     "ride-through, hibernate, none"},
    {"a very long text",
     "[coolant]\nfluid = \"xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx\"\n"sv,
     "my.toml:2:9: coolant.fluid = \"xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx...\": must "
     "be at most 200 characters, none of them control characters"},
    {"range of a name", "[coolant]\nfluid = { low = 1, nominal = 2, high = 3 }\n"sv,
     "my.toml:2:9: coolant.fluid = {...}: is a table; accepted: ammonia, water, propylene-glycol-25, "
     "propylene-glycol-40, propylene-glycol-50, hfe-7100, toluene"},
    {"range of a whole number", "[orbit]\nyear = { low = 2026, nominal = 2027, high = 2028 }\n"sv,
     "my.toml:2:8: orbit.year = {...}: a whole number has no range; accepted: a whole number"},
    {"range without a low end", "[radiator]\nareal_mass = { nominal = 5, high = 8 }\n"sv,
     "my.toml:2:14: radiator.areal_mass = {...}: a range needs low, nominal and high; low is missing"},
    {"range with an unknown part", "[radiator]\nareal_mass = { low = 3, nominal = 5, hihg = 8 }\n"sv,
     "my.toml:2:38: radiator.areal_mass.hihg = 8: unknown part of a range; the nearest known is high"},
    {"range in the wrong order", "[radiator]\nareal_mass = { low = 5, nominal = 3, high = 8 }\n"sv,
     "my.toml:2:14: radiator.areal_mass = {...}: a range needs low <= nominal <= high and low < high, not 5 "
     "kg/m2, 3 kg/m2, 8 kg/m2"},
    {"range of no width", "[radiator]\nareal_mass = { low = 5, nominal = 5, high = 5 }\n"sv,
     "my.toml:2:14: radiator.areal_mass = {...}: a range needs low <= nominal <= high and low < high, not 5 "
     "kg/m2, 5 kg/m2, 5 kg/m2"},
    {"range beyond the field's", "[radiator]\nareal_mass = { low = 3, nominal = 5, high = 800 }\n"sv,
     "my.toml:2:45: radiator.areal_mass.high = 800: accepted are 0 kg/m2 to 100 kg/m2"},
    {"range with a wrong unit", "[radiator]\nareal_mass = { low = \"3 kg\", nominal = 5, high = 8 }\n"sv,
     "my.toml:2:22: radiator.areal_mass.low = \"3 kg\": \"3 kg\" is a mass, but an areal mass is needed; "
     "accepted: a number with a unit (kg/m2, g/m2)"},
    {"range with NaN", "[radiator]\nareal_mass = { low = nan, nominal = 5, high = 8 }\n"sv,
     "my.toml:2:22: radiator.areal_mass.low = nan: must be a finite number"},
    {"range with a boolean", "[radiator]\nareal_mass = { low = true, nominal = 5, high = 8 }\n"sv,
     "my.toml:2:22: radiator.areal_mass.low = true: is a boolean; accepted: a number with a unit (kg/m2, "
     "g/m2)"},
    {"range with a computed end",
     "[radiator]\nareal_mass = { low = \"computed\", nominal = 5, high = 8 }\n"sv,
     "my.toml:2:22: radiator.areal_mass.low = \"computed\": \"computed\" is not a number; accepted: a number "
     "with a unit (kg/m2, g/m2)"},
    {"unknown distribution",
     "[radiator]\nareal_mass = { low = 3, nominal = 5, high = 8, distribution = \"gauss\" }\n"sv,
     "my.toml:2:63: radiator.areal_mass.distribution = \"gauss\": accepted are uniform, triangular, normal, "
     "lognormal"},
    {"distribution that is a number",
     "[radiator]\nareal_mass = { low = 3, nominal = 5, high = 8, distribution = 1 }\n"sv,
     "my.toml:2:63: radiator.areal_mass.distribution = 1: is a number, but a text is needed"},
    {"lognormal from zero",
     "[radiator]\nareal_mass = { low = 0, nominal = 5, high = 8, distribution = \"lognormal\" }\n"sv,
     "my.toml:2:14: radiator.areal_mass = {...}: a lognormal range needs low above zero"},
    {"tubes wider than their spacing",
     "[radiator]\ntube_inner_diameter = 10\ntube_wall = 1\ntube_spacing = 11\n"sv,
     "my.toml:4:16: radiator.tube_spacing = 11 mm: must be more than the tubes are wide (12 mm outside)"},
    {"inclination of a sun-synchronous orbit", "[orbit]\ninclination = 51.6\n"sv,
     "my.toml:2:15: orbit.inclination = 51.6 deg: only for orbit.kind = \"inclined\"; a sun-synchronous "
     "orbit follows from its altitude and local time"},
    {"node of a sun-synchronous orbit", "[orbit]\nright_ascension_ascending_node = 90\n"sv,
     "my.toml:2:34: orbit.right_ascension_ascending_node = 90 deg: only for orbit.kind = \"inclined\"; a "
     "sun-synchronous orbit follows from its altitude and local time"},
    {"local time of an inclined orbit",
     "[orbit]\nkind = \"inclined\"\ninclination = 51.6\nlocal_time_ascending_node = 6\n"sv,
     "my.toml:4:29: orbit.local_time_ascending_node = 6 h: only a sun-synchronous orbit keeps a local time; "
     "an inclined one takes orbit.right_ascension_ascending_node"},
    {"hibernation with nothing on", "[battery]\nhibernation_load = 0\n"sv,
     "my.toml:2:20: battery.hibernation_load = 0: a hibernating satellite keeps something on; "
     "battery.strategy = \"none\" is one that does not"},
};

std::string message_of(std::string_view text) {
  try {
    read_spec_text(text, "my.toml");
  } catch (const SpecError& error) {
    return error.what();
  }
  return "(read without complaint)";
}

TEST(MalformedSpec, EachMistakeHasItsOneExactMessage) {
  EXPECT_GE(std::size(malformed_specs), 45u);
  for (const MalformedSpec& spec : malformed_specs)
    EXPECT_EQ(message_of(spec.text), spec.message) << spec.mistake;
}

TEST(MalformedSpec, TheFirstMistakeOfTheFileIsTheOneReported) {
  EXPECT_EQ(message_of("[radiator]\ntube_wal = 1\n[bus]\nmargn = 2\n"),
            "my.toml:2:1: radiator.tube_wal = 1: unknown key; the nearest known key is radiator.tube_wall");
}

TEST(MalformedSpec, MessagesStayOnOneLineWhateverTheKeyIs) {
  EXPECT_EQ(message_of("[bus]\n\"mar\\ngin\" = 2\n"),
            "my.toml:2:1: bus.mar\\x0agin = 2: unknown key; the nearest known key is bus.margin");
}

TEST(MalformedSpec, AKeyOfManyPartsDoesNotExhaustTheStack) {
  std::string key = "a";
  while (key.size() < 400) key += ".a";
  std::string text = key + " = [\n";
  for (int level = 0; level < 10; ++level) text += "{ " + key + " = [\n";
  EXPECT_EQ(
      message_of(text + "1"),
      "my.toml:9:407: not valid TOML: Error while parsing value: exceeded maximum nested value depth of 16 "
      "(TOML_MAX_NESTED_VALUES)");
}

TEST(MalformedSpec, MoreThanAMegabyteIsRefusedUnread) {
  EXPECT_EQ(message_of(std::string(1'000'001, ' ')),
            "my.toml: has 1000001 bytes; a specification has at most 1000000");
}

class MalformedSpecFile : public testing::Test {
 protected:
  void SetUp() override {
    std::string pattern = (std::filesystem::temp_directory_path() / "sunrack-spec-XXXXXX").string();
    ASSERT_NE(mkdtemp(pattern.data()), nullptr);
    folder_ = pattern;
  }
  void TearDown() override { std::filesystem::remove_all(folder_); }

  std::string path(const char* name) const { return (folder_ / name).string(); }
  void write(const char* name, std::string_view text) const {
    std::ofstream(folder_ / name, std::ios::binary) << text;
  }
  static std::string message_of_file(const std::string& file) {
    try {
      read_spec_file(file);
    } catch (const SpecError& error) {
      return error.what();
    }
    return "(read without complaint)";
  }

  std::filesystem::path folder_;
};

TEST_F(MalformedSpecFile, IsNamedInTheMessage) {
  write("mine.toml", "[orbit]\naltitude = -1\n");
  EXPECT_EQ(message_of_file(path("mine.toml")),
            path("mine.toml") + ":2:12: orbit.altitude = -1: accepted are 200 km to 1500 km");
}

TEST_F(MalformedSpecFile, ThatDoesNotExist) {
  EXPECT_EQ(message_of_file(path("none.toml")),
            path("none.toml") +
                ": no such file; a preset is named without .toml: aggressive-2030, hand-calculation-2026, "
                "hand-calculation-2030, reference-2026, spacex-ai1");
}

TEST_F(MalformedSpecFile, ThatIsADirectory) {
  EXPECT_EQ(message_of_file(folder_.string()), folder_.string() + ": is a directory; a TOML file is needed");
}

TEST_F(MalformedSpecFile, ThatIsAPipeIsNotWaitedFor) {
  ASSERT_EQ(mkfifo(path("pipe").c_str(), 0600), 0);
  EXPECT_EQ(message_of_file(path("pipe")), path("pipe") + ": is no regular file; a TOML file is needed");
}

TEST_F(MalformedSpecFile, ThatIsADevice) {
  EXPECT_EQ(message_of_file("/dev/zero"), "/dev/zero: is no regular file; a TOML file is needed");
}

TEST_F(MalformedSpecFile, BehindAFile) {
  write("file", "");
  EXPECT_EQ(message_of_file(path("file/mine.toml")).find(path("file/mine.toml") + ": no such file"), 0u);
}

TEST_F(MalformedSpecFile, ThatMayNotBeRead) {
  if (geteuid() == 0) GTEST_SKIP() << "the superuser may read everything";
  write("secret.toml", "[orbit]\naltitude = 600\n");
  std::filesystem::permissions(path("secret.toml"), std::filesystem::perms::none);
  EXPECT_EQ(message_of_file(path("secret.toml")),
            path("secret.toml") + ": cannot be read: Permission denied");
}

TEST_F(MalformedSpecFile, OfMoreThanAMegabyte) {
  write("large.toml", std::string(1'000'001, '\n'));
  EXPECT_EQ(message_of_file(path("large.toml")),
            path("large.toml") + ": has 1000001 bytes; a specification has at most 1000000");
}

TEST_F(MalformedSpecFile, ThatIsEmpty) {
  write("empty.toml", "");
  EXPECT_EQ(message_of_file(path("empty.toml")),
            path("empty.toml") + ": holds no specification; at least one field expected");
}

struct MalformedOverride {
  std::string_view override;
  std::string_view message;
};

constexpr MalformedOverride malformed_overrides[] = {
    {"radiator.tube_spcing=80",
     "--set radiator.tube_spcing=80: unknown key; the nearest known key is radiator.tube_spacing"},
    {"tube_spacing=80", "--set tube_spacing=80: unknown key; the nearest known key is radiator.tube_spacing"},
    {"radiator.tube_spacing",
     "--set radiator.tube_spacing: accepted: key=value, for example orbit.altitude=\"550 km\""},
    {"radiator.tube_spacing=", "--set radiator.tube_spacing=: the value is missing"},
    {"radiator.tube_spacing=\"\"", "--set radiator.tube_spacing=\"\": the value is missing"},
    {"orbit.altitude=600 kg",
     "--set orbit.altitude=600 kg: \"600 kg\" is a mass, but a length is needed; accepted: a number with a "
     "unit "
     "(m, km, cm, mm, um)"},
    {"orbit.altitude=6000", "--set orbit.altitude=6000: accepted are 200 km to 1500 km"},
    {"orbit.altitude=nan",
     "--set orbit.altitude=nan: \"nan\" is not a finite number; accepted: a number with a unit (m, km, cm, "
     "mm, "
     "um)"},
    {"coolant.fluid=amonia",
     "--set coolant.fluid=amonia: unknown; the nearest is ammonia; accepted: ammonia, water, "
     "propylene-glycol-25, propylene-glycol-40, propylene-glycol-50, hfe-7100, toluene"},
    {"orbit.altitude=6\n00", "--set orbit.altitude=6?00: must be without control characters"},
    {"=5", "--set =5: accepted: key=value, for example orbit.altitude=\"550 km\""},
};

TEST(MalformedOverride, EachMistakeHasItsOneExactMessage) {
  for (const MalformedOverride& mistake : malformed_overrides) {
    SatelliteSpec spec;
    try {
      apply_override(spec, std::string(mistake.override));
      ADD_FAILURE() << "accepted: " << mistake.override;
    } catch (const SpecError& error) {
      EXPECT_EQ(std::string_view(error.what()), mistake.message);
    }
  }
}

TEST(MalformedOverride, RelationsAreCheckedWhenAllAreApplied) {
  SatelliteSpec spec;
  try {
    apply_overrides(spec, {"radiator.tube_inner_diameter=12 mm", "radiator.tube_spacing=13"});
    ADD_FAILURE();
  } catch (const SpecError& error) {
    EXPECT_STREQ(error.what(),
                 "--set radiator.tube_inner_diameter=12 mm --set radiator.tube_spacing=13: "
                 "radiator.tube_spacing = 13 mm: must be more than the tubes are wide (14 mm outside)");
  }
}

}  // namespace
}  // namespace sunrack
