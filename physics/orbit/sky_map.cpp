#include "physics/orbit/sky_map.h"

#include <algorithm>
#include <cmath>

#include "physics/constants.h"
#include "physics/require.h"

namespace sunrack {

using constants::pi;

SkyMap::SkyMap(int rows, int columns,
               const std::function<std::vector<double>(const std::vector<Eigen::Vector3d>&)>& share)
    : rows_(rows), columns_(columns) {
  require(rows >= 4, "SkyMap: rows", rows, "must be 4 or more");
  require(columns >= 4, "SkyMap: columns", columns, "must be 4 or more");
  std::vector<Eigen::Vector3d> directions;
  for (int row = 0; row <= rows; ++row)
    for (int column = 0; column < columns; ++column) {
      const double polar = pi * row / rows, azimuth = 2 * pi * column / columns;
      directions.emplace_back(std::sin(polar) * std::cos(azimuth), std::sin(polar) * std::sin(azimuth),
                              std::cos(polar));
    }
  share_ = share(directions);
  require(share_.size() == directions.size(), "SkyMap: shares", double(share_.size()),
          "must be one for each direction");
  for (const double value : share_)
    require(value >= 0 && value <= 1, "SkyMap: share", value, "must be from 0 to 1");
}

SkyMap::Place SkyMap::place(const Eigen::Vector3d& direction) const {
  const double row = std::acos(std::clamp(direction.z(), -1.0, 1.0)) / pi * rows_;
  const double turn = std::atan2(direction.y(), direction.x()) / (2 * pi);
  const double column = (turn < 0 ? turn + 1 : turn) * columns_;
  const int r = std::min(int(row), rows_ - 1), c = int(column) % columns_, next = (c + 1) % columns_;
  const double y = row - r, x = column - std::floor(column);
  const auto at = [&](int i, int j) { return std::size_t(i * columns_ + j); };
  return {{at(r, c), at(r, next), at(r + 1, c), at(r + 1, next)},
          {(1 - y) * (1 - x), (1 - y) * x, y * (1 - x), y * x}};
}

}  // namespace sunrack
