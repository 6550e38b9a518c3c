#include <gtest/gtest.h>

#include <algorithm>
#include <string>

#include "physics/require.h"
#include "physics/thermal/panel_field.h"

namespace sunrack {
namespace {

/// Grooved ammonia pipes in place of tubes, each fed with 60 W.
PanelField panel_of_pipes(int count = 6) {
  HeatPipeTubes h;
  h.pipe = {.outer_diameter = 12.7e-3,
            .wall = 0.9e-3,
            .wall_conductivity = 167,
            .wick = AxialGrooves{27, 0.6e-3, 1.2e-3},
            .evaporator = 0.15};
  h.fluid = &HeatPipeFluid::named("ammonia");
  h.bond_resistance = 0.01;
  h.heat_each = 60;
  PanelField field{.build = {.tubes = count,
                             .spacing = 0.08,
                             .length = 1,
                             .sheet_a = {0.5e-3, 150, 150, 150, 2700},
                             .contact_width = 0.0127},
                   .tubes = h};
  field.face_a.even = {.emissivity = 0.9, .infrared_irradiance = 60};
  field.face_b.even = {.emissivity = 0.85, .absorptance = 0.1, .solar_irradiance = 300};
  field.grid = {.along = 12, .across_contact = 4, .across_fin = 12};
  return field;
}
HeatPipeTubes& pipes(PanelField& field) { return std::get<HeatPipeTubes>(field.tubes); }
void feed_by(PanelField& field, const char* coolant, double mass_flow, double inlet) {
  HeatPipeTubes& h = pipes(field);
  h.heat_each.reset();
  h.header = &Coolant::named(coolant);
  h.mass_flow = mass_flow, h.inlet = inlet, h.header_resistance = 0.05;
}
std::string complaint(const PanelField& field) {
  try {
    solve_panel(field);
  } catch (const ModelError& error) {
    return error.what();
  }
  return "no ModelError";
}

TEST(PanelHeatPipes, OfGivenHeatShedIt) {
  PanelField field = panel_of_pipes();
  const PanelFieldAnswer answer = solve_panel(field);
  EXPECT_NEAR(answer.heat, 360, 1e-9);
  EXPECT_LT(answer.energy_residual, 1e-9);
  for (const PanelTubeAnswer& tube : answer.tubes) {
    EXPECT_NEAR(tube.heat, 60, 1e-7);
    EXPECT_EQ(tube.inlet, tube.outlet);
    EXPECT_GT(tube.limit, 0);
    EXPECT_NEAR(tube.share_of_limit, tube.heat / tube.limit, 1e-12);
  }
  field.failures.dead_tubes = {2};
  const PanelFieldAnswer dead = solve_panel(field);
  EXPECT_NEAR(dead.heat, 300, 1e-9);
  EXPECT_LT(dead.tubes[1].inlet, answer.tubes[1].inlet);  // the neighbour has more sheet to itself
}

TEST(PanelHeatPipes, AHeaderFeedsPipeAfterPipeLessAndLess) {
  PanelField field = panel_of_pipes();
  feed_by(field, "propylene-glycol-40", 0.05, 320);
  const PanelFieldAnswer answer = solve_panel(field);
  EXPECT_LT(answer.energy_residual, 1e-9);
  ASSERT_EQ(answer.paths.size(), 1u);
  EXPECT_NEAR(0.05 * pipes(field).header->enthalpy_rise(answer.paths[0].outlet, 320) / answer.heat, 1, 1e-9);
  for (std::size_t t = 1; t < 6; ++t) EXPECT_LT(answer.tubes[t].heat, answer.tubes[t - 1].heat);
}

TEST(PanelHeatPipes, AnEvaporatorBelowFreezingOfItsHeaderIsTold) {
  PanelField field = panel_of_pipes(4);
  feed_by(field, "water", 0.1, 275.15);
  const PanelFieldAnswer answer = solve_panel(field);
  ASSERT_EQ(answer.cold_walls.size(), 2u);
  EXPECT_EQ(answer.cold_walls[0].liquid, "ammonia");
  EXPECT_GT(answer.cold_walls[0].temperature, answer.cold_walls[0].freezing);
  const PanelColdWall& outside = answer.cold_walls[1];
  EXPECT_EQ(outside.liquid, "water");
  EXPECT_FALSE(outside.x.has_value());
  EXPECT_LT(outside.temperature, 273.16);  // though the water itself leaves above
  EXPECT_GT(answer.paths[0].outlet, 273.16);
  // Through the header's resistance flows what the pipe gives: the water lies that much above the wall.
  const double heat = answer.tubes[std::size_t(outside.tube)].heat;
  EXPECT_NEAR(outside.temperature + 0.05 * heat, (answer.paths[0].outlet + 275.15) / 2, 0.2);
}

TEST(PanelHeatPipes, OutsideTheirFluidAreNamed) {
  PanelField field = panel_of_pipes();
  pipes(field).fluid = &HeatPipeFluid::named("water");
  pipes(field).heat_each = 1;  // far too little for 0.08 m2: the pipe would be far below 0 degC
  EXPECT_TRUE(complaint(field).starts_with("panel: heat pipe 1, which gives 1 W: ")) << complaint(field);
}

TEST(PanelHeatPipes, AreNamedWhereTheirHeaderWouldFreeze) {
  PanelField field = panel_of_pipes();
  feed_by(field, "water", 0.03, 273.66);
  EXPECT_TRUE(complaint(field).starts_with("panel: header at heat pipe ")) << complaint(field);
}

TEST(PanelHeatPipes, WithAHoleAreDeadAndNotDryInPlaces) {
  PanelField field = panel_of_pipes();
  EXPECT_NO_THROW(solve_panel(field));
  field.failures.dry = {{0, 0, 0.5}};
  EXPECT_THROW(solve_panel(field), std::invalid_argument);
}

TEST(PanelHeatPipes, HaveAHeaderOrAGivenHeat) {
  PanelField field = panel_of_pipes();
  pipes(field).header = &Coolant::named("water");
  EXPECT_THROW(solve_panel(field), std::invalid_argument);
  pipes(field).header = nullptr, pipes(field).heat_each.reset();
  EXPECT_THROW(solve_panel(field), std::invalid_argument);
}

}  // namespace
}  // namespace sunrack
