#include "physics/rays/exact_views.h"

#include <Eigen/Geometry>
#include <algorithm>
#include <array>
#include <cmath>

#include "physics/thermal/exchange.h"

namespace sunrack {
namespace {

using Eigen::Matrix3d;
using Eigen::Vector3d;

constexpr double aligned = 1e-12;  // [-] of a unit vector: rounding of a rotation

/// Axes of the scene that a plate's sides run along.
Matrix3d frame_of(const RayPlate& plate) {
  Matrix3d frame;
  frame << plate.along.normalized(), plate.normal().cross(plate.along.normalized()), plate.normal();
  return frame;
}

struct Box {
  Vector3d low, high;
};

Box box_of(const RayPlate& plate, const Matrix3d& frame) {
  const Vector3d corner = frame.transpose() * plate.corner;
  Box box{corner, corner};
  for (const Vector3d& point : {Vector3d(plate.corner + plate.along), Vector3d(plate.corner + plate.across),
                                Vector3d(plate.corner + plate.along + plate.across)}) {
    const Vector3d seen = frame.transpose() * point;
    box.low = box.low.cwiseMin(seen);
    box.high = box.high.cwiseMax(seen);
  }
  return box;
}

bool is_rectangle(const RayPlate& plate) {
  return std::abs(plate.along.normalized().dot(plate.across.normalized())) < aligned;
}

/// The axis of the frame that a vector runs along; -1: none.
int axis_of(const Vector3d& vector, const Matrix3d& frame) {
  for (int axis = 0; axis < 3; ++axis)
    if (std::abs(std::abs(frame.col(axis).dot(vector.normalized())) - 1) < aligned) return axis;
  return -1;
}

}  // namespace

std::optional<double> exact_view_factor(const RayPlate& from, bool from_front, const RayPlate& to,
                                        bool to_front) {
  if (!is_rectangle(from) || !is_rectangle(to)) return std::nullopt;
  const Matrix3d frame = frame_of(from);
  const int normal_axis = axis_of(to.normal(), frame);
  if (normal_axis < 0 || axis_of(to.along, frame) < 0) return std::nullopt;
  const Box a = box_of(from, frame), b = box_of(to, frame);
  const double from_sign = from_front ? 1 : -1;
  const double to_sign = (to_front ? 1 : -1) * (frame.col(normal_axis).dot(to.normal()) > 0 ? 1 : -1);
  const double size = std::max(from.along.norm() + from.across.norm(), to.along.norm() + to.across.norm());
  // Heights of the target over the plane of the first plate, on the side that it looks to.
  const double low = std::min(from_sign * (b.low.z() - a.low.z()), from_sign * (b.high.z() - a.low.z()));
  const double high = std::max(from_sign * (b.low.z() - a.low.z()), from_sign * (b.high.z() - a.low.z()));
  const double tiny = 1e-12 * size;
  if (normal_axis == 2) {
    // Parallel: the target must look back.
    if (to_sign == from_sign || high < tiny) return 0.0;
    return view_factor_parallel_rectangles({a.low.x(), a.high.x(), a.low.y(), a.high.y()},
                                           {b.low.x(), b.high.x(), b.low.y(), b.high.y()}, high);
  }
  // Perpendicular: the target looks along axis `normal_axis`, the common line runs along the other one.
  if (high < tiny) return 0.0;
  const int line_axis = 1 - normal_axis;
  const double plane = b.low[normal_axis];
  // Distances of the first plate from the target's plane, on the side that the target looks to.
  const double near =
      std::min(to_sign * (a.low[normal_axis] - plane), to_sign * (a.high[normal_axis] - plane));
  const double far =
      std::max(to_sign * (a.low[normal_axis] - plane), to_sign * (a.high[normal_axis] - plane));
  if (far < tiny) return 0.0;
  // Only what is in front of each other exchanges.
  const double seen_near = std::max(near, 0.0), seen_low = std::max(low, 0.0);
  const double view =
      view_factor_perpendicular_rectangles({seen_near, far, a.low[line_axis], a.high[line_axis]},
                                           {seen_low, high, b.low[line_axis], b.high[line_axis]});
  return view * (far - seen_near) / (far - near);
}

bool nothing_between(const RayScene& scene, std::size_t a, std::size_t b) {
  const Matrix3d frame = frame_of(scene.plates[a]);
  const Box one = box_of(scene.plates[a], frame), other = box_of(scene.plates[b], frame);
  Box both{one.low.cwiseMin(other.low), one.high.cwiseMax(other.high)};
  const double size = (both.high - both.low).norm();
  // Plates that only touch the box from outside hide nothing.
  both.low.array() += 1e-9 * size;
  both.high.array() -= 1e-9 * size;
  for (std::size_t i = 0; i < scene.plates.size(); ++i) {
    if (i == a || i == b) continue;
    const Box third = box_of(scene.plates[i], frame);
    if ((third.low.array() < both.high.array()).all() && (third.high.array() > both.low.array()).all())
      return false;
  }
  return true;
}

}  // namespace sunrack
