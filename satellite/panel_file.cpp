#include "satellite/panel_file.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <memory>

#include "physics/numerics/nearest_word.h"
#include "physics/thermal/blackbody.h"
#include "satellite/flux_map.h"
#include "satellite/toml_fields.h"

namespace sunrack {

namespace {

using Rule = ValueRule;

class Reader : TomlFields {
 public:
  Reader(const TomlDocument& document, std::filesystem::path folder)
      : TomlFields(document), folder_(std::move(folder)) {}

  PanelFile read() {
    const TomlNode& root = document_.root();
    document_.require_known(root, {"name", "panel", "sheets", "core", "tube", "coolant", "heat_pipes", "held",
                                   "face_a", "face_b", "failures", "grid", "probes", "optimum"});
    file_.name = name();
    if (root.children.empty())
      throw SpecError(document_.source_name() + ": holds no panel; [panel] is needed");
    read_panel(needed_table("panel"));
    read_sheets(needed_table("sheets"));
    if (const TomlNode* core = table("core")) read_core(*core);
    read_supply();
    read_face(needed_table("face_a"), file_.field.face_a);
    read_face(needed_table("face_b"), file_.field.face_b);
    if (const TomlNode* failures = table("failures")) read_failures(*failures);
    if (const TomlNode* grid = table("grid")) read_grid(*grid);
    // Before what must lie on the panel: a wrong pitch would be told as a patch beyond the panel.
    check_relations();
    read_absorbed(needed_table("face_a"), file_.field.face_a);
    read_absorbed(needed_table("face_b"), file_.field.face_b);
    if (const TomlNode* probes = document_.root().find("probes")) read_probes(*probes);
    if (const TomlNode* optimum = table("optimum")) read_optimum(*optimum);
    return std::move(file_);
  }

 private:
  void read_panel(const TomlNode& t) {
    document_.require_known(t, {"tubes", "spacing", "length", "contact_width", "seat", "other_areal_mass"});
    PanelBuild& b = file_.field.build;
    b.tubes = document_.integer(need_node(t, "tubes"), 1, 10000);
    b.spacing = need(t, "spacing", "mm");
    b.length = need(t, "length", "m");
    take(t, "contact_width", "mm", Rule::positive, b.contact_width);
    take(t, "other_areal_mass", "kg/m2", Rule::not_negative, b.other_areal);
    if (const TomlNode* seat = t.find("seat")) {
      const std::string where = document_.choice(*seat, {"both", "a", "b"});
      b.seat = where == "both" ? TubeSeat::both : where == "a" ? TubeSeat::sheet_a : TubeSeat::sheet_b;
    }
  }

  /// One conductivity for all directions, or one each.
  void read_conductivities(const TomlNode& t, PanelLayer& layer, Rule in_plane) {
    double even = 0;
    const bool isotropic = take(t, "conductivity", "W/m/K", Rule::positive, even);
    layer.along = layer.across = layer.through = even;
    for (const auto& [name, target, rule] :
         {std::tuple("conductivity_along", &layer.along, in_plane),
          std::tuple("conductivity_across", &layer.across, in_plane),
          std::tuple("conductivity_through", &layer.through, Rule::positive)})
      if (!take(t, name, "W/m/K", rule, *target) && !isotropic) missing(t, name);
  }

  void read_sheets(const TomlNode& t) {
    document_.require_known(t,
                            {"thickness", "thickness_a", "thickness_b", "conductivity", "conductivity_along",
                             "conductivity_across", "conductivity_through", "density"});
    PanelBuild& b = file_.field.build;
    PanelLayer sheet;
    read_conductivities(t, sheet, Rule::positive);
    take(t, "density", "kg/m3", Rule::not_negative, sheet.density);
    b.sheet_a = b.sheet_b = sheet;
    double each = 0;
    if (take(t, "thickness", "mm", Rule::positive, each)) {
      if (const TomlNode* other = t.find("thickness_a") ? t.find("thickness_a") : t.find("thickness_b"))
        document_.refuse(*other, "goes without thickness, which is that of each sheet");
      b.sheet_a.thickness = b.sheet_b.thickness = each;
      return;
    }
    b.sheet_a.thickness = need(t, "thickness_a", "mm");
    b.sheet_b.thickness = 0;
    take(t, "thickness_b", "mm", Rule::not_negative, b.sheet_b.thickness);
  }

