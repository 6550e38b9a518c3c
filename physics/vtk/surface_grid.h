#pragma once

#include <filesystem>
#include <string>

#include "physics/vtk/field_output.h"

/// What of field_output.h needs VTK; used there only.
namespace sunrack::vtk {

/// @throws ModelError when built without VTK
void require_vtk();

/// The text of a .vtu file.
std::string grid_text(const SurfaceBlock& block, const FileMetadata& metadata);

SurfaceFile read_multi_block(const std::filesystem::path& file);

}  // namespace sunrack::vtk
