#include "physics/thermal/panel_grid.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>

#include "physics/constants.h"
#include "physics/require.h"
#include "physics/thermal/panel_layers.h"

namespace sunrack::panel {
namespace {

/// Faces across the panel: half a fin, the contact, half a fin, for each tube. Heat crowds at the edges of a
/// contact: there the cells are finest, by cosines, which keeps second order even where nothing is in the way
/// of the heat and all of it enters at the edge.
std::vector<double> faces_across(const PanelBuild& build, const PanelGrid& grid) {
  std::vector<double> y = {0};
  const double fin = (build.spacing - build.contact_width) / 2;
  const auto add = [&](double width, int cells, auto share) {
    const double from = y.back();
    for (int i = 1; i <= cells; ++i) y.push_back(from + width * share(double(i) / cells));
  };
  constexpr double pi = constants::pi;
  for (int tube = 0; tube < build.tubes; ++tube) {
    if (fin > 0) add(fin, grid.across_fin / 2, [](double s) { return std::sin(pi / 2 * s); });
    add(build.contact_width, grid.across_contact, [](double s) { return (1 - std::cos(pi * s)) / 2; });
    if (fin > 0) add(fin, grid.across_fin / 2, [](double s) { return 1 - std::cos(pi / 2 * s); });
    y.back() = build.spacing * (tube + 1);
  }
  return y;
}

/// [K] about: only the number of cells depends on it.
double warmest_inside(const PanelTubes& tubes) {
  if (const auto* coolant = std::get_if<CoolantTubes>(&tubes)) return coolant->inlet;
  if (const auto* held = std::get_if<HeldTubes>(&tubes)) return held->temperature;
  const auto& pipes = std::get<HeatPipeTubes>(tubes);
  return pipes.header ? pipes.inlet
                      : (pipes.fluid->minimum_temperature() + pipes.fluid->maximum_temperature()) / 2;
}

/// [1/m] of a fin of all layers, both faces bare, at the warmest: its heat decays over the inverse.
double decay(const PanelField& field, double PanelLayer::*conductivity) {
  const PanelBuild& b = field.build;
  const double warmest = warmest_inside(field.tubes);
  double conducting = 0;  // [W/K]
  for (const PanelLayer* layer : {&b.sheet_a, &b.core, &b.sheet_b})
    conducting += layer->thickness * layer->*conductivity;
  const double radiative = 4 * constants::stefan_boltzmann * warmest * warmest * warmest *
                           (field.face_a.even.emissivity + field.face_b.even.emissivity);
  return std::sqrt(radiative / conducting);
}

/// Even cells along, or between the ends of dry stretches cells that are finest there, where the sheet's
/// temperature bends; as many at least as the sheet's decay asks for, so that what a dry stretch costs hardly
/// depends on the cells. A slice is wet or dry.
std::vector<double> faces_along(const PanelField& field) {
  const double length = field.build.length, rounding = 1e-9 * length;
  std::vector<double> ends = {length};
  for (const DryStretch& dry : field.failures.dry) ends.insert(ends.end(), {dry.from, dry.to});
  std::sort(ends.begin(), ends.end());
  constexpr double half_turn = constants::pi;
  std::vector<double> x = {0};
  for (const double end : ends) {
    const double from = x.back(), part = end - from;
    if (part <= rounding) continue;
    const bool bends_low = from > 0, bends_high = end < length - rounding;
    double cells = std::ceil(field.grid.along * part / length - 1e-9);
    if (bends_low || bends_high)
      cells = std::max(cells, std::ceil(8 * std::sqrt(decay(field, &PanelLayer::along) * part / 2)));
    const auto share = [&](double s) {
      if (bends_low && bends_high) return (1 - std::cos(half_turn * s)) / 2;
      if (bends_low) return 1 - std::cos(half_turn / 2 * s);
      return bends_high ? std::sin(half_turn / 2 * s) : s;
    };
    for (int i = 1; i < int(cells); ++i) x.push_back(from + part * share(i / cells));
    x.push_back(end);
  }
  x.back() = length;
  return x;
}

void set_face(FaceBoundary& boundary, const ConductionProblem& problem, BoxFace side, const PanelFace& face) {
  const auto condition = [&](double absorbed) {
    SurfaceCondition c;
    c.emissivity = face.even.emissivity;
    c.absorbed = absorbed;
    return c;
  };
  const std::size_t count = problem.boundary_cells(side);
  if (!face.absorbed) {
    boundary.conditions = {condition(absorbed_over(face, {}))};
    return;
  }
  boundary.of_cell.resize(count);
  std::map<double, std::uint16_t> known;
  for (int j = 0; j < problem.ny(); ++j)
    for (int i = 0; i < problem.nx(); ++i) {
      const double load = absorbed_over(face, cell_area(problem, i, j));
      const auto [place, added] = known.try_emplace(load, std::uint16_t(boundary.conditions.size()));
      if (added) {
        if (boundary.conditions.size() == std::numeric_limits<std::uint16_t>::max())
          throw ModelError("panel: a map of absorbed flux with more than 65535 different cells on a face");
        boundary.conditions.push_back(condition(load));
      }
      boundary.of_cell[problem.boundary_index(side, i, j, 0)] = place->second;
    }
}

/// The first row of cells that a tube touches.
int contact_begin(const PanelField& field, int tube) {
  const int fin = field.build.spacing > field.build.contact_width ? field.grid.across_fin / 2 : 0;
  return tube * (2 * fin + field.grid.across_contact) + fin;
}

Slices cut_tubes(const PanelField& field, const ConductionProblem& problem, const Layering& layering) {
  const PanelBuild& b = field.build;
  Slices s{.tubes = b.tubes, .along = problem.nx(), .touches = {}, .wet = {}, .x = problem.x};
  s.touches.resize(std::size_t(b.tubes) * std::size_t(s.along));
  s.wet.assign(s.touches.size(), 1);
  std::vector<int> levels;
  const bool both_sheets = !layering.touched_b.empty();
  if (b.seat != TubeSeat::sheet_b || !both_sheets) levels = layering.touched_a;
  if (b.seat != TubeSeat::sheet_a && both_sheets)
    levels.insert(levels.end(), layering.touched_b.begin(), layering.touched_b.end());
  const auto width = [&](int j) {
    return (problem.y[std::size_t(j) + 1] - problem.y[std::size_t(j)]) / b.contact_width;
  };
  for (int tube = 0; tube < b.tubes; ++tube)
    for (int i = 0; i < s.along; ++i)
      for (int j = contact_begin(field, tube); j < contact_begin(field, tube) + field.grid.across_contact;
           ++j)
        for (const int k : levels)
          s.touches[s.at(tube, i)].push_back({problem.index(i, j, k), width(j) / double(levels.size())});
  for (const DryStretch& dry : field.failures.dry)
    for (int i = 0; i < s.along; ++i) {
      const double middle = (s.x[std::size_t(i)] + s.x[std::size_t(i) + 1]) / 2;
      if (middle > dry.from && middle < dry.to) s.wet[s.at(dry.tube, i)] = 0;
    }
  return s;
}

/// Where tubes are there is no core: nothing of it conducts, neither in its plane nor from sheet to sheet.
void fill_core_with_tubes(const PanelField& field, const Layering& layering, ConductionProblem& problem) {
  constexpr double nothing_passes = 1e9;  // [m^2 K/W]
  for (int tube = 0; tube < field.build.tubes; ++tube) {
    const int first = contact_begin(field, tube), end = first + field.grid.across_contact;
    for (int j = first; j < end; ++j)
      for (int k = 0; k < problem.nz(); ++k)
        for (int i = 0; i < problem.nx(); ++i)
          problem.material[problem.index(i, j, k)] = layering.at_tube[std::size_t(k)];
    if (layering.core_resistance)
      problem.contacts.push_back(
          {.resistance = nothing_passes, .window = Contact::Window{0, problem.nx(), first, end}});
  }
}

}  // namespace

int fin_cells(const PanelField& field) {
  if (field.grid.across_fin > 0) return field.grid.across_fin;
  const double half = (field.build.spacing - field.build.contact_width) / 2;
  const double lengths = half * decay(field, &PanelLayer::across);  // m L
  return 2 * int(std::clamp(std::ceil(16 * std::sqrt(lengths)), 8.0, 5000.0));
}

int cells_along(const PanelField& field) { return int(faces_along(field).size()) - 1; }

PanelArea cell_area(const ConductionProblem& problem, int i, int j) {
  const std::size_t x = std::size_t(i), y = std::size_t(j);
  return {problem.x[x], problem.x[x + 1], problem.y[y], problem.y[y + 1]};
}

double absorbed_over(const PanelFace& face, const PanelArea& area) {
  const RadiatorFace& f = face.even;
  const double even = f.absorptance * f.solar_irradiance + f.emissivity * f.infrared_irradiance;
  if (!face.absorbed) return even;
  const double more = face.absorbed(area);
  if (!(more >= 0 && std::isfinite(more)))
    throw std::invalid_argument(
        fmt::format("panel face: absorbed flux from x = {:.6g} to {:.6g} m, y = {:.6g} to {:.6g} m is "
                    "{:.6g}, must not be "
                    "negative [W/m^2]",
                    area.from_x, area.to_x, area.from_y, area.to_y, more));
  return even + more;
}

Model build_model(const PanelField& field) {
  const PanelBuild& b = field.build;
  Layering layering = lay_layers(field);
  Model model;
  ConductionProblem& problem = model.problem;
  problem = conduction_box(faces_along(field), faces_across(b, field.grid), layering.z,
                           std::move(layering.materials));
  for (int j = 0; j < problem.ny(); ++j)
    for (int k = 0; k < problem.nz(); ++k)
      for (int i = 0; i < problem.nx(); ++i)
        problem.material[problem.index(i, j, k)] = layering.material[std::size_t(k)];
  if (layering.core_resistance) problem.contacts = {{.resistance = *layering.core_resistance}};
  model.slices = cut_tubes(field, problem, layering);
  if (b.core.thickness > 0 && b.seat == TubeSeat::both) fill_core_with_tubes(field, layering, problem);
  problem.exchange.assign(problem.cells(), 0);
  problem.exchange_temperature.assign(problem.cells(), 0);
  set_face(problem.at(BoxFace::z_low), problem, BoxFace::z_low, field.face_a);
  set_face(problem.at(BoxFace::z_high), problem, BoxFace::z_high, field.face_b);
  return model;
}

}  // namespace sunrack::panel

namespace sunrack {

double share_within(const PanelArea& area, const PanelArea& other) {
  const auto share = [](double from, double to, double other_from, double other_to) {
    return std::max(0.0, std::min(to, other_to) - std::max(from, other_from)) / (to - from);
  };
  return share(area.from_x, area.to_x, other.from_x, other.to_x) *
         share(area.from_y, area.to_y, other.from_y, other.to_y);
}

double panel_area(const PanelBuild& build) { return build.tubes * build.spacing * build.length; }

double panel_areal_mass(const PanelBuild& build) {
  double mass = build.tube_mass / build.spacing + build.other_areal;
  for (const PanelLayer* layer : {&build.sheet_a, &build.core, &build.sheet_b})
    mass += layer->thickness * layer->density;
  return mass;
}

}  // namespace sunrack
