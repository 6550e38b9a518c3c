#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "chips/packages/package_stack.h"

namespace sunrack {

/// Gives the blocks of the `heated` layers their power from a trace (.ptrace) of HotSpot: columns go to the
/// layers in their order, within a layer by name; the steady power is the mean of the trace. The first block
/// of each of these layers is its body, which has no column. @throws PackageError
void read_hotspot_powers(std::string_view text, const std::string& file,
                         const std::vector<std::size_t>& heated, PackageStack& stack);

}  // namespace sunrack