  void read_core(const TomlNode& t) {
    document_.require_known(t, {"thickness", "conductivity", "conductivity_along", "conductivity_across",
                                "conductivity_through", "density"});
    PanelLayer& core = file_.field.build.core;
    core.thickness = need(t, "thickness", "mm");
    read_conductivities(t, core, Rule::not_negative);
    take(t, "density", "kg/m3", Rule::not_negative, core.density);
    if (file_.field.build.sheet_b.thickness == 0)
      document_.refuse_key(t, "needs a sheet on both sides: sheets.thickness_b");
  }

  void read_supply() {
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

  /// Contact and mass where the file leaves them to the tube.
  void finish_tube(double outer, double inner, double density, double content) {
    PanelBuild& b = file_.field.build;
    if (b.spacing < outer)
      document_.refuse(
          need_node(needed_table("panel"), "spacing"),
          fmt::format("must be at least the outer diameter of the tube or pipe, {:g} mm", outer * 1e3));
    if (b.contact_width == 0) b.contact_width = outer;
    constexpr double quarter_pi = 0.78539816339744831;
    b.tube_mass = quarter_pi * ((outer * outer - inner * inner) * density + inner * inner * content);
  }

  void read_held(const TomlNode& t) {
    document_.require_known(t, {"temperature", "resistance"});
    file_.field.tubes = HeldTubes{need(t, "temperature", "K"), need(t, "resistance", "K m/W")};
    if (file_.field.build.contact_width == 0) missing(needed_table("panel"), "contact_width");
    if (const TomlNode* tube = table("tube")) document_.refuse_key(*tube, "does not go with [held]");
  }

  const Coolant& coolant_of(const TomlNode& node) const {
    return Coolant::named(document_.choice(node, coolant_names()));
  }

  /// [K] within what is known of the coolant.
  double need_inlet(const TomlNode& t, const Coolant& coolant) {
    const TomlNode& inlet = need_node(t, "inlet");
    const double value = checked(inlet, "K", Rule::positive);
    if (value < coolant.minimum_temperature() || value > coolant.maximum_temperature())
      document_.refuse(inlet,
                       fmt::format("{} is a liquid that is known from {:.6g} to {:.6g} K", coolant.name(),
                                   coolant.minimum_temperature(), coolant.maximum_temperature()));
    return value;
  }

  void read_coolant(const TomlNode& t) {
    document_.require_known(t, {"fluid", "mass_flow", "inlet", "flow", "loops", "interleaved"});
    const TomlNode& tube = needed_table("tube");
    document_.require_known(tube, {"inner_diameter", "wall", "conductivity", "density", "bond_resistance"});
    CoolantTubes c;
    c.coolant = &coolant_of(need_node(t, "fluid"));
    c.mass_flow = need(t, "mass_flow", "kg/s");
    c.inlet = need_inlet(t, *c.coolant);
    if (const TomlNode* flow = t.find("flow")) {
      const std::string how = document_.choice(*flow, {"parallel", "counterflow", "serpentine"});
      c.flow = how == "parallel"      ? PanelFlow::parallel
               : how == "counterflow" ? PanelFlow::counterflow
                                      : PanelFlow::serpentine;
    }
    if (const TomlNode* loops = t.find("loops"))
      c.loops = document_.integer(*loops, 1, file_.field.build.tubes);
    if (const TomlNode* interleaved = t.find("interleaved")) c.interleaved = document_.boolean(*interleaved);
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

  Wick read_wick(const TomlNode& t) {
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

  void read_heat_pipes(const TomlNode& t) {
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
    try {
      const WickProperties wick = wick_properties(h.pipe, 0.5);
      // Half of the wick's sleeve is taken as metal, the rest as liquid: a few per cent of the pipe's mass.
      finish_tube(h.pipe.outer_diameter, 2 * (wick.inner_radius + wick.vapour_radius) / 2, density, 0);
    } catch (const std::invalid_argument& error) {
      document_.refuse_key(t, error.what());
    }
    file_.field.tubes = h;
  }

  void read_face(const TomlNode& t, PanelFace& face) {
    document_.require_known(t, {"emissivity", "absorptance", "solar_irradiance", "infrared_irradiance",
                                "sink_temperature", "patches", "map"});
    RadiatorFace& even = face.even;
    even.emissivity = need(t, "emissivity", "", Rule::share);
    take(t, "absorptance", "", Rule::share, even.absorptance);
    take(t, "solar_irradiance", "W/m2", Rule::not_negative, even.solar_irradiance);
    take(t, "infrared_irradiance", "W/m2", Rule::not_negative, even.infrared_irradiance);
    double sink = 0;
    if (take(t, "sink_temperature", "K", Rule::not_negative, sink)) {
      if (const TomlNode* infrared = t.find("infrared_irradiance"))
        document_.refuse(*infrared, "does not go with sink_temperature");
      even.infrared_irradiance = grey_body_flux(1, sink);
    }
  }

  /// Patches and the map, on top of what the face takes up evenly.
  void read_absorbed(const TomlNode& t, PanelFace& face) {
    std::vector<FluxPatch> patches;
    if (const TomlNode* node = t.find("patches"))
      for (const TomlNode& one : document_.array(*node)) patches.push_back(read_patch(one));
    std::shared_ptr<const FluxMap> map;
    if (const TomlNode* node = t.find("map")) {
      const std::filesystem::path file = folder_ / document_.text(*node);
      map = std::make_shared<const FluxMap>(read_flux_map(file));
      if (!map->covers(length(), width()))
        document_.refuse(*node, fmt::format("does not cover the panel, {:g} m x {:g} m", length(), width()));
    }
    if (patches.empty() && !map) return;
    face.absorbed = [patches, map](double x, double y) {
      double flux = map ? map->at(x, y) : 0;
      for (const FluxPatch& p : patches)
        if (x >= p.from_x && x < p.to_x && y >= p.from_y && y < p.to_y) flux += p.absorbed;
      return flux;
    };
  }

  double length() const { return file_.field.build.length; }
  double width() const { return file_.field.build.tubes * file_.field.build.spacing; }

  struct FluxPatch {
    double from_x, to_x, from_y, to_y, absorbed;
  };
  FluxPatch read_patch(const TomlNode& node) {
    const TomlNode& t = document_.table(node);
    document_.require_known(t, {"from_x", "to_x", "from_y", "to_y", "absorbed"});
    const FluxPatch p{need(t, "from_x", "m", Rule::not_negative), need(t, "to_x", "m"),
                      need(t, "from_y", "m", Rule::not_negative), need(t, "to_y", "m"),
                      need(t, "absorbed", "W/m2", Rule::not_negative)};
    if (!(p.from_x < p.to_x && p.from_y < p.to_y)) document_.refuse(node, "ends before it begins");
    if (p.to_x > length() * (1 + 1e-12) || p.to_y > width() * (1 + 1e-12))
      document_.refuse(node, fmt::format("reaches beyond the panel, {:g} m x {:g} m", length(), width()));
    return p;
  }

  std::vector<int> read_numbers(const TomlNode& t, const char* name, int count) {
    std::vector<int> numbers;
    if (const TomlNode* node = t.find(name))
      for (const TomlNode& one : document_.array(*node))
        numbers.push_back(document_.integer(one, 1, count) - 1);
    return numbers;
  }

  void read_failures(const TomlNode& t) {
    document_.require_known(t, {"dead_tubes", "severed_loops", "dry"});
    PanelFailures& f = file_.field.failures;
    const int tubes = file_.field.build.tubes;
    f.dead_tubes = read_numbers(t, "dead_tubes", tubes);
    const auto* coolant = std::get_if<CoolantTubes>(&file_.field.tubes);
    if (const TomlNode* severed = t.find("severed_loops"); severed && !coolant)
      document_.refuse(*severed, "only [coolant] runs in loops");
    f.severed_loops = read_numbers(t, "severed_loops", coolant ? coolant->loops : 1);
    if (const TomlNode* dry = t.find("dry"))
      for (const TomlNode& one : document_.array(*dry)) {
        const TomlNode& stretch = document_.table(one);
        document_.require_known(stretch, {"tube", "from", "to"});
        const DryStretch d{document_.integer(need_node(stretch, "tube"), 1, tubes) - 1,
                           need(stretch, "from", "m", Rule::not_negative), need(stretch, "to", "m")};
        if (!(d.from < d.to && d.to <= length()))
          document_.refuse(one, fmt::format("needs from below to, and to at most {:g} m", length()));
        f.dry.push_back(d);
      }
  }

  void read_grid(const TomlNode& t) {
    document_.require_known(t, {"along", "across_contact", "across_fin", "sheet_layers", "core_layers"});
    PanelGrid& g = file_.field.grid;
    const auto whole = [&](const char* name, int least, int most, int& target) {
      if (const TomlNode* node = t.find(name)) target = document_.integer(*node, least, most);
    };
    whole("along", 1, 100000, g.along);
    whole("across_contact", 1, 1000, g.across_contact);
    whole("across_fin", 2, 10000, g.across_fin);
    whole("sheet_layers", 0, 100, g.sheet_layers);
    whole("core_layers", 0, 1000, g.core_layers);
    if (g.across_fin % 2 != 0)
      document_.refuse(need_node(t, "across_fin"), "must be even: half of it on each side");
  }

  void read_probes(const TomlNode& node) {
    for (const TomlNode& one : document_.array(node)) {
      const TomlNode& t = document_.table(one);
      document_.require_known(t, {"name", "x", "y"});
      PanelProbe probe{document_.text(need_node(t, "name")), need(t, "x", "m", Rule::not_negative),
                       need(t, "y", "m", Rule::not_negative)};
      if (probe.name.empty() || probe.name.find_first_of(",\"") != std::string::npos)
        document_.refuse(need_node(t, "name"), "must not be empty nor hold a comma or a quotation mark");
      if (probe.x > length())
        document_.refuse(need_node(t, "x"), fmt::format("lies beyond the panel's {:g} m", length()));
      if (probe.y > width())
        document_.refuse(need_node(t, "y"), fmt::format("lies beyond the panel's {:g} m", width()));
      file_.probes.push_back(probe);
    }
  }

  void read_optimum(const TomlNode& t) {
    document_.require_known(t, {"spacing_low", "spacing_high", "thickness_low", "thickness_high"});
    const PanelPitchRange r{need(t, "spacing_low", "mm"), need(t, "spacing_high", "mm"),
                            need(t, "thickness_low", "mm"), need(t, "thickness_high", "mm")};
    if (!(r.least_spacing < r.most_spacing))
      document_.refuse(need_node(t, "spacing_high"), "must be above spacing_low");
    if (!(r.least_thickness < r.most_thickness))
      document_.refuse(need_node(t, "thickness_high"), "must be above thickness_low");
    if (r.least_spacing < file_.field.build.contact_width)
      document_.refuse(need_node(t, "spacing_low"), "must be at least the contact width");
    if (panel_areal_mass(file_.field.build) <= 0)
      document_.refuse_key(t, "needs masses: sheets.density, tube.density");
    file_.optimum = r;
  }

  /// What several keys break together stands at the one that the message begins with.
  void check_relations() const {
    static const std::array<std::pair<const char*, std::pair<const char*, const char*>>, 6> places = {{
        {"panel: spacing", {"panel", "spacing"}},
        {"panel: contact width", {"panel", "contact_width"}},
        {"panel: layers of the core", {"grid", "core_layers"}},
        {"panel: layers of a sheet", {"grid", "sheet_layers"}},
        {"panel: thickness of sheet b", {"panel", "seat"}},
        {"panel: cells", {"grid", "along"}},
    }};
    try {
      require_panel(file_.field);
    } catch (const std::invalid_argument& error) {
      for (const auto& [start, place] : places) {
        const std::string_view message = error.what();
        if (!message.starts_with(start)) continue;
        const std::string rule(message.substr(std::string_view("panel: ").size()));
        const TomlNode* t = document_.root().find(place.first);
        if (const TomlNode* node = t ? t->find(place.second) : nullptr) document_.refuse(*node, rule);
        if (t) document_.refuse_key(*t, rule);
      }
      throw SpecError(fmt::format("{}: {}", document_.source_name(), error.what()));
    }
  }

  std::filesystem::path folder_;
  PanelFile file_;
};

}  // namespace

PanelFile read_panel_text(std::string_view text, const std::string& source_name,
                          const std::filesystem::path& folder) {
  const TomlDocument document(text, source_name);
  return Reader(document, folder).read();
}

PanelFile read_panel_file(const std::filesystem::path& file) {
  const TomlDocument document = TomlDocument::read(file.string());
  return Reader(document, file.parent_path()).read();
}

}  // namespace sunrack
