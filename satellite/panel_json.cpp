#include <nlohmann/json.hpp>

#include "satellite/panel_report.h"

namespace sunrack {

namespace {

nlohmann::ordered_json pitch_json(const PanelPitch& p) {
  return {{"spacing_mm", p.spacing * 1e3},
          {"sheet_thickness_mm", p.thickness * 1e3},
          {"net_flux_W_per_m2", p.net_flux},
          {"areal_mass_kg_per_m2", p.areal_mass},
          {"specific_power_W_per_kg", p.specific_power},
          {"efficiency_to_fluid", p.efficiency}};
}

std::vector<int> counted_from_one(std::vector<int> numbers) {
  for (int& number : numbers) ++number;
  return numbers;
}

nlohmann::ordered_json cold_wall_json(const PanelColdWall& wall) {
  nlohmann::ordered_json json = {
      {"liquid", wall.liquid}, {"tube", wall.tube + 1}, {"temperature_K", wall.temperature}};
  if (wall.x) json["x_m"] = *wall.x;
  if (wall.freezing > 0) {
    json["freezing_K"] = wall.freezing;
    json["margin_K"] = wall.temperature - wall.freezing;
  }
  return json;
}

bool has_heat_pipes(const PanelFile& file) { return std::holds_alternative<HeatPipeTubes>(file.field.tubes); }

}  // namespace

nlohmann::ordered_json panel_json(const PanelFile& file, const PanelReport& report) {
  const PanelFieldAnswer& a = report.answer;
  nlohmann::ordered_json json = {{"name", file.name},         {"heat_W", a.heat},
                                 {"heat_face_a_W", a.heat_a}, {"heat_face_b_W", a.heat_b},
                                 {"area_m2", report.area},    {"net_flux_W_per_m2", a.heat / report.area}};
  if (report.mass > 0) {
    json["mass_kg"] = report.mass;
    json["specific_power_W_per_kg"] = a.heat / report.mass;
  }
  json["absorbed_face_a_W"] = a.absorbed_a;
  json["absorbed_face_b_W"] = a.absorbed_b;
  json["efficiency_to_hottest_tube"] = a.efficiency;
  json["hottest_surface_K"] = a.hottest;
  json["coldest_surface_K"] = a.coldest;
  json["mean_surface_temperature_K"] = a.mean_surface_temperature;
  json["energy_residual"] = a.energy_residual;
  json["rounds"] = a.rounds;
  json["cells"] = a.problem.cells();
  if (report.mesh_error_across) json["mesh_error_across"] = *report.mesh_error_across;
  for (const PanelColdWall& wall : a.cold_walls) json["coldest_walls"].push_back(cold_wall_json(wall));
  json["notes"] = panel_notes(file, report);
  for (const PanelPathAnswer& path : a.paths)
    json["paths"].push_back({{"loop", path.loop + 1},
                             {"mass_flow_kg_per_s", path.mass_flow},
                             {"inlet_K", path.inlet},
                             {"outlet_K", path.outlet},
                             {"heat_W", path.heat},
                             {"pressure_drop_Pa", path.pressure_drop},
                             {"reynolds_inlet", path.reynolds_inlet},
                             {"drop_exponent", path.drop_exponent},
                             {"tubes", counted_from_one(path.tubes)}});
  for (std::size_t t = 0; t < a.tubes.size(); ++t) {
    const PanelTubeAnswer& tube = a.tubes[t];
    nlohmann::ordered_json one = {{"tube", t + 1},           {"alive", tube.alive},
                                  {"heat_W", tube.heat},     {"inlet_K", tube.inlet},
                                  {"outlet_K", tube.outlet}, {"coldest_root_K", tube.coldest_root}};
    // Nothing runs in a dead tube: what its answer holds there is the sheet's temperature.
    if (!tube.alive) {
      one["inlet_K"] = nullptr, one["outlet_K"] = nullptr;
      one["sheet_at_beginning_K"] = tube.inlet, one["sheet_at_end_K"] = tube.outlet;
    }
    if (has_heat_pipes(file) && tube.alive) {
      one["limit_W"] = tube.limit;
      one["share_of_limit"] = tube.share_of_limit;
      one["governing_limit"] = name_of(tube.governing);
      one["first_bubbles_W"] = nullptr;
      if (tube.first_bubbles) one["first_bubbles_W"] = *tube.first_bubbles;
      one["first_bubbles_beyond_table"] = !tube.first_bubbles;
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
    json["pitch"]["fluid_K"] = report.mean_fluid;
    json["optimum"] = pitch_json(report.optimum->best);
    json["optimum"]["at_end_of_spacing"] = report.optimum->at_end_of_spacing;
    json["optimum"]["at_end_of_thickness"] = report.optimum->at_end_of_thickness;
  }
  return json;
}

}  // namespace sunrack
