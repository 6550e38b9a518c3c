#include "physics/thermal/conduction.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "physics/numerics/large_pages.h"
#include "physics/require.h"

namespace sunrack {

SolidMaterial isotropic_solid(std::string name, double conductivity, double heat_capacity) {
  return {.name = std::move(name),
          .kx = conductivity,
          .ky = conductivity,
          .kz = conductivity,
          .heat_capacity = heat_capacity};
}

const char* name_of(BoxFace face) {
  constexpr const char* names[] = {"x low", "x high", "y low", "y high", "z low", "z high"};
  return names[std::size_t(face)];
}

std::size_t ConductionProblem::boundary_cells(BoxFace face) const {
  const auto n = [](const std::vector<double>& faces) { return faces.size() - 1; };
  switch (axis_of(face)) {
    case Axis::x:
      return n(y) * n(z);
    case Axis::y:
      return n(x) * n(z);
    default:
      return n(x) * n(y);
  }
}

std::size_t ConductionProblem::boundary_index(BoxFace face, int i, int j, int k) const {
  const auto place = [](int slow, int row, int fast) {
    return std::size_t(slow) * std::size_t(row) + std::size_t(fast);
  };
  switch (axis_of(face)) {
    case Axis::x:
      return place(j, nz(), k);
    case Axis::y:
      return place(k, nx(), i);
    default:
      return place(j, nx(), i);
  }
}

std::size_t ConductionProblem::cell_behind(BoxFace face, std::size_t place) const {
  const std::size_t row = axis_of(face) == Axis::x ? std::size_t(nz()) : std::size_t(nx());
  const int slow = int(place / row), fast = int(place % row);
  switch (axis_of(face)) {
    case Axis::x:
      return index(is_high(face) ? nx() - 1 : 0, slow, fast);
    case Axis::y:
      return index(fast, is_high(face) ? ny() - 1 : 0, slow);
    default:
      return index(fast, slow, is_high(face) ? nz() - 1 : 0);
  }
}

double ConductionProblem::boundary_area(BoxFace face, std::size_t place) const {
  const auto width = [](const std::vector<double>& faces, std::size_t cell) {
    return faces[cell + 1] - faces[cell];
  };
  const std::size_t row = axis_of(face) == Axis::x ? std::size_t(nz()) : std::size_t(nx());
  const auto& slow = axis_of(face) == Axis::y ? z : y;
  const auto& fast = axis_of(face) == Axis::x ? z : x;
  return width(slow, place / row) * width(fast, place % row);
}

ConductionProblem conduction_box(std::vector<double> x, std::vector<double> y, std::vector<double> z,
                                 std::vector<SolidMaterial> materials) {
  ConductionProblem problem{
      .x = std::move(x), .y = std::move(y), .z = std::move(z), .materials = std::move(materials)};
  for (const auto* faces : {&problem.x, &problem.y, &problem.z})
    require(faces->size() >= 2, "conduction_box: number of faces along an axis", double(faces->size()),
            "must be at least 2");
  assign_in_large_pages(problem.material, problem.cells(), std::uint16_t(0));
  return problem;
}

std::vector<double> even_faces(double low, double high, int cells) {
  require(cells > 0, "even_faces: cells", cells, "must be positive");
  require(high > low, "even_faces: high - low", high - low, "must be positive [m]");
  std::vector<double> faces(std::size_t(cells) + 1);
  for (int i = 0; i <= cells; ++i) faces[std::size_t(i)] = low + (high - low) * i / cells;
  return faces;
}

namespace {

/// Lengths of [low, high] within each cell of one axis.
std::vector<double> overlaps(const std::vector<double>& faces, double low, double high) {
  std::vector<double> result(faces.size() - 1);
  for (std::size_t i = 0; i < result.size(); ++i)
    result[i] = std::max(0.0, std::min(high, faces[i + 1]) - std::max(low, faces[i]));
  return result;
}

/// Cells [first, end) whose centres lie within [low, high].
std::pair<int, int> centred_within(const std::vector<double>& faces, double low, double high) {
  int first = 0;
  const int n = int(faces.size()) - 1;
  const auto centre = [&](int i) { return (faces[std::size_t(i)] + faces[std::size_t(i) + 1]) / 2; };
  while (first < n && centre(first) < low) ++first;
  int end = first;
  while (end < n && centre(end) <= high) ++end;
  return {first, end};
}

}  // namespace

void add_power(ConductionProblem& problem, std::array<double, 3> low, std::array<double, 3> high,
               double watts) {
  require_finite("add_power: watts", watts);
  const std::vector<double>* faces[3] = {&problem.x, &problem.y, &problem.z};
  std::array<std::vector<double>, 3> parts;
  double volume = 1;
  for (std::size_t axis = 0; axis < 3; ++axis) {
    const auto& f = *faces[axis];
    require(high[axis] > low[axis], "add_power: high - low", high[axis] - low[axis], "must be positive [m]");
    // Coordinates that were computed in two ways differ by some roundings.
    const double slack = 1e-9 * (f.back() - f.front());
    require(low[axis] >= f.front() - slack, "add_power: low", low[axis], "lies outside of the box [m]");
    require(high[axis] <= f.back() + slack, "add_power: high", high[axis], "lies outside of the box [m]");
    parts[axis] = overlaps(f, low[axis], high[axis]);
    double length = 0;
    for (const double part : parts[axis]) length += part;
    volume *= length;
  }
  resize_in_large_pages(problem.power, problem.cells());
  std::size_t row = 0;
  for (const double y : parts[1])
    for (const double z : parts[2]) {
      if (const double share = watts * (y * z / volume); y > 0 && z > 0)
        for (std::size_t i = 0; i < parts[0].size(); ++i) problem.power[row + i] += share * parts[0][i];
      row += parts[0].size();
    }
}

void fill(ConductionProblem& problem, std::array<double, 3> low, std::array<double, 3> high,
          std::uint16_t material) {
  require(material < problem.materials.size(), "fill: material", material, "is not one of the materials");
  const auto [i0, i1] = centred_within(problem.x, low[0], high[0]);
  const auto [j0, j1] = centred_within(problem.y, low[1], high[1]);
  const auto [k0, k1] = centred_within(problem.z, low[2], high[2]);
  for (int j = j0; j < j1; ++j)
    for (int k = k0; k < k1; ++k)
      for (int i = i0; i < i1; ++i) problem.material[problem.index(i, j, k)] = material;
}

std::string describe_cell(const ConductionProblem& problem, std::size_t cell) {
  const std::size_t row = std::size_t(problem.nx()), plane = row * std::size_t(problem.nz());
  const std::size_t i = cell % row, j = cell / plane, k = cell % plane / row;
  const auto centre = [](const std::vector<double>& faces, std::size_t n) {
    return 1e3 * (faces[n] + faces[n + 1]) / 2;
  };
  return fmt::format("cell ({}, {}, {}) of {} at x = {:.6g} mm, y = {:.6g} mm, z = {:.6g} mm", i, j, k,
                     problem.materials[problem.material[cell]].name, centre(problem.x, i),
                     centre(problem.y, j), centre(problem.z, k));
}

}  // namespace sunrack
