#include "physics/vtk/surface_grid.h"

#ifdef SUNRACK_HAS_VTK

#include <vtkCellArray.h>
#include <vtkCellData.h>
#include <vtkCellType.h>
#include <vtkDataArray.h>
#include <vtkDoubleArray.h>
#include <vtkFieldData.h>
#include <vtkIdList.h>
#include <vtkInformation.h>
#include <vtkLogger.h>
#include <vtkMultiBlockDataSet.h>
#include <vtkNew.h>
#include <vtkOutputWindow.h>
#include <vtkPoints.h>
#include <vtkSmartPointer.h>
#include <vtkStringArray.h>
#include <vtkStringOutputWindow.h>
#include <vtkUnstructuredGrid.h>
#include <vtkXMLMultiBlockDataReader.h>
#include <vtkXMLUnstructuredGridWriter.h>

#include <algorithm>
#include <cstddef>
#include <stdexcept>

namespace sunrack {

bool vtk_available() { return true; }

namespace vtk {
namespace {

vtkNew<vtkUnstructuredGrid> grid_of(const SurfaceBlock& block, const FileMetadata& metadata) {
  vtkNew<vtkUnstructuredGrid> grid;
  vtkNew<vtkPoints> points;
  points->SetDataTypeToDouble();
  for (const Eigen::Vector3d& point : block.points) points->InsertNextPoint(point.data());
  grid->SetPoints(points);

  grid->AllocateEstimate(vtkIdType(block.quads.size()), 4);
  for (const auto& quad : block.quads) {
    std::array<vtkIdType, 4> corners;
    std::copy(quad.begin(), quad.end(), corners.begin());
    grid->InsertNextCell(VTK_QUAD, 4, corners.data());
  }
  for (const CellField& field : block.fields) {
    vtkNew<vtkDoubleArray> values;
    values->SetName(field.name.c_str());
    values->SetNumberOfTuples(vtkIdType(field.values.size()));
    std::copy(field.values.begin(), field.values.end(), values->GetPointer(0));
    grid->GetCellData()->AddArray(values);
  }
  // ParaView colours by the active field when it opens the file.
  if (!block.fields.empty()) grid->GetCellData()->SetActiveScalars(block.fields.front().name.c_str());
  for (const auto& [name, text] : metadata) {
    vtkNew<vtkStringArray> value;
    value->SetName(name.c_str());
    value->InsertNextValue(text);
    grid->GetFieldData()->AddArray(value);
  }
  return grid;
}

SurfaceBlock block_of(vtkUnstructuredGrid& grid) {
  SurfaceBlock block;
  for (vtkIdType i = 0; i < grid.GetNumberOfPoints(); ++i) block.points.emplace_back(grid.GetPoint(i));
  vtkNew<vtkIdList> corners;
  for (vtkIdType i = 0; i < grid.GetNumberOfCells(); ++i) {
    if (grid.GetCellType(i) != VTK_QUAD) throw std::runtime_error("a cell is not a quadrilateral");
    grid.GetCellPoints(i, corners);
    auto& quad = block.quads.emplace_back();
    for (std::size_t k = 0; k < quad.size(); ++k) quad[k] = int(corners->GetId(vtkIdType(k)));
  }
  for (int a = 0; a < grid.GetCellData()->GetNumberOfArrays(); ++a) {
    vtkDataArray* const values = grid.GetCellData()->GetArray(a);
    auto& field = block.fields.emplace_back(CellField{values->GetName(), {}});
    for (vtkIdType i = 0; i < values->GetNumberOfTuples(); ++i)
      field.values.push_back(values->GetComponent(i, 0));
  }
  return block;
}

/// VTK's readers print what is wrong with a file; while this lives, it is collected instead. For the whole
/// program: VTK has one output window.
class Complaints {
 public:
  Complaints() {
    vtkOutputWindow::SetInstance(window_);
    vtkLogger::SetStderrVerbosity(vtkLogger::VERBOSITY_OFF);
  }
  ~Complaints() {
    vtkOutputWindow::SetInstance(before_);
    vtkLogger::SetStderrVerbosity(verbosity_);
  }
  Complaints(const Complaints&) = delete;
  Complaints& operator=(const Complaints&) = delete;
  std::string text() { return window_->GetOutput(); }

 private:
  vtkSmartPointer<vtkOutputWindow> before_ = vtkOutputWindow::GetInstance();
  vtkLogger::Verbosity verbosity_ = vtkLogger::GetCurrentVerbosityCutoff();
  vtkNew<vtkStringOutputWindow> window_;
};

[[noreturn]] void cannot_read(const std::filesystem::path& file, const std::string& why) {
  throw std::runtime_error("cannot read '" + file.string() + "': " + why);
}

}  // namespace

void require_vtk() {}

std::string grid_text(const SurfaceBlock& block, const FileMetadata& metadata) {
  const vtkNew<vtkUnstructuredGrid> grid = grid_of(block, metadata);
  vtkNew<vtkXMLUnstructuredGridWriter> writer;
  writer->SetInputData(grid);
  writer->SetDataModeToBinary();
  writer->SetCompressorTypeToZLib();
  writer->WriteToOutputStringOn();
  if (!writer->Write()) throw std::runtime_error("VTK cannot write the block '" + block.name + "'");
  return writer->GetOutputString();
}

SurfaceFile read_multi_block(const std::filesystem::path& file) {
  if (!std::filesystem::is_regular_file(file)) cannot_read(file, "no such file");
  Complaints complaints;
  vtkNew<vtkXMLMultiBlockDataReader> reader;
  reader->SetFileName(file.c_str());
  reader->Update();
  auto* const data = vtkMultiBlockDataSet::SafeDownCast(reader->GetOutputDataObject(0));
  if (!complaints.text().empty()) cannot_read(file, complaints.text());
  if (!data) cannot_read(file, "no multi-block data");

  SurfaceFile result;
  for (unsigned i = 0; i < data->GetNumberOfBlocks(); ++i) {
    auto* const grid = vtkUnstructuredGrid::SafeDownCast(data->GetBlock(i));
    if (!grid) cannot_read(file, "block " + std::to_string(i) + " is no unstructured grid");
    SurfaceBlock& block = result.blocks.emplace_back(block_of(*grid));
    block.name = data->GetMetaData(i)->Get(vtkCompositeDataSet::NAME());
    for (int a = 0; a < grid->GetFieldData()->GetNumberOfArrays(); ++a) {
      auto* const text = vtkStringArray::SafeDownCast(grid->GetFieldData()->GetAbstractArray(a));
      if (text) result.metadata[text->GetName()] = text->GetValue(0);
    }
  }
  return result;
}

}  // namespace vtk
}  // namespace sunrack

#else

#include "physics/require.h"

namespace sunrack {

bool vtk_available() { return false; }

namespace vtk {

void require_vtk() {
  throw ModelError(
      "built without VTK, which the files for ParaView need: install VTK 9 (Debian: libvtk9-dev) and build "
      "again with "
      "SUNRACK_WITH_VTK=ON");
}

std::string grid_text(const SurfaceBlock&, const FileMetadata&) {
  require_vtk();
  return {};
}

SurfaceFile read_multi_block(const std::filesystem::path&) {
  require_vtk();
  return {};
}

}  // namespace vtk
}  // namespace sunrack

#endif
