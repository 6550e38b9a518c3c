#include "physics/vtk/grid_output.h"

#include <fmt/format.h>

#include <cmath>
#include <stdexcept>

#include "physics/numerics/file_output.h"
#include "physics/vtk/surface_grid.h"

#ifdef SUNRACK_HAS_VTK
#include <vtkCellArray.h>
#include <vtkDoubleArray.h>
#include <vtkFieldData.h>
#include <vtkNew.h>
#include <vtkPointData.h>
#include <vtkPoints.h>
#include <vtkPolyData.h>
#include <vtkStringArray.h>
#include <vtkStructuredGrid.h>
#include <vtkXMLPolyDataWriter.h>
#include <vtkXMLStructuredGridWriter.h>

#include <algorithm>
#endif

namespace sunrack {
namespace {

void check(const char* name, const std::vector<Eigen::Vector3d>& points,
           const std::vector<CellField>& fields) {
  if (points.size() < 2) throw std::invalid_argument(fmt::format("{}: fewer than two points", name));
  for (const Eigen::Vector3d& point : points)
    if (!point.allFinite()) throw std::invalid_argument(fmt::format("{}: a point is not finite", name));
  for (const CellField& field : fields) {
    if (field.name.empty()) throw std::invalid_argument(fmt::format("{}: a field needs a name", name));
    if (field.values.size() != points.size())
      throw std::invalid_argument(fmt::format("{}: field '{}' has {} values for {} points", name, field.name,
                                              field.values.size(), points.size()));
    for (const double value : field.values)
      if (!std::isfinite(value))
        throw std::invalid_argument(fmt::format("{}: field '{}' has the value {}", name, field.name, value));
  }
}

#ifdef SUNRACK_HAS_VTK

void fill(vtkPointSet& set, const std::vector<Eigen::Vector3d>& points, const std::vector<CellField>& fields,
          const FileMetadata& metadata) {
  vtkNew<vtkPoints> places;
  places->SetDataTypeToDouble();
  for (const Eigen::Vector3d& point : points) places->InsertNextPoint(point.data());
  set.SetPoints(places);
  for (const CellField& field : fields) {
    vtkNew<vtkDoubleArray> values;
    values->SetName(field.name.c_str());
    values->SetNumberOfTuples(vtkIdType(field.values.size()));
    std::copy(field.values.begin(), field.values.end(), values->GetPointer(0));
    set.GetPointData()->AddArray(values);
  }
  if (!fields.empty()) set.GetPointData()->SetActiveScalars(fields.front().name.c_str());
  for (const auto& [name, text] : metadata) {
    vtkNew<vtkStringArray> value;
    value->SetName(name.c_str());
    value->InsertNextValue(text);
    set.GetFieldData()->AddArray(value);
  }
}

template <typename Writer>
void write(const std::filesystem::path& file, vtkDataObject* data) {
  vtkNew<Writer> writer;
  writer->SetInputData(data);
  writer->SetDataModeToBinary();
  writer->SetCompressorTypeToZLib();
  writer->WriteToOutputStringOn();
  if (!writer->Write()) throw std::runtime_error("VTK cannot write '" + file.string() + "'");
  write_file_whole(file.string(), writer->GetOutputString());
}

#endif

}  // namespace

void write_structured_volume(const std::filesystem::path& file, const StructuredVolume& volume,
                             const FileMetadata& metadata) {
  check("write_structured_volume", volume.points, volume.fields);
  std::size_t points = 1;
  for (const int count : volume.counts) points *= count > 0 ? std::size_t(count) : 0;
  if (points != volume.points.size())
    throw std::invalid_argument(fmt::format("write_structured_volume: {} x {} x {} is not {} points",
                                            volume.counts[0], volume.counts[1], volume.counts[2],
                                            volume.points.size()));
  vtk::require_vtk();
#ifdef SUNRACK_HAS_VTK
  vtkNew<vtkStructuredGrid> grid;
  grid->SetDimensions(volume.counts[0], volume.counts[1], volume.counts[2]);
  fill(*grid, volume.points, volume.fields, metadata);
  write<vtkXMLStructuredGridWriter>(file, grid);
#else
  (void)file, (void)metadata;
#endif
}

void write_polyline(const std::filesystem::path& file, const Polyline& line, const FileMetadata& metadata) {
  check("write_polyline", line.points, line.fields);
  vtk::require_vtk();
#ifdef SUNRACK_HAS_VTK
  vtkNew<vtkPolyData> data;
  fill(*data, line.points, line.fields, metadata);
  vtkNew<vtkCellArray> cells;
  cells->InsertNextCell(int(line.points.size()));
  for (std::size_t i = 0; i < line.points.size(); ++i) cells->InsertCellPoint(vtkIdType(i));
  data->SetLines(cells);
  write<vtkXMLPolyDataWriter>(file, data);
#else
  (void)file, (void)metadata;
#endif
}

}  // namespace sunrack
