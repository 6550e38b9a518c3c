#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "chips/packages/hotspot_file.h"
#include "chips/packages/package_grid.h"
#include "satellite/text_file.h"

namespace sunrack {

/// A place whose temperature is told.
struct PackageProbe {
  std::string name;
  double x = 0, y = 0, z = 0;  ///< [m] from the south-west corner of the lowest layer
};

/// A package as a file describes it, and what is asked of it.
struct PackageFile {
  std::string name;
  std::string kind;  ///< "sunrack", "3D-ICE", "HotSpot"
  PackageStack stack;
  PackageGrid grid;
  std::vector<PackageProbe> probes;
  double duration = 0;  ///< [s] of the heating from the start temperature; 0: only the steady state is asked
};

struct PackageFileOptions {
  bool three_d_ice_rule = false;  ///< its rule for outermost layers (chips/packages/three_d_ice_file.h)
  HotSpotFiles hotspot = {};
};

/// Own TOML (docs/models/packages.md lists tables and keys), 3D-ICE stack descriptions (.stk) and HotSpot
/// configurations (.config), told apart by the ending of the name. A file with power traces is also flown
/// through time. @throws SpecError, PackageError with file, line, column, key, value and what is accepted
PackageFile read_package_file(const std::filesystem::path& file, const PackageFileOptions& options = {});
/// @throws SpecError for an option that a file with this ending (".toml") has no use for
void refuse_foreign_options(const std::string& ending, const PackageFileOptions& options);
/// Own TOML from a text.
PackageFile read_package_text(std::string_view text, const std::string& source_name);

}  // namespace sunrack
