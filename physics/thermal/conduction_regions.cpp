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

/// use(cell, condition) for each outer surface that heat gets through, until it returns false.
template <class Use>
void for_outer_surfaces(const ConductionProblem& problem, Use use) {
  for (const BoxFace face : box_faces) {
    const FaceBoundary& boundary = problem.at(face);
    if (std::all_of(boundary.conditions.begin(), boundary.conditions.end(), adiabatic)) continue;
    for (std::size_t place = 0; place < problem.boundary_cells(face); ++place) {
      const std::size_t cell = problem.cell_behind(face, place);
      const auto& condition = boundary.conditions[boundary.of_cell.empty() ? 0 : boundary.of_cell[place]];
      if (conductivity(problem, axis_of(face), cell) > 0 && !use(cell, condition)) return;
    }
  }
}

/// Of each cell: heat can leave it to the outside, or is absorbed from there.
std::vector<char> outlets(const ConductionProblem& problem) {
  std::vector<char> result(problem.cells());
  for (std::size_t c = 0; c < problem.exchange.size(); ++c)
    result[c] = problem.exchange[c] > 0 ? outlet : none;
  for_outer_surfaces(problem, [&](std::size_t cell, const SurfaceCondition& condition) {
    if (leads_out(condition)) result[cell] |= outlet;
    if (condition.absorbed != 0) result[cell] |= source;
    return true;
  });
  return result;
}

/// Whether heat of any cell finds its way out, without looking at each.
bool plainly_connected(const ConductionProblem& problem) {
  for (const SolidMaterial& m : problem.materials)
    if (!(m.kx > 0 && m.ky > 0 && m.kz > 0)) return false;
  bool found = std::any_of(problem.exchange.begin(), problem.exchange.end(), [](double g) { return g > 0; });
  for_outer_surfaces(problem, [&](std::size_t, const SurfaceCondition& condition) {
    found = found || leads_out(condition);
    return !found;
  });
  return found;
}

}  // namespace

std::optional<TrappedRegion> trapped_region(const ConductionProblem& problem) {
  if (plainly_connected(problem)) return std::nullopt;
  const std::vector<char> outside = outlets(problem);
  const std::size_t nx = std::size_t(problem.nx()), plane = nx * std::size_t(problem.nz());
  std::vector<char> seen(problem.cells());
  TrappedRegion region;  // its cells are the queue as well
  for (std::size_t seed = 0; seed < seen.size(); ++seed) {
    if (seen[seed]) continue;
    region.cells.assign(1, seed);
    region.power = 0;
    bool has_outlet = false, has_source = false;
    seen[seed] = 1;
    for (std::size_t next_open = 0; next_open < region.cells.size(); ++next_open) {
      const std::size_t c = region.cells[next_open];
      has_outlet = has_outlet || (outside[c] & outlet);
      has_source = has_source || (outside[c] & source);
      if (!problem.power.empty()) region.power += problem.power[c];
      const auto visit = [&](bool inside, Axis axis, std::size_t next) {
        if (!inside || seen[next] || !(conductivity(problem, axis, c) > 0) ||
            !(conductivity(problem, axis, next) > 0))
          return;
        seen[next] = 1, region.cells.push_back(next);
      };
      const std::size_t i = c % nx, k = c % plane / nx, j = c / plane;
      visit(i > 0, Axis::x, c - 1), visit(i + 1 < nx, Axis::x, c + 1);
      visit(k > 0, Axis::z, c - nx), visit(k + 1 < std::size_t(problem.nz()), Axis::z, c + nx);
      visit(j > 0, Axis::y, c - plane), visit(j + 1 < std::size_t(problem.ny()), Axis::y, c + plane);
    }
    const bool idle_void =
        region.cells.size() == 1 && region.power == 0 && !has_source && problem.cells() > 1;
    if (!has_outlet && !idle_void) return region;
  }
  return std::nullopt;
}

void require_ways_out(const ConductionProblem& problem) {
  const std::optional<TrappedRegion> region = trapped_region(problem);
  if (!region) return;
  const std::string where = describe_cell(problem, region->cells.front());
  const std::string what =
      region->cells.size() == 1 ? where : fmt::format("{} cells around {}", region->cells.size(), where);
  if (region->power != 0)
    throw ModelError(fmt::format("conduction: no way out for the {:.4g} W of {}", region->power, what));
  throw ModelError(
      fmt::format("conduction: the temperature of {} is undetermined: nothing cools or holds it", what));
}

}  // namespace sunrack::conduction
