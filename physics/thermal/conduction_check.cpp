// Refuses what is no conduction problem, and says where.
#include <fmt/format.h>

#include <cmath>

#include "physics/require.h"
#include "physics/thermal/conduction.h"

namespace sunrack {
namespace {

[[noreturn]] void refuse(const std::string& message) {
  throw std::invalid_argument("conduction: " + message);
}

void check_faces(const char* axis, const std::vector<double>& faces) {
  if (faces.size() < 2) refuse(fmt::format("{} has {} faces, needs at least 2", axis, faces.size()));
  for (std::size_t i = 0; i < faces.size(); ++i) {
    if (!std::isfinite(faces[i])) refuse(fmt::format("{}[{}] = {}, must be finite [m]", axis, i, faces[i]));
    if (i > 0 && faces[i] <= faces[i - 1])
      refuse(
          fmt::format("{}[{}] = {:.10g} m does not lie beyond {}[{}] = {:.10g} m: layers and cells must be "
                      "thicker than zero",
                      axis, i, faces[i], axis, i - 1, faces[i - 1]));
  }
}

void check_material(const SolidMaterial& material) {
  const auto check = [&](bool holds, const char* what, double value, const char* rule) {
    if (!holds) refuse(fmt::format("material '{}': {} = {:.10g}, {}", material.name, what, value, rule));
  };
  for (const double k : {material.kx, material.ky, material.kz})
    check(std::isfinite(k) && k >= 0, "conductivity", k, "must be finite and not negative [W/(m K)]");
  check(std::isfinite(material.heat_capacity) && material.heat_capacity >= 0, "heat_capacity",
        material.heat_capacity, "must be finite and not negative [J/(m^3 K)]");
  const auto& t = material.factor_temperature;
  const auto& f = material.factor;
  check(t.size() == f.size(), "number of factors", double(f.size()), "must be that of their temperatures");
  check(t.size() != 1, "number of factors", 1, "must be at least 2, or none");
  for (std::size_t i = 0; i < t.size(); ++i) {
    check(std::isfinite(t[i]) && t[i] >= 0, "factor_temperature", t[i],
          "must be finite and not negative [K]");
    check(i == 0 || t[i] > t[i - 1], "factor_temperature", t[i], "must increase [K]");
    check(std::isfinite(f[i]) && f[i] > 0, "factor", f[i], "must be finite and positive");
  }
}

/// One value for each cell, or none.
template <class Holds>
void check_cells(const ConductionProblem& problem, const char* what, const std::vector<double>& values,
                 Holds holds, const char* rule) {
  if (values.empty()) return;
  if (values.size() != problem.cells())
    refuse(fmt::format("{} has {} values for {} cells", what, values.size(), problem.cells()));
  for (std::size_t c = 0; c < values.size(); ++c)
    if (!holds(values[c]))
      refuse(fmt::format("{} = {:.10g}, {}, in {}", what, values[c], rule, describe_cell(problem, c)));
}

void check_contact(const ConductionProblem& problem, const Contact& contact) {
  const int n[3] = {problem.nx(), problem.ny(), problem.nz()};
  const int axis = int(contact.axis), a = axis == 0 ? 1 : 0, b = axis == 2 ? 1 : 2;
  if (contact.plane < 1 || contact.plane >= n[axis])
    refuse(fmt::format("contact across {}: plane {} is not an inner one, 1 to {}", "xyz"[axis], contact.plane,
                       n[axis] - 1));
  if (!(contact.resistance >= 0) || !std::isfinite(contact.resistance))
    refuse(
        fmt::format("contact across {} at plane {}: resistance = {:.10g}, must be finite and not negative "
                    "[m^2 K/W]",
                    "xyz"[axis], contact.plane, contact.resistance));
  if (!contact.window) return;
  const auto& w = *contact.window;
  if (w.first_a < 0 || w.first_b < 0 || w.first_a >= w.end_a || w.first_b >= w.end_b || w.end_a > n[a] ||
      w.end_b > n[b])
    refuse(
        fmt::format("contact across {} at plane {}: window [{}, {}) x [{}, {}) does not lie in {} x {} cells",
                    "xyz"[axis], contact.plane, w.first_a, w.end_a, w.first_b, w.end_b, n[a], n[b]));
}

void check_condition(BoxFace face, const SurfaceCondition& condition) {
  const auto check = [&](bool holds, const char* what, double value, const char* rule) {
    if (!holds) refuse(fmt::format("face {}: {} = {:.10g}, {}", name_of(face), what, value, rule));
  };
  const auto not_negative = [&](const char* what, double value, const char* rule) {
    check(std::isfinite(value) && value >= 0, what, value, rule);
  };
  not_negative("convection", condition.convection, "must be finite and not negative [W/(m^2 K)]");
  not_negative("fluid_temperature", condition.fluid_temperature, "must be finite and not negative [K]");
  not_negative("sink_temperature", condition.sink_temperature, "must be finite and not negative [K]");
  check(condition.emissivity >= 0 && condition.emissivity <= 1, "emissivity", condition.emissivity,
        "must be between 0 and 1");
  check(std::isfinite(condition.absorbed), "absorbed", condition.absorbed, "must be finite [W/m^2]");
  if (!condition.fixed) return;
  not_negative("fixed", *condition.fixed, "must be finite and not negative [K]");
  check(condition.convection == 0 && condition.emissivity == 0 && condition.absorbed == 0, "fixed",
        *condition.fixed, "goes with no other condition");
}

void check_face(const ConductionProblem& problem, BoxFace face) {
  const FaceBoundary& boundary = problem.at(face);
  for (const SurfaceCondition& condition : boundary.conditions) {
    check_condition(face, condition);
    if (condition.fixed && face == BoxFace::z_low && problem.bottom_node_on_face)
      refuse("face z low: a fixed temperature does not go with bottom_node_on_face");
  }
  if (boundary.of_cell.empty()) return;
  if (boundary.of_cell.size() != problem.boundary_cells(face))
    refuse(fmt::format("face {}: of_cell has {} values for {} cells", name_of(face), boundary.of_cell.size(),
                       problem.boundary_cells(face)));
  for (std::size_t place = 0; place < boundary.of_cell.size(); ++place)
    if (boundary.of_cell[place] >= boundary.conditions.size())
      refuse(fmt::format("face {}: condition {} of {} at {}", name_of(face), boundary.of_cell[place],
                         boundary.conditions.size(),
                         describe_cell(problem, problem.cell_behind(face, place))));
}

}  // namespace

void require_conduction_problem(const ConductionProblem& problem) {
  check_faces("x", problem.x), check_faces("y", problem.y), check_faces("z", problem.z);
  const double cells =
      double(problem.x.size() - 1) * double(problem.y.size() - 1) * double(problem.z.size() - 1);
  if (cells > 2e9) refuse(fmt::format("{:.3g} cells are more than the 2e9 that are counted", cells));
  if (problem.materials.empty()) refuse("there are no materials");
  for (const SolidMaterial& material : problem.materials) check_material(material);
  if (problem.material.size() != problem.cells())
    refuse(fmt::format("material has {} values for {} cells", problem.material.size(), problem.cells()));
  for (std::size_t c = 0; c < problem.material.size(); ++c)
    if (problem.material[c] >= problem.materials.size())
      refuse(fmt::format("cell {} has material {}, which is none of the {} given", c, problem.material[c],
                         problem.materials.size()));
  const auto finite = [](double value) { return std::isfinite(value); };
  const auto not_negative = [](double value) { return std::isfinite(value) && value >= 0; };
  check_cells(problem, "power", problem.power, finite, "must be finite [W]");
  check_cells(problem, "exchange", problem.exchange, not_negative, "must be finite and not negative [W/K]");
  check_cells(problem, "exchange_temperature", problem.exchange_temperature, not_negative,
              "must be finite and not negative [K]");
  if (problem.exchange.size() != problem.exchange_temperature.size())
    refuse("exchange and exchange_temperature must both be given for each cell");
  for (const Contact& contact : problem.contacts) check_contact(problem, contact);
  for (const BoxFace face : box_faces) check_face(problem, face);
}

}  // namespace sunrack
