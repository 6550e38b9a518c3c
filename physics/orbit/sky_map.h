#pragma once

#include <Eigen/Core>
#include <array>
#include <cstddef>
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

  /// Where a direction falls on a grid: its four nodes and their weights. One place serves all maps alike.
  struct Place {
    std::array<std::size_t, 4> node{};
    std::array<double, 4> weight{};
  };
  Place place(const Eigen::Vector3d& direction) const;  ///< body axes, unit vector
  bool alike(const SkyMap& other) const { return rows_ == other.rows_ && columns_ == other.columns_; }

  double open(const Eigen::Vector3d& direction) const { return open(place(direction)); }  ///< [-] 0..1
  double open(const Place& at) const {
    return at.weight[0] * share_[at.node[0]] + at.weight[1] * share_[at.node[1]] +
           at.weight[2] * share_[at.node[2]] + at.weight[3] * share_[at.node[3]];
  }

 private:
  int rows_, columns_;
  std::vector<double> share_;
};

}  // namespace sunrack
