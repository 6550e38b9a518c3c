#pragma once

#include <memory>

#include "physics/thermal/panel_supply.h"

/// The inside of resolved panels: whichever supply stands behind the tubes.
namespace sunrack::panel {

/// @throws ModelError when no tube is alive
std::unique_ptr<Supply> make_supply(const PanelField& field, const Slices& slices);

}  // namespace sunrack::panel
