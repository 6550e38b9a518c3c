#include "satellite/flight_outside.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <stdexcept>

#include "physics/require.h"
#include "physics/thermal/radiosity.h"

namespace sunrack {
namespace {

using Eigen::Index;
using Eigen::MatrixXd;
using Eigen::Vector3d;
using Eigen::VectorXd;

const std::array<const char*, 6> bus_names = {"bus -x", "bus -y", "bus -z", "bus +x", "bus +y", "bus +z"};
Vector3d bus_normal(std::size_t side) { return (side < 3 ? -1.0 : 1.0) * Vector3d::Unit(Index(side % 3)); }

/// Sizing's picture: the back of both wings and the two faces of the panel see each other by one factor.
FlightGeometry sizing_geometry(const SatelliteSpec& spec, const SatelliteDesign& design,
                               const FlightGeometryOptions& options) {
  FlightGeometry geometry;
  geometry.scene.surfaces = {"array front", "array back", "radiator Earth side", "radiator far side"};
  geometry.faces = {{.name = "array front", .normal = Vector3d::UnitX()},
                    {.name = "array back", .normal = -Vector3d::UnitX()},
                    {.name = "radiator Earth side", .normal = -Vector3d::UnitZ()},
                    {.name = "radiator far side", .normal = Vector3d::UnitZ()}};
  const double array = design.solar_array.area, panel = design.radiator.area;
  const double view = design.radiator.array_view_factor, back = view * panel / array;
  if (2 * back > 1)
    throw ModelError("flight_outside: wings and panel would see more of each other than they have area");
  geometry.views.views.names = geometry.scene.surfaces;
  geometry.views.views.areas = VectorXd(Eigen::Vector4d(array, array, panel, panel));
  MatrixXd& factors = geometry.views.views.factors = MatrixXd::Zero(4, 4);
  for (const Index face : {2, 3}) factors(face, 1) = view, factors(1, face) = back;
  geometry.views.standard_error = MatrixXd::Zero(4, 4);
  set_surface_properties(geometry, spec, options);
  return geometry;
}

/// [m^2] heat into row per flux on column.
MatrixXd uptake(const ViewFactors& views, const VectorXd& property) {
  const Index count = views.areas.size();
  MatrixXd matrix(count, count);
  for (Index column = 0; column < count; ++column)
    matrix.col(column) =
        views.areas.cwiseProduct(absorbed_flux(views, property, VectorXd::Unit(count, column)));
  return matrix;
}

}  // namespace

const char* name_of(FlightViews views) {
  return views == FlightViews::traced ? "traced" : views == FlightViews::strips ? "strips" : "sizing";
}

FlightViews flight_views(const std::string& name) {
  for (const FlightViews views : {FlightViews::traced, FlightViews::strips, FlightViews::sizing})
    if (name == name_of(views)) return views;
  throw std::invalid_argument(
      fmt::format("unknown source of view factors \"{}\"; accepted are traced, strips and sizing", name));
}

std::size_t FlightOutside::add_open_face(const std::string& name, const Vector3d& normal, double area,
                                         double alpha, double epsilon) {
  const Index count = areas.size();
  const auto longer = [&](VectorXd& values, double value) {
    values.conservativeResize(count + 1);
    values[count] = value;
  };
  const auto wider = [&](MatrixXd& matrix, double diagonal) {
    matrix.conservativeResizeLike(MatrixXd::Zero(count + 1, count + 1));
    matrix(count, count) = diagonal;
  };
  faces.push_back({.name = name, .normal = normal});
  longer(areas, area);
  longer(absorptance, alpha);
  longer(emissivity, epsilon);
  longer(to_space, epsilon * area);
  wider(solar_uptake, alpha * area);
  wider(infrared_uptake, epsilon * area);
  wider(between, 0);
  return std::size_t(count);
}

FlightOutside flight_outside(const SatelliteSpec& spec, const SatelliteDesign& design, FlightViews views,
                             bool end_of_life, double panel_scale, int segments) {
  require(panel_scale > 0 && panel_scale <= 10, "flight_outside: panel_scale", panel_scale,
          "must be above 0 and at most 10 [-]");
  SatelliteDesign scaled = design;
  scaled.radiator.area *= panel_scale;
  scaled.radiator.height = scaled.radiator.area / scaled.radiator.width;
  const int strips = views == FlightViews::strips ? segments : 1;
  const FlightGeometryOptions options{.radiator_strips = strips, .end_of_life = end_of_life};
  const FlightGeometry geometry = views == FlightViews::sizing ? sizing_geometry(spec, scaled, options)
                                                               : flight_geometry(spec, scaled, options);
  const ViewFactors& seen = geometry.views.views;
  RadiativeCouplings couplings = radiative_couplings(seen, geometry.emissivity);
  FlightOutside outside{.faces = geometry.faces,
                        .areas = seen.areas,
                        .absorptance = geometry.absorptance,
                        .emissivity = geometry.emissivity,
                        .solar_uptake = uptake(seen, geometry.absorptance),
                        .infrared_uptake = uptake(seen, geometry.emissivity),
                        .between = (couplings.between + couplings.between.transpose()) / 2,
                        .to_space = std::move(couplings.to_space),
                        .view_error = geometry.views.standard_error.maxCoeff()};
  const auto number = [&](const std::string& name) { return std::size_t(geometry.surface(name)); };
  outside.array_front = number("array front"), outside.array_back = number("array back");
  for (const int side : {0, 1})
    for (int strip = 1; strip <= strips; ++strip) {
      const std::string face = side == 0 ? "radiator Earth side" : "radiator far side";
      const std::size_t found = number(strips == 1 ? face : fmt::format("{} {}", face, strip));
      outside.panel[std::size_t(side)].push_back(found);
      outside.panel_views_array +=
          seen.factors(Index(found), Index(outside.array_back)) / (2 * double(strips));
    }
  for (std::size_t side = 0; side < 6; ++side) {
    const auto& names = geometry.scene.surfaces;
    const bool there = std::find(names.begin(), names.end(), bus_names[side]) != names.end();
    outside.bus[side] = there ? number(bus_names[side])
                              : outside.add_open_face(bus_names[side], bus_normal(side), spec.shield.area / 6,
                                                      options.bus_absorptance, options.bus_emissivity);
  }
  return outside;
}

}  // namespace sunrack
