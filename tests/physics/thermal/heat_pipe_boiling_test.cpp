#include <gtest/gtest.h>

#include <cmath>

#include "physics/constants.h"
#include "tests/physics/thermal/sample_heat_pipes.h"

namespace sunrack {
namespace {

using constants::pi;

TEST(HeatPipe, BubblesEndAWickThatTrapsThemAndLeaveOpenGrooves) {
  const HeatPipeFluidState ammonia = HeatPipeFluid::named("ammonia").at(300);
  for (const HeatPipe& pipe : {screened(), sintered()}) {
    const HeatPipeLimits limits = heat_pipe_limits(pipe, ammonia);
    EXPECT_EQ(limits.at(HeatPipeLimit::boiling), limits.first_bubbles);
  }
  // Chi's formula by hand, for 0.254 um: 2 sigma/r = 158 kPa, or 4.9 K of superheat, across the wick's
  // sleeve; of a fluid that is known at one temperature only.
  const HeatPipe pipe = grooved();
  HeatPipeFluidState alone = ammonia;
  alone.fluid = nullptr;
  const HeatPipeLimits limits = heat_pipe_limits(pipe, alone);
  const WickProperties wick = wick_properties(pipe, ammonia.liquid_conductivity);
  const double superheat = 300 * 2 * ammonia.surface_tension * (1 / 0.254e-6 - 1 / 0.6e-3) /
                           (ammonia.latent_heat * ammonia.vapour_density);
  EXPECT_NEAR(superheat, 5, 0.5);
  EXPECT_NEAR(*limits.first_bubbles,
              2 * pi * 0.15 * wick.evaporator_conductivity * superheat / std::log(5.45 / 4.25),
              1e-9 * *limits.first_bubbles);
  // The heat that grooves were seen to take: 17.7 W/cm2 of 12.7 mm times 150 mm.
  EXPECT_NEAR(limits.at(HeatPipeLimit::boiling), 17.7e4 * 12.7e-3 * 0.15, 1e-9);
  EXPECT_GT(limits.at(HeatPipeLimit::boiling), 3 * *limits.first_bubbles);
  // Nothing of the kind is known for propylene: there the first bubbles are the limit.
  const HeatPipeLimits propylene = heat_pipe_limits(pipe, HeatPipeFluid::named("propylene").at(300));
  EXPECT_EQ(propylene.at(HeatPipeLimit::boiling), propylene.first_bubbles);
  // Measured figures of a pipe's own go before both.
  HeatPipe known = pipe;
  known.evaporator_flux = 5e4;
  EXPECT_NEAR(heat_pipe_limits(known, ammonia).at(HeatPipeLimit::boiling), 5e4 * 12.7e-3 * 0.15, 1e-9);
  known.evaporator_coefficient = 8500;
  EXPECT_NEAR(*heat_pipe_limits(known, alone).first_bubbles, superheat * 8500 * 2 * pi * 4.25e-3 * 0.15,
              1e-6);
  EXPECT_NEAR(heat_pipe_resistance(known, ammonia, 10).evaporator_wick, 1 / (8500 * 2 * pi * 4.25e-3 * 0.15),
              1e-12);
}

/// [K] of the wall above the vapour at the first bubbles.
double superheat_of(const HeatPipe& pipe, const HeatPipeFluidState& fluid) {
  const double resistance = wick_properties(pipe, fluid.liquid_conductivity).evaporator_resistance;
  return *heat_pipe_limits(pipe, fluid).first_bubbles * resistance / pipe.evaporator;
}

TEST(HeatPipe, BubblesBeginWhereSaturationAtTheWallBearsTheEmbryo) {
  // Water at 324 K, 13 kPa: an embryo of 0.254 um needs 4e5 Pa, which saturation has near 415 K. The tangent
  // at 324 K would ask for 839 K of superheat, a wall above the critical point.
  const HeatPipeFluid& water = HeatPipeFluid::named("water");
  const HeatPipe pipe = sintered();
  const HeatPipeFluidState vapour = water.at(324);
  const double wall = 324 + superheat_of(pipe, vapour);
  EXPECT_GT(wall, 410);
  EXPECT_LT(wall, 420);
  const HeatPipeFluidState there = water.at(wall);
  const double pore = wick_properties(pipe, vapour.liquid_conductivity).pore_radius;
  EXPECT_NEAR((vapour.pressure + 2 * there.surface_tension / pipe.nucleation_radius -
               2 * vapour.surface_tension / pore) /
                  there.pressure,
              1, 1e-9);
  HeatPipeFluidState alone = vapour;
  alone.fluid = nullptr;
  EXPECT_GT(superheat_of(pipe, alone), 800);
}

TEST(HeatPipe, WhereTheSuperheatIsSmallBubblesBeginWhereChiHasThem) {
  // His formula leaves out the liquid's volume, 0.1 to 2 % of the vapour's here.
  for (const auto& [name, t] :
       {std::pair("water", 400.0), {"water", 450.0}, {"ammonia", 260.0}, {"ammonia", 300.0}})
    for (const double radius : {20e-6, 10e-6}) {
      HeatPipe pipe = screened();
      pipe.nucleation_radius = radius;
      const HeatPipeFluidState fluid = HeatPipeFluid::named(name).at(t);
      HeatPipeFluidState alone = fluid;
      alone.fluid = nullptr;
      EXPECT_LT(superheat_of(pipe, alone), 2) << name;
      EXPECT_NEAR(superheat_of(pipe, fluid) / superheat_of(pipe, alone), 1, 0.03)
          << name << " " << t << " " << radius;
    }
}

TEST(HeatPipe, BeyondItsTableBubblesAreNotForetold) {
  // A hundredth of a kelvin below the table's end embryos need a wall a tenth of a kelvin warmer.
  const HeatPipe pipe = sintered();
  const HeatPipeFluid& ammonia = HeatPipeFluid::named("ammonia");
  const HeatPipeFluidState fluid = ammonia.at(ammonia.maximum_temperature() - 0.01);
  const HeatPipeLimits limits = heat_pipe_limits(pipe, fluid);
  EXPECT_FALSE(limits.first_bubbles.has_value());
  // The heat that brings the wall to the table's end is what the wick is known to let through.
  const double resistance = wick_properties(pipe, fluid.liquid_conductivity).evaporator_resistance;
  EXPECT_NEAR(limits.at(HeatPipeLimit::boiling) * resistance / pipe.evaporator, 0.01, 1e-9);
}

}  // namespace
}  // namespace sunrack
