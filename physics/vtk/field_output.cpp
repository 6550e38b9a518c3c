#include "physics/vtk/field_output.h"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <cmath>
#include <set>
#include <stdexcept>

#include "physics/numerics/file_output.h"
#include "physics/require.h"
#include "physics/vtk/surface_grid.h"

namespace sunrack {
namespace {

std::string escaped(const std::string& text) {
  std::string result;
  for (const char c : text) {
    switch (c) {
      case '&':
        result += "&amp;";
        break;
      case '<':
        result += "&lt;";
        break;
      case '>':
        result += "&gt;";
        break;
      case '"':
        result += "&quot;";
        break;
      default:
        result += c;
    }
  }
  return result;
}

std::string for_a_file_name(const std::string& text) {
  std::string result = text;
  for (char& c : result)
    if (!std::isalnum(static_cast<unsigned char>(c)) && c != '-' && c != '_') c = '-';
  return result;
}

[[noreturn]] void refuse(const SurfaceBlock& block, const std::string& why) {
  throw std::invalid_argument(fmt::format("write_surfaces: block '{}': {}", block.name, why));
}

void check_block(const SurfaceBlock& block) {
  if (block.name.empty()) refuse(block, "needs a name");
  for (const Eigen::Vector3d& point : block.points)
    if (!point.allFinite()) refuse(block, "a point is not finite");
  const auto points = int(block.points.size());
  for (const auto& quad : block.quads)
    for (const int corner : quad)
      if (corner < 0 || corner >= points)
        refuse(block, fmt::format("point {} of {} does not exist", corner, points));
  std::set<std::string> names;
  for (const CellField& field : block.fields) {
    if (field.name.empty()) refuse(block, "a field needs a name");
    if (!names.insert(field.name).second)
      refuse(block, fmt::format("two fields are called '{}'", field.name));
    if (field.values.size() != block.quads.size())
      refuse(block, fmt::format("field '{}' has {} values for {} cells", field.name, field.values.size(),
                                block.quads.size()));
    for (const double value : field.values)
      if (!std::isfinite(value)) refuse(block, fmt::format("field '{}' has the value {}", field.name, value));
  }
}

constexpr const char* xml_head = "<?xml version=\"1.0\"?>\n";

}  // namespace

std::filesystem::path write_surfaces(const std::filesystem::path& folder, const std::string& name,
                                     const std::vector<SurfaceBlock>& blocks, const FileMetadata& metadata) {
  vtk::require_vtk();
  if (name.empty() || for_a_file_name(name) != name)
    throw std::invalid_argument("write_surfaces: name '" + name +
                                "' must be of letters, digits, '-' and '_'");
  for (const SurfaceBlock& block : blocks) check_block(block);
  create_folder(folder);

  std::string list;
  for (std::size_t i = 0; i < blocks.size(); ++i) {
    const std::string file = fmt::format("{}_{}_{}.vtu", name, i, for_a_file_name(blocks[i].name));
    write_file_whole(folder / file, vtk::grid_text(blocks[i], metadata));
    list += fmt::format("    <DataSet index=\"{}\" name=\"{}\" file=\"{}\"/>\n", i, escaped(blocks[i].name),
                        file);
  }
  const auto path = folder / (name + ".vtm");
  write_file_whole(path, fmt::format("{}<VTKFile type=\"vtkMultiBlockDataSet\" version=\"1.0\">\n"
                                     "  <vtkMultiBlockDataSet>\n{}  </vtkMultiBlockDataSet>\n</VTKFile>\n",
                                     xml_head, list));
  return path;
}

SurfaceFile read_surfaces(const std::filesystem::path& file) { return vtk::read_multi_block(file); }

void write_series(const std::filesystem::path& file, std::span<const TimedFile> states) {
  std::string list;
  for (const TimedFile& state : states) {
    require_finite("write_series: time", state.time);
    list += fmt::format("    <DataSet timestep=\"{}\" file=\"{}\"/>\n", state.time,
                        escaped(state.file.generic_string()));
  }
  write_file_whole(file, fmt::format("{}<VTKFile type=\"Collection\" version=\"1.0\">\n"
                                     "  <Collection>\n{}  </Collection>\n</VTKFile>\n",
                                     xml_head, list));
}

}  // namespace sunrack
