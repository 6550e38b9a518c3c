#include "satellite/package_report.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>

#include "physics/require.h"

namespace sunrack {

namespace {

using Json = nlohmann::ordered_json;
constexpr double zero_celsius = 273.15;

std::size_t cell_at(const ConductionProblem& p, const PackageProbe& probe) {
  const auto along = [](const std::vector<double>& faces, double place) {
    const auto upper = std::upper_bound(faces.begin(), faces.end(), place);
    return std::clamp(int(upper - faces.begin()), 1, int(faces.size()) - 1) - 1;
  };
  return p.index(along(p.x, probe.x), along(p.y, probe.y), along(p.z, probe.z));
}

struct LayerState {
  double hottest = 0, coldest = 0, mean = 0;  // [K]
};
LayerState layer_state(const PackageModel& model, const std::vector<double>& temperature, std::size_t layer) {
  const ConductionProblem& p = model.problem;
  LayerState state{0, 1e9, 0};
  double volume = 0;
  for (int k = model.layer_begin[layer]; k < model.layer_begin[layer + 1]; ++k)
    for (int j = 0; j < p.ny(); ++j)
      for (int i = 0; i < p.nx(); ++i) {
        if (is_void(p, p.index(i, j, k))) continue;
        const double t = temperature[p.index(i, j, k)];
        const double v = (p.x[std::size_t(i) + 1] - p.x[std::size_t(i)]) *
                         (p.y[std::size_t(j) + 1] - p.y[std::size_t(j)]) *
                         (p.z[std::size_t(k) + 1] - p.z[std::size_t(k)]);
        state.hottest = std::max(state.hottest, t), state.coldest = std::min(state.coldest, t);
        state.mean += v * t, volume += v;
      }
  state.mean /= volume;
  return state;
}

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

/// [degC] to the thousandth; what no package survives, without its hundreds of digits.
std::string celsius(double kelvin) {
  const double value = kelvin - zero_celsius;
  return std::abs(value) < 1e7 ? fmt::format("{:.3f}", value) : fmt::format("{:.6g}", value);
}

/// A name as a field of comma-separated values (RFC 4180): in quotes where it holds a comma, a quote or a
/// line.
std::string csv_field(const std::string& name) {
  if (name.find_first_of(",\"\r\n") == std::string::npos) return name;
  std::string quoted = "\"";
  for (const char c : name) quoted += c == '"' ? std::string("\"\"") : std::string(1, c);
  return quoted + '"';
}

std::string block_name(const PackageFile& file, const BlockCells& cells) {
  const PackageLayer& layer = file.stack.layers[cells.layer];
  return layer.name + "/" + layer.blocks[cells.block].name;
}

/// [s], [K] the hottest moment of those written.
std::pair<double, double> peak_of(const PackageHeating& heating) {
  const auto peak = std::max_element(heating.hottest.begin(), heating.hottest.end());
  return {heating.times[std::size_t(peak - heating.hottest.begin())], *peak};
}

const char* verdict(const LimitState& limit) { return limit.margin() < 0 ? "  TOO HOT" : ""; }

Json limit_json(const LimitState& l) {
  return {{"group", l.what},
          {"limit_degC", l.limit - zero_celsius},
          {"hottest_degC", l.hottest - zero_celsius},
          {"block", l.block},
          {"margin_K", l.margin()}};
}

void find_response(const PackageFile& file, unsigned threads, PackageReport& report) {
  bool grouped = false;
  for (const PackageLayer& layer : file.stack.layers)
    for (const PackageBlock& block : layer.blocks) grouped = grouped || !block.group.empty();
  if (!grouped) {
    report.no_response = "no block has a group";
    return;
  }
  try {
    report.response = package_response(file.stack, report.model, threads);
  } catch (const std::invalid_argument& error) {
    report.no_response = error.what();
  }
}

void heat_up(const PackageFile& file, const PackageReportOptions& options, PackageReport& report) {
  require_heat_capacities(file.stack);
  const std::vector<double> times = heating_times(file.stack, file.duration);
  report.probe_history.resize(file.probes.size());
  PackageHeatingOptions heating{.leakage = options.leakage};
  heating.conduction.threads = options.threads;
  const std::size_t every = std::max<std::size_t>(
      1, (times.size() + options.snapshots - 1) / std::max<std::size_t>(options.snapshots, 1));
  std::size_t seen = 0;
  heating.snapshot = [&](double time, const std::vector<double>& temperature) {
    for (std::size_t n = 0; n < file.probes.size(); ++n)
      report.probe_history[n].push_back(temperature[cell_at(report.model.problem, file.probes[n])]);
    if (options.snapshots > 0 && (seen % every == 0 || seen + 1 == times.size()))
      report.snapshots.emplace_back(time, temperature);
    ++seen;
    if (options.progress) options.progress(double(seen) / double(times.size()));
  };
  report.heating = package_heating(file.stack, report.model, times, heating);
}

}  // namespace

PackageReport package_report(const PackageFile& file, const PackageReportOptions& options) {
  PackageReport report;
  report.model = package_model(file.stack, file.grid);
  PackageOptions steady{.leakage = options.leakage};
  steady.conduction.threads = options.threads;
  report.steady = electro_thermal(file.stack, report.model, steady);
  report.limits = package_limits(file.stack, *report.steady);
  for (const PackageProbe& probe : file.probes)
    report.probes.push_back(report.steady->solution.temperature[cell_at(report.model.problem, probe)]);
  if (options.reduce) find_response(file, options.threads, report);
  if (options.heating && file.duration > 0) {
    heat_up(file, options, report);
    report.heating_limits = heating_limits(file.stack, report.model, *report.heating);
  }
  return report;
}

const std::vector<double>& shown_temperature(const PackageReport& report) {
  return report.steady ? report.steady->solution.temperature : report.heating->temperature;
}

std::size_t hottest_layer(const PackageReport& report) {
  const std::size_t hottest = report.steady->solution.hottest;
  const ConductionProblem& p = report.model.problem;
  const int k = int(hottest / std::size_t(p.nx())) % p.nz();
  std::size_t layer = 0;
  while (report.model.layer_begin[layer + 1] <= k) ++layer;
  return layer;
}

Json package_json(const PackageFile& file, const PackageReport& report) {
  const ConductionProblem& p = report.model.problem;
  const PackageAnswer& a = *report.steady;
  Json json = {{"name", file.name},
               {"kind", file.kind},
               {"cells", p.cells()},
               {"cells_xyz", {p.nx(), p.ny(), p.nz()}},
               {"power_W", a.power},
               {"leakage_W", a.leakage},
               {"leakage_gain", a.leakage_gain},
               {"hottest_degC", a.solution.temperature[a.solution.hottest] - zero_celsius},
               {"hottest_at", describe_cell(p, a.solution.hottest)},
               {"coldest_degC", a.solution.temperature[a.solution.coldest] - zero_celsius},
               {"energy_residual", a.solution.relative_energy_residual},
               {"newton_steps", a.solution.newton_steps},
               {"linear_iterations", a.solution.linear_iterations}};
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
  json["blocks"] = Json::array();
  for (const BlockState& b : a.blocks)
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
  json["notes"] = file.stack.notes;
  for (const std::string& note : report.model.notes) json["notes"].push_back(note);
  if (const std::string note = smearing_note(file.stack, report.model); !note.empty())
    json["notes"].push_back(note);
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

std::string package_text(const PackageFile& file, const PackageReport& report) {
  const ConductionProblem& p = report.model.problem;
  const PackageAnswer& a = *report.steady;
  std::string text = fmt::format(
      "{} ({}): {} x {} x {} = {} cells, {:.6g} W\n  hottest   {} degC, {}\n  coldest   {} degC\n"
      "  balance   closes to {:.1e} of the heat that moves, {} Newton steps, {} iterations\n",
      file.name, file.kind, p.nx(), p.ny(), p.nz(), p.cells(), a.power,
      celsius(a.solution.temperature[a.solution.hottest]), describe_cell(p, a.solution.hottest),
      celsius(a.solution.temperature[a.solution.coldest]), a.solution.relative_energy_residual,
      a.solution.newton_steps, a.solution.linear_iterations);
  if (a.leakage > 0)
    text += fmt::format("  leakage   {:.4g} W, gain {:.4f} (runaway at 1)\n", a.leakage, a.leakage_gain);
  if (a.coolant_rounds > 0)
    text += fmt::format("  coolant   takes {:.6g} W, leaves at {:.3f} degC, {} rounds\n", a.coolant_heat,
                        a.coolant_outlet - zero_celsius, a.coolant_rounds);
  for (const ChannelState& c : a.channels)
    text += fmt::format(
        "  {:<8}  channels: Re {:.4g}, film {:.5g} W/(m2 K), pressure drop {:.4g} kPa, leave at {:.3f} "
        "degC{}\n",
        c.layer, c.reynolds, c.film_coefficient, c.pressure_drop / 1e3, c.outlet_temperature - zero_celsius,
        c.saturation_pressure > 0 ? fmt::format(", liquid above {:.4g} kPa", c.saturation_pressure / 1e3)
                                  : std::string());
  text += "\nblock                             group      power W  hottest degC   mean degC\n";
  for (const BlockState& b : a.blocks)
    if (b.power > 0 || !b.group.empty())
      text += fmt::format("{:<32}  {:<8}  {:>8.4g}  {:>12}  {:>10}\n", b.layer + "/" + b.name, b.group,
                          b.power, celsius(b.temperature.hottest), celsius(b.temperature.mean));
  text += "\nlayer (from the bottom)            hottest degC  coldest degC   mean degC\n";
  for (std::size_t l = 0; l < file.stack.layers.size(); ++l) {
    const LayerState s = layer_state(report.model, a.solution.temperature, l);
    text += fmt::format("{:<32}  {:>13}  {:>12}  {:>10}\n", file.stack.layers[l].name, celsius(s.hottest),
                        celsius(s.coldest), celsius(s.mean));
  }
  for (const LimitState& l : report.limits)
    text += fmt::format("\n{} limit {:.2f} degC, steady: {} has {:.3f} degC, margin {:.3f} K{}", l.what,
                        l.limit - zero_celsius, l.block, l.hottest - zero_celsius, l.margin(), verdict(l));
  if (!report.limits.empty()) text += '\n';
  if (report.response) {
    const PackageResponse& r = *report.response;
    text += "\nrise of the hottest cell per watt [K/W]";
    for (const std::string& group : r.groups) text += fmt::format("  {:>10}", group);
    for (std::size_t to = 0; to < r.groups.size(); ++to) {
      text += fmt::format("\n{:<39}", r.groups[to]);
      for (std::size_t from = 0; from < r.groups.size(); ++from)
        text += fmt::format("  {:>10.5f}", r.at(r.hottest, to, from));
    }
    text += '\n';
  } else if (!report.no_response.empty()) {
    text += fmt::format("\nno resistances for sizing: {}\n", report.no_response);
  }
  for (std::size_t n = 0; n < file.probes.size(); ++n)
    text += fmt::format("{}probe {:<26}  {:>13} degC\n", n == 0 ? "\n" : "", file.probes[n].name,
                        celsius(report.probes[n]));
  if (report.heating) {
    const auto [time, peak] = peak_of(*report.heating);
    text += fmt::format(
        "\nheating to {:.6g} s: {} steps, hottest {:.3f} degC after {:.6g} s, {:.3f} degC at the end{}\n",
        report.heating->times.back(), report.heating->run.steps, peak - zero_celsius, time,
        report.heating->hottest.back() - zero_celsius,
        report.heating->run.interrupted ? " (interrupted)" : "");
    for (const LimitState& l : report.heating_limits)
      text += fmt::format("{} limit {:.2f} degC: {} reaches {:.3f} degC after {:.6g} s, margin {:.3f} K{}\n",
                          l.what, l.limit - zero_celsius, l.block, l.hottest - zero_celsius, l.time,
                          l.margin(), verdict(l));
  }
  for (const std::string& note : file.stack.notes) text += "note: " + note + "\n";
  for (const std::string& note : report.model.notes) text += "note: " + note + "\n";
  if (const std::string note = smearing_note(file.stack, report.model); !note.empty())
    text += "note: " + note + "\n";
  return text;
}

std::string package_blocks_csv(const PackageReport& report) {
  std::string csv = "layer,block,group,power_W,leakage_W,hottest_K,mean_K\n";
  for (const BlockState& b : report.steady->blocks)
    csv += fmt::format("{},{},{},{:.8g},{:.8g},{:.10g},{:.10g}\n", csv_field(b.layer), csv_field(b.name),
                       b.group, b.power, b.leakage, b.temperature.hottest, b.temperature.mean);
  return csv;
}

std::string package_layers_csv(const PackageFile& file, const PackageReport& report) {
  std::string csv = "layer,bottom_m,thickness_m,hottest_K,coldest_K,mean_K\n";
  double bottom = 0;
  for (std::size_t l = 0; l < file.stack.layers.size(); ++l) {
    const LayerState s = layer_state(report.model, shown_temperature(report), l);
    csv += fmt::format("{},{:.8g},{:.8g},{:.10g},{:.10g},{:.10g}\n", csv_field(file.stack.layers[l].name),
                       bottom, file.stack.layers[l].thickness, s.hottest, s.coldest, s.mean);
    bottom += file.stack.layers[l].thickness;
  }
  return csv;
}

std::string package_probes_csv(const PackageFile& file, const PackageReport& report) {
  std::string csv = "probe,x_m,y_m,z_m,temperature_K\n";
  for (std::size_t n = 0; n < file.probes.size(); ++n)
    csv += fmt::format("{},{:.8g},{:.8g},{:.8g},{:.10g}\n", csv_field(file.probes[n].name), file.probes[n].x,
                       file.probes[n].y, file.probes[n].z, report.probes[n]);
  return csv;
}

std::string package_history_csv(const PackageFile& file, const PackageReport& report) {
  if (!report.heating) throw std::invalid_argument("package_history_csv: there is no heating");
  const PackageHeating& h = *report.heating;
  std::string csv = "time_s,hottest_K";
  for (const BlockCells& cells : report.model.blocks) {
    const std::string name = block_name(file, cells);
    for (const char* what : {" power_W", " hottest_K", " mean_K"}) csv += "," + csv_field(name + what);
  }
  for (const PackageProbe& probe : file.probes) csv += fmt::format(",probe {}_K", probe.name);
  csv += '\n';
  for (std::size_t n = 0; n < h.times.size(); ++n) {
    csv += fmt::format("{:.8g},{:.10g}", h.times[n], h.hottest[n]);
    for (const BlockHistory& b : h.blocks)
      csv += fmt::format(",{:.8g},{:.10g},{:.10g}", b.power[n], b.hottest[n], b.mean[n]);
    for (const std::vector<double>& probe : report.probe_history) csv += fmt::format(",{:.10g}", probe[n]);
    csv += '\n';
  }
  return csv;
}

}  // namespace sunrack
