#include "satellite/panel_file.h"

#include <fmt/format.h>

#include <array>

#include "satellite/panel_reader.h"

namespace sunrack {

using Rule = ValueRule;

PanelFile PanelReader::read() {
  const TomlNode& root = document_.root();
  document_.require_known(root, {"name", "panel", "sheets", "core", "tube", "coolant", "heat_pipes", "held",
                                 "face_a", "face_b", "failures", "grid", "probes", "optimum"});
  file_.name = name();
  if (root.children.empty()) throw SpecError(document_.source_name() + ": holds no panel; [panel] is needed");
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

void PanelReader::read_panel(const TomlNode& t) {
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

void PanelReader::read_conductivities(const TomlNode& t, PanelLayer& layer, Rule in_plane) {
  double even = 0;
  const bool isotropic = take(t, "conductivity", "W/m/K", Rule::positive, even);
  layer.along = layer.across = layer.through = even;
  if (isotropic && t.find("conductivity_along") && t.find("conductivity_across") &&
      t.find("conductivity_through"))
    document_.refuse(need_node(t, "conductivity"), "does nothing beside one for each direction");
  for (const auto& [name, target, rule] :
       {std::tuple("conductivity_along", &layer.along, in_plane),
        std::tuple("conductivity_across", &layer.across, in_plane),
        std::tuple("conductivity_through", &layer.through, Rule::positive)})
    if (!take(t, name, "W/m/K", rule, *target) && !isotropic) missing(t, name);
}

void PanelReader::read_sheets(const TomlNode& t) {
  document_.require_known(t, {"thickness", "thickness_a", "thickness_b", "conductivity", "conductivity_along",
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
  if (const TomlNode* seat = needed_table("panel").find("seat");
      seat && b.sheet_b.thickness == 0 && b.seat != TubeSeat::sheet_b)
    document_.refuse(*seat, "does nothing with one sheet; a second one is sheets.thickness_b");
}

void PanelReader::read_core(const TomlNode& t) {
  document_.require_known(t, {"thickness", "conductivity", "conductivity_along", "conductivity_across",
                              "conductivity_through", "density"});
  PanelLayer& core = file_.field.build.core;
  core.thickness = need(t, "thickness", "mm");
  read_conductivities(t, core, Rule::not_negative);
  take(t, "density", "kg/m3", Rule::not_negative, core.density);
  if (file_.field.build.sheet_b.thickness == 0)
    document_.refuse_key(t, "needs a sheet on both sides: sheets.thickness_b");
}

void PanelReader::read_grid(const TomlNode& t) {
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
  const PanelBuild& b = file_.field.build;
  if (const TomlNode* layers = t.find("core_layers"); layers && g.core_layers > 0 && b.core.thickness == 0)
    document_.refuse(*layers, "there is no [core]");
  if (const TomlNode* fin = t.find("across_fin"); fin && b.contact_width == b.spacing)
    document_.refuse(*fin, "there is no fin: contacts are as wide as the spacing");
  if (g.across_fin % 2 != 0)
    document_.refuse(need_node(t, "across_fin"), "must be even: half of it on each side");
}

void PanelReader::read_probes(const TomlNode& node) {
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

void PanelReader::read_optimum(const TomlNode& t) {
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

void PanelReader::check_relations() const {
  static const std::array<std::pair<const char*, std::pair<const char*, const char*>>, 8> places = {{
      {"panel: spacing", {"panel", "spacing"}},
      {"panel: contact width", {"panel", "contact_width"}},
      {"panel: thickness of the core", {"core", "thickness"}},
      {"panel: layers of the core", {"grid", "core_layers"}},
      {"panel: layers of a sheet", {"grid", "sheet_layers"}},
      {"panel: thickness of sheet b", {"panel", "seat"}},
      {"panel: cells", {"grid", "along"}},
      {"panel: sum of emissivities", {"face_a", "emissivity"}},
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

PanelFile read_panel_text(std::string_view text, const std::string& source_name,
                          const std::filesystem::path& folder) {
  const TomlDocument document(text, source_name);
  return PanelReader(document, folder).read();
}

PanelFile read_panel_file(const std::filesystem::path& file) {
  const TomlDocument document = TomlDocument::read(file.string());
  return PanelReader(document, file.parent_path()).read();
}

}  // namespace sunrack
