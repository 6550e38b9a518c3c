#pragma once

#include <vector>

#include "chips/packages/package_grid.h"

/// The inside of package_grid.h: where cells are cut sideways.
namespace sunrack::package_faces {

inline constexpr double slack = 1e-9;  ///< [-] of the side: edges closer than this are one

struct Span {
  double low = 0, high = 0;  ///< [m]
};
Span along(const FloorRectangle& rectangle, bool x);

/// Has power, or will have.
bool heats(const PackageBlock& block);

/// [m] ascending, from 0 to the side of the package: even where the grid or the file asks for it, else at the
/// edges of all blocks, fine within heated ones and growing away from them.
/// @throws PackageError for even cells of the file that do not fill the side; std::invalid_argument for more
/// than a million cells
std::vector<double> faces_along(const PackageStack& stack, const PackageGrid& grid, bool x);

}  // namespace sunrack::package_faces
