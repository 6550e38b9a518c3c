#include <algorithm>
#include <nlohmann/json.hpp>

#include "chips/packages/absorbed_heat.h"
#include "satellite/package_report_parts.h"

namespace sunrack {

using namespace package_report_parts;

namespace {

using Json = nlohmann::ordered_json;

Json matrix_json(const PackageResponse& response, const std::vector<double>& matrix) {
  Json rows = Json::array();
  for (std::size_t to = 0; to < response.groups.size(); ++to) {
    Json row = Json::array();
    for (std::size_t from = 0; from < response.groups.size(); ++from)
      row.push_back(response.at(matrix, to, from));
    rows.push_back(row);
  }
  return rows;
}

bool has_group(const PackageResponse& response, const char* name) {
  return std::find(response.groups.begin(), response.groups.end(), name) != response.groups.end();
}

Json limit_json(const LimitState& l) {
  return {{"group", l.what},
          {"limit_degC", l.limit - zero_celsius},
          {"hottest_degC", l.hottest - zero_celsius},
          {"block", l.block},
          {"margin_K", l.margin()}};
}

/// What only a steady state has.
void add_steady(const PackageAnswer& a, Json& json) {
  json["leakage_gain"] = a.leakage_gain;
  json["energy_residual"] = a.solution.relative_energy_residual;
  json["newton_steps"] = a.solution.newton_steps;
  json["linear_iterations"] = a.solution.linear_iterations;
  if (a.coolant_rounds > 0)
    json["coolant"] = {{"heat_W", a.coolant_heat},
                       {"outlet_degC", a.coolant_outlet - zero_celsius},
                       {"rounds", a.coolant_rounds}};
  for (const ChannelState& c : a.channels) {
    Json channel = {{"layer", c.layer},
                    {"reynolds", c.reynolds},
                    {"film_W_per_m2K", c.film_coefficient},
                    {"pressure_drop_Pa", c.pressure_drop},
                    {"outlet_degC", c.outlet_temperature - zero_celsius}};
    if (c.saturation_pressure > 0) channel["saturation_pressure_Pa"] = c.saturation_pressure;
    json["channels"].push_back(std::move(channel));
  }
}

}  // namespace

nlohmann::ordered_json package_json(const PackageFile& file, const PackageReport& report) {
  const ConductionProblem& p = report.model.problem;
  Json json = {{"name", file.name},
               {"kind", file.kind},
               {"cells", p.cells()},
               {"cells_xyz", {p.nx(), p.ny(), p.nz()}},
               {"state", report.steady ? "steady" : "end of heating"}};
  const std::vector<BlockState> blocks = shown_blocks(file, report);
  double power = 0, leakage = 0;
  for (const BlockState& block : blocks) power += block.power, leakage += block.leakage;
  json["power_W"] = power;
  json["leakage_W"] = leakage;
  json["absorbed_W"] = absorbed_power(p);
  const std::vector<double>& temperature = shown_temperature(report);
  const Extremes found = extremes(p, temperature);
  json["hottest_degC"] = temperature[found.hottest] - zero_celsius;
  json["hottest_at"] = describe_cell(p, found.hottest);
  json["coldest_degC"] = temperature[found.coldest] - zero_celsius;
  if (report.steady) add_steady(*report.steady, json);
  json["blocks"] = Json::array();
  for (const BlockState& b : blocks)
    json["blocks"].push_back({{"layer", b.layer},
                              {"name", b.name},
                              {"group", b.group},
                              {"power_W", b.power},
                              {"leakage_W", b.leakage},
                              {"hottest_degC", b.temperature.hottest - zero_celsius},
                              {"mean_degC", b.temperature.mean - zero_celsius}});
  json["limits"] = Json::array();
  for (const LimitState& l : report.limits) json["limits"].push_back(limit_json(l));
  if (report.response) {
    const PackageResponse& r = *report.response;
    json["resistances"] = {{"groups", r.groups},
                           {"coolant_degC", r.coolant_temperature - zero_celsius},
                           {"hottest_K_per_W", matrix_json(r, r.hottest)},
                           {"mean_K_per_W", matrix_json(r, r.mean)}};
    if (has_group(r, "die")) {
      const LumpedResistances lumped = lumped_resistances(r);
      json["sizing"] = {{"compute.die_resistance_K_per_W", lumped.die}};
      if (has_group(r, "memory")) {
        json["sizing"]["compute.memory_resistance_K_per_W"] = lumped.memory;
        json["sizing"]["compute.coupling_resistance_K_per_W"] = lumped.coupling;
      }
    }
  }
  if (report.heating) {
    const auto [time, peak] = peak_of(*report.heating);
    json["heating"] = {{"end_s", report.heating->times.back()},
                       {"hottest_at_end_degC", report.heating->hottest.back() - zero_celsius},
                       {"peak_degC", peak - zero_celsius},
                       {"peak_s", time},
                       {"limits", Json::array()},
                       {"steps", report.heating->run.steps},
                       {"interrupted", report.heating->run.interrupted}};
    for (const LimitState& l : report.heating_limits) {
      json["heating"]["limits"].push_back(limit_json(l));
      json["heating"]["limits"].back()["at_s"] = l.time;
    }
  }
  if (!file.probes.empty()) {
    json["probes"] = Json::array();
    for (std::size_t n = 0; n < file.probes.size(); ++n)
      json["probes"].push_back(
          {{"name", file.probes[n].name}, {"temperature_degC", report.probes[n] - zero_celsius}});
  }
  json["notes"] = report_notes(file, report);
  for (const SmearedBlock& s : report.model.smeared) {
    const PackageLayer& layer = file.stack.layers[s.layer];
    const PackageBlock& block = layer.blocks[s.block];
    json["smeared_blocks"].push_back({{"layer", layer.name},
                                      {"name", block.name},
                                      {"power_beyond_W", s.beyond * block.power},
                                      {"share_beyond", s.beyond},
                                      {"edge_outside_mm", s.moved * 1e3}});
  }
  return json;
}

}  // namespace sunrack
