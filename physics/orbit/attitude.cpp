#include "physics/orbit/attitude.h"

#include <Eigen/Geometry>
#include <array>
#include <cmath>
#include <stdexcept>
#include <utility>

#include "physics/require.h"

namespace sunrack {
namespace {

using Eigen::Vector3d;

constexpr std::array<std::pair<AttitudeLaw, const char*>, 7> names = {{
    {AttitudeLaw::edge_on_zenith, "edge-on-zenith"},
    {AttitudeLaw::edge_on_velocity, "edge-on-velocity"},
    {AttitudeLaw::sun_pointing, "sun-pointing"},
    {AttitudeLaw::orbit_normal, "orbit-normal"},
    {AttitudeLaw::nadir, "nadir"},
    {AttitudeLaw::spinning, "spinning"},
    {AttitudeLaw::tumbling, "tumbling"},
}};

void require_unit(const char* name, const Vector3d& vector) {
  require(std::abs(vector.squaredNorm() - 1) < 1e-9, name, vector.norm(), "must be a unit vector");
}

/// The part of `wish` across the unit vector `axis`, as a unit vector; of `else_wish` where they are
/// parallel.
Vector3d across(const Vector3d& axis, const Vector3d& wish, const Vector3d& else_wish) {
  const Vector3d part = wish - wish.dot(axis) * axis;
  if (part.norm() > 1e-9) return part.normalized();
  return (else_wish - else_wish.dot(axis) * axis).normalized();
}

Eigen::Matrix3d from_x_and_z(const Vector3d& x, const Vector3d& z) {
  Eigen::Matrix3d axes;
  axes << x, z.cross(x), z;
  return axes;
}

Eigen::Matrix3d axes_of_law(const Attitude& attitude, const OrbitPoint& point) {
  const Vector3d& sun = point.sun_direction;
  switch (attitude.law) {
    case AttitudeLaw::edge_on_zenith:
      // With the Sun at the zenith or nadir, take what the body turns to a moment later.
      return from_x_and_z(sun, across(sun, point.vertical, point.forward));
    case AttitudeLaw::edge_on_velocity:
      return from_x_and_z(sun, across(sun, point.vertical, point.forward).cross(sun));
    case AttitudeLaw::sun_pointing:
      return from_x_and_z(sun, across(sun, Vector3d::UnitZ(), Vector3d::UnitX()));
    case AttitudeLaw::orbit_normal:
      return from_x_and_z(
          sun.dot(point.orbit_normal) < 0 ? Vector3d(-point.orbit_normal) : point.orbit_normal,
          point.vertical);
    case AttitudeLaw::nadir:
      return from_x_and_z(point.forward, point.vertical);
    case AttitudeLaw::spinning: {
      require_unit("Attitude.spin_axis: length", attitude.spin_axis);
      require_finite("Attitude.spin_rate", attitude.spin_rate);
      const double turned = attitude.spin_rate * (point.time - attitude.start);
      return Eigen::AngleAxisd(turned, attitude.spin_axis) * attitude.start_axes;
    }
    case AttitudeLaw::tumbling:
      throw std::invalid_argument(
          "body_axes: a tumbling body has no axes; its loads are means over all orientations");
  }
  throw std::invalid_argument("body_axes: law, must be one of AttitudeLaw");
}

}  // namespace

AttitudeLaw attitude_law(const std::string& name) {
  for (const auto& [law, known] : names)
    if (name == known) return law;
  std::string list;
  for (const auto& [law, known] : names) list += (list.empty() ? "" : ", ") + std::string(known);
  throw std::invalid_argument("attitude = \"" + name + "\", must be one of " + list);
}

const char* attitude_name(AttitudeLaw law) {
  for (const auto& [known, name] : names)
    if (law == known) return name;
  throw std::invalid_argument("attitude_name: law, must be one of AttitudeLaw");
}

Eigen::Matrix3d body_axes(const Attitude& attitude, const OrbitPoint& point) {
  const Eigen::Matrix3d axes = axes_of_law(attitude, point);
  const Vector3d& offset = attitude.offset;
  if (offset.isZero(0)) return axes;
  require_finite("Attitude.offset", offset.sum());
  return axes *
         (Eigen::AngleAxisd(offset.z(), Vector3d::UnitZ()) *
          Eigen::AngleAxisd(offset.y(), Vector3d::UnitY()) * Eigen::AngleAxisd(offset.x(), Vector3d::UnitX()))
             .toRotationMatrix();
}

Vector3d face_normal(const FlightFace& face, const Eigen::Matrix3d& axes, const Vector3d& sun_direction) {
  if (face.mount == FaceMount::body) {
    require_unit("FlightFace.normal: length", face.normal);
    return axes * face.normal;
  }
  const double sign = face.mount == FaceMount::toward_sun ? 1 : -1;
  if (face.hinge.isZero(0)) return sign * sun_direction;
  require_unit("FlightFace.hinge: length", face.hinge);
  const Vector3d hinge = axes * face.hinge;
  // A hinge along body x with the Sun along it: body y is as good as any.
  const Vector3d otherwise = std::abs(face.hinge.x()) < 0.9 ? axes.col(0) : axes.col(1);
  return sign * across(hinge, sun_direction, otherwise);
}

}  // namespace sunrack
