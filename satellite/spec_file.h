#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "satellite/spec.h"
#include "satellite/text_file.h"

namespace sunrack {

/// A specification is a TOML file of at most 1 MB: `name`, `preset` (what it starts from; "reference-2026" if
/// not given, "defaults" for the program's own values without ranges), then tables with the fields of
/// satellite/spec_fields.h. A bare number is in the field's unit; a text may name any unit of the same kind:
/// "600 km". A number may be given a range for studies:
///   areal_mass = { low = 3, nominal = 5, high = 8, distribution = "triangular" }
/// (also uniform, normal, lognormal: physics/numerics/sampling.h; triangular if not said). A plain value
/// drops the range that the preset had. Without a `name` the specification is called after the file.
/// @throws SpecError
SatelliteSpec read_spec_file(const std::filesystem::path& file);

/// The same from a text; `source_name` stands in the messages in place of the file.
SatelliteSpec read_spec_text(std::string_view text, const std::string& source_name);

/// One of the specifications that the program carries. @throws SpecError naming the nearest and listing all
SatelliteSpec preset(const std::string& name);
std::vector<std::string> preset_names();
/// The file itself, with its comments and sources. @throws SpecError
std::string_view preset_text(const std::string& name);

/// Sets one field from "key=value", as typed behind --set: "radiator.tube_spacing=80 mm". The field's range
/// for studies is dropped. Relations between fields are not checked: another override may restore them.
/// @throws SpecError
void apply_override(SatelliteSpec& spec, const std::string& key_and_value);

/// All overrides, names (chip, fluid, ...) before numbers, then the relations between fields. @throws
/// SpecError
void apply_overrides(SatelliteSpec& spec, const std::vector<std::string>& keys_and_values);

enum class WrittenFields { changed, all };  ///< those that differ from the defaults, or every field

/// TOML that reads back to the same specification, to the last bit and with its ranges.
std::string write_spec(const SatelliteSpec& spec, WrittenFields fields = WrittenFields::changed);

}  // namespace sunrack
