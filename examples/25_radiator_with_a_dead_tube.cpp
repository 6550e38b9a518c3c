// What does a radiator panel lose with a dead tube, and what with a severed loop?
//
// Twelve tubes of ammonia at 100 mm in aluminium sheets, two loops. A dead tube leaves its sheet to the
// neighbours as a fin of twice the length; a severed loop takes half of the tubes, side by side or every
// second one. Read docs/models/panel_field.md before.
#include <fmt/format.h>

#include "physics/thermal/blackbody.h"
#include "physics/thermal/panel_field.h"
#include "physics/units.h"

using namespace sunrack;
using namespace sunrack::units;

namespace {

PanelField panel(bool interleaved) {
  const PanelLayer sheet{.thickness = 0.3_mm, .along = 167, .across = 167, .through = 167, .density = 2700};
  PanelField field;
  field.build = {.tubes = 12,
                 .spacing = 100_mm,
                 .length = 3,
                 .sheet_a = sheet,
                 .sheet_b = sheet,
                 .contact_width = 8_mm,
                 .seat = TubeSeat::both};
  field.tubes = CoolantTubes{.coolant = &Coolant::named("ammonia"),
                             .mass_flow = 60e-3,
                             .inlet = 45_degC,
                             .inner_diameter = 6_mm,
                             .wall = 1_mm,
                             .conductivity = 167,
                             .bond_resistance = 0.02,
                             .loops = 2,
                             .interleaved = interleaved};
  field.face_a.even = field.face_b.even = {.emissivity = 0.88, .infrared_irradiance = grey_body_flux(1, 200)};
  return field;
}

}  // namespace

int main() {
  fmt::print("{:<34} {:>8} {:>10} {:>12}\n", "panel of 3.6 m2, ammonia at 45 degC", "heat [W]", "kept [-]",
             "coldest [degC]");
  const double whole = solve_panel(panel(false)).heat;
  const auto show = [&](const char* name, const PanelField& field) {
    const PanelFieldAnswer answer = solve_panel(field);
    fmt::print("{:<34} {:8.1f} {:10.3f} {:12.1f}\n", name, answer.heat, answer.heat / whole,
               answer.coldest - 0_degC);
    return answer.heat / whole;
  };
  show("as built", panel(false));
  PanelField dead = panel(false);
  dead.failures.dead_tubes = {5};
  const double one = show("a tube in the middle dead", dead);
  PanelField block = panel(false), comb = panel(true);
  block.failures.severed_loops = comb.failures.severed_loops = {1};
  const double side_by_side = show("a loop severed, tubes side by side", block);
  const double every_second = show("a loop severed, every second tube", comb);
  fmt::print(
      "One tube of twelve costs {:.1f} %, not {:.1f}: its neighbours take over. Half of the tubes cost "
      "{:.0f} % "
      "side by side and {:.0f} % where live tubes lie between.\n",
      100 * (1 - one), 100.0 / 12, 100 * (1 - side_by_side), 100 * (1 - every_second));
  return 0;
}
