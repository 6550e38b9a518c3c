#pragma once

#include <Eigen/Core>
#include <functional>
#include <vector>

namespace sunrack {

/// How much of a face can see out along each body direction, past the rest of the satellite: 1 all, 0 none.
/// A grid of polar angle from body z and azimuth about it; between its nodes bilinear, which blurs a shadow's
/// edge over one cell.
class SkyMap {
 public:
  /// Nodes at 180/rows degrees of polar angle, poles included, and 360/columns of azimuth from body x. Even
  /// rows and columns that are a multiple of four put nodes on all six body axes.
  /// `share` is asked for all nodes at once, in order; unit vectors, body axes.
  /// @throws std::invalid_argument for fewer than 4 rows or columns, or shares outside 0..1
  SkyMap(int rows, int columns,
         const std::function<std::vector<double>(const std::vector<Eigen::Vector3d>&)>& share);

  double open(const Eigen::Vector3d& direction) const;  ///< [-] 0..1; body axes, unit vector

 private:
  int rows_, columns_;
  std::vector<double> share_;
};

}  // namespace sunrack
