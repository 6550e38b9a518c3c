#include "satellite/surfaces_report.h"

#include <fmt/format.h>

#include <cmath>
#include <nlohmann/json.hpp>

namespace sunrack {
namespace {

using Eigen::Index;
using Json = nlohmann::ordered_json;

std::string row_of(const FaceEffect& face, const char* name) {
  return fmt::format(
      "  {:<12} {:>8.4f} {:>8.4f} {:>8.4f} {:>8.1f} {:>8.1f} {:>8.1f} {:>8.1f} {:>8.1f} {:>8.1f}\n", name,
      face.view_of_array, face.view_in_sizing, face.view_of_bus, face.from_array, face.from_array_in_sizing,
      face.own_returned, face.sunlight_returned, -face.sun_hidden, -face.earth_hidden);
}

Json face_json(const FaceEffect& face) {
  return {{"view_of_array", face.view_of_array},
          {"view_of_array_standard_error", face.view_error},
          {"view_of_array_in_sizing", face.view_in_sizing},
          {"view_of_bus", face.view_of_bus},
          {"from_array_W_per_m2", face.from_array},
          {"from_array_in_sizing_W_per_m2", face.from_array_in_sizing},
          {"own_heat_returned_W_per_m2", face.own_returned},
          {"sunlight_returned_W_per_m2", face.sunlight_returned},
          {"sun_hidden_W_per_m2", face.sun_hidden},
          {"earth_hidden_W_per_m2", face.earth_hidden}};
}

/// A side of a plate as one cell.
SurfaceBlock block_of(const RayPlate& plate, bool front, const std::string& name,
                      const std::vector<CellField>& fields) {
  constexpr double lift = 0.01;  // [m] so that the two sides of a plate do not flicker
  const Eigen::Vector3d off = plate.normal() * (front ? lift : -lift);
  SurfaceBlock block{.name = name, .quads = {{0, 1, 2, 3}}, .fields = fields};
  block.points = {plate.corner + off, plate.corner + plate.along + off,
                  plate.corner + plate.along + plate.across + off, plate.corner + plate.across + off};
  return block;
}

}  // namespace

SurfacesReport surfaces_report(const SatelliteSpec& spec, const SatelliteDesign& design,
                               const FlightGeometryOptions& options) {
  SurfacesReport report{.geometry = flight_geometry(spec, design, options)};
  report.couplings = radiative_couplings(report.geometry.views.views, report.geometry.emissivity);
  report.effect = array_effect(spec, design, report.geometry);
  return report;
}

std::string surfaces_text(const SurfacesReport& report) {
  const FlightGeometry& geometry = report.geometry;
  const ViewFactors& views = geometry.views.views;
  const Eigen::VectorXd space = views.to_space();
  const Index back = geometry.surface("array back");
  std::string text = fmt::format("  {:<24} {:>9} {:>6} {:>6} {:>9} {:>11} {:>14}\n", "surface", "area [m2]",
                                 "alpha", "eps", "F space", "F array", "GR space [m2]");
  for (Index i = 0; i < views.areas.size(); ++i)
    text +=
        fmt::format("  {:<24} {:>9.2f} {:>6.2f} {:>6.2f} {:>9.4f} {:>11.4f} {:>14.3f}\n",
                    geometry.scene.surfaces[std::size_t(i)], views.areas[i], geometry.absorptance[i],
                    geometry.emissivity[i], space[i], views.factors(i, back), report.couplings.to_space[i]);
  const ViewFactorDefects& defects = geometry.views.defects;
  text += fmt::format(
      "view factors: {} of {} pairs in closed form, the others by rays ({}); as traced, reciprocity off by "
      "{:.2g} "
      "({:.1f} standard errors), closure by {:.2g}; both enforced\n\n",
      geometry.views.exact_pairs, views.areas.size() * views.areas.size(), geometry.views.engine,
      defects.reciprocity, defects.reciprocity_in_errors, defects.closure);
  const ArrayEffect& effect = report.effect;
  text += fmt::format("what the satellite does to its radiator, array at {:.1f} degC [W/m2 absorbed]\n",
                      effect.array_temperature - 273.15);
  text += fmt::format("  {:<12} {:>8} {:>8} {:>8} {:>8} {:>8} {:>8} {:>8} {:>8} {:>8}\n", "face", "F array",
                      "F sizing", "F bus", "array", "sizing", "own heat", "sunlight", "no Sun", "no Earth");
  text += row_of(effect.faces[0], "Earth side") + row_of(effect.faces[1], "far side");
  text += fmt::format("  {:<46} {:>8} {:>8} {:>8}\n", "", "alone", "sizing", "in full");
  text += fmt::format("  {:<46} {:>8.1f} {:>8.1f} {:>8.1f}\n", "absorbed, both faces [W/m2 planform]",
                      effect.absorbed_alone, effect.absorbed_in_sizing, effect.absorbed);
  text += fmt::format("  {:<46} {:>8.2f} {:>8.2f} {:>8.2f}\n", "panel's temperature at the same heat [K]",
                      effect.temperature_alone, effect.temperature_in_sizing, effect.temperature);
  return text;
}

Json surfaces_json(const SurfacesReport& report) {
  const FlightGeometry& geometry = report.geometry;
  const ViewFactors& views = geometry.views.views;
  const Eigen::VectorXd space = views.to_space();
  Json surfaces = Json::array();
  for (Index i = 0; i < views.areas.size(); ++i)
    surfaces.push_back({{"name", geometry.scene.surfaces[std::size_t(i)]},
                        {"area_m2", views.areas[i]},
                        {"absorptance", geometry.absorptance[i]},
                        {"emissivity", geometry.emissivity[i]},
                        {"view_of_space", space[i]},
                        {"coupling_to_space_m2", report.couplings.to_space[i]}});
  const ArrayEffect& effect = report.effect;
  const ViewFactorDefects& defects = geometry.views.defects;
  return {{"surfaces", surfaces},
          {"view_factors",
           {{"engine", geometry.views.engine},
            {"pairs_in_closed_form", geometry.views.exact_pairs},
            {"reciprocity_defect_as_traced", defects.reciprocity},
            {"reciprocity_defect_in_standard_errors", defects.reciprocity_in_errors},
            {"closure_defect_as_traced", defects.closure}}},
          {"radiator",
           {{"array_temperature_K", effect.array_temperature},
            {"earth_side", face_json(effect.faces[0])},
            {"far_side", face_json(effect.faces[1])},
            {"absorbed_alone_W_per_m2", effect.absorbed_alone},
            {"absorbed_in_sizing_W_per_m2", effect.absorbed_in_sizing},
            {"absorbed_W_per_m2", effect.absorbed},
            {"temperature_alone_K", effect.temperature_alone},
            {"temperature_in_sizing_K", effect.temperature_in_sizing},
            {"temperature_K", effect.temperature}}}};
}

std::string view_factors_csv(const SurfacesReport& report) {
  const FlightGeometry& geometry = report.geometry;
  const ViewFactors& views = geometry.views.views;
  const Eigen::VectorXd space = views.to_space();
  std::string csv = "from,to,view_factor,standard_error_as_traced,coupling_m2\n";
  const auto name = [&](Index i) { return geometry.scene.surfaces[std::size_t(i)]; };
  for (Index i = 0; i < views.areas.size(); ++i) {
    for (Index j = 0; j < views.areas.size(); ++j)
      if (views.factors(i, j) > 0 || report.couplings.between(i, j) > 0)
        csv += fmt::format("{},{},{:.9g},{:.3g},{:.9g}\n", name(i), name(j), views.factors(i, j),
                           geometry.views.standard_error(i, j), report.couplings.between(i, j));
    csv += fmt::format("{},space,{:.9g},{:.3g},{:.9g}\n", name(i), space[i],
                       std::sqrt(geometry.views.measured.space_variance[i]), report.couplings.to_space[i]);
  }
  return csv;
}

std::vector<SurfaceBlock> surface_blocks(const SurfacesReport& report) {
  const FlightGeometry& geometry = report.geometry;
  const ViewFactors& views = geometry.views.views;
  const Eigen::VectorXd space = views.to_space();
  const Index back = geometry.surface("array back");
  std::vector<SurfaceBlock> blocks;
  for (const RayPlate& plate : geometry.scene.plates)
    for (const bool front : {true, false}) {
      const Index i = front ? plate.front : plate.back;
      if (i < 0) continue;
      blocks.push_back(block_of(plate, front,
                                fmt::format("{} {}", geometry.scene.surfaces[std::size_t(i)], blocks.size()),
                                {{"View of the array's back [-]", {views.factors(i, back)}},
                                 {"View of space [-]", {space[i]}},
                                 {"Emissivity [-]", {geometry.emissivity[i]}},
                                 {"Solar absorptance [-]", {geometry.absorptance[i]}}}));
    }
  return blocks;
}

}  // namespace sunrack
