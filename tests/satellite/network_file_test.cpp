#include "satellite/network_file.h"

#include <gtest/gtest.h>

#include <fstream>
#include <string>

#include "satellite/network_report.h"
#include "satellite/network_trace.h"

namespace sunrack {
namespace {

const std::string sample = R"(name = "sample"
[[nodes]]
name = "box"
capacity = "2 kJ/K"
temperature = "20 degC"
lowest = "0 degC"
highest = "40 degC"
[[nodes]]
name = "joint"
kind = "arithmetic"
[[nodes]]
name = "wax"
kind = "phase_change"
solid_capacity = 1000
liquid_capacity = 1200
melting_temperature = 300
latent_heat = "50 kJ"
temperature = 290
[[nodes]]
name = "space"
kind = "boundary"
temperature = 3
[[conductors]]
between = ["box", "joint"]
GL = 2
[[conductors]]
between = ["joint", "wax"]
GL = 1
[[conductors]]
between = ["wax", "space"]
GR = 0.2
[[loads]]
name = "electronics"
node = "box"
trace = [[0, 50], [600, 10], [1200, 50]]
period = "20 min"
[[heaters]]
name = "survival"
node = "box"
power = "30 W"
on_below = "0 degC"
off_above = "5 degC"
[transient]
end = "1 h"
step = "10 min"
[[sensitivities]]
GL = ["joint", "box"]
)";

TEST(NetworkFile, IsReadWhole) {
  const NetworkFile file = read_network_text(sample, "sample.toml");
  const ThermalNetwork& n = file.network;
  EXPECT_EQ(n.name(), "sample");
  ASSERT_EQ(n.nodes().size(), 4u);
  EXPECT_EQ(n.nodes()[0].capacity, 2000);
  EXPECT_EQ(n.nodes()[0].temperature, 293.15);
  EXPECT_EQ(n.nodes()[2].latent_heat, 5e4);
  ASSERT_EQ(n.conductors().size(), 3u);
  EXPECT_EQ(n.conductors()[2].kind, ConductorKind::radiative);
  EXPECT_EQ(n.loads()[0].function(300), 30);   // half-way from 50 to 10 W
  EXPECT_EQ(n.loads()[0].function(1500), 30);  // a period later
  EXPECT_EQ(n.heaters()[0].sensor.index, 0u);
  ASSERT_EQ(file.times.size(), 7u);
  EXPECT_EQ(file.times.back(), 3600);
  ASSERT_EQ(file.transient.parameters.size(), 1u);
  EXPECT_EQ(file.transient.parameters[0].index, 0u);  // either way round
  EXPECT_EQ(n.breakpoints(), (std::vector<double>{600, 1200, 1800, 2400, 3000}));
}

TEST(NetworkFile, IsSolvedAndTold) {
  const NetworkFile file = read_network_text(sample, "sample.toml");
  const NetworkReport report = network_report(file);
  EXPECT_LT(report.transient->energy.relative_residual, 1e-6);  // what Newton leaves at 1e-6 a step
  EXPECT_NE(network_text(file, report).find("above its lowest"), std::string::npos);
  const std::string csv = network_history_csv(file, *report.transient);
  EXPECT_TRUE(csv.starts_with("time [s],box [K],joint [K],wax [K],space [K]\n"));
  EXPECT_EQ(std::count(csv.begin(), csv.end(), '\n'), 8);
  EXPECT_EQ(network_plot(file, *report.transient, "t").series.size(), 3u);
}

TEST(NetworkFile, FlowsMakeAChain) {
  const NetworkFile file = read_network_text(
      "[[nodes]]\nname=\"in\"\nkind=\"boundary\"\ntemperature=280\n[[nodes]]\nname=\"a\"\nkind="
      "\"arithmetic\"\n"
      "[[nodes]]\nname=\"b\"\nkind=\"arithmetic\"\n[[loads]]\nnode=\"a\"\npower=100\n"
      "[[flows]]\npath=[\"in\",\"a\",\"b\"]\nmass_flow=\"5 g/s\"\nspecific_heat=4000\n",
      "flow.toml");
  const NetworkReport report = network_report(file);
  EXPECT_NEAR(report.steady->temperatures[2], 285, 1e-9);  // 100 W into 20 W/K
  EXPECT_NEAR(report.steady->heat_out, 100, 1e-7);         // and it leaves with the coolant
}

struct Bad {
  const char* name;
  const char* from;  ///< of the sample
  const char* to;
  const char* message;
};
std::ostream& operator<<(std::ostream& out, const Bad& bad) { return out << bad.name; }

class BadNetwork : public testing::TestWithParam<Bad> {};

TEST_P(BadNetwork, IsRefusedByName) {
  std::string text = sample;
  const auto place = text.find(GetParam().from);
  ASSERT_NE(place, std::string::npos);
  text.replace(place, std::string(GetParam().from).size(), GetParam().to);
  try {
    read_network_text(text, "sample.toml");
    FAIL() << "was accepted";
  } catch (const SpecError& error) {
    const std::string said = error.what();
    EXPECT_TRUE(said.starts_with("sample.toml:")) << said;
    EXPECT_NE(said.find(GetParam().message), std::string::npos) << said;
  }
}

INSTANTIATE_TEST_SUITE_P(
    Networks, BadNetwork,
    testing::Values(
        Bad{"UnknownNode", "[\"box\", \"joint\"]", "[\"box\", \"jiont\"]",
            "\"jiont\": node 'jiont' is unknown; the nearest name is 'joint'"},
        Bad{"NegativeCapacity", "\"2 kJ/K\"", "-2", "node 'box': capacity = -2, must be positive"},
        Bad{"ZeroCapacity", "\"2 kJ/K\"", "0", "a node without capacity is an arithmetic one"},
        Bad{"NanCapacity", "\"2 kJ/K\"", "nan", "nodes[0].capacity = nan: must be a finite number"},
        Bad{"CapacityInWatts", "\"2 kJ/K\"", "\"2 W\"", "2 W"},
        Bad{"MissingCapacity", "capacity = \"2 kJ/K\"", "", "nodes[0]: capacity is missing"},
        Bad{"CapacityOfAnArithmeticNode", "kind = \"arithmetic\"", "kind = \"arithmetic\"\ncapacity = 5",
            "capacity: unknown key"},
        Bad{"NameTwice", "name = \"joint\"", "name = \"box\"", "node 'box' is there already"},
        Bad{"EmptyName", "name = \"joint\"", "name = \"\"", "a node without a name"},
        Bad{"UnknownKind", "\"phase_change\"", "\"phase_chnge\"", "the nearest is \"phase_change\""},
        Bad{"BelowZero", "temperature = \"20 degC\"", "temperature = -5",
            "node 'box': temperature = -5, must be 0 or more"},
        Bad{"BoundaryWithoutTemperature", "kind = \"boundary\"\ntemperature = 3", "kind = \"boundary\"",
            "needs one of temperature, trace, trace_file; 0 are there"},
        Bad{"ContradictoryBoundary", "kind = \"boundary\"\ntemperature = 3",
            "kind = \"boundary\"\ntemperature = 3\ntrace = [[0, 3], [3600, 4]]",
            "needs one of temperature, trace, trace_file; 2 are there"},
        Bad{"BoundaryWithCapacity", "kind = \"boundary\"\ntemperature = 3",
            "kind = \"boundary\"\ntemperature = 3\ncapacity = 9", "capacity: unknown key"},
        Bad{"NegativeConductor", "GL = 2", "GL = -2", "GL 'box' - 'joint': value = -2, must be 0 or more"},
        Bad{"NegativeRadiation", "GR = 0.2", "GR = -0.2", "GR 'wax' - 'space': value = -0.2"},
        Bad{"ToItself", "[\"box\", \"joint\"]", "[\"box\", \"box\"]", "joins a node to itself"},
        Bad{"ThreeEnds", "[\"box\", \"joint\"]", "[\"box\", \"joint\", \"wax\"]", "must name two nodes"},
        Bad{"NoConductance", "GL = 2\n", "", "GL [W/K] or GR [m2] is missing"},
        Bad{"Island", "[\"wax\", \"space\"]\nGR = 0.2", "[\"wax\", \"space\"]\nGR = 0",
            "'box', 'joint', 'wax' are islands without a path to a boundary"},
        Bad{"LooseJoint", "GL = 2\n[[conductors]]\nbetween = [\"joint\", \"wax\"]\nGL = 1",
            "GL = 0\n[[conductors]]\nbetween = [\"joint\", \"wax\"]\nGL = 0", "'joint'"},
        Bad{"LoadOnABoundary", "node = \"box\"\ntrace", "node = \"space\"\ntrace",
            "load 'electronics': goes to boundary 'space', whose temperature is given"},
        Bad{"LoadOnNothing", "node = \"box\"\ntrace", "trace", "loads[0]: node is missing"},
        Bad{"TraceBackwards", "[600, 10], [1200, 50]", "[600, 10], [500, 50]",
            "point 3 of the trace is at 500 s, not later than the 600 s before it"},
        Bad{"TraceWithNan", "[600, 10]", "[600, nan]", "must be a finite number"},
        Bad{"TraceOfOnePoint", "[[0, 50], [600, 10], [1200, 50]]", "[[0, 50]]", "at least two points"},
        Bad{"TraceWithAGapAtTheEnd", "period = \"20 min\"", "",
            "there is a gap: the trace ends at 1200 s, the transient at 3600 s"},
        Bad{"TraceWithAGapInThePeriod", "period = \"20 min\"", "period = \"25 min\"",
            "there is a gap between the last point at 1200 s and the end of the period of 1500 s"},
        Bad{"TraceLongerThanItsPeriod", "period = \"20 min\"", "period = \"10 min\"",
            "the period of 600 s is shorter than the 1200 s of the trace"},
        Bad{"TraceThatDoesNotClose", "[1200, 50]", "[1200, 40]", "must end with the value it begins with"},
        Bad{"TracePointOfThree", "[600, 10]", "[600, 10, 1]", "must be a time [s] and a value"},
        Bad{"TraceFileMissing", "trace = [[0, 50], [600, 10], [1200, 50]]", "trace_file = \"no.csv\"",
            "no.csv"},
        Bad{"HeaterUpsideDown", "off_above = \"5 degC\"", "off_above = \"-5 degC\"",
            "heater 'survival': off_above = 268.15, must be above on_below"},
        Bad{"HeaterThatCools", "power = \"30 W\"", "power = \"-30 W\"",
            "heater 'survival': power = -30, must be positive"},
        Bad{"HeaterOfABoundary", "node = \"box\"\npower", "node = \"space\"\npower",
            "heater 'survival': heats boundary 'space'"},
        Bad{"NoLatentHeat", "\"50 kJ\"", "0", "node 'wax': latent_heat = 0, must be positive"},
        Bad{"MoltenWhileCold", "temperature = 290", "temperature = 290\nmelted = 0.5",
            "node 'wax': melted = 0.5 at 290 K, but it melts at 300 K"},
        Bad{"LimitsUpsideDown", "highest = \"40 degC\"", "highest = \"-40 degC\"", "must be above lowest"},
        Bad{"EndBeforeBegin", "end = \"1 h\"", "end = \"1 h\"\nbegin = \"2 h\"", "must be after the begin"},
        Bad{"StepOfNothing", "step = \"10 min\"", "step = 0", "transient.step = 0: must be positive"},
        Bad{"SensitivityToNothing", "GL = [\"joint\", \"box\"]", "GL = [\"wax\", \"box\"]",
            "there is none of this name"},
        Bad{"SensitivityOfTheWrongKind", "GL = [\"joint\", \"box\"]", "capacity = \"joint\"",
            "'joint' is not a diffusive node"},
        Bad{"MisspeltKey", "highest = \"40 degC\"", "higest = \"40 degC\"",
            "the nearest known key is highest"},
        Bad{"MisspeltTable", "[[heaters]]", "[[haeters]]", "the nearest known key is heaters"},
        Bad{"CoolantFromNowhere", "[transient]",
            "[[flows]]\npath = [\"box\", \"joint\"]\ncapacity_flow = 5\n[transient]",
            "node 'box' gives off 5 W/K of coolant but takes in 0"},
        Bad{"FlowBackwards", "[transient]",
            "[[flows]]\npath = [\"space\", \"joint\"]\ncapacity_flow = -5\n[transient]", "must be positive"}),
    [](const auto& bad) { return std::string(bad.param.name); });

TEST(NetworkTrace, FileWithABadLineIsRefusedByItsNumber) {
  const auto file = std::filesystem::temp_directory_path() / "sunrack_network_trace_test.csv";
  std::ofstream(file) << "# power\ntime,power\n0,5\n10,nan\n";
  try {
    read_trace(file);
    FAIL() << "was accepted";
  } catch (const SpecError& error) {
    EXPECT_NE(std::string(error.what()).find(":4: \"10,nan\": must be two finite numbers"), std::string::npos)
        << error.what();
  }
  std::ofstream(file) << "# power\ntime,power\n0,5\n10,7\n";
  EXPECT_EQ(read_trace(file).at(5), 6);
  std::filesystem::remove(file);
}

TEST(NetworkTrace, StepsHoldUntilTheNext) {
  const NetworkTrace trace{.times = {0, 10, 20}, .values = {1, 2, 3}, .steps = true, .period = 30};
  EXPECT_EQ(trace.at(9.9), 1);
  EXPECT_EQ(trace.at(10), 2);
  EXPECT_EQ(trace.at(29), 3);
  EXPECT_EQ(trace.at(40), 2);
  EXPECT_EQ(trace.breakpoints(0, 45), (std::vector<double>{10, 20, 30, 40}));
}

}  // namespace
}  // namespace sunrack
