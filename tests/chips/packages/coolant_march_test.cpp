#include "chips/packages/coolant_march.h"

#include <gtest/gtest.h>

#include <cmath>

#include "chips/packages/electro_thermal.h"
#include "physics/require.h"
#include "physics/thermal/coolant.h"

namespace sunrack {
namespace {

const CoolantChannels water{.along_x = true,
                            .channel_width = 0.5e-3,
                            .wall_width = 0.5e-3,
                            .coolant = "water",
                            .mass_flow = 20e-3,
                            .inlet_temperature = 300,
                            .film_coefficient = 8e3};

/// A heated die on channels, all of one solid.
PackageStack cold_plate(const CoolantChannels& channels, const SolidMaterial& solid, double power,
                        int channel_cells = 0) {
  PackageStack stack{.width = 20e-3, .depth = 10e-3};
  if (!channels.along_x) std::swap(stack.width, stack.depth);
  stack.materials = {solid};
  stack.layers = {{.name = "channels", .thickness = 2e-3, .material = 0},
                  {.name = "die", .thickness = 0.5e-3, .material = 0}};
  stack.layers[0].channels = channels;
  stack.layers[0].cells = channel_cells;
  stack.layers[1].blocks = {
      {.name = "core", .where = {{0, 0, stack.width, stack.depth}}, .power = power, .group = "die"}};
  return stack;
}

SolidMaterial upwards_only(double kz) {
  SolidMaterial solid = isotropic_solid("solid", kz, 3.4e6);
  solid.kx = solid.ky = 0;
  return solid;
}

PackageAnswer solved(const PackageStack& stack, int nx, int ny) {
  return electro_thermal(stack, package_model(stack, {.nx = nx, .ny = ny}));
}

TEST(CoolantMarch, TheCoolantTakesUpAllHeatAndWarmsByItOverItsFlow) {
  const PackageStack stack = cold_plate(water, isotropic_solid("copper", 390, 3.4e6), 200);
  const PackageAnswer answer = solved(stack, 20, 10);
  EXPECT_NEAR(answer.coolant_heat, 200, 1e-3);  // 1e-5 K at rest times an exchange of some 10 W/K
  EXPECT_NEAR(answer.solution.exchanged, 200, 1e-6);
  // 2.4 K: the specific heat of water changes by less than 1e-4 of itself on the way.
  const double rate = water.mass_flow * Coolant::named("water").at(301.2).specific_heat;
  EXPECT_NEAR(answer.coolant_outlet - 300, 200 / rate, 1e-3);
  EXPECT_GT(answer.coolant_rounds, 1);
}

TEST(CoolantMarch, WallsStandAboveTheCoolantByFluxOverWettedFilm) {
  // Upwards only and nearly without resistance: every column gives its own heat to its own station.
  const PackageStack stack = cold_plate(water, upwards_only(1e7), 200, 4);
  const PackageModel model = package_model(stack, {.nx = 10, .ny = 4});
  const PackageAnswer answer = electro_thermal(stack, model);
  const double rate = water.mass_flow * Coolant::named("water").at(301.2).specific_heat;
  const double wetted = 2 * (2e-3 + 0.5e-3) / 1e-3;  // [-] perimeter over pitch
  const double above = 200 / (20e-3 * 10e-3) / (8e3 * wetted);
  for (int i = 0; i < 10; ++i) {
    const std::size_t cell = model.problem.index(i, 2, 1);
    const double coolant = 300 + 200 / rate * (i + 0.5) / 10;
    EXPECT_NEAR(answer.coolant_temperature[cell], coolant, 1e-3) << i;
    EXPECT_NEAR(answer.solution.temperature[cell], coolant + above, 2e-3) << i;
  }
}

TEST(CoolantMarch, TheDropAlongAWallIsThatOfAFin) {
  // A fin of half the pitch from the die down, with the channel's roof beside its root and floor at its tip.
  CoolantChannels channels = water;
  channels.mass_flow = 5;  // hardly warms; the film is given
  const double k = 150, h = 8e3, open = 0.5, height = 2e-3;
  const int cells = 80;
  const PackageStack stack = cold_plate(channels, upwards_only(k), 200, cells);
  const PackageModel model = package_model(stack, {.nx = 2, .ny = 2});
  const PackageAnswer answer = electro_thermal(stack, model);
  const double m = std::sqrt(2 * h / (k * 0.5e-3)), t = std::tanh(m * height);
  const double tip = h * open / (k * 0.5 * m);
  const double conductance = h * open + k * 0.5 * m * (t + tip) / (1 + tip * t);  // [W/(m^2 K)] of the plan
  const double flux = 200 / (20e-3 * 10e-3);
  // The highest cell of the layer, half a cell (12.5 um) below the root.
  const double root = answer.solution.temperature[model.problem.index(0, 0, cells - 1)] - 300;
  EXPECT_NEAR(root, flux / conductance, 0.02 * root);
  const double without_drop = flux / (h * (2 * open + 2 * height / 1e-3));
  EXPECT_GT(root, 1.25 * without_drop);  // the wall's drop is no trifle here
}

TEST(CoolantMarch, ReversedFlowMirrorsThePackageAndTheFarEndIsWarmer) {
  const SolidMaterial copper = isotropic_solid("copper", 390, 3.4e6);
  CoolantChannels back = water;
  back.reversed = true;
  const PackageStack stack = cold_plate(water, copper, 300);
  const PackageModel model = package_model(stack, {.nx = 16, .ny = 4});
  const auto forth_answer = electro_thermal(stack, model);
  const auto back_answer = solved(cold_plate(back, copper, 300), 16, 4);
  const int top = model.problem.nz() - 1;
  for (int i = 0; i < 16; ++i)
    EXPECT_NEAR(forth_answer.solution.temperature[model.problem.index(i, 1, top)],
                back_answer.solution.temperature[model.problem.index(15 - i, 1, top)], 1e-4);
  EXPECT_GT(forth_answer.solution.temperature[model.problem.index(15, 1, top)],
            forth_answer.solution.temperature[model.problem.index(0, 1, top)] + 1);
}

TEST(CoolantMarch, AlongYIsAlongXTurned) {
  const SolidMaterial copper = isotropic_solid("copper", 390, 3.4e6);
  CoolantChannels turned = water;
  turned.along_x = false;
  const double hottest_x = solved(cold_plate(water, copper, 300), 16, 4).blocks[0].temperature.hottest;
  const double hottest_y = solved(cold_plate(turned, copper, 300), 4, 16).blocks[0].temperature.hottest;
  EXPECT_NEAR(hottest_x, hottest_y, 1e-4);  // at rest within 1e-5 K
}

TEST(CoolantMarch, LaminarFilmAndFrictionAreThoseOfShahAndLondon) {
  // Square: Nu = 3.608, f Re = 56.91; 8 to 1: 6.490 and 82.34 (their tables 42 and 43; the fits are within
  // 0.1 %).
  CoolantChannels c = water;
  c.film_coefficient = 0;
  const CoolantState state = Coolant::named("water").at(300);
  for (const auto& [height, nusselt, friction] :
       {std::tuple{0.5e-3, 3.608, 56.91}, std::tuple{4e-3, 6.490, 82.34}}) {
    c.mass_flow = 1e-3;
    const ChannelFlow flow = channel_flow(c, height, 10e-3, 20e-3);
    const double diameter = 2 * 0.5e-3 * height / (0.5e-3 + height);
    ASSERT_LT(flow.reynolds, 2300);
    EXPECT_NEAR(flow.film_coefficient, nusselt * state.conductivity / diameter, 1e-3 * flow.film_coefficient);
    const double velocity = 1e-3 / (state.density * 10e-3 * height / 2);
    EXPECT_NEAR(flow.pressure_drop,
                friction / flow.reynolds * 20e-3 / diameter * state.density * velocity * velocity / 2,
                1e-3 * flow.pressure_drop);
  }
}

TEST(CoolantMarch, FilmAndPressureDropHaveNoJumpBetweenLaminarAndTurbulent) {
  CoolantChannels c = water;
  c.film_coefficient = 0;
  const auto at = [&](double reynolds) {
    c.mass_flow = 1e-3;
    c.mass_flow *= reynolds / channel_flow(c, 2e-3, 10e-3, 20e-3).reynolds;
    return channel_flow(c, 2e-3, 10e-3, 20e-3);
  };
  for (const double edge : {2300.0, 4000.0}) {
    const ChannelFlow below = at(edge * (1 - 1e-6)), above = at(edge * (1 + 1e-6));
    EXPECT_NEAR(above.film_coefficient / below.film_coefficient, 1, 1e-4);
    EXPECT_NEAR(above.pressure_drop / below.pressure_drop, 1, 1e-4);
  }
  EXPECT_GT(at(4001).film_coefficient, at(2299).film_coefficient);
}

TEST(CoolantMarch, AlongAnEvenWallTheCoolantNearsItExponentiallyWhateverTheCells) {
  CoolantChannels slow = water;
  slow.mass_flow = 0.5e-3;
  PackageStack stack = cold_plate(slow, upwards_only(1e7), 0);
  stack.layers[1].blocks.clear();
  stack.boundary[std::size_t(BoxFace::z_high)] = {.fixed = 360};
  const ChannelFlow flow = channel_flow(slow, 2e-3, stack.depth, stack.width);
  // Both sides, floor and roof of each channel; 0.5 mm of the conductor on the way are 5e-11 m2 K/W.
  const double wetted = (2 * 2e-3 + 2 * slow.channel_width) / flow.pitch * stack.width * stack.depth;
  const double units =
      flow.film_coefficient * wetted / (0.5e-3 * Coolant::named("water").at(330).specific_heat);
  ASSERT_GT(units, 3) << "far beyond what a mean of inlet and outlet can bear";
  for (const int stations : {1, 2, 7, 40}) {
    const PackageAnswer answer = solved(stack, stations, 1);
    // 0.4 % between the specific heats of inlet and outlet.
    EXPECT_NEAR(360 - answer.coolant_outlet, 60 * std::exp(-units), 0.02 * 60 * std::exp(-units)) << stations;
    EXPECT_LT(answer.coolant_outlet, 360);
    EXPECT_NEAR(answer.coolant_heat, answer.solution.exchanged, 1e-3 * answer.coolant_heat);
  }
}

TEST(CoolantMarch, DeepNarrowChannelsComeToRestAndTakeWhateverPowerThereIs) {
  // Some 100 transfer units: walls and coolant in turn would need hundreds of rounds, each of a small change.
  CoolantChannels narrow = water;
  narrow.channel_width = narrow.wall_width = 50e-6;
  narrow.mass_flow = 1e-3;
  narrow.film_coefficient = 5e4;
  double rise_per_watt = 0;
  for (const double power : {1e-2, 1.0, 20.0}) {
    const PackageAnswer answer =
        solved(cold_plate(narrow, isotropic_solid("copper", 390, 3.4e6), power), 32, 4);
    EXPECT_NEAR(answer.coolant_heat, power, 1e-7 * power);
    EXPECT_LE(answer.coolant_rounds, 100) << "and not 500";
    const double rise = (answer.blocks[0].temperature.hottest - 300) / power;
    if (rise_per_watt > 0) {
      EXPECT_NEAR(rise, rise_per_watt, 1e-3 * rise) << "water's specific heat changes a little";
    }
    rise_per_watt = rise;
  }
}

TEST(CoolantMarch, TellsFlowAndPressureOfTheChannelsOfEachLayer) {
  const PackageStack stack = cold_plate(water, isotropic_solid("copper", 390, 3.4e6), 200);
  const PackageAnswer answer = solved(stack, 8, 4);
  const ChannelFlow flow = channel_flow(water, 2e-3, stack.depth, stack.width);
  ASSERT_EQ(answer.channels.size(), 1u);
  EXPECT_EQ(answer.channels[0].layer, "channels");
  EXPECT_EQ(answer.channels[0].reynolds, flow.reynolds);
  EXPECT_EQ(answer.channels[0].pressure_drop, flow.pressure_drop);
  EXPECT_EQ(answer.channels[0].outlet_temperature, answer.coolant_outlet);
  // The pressure of water that has just been warmed by some kelvin, from the same table.
  EXPECT_NEAR(answer.channels[0].saturation_pressure,
              Coolant::named("water").at(answer.coolant_outlet).saturation_pressure, 200);
}

TEST(CoolantMarch, CoolantBeyondItsRangeIsRefused) {
  CoolantChannels trickle = water;
  trickle.mass_flow = 0.1e-3;  // 200 W would warm it by 480 K
  EXPECT_THROW(solved(cold_plate(trickle, isotropic_solid("copper", 390, 3.4e6), 200), 8, 4), ModelError);
}

}  // namespace
}  // namespace sunrack
