#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>
#include <vector>

#include "physics/vtk/field_output.h"
#include "satellite/array_effect.h"

namespace sunrack {

/// How the surfaces of a sized satellite see each other, and what that does to its radiator.
struct SurfacesReport {
  FlightGeometry geometry;
  RadiativeCouplings couplings;  ///< for a thermal network, [m^2]
  ArrayEffect effect;
};
SurfacesReport surfaces_report(const SatelliteSpec& spec, const SatelliteDesign& design,
                               const FlightGeometryOptions& options = {});

std::string surfaces_text(const SurfacesReport& report);
nlohmann::ordered_json surfaces_json(const SurfacesReport& report);
/// One line for each pair of surfaces: view factor with its standard error, coupling.
std::string view_factors_csv(const SurfacesReport& report);

/// Every side of a plate as a block of one cell, 1 cm in front of the plate, with its view of the array's
/// back and of space and its properties; for ParaView.
std::vector<SurfaceBlock> surface_blocks(const SurfacesReport& report);

}  // namespace sunrack
