#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "physics/units.h"
#include "satellite/panel_report.h"

namespace sunrack {

namespace {

using namespace units;

void note_freezing(const PanelReport& report, std::vector<std::string>& notes) {
  for (const PanelColdWall& wall : report.answer.cold_walls) {
    if (wall.freezing == 0 || wall.temperature >= wall.freezing) continue;
    const std::string place = wall.x ? fmt::format("in tube {} at x = {:.3g} m", wall.tube + 1, *wall.x)
                                     : fmt::format("at the evaporator of heat pipe {}", wall.tube + 1);
    notes.push_back(fmt::format(
        "the wall {} is at {:.2f} K ({:.2f} degC), {:.2f} K below the freezing point of {}, {:.2f} K: "
        "what freezes there insulates and narrows; the model has no ice",
        place, wall.temperature, wall.temperature - 0_degC, wall.freezing - wall.temperature, wall.liquid,
        wall.freezing));
  }
}

/// Tubes of one loop side by side: what their drops say about flows that were made even.
void note_sharing(const PanelFile& file, const PanelReport& report, std::vector<std::string>& notes) {
  const auto* coolant = std::get_if<CoolantTubes>(&file.field.tubes);
  if (!coolant || coolant->flow == PanelFlow::serpentine) return;
  constexpr double worth_a_note = 0.05;
  for (int loop = 0; loop < coolant->loops; ++loop) {
    double least = INFINITY, most = 0;
    const PanelPathAnswer* unstable = nullptr;
    int count = 0;
    for (const PanelPathAnswer& path : report.answer.paths) {
      if (path.loop != loop) continue;
      least = std::min(least, path.pressure_drop), most = std::max(most, path.pressure_drop), ++count;
      if (path.drop_exponent < 0 && (!unstable || path.drop_exponent < unstable->drop_exponent))
        unstable = &path;
    }
    if (count < 2) continue;
    if (most > least * (1 + worth_a_note))
      notes.push_back(
          fmt::format("the tubes of loop {} have equal flows and drops from {:.4g} to {:.4g} kPa; between "
                      "manifolds they share "
                      "one drop, and the coldest get less: flow = \"shared_drop\"",
                      loop + 1, least / 1e3, most / 1e3));
    if (unstable)
      notes.push_back(fmt::format(
          "less flow through tube {} means more drop (exponent {:.2f}), for its coolant thickens: between "
          "manifolds it would stagnate",
          unstable->tubes.front() + 1, unstable->drop_exponent));
  }
}

/// [m] of a tube or pipe; 0: only its temperature is known.
double outer_diameter(const PanelTubes& tubes) {
  if (const auto* coolant = std::get_if<CoolantTubes>(&tubes))
    return coolant->inner_diameter + 2 * coolant->wall;
  if (const auto* pipes = std::get_if<HeatPipeTubes>(&tubes)) return pipes->pipe.outer_diameter;
  return 0;
}

/// Sheets without a core conduct as one plate.
void note_contact(const PanelFile& file, std::vector<std::string>& notes) {
  const PanelBuild& b = file.field.build;
  if (b.sheet_b.thickness == 0 || b.core.thickness > 0) return;
  const double outer = outer_diameter(file.field.tubes);
  notes.push_back(
      "the two sheets have no [core] between them: they are in perfect contact everywhere, and no heat is "
      "held "
      "up from face to face" +
      (b.seat == TubeSeat::both && outer > 0
           ? fmt::format(", though what lies between them is {:g} mm wide", outer * 1e3)
           : std::string()));
}

/// Numbers that may be meant but look like a slip of units.
void note_slips(const PanelFile& file, std::vector<std::string>& notes) {
  constexpr double cold = 150;  // [K] as for packages
  if (const auto* held = std::get_if<HeldTubes>(&file.field.tubes); held && held->temperature < cold)
    notes.push_back(fmt::format("held.temperature = {:g} K: is it in degC?", held->temperature));
  constexpr double thick = 0.02;  // [m] sheets of radiators are tenths of millimetres to some
  const PanelBuild& b = file.field.build;
  if (const double most = std::max(b.sheet_a.thickness, b.sheet_b.thickness); most > thick)
    notes.push_back(
        fmt::format("a sheet is {:g} mm thick, more than {:g} mm: is it in mm?", most * 1e3, thick * 1e3));
}

}  // namespace

std::vector<std::string> panel_notes(const PanelFile& file, const PanelReport& report) {
  std::vector<std::string> notes;
  note_freezing(report, notes);
  note_sharing(file, report, notes);
  note_contact(file, notes);
  note_slips(file, notes);
  constexpr double too_coarse = 0.01;
  if (report.mesh_error_across && std::abs(*report.mesh_error_across) > too_coarse)
    notes.push_back(
        fmt::format("the cells across are too large: {:+.2g} % of the heat by an estimate on one pitch; "
                    "grid.across_fin and "
                    "grid.across_contact left out are chosen by the fin",
                    100 * *report.mesh_error_across));
  return notes;
}

}  // namespace sunrack
