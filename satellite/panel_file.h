#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "physics/thermal/panel_optimum.h"
#include "satellite/text_file.h"

namespace sunrack {

/// A place whose temperatures are told.
struct PanelProbe {
  std::string name;
  double x = 0, y = 0;  ///< [m]
};

/// What a panel's TOML file says; docs/models/panel_field.md lists its tables and keys.
struct PanelFile {
  std::string name;
  PanelField field;
  std::vector<PanelProbe> probes;
  std::optional<PanelPitchRange> optimum;  ///< look for the best pitch in this range
};

/// @throws SpecError with file, line, column, key, value and what is accepted
PanelFile read_panel_file(const std::filesystem::path& file);
/// The same from a text; maps of flux are looked for in `folder`.
PanelFile read_panel_text(std::string_view text, const std::string& source_name,
                          const std::filesystem::path& folder = ".");

}  // namespace sunrack
