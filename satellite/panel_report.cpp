#include "satellite/panel_report.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>

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
  const double slice = field.build.length / field.grid.along;
  double conductance = 0, length = 0;
  const int tubes = field.build.tubes;
  for (const double g : answer.problem.exchange) conductance += g;
  for (int tube = 0; tube < tubes; ++tube)
    for (int i = 0; i < field.grid.along; ++i)
      if (answer.tube_heat[std::size_t(tube) * std::size_t(field.grid.along) + std::size_t(i)] != 0)
        length += slice;
  return length / conductance;
}

void refuse_overload(const PanelFieldAnswer& answer) {
  for (std::size_t t = 0; t < answer.tubes.size(); ++t) {
    const PanelTubeAnswer& tube = answer.tubes[t];
    if (tube.alive && tube.share_of_limit > 1)
      throw ModelError(fmt::format(
          "panel: heat pipe {} would have to carry {:.4g} W at {:.5g} K; its {} limit is {:.4g} W", t + 1,
          tube.heat, tube.inlet, name_of(tube.governing), tube.limit));
  }
}

nlohmann::ordered_json pitch_json(const PanelPitch& p) {
  return {{"spacing_mm", p.spacing * 1e3},
          {"sheet_thickness_mm", p.thickness * 1e3},
          {"net_flux_W_per_m2", p.net_flux},
          {"areal_mass_kg_per_m2", p.areal_mass},
          {"specific_power_W_per_kg", p.specific_power},
          {"efficiency", p.efficiency}};
}

std::vector<int> counted_from_one(std::vector<int> numbers) {
  for (int& number : numbers) ++number;
  return numbers;
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

bool has_heat_pipes(const PanelFile& file) { return std::holds_alternative<HeatPipeTubes>(file.field.tubes); }

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
  if (file.optimum) {
    PanelPitchQuestion question{.build = build,
                                .face_a = evened(file.field.face_a, p),
                                .face_b = evened(file.field.face_b, p),
                                .fluid_temperature = mean_fluid(report.answer),
                                .resistance = mean_resistance(report.answer, file.field)};
    question.grid.sheet_layers = file.field.grid.sheet_layers;
    question.grid.core_layers = file.field.grid.core_layers;
    report.pitch = panel_pitch(question, build.spacing, build.sheet_a.thickness);
    report.optimum = optimise_pitch(question, *file.optimum);
  }
  return report;
}

nlohmann::ordered_json panel_json(const PanelFile& file, const PanelReport& report) {
  const PanelFieldAnswer& a = report.answer;
  nlohmann::ordered_json json = {{"name", file.name},         {"heat_W", a.heat},
                                 {"heat_face_a_W", a.heat_a}, {"heat_face_b_W", a.heat_b},
                                 {"area_m2", report.area},    {"net_flux_W_per_m2", a.heat / report.area}};
  if (report.mass > 0) {
    json["mass_kg"] = report.mass;
    json["specific_power_W_per_kg"] = a.heat / report.mass;
  }
  json["efficiency"] = a.efficiency;
  json["hottest_surface_K"] = a.hottest;
  json["coldest_surface_K"] = a.coldest;
  json["mean_surface_temperature_K"] = a.mean_surface_temperature;
  json["energy_residual"] = a.energy_residual;
  json["rounds"] = a.rounds;
  json["cells"] = a.problem.cells();
  for (const PanelPathAnswer& path : a.paths)
    json["paths"].push_back({{"loop", path.loop + 1},
                             {"mass_flow_kg_per_s", path.mass_flow},
                             {"inlet_K", path.inlet},
                             {"outlet_K", path.outlet},
                             {"heat_W", path.heat},
                             {"pressure_drop_Pa", path.pressure_drop},
                             {"reynolds_inlet", path.reynolds_inlet},
                             {"tubes", counted_from_one(path.tubes)}});
  for (std::size_t t = 0; t < a.tubes.size(); ++t) {
    const PanelTubeAnswer& tube = a.tubes[t];
    nlohmann::ordered_json one = {{"tube", t + 1},           {"alive", tube.alive},
                                  {"heat_W", tube.heat},     {"inlet_K", tube.inlet},
                                  {"outlet_K", tube.outlet}, {"coldest_root_K", tube.coldest_root}};
    if (has_heat_pipes(file) && tube.alive) {
      one["limit_W"] = tube.limit;
      one["share_of_limit"] = tube.share_of_limit;
      one["governing_limit"] = name_of(tube.governing);
      one["first_bubbles_W"] = tube.first_bubbles;
    }
    json["tubes"].push_back(std::move(one));
  }
  for (std::size_t n = 0; n < file.probes.size(); ++n)
    json["probes"].push_back({{"name", file.probes[n].name},
                              {"x_m", file.probes[n].x},
                              {"y_m", file.probes[n].y},
                              {"temperature_a_K", report.probes[n].temperature_a},
                              {"temperature_b_K", report.probes[n].temperature_b},
                              {"net_flux_a_W_per_m2", report.probes[n].flux_a},
                              {"net_flux_b_W_per_m2", report.probes[n].flux_b}});
  if (report.optimum) {
    json["pitch"] = pitch_json(*report.pitch);
    json["optimum"] = pitch_json(report.optimum->best);
    json["optimum"]["at_end_of_spacing"] = report.optimum->at_end_of_spacing;
    json["optimum"]["at_end_of_thickness"] = report.optimum->at_end_of_thickness;
  }
  return json;
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
