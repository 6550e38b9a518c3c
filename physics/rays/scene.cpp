#include "physics/rays/scene.h"

#include <Eigen/Geometry>
#include <algorithm>
#include <cmath>

#include "physics/require.h"

namespace sunrack {

using Eigen::Vector3d;

Vector3d RayPlate::normal() const { return along.cross(across).normalized(); }

double RayPlate::area() const { return along.cross(across).norm(); }

int RayScene::surface(const std::string& name) {
  const auto found = std::find(surfaces.begin(), surfaces.end(), name);
  const auto index = int(found - surfaces.begin());
  if (found == surfaces.end()) surfaces.push_back(name);
  return index;
}

double RayScene::area(int surface) const {
  double sum = 0;
  for (const RayPlate& plate : plates)
    sum += plate.area() * ((plate.front == surface ? 1 : 0) + (plate.back == surface ? 1 : 0));
  return sum;
}

void add_plate(RayScene& scene, const Vector3d& corner, const Vector3d& along, const Vector3d& across,
               const std::string& front, const std::string& back) {
  const std::string who = "add_plate: area of " + (front.empty() ? back : front);
  const double area = along.cross(across).norm();
  require(
      corner.allFinite() && std::isfinite(area) && area > 1e-12 * along.norm() * across.norm() && area > 0,
      who.c_str(), area, "must be positive: two edges that are not parallel [m^2]");
  const auto index = [&](const std::string& name) { return name.empty() ? -1 : scene.surface(name); };
  const int front_index = index(front), back_index = index(back);
  scene.plates.push_back(
      {.corner = corner, .along = along, .across = across, .front = front_index, .back = back_index});
}

void add_box(RayScene& scene, const Vector3d& low, const Vector3d& high, const std::string& outside) {
  require((high - low).minCoeff() > 0, ("add_box: smallest side of " + outside).c_str(),
          (high - low).minCoeff(), "must be positive [m]");
  const Vector3d size = high - low;
  for (int axis = 0; axis < 3; ++axis) {
    const int next = (axis + 1) % 3, last = (axis + 2) % 3;
    const Vector3d first = size[next] * Vector3d::Unit(next), second = size[last] * Vector3d::Unit(last);
    add_plate(scene, low, second, first, outside, "");
    add_plate(scene, high, -first, -second, outside, "");
  }
}

}  // namespace sunrack
