#pragma once

#include <string>

#include "chips/packages/package_stack.h"

namespace sunrack {

/// Notes for numbers that may be meant but look like a slip: a temperature below 150 K around a package,
/// written in kelvin; a limit below 200 K. "a.config:3: ambient = 45 K: is it in degC?"
void note_cold(PackageStack& stack, const SourcePlace& place, const std::string& what, double kelvin);
void note_cold_limit(PackageStack& stack, const SourcePlace& place, const std::string& what, double kelvin);

/// A package that nothing heats is as warm as what is around it.
void note_no_power(PackageStack& stack);

}  // namespace sunrack
