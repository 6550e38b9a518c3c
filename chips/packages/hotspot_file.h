#pragma once

#include <filesystem>
#include <string>
#include <string_view>

#include "chips/packages/three_d_ice_file.h"

namespace sunrack {

/// What HotSpot takes on its command line beside the configuration; empty: as the configuration names it.
struct HotSpotFiles {
  std::string floorplan = {};    ///< .flp; for one die without a layer file
  std::string power_trace = {};  ///< .ptrace
  std::string layers = {};       ///< .lcf
  std::string materials = {};    ///< .materials
  /// [-] HotSpot multiplies its heat capacities by 0.333; 1 keeps those of the material data.
  double capacity_factor = 1;
};

/// A configuration (.config) of HotSpot 5 to 7 with its floorplan (.flp), power trace (.ptrace), layers
/// (.lcf) and materials, all in SI: chip layers from the bottom up, interface, spreader and sink above them,
/// each centred on the next, h = 1 / (r_convec s_sink^2) on the sink. What lies beside chip and spreader does
/// not conduct. The steady power of a block is the mean of its trace. Columns of the trace go to the layers
/// that dissipate in their order, within a layer by name. Refused: the secondary path, microchannels, package
/// models of their own.
/// Keys are those of hotspot_keys.h, each once; a file whose last line has no newline is refused.
/// @throws PackageError with file, line and column
PackageStack read_hotspot(const std::filesystem::path& config, const HotSpotFiles& files = {});

/// The same from texts; `file` stands in the messages.
PackageStack read_hotspot_text(std::string_view config, const std::string& file, const PackageFiles& read,
                               const HotSpotFiles& files = {});

}  // namespace sunrack
