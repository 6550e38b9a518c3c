#include "satellite/sweep.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "physics/require.h"
#include "physics/units.h"

namespace sunrack {
namespace {

using namespace units;

std::string message_of(std::string_view axis) {
  try {
    parse_axis(axis);
  } catch (const std::invalid_argument& error) {
    return error.what();
  }
  return "";
}

TEST(SweepAxis, RangeIsInTheFieldsUnitWithBothEnds) {
  const SweepAxis axis = parse_axis("radiator.areal_mass=2:8:13");
  ASSERT_EQ(axis.size(), 13u);
  EXPECT_EQ(axis.numbers.front(), 2);
  EXPECT_EQ(axis.numbers[1], 2.5);
  EXPECT_EQ(axis.numbers.back(), 8);
  EXPECT_EQ(axis.texts[1], "2.5 kg/m2");
}

TEST(SweepAxis, UnitsMayBeNamedAndMixed) {
  const SweepAxis named = parse_axis("orbit.altitude=500 km:1400000 m:10");
  EXPECT_EQ(named.numbers, parse_axis("orbit.altitude=500:1400:10").numbers);
  EXPECT_EQ(named.numbers[1], 600);
}

TEST(SweepAxis, DecimalStepsStayDecimal) {
  // 0.1 + 2 x 0.1 is 0.30000000000000004 in doubles.
  EXPECT_EQ(parse_axis("compute.leakage_share=0.1:0.5:5").numbers[2], 0.3);
}

TEST(SweepAxis, ListsOfNamesAndOfNumbers) {
  EXPECT_EQ(parse_axis("coolant.fluid=ammonia, water").texts, (std::vector<std::string>{"ammonia", "water"}));
  EXPECT_EQ(parse_axis("radiator.tube_spacing=50,80 mm,0.1 m").numbers, (std::vector<double>{50, 80, 100}));
}

TEST(SweepAxis, MistakesAreNamedWithWhatIsAccepted) {
  EXPECT_NE(message_of("radiator.areal_mass").find("a key, \"=\" and values are needed"), std::string::npos);
  EXPECT_NE(message_of("radiator.arial_mass=2:8:3").find("nearest known key is radiator.areal_mass"),
            std::string::npos);
  EXPECT_NE(message_of("radiator.areal_mass=2:8").find("from:to:count"), std::string::npos);
  EXPECT_NE(message_of("radiator.areal_mass=2:8:1").find("whole number from 2"), std::string::npos);
  EXPECT_NE(message_of("radiator.areal_mass=2:8:2.5").find("whole number from 2"), std::string::npos);
  EXPECT_NE(message_of("radiator.areal_mass=2:8 km:3").find("is a length"), std::string::npos);
  EXPECT_NE(message_of("radiator.areal_mass=2:2:3").find("both ends are the same"), std::string::npos);
  EXPECT_NE(message_of("radiator.areal_mass=").find("no values"), std::string::npos);
  EXPECT_NE(message_of("orbit.altitude=500:140000:3").find("accepted are"), std::string::npos);
  EXPECT_NE(message_of("coolant.fluid=a:b:3").find("takes a list"), std::string::npos);
  EXPECT_NE(message_of("coolant.fluid=ammonia,watr").find("nearest is water"), std::string::npos);
  EXPECT_NE(message_of("orbit.year=2026:2027:3").find("whole number"), std::string::npos);
}

TEST(Sweep, EveryPointIsTheDesignOfItsOwnSpec) {
  const SweepResult result =
      run_sweep({}, {parse_axis("orbit.altitude=500:700:2"), parse_axis("coolant.fluid=ammonia,water"),
                     parse_axis("radiator.tube_spacing=80,120")});
  ASSERT_EQ(result.rows.size(), 8u);
  const std::size_t mass = study_output_index("mass_kg");
  for (const SweepRow& row : result.rows) {
    SatelliteSpec spec;
    spec.orbit.altitude = row.place[0] ? 700_km : 500_km;
    spec.coolant.fluid = row.place[1] ? "water" : "ammonia";
    spec.radiator.tube_spacing = row.place[2] ? 120_mm : 80_mm;
    EXPECT_EQ(row.point.outputs[mass], size_satellite(spec).mass);
  }
  EXPECT_EQ(result.rows[1].place, (std::vector<std::size_t>{0, 0, 1}));  // the last axis runs fastest
}

TEST(Sweep, ThreadsDoNotChangeABit) {
  const std::vector<SweepAxis> axes = {parse_axis("compute.junction_temperature=60:90:7"),
                                       parse_axis("radiator.coating=z93,osr")};
  const std::string one = sweep_csv(run_sweep({}, axes, {.threads = 1}), {});
  EXPECT_EQ(one, sweep_csv(run_sweep({}, axes, {.threads = 3}), {}));
}

TEST(Sweep, AKnownEnvironmentIsUsedOnlyWhereItHolds) {
  SatelliteSpec a, b;
  b.radiator.tube_spacing = 50_mm;
  EXPECT_TRUE(same_environment(a, b));
  for (const char* text :
       {"orbit.altitude=700", "orbit.year=2027", "environment.albedo=0.2", "radiator.coating=osr",
        "radiator.pointing_error=3", "radiator.emissivity=0.8", "radiator.sizing_point=mean"}) {
    SatelliteSpec changed;
    const std::string_view key = std::string_view(text).substr(0, std::string_view(text).find('='));
    set_field(changed, key, std::string_view(text).substr(key.size() + 1));
    EXPECT_FALSE(same_environment(a, changed)) << text;
  }
}

TEST(Sweep, APointWithoutAnAnswerKeepsItsRowAndSaysWhy) {
  // At a sink of 400 K no panel sheds heat from coolant at 55 degC.
  const SweepResult result = run_sweep({}, {parse_axis("radiator.sink_temperature=200,400")});
  ASSERT_EQ(result.rows.size(), 2u);
  EXPECT_TRUE(result.rows[0].point.answered());
  EXPECT_FALSE(result.rows[1].point.answered());
  EXPECT_NE(result.rows[1].point.reason.find("no area is enough"), std::string::npos);
  const std::string csv = sweep_csv(result, {});
  EXPECT_NE(csv.find("\n400,no-answer,,"), std::string::npos);
  const auto json = sweep_json(result, {});
  EXPECT_TRUE(json["rows"][1]["outputs"].is_null());
  EXPECT_EQ(json["rows"][1]["status"], "no-answer");
  EXPECT_FALSE(sweep_plot(result).series[0].points[1].second.has_value());
}

TEST(Sweep, ASpecThatContradictsItselfIsARowToo) {
  const SweepResult result = run_sweep({}, {parse_axis("radiator.tube_inner_diameter=6 mm,20 mm"),
                                            parse_axis("radiator.tube_spacing=15 mm,100 mm")});
  EXPECT_TRUE(result.rows[1].point.answered());
  EXPECT_NE(result.rows[2].point.reason.find("must be more than the tubes are wide"), std::string::npos);
}

TEST(Sweep, AnOrbitThatDoesNotExistIsARow) {
  SatelliteSpec spec;
  spec.environment.albedo = 0.3;
  const SweepResult result = run_sweep(spec, {parse_axis("orbit.altitude=300:1500:2")});
  EXPECT_EQ(result.rows.size(), 2u);
}

TEST(Sweep, ColumnsMatchTheirHeading) {
  const SweepResult result = run_sweep({}, {parse_axis("radiator.sink_temperature=200,400")});
  const std::string csv =
      sweep_csv(result, {.version = "1.2.3", .revision = "abc", .spec = "mine", .overrides = {"a=b"}});
  EXPECT_EQ(csv.find("# made by sunrack 1.2.3, revision abc\n# spec: mine\n# override: a=b\n"), 0u);
  std::vector<long> commas;
  std::size_t begin = 0;
  while (begin < csv.size()) {
    const std::size_t end = csv.find('\n', begin);
    std::string line = csv.substr(begin, end - begin);
    begin = end + 1;
    if (line[0] == '#') continue;
    line = line.substr(0, line.find('"'));  // the reason is the last cell
    commas.push_back(std::count(line.begin(), line.end(), ','));
  }
  EXPECT_EQ(commas, (std::vector<long>(3, static_cast<long>(study_outputs().size()) + 2)));
}

TEST(Sweep, RefusesWhatItCannotDo) {
  const SweepAxis axis = parse_axis("orbit.altitude=500:700:3");
  EXPECT_THROW(run_sweep({}, {}), std::invalid_argument);
  EXPECT_THROW(run_sweep({}, {axis, axis}), std::invalid_argument);
  const std::vector<SweepAxis> many = {parse_axis("orbit.altitude=500:700:2000"),
                                       parse_axis("coolant.rise=5:9:2000")};
  EXPECT_THROW(run_sweep({}, many), std::invalid_argument);
  EXPECT_THROW(sweep_plot(run_sweep({}, {parse_axis("coolant.fluid=ammonia")})), std::invalid_argument);
  std::atomic<bool> cancel = true;
  EXPECT_THROW(run_sweep({}, {axis}, {.cancel = &cancel}), StudyInterrupted);
}

TEST(StudyCause, NumbersDoNotMakeACause) {
  EXPECT_EQ(cause_of("runaway: at 85.5 degC with 1e-05 K; more of 3"), "runaway: at # degC with # K");
  EXPECT_EQ(cause_of("gb300 at -3.5 K"), "gb300 at # K");
  EXPECT_EQ(cause_of("range 3..5"), "range #..#");
}

}  // namespace
}  // namespace sunrack
