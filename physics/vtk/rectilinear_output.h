#pragma once

#include <filesystem>
#include <vector>

#include "physics/vtk/field_output.h"

namespace sunrack {

/// A block of cells with faces at increasing coordinates, such as a resolved package or panel.
struct RectilinearVolume {
  std::vector<double> x, y, z;    ///< [m] faces of the cells
  std::vector<CellField> fields;  ///< one number for each cell; x fastest, then y, then z
};

/// Writes a .vtr file for ParaView, inline binary and compressed, whole or not at all. Coordinates and values
/// are doubles.
/// @throws std::invalid_argument where faces and values do not fit or are not finite
/// @throws std::runtime_error when the file cannot be written; ModelError when built without VTK
void write_rectilinear_volume(const std::filesystem::path& file, const RectilinearVolume& volume,
                              const FileMetadata& metadata = {});
/// Reads it back with VTK's own reader. @throws std::runtime_error when the file cannot be read
RectilinearVolume read_rectilinear_volume(const std::filesystem::path& file);

}  // namespace sunrack
