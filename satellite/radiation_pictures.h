#pragma once

#include <filesystem>
#include <string>
#include <utility>
#include <vector>

#include "physics/vtk/field_output.h"
#include "satellite/radiation_report.h"

namespace sunrack {

/// A gnuplot script with both axes logarithmic; `script` is one of a line plot (satellite/plot.h).
std::string with_log_axes(const std::string& script, bool x, bool y);

/// Names of SVG files and what gnuplot is told: spectra, dose against depth, LET, and of an orbit about the
/// Earth the anomaly map at its perigee and the flux along the orbit for a day.
std::vector<std::pair<std::string, std::string>> radiation_plots(const RadiationQuestion& question,
                                                                 const RadiationReport& report);

/// Along the orbit for a day: time_h, x_km, y_km, z_km (Earth-fixed), proton and electron fluxes.
std::string orbit_flux_csv(const RadiationQuestion& question);

/// Writes belts.vts (flux about the Earth, out to 8 Earth radii) and orbit.vtp (a day of the orbit with the
/// flux along it, Earth-fixed) for ParaView. @return their names. @throws ModelError when built without VTK
std::vector<std::string> write_belts(const std::filesystem::path& folder, const RadiationQuestion& question,
                                     const FileMetadata& metadata = {});

}  // namespace sunrack
