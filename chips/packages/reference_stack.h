#pragma once

#include "chips/packages/package_stack.h"
#include "chips/reference_packages.h"

namespace sunrack {

/// A package of chips/reference_packages.h in the words of this folder; all its sources are in group "die".
PackageStack package_stack(const ReferencePackage& package);

}  // namespace sunrack
