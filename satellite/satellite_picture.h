#pragma once

#include <vector>

#include "physics/vtk/field_output.h"
#include "satellite/sizing.h"

namespace sunrack {

/// The sized satellite as surfaces for ParaView: both wings, the panel's two faces and the bus, each cell
/// with "Temperature [K]", "Absorbed irradiance [W/m2]", "Net flux [W/m2]" and "Area [m2]".
///
/// Frame: x to the Sun, y along the wings, z the panel's normal. The wings stand in the plane x = 0, the
/// panel behind them in the plane z = 0 from -standoff to -(standoff + height), tubes along x, inlet nearest
/// the bus. The panel's temperatures are those of the march along its tubes.
std::vector<SurfaceBlock> satellite_surfaces(const SatelliteSpec& spec, const SatelliteDesign& design);

}  // namespace sunrack
