#pragma once

#include <filesystem>
#include <functional>
#include <string>
#include <string_view>

#include "chips/packages/package_stack.h"

namespace sunrack {

struct ThreeDIceOptions {
  /// Its rule for an outermost layer without a heat sink, whose node lies on the outer face: to get its own
  /// figures, which are otherwise off by half of that layer (docs/models/packages.md).
  bool outer_nodes_on_faces = false;
};

/// The text of a file that is named in another one, at `place`.
using PackageFiles = std::function<std::string(const std::string& name, const SourcePlace& place)>;

/// A stack description (.stk) of 3D-ICE 1.0 to 4.0 with its floorplans (.flp) and layouts: lengths in um,
/// W/(um K), J/(um^3 K), W/(um^2 K), layers from the top down, powers in W. Solid layers, top and bottom heat
/// sinks, layouts, traces; rectangles grow to whole cells as there. Of several power values the first one is
/// the steady power, as there, with a note; a transient solver heats for one slot per value. Each section
/// stands once; solver and initial temperature must be there (files of 1.0, whose program has no such
/// section, need them added). Microchannels, pin fins and pluggable heat sinks are refused. Outputs that the
/// file asks for are left out.
/// @throws PackageError with file, line and column
PackageStack read_three_d_ice(const std::filesystem::path& file, const ThreeDIceOptions& options = {});

/// The same from texts; `file` stands in the messages.
PackageStack read_three_d_ice_text(std::string_view text, const std::string& file, const PackageFiles& files,
                                   const ThreeDIceOptions& options = {});

}  // namespace sunrack
