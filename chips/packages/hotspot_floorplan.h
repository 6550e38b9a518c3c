#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "chips/packages/package_stack.h"

namespace sunrack {

/// A block of a floorplan (.flp) of HotSpot.
struct HotSpotUnit {
  std::string name;
  FloorRectangle where = {};
  std::optional<SolidMaterial> material = {};
  SourcePlace place = {};
};

struct HotSpotFloorplan {
  std::vector<HotSpotUnit> units = {};
  double width = 0, depth = 0;  ///< [m] of the bounding box, whose south-west corner is the origin
  SourcePlace farthest = {};    ///< the block that makes its longer side
};

/// `file` stands in the messages; `stack` has the materials that blocks may name. @throws PackageError
HotSpotFloorplan read_hotspot_floorplan(std::string_view text, const std::string& file,
                                        const PackageStack& stack);

}  // namespace sunrack
