#include "physics/thermal/conduction_regions.h"

#include <fmt/format.h>

#include <algorithm>

#include "physics/require.h"
#include "physics/thermal/conduction_flow.h"

namespace sunrack::conduction {
namespace {

double conductivity(const ConductionProblem& problem, Axis axis, std::size_t cell) {
  const SolidMaterial& material = problem.materials[problem.material[cell]];
  return axis == Axis::x ? material.kx : axis == Axis::y ? material.ky : material.kz;
}

enum Outside : char { none = 0, outlet = 1, source = 2 };

/// Of each cell: heat can leave it to the outside, or is absorbed from there.
std::vector<char> outlets(const ConductionProblem& problem) {
  std::vector<char> result(problem.cells());
  for (std::size_t c = 0; c < problem.exchange.size(); ++c)
    result[c] = problem.exchange[c] > 0 ? outlet : none;
  for (const BoxFace face : box_faces) {
    const FaceBoundary& boundary = problem.at(face);
    if (std::all_of(boundary.conditions.begin(), boundary.conditions.end(), adiabatic)) continue;
    for (std::size_t place = 0; place < problem.boundary_cells(face); ++place) {
      const std::size_t cell = problem.cell_behind(face, place);
      const auto& condition = boundary.conditions[boundary.of_cell.empty() ? 0 : boundary.of_cell[place]];
      if (!(conductivity(problem, axis_of(face), cell) > 0)) continue;
      if (leads_out(condition)) result[cell] |= outlet;
      if (condition.absorbed != 0) result[cell] |= source;
    }
  }
  return result;
}

struct Region {
  std::size_t first = 0, cells = 0;
  double power = 0;  // [W]
  bool has_outlet = false, has_source = false;
};

[[noreturn]] void no_way_out(const ConductionProblem& problem, const Region& region) {
  const std::string where = describe_cell(problem, region.first);
  const std::string what = region.cells == 1 ? where : fmt::format("{} cells around {}", region.cells, where);
  if (region.power != 0)
    throw ModelError(fmt::format("conduction: no way out for the {:.4g} W of {}", region.power, what));
  throw ModelError(
      fmt::format("conduction: the temperature of {} is undetermined: nothing cools or holds it", what));
}

}  // namespace

void require_ways_out(const ConductionProblem& problem) {
  const std::vector<char> outside = outlets(problem);
  const bool all_conduct =
      std::all_of(problem.materials.begin(), problem.materials.end(),
                  [](const SolidMaterial& m) { return m.kx > 0 && m.ky > 0 && m.kz > 0; });
  if (all_conduct && std::any_of(outside.begin(), outside.end(), [](char o) { return o & outlet; })) return;

  const std::size_t nx = std::size_t(problem.nx()), plane = nx * std::size_t(problem.nz());
  std::vector<char> seen(problem.cells());
  std::vector<std::size_t> open;
  for (std::size_t seed = 0; seed < seen.size(); ++seed) {
    if (seen[seed]) continue;
    Region region{.first = seed};
    seen[seed] = 1, open.push_back(seed);
    while (!open.empty()) {
      const std::size_t c = open.back();
      open.pop_back();
      ++region.cells;
      region.has_outlet = region.has_outlet || (outside[c] & outlet);
      region.has_source = region.has_source || (outside[c] & source);
      if (!problem.power.empty()) region.power += problem.power[c];
      const auto visit = [&](bool inside, Axis axis, std::size_t next) {
        if (!inside || seen[next] || !(conductivity(problem, axis, c) > 0) ||
            !(conductivity(problem, axis, next) > 0))
          return;
        seen[next] = 1, open.push_back(next);
      };
      const std::size_t i = c % nx, k = c % plane / nx, j = c / plane;
      visit(i > 0, Axis::x, c - 1), visit(i + 1 < nx, Axis::x, c + 1);
      visit(k > 0, Axis::z, c - nx), visit(k + 1 < std::size_t(problem.nz()), Axis::z, c + nx);
      visit(j > 0, Axis::y, c - plane), visit(j + 1 < std::size_t(problem.ny()), Axis::y, c + plane);
    }
    const bool idle_void =
        region.cells == 1 && region.power == 0 && !region.has_source && problem.cells() > 1;
    if (!region.has_outlet && !idle_void) no_way_out(problem, region);
  }
}

}  // namespace sunrack::conduction
