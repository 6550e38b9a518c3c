#pragma once

#include <Eigen/Core>
#include <string>
#include <vector>

namespace sunrack {

/// A flat plate: the parallelogram from `corner` along two edges. Its front looks along `along` x `across`.
/// Each side belongs to a surface of the scene, or to none (the inside of a box: rays end there).
struct RayPlate {
  Eigen::Vector3d corner = Eigen::Vector3d::Zero();   ///< [m]
  Eigen::Vector3d along = Eigen::Vector3d::UnitX();   ///< [m] edge
  Eigen::Vector3d across = Eigen::Vector3d::UnitY();  ///< [m] edge
  int front = -1, back = -1;                          ///< index of a surface; -1: none

  Eigen::Vector3d normal() const;  ///< [-] of the front
  double area() const;             ///< [m^2]
};

/// Plates and the named surfaces, of one temperature and one radiosity each, that their sides belong to.
struct RayScene {
  std::vector<std::string> surfaces;
  std::vector<RayPlate> plates;

  /// The index of a surface of this name; it is added if there is none.
  int surface(const std::string& name);
  double area(int surface) const;  ///< [m^2] of all its sides
};

/// Adds a plate between the named surfaces; an empty name: none.
/// @throws std::invalid_argument for edges that are parallel, zero or not finite
void add_plate(RayScene& scene, const Eigen::Vector3d& corner, const Eigen::Vector3d& along,
               const Eigen::Vector3d& across, const std::string& front, const std::string& back);

/// Adds a box whose six outsides are one surface. @throws std::invalid_argument unless low < high
void add_box(RayScene& scene, const Eigen::Vector3d& low, const Eigen::Vector3d& high,
             const std::string& outside);

}  // namespace sunrack
