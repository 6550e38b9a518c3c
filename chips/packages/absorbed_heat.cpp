#include "chips/packages/absorbed_heat.h"

#include <fmt/format.h>

namespace sunrack {

namespace {

double width(const std::vector<double>& faces, int cell) {
  return faces[std::size_t(cell) + 1] - faces[std::size_t(cell)];
}

AbsorbedHeat absorbed_by(const ConductionProblem& p, BoxFace face) {
  const FaceBoundary& boundary = p.at(face);
  AbsorbedHeat heat;
  if (boundary.conditions.empty()) return heat;
  for (std::size_t place = 0; place < p.boundary_cells(face); ++place) {
    const std::size_t which = boundary.of_cell.empty() ? 0 : boundary.of_cell[place];
    const double flux = boundary.conditions[which].absorbed;
    if (flux == 0) continue;
    const std::size_t cell = p.cell_behind(face, place);
    const int i = int(cell % std::size_t(p.nx()));
    const int k = int(cell / std::size_t(p.nx()) % std::size_t(p.nz()));
    const int j = int(cell / std::size_t(p.nx()) / std::size_t(p.nz()));
    const SolidMaterial& m = p.materials[p.material[cell]];
    double area = 0, inwards = 0;
    switch (axis_of(face)) {
      case Axis::x:
        area = width(p.y, j) * width(p.z, k), inwards = m.kx;
        break;
      case Axis::y:
        area = width(p.x, i) * width(p.z, k), inwards = m.ky;
        break;
      case Axis::z:
        area = width(p.x, i) * width(p.y, j), inwards = m.kz;
        break;
    }
    (inwards > 0 ? heat.taken : heat.left_out) += flux * area;
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
  constexpr std::array names = {"west", "east", "south", "north", "bottom", "top"};
  const std::array<AbsorbedHeat, 6> heat = absorbed_heat(problem);
  std::string note;
  for (std::size_t face = 0; face < heat.size(); ++face)
    if (heat[face].left_out > 0)
      note += fmt::format("{}{}: {:.4g} W of the {:.4g} W that it is to absorb", note.empty() ? "" : "; ",
                          names[face], heat[face].left_out, heat[face].left_out + heat[face].taken);
  return note.empty() ? "" : note + " fall where nothing conducts inwards, and are left out";
}

}  // namespace sunrack
