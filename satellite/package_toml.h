#pragma once

#include "satellite/package_file.h"
#include "satellite/toml_document.h"

namespace sunrack {

/// A package in own TOML. @throws SpecError, PackageError
PackageFile read_package_document(const TomlDocument& document);

}  // namespace sunrack
