#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>
#include <vector>

#include "satellite/sizing.h"

namespace sunrack {

/// What every output file carries so that it can be made again.
struct Provenance {
  std::string program = "sunrack";
  std::string version;
  std::string revision;
  std::string spec;                    ///< preset or file it started from
  std::vector<std::string> overrides;  ///< "key=value" as typed
  std::string resolved_spec;           ///< TOML of all fields
  unsigned long long seed = 0;         ///< of studies; 0 where nothing is random
};
nlohmann::ordered_json provenance_json(const Provenance& provenance);
/// The same as comment lines, each behind `mark` ("# ").
std::string provenance_comment(const Provenance& provenance, const std::string& mark);

/// The whole design with units in the key names.
nlohmann::ordered_json design_json(const SatelliteSpec& spec, const SatelliteDesign& design);

/// The whole design as tables for people.
std::string design_text(const SatelliteSpec& spec, const SatelliteDesign& design);

/// The mass budget as comma-separated values: item, group, mass_kg, specific_mass_kg_per_kW, basis.
std::string mass_budget_csv(const SatelliteDesign& design);

/// "radiator", "coolant loop", "power", "bus", "computers".
std::string mass_group_name(MassGroup group);

}  // namespace sunrack
