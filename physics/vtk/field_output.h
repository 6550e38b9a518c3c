#pragma once

#include <Eigen/Core>
#include <array>
#include <filesystem>
#include <map>
#include <span>
#include <string>
#include <vector>

namespace sunrack {

/// One number for each cell.
struct CellField {
  std::string name;            ///< with its unit, "Temperature [K]": ParaView makes the legend of it
  std::vector<double> values;  ///< in the order of the cells
};

/// A piece of surface made of quadrilaterals, such as one face of a radiator.
struct SurfaceBlock {
  std::string name;
  std::vector<Eigen::Vector3d> points;    ///< [m]
  std::vector<std::array<int, 4>> quads;  ///< indices into `points`, around each cell
  std::vector<CellField> fields;
};

/// Where a file comes from: version, spec, time. Each becomes field data of that name.
using FileMetadata = std::map<std::string, std::string>;

struct SurfaceFile {
  std::vector<SurfaceBlock> blocks;
  FileMetadata metadata;
};

/// One state of a series.
struct TimedFile {
  double time = 0;             ///< [s]
  std::filesystem::path file;  ///< relative to the folder of the series
};

/// Whether this library was built with VTK.
bool vtk_available();

/// Writes `folder`/`name`.vtm, to be opened with ParaView, and one .vtu file for each block beside it. The
/// data are inline binary, compressed; never VTK's default "appended" form, which ParaView 5.11 of Debian 12
/// cannot read. Each file is written whole or not at all, the .vtm last. Makes the folder if need be.
/// @return the path of the .vtm file
/// @throws std::invalid_argument for a block that is not well formed or a value that is not finite
/// @throws std::runtime_error when a file cannot be written
/// @throws ModelError when built without VTK
std::filesystem::path write_surfaces(const std::filesystem::path& folder, const std::string& name,
                                     const std::vector<SurfaceBlock>& blocks,
                                     const FileMetadata& metadata = {});

/// Reads back what write_surfaces() wrote, with VTK's own readers. Not from several threads at the same time.
/// @throws std::runtime_error when the file cannot be read
/// @throws ModelError when built without VTK
SurfaceFile read_surfaces(const std::filesystem::path& file);

/// Writes a .pvd file, which gives ParaView the physical time of each state of a series.
/// @throws std::runtime_error when the file cannot be written
void write_series(const std::filesystem::path& file, std::span<const TimedFile> states);

}  // namespace sunrack
