#include <fmt/format.h>
#include <gtest/gtest.h>

#include <cmath>

#include "physics/constants.h"
#include "physics/thermal/panel_field.h"

namespace sunrack {
namespace {

/// Two tubes between aluminium sheets on a honeycomb of 12 mm; more falls on face b.
PanelField honeycomb(TubeSeat seat, double through) {
  const PanelLayer sheet{0.3e-3, 167, 167, 167, 2700};
  PanelField field{.build = {.tubes = 2,
                             .spacing = 0.1,
                             .length = 3,
                             .sheet_a = sheet,
                             .core = {12e-3, 1.2, 0.8, through, 40},
                             .sheet_b = sheet,
                             .contact_width = 8e-3,
                             .seat = seat},
                   .tubes = CoolantTubes{.coolant = &Coolant::named("ammonia"),
                                         .mass_flow = 20e-3,
                                         .inlet = 318.15,
                                         .inner_diameter = 6e-3,
                                         .wall = 1e-3,
                                         .conductivity = 167,
                                         .bond_resistance = 0.02}};
  field.face_a.even = {.emissivity = 0.88, .absorptance = 0.15, .solar_irradiance = 60};
  field.face_b.even = {.emissivity = 0.88, .infrared_irradiance = 90};
  field.grid = {.along = 8, .across_contact = 4, .across_fin = 12};
  return field;
}
double heat_of(const PanelField& field) { return solve_panel(field, {.relative_tolerance = 1e-8}).heat; }

TEST(PanelSheets, OneCellASheetFollowsTheLayeredOneWithEverySeatAndCore) {
  // The core is lumped: half of what it conducts in its plane goes with either sheet, at that sheet's
  // temperature. A core that hardly conducts through does not follow it, 0.5 % on both sheets and 0.7 % on
  // one.
  for (const auto& [through, most] : {std::pair(2.5, 0.0015), {0.1, 0.0050}, {0.001, 0.0075}})
    for (const TubeSeat seat : {TubeSeat::both, TubeSeat::sheet_a, TubeSeat::sheet_b}) {
      const PanelField two = honeycomb(seat, through);
      PanelField layered = two;
      layered.grid.sheet_layers = 2, layered.grid.core_layers = 8;
      const double error = heat_of(two) / heat_of(layered) - 1;
      EXPECT_NEAR(error, 0, most) << through << " " << int(seat);
      RecordProperty(fmt::format("error_{}_{}", through, int(seat)), fmt::format("{:+.3f} %", 100 * error));
    }
}

TEST(PanelSheets, SeatAndCoreCount) {
  const double good = heat_of(honeycomb(TubeSeat::sheet_a, 2.5)),
               bad = heat_of(honeycomb(TubeSeat::sheet_a, 0.01));
  EXPECT_LT(bad, 0.75 * good);  // face b is left to a hundredth of the core
  EXPECT_LT(good, 0.99 * heat_of(honeycomb(TubeSeat::both, 2.5)));
  // On face b more falls.
  EXPECT_LT(heat_of(honeycomb(TubeSeat::sheet_b, 0.01)), 0.99 * bad);
}

TEST(PanelSheets, SheetsAreNodesInTheMiddleOfTheirThickness) {
  // The contact all over sheet a, face a without emissivity: one flux through half of sheet a, core and sheet
  // b.
  PanelField field = honeycomb(TubeSeat::sheet_a, 2.5);
  field.build.tubes = 1, field.build.contact_width = 0.1;
  field.tubes = HeldTubes{320, 0.01};
  field.face_a.even = {};
  field.face_b.even = {.emissivity = 0.9, .infrared_irradiance = 100};
  const double resistance = 0.01 * 0.1 + 1.5 * 0.3e-3 / 167 + 12e-3 / 2.5;  // [m^2 K/W]
  double t = 300;                                                           // of face b
  const auto flux = [](double at) { return 0.9 * (constants::stefan_boltzmann * std::pow(at, 4) - 100); };
  for (int i = 0; i < 60; ++i) t = 320 - resistance * flux(t);
  const PanelFieldAnswer answer = solve_panel(field);
  EXPECT_NEAR(answer.heat / (0.3 * flux(t)), 1, 1e-9);
  EXPECT_NEAR(answer.coldest, t, 1e-6);
}

TEST(PanelSheets, SheetsFaceToFaceAreOneOfTheirThickness) {
  // Without a core 0.6 mm of aluminium stand in the way of at most 500 W/m2: 2 mK.
  PanelField two = honeycomb(TubeSeat::both, 2.5);
  two.build.core = {};
  PanelField one = two;
  one.build.sheet_a.thickness *= 2;
  one.build.sheet_b = {};
  EXPECT_NEAR(heat_of(two) / heat_of(one), 1, 2e-5);
}

/// [W] on face b of a patch of 1000 W/m2.
double watts_of(const PanelArea& patch) {
  PanelField field = honeycomb(TubeSeat::both, 2.5);
  field.face_b.even = {.emissivity = 0.88};
  field.face_b.absorbed = [patch](const PanelArea& area) { return 1000 * share_within(area, patch); };
  const PanelFieldAnswer answer = solve_panel(field);
  EXPECT_LT(answer.energy_residual, 1e-9);
  return answer.absorbed_b;
}

TEST(PanelSheets, APatchIsTakenUpToItsLastWattWhereverItLies) {
  // Cells of 375 mm along: within one, over an edge, over the middle of a cell, and all of the panel.
  for (const PanelArea& patch : {PanelArea{1, 1.04, 0, 0.2},
                                 {1, 1.06, 0, 0.2},
                                 {1.1, 1.2, 0.013, 0.0135},
                                 {0.37, 2.01, 0.05, 0.15},
                                 {2.999, 3, 0.1999, 0.2},
                                 {0, 3, 0, 0.2}}) {
    const double area = (patch.to_x - patch.from_x) * (patch.to_y - patch.from_y);
    EXPECT_NEAR(watts_of(patch) / (1000 * area), 1, 1e-9) << patch.from_x;
  }
}

}  // namespace
}  // namespace sunrack
