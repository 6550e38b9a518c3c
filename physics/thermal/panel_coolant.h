#pragma once

#include <memory>

#include "physics/thermal/panel_supply.h"

/// The inside of resolved panels: pumped liquid in their tubes.
namespace sunrack::panel {

/// @throws ModelError when no tube is alive
std::unique_ptr<Supply> coolant_supply(const CoolantTubes& tubes, const PanelField& field,
                                       const Slices& slices);

}  // namespace sunrack::panel
