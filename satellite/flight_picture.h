#pragma once

#include <filesystem>
#include <string>

#include "physics/vtk/field_output.h"
#include "satellite/flight.h"

namespace sunrack {

/// Writes the samples of a flight as a series for ParaView: `folder`/flight.pvd and one file of surfaces for
/// each of at most `frames` samples, evenly spread. Cells carry "Temperature [K]", "Irradiance [W/m2]" (Sun,
/// albedo and Earth infrared on that face) and "Shadow [-]" (covered part of the Sun's disc). Beside it
/// open_flight.py, which opens the series with a view and a colour map, and draws a picture when given a file
/// name.
/// @throws std::invalid_argument for a flight without samples; as write_surfaces
void write_flight_pictures(const std::filesystem::path& folder, const SatelliteSpec& spec,
                           const SatelliteDesign& design, const FlightOptions& options,
                           const FlightResult& flight, int frames, const FileMetadata& metadata);

/// The script beside a series: for ParaView's Python (pvpython, pvbatch, or Tools > Python Shell).
std::string flight_picture_script(double coldest, double warmest);

}  // namespace sunrack
