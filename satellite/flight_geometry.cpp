#include "satellite/flight_geometry.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <Eigen/Geometry>
#include <algorithm>
#include <cmath>
#include <stdexcept>

#include "physics/constants.h"
#include "physics/power/solar_cell.h"
#include "physics/require.h"

namespace sunrack {
namespace {

using Eigen::Vector3d;

std::string strip_name(const char* face, int strip, int strips) {
  return strips == 1 ? std::string(face) : fmt::format("{} {}", face, strip + 1);
}

void add_wings(RayScene& scene, const SolarArray& array) {
  const double root = array.tip_to_tip / 2 - array.span;
  require(root >= 0, "flight_scene: inner edge of a wing", root, "must not be across the middle [m]");
  const Vector3d chord(0, 0, array.chord), span(0, array.span, 0);
  for (const double inner : {root, -root - array.span})
    add_plate(scene, {0, inner, -array.chord / 2}, span, chord, "array front", "array back");
}

void add_radiator(RayScene& scene, const RadiatorSpec& spec, const Radiator& radiator, int strips) {
  for (int strip = 0; strip < strips; ++strip) {
    const double depth = radiator.height / strips;
    const Vector3d corner(-spec.standoff - depth * strip, -radiator.width / 2, 0);
    // along x across = -x cross y = -z: the front is the Earth side.
    add_plate(scene, corner, {-depth, 0, 0}, {0, radiator.width, 0},
              strip_name("radiator Earth side", strip, strips),
              strip_name("radiator far side", strip, strips));
  }
}

/// Six sides, each a surface: they have six normals. Depth along x, then a square.
void add_bus(RayScene& scene, const SatelliteSpec& spec) {
  const double area = std::max(1.5, spec.shield.area);
  const double depth = std::min(std::sqrt(area / 6), 0.9 * spec.radiator.standoff);
  if (depth <= 0) return;  // a panel that begins at the array leaves no room
  const double side = std::sqrt(depth * depth + area / 2) - depth;  // 2 side^2 + 4 side depth = area
  // A little behind the array's plane, so that no two plates share a plane.
  const Vector3d low(-depth, -side / 2, -side / 2), high(-1e-3 * depth, side / 2, side / 2),
      size = high - low;
  const char* const names[3][2] = {{"bus -x", "bus +x"}, {"bus -y", "bus +y"}, {"bus -z", "bus +z"}};
  for (int axis = 0; axis < 3; ++axis) {
    const int next = (axis + 1) % 3, last = (axis + 2) % 3;
    const Vector3d first = size[next] * Vector3d::Unit(next), second = size[last] * Vector3d::Unit(last);
    add_plate(scene, low, second, first, names[axis][0], "");
    add_plate(scene, high, -first, -second, names[axis][1], "");
  }
}

Vector3d normal_of(const RayScene& scene, int surface) {
  for (const RayPlate& plate : scene.plates) {
    if (plate.front == surface) return plate.normal();
    if (plate.back == surface) return -plate.normal();
  }
  throw std::invalid_argument("flight_geometry: a surface without plates");
}

/// A direction below the surface's horizon has no openness; that of the nearest one just above it serves the
/// interpolation there.
Vector3d raised(const Vector3d& direction, const Vector3d& normal) {
  constexpr double least = 0.02;  // [-] sine of the height over the horizon
  const double height = direction.dot(normal);
  if (height >= least) return direction;
  const Vector3d level = direction - height * normal;
  if (level.norm() < 1e-9) return normal;
  return (std::sqrt(1 - least * least) * level.normalized() + least * normal).normalized();
}

std::shared_ptr<const SkyMap> sky_map(const RayTracer& tracer, int surface, const Vector3d& normal,
                                      const FlightGeometryOptions& options) {
  // Two cells below the horizon no interpolation reaches.
  const double unseen = -std::sin(2 * constants::pi / options.sky_rows);
  bool all_open = true;
  auto map = std::make_shared<const SkyMap>(
      options.sky_rows, 2 * options.sky_rows, [&](const std::vector<Vector3d>& directions) {
        std::vector<Vector3d> asked;
        for (const Vector3d& direction : directions)
          if (direction.dot(normal) > unseen) asked.push_back(raised(direction, normal));
        const std::vector<double> found =
            open_share(tracer, surface, asked, options.sky_points, options.views.threads);
        for (const double share : found) all_open = all_open && share > 1 - 1e-9;
        std::vector<double> shares;
        std::size_t next = 0;
        for (const Vector3d& direction : directions)
          shares.push_back(direction.dot(normal) > unseen ? found[next++] : 0);
        return shares;
      });
  return all_open ? nullptr : map;
}

}  // namespace

int FlightGeometry::surface(const std::string& name) const {
  const auto found = std::find(scene.surfaces.begin(), scene.surfaces.end(), name);
  if (found == scene.surfaces.end())
    throw std::invalid_argument(fmt::format("FlightGeometry: there is no surface \"{}\"; there are {}", name,
                                            fmt::join(scene.surfaces, ", ")));
  return int(found - scene.surfaces.begin());
}

void set_surface_properties(FlightGeometry& geometry, const SatelliteSpec& spec,
                            const FlightGeometryOptions& options) {
  const SolarCell& cell = solar_cell(spec.solar_array.cell);
  const SolarArrayTechnology& array = spec.solar_array;
  const Coating& paint = coating(spec.radiator.coating);
  const auto count = Eigen::Index(geometry.scene.surfaces.size());
  geometry.absorptance = Eigen::VectorXd::Constant(count, options.bus_absorptance);
  geometry.emissivity = Eigen::VectorXd::Constant(count, options.bus_emissivity);
  for (Eigen::Index i = 0; i < count; ++i) {
    const std::string& name = geometry.scene.surfaces[std::size_t(i)];
    if (name == "array front") {
      geometry.absorptance[i] =
          cell.absorptance * array.packing + array.absorptance_back * (1 - array.packing);
      geometry.emissivity[i] = cell.emissivity_front;
    } else if (name == "array back") {
      geometry.absorptance[i] = array.absorptance_back;
      geometry.emissivity[i] = array.emissivity_back;
    } else if (name.starts_with("radiator")) {
      geometry.absorptance[i] = options.end_of_life
                                    ? spec.radiator.absorptance.value_or(paint.absorptance_end)
                                    : paint.absorptance_beginning;
      geometry.emissivity[i] = options.end_of_life ? spec.radiator.emissivity.value_or(paint.emissivity_end)
                                                   : paint.emissivity_beginning;
    }
  }
}

RayScene flight_scene(const SatelliteSpec& spec, const SatelliteDesign& design,
                      const FlightGeometryOptions& options) {
  require(options.radiator_strips >= 1, "FlightGeometryOptions.radiator_strips", options.radiator_strips,
          "must be 1 or more");
  RayScene scene;
  add_wings(scene, design.solar_array);
  add_radiator(scene, spec.radiator, design.radiator, options.radiator_strips);
  if (options.bus) add_bus(scene, spec);
  return scene;
}

FlightGeometry flight_geometry(const SatelliteSpec& spec, const SatelliteDesign& design,
                               const FlightGeometryOptions& options) {
  FlightGeometry geometry{.scene = flight_scene(spec, design, options)};
  const RayTracer tracer(geometry.scene);
  geometry.views = surface_views(tracer, options.views);
  for (std::size_t i = 0; i < geometry.scene.surfaces.size(); ++i) {
    FlightFace face{.name = geometry.scene.surfaces[i], .normal = normal_of(geometry.scene, int(i))};
    if (options.sky_maps) face.sky = sky_map(tracer, int(i), face.normal, options);
    geometry.faces.push_back(std::move(face));
  }
  set_surface_properties(geometry, spec, options);
  return geometry;
}

}  // namespace sunrack
