#include "satellite/satellite_picture.h"

#include <Eigen/Geometry>
#include <algorithm>
#include <cmath>
#include <functional>
#include <tuple>

#include "physics/thermal/blackbody.h"

namespace sunrack {

namespace {

/// What a cell shows; the same fields on every block, so that one legend serves all.
struct CellValues {
  double temperature = 0;  ///< [K]
  double absorbed = 0;     ///< [W/m^2]
  double net = 0;          ///< [W/m^2] leaving
};

/// A rectangle of cells from a corner along two edges; `values` by cell (i along the first edge).
SurfaceBlock rectangle(const std::string& name, const Eigen::Vector3d& corner, const Eigen::Vector3d& along,
                       const Eigen::Vector3d& across, int cells_along, int cells_across,
                       const std::function<CellValues(int)>& values) {
  SurfaceBlock block{.name = name};
  block.fields = {{"Temperature [K]", {}},
                  {"Absorbed irradiance [W/m2]", {}},
                  {"Net flux [W/m2]", {}},
                  {"Area [m2]", {}}};
  const double area = along.cross(across).norm() / (cells_along * cells_across);
  for (int j = 0; j <= cells_across; ++j)
    for (int i = 0; i <= cells_along; ++i)
      block.points.push_back(corner + along * (double(i) / cells_along) +
                             across * (double(j) / cells_across));
  for (int j = 0; j < cells_across; ++j) {
    for (int i = 0; i < cells_along; ++i) {
      const int first = j * (cells_along + 1) + i, above = first + cells_along + 1;
      block.quads.push_back({first, first + 1, above + 1, above});
      const CellValues value = values(i);
      const double numbers[] = {value.temperature, value.absorbed, value.net, area};
      for (std::size_t f = 0; f < block.fields.size(); ++f) block.fields[f].values.push_back(numbers[f]);
    }
  }
  return block;
}

void append(SurfaceBlock& whole, const SurfaceBlock& part) {
  const int offset = static_cast<int>(whole.points.size());
  whole.points.insert(whole.points.end(), part.points.begin(), part.points.end());
  for (const auto& quad : part.quads)
    whole.quads.push_back({quad[0] + offset, quad[1] + offset, quad[2] + offset, quad[3] + offset});
  if (whole.fields.empty()) {
    whole.fields = part.fields;
    return;
  }
  for (std::size_t f = 0; f < whole.fields.size(); ++f)
    whole.fields[f].values.insert(whole.fields[f].values.end(), part.fields[f].values.begin(),
                                  part.fields[f].values.end());
}

SurfaceBlock wing(const std::string& name, const SatelliteDesign& design, double side) {
  const SolarArray& array = design.solar_array;
  const double root = array.tip_to_tip / 2 - array.span;
  const double absorbed = array.absorbed_heat / array.area;
  const CellValues values{.temperature = array.cell_temperature,
                          .absorbed = absorbed,
                          .net = absorbed - array.flux_eol};  // as heat, both faces; the rest leaves as power
  return rectangle(name, {0, side * root, -array.chord / 2}, {0, side * array.span, 0}, {0, 0, array.chord},
                   24, 8, [&](int) { return values; });
}

SurfaceBlock panel_face(const std::string& name, const SatelliteSpec& spec, const SatelliteDesign& design,
                        std::size_t face) {
  constexpr int cells = 40;
  const Radiator& radiator = design.radiator;
  const auto stations =
      march_radiator_panel(design.coolant.mass_flow, radiator.panel.inlet.coolant_temperature,
                           radiator.panel.area, 2 * cells + 1, Coolant::named(spec.coolant.fluid),
                           radiator.geometry, radiator.faces[0], radiator.faces[1], radiator.overrides);
  const RadiatorFace& load = radiator.faces[face];
  const double absorbed =
      load.absorptance * load.solar_irradiance + load.emissivity * load.infrared_irradiance;
  // Two sheets a millimetre apart would flicker in a renderer: the faces stand 5 cm apart.
  const double lift = face == 0 ? -0.025 : 0.025;
  return rectangle(name, {-spec.radiator.standoff, -radiator.width / 2, lift}, {-radiator.height, 0, 0},
                   {0, radiator.width, 0}, cells, 20, [&](int i) {
                     const PanelStation& middle = stations[std::size_t(2 * i + 1)];
                     return CellValues{
                         middle.surface_temperature, absorbed,
                         grey_body_flux(load.emissivity, middle.surface_temperature) - absorbed};
                   });
}

/// The box around the computers, of the shield's area, at the coolant's mean temperature behind insulation.
SurfaceBlock bus(const SatelliteSpec& spec, const SatelliteDesign& design) {
  const double edge = std::max(0.5, std::sqrt(spec.shield.area / 6));
  const double temperature = (design.coolant.supply_temperature + design.coolant.return_temperature) / 2;
  const auto value = [&](int) { return CellValues{.temperature = temperature}; };
  const Eigen::Vector3d low(-edge, -edge / 2, -edge / 2), high(0, edge / 2, edge / 2);
  const Eigen::Vector3d x(edge, 0, 0), y(0, edge, 0), z(0, 0, edge);
  SurfaceBlock box{.name = "bus"};
  for (const auto& [corner, first, second] :
       {std::tuple{low, y, z}, std::tuple{low, z, x}, std::tuple{low, x, y},
        std::tuple{high, Eigen::Vector3d(-y), Eigen::Vector3d(-z)},
        std::tuple{high, Eigen::Vector3d(-z), Eigen::Vector3d(-x)},
        std::tuple{high, Eigen::Vector3d(-x), Eigen::Vector3d(-y)}})
    append(box, rectangle("bus", corner, first, second, 2, 2, value));
  return box;
}

}  // namespace

std::vector<SurfaceBlock> satellite_surfaces(const SatelliteSpec& spec, const SatelliteDesign& design) {
  return {wing("array wing left", design, 1), wing("array wing right", design, -1),
          panel_face("radiator Earth side", spec, design, 0),
          panel_face("radiator far side", spec, design, 1), bus(spec, design)};
}

}  // namespace sunrack
