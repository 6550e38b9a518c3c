#include <algorithm>
#include <cmath>

#include "physics/require.h"
#include "physics/thermal/panel_grid.h"

namespace sunrack {
namespace {

bool positive(double value) { return value > 0 && std::isfinite(value); }
bool not_negative(double value) { return value >= 0 && std::isfinite(value); }

void check(const char* name, const PanelLayer& layer) {
  const auto refuse = [&](bool holds, const char* field, double value, const char* rule) {
    if (!holds)
      throw std::invalid_argument(fmt::format("panel: {} of the {} = {:.10g}, {}", field, name, value, rule));
  };
  refuse(not_negative(layer.thickness), "thickness", layer.thickness, "must not be negative [m]");
  if (layer.thickness == 0) return;
  const bool core = std::string_view(name) == "core";
  for (const auto& [field, value] :
       {std::pair("conductivity along", layer.along), {"conductivity across", layer.across}})
    refuse(core ? not_negative(value) : positive(value), field, value,
           core ? "must not be negative [W/(m K)]" : "must be positive [W/(m K)]");
  refuse(positive(layer.through), "conductivity through", layer.through, "must be positive [W/(m K)]");
  refuse(not_negative(layer.density), "density", layer.density, "must not be negative [kg/m^3]");
}

void check(const PanelBuild& b) {
  require(b.tubes > 0 && b.tubes <= 10000, "panel: tubes", b.tubes, "must be from 1 to 10000");
  require(positive(b.spacing), "panel: spacing", b.spacing, "must be positive [m]");
  require(positive(b.length), "panel: length", b.length, "must be positive [m]");
  require(positive(b.contact_width) && b.contact_width <= b.spacing, "panel: contact width", b.contact_width,
          "must be positive and at most the spacing [m]");
  require(positive(b.sheet_a.thickness), "panel: thickness of sheet a", b.sheet_a.thickness,
          "must be positive [m]");
  check("sheet a", b.sheet_a);
  check("sheet b", b.sheet_b);
  check("core", b.core);
  require(b.core.thickness == 0 || b.sheet_b.thickness > 0, "panel: thickness of sheet b",
          b.sheet_b.thickness, "must be positive where there is a core [m]");
  require(b.seat != TubeSeat::sheet_b || b.sheet_b.thickness > 0, "panel: thickness of sheet b",
          b.sheet_b.thickness, "must be positive where the tubes sit on it [m]");
  require(not_negative(b.tube_mass), "panel: mass of a tube", b.tube_mass, "must not be negative [kg/m]");
  require(not_negative(b.other_areal), "panel: other areal mass", b.other_areal,
          "must not be negative [kg/m^2]");
}

/// A tube that touches both sheets fills the core between them.
void check_room(const PanelBuild& b, double outer) {
  const bool fits =
      b.core.thickness == 0 || b.seat != TubeSeat::both || outer <= b.core.thickness * (1 + 1e-9);
  if (!fits)
    throw std::invalid_argument(
        fmt::format("panel: thickness of the core = {:.10g} m, must be at least the outer diameter of what "
                    "fills it, {:g} mm",
                    b.core.thickness, outer * 1e3));
}

void check(const CoolantTubes& t, const PanelBuild& b) {
  if (!t.coolant) throw std::invalid_argument("panel: no coolant was named");
  require(positive(t.mass_flow), "panel: mass flow", t.mass_flow, "must be positive [kg/s]");
  require(positive(t.inlet), "panel: inlet", t.inlet, "must be positive [K]");
  require(positive(t.inner_diameter), "panel: inner diameter", t.inner_diameter, "must be positive [m]");
  require(not_negative(t.wall), "panel: tube wall", t.wall, "must not be negative [m]");
  require(positive(t.conductivity), "panel: conductivity of the tube", t.conductivity,
          "must be positive [W/(m K)]");
  require(not_negative(t.bond_resistance), "panel: bond resistance", t.bond_resistance,
          "must not be negative [K m/W]");
  require(t.loops >= 1 && t.loops <= b.tubes, "panel: loops", t.loops,
          "must be from 1 to the number of tubes");
  require(b.spacing >= t.inner_diameter + 2 * t.wall, "panel: spacing", b.spacing,
          "must be at least the tube's outer diameter [m]");
  check_room(b, t.inner_diameter + 2 * t.wall);
}

void check(const HeatPipeTubes& t, const PanelBuild& b) {
  if (!t.fluid) throw std::invalid_argument("panel: no fluid of the heat pipes was named");
  HeatPipe pipe = t.pipe;
  pipe.condenser = b.length;
  wick_properties(pipe, 0.5);
  require(not_negative(t.bond_resistance), "panel: bond resistance", t.bond_resistance,
          "must not be negative [K m/W]");
  require(b.spacing >= pipe.outer_diameter, "panel: spacing", b.spacing,
          "must be at least the pipe's outer diameter [m]");
  check_room(b, pipe.outer_diameter);
  if (t.heat_each) {
    require(positive(*t.heat_each), "panel: heat of each pipe", *t.heat_each, "must be positive [W]");
    if (t.header) throw std::invalid_argument("panel: heat pipes have a header or a given heat, not both");
    return;
  }
  if (!t.header) throw std::invalid_argument("panel: heat pipes need a header or a given heat");
  require(positive(t.mass_flow), "panel: mass flow of the header", t.mass_flow, "must be positive [kg/s]");
  require(positive(t.inlet), "panel: inlet of the header", t.inlet, "must be positive [K]");
  require(positive(t.header_resistance), "panel: header resistance", t.header_resistance,
          "must be positive [K/W]");
}

void check(const HeldTubes& t, const PanelBuild&) {
  require(positive(t.temperature), "panel: held temperature", t.temperature, "must be positive [K]");
  require(positive(t.resistance), "panel: resistance of held tubes", t.resistance,
          "must be positive [K m/W]");
}

void check(const char* name, const RadiatorFace& face) {
  const auto refuse = [&](bool holds, const char* field, double value, const char* rule) {
    if (!holds)
      throw std::invalid_argument(fmt::format("panel: {} of {} = {:.10g}, {}", field, name, value, rule));
  };
  refuse(face.emissivity >= 0 && face.emissivity <= 1, "emissivity", face.emissivity, "must be from 0 to 1");
  refuse(face.absorptance >= 0 && face.absorptance <= 1, "absorptance", face.absorptance,
         "must be from 0 to 1");
  refuse(not_negative(face.solar_irradiance), "solar irradiance", face.solar_irradiance,
         "must not be negative [W/m^2]");
  refuse(not_negative(face.infrared_irradiance), "infrared irradiance", face.infrared_irradiance,
         "must not be negative [W/m^2]");
}

void check(const PanelFailures& f, const PanelField& field) {
  const int tubes = field.build.tubes;
  for (const int tube : f.dead_tubes)
    require(tube >= 0 && tube < tubes, "panel: dead tube", tube,
            "must be from 0 to the number of tubes less 1");
  const auto* coolant = std::get_if<CoolantTubes>(&field.tubes);
  for (const int loop : f.severed_loops) {
    if (!coolant) throw std::invalid_argument("panel: only coolant runs in loops that can be severed");
    require(loop >= 0 && loop < coolant->loops, "panel: severed loop", loop,
            "must be from 0 to the number of loops less 1");
  }
  if (!f.dry.empty() && std::holds_alternative<HeatPipeTubes>(field.tubes))
    throw std::invalid_argument("panel: a heat pipe with a hole is dead from end to end, not dry in places");
  for (const DryStretch& dry : f.dry) {
    require(dry.tube >= 0 && dry.tube < tubes, "panel: tube of a dry stretch", dry.tube,
            "must be from 0 to the number of tubes less 1");
    require(dry.from >= 0 && dry.from < dry.to && dry.to <= field.build.length, "panel: end of a dry stretch",
            dry.to, "must be above its beginning and at most the panel's length [m]");
  }
}

void check(const PanelField& field) {
  const PanelGrid& g = field.grid;
  const PanelBuild& b = field.build;
  require(g.along >= 1 && g.along <= 100000, "panel: cells along", g.along, "must be from 1 to 100000");
  require(g.across_contact >= 1 && g.across_contact <= 1000, "panel: cells across a contact",
          g.across_contact, "must be from 1 to 1000");
  require(g.across_fin >= 0 && g.across_fin <= 10000 && g.across_fin % 2 == 0, "panel: cells across a fin",
          g.across_fin, "must be even, from 2 to 10000, or 0 for as many as the fin needs");
  require(g.sheet_layers >= 0 && g.sheet_layers <= 100, "panel: layers of a sheet", g.sheet_layers,
          "must be from 0 to 100");
  require(g.core_layers >= 0 && g.core_layers <= 1000, "panel: layers of the core", g.core_layers,
          "must be from 0 to 1000");
  const bool core = b.core.thickness > 0;
  require((g.sheet_layers > 0) == (g.core_layers > 0) || !core, "panel: layers of the core", g.core_layers,
          "must be positive where those of the sheets are");
  require(g.sheet_layers > 0 || g.core_layers == 0, "panel: layers of a sheet", g.sheet_layers,
          "must be positive where those of the core are");
  const double cells = double(panel::cells_along(field)) * b.tubes *
                       (g.across_contact + panel::fin_cells(field)) *
                       std::max(1, 2 * g.sheet_layers + g.core_layers);
  require(cells <= 5e7, "panel: cells", cells, "must be at most 5e7");
}

}  // namespace

void require_panel(const PanelField& field) {
  check(field.build);
  std::visit([&](const auto& tubes) { check(tubes, field.build); }, field.tubes);
  check("face a", field.face_a.even);
  check("face b", field.face_b.even);
  require(field.face_a.even.emissivity + field.face_b.even.emissivity > 0, "panel: sum of emissivities",
          field.face_a.even.emissivity + field.face_b.even.emissivity, "must be positive");
  check(field.failures, field);
  check(field);
}

}  // namespace sunrack
