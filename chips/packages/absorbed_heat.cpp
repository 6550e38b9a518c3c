#include "chips/packages/absorbed_heat.h"

#include <fmt/format.h>

#include "chips/packages/package_stack.h"

namespace sunrack {

namespace {

AbsorbedHeat absorbed_by(const ConductionProblem& p, BoxFace face) {
  const FaceBoundary& boundary = p.at(face);
  AbsorbedHeat heat;
  if (boundary.conditions.empty()) return heat;
  for (std::size_t place = 0; place < p.boundary_cells(face); ++place) {
    const std::size_t which = boundary.of_cell.empty() ? 0 : boundary.of_cell[place];
    const double flux = boundary.conditions[which].absorbed;
    if (flux == 0) continue;
    const SolidMaterial& m = p.materials[p.material[p.cell_behind(face, place)]];
    const double inwards = axis_of(face) == Axis::x ? m.kx : axis_of(face) == Axis::y ? m.ky : m.kz;
    (inwards > 0 ? heat.taken : heat.left_out) += flux * p.boundary_area(face, place);
  }
  return heat;
}

}  // namespace

std::array<AbsorbedHeat, 6> absorbed_heat(const ConductionProblem& problem) {
  std::array<AbsorbedHeat, 6> heat;
  for (const BoxFace face : box_faces) heat[std::size_t(face)] = absorbed_by(problem, face);
  return heat;
}

double absorbed_power(const ConductionProblem& problem) {
  double power = 0;
  for (const AbsorbedHeat& heat : absorbed_heat(problem)) power += heat.taken;
  return power;
}

std::string absorbed_note(const ConductionProblem& problem) {
  const std::array<AbsorbedHeat, 6> heat = absorbed_heat(problem);
  std::string note;
  for (std::size_t face = 0; face < heat.size(); ++face)
    if (heat[face].left_out > 0)
      note += fmt::format("{}{}: {:.4g} W of the {:.4g} W that it is to absorb", note.empty() ? "" : "; ",
                          package_sides[face], heat[face].left_out, heat[face].left_out + heat[face].taken);
  return note.empty() ? "" : note + " fall where nothing conducts inwards, and are left out";
}

}  // namespace sunrack
