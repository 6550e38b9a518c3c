#include "physics/thermal/panel_optimum.h"

#include <gtest/gtest.h>

#include <cmath>

#include "physics/constants.h"
#include "physics/require.h"
#include "physics/thermal/fin.h"

namespace sunrack {
namespace {

PanelPitchQuestion question() {
  return {.build = {.tubes = 1,
                    .spacing = 0.1,
                    .length = 1,
                    .sheet_a = {0.5e-3, 167, 167, 167, 2700},
                    .contact_width = 8e-3,
                    .tube_mass = 0.12,
                    .other_areal = 0.2},
          .face_a = {.even = {.emissivity = 0.9, .infrared_irradiance = 60}},
          .face_b = {.even = {.emissivity = 0.9, .infrared_irradiance = 60}},
          .fluid_temperature = 320,
          .resistance = 0.03,
          .grid = {.along = 1, .across_contact = 4, .across_fin = 16}};
}
constexpr PanelPitchRange wide{0.02, 0.5, 0.05e-3, 3e-3};

TEST(PanelOptimum, NeighboursAreWorse) {
  const PanelPitchQuestion q = question();
  const PanelOptimum best = optimise_pitch(q, wide);
  EXPECT_FALSE(best.at_end_of_spacing || best.at_end_of_thickness);
  for (const double factor : {0.8, 0.95, 1.05, 1.25}) {
    EXPECT_LT(panel_pitch(q, best.best.spacing * factor, best.best.thickness).specific_power,
              best.best.specific_power);
    EXPECT_LT(panel_pitch(q, best.best.spacing, best.best.thickness * factor).specific_power,
              best.best.specific_power);
  }
  EXPECT_GT(best.best.specific_power, panel_pitch(q, 0.1, 0.5e-3).specific_power);
}

TEST(PanelOptimum, FinOfLeastMassIsTheClassicalOne) {
  // A radiating fin without a sink, its thickness free at given mass: heat ~ L eta(N), N ~ L^3, so that
  // eta N^(1/3) is greatest where d ln eta/d ln N = -1/3. Literature gives an efficiency of 0.565 there
  // (Lieblein, NASA TN D-196 (1959), recalled). With a contact that weighs, sheds and resists next to nothing
  // a pitch of given mass and free thickness must find it.
  double low = 0.1, high = 10;
  const auto slope = [](double n) {
    const double h = 1e-4;
    return std::log(fin_efficiency_exact(n * (1 + h), 0) / fin_efficiency_exact(n * (1 - h), 0)) /
           std::log((1 + h) / (1 - h));
  };
  for (int i = 0; i < 50; ++i) (slope((low + high) / 2) > -1.0 / 3 ? low : high) = (low + high) / 2;
  const double efficiency = fin_efficiency_exact(low, 0);
  EXPECT_NEAR(efficiency, 0.565, 0.0005);

  PanelPitchQuestion q = question();
  q.build.contact_width = 1e-4;
  q.resistance = 1e-7;
  q.face_a.even.infrared_irradiance = q.face_b.even.infrared_irradiance = 0;
  q.grid.across_fin = 128;
  const double section = 0.1 * 0.5e-3;  // [m^2] of sheet for one tube
  double best = 0, found = 0;
  for (double spacing = 0.05; spacing < 0.6; spacing *= 1.01) {
    const PanelPitch p = panel_pitch(q, spacing, section / spacing);
    if (p.net_flux * spacing > best) best = p.net_flux * spacing, found = p.efficiency;
  }
  EXPECT_NEAR(found, efficiency, 0.01);  // the maximum is flat and the steps 1 %, which move it by as much
}

TEST(PanelOptimum, HeavierTubesStandFartherApart) {
  PanelPitchQuestion light = question(), heavy = light;
  heavy.build.tube_mass *= 4;
  EXPECT_GT(optimise_pitch(heavy, wide).best.spacing, optimise_pitch(light, wide).best.spacing);
}

TEST(PanelOptimum, SaysThatTheRangeEnds) {
  const PanelOptimum narrow = optimise_pitch(question(), {0.02, 0.03, 0.05e-3, 3e-3});
  EXPECT_TRUE(narrow.at_end_of_spacing);
  EXPECT_FALSE(narrow.at_end_of_thickness);
}

TEST(PanelOptimum, RefusesBadRangesAndMasslessPanels) {
  EXPECT_THROW(optimise_pitch(question(), {0.1, 0.05, 1e-4, 1e-3}), std::invalid_argument);
  EXPECT_THROW(optimise_pitch(question(), {0.004, 0.05, 1e-4, 1e-3}), std::invalid_argument);
  PanelPitchQuestion massless = question();
  massless.build.sheet_a.density = massless.build.tube_mass = massless.build.other_areal = 0;
  EXPECT_THROW(optimise_pitch(massless, wide), std::invalid_argument);
  PanelPitchQuestion cold = question();
  cold.fluid_temperature = 150;  // below the sink
  EXPECT_THROW(optimise_pitch(cold, wide), ModelError);
}

}  // namespace
}  // namespace sunrack
