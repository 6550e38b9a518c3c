#pragma once

#include <string>
#include <vector>

#include "chips/packages/package_response.h"

namespace sunrack {

/// Packages that the program carries, resolved in satellite/packages/*.toml, and "catalogue": the figures of
/// chips/catalogue.h as they are.
std::vector<std::string> package_names();

/// The TOML text of one of them. @throws std::invalid_argument for another name, or for "catalogue"
std::string package_source(const std::string& name);

/// Resistances extracted from the resolved package of that name (package_response), found once per process
/// and kept; safe from several threads. docs/models/packages.md has their error against the resolved package.
/// @throws as package_source()
LumpedResistances package_resistances(const std::string& name);

}  // namespace sunrack
