#include "physics/thermal/panel_grid.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>

#include "physics/constants.h"
#include "physics/require.h"

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

bool flat(const PanelGrid& grid) { return grid.sheet_layers == 0; }
double total_thickness(const PanelBuild& b) {
  return b.sheet_a.thickness + b.core.thickness + b.sheet_b.thickness;
}

struct Layering {
  std::vector<double> z = {0};
  std::vector<std::uint16_t> material;  ///< of each cell through
  std::vector<int> touched_a, touched_b;
};

/// One material for all layers side by side; through the thickness one temperature.
SolidMaterial merged(const PanelBuild& b) {
  const double t = total_thickness(b);
  const auto mean = [&](double PanelLayer::*k) {
    return (b.sheet_a.*k * b.sheet_a.thickness + b.core.*k * b.core.thickness +
            b.sheet_b.*k * b.sheet_b.thickness) /
           t;
  };
  SolidMaterial m;
  m.name = "panel";
  m.kx = mean(&PanelLayer::along), m.ky = mean(&PanelLayer::across);
  m.kz = 1e6 * std::max(m.kx, m.ky);
  return m;
}

SolidMaterial solid(const char* name, const PanelLayer& layer) {
  SolidMaterial m;
  m.name = name;
  m.kx = layer.along, m.ky = layer.across, m.kz = layer.through;
  return m;
}

Layering layers(const PanelField& field) {
  const PanelBuild& b = field.build;
  Layering l;
  if (flat(field.grid)) {
    l.z.push_back(total_thickness(b));
    l.material = {0};
    l.touched_a = {0};
    return l;
  }
  const auto add = [&](const PanelLayer& layer, int cells, std::uint16_t material) {
    const double from = l.z.back();
    for (int i = 1; i <= cells; ++i) {
      l.z.push_back(from + layer.thickness * i / cells);
      l.material.push_back(material);
    }
  };
  add(b.sheet_a, field.grid.sheet_layers, 0);
  l.touched_a = {field.grid.sheet_layers - 1};
  if (b.core.thickness > 0) add(b.core, field.grid.core_layers, 1);
  if (b.sheet_b.thickness > 0) {
    l.touched_b = {int(l.material.size())};
    add(b.sheet_b, field.grid.sheet_layers, 2);
  }
  return l;
}

/// A void where the tube is: it carries no heat from sheet to sheet but through its wall, which is left out.
constexpr std::uint16_t void_material = 3;

void set_face(FaceBoundary& boundary, const ConductionProblem& problem, BoxFace side, const PanelFace& face) {
  const auto condition = [&](double absorbed) {
    SurfaceCondition c;
    c.emissivity = face.even.emissivity;
    c.absorbed = absorbed;
    return c;
  };
  const std::size_t count = problem.boundary_cells(side);
  if (!face.absorbed) {
    boundary.conditions = {condition(absorbed_at(face, 0, 0))};
    return;
  }
  boundary.of_cell.resize(count);
  std::map<double, std::uint16_t> known;
  for (int j = 0; j < problem.ny(); ++j)
    for (int i = 0; i < problem.nx(); ++i) {
      const auto middle = [](const std::vector<double>& f, int n) {
        return (f[std::size_t(n)] + f[std::size_t(n) + 1]) / 2;
      };
      const double load = absorbed_at(face, middle(problem.x, i), middle(problem.y, j));
      const auto [place, added] = known.try_emplace(load, std::uint16_t(boundary.conditions.size()));
      if (added) {
        if (boundary.conditions.size() == std::numeric_limits<std::uint16_t>::max())
          throw ModelError("panel: a map of absorbed flux with more than 65535 different cells on a face");
        boundary.conditions.push_back(condition(load));
      }
      boundary.of_cell[problem.boundary_index(side, i, j, 0)] = place->second;
    }
}

