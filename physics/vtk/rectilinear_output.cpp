#include "physics/vtk/rectilinear_output.h"

#include <fmt/format.h>

#include <cmath>
#include <stdexcept>

#include "physics/numerics/file_output.h"
#include "physics/vtk/surface_grid.h"

#ifdef SUNRACK_HAS_VTK
#include <vtkCellData.h>
#include <vtkDataArray.h>
#include <vtkDoubleArray.h>
#include <vtkFieldData.h>
#include <vtkNew.h>
#include <vtkRectilinearGrid.h>
#include <vtkStringArray.h>
#include <vtkXMLRectilinearGridReader.h>
#include <vtkXMLRectilinearGridWriter.h>

#include <algorithm>
#endif

namespace sunrack {
namespace {

void check(const std::vector<double>& faces, const char* axis) {
  if (faces.size() < 2)
    throw std::invalid_argument(fmt::format("write_rectilinear_volume: no cells along {}", axis));
  for (std::size_t i = 0; i < faces.size(); ++i)
    if (!std::isfinite(faces[i]) || (i > 0 && !(faces[i] > faces[i - 1])))
      throw std::invalid_argument(
          fmt::format("write_rectilinear_volume: faces along {} do not increase", axis));
}

void check(const RectilinearVolume& volume) {
  check(volume.x, "x"), check(volume.y, "y"), check(volume.z, "z");
  const std::size_t cells = (volume.x.size() - 1) * (volume.y.size() - 1) * (volume.z.size() - 1);
  for (const CellField& field : volume.fields) {
    if (field.name.empty()) throw std::invalid_argument("write_rectilinear_volume: a field needs a name");
    if (field.values.size() != cells)
      throw std::invalid_argument(
          fmt::format("write_rectilinear_volume: field '{}' has {} values for {} cells", field.name,
                      field.values.size(), cells));
    for (const double value : field.values)
      if (!std::isfinite(value))
        throw std::invalid_argument(
            fmt::format("write_rectilinear_volume: field '{}' has the value {}", field.name, value));
  }
}

#ifdef SUNRACK_HAS_VTK

vtkNew<vtkDoubleArray> array_of(const std::string& name, const std::vector<double>& values) {
  vtkNew<vtkDoubleArray> array;
  array->SetName(name.c_str());
  array->SetNumberOfTuples(vtkIdType(values.size()));
  std::copy(values.begin(), values.end(), array->GetPointer(0));
  return array;
}

std::vector<double> values_of(vtkDataArray* array) {
  std::vector<double> values(array ? std::size_t(array->GetNumberOfTuples()) : 0);
  for (std::size_t i = 0; i < values.size(); ++i) values[i] = array->GetTuple1(vtkIdType(i));
  return values;
}

#endif

}  // namespace

void write_rectilinear_volume(const std::filesystem::path& file, const RectilinearVolume& volume,
                              const FileMetadata& metadata) {
  check(volume);
  vtk::require_vtk();
#ifdef SUNRACK_HAS_VTK
  vtkNew<vtkRectilinearGrid> grid;
  grid->SetDimensions(int(volume.x.size()), int(volume.y.size()), int(volume.z.size()));
  const auto x = array_of("x", volume.x), y = array_of("y", volume.y), z = array_of("z", volume.z);
  grid->SetXCoordinates(x), grid->SetYCoordinates(y), grid->SetZCoordinates(z);
  for (const CellField& field : volume.fields)
    grid->GetCellData()->AddArray(array_of(field.name, field.values));
  if (!volume.fields.empty()) grid->GetCellData()->SetActiveScalars(volume.fields.front().name.c_str());
  for (const auto& [name, text] : metadata) {
    vtkNew<vtkStringArray> value;
    value->SetName(name.c_str());
    value->InsertNextValue(text);
    grid->GetFieldData()->AddArray(value);
  }
  vtkNew<vtkXMLRectilinearGridWriter> writer;
  writer->SetInputData(grid);
  writer->SetDataModeToBinary();
  writer->SetCompressorTypeToZLib();
  writer->WriteToOutputStringOn();
  if (!writer->Write()) throw std::runtime_error("VTK cannot write '" + file.string() + "'");
  write_file_whole(file.string(), writer->GetOutputString());
#else
  (void)file, (void)metadata;
#endif
}

RectilinearVolume read_rectilinear_volume(const std::filesystem::path& file) {
  vtk::require_vtk();
  RectilinearVolume volume;
#ifdef SUNRACK_HAS_VTK
  vtkNew<vtkXMLRectilinearGridReader> reader;
  reader->SetFileName(file.c_str());
  if (!reader->CanReadFile(file.c_str())) throw std::runtime_error("'" + file.string() + "' is no .vtr file");
  reader->Update();
  vtkRectilinearGrid* grid = reader->GetOutput();
  volume.x = values_of(grid->GetXCoordinates());
  volume.y = values_of(grid->GetYCoordinates());
  volume.z = values_of(grid->GetZCoordinates());
  vtkCellData* data = grid->GetCellData();
  for (int i = 0; i < data->GetNumberOfArrays(); ++i)
    volume.fields.push_back({data->GetArrayName(i), values_of(data->GetArray(i))});
#else
  (void)file;
#endif
  return volume;
}

}  // namespace sunrack
