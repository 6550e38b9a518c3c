#pragma once

#include <memory>

#include "physics/thermal/panel_supply.h"

/// The inside of resolved panels: heat pipes in place of tubes.
namespace sunrack::panel {

/// @throws ModelError when no heat pipe is alive
std::unique_ptr<Supply> heat_pipe_supply(const HeatPipeTubes& tubes, const PanelField& field,
                                         const Slices& slices);

}  // namespace sunrack::panel
