#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <string_view>

#include "physics/constants.h"
#include "satellite/panel_reader.h"

namespace sunrack {

using Rule = ValueRule;

void PanelReader::read_supply() {
  const TomlNode *coolant = table("coolant"), *pipes = table("heat_pipes"), *held = table("held");
  const int given = (coolant != nullptr) + (pipes != nullptr) + (held != nullptr);
  if (given != 1) {
    const TomlNode* second = held && (coolant || pipes) ? held : pipes;
    if (given == 0)
      throw SpecError(document_.source_name() +
                      ": one of the tables [coolant], [heat_pipes], [held] is missing");
    document_.refuse_key(*second, "a panel has one of [coolant], [heat_pipes], [held]");
  }
  if (held) return read_held(*held);
  if (pipes) return read_heat_pipes(*pipes);
  read_coolant(*coolant);
}

void PanelReader::finish_tube(double outer, double inner, double density, double content) {
  PanelBuild& b = file_.field.build;
  if (b.spacing < outer)
    document_.refuse(
        need_node(needed_table("panel"), "spacing"),
        fmt::format("must be at least the outer diameter of the tube or pipe, {:g} mm", outer * 1e3));
  if (b.contact_width == 0) b.contact_width = outer;
  constexpr double quarter_pi = 0.78539816339744831;
  b.tube_mass = quarter_pi * ((outer * outer - inner * inner) * density + inner * inner * content);
}

void PanelReader::read_held(const TomlNode& t) {
  document_.require_known(t, {"temperature", "resistance"});
  file_.field.tubes = HeldTubes{need(t, "temperature", "K"), need(t, "resistance", "K m/W")};
  if (file_.field.build.contact_width == 0) missing(needed_table("panel"), "contact_width");
  if (const TomlNode* tube = table("tube")) document_.refuse_key(*tube, "does not go with [held]");
}

const Coolant& PanelReader::coolant_of(const TomlNode& node) const {
  return Coolant::named(document_.choice(node, coolant_names()));
}

double PanelReader::need_inlet(const TomlNode& t, const Coolant& coolant) {
  const TomlNode& inlet = need_node(t, "inlet");
  const double value = checked(inlet, "K", Rule::positive);
  if (value < coolant.minimum_temperature() || value > coolant.maximum_temperature())
    document_.refuse(inlet,
                     fmt::format("{} is a liquid that is known from {:.6g} to {:.6g} K", coolant.name(),
                                 coolant.minimum_temperature(), coolant.maximum_temperature()));
  return value;
}

void PanelReader::read_coolant(const TomlNode& t) {
  document_.require_known(t, {"fluid", "mass_flow", "inlet", "flow", "loops", "interleaved"});
  const TomlNode& tube = needed_table("tube");
  document_.require_known(tube, {"inner_diameter", "wall", "conductivity", "density", "bond_resistance"});
  CoolantTubes c;
  c.coolant = &coolant_of(need_node(t, "fluid"));
  c.mass_flow = need(t, "mass_flow", "kg/s");
  c.inlet = need_inlet(t, *c.coolant);
  if (const TomlNode* flow = t.find("flow")) {
    const std::string how = document_.choice(*flow, {"parallel", "counterflow", "serpentine", "shared_drop"});
    c.flow = how == "parallel"      ? PanelFlow::parallel
             : how == "counterflow" ? PanelFlow::counterflow
             : how == "serpentine"  ? PanelFlow::serpentine
                                    : PanelFlow::shared_drop;
  }
  if (const TomlNode* loops = t.find("loops"))
    c.loops = document_.integer(*loops, 1, file_.field.build.tubes);
  if (const TomlNode* interleaved = t.find("interleaved")) {
    c.interleaved = document_.boolean(*interleaved);
    if (c.loops == 1) document_.refuse(*interleaved, "does nothing with one loop");
  }
  c.inner_diameter = need(tube, "inner_diameter", "mm");
  c.wall = need(tube, "wall", "mm", Rule::not_negative);
  c.conductivity = need(tube, "conductivity", "W/m/K");
  take(tube, "bond_resistance", "K m/W", Rule::not_negative, c.bond_resistance);
  double density = 0;
  take(tube, "density", "kg/m3", Rule::not_negative, density);
  finish_tube(c.inner_diameter + 2 * c.wall, c.inner_diameter, density,
              density > 0 ? c.coolant->at(c.inlet).density : 0);
  file_.field.tubes = c;
}

Wick PanelReader::read_wick(const TomlNode& t) {
  const std::string kind = document_.choice(need_node(t, "wick"), {"axial-grooves", "screen", "sintered"});
  const auto only = [&](std::vector<const char*> theirs) {
    for (const char* name : {"grooves", "groove_width", "groove_depth", "mesh", "wire_diameter",
                             "wick_thickness", "particle_diameter", "porosity"})
      if (const TomlNode* node = t.find(name);
          node && std::none_of(theirs.begin(), theirs.end(),
                               [&](const char* own) { return std::string_view(own) == name; }))
        document_.refuse(*node, "does not go with wick = \"" + kind + "\"");
  };
  if (kind == "axial-grooves") {
    only({"grooves", "groove_width", "groove_depth"});
    return AxialGrooves{document_.integer(need_node(t, "grooves"), 1, 1000), need(t, "groove_width", "mm"),
                        need(t, "groove_depth", "mm")};
  }
  if (kind == "screen") {
    only({"mesh", "wire_diameter", "wick_thickness"});
    return ScreenWick{need(t, "mesh", "1/mm"), need(t, "wire_diameter", "mm"),
                      need(t, "wick_thickness", "mm")};
  }
  only({"particle_diameter", "porosity", "wick_thickness"});
  return SinteredWick{need(t, "particle_diameter", "mm"), need(t, "porosity", "", Rule::share),
                      need(t, "wick_thickness", "mm")};
}

void PanelReader::read_heat_pipes(const TomlNode& t) {
  document_.require_known(t, {"fluid",
                              "outer_diameter",
                              "wall",
                              "conductivity",
                              "density",
                              "wick",
                              "grooves",
                              "groove_width",
                              "groove_depth",
                              "mesh",
                              "wire_diameter",
                              "wick_thickness",
                              "particle_diameter",
                              "porosity",
                              "evaporator",
                              "adiabatic",
                              "nucleation_radius",
                              "evaporator_coefficient",
                              "condenser_coefficient",
                              "evaporator_flux",
                              "bond_resistance",
                              "heat_each",
                              "header",
                              "mass_flow",
                              "inlet",
                              "header_resistance"});
  if (const TomlNode* tube = table("tube")) document_.refuse_key(*tube, "does not go with [heat_pipes]");
  HeatPipeTubes h;
  h.fluid = &HeatPipeFluid::named(document_.choice(need_node(t, "fluid"), heat_pipe_fluid_names()));
  h.pipe.outer_diameter = need(t, "outer_diameter", "mm");
  h.pipe.wall = need(t, "wall", "mm");
  h.pipe.wall_conductivity = need(t, "conductivity", "W/m/K");
  h.pipe.wick = read_wick(t);
  h.pipe.evaporator = need(t, "evaporator", "m");
  h.pipe.condenser = file_.field.build.length;
  take(t, "adiabatic", "m", Rule::not_negative, h.pipe.adiabatic);
  take(t, "nucleation_radius", "um", Rule::positive, h.pipe.nucleation_radius);
  take(t, "evaporator_coefficient", "W/m2/K", Rule::positive, h.pipe.evaporator_coefficient);
  take(t, "evaporator_flux", "W/m2", Rule::positive, h.pipe.evaporator_flux);
  take(t, "condenser_coefficient", "W/m2/K", Rule::positive, h.pipe.condenser_coefficient);
  take(t, "bond_resistance", "K m/W", Rule::not_negative, h.bond_resistance);
  double each = 0, density = 0;
  if (take(t, "heat_each", "W", Rule::positive, each)) h.heat_each = each;
  if (const TomlNode* header = t.find("header")) {
    if (h.heat_each) document_.refuse(*header, "does not go with heat_each");
    h.header = &coolant_of(*header);
    h.mass_flow = need(t, "mass_flow", "kg/s");
    h.inlet = need_inlet(t, *h.header);
    h.header_resistance = need(t, "header_resistance", "K/W");
  } else {
    if (!h.heat_each) missing(t, "heat_each or header");
    for (const char* name : {"mass_flow", "inlet", "header_resistance"})
      if (const TomlNode* node = t.find(name)) document_.refuse(*node, "goes with a header");
  }
  take(t, "density", "kg/m3", Rule::not_negative, density);
  const WickProperties wick = [&] {
    try {
      return wick_properties(h.pipe, 0.5);
    } catch (const std::invalid_argument& error) {
      document_.refuse_key(t, error.what());
    }
  }();
  // Half of the wick's sleeve is taken as metal, the rest as liquid, at 20 degC; evaporator and adiabatic
  // length are carried by the panel's.
  finish_tube(h.pipe.outer_diameter, wick.inner_radius + wick.vapour_radius, density, 0);
  if (density > 0) {
    const double sleeve =
        constants::pi * (wick.inner_radius * wick.inner_radius - wick.vapour_radius * wick.vapour_radius);
    double& mass = file_.field.build.tube_mass;
    mass += sleeve / 2 * h.fluid->at(293.15).liquid_density;
    mass *= (h.pipe.evaporator + h.pipe.adiabatic + h.pipe.condenser) / h.pipe.condenser;
  }
  file_.field.tubes = h;
}

}  // namespace sunrack
