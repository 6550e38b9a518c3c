#include "physics/thermal/panel_layers.h"

namespace sunrack::panel {
namespace {

SolidMaterial solid(const char* name, const PanelLayer& layer) {
  SolidMaterial m;
  m.name = name;
  m.kx = layer.along, m.ky = layer.across, m.kz = layer.through;
  return m;
}

Layering one_sheet(const PanelBuild& b) {
  Layering l;
  l.z.push_back(b.sheet_a.thickness);
  l.materials = {solid("sheet", b.sheet_a)};
  l.material = l.at_tube = {0};
  l.touched_a = {0};
  return l;
}

/// Two sheets, one cell each. Half of the core conducts along and across with either, and its resistance
/// through stands between them. Cells reach to the core's middle; through them stands the sheet alone.
Layering two_sheets(const PanelBuild& b) {
  Layering l;
  const double half = b.core.thickness / 2;
  const auto add = [&](const char* name, const PanelLayer& sheet) {
    const double height = sheet.thickness + half;
    SolidMaterial bare = solid(name, sheet);
    bare.kx *= sheet.thickness / height, bare.ky *= sheet.thickness / height;
    bare.kz *= height / sheet.thickness;
    SolidMaterial filled = bare;
    filled.kx += b.core.along * half / height, filled.ky += b.core.across * half / height;
    const auto first = std::uint16_t(l.materials.size());
    l.material.push_back(first), l.at_tube.push_back(std::uint16_t(first + 1));
    l.materials.push_back(filled), l.materials.push_back(bare);
    l.z.push_back(l.z.back() + height);
  };
  add("sheet a", b.sheet_a), add("sheet b", b.sheet_b);
  l.touched_a = {0}, l.touched_b = {1};
  if (half > 0) l.core_resistance = b.core.thickness / b.core.through;
  return l;
}

}  // namespace

Layering lay_layers(const PanelField& field) {
  const PanelBuild& b = field.build;
  if (field.grid.sheet_layers == 0) return b.sheet_b.thickness > 0 ? two_sheets(b) : one_sheet(b);
  Layering l;
  // A void where the tube is: it carries no heat from sheet to sheet but through its wall, which is left out.
  SolidMaterial hollow;
  hollow.name = "tube";
  constexpr std::uint16_t core = 1, void_material = 3;
  l.materials = {solid("sheet a", b.sheet_a), solid("core", b.core), solid("sheet b", b.sheet_b), hollow};
  const auto add = [&](const PanelLayer& layer, int cells, std::uint16_t material) {
    const double from = l.z.back();
    for (int i = 1; i <= cells; ++i) {
      l.z.push_back(from + layer.thickness * i / cells);
      l.material.push_back(material);
      l.at_tube.push_back(material == core ? void_material : material);
    }
  };
  add(b.sheet_a, field.grid.sheet_layers, 0);
  l.touched_a = {field.grid.sheet_layers - 1};
  if (b.core.thickness > 0) add(b.core, field.grid.core_layers, core);
  if (b.sheet_b.thickness > 0) {
    l.touched_b = {int(l.material.size())};
    add(b.sheet_b, field.grid.sheet_layers, 2);
  }
  return l;
}

}  // namespace sunrack::panel
