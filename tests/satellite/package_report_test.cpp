#include "satellite/package_report.h"

#include <gtest/gtest.h>

#include <cmath>
#include <nlohmann/json.hpp>
#include <string>

#include "physics/require.h"
#include "tests/satellite/package_sample.h"

namespace sunrack {
namespace {

TEST(PackageReport, AHeatingNeedsHeatCapacitiesAndTheSteadyStateDoesNot) {
  const PackageFile file = read_package_text(replaced("120, heat_capacity = 1.63e6", "120"), "a.toml");
  EXPECT_NO_THROW(package_report(file, {.heating = false, .reduce = false, .threads = 1}));
  try {
    package_report(file, {.reduce = false, .threads = 1});
    ADD_FAILURE() << "heated";
  } catch (const std::invalid_argument& error) {
    EXPECT_EQ(std::string(error.what()),
              "a.toml:6:1: material silicon: heat_capacity is missing; a heating needs it");
  }
}

TEST(PackageReport, ANameWithACommaStaysOneFieldOfATable) {
  const PackageFile file = read_package_text(replaced("name = \"core\"", "name = 'co\"re, left'"), "a.toml");
  const PackageReport report = package_report(file, {.reduce = false, .threads = 1});
  EXPECT_NE(package_blocks_csv(file, report).find("\nactive,\"co\"\"re, left\",die,"), std::string::npos)
      << package_blocks_csv(file, report);
  EXPECT_NE(package_history_csv(file, report).find(",\"active/co\"\"re, left hottest_K\","),
            std::string::npos);
}

TEST(PackageReport, AnAbsurdTemperatureDoesNotPrintHundredsOfDigits) {
  PackageFile file = read_package_text(package_sample, "a.toml");
  PackageReport report = package_report(file, {.heating = false, .reduce = false, .threads = 1});
  report.steady->solution.temperature[report.steady->solution.hottest] = 1e200;
  const std::string text = package_text(file, report);
  EXPECT_NE(text.find("hottest   1e+200 degC"), std::string::npos) << text;
  EXPECT_LT(text.size(), 3000u);
}

TEST(PackageReport, WithoutMemorySizingGetsNoResistanceOfMemory) {
  const auto sizing = [](const std::string& text) {
    const PackageFile file = read_package_text(text, "a.toml");
    return package_json(file, package_report(file, {.heating = false, .threads = 1})).at("sizing");
  };
  EXPECT_EQ(sizing(package_sample).size(), 3u);
  const auto alone = sizing(replaced("group = \"memory\"", "group = \"other\""));
  EXPECT_EQ(alone.size(), 1u);
  EXPECT_GT(alone.at("compute.die_resistance_K_per_W").get<double>(), 0);
}

TEST(PackageReport, HeatLeavesAndTheHeatingEndsWhereTheSteadyStateWouldBe) {
  PackageFile file = read_package_text(package_sample, "sample.toml");
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

/// A die whose mean power runs away, heated for a third of a second: 5, 20 and 5 W.
PackageFile short_heating() {
  PackageFile file = read_package_text(package_sample, "short.toml");
  PackageBlock& core = file.stack.layers[0].blocks[0];
  file.stack.layers[0].blocks[1].trace.clear();
  file.stack.layers[0].blocks[1].power = 0;
  core.leakage_share = 0.5;
  core.trace = {0.05, 0.2, 0.05};
  core.power = 0.1;
  file.stack.boundary[5].convection = 3000;
  file.stack.leakage_doubling_interval = 5;
  file.stack.leakage_reference_temperature = 313.15;
  file.stack.trace_interval = 0.1;
  file.duration = 0.3;
  return file;
}

TEST(PackageReport, WhatRunsAwayInTheEndCanBeHeatedUntilThen) {
  const PackageFile file = short_heating();
  try {
    package_report(file, {.threads = 1});
    ADD_FAILURE() << "a steady state was found";
  } catch (const ModelError& error) {
    const std::string what = error.what();
    EXPECT_NE(what.find("thermal runaway"), std::string::npos) << what;
    EXPECT_NE(what.find("--no-steady"), std::string::npos) << what;
  }
  const PackageReport report = package_report(file, {.steady = false, .threads = 1});
  EXPECT_FALSE(report.steady || report.response);
  ASSERT_TRUE(report.heating);
  const double end = report.heating->hottest.back();
  EXPECT_GT(end, 315);
  const auto json = package_json(file, report);
  EXPECT_EQ(json.at("state"), "end of heating");
  EXPECT_NEAR(json.at("hottest_degC").get<double>(), end - 273.15, 1e-9);
  EXPECT_FALSE(json.contains("leakage_gain"));
  EXPECT_NEAR(json.at("blocks")[0].at("hottest_degC").get<double>(),
              report.heating->blocks[0].hottest.back() - 273.15, 1e-9);
  // Half of 0.05 W leaks at 40 degC, and the package is warmer: by its own leakage alone.
  EXPECT_NEAR(json.at("power_W").get<double>() - json.at("leakage_W").get<double>(), 0.025, 1e-12);
  EXPECT_GT(json.at("leakage_W").get<double>(), 0.025);
  EXPECT_NEAR(report.probes.at(0), report.probe_history.at(0).back(), 1e-9);
  EXPECT_NE(package_text(file, report).find("after 0.3 s of heating"), std::string::npos);
  EXPECT_NE(package_blocks_csv(file, report).find("active,core,die,"), std::string::npos);
  EXPECT_NE(package_layers_csv(file, report).find("active,0,"), std::string::npos);
  EXPECT_NE(package_probes_csv(file, report).find("corner,"), std::string::npos);
  EXPECT_FALSE(package_layer_map(report, hottest_layer(report)).empty());
  EXPECT_NE(package_map(file, report).title.find("after 0.3 s"), std::string::npos);
  EXPECT_EQ(package_volume(report, shown_temperature(report)).fields.front().values.size(),
            report.model.problem.cells());
}

TEST(PackageReport, AHeatingThatRunsAwayHasNoAnswer) {
  PackageFile file = short_heating();
  file.stack.leakage_doubling_interval = 0.5;
  EXPECT_THROW(package_report(file, {.steady = false, .threads = 1}), ModelError);
}

TEST(PackageReport, NothingLeadsHeatAwayAndItWarmsByItsEnergy) {
  PackageFile file = short_heating();
  file.stack.boundary = {};
  file.stack.start_temperature = 300;
  EXPECT_THROW(package_report(file, {.leakage = false, .threads = 1}), ModelError);
  const PackageReport report = package_report(file, {.leakage = false, .steady = false, .threads = 1});
  // A mean of 0.1 W for 0.3 s into 4 mm2 of 0.45 mm silicon and 0.2 mm mould.
  const double capacity = 4e-6 * (0.45e-3 * 1.63e6 + 0.2e-3 * 1.7e6);
  double mean = 0;
  const auto& p = report.model.problem;
  for (std::size_t cell = 0; cell < p.cells(); ++cell) {
    const auto k = cell / std::size_t(p.nx()) % std::size_t(p.nz());
    const double volume = 4e-6 / 64 * (p.z[k + 1] - p.z[k]);
    mean += volume * p.materials[p.material[cell]].heat_capacity * report.heating->temperature[cell];
  }
  EXPECT_NEAR(mean / capacity, 300 + 0.1 * 0.3 / capacity, 0.02) << "2 mK a step are the tolerance";
}

TEST(PackageReport, HeatThatAFaceAbsorbsIsToldBesidesThePower) {
  PackageFile file = short_heating();
  file.stack.layers[0].blocks[0].trace.clear();
  file.stack.layers[0].blocks[0].power = 0;
  file.duration = 0;
  file.stack.boundary[4].absorbed = 2.5e6;  // 10 W into 4 mm2
  const PackageReport report = package_report(file, {.threads = 1});
  const auto json = package_json(file, report);
  EXPECT_NEAR(json.at("absorbed_W").get<double>(), 10, 1e-9);
  EXPECT_EQ(json.at("power_W"), 0);
  EXPECT_NE(package_text(file, report).find("absorbed  10 W"), std::string::npos);
  EXPECT_TRUE(json.at("notes").empty()) << json.at("notes");
  // All of it goes through the film: 10 W over 3000 W/(m2 K) of 4 mm2 and half a cell of mould.
  EXPECT_GT(json.at("coldest_degC").get<double>(), 40 + 10 / (3000 * 4e-6));
}

TEST(PackageReport, FluxOnWhereNothingConductsInwardsIsNoted) {
  PackageFile file = short_heating();
  file.duration = 0;
  file.stack.layers[0].blocks[0].trace.clear();
  SolidMaterial sideways = file.stack.materials[*file.stack.layers[0].material];
  sideways.name = "sideways", sideways.kz = 0;
  SolidMaterial nothing{.name = "nothing"};
  file.stack.materials.push_back(sideways);
  file.stack.materials.push_back(nothing);
  PackageLayer& active = file.stack.layers[0];
  active.blocks[1].material = std::uint16_t(file.stack.materials.size() - 1);
  active.blocks.push_back({.name = "insulated",
                           .where = {{0, 1e-3, 1e-3, 1e-3}},
                           .material = std::uint16_t(file.stack.materials.size() - 2)});
  file.stack.boundary[4].absorbed = 1e4;  // 0.04 W into 4 mm2, half of which takes none
  const PackageReport report = package_report(file, {.leakage = false, .reduce = false, .threads = 1});
  const auto json = package_json(file, report);
  EXPECT_NEAR(json.at("absorbed_W").get<double>(), 0.02, 1e-9);
  ASSERT_EQ(json.at("notes").size(), 1u) << json.at("notes");
  EXPECT_EQ(json.at("notes")[0],
            "bottom: 0.02 W of the 0.04 W that it is to absorb fall where nothing conducts inwards, and are "
            "left out");
  EXPECT_LT(std::abs(report.steady->solution.relative_energy_residual), 1e-9);
}

TEST(PackageReport, AnAbsurdPressureDropIsNoted) {
  PackageFile file = short_heating();
  file.duration = 0;
  file.stack.layers[1].channels = CoolantChannels{.channel_width = 50e-6,
                                                  .wall_width = 50e-6,
                                                  .coolant = "water",
                                                  .mass_flow = 1e-3,
                                                  .inlet_temperature = 300};
  const auto notes = [&] {
    return package_json(file, package_report(file, {.leakage = false, .reduce = false, .threads = 1}))
        .at("notes");
  };
  EXPECT_TRUE(notes().empty()) << notes();
  file.stack.layers[1].channels->channel_width = 0.5e-6;
  ASSERT_EQ(notes().size(), 1u);
  EXPECT_NE(notes()[0].get<std::string>().find("layer bulk: a pressure drop of "), std::string::npos)
      << notes();
}

TEST(PackageReport, APlotSaysHowManyBlocksItShowsAndDashesThePackage) {
  PackageFile file = short_heating();
  const auto plot = [&] {
    return package_history_plot(file,
                                package_report(file, {.leakage = false, .steady = false, .threads = 1}));
  };
  const LinePlot one = plot();
  ASSERT_EQ(one.series.size(), 2u) << "a block without power is left out";
  EXPECT_EQ(one.title, "sample: hottest cells");
  EXPECT_EQ(one.series.back().name, "package") << "drawn last, above the hottest block";
  EXPECT_TRUE(one.series.back().dashed && !one.series.front().dashed);
  EXPECT_NE(gnuplot_script(one).find("dashtype 2"), std::string::npos);
  auto& blocks = file.stack.layers[0].blocks;
  blocks.clear();
  for (int n = 0; n < 12; ++n)
    blocks.push_back(
        {.name = "strip " + std::to_string(n), .where = {{n * 0.1e-3, 0, 0.1e-3, 2e-3}}, .power = 0.1});
  const LinePlot many = plot();
  EXPECT_EQ(many.series.size(), most_plot_series);
  EXPECT_EQ(many.title, "sample: hottest cells, 9 of 12 heated blocks shown");
}

TEST(PackageReport, WithoutSteadyStateAndHeatingNothingIsAsked) {
  PackageFile file = short_heating();
  EXPECT_THROW(package_report(file, {.steady = false, .heating = false}), std::invalid_argument);
}

TEST(PackageReport, TracesAreMetAtTheirSteps) {
  const PackageFile file = read_package_text(package_sample, "sample.toml");
  const PackageReport report = package_report(file, {.reduce = false, .threads = 1});
  const PackageHeating& h = *report.heating;
  ASSERT_EQ(h.times.size(), 9u) << "four in each interval, and the start";
  EXPECT_EQ(h.blocks[1].power[3], 0.25);
  EXPECT_EQ(h.blocks[1].power[4], 0.75) << "from 1 ms on";
  EXPECT_GT(h.blocks[1].mean[8] - h.blocks[1].mean[4], h.blocks[1].mean[4] - h.blocks[1].mean[0])
      << "three times the power";
}

}  // namespace
}  // namespace sunrack
