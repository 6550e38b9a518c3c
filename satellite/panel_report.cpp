#include "satellite/panel_report.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "physics/require.h"

namespace sunrack {

namespace {

/// The cell whose faces hold a place.
int cell_at(const std::vector<double>& faces, double place) {
  const auto upper = std::upper_bound(faces.begin(), faces.end(), place);
  return std::clamp(int(upper - faces.begin()), 1, int(faces.size()) - 1) - 1;
}

double middle(const std::vector<double>& faces, int cell) {
  return (faces[std::size_t(cell)] + faces[std::size_t(cell) + 1]) / 2;
}
double cell_width(const std::vector<double>& faces, int cell) {
  return faces[std::size_t(cell) + 1] - faces[std::size_t(cell)];
}

struct SurfaceCell {
  double temperature = 0, flux = 0;
};
SurfaceCell surface_cell(const PanelFieldAnswer& answer, BoxFace side, int i, int j) {
  const ConductionProblem& p = answer.problem;
  const std::size_t n = p.boundary_index(side, i, j, side == BoxFace::z_low ? 0 : p.nz() - 1);
  const FaceAnswer& face = answer.conduction.at(side);
  return {face.temperature[n], face.heat[n] / (cell_width(p.x, i) * cell_width(p.y, j))};
}

double mean_fluid(const PanelFieldAnswer& answer) {
  // Weighted with the heat: where it leaves is where it counts.
  double sum = 0, heat = 0;
  for (std::size_t s = 0; s < answer.fluid.size(); ++s) {
    sum += answer.fluid[s] * answer.tube_heat[s];
    heat += answer.tube_heat[s];
  }
  return sum / heat;
}

/// [K m/W] from the fluid to the sheet, over all living slices.
double mean_resistance(const PanelFieldAnswer& answer, const PanelField& field) {
  double conductance = 0, length = 0;
  const int tubes = field.build.tubes;
  for (const double g : answer.problem.exchange) conductance += g;
  const int along = answer.problem.nx();
  for (int tube = 0; tube < tubes; ++tube)
    for (int i = 0; i < along; ++i)
      if (answer.tube_heat[std::size_t(tube) * std::size_t(along) + std::size_t(i)] != 0)
        length += cell_width(answer.problem.x, i);
  return length / conductance;
}

void refuse_overload(const PanelFieldAnswer& answer) {
  for (std::size_t t = 0; t < answer.tubes.size(); ++t) {
    const PanelTubeAnswer& tube = answer.tubes[t];
    if (tube.alive && tube.share_of_limit > 1)
      throw ModelError(fmt::format(
          "panel: heat pipe {} would have to carry {:.4g} W at {:.5g} K; its {} limit is {:.4g} W{}", t + 1,
          tube.heat, tube.inlet, name_of(tube.governing), tube.limit,
          tube.governing == HeatPipeLimit::boiling && !tube.first_bubbles
              ? " at least, where its wall is at the end of the fluid's table"
              : ""));
  }
}

/// A face that takes up everywhere what this one does in the mean.
PanelFace evened(const PanelFace& face, const ConductionProblem& p) {
  PanelFace even{.even = face.even};
  if (!face.absorbed) return even;
  const double more = face.absorbed({0, p.x.back(), 0, p.y.back()});
  RadiatorFace& f = even.even;
  f.solar_irradiance = f.absorptance * f.solar_irradiance + more;
  f.absorptance = 1;  // now of what is absorbed already
  return even;
}

std::optional<double> mesh_error_across(PanelPitchQuestion question, const PanelField& field,
                                        const PanelFieldAnswer& answer) {
  const ConductionProblem& p = answer.problem;
  double coldest_fluid = 1e300, hottest_fluid = 0;
  for (std::size_t s = 0; s < answer.fluid.size(); ++s)
    if (answer.tube_heat[s] != 0) {
      coldest_fluid = std::min(coldest_fluid, answer.fluid[s] * (1 - 1e-9));
      hottest_fluid = std::max(hottest_fluid, answer.fluid[s] * (1 + 1e-9));
    }
  const int contact = field.grid.across_contact;
  // A panel without fins has cells on contacts alone.
  const int fin = std::max(2, p.ny() / field.build.tubes - contact);
  const auto flux = [&](int times) {
    question.grid.across_contact = times * contact, question.grid.across_fin = times * fin;
    return panel_pitch(question, field.build.spacing, field.build.sheet_a.thickness).net_flux;
  };
  // Where tubes both give and take heat there is no temperature that stands for the fluid.
  if (!(question.fluid_temperature >= coldest_fluid && question.fluid_temperature <= hottest_fluid))
    return std::nullopt;
  if (2 * contact > 1000 || 2 * fin > 10000) return std::nullopt;  // beyond what a grid may have
  const double coarse = flux(1), fine = flux(2);
  if (!(coarse > 0 && fine > 0)) return std::nullopt;
  return 4.0 / 3 * (coarse / fine - 1);
}

}  // namespace

PanelReport panel_report(const PanelFile& file, const PanelFieldOptions& options) {
  PanelReport report;
  report.answer = solve_panel(file.field, options);
  refuse_overload(report.answer);
  const PanelBuild& build = file.field.build;
  report.area = panel_area(build);
  report.mass = report.area * panel_areal_mass(build);
  const ConductionProblem& p = report.answer.problem;
  for (const PanelProbe& probe : file.probes) {
    const int i = cell_at(p.x, probe.x), j = cell_at(p.y, probe.y);
    const SurfaceCell a = surface_cell(report.answer, BoxFace::z_low, i, j);
    const SurfaceCell b = surface_cell(report.answer, BoxFace::z_high, i, j);
    report.probes.push_back({a.temperature, b.temperature, a.flux, b.flux});
  }
  report.mean_fluid = mean_fluid(report.answer);
  PanelPitchQuestion question{.build = build,
                              .face_a = evened(file.field.face_a, p),
                              .face_b = evened(file.field.face_b, p),
                              .fluid_temperature = report.mean_fluid,
                              .resistance = mean_resistance(report.answer, file.field)};
  question.grid.sheet_layers = file.field.grid.sheet_layers;
  question.grid.core_layers = file.field.grid.core_layers;
  report.mesh_error_across = mesh_error_across(question, file.field, report.answer);
  if (file.optimum) {
    if (!(report.mean_fluid > 0))
      throw ModelError(
          "panel: no heat leaves its tubes: there is no temperature at which to look for a pitch");
    report.pitch = panel_pitch(question, build.spacing, build.sheet_a.thickness);
    report.optimum = optimise_pitch(question, *file.optimum);
  }
  return report;
}

std::string panel_probes_csv(const PanelFile& file, const PanelReport& report) {
  std::string csv = "probe,x_m,y_m,temperature_a_K,temperature_b_K,net_flux_a_W_per_m2,net_flux_b_W_per_m2\n";
  for (std::size_t n = 0; n < file.probes.size(); ++n) {
    const PanelProbeAnswer& p = report.probes[n];
    csv +=
        fmt::format("{},{:.8g},{:.8g},{:.10g},{:.10g},{:.8g},{:.8g}\n", file.probes[n].name, file.probes[n].x,
                    file.probes[n].y, p.temperature_a, p.temperature_b, p.flux_a, p.flux_b);
  }
  return csv;
}

std::string panel_surface_csv(const PanelReport& report) {
  std::string csv = "x_m,y_m,temperature_a_K,temperature_b_K,net_flux_a_W_per_m2,net_flux_b_W_per_m2\n";
  const ConductionProblem& p = report.answer.problem;
  for (int j = 0; j < p.ny(); ++j)
    for (int i = 0; i < p.nx(); ++i) {
      const SurfaceCell a = surface_cell(report.answer, BoxFace::z_low, i, j);
      const SurfaceCell b = surface_cell(report.answer, BoxFace::z_high, i, j);
      csv += fmt::format("{:.6g},{:.6g},{:.8g},{:.8g},{:.6g},{:.6g}\n", middle(p.x, i), middle(p.y, j),
                         a.temperature, b.temperature, a.flux, b.flux);
    }
  return csv;
}

RectilinearVolume panel_volume(const PanelReport& report) {
  const ConductionProblem& p = report.answer.problem;
  RectilinearVolume volume{.x = p.x, .y = p.y, .z = p.z, .fields = {}};
  CellField temperature{"Temperature [K]", {}}, flux{"Net flux through the face [W/m2]", {}},
      exchange{"Heat from the tubes [W]", {}};
  for (int k = 0; k < p.nz(); ++k)
    for (int j = 0; j < p.ny(); ++j)
      for (int i = 0; i < p.nx(); ++i) {
        const std::size_t cell = p.index(i, j, k);
        temperature.values.push_back(report.answer.conduction.temperature[cell]);
        double leaving = 0;
        if (k == 0) leaving += surface_cell(report.answer, BoxFace::z_low, i, j).flux;
        if (k == p.nz() - 1) leaving += surface_cell(report.answer, BoxFace::z_high, i, j).flux;
        flux.values.push_back(leaving);
        exchange.values.push_back(
            p.exchange[cell] * (p.exchange_temperature[cell] - report.answer.conduction.temperature[cell]));
      }
  volume.fields = {std::move(temperature), std::move(flux), std::move(exchange)};
  return volume;
}

}  // namespace sunrack