Slices cut_tubes(const PanelField& field, const ConductionProblem& problem, const Layering& layering) {
  const PanelBuild& b = field.build;
  Slices s{.tubes = b.tubes, .along = field.grid.along, .touches = {}, .wet = {}};
  s.touches.resize(std::size_t(b.tubes) * std::size_t(field.grid.along));
  s.wet.assign(s.touches.size(), 1);
  std::vector<int> levels;
  const bool both_sheets = !layering.touched_b.empty();
  if (b.seat != TubeSeat::sheet_b || !both_sheets) levels = layering.touched_a;
  if (b.seat != TubeSeat::sheet_a && both_sheets)
    levels.insert(levels.end(), layering.touched_b.begin(), layering.touched_b.end());
  const int fin = b.spacing > b.contact_width ? field.grid.across_fin / 2 : 0,
            contact = field.grid.across_contact;
  const int pitch = 2 * fin + contact;
  const auto width = [&](int j) {
    return (problem.y[std::size_t(j) + 1] - problem.y[std::size_t(j)]) / b.contact_width;
  };
  for (int tube = 0; tube < b.tubes; ++tube)
    for (int i = 0; i < field.grid.along; ++i)
      for (int j = tube * pitch + fin; j < tube * pitch + fin + contact; ++j)
        for (const int k : levels)
          s.touches[s.at(tube, i)].push_back({problem.index(i, j, k), width(j) / double(levels.size())});
  for (const DryStretch& dry : field.failures.dry)
    for (int i = 0; i < field.grid.along; ++i) {
      const double low = problem.x[std::size_t(i)], high = problem.x[std::size_t(i) + 1];
      const double covered = std::max(0.0, std::min(high, dry.to) - std::max(low, dry.from));
      double& wet = s.wet[s.at(dry.tube, i)];
      wet = std::max(0.0, wet - covered / (high - low));
    }
  return s;
}

}  // namespace

double absorbed_at(const PanelFace& face, double x, double y) {
  const RadiatorFace& f = face.even;
  const double even = f.absorptance * f.solar_irradiance + f.emissivity * f.infrared_irradiance;
  if (!face.absorbed) return even;
  const double more = face.absorbed(x, y);
  if (!(more >= 0 && std::isfinite(more)))
    throw std::invalid_argument(fmt::format(
        "panel face: absorbed flux at x = {:.6g} m, y = {:.6g} m is {:.6g}, must not be negative [W/m^2]", x,
        y, more));
  return even + more;
}

Model build_model(const PanelField& field) {
  const PanelBuild& b = field.build;
  Layering layering = layers(field);
  std::vector<SolidMaterial> materials;
  if (flat(field.grid))
    materials = {merged(b)};
  else {
    SolidMaterial hollow;
    hollow.name = "tube";
    materials = {solid("sheet a", b.sheet_a), solid("core", b.core), solid("sheet b", b.sheet_b), hollow};
  }
  Model model;
  ConductionProblem& problem = model.problem;
  problem = conduction_box(even_faces(0, b.length, field.grid.along), faces_across(b, field.grid), layering.z,
                           std::move(materials));
  for (int j = 0; j < problem.ny(); ++j)
    for (int k = 0; k < problem.nz(); ++k)
      for (int i = 0; i < problem.nx(); ++i)
        problem.material[problem.index(i, j, k)] = layering.material[std::size_t(k)];
  model.slices = cut_tubes(field, problem, layering);
  if (!flat(field.grid) && b.core.thickness > 0 && b.seat == TubeSeat::both)
    for (const auto& slice : model.slices.touches)
      for (const Touch& touch : slice) {
        const std::size_t nx = std::size_t(problem.nx()), nz = std::size_t(problem.nz());
        const std::size_t column = touch.cell / (nx * nz) * nx * nz + touch.cell % nx;
        for (std::size_t k = 0; k < nz; ++k)
          if (problem.material[column + k * nx] == 1) problem.material[column + k * nx] = void_material;
      }
  problem.exchange.assign(problem.cells(), 0);
  problem.exchange_temperature.assign(problem.cells(), 0);
  set_face(problem.at(BoxFace::z_low), problem, BoxFace::z_low, field.face_a);
  set_face(problem.at(BoxFace::z_high), problem, BoxFace::z_high, field.face_b);
  model.step = b.length / field.grid.along;
  return model;
}

}  // namespace sunrack::panel

namespace sunrack {

double panel_area(const PanelBuild& build) { return build.tubes * build.spacing * build.length; }

double panel_areal_mass(const PanelBuild& build) {
  double mass = build.tube_mass / build.spacing + build.other_areal;
  for (const PanelLayer* layer : {&build.sheet_a, &build.core, &build.sheet_b})
    mass += layer->thickness * layer->density;
  return mass;
}

}  // namespace sunrack
