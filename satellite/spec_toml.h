#pragma once

#include <string>
#include <string_view>

#include "satellite/spec.h"

namespace sunrack {

/// Reads the fields of a TOML text into a specification that starts from the preset that the text names, else
/// from `start`. Everything about satellite/spec_file.h that needs the TOML parser is here, in the only
/// source that includes it.
/// @throws SpecError
SatelliteSpec read_toml(std::string_view text, const std::string& source_name, const std::string& start);

}  // namespace sunrack
