#pragma once

#include <Eigen/Core>
#include <array>
#include <filesystem>
#include <vector>

#include "physics/vtk/field_output.h"

namespace sunrack {

/// A volume of points on a grid that is bent as one likes; the first index runs fastest.
struct StructuredVolume {
  std::array<int, 3> counts{};          ///< points along each index
  std::vector<Eigen::Vector3d> points;  ///< [m]
  std::vector<CellField> fields;        ///< one number for each point
};

/// A line through points, such as an orbit.
struct Polyline {
  std::vector<Eigen::Vector3d> points;  ///< [m]
  std::vector<CellField> fields;        ///< one number for each point
};

/// Writes a .vts or a .vtp file for ParaView, inline binary and compressed, whole or not at all.
/// @throws std::invalid_argument where counts, points and values do not fit or are not finite
/// @throws std::runtime_error when the file cannot be written; ModelError when built without VTK
void write_structured_volume(const std::filesystem::path& file, const StructuredVolume& volume,
                             const FileMetadata& metadata = {});
void write_polyline(const std::filesystem::path& file, const Polyline& line,
                    const FileMetadata& metadata = {});

}  // namespace sunrack
