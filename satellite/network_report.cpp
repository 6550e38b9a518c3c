#include "satellite/network_report.h"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "physics/units.h"
#include "satellite/text_file.h"

namespace sunrack {

namespace {

const char* word(NodeKind kind) {
  switch (kind) {
    case NodeKind::diffusive:
      return "diffusive";
    case NodeKind::arithmetic:
      return "arithmetic";
    case NodeKind::boundary:
      return "boundary";
    default:
      return "phase change";
  }
}

/// "margin 12.3 K" to the nearest limit, where the node has one.
std::string margin(const NetworkFile& file, std::size_t node, double lowest, double highest) {
  for (const NetworkLimit& limit : file.limits) {
    if (limit.node.index != node) continue;
    std::string text;
    if (limit.lowest) {
      const double left = lowest - *limit.lowest;
      text += fmt::format("{} {:.2f} K above its lowest", left < 0 ? "OUTSIDE:" : "", left);
    }
    if (limit.highest) {
      const double left = *limit.highest - highest;
      text += fmt::format("{}{} {:.2f} K below its highest", text.empty() ? "" : ",",
                          left < 0 ? " OUTSIDE:" : "", left);
    }
    return text;
  }
  return "";
}

nlohmann::ordered_json energy_json(const NetworkEnergy& e) {
  return {{"loads_J", e.loads},           {"heaters_J", e.heaters},
          {"boundaries_J", e.boundaries}, {"coolant_J", e.coolant},
          {"stored_J", e.stored},         {"residual_J", e.residual},
          {"exchanged_J", e.exchanged},   {"relative_residual", e.relative_residual}};
}

nlohmann::ordered_json history_json(const NetworkFile& file, const NetworkHistory& history) {
  nlohmann::ordered_json json;
  const auto& nodes = file.network.nodes();
  json["begin_s"] = history.times.front();
  json["end_s"] = history.times.back();
  for (std::size_t i = 0; i < nodes.size(); ++i) {
    const NodeRange range = node_range(history, i);
    json["nodes"].push_back({{"name", nodes[i].name},
                             {"lowest_K", range.lowest},
                             {"mean_K", range.mean},
                             {"highest_K", range.highest},
                             {"last_K", range.last}});
  }
  json["switches"] = nlohmann::ordered_json::array();
  for (const NetworkSwitch& s : history.switches)
    json["switches"].push_back({{"time_s", s.time}, {"what", s.what}});
  json["energy"] = energy_json(history.energy);
  if (!history.sensitivities.empty())
    for (std::size_t p = 0; p < file.transient.parameters.size(); ++p) {
      nlohmann::ordered_json one = {
          {"parameter", parameter_name(file.network, file.transient.parameters[p])},
          {"unit", "K/(" + parameter_unit(file.network, file.transient.parameters[p]) + ")"}};
      for (std::size_t i = 0; i < nodes.size(); ++i)
        one["at_the_end"][nodes[i].name] = history.sensitivities.back()(Eigen::Index(i), Eigen::Index(p));
      json["sensitivities"].push_back(one);
    }
  const IntegrateStatistics& s = history.statistics;
  json["integration"] = {{"steps", s.steps},
                         {"rate_evaluations", s.rate_evaluations},
                         {"jacobians", s.jacobians},
                         {"starts", s.starts},
                         {"linear_iterations", s.linear_iterations}};
  return json;
}

std::string history_text(const NetworkFile& file, const NetworkHistory& history, const std::string& heading) {
  std::string text = fmt::format("{}\n  {:<28}{:>11}{:>11}{:>11}{:>11}\n", heading, "node", "lowest", "mean",
                                 "highest", "last [K]");
  const auto& nodes = file.network.nodes();
  for (std::size_t i = 0; i < nodes.size(); ++i) {
    const NodeRange r = node_range(history, i);
    text += fmt::format("  {:<28}{:>11.3f}{:>11.3f}{:>11.3f}{:>11.3f} {}\n", nodes[i].name, r.lowest, r.mean,
                        r.highest, r.last, margin(file, i, r.lowest, r.highest));
  }
  const std::size_t shown = std::min<std::size_t>(history.switches.size(), 20);
  if (shown > 0) text += "\n";
  for (std::size_t i = 0; i < shown; ++i)
    text += fmt::format("  {:>12.3f} s  {}\n", history.switches[i].time, history.switches[i].what);
  if (shown < history.switches.size())
    text += fmt::format("  and {} more switches\n", history.switches.size() - shown);
  const NetworkEnergy& e = history.energy;
  text += fmt::format(
      "\n  heat in: loads {:.6g} kJ, heaters {:.6g} kJ, boundaries {:.6g} kJ, coolant {:.6g} kJ; stored "
      "{:.6g} kJ\n"
      "  residual {:.2g} J of {:.6g} kJ exchanged: {:.1e}\n  {} steps, {} starts\n",
      e.loads / 1e3, e.heaters / 1e3, e.boundaries / 1e3, e.coolant / 1e3, e.stored / 1e3, e.residual,
      e.exchanged / 1e3, e.relative_residual, history.statistics.steps, history.statistics.starts);
  if (!history.sensitivities.empty()) text += "\n  at the end a unit more would change [K]\n";
  for (std::size_t p = 0; p < file.transient.parameters.size() && !history.sensitivities.empty(); ++p) {
    text += fmt::format("  {} [{}]:", parameter_name(file.network, file.transient.parameters[p]),
                        parameter_unit(file.network, file.transient.parameters[p]));
    for (std::size_t i = 0; i < nodes.size(); ++i)
      if (nodes[i].kind != NodeKind::boundary)
        text += fmt::format(" {} {:.5g},", nodes[i].name,
                            history.sensitivities.back()(Eigen::Index(i), Eigen::Index(p)));
    text.back() = '\n';
  }
  return text;
}

std::string column(const std::string& name, const char* unit) {
  return csv_field(fmt::format("{} [{}]", name, unit));
}

}  // namespace

NetworkReport network_report(const NetworkFile& file, const std::function<void(double)>& progress) {
  NetworkReport report;
  NetworkSystem system(file.network);
  if (file.steady) {
    const double time = file.times.empty() ? 0 : file.times.front();
    report.steady = network_steady(system, {.time = time});
    for (const NetworkParameter& p : file.transient.parameters)
      report.steady_slopes.push_back(steady_slopes(system, *report.steady, p, time));
  }
  NetworkTransientOptions options = file.transient;
  if (!file.times.empty()) {
    if (progress)
      options.progress = [&](double t) {
        progress((t - file.times.front()) / (file.times.back() - file.times.front()));
      };
    report.transient = network_transient(system, file.times, options);
  }
  if (file.cycle_period > 0) {
    NetworkCycleOptions cycle{.samples = file.cycle_samples};
    report.cycle =
        network_cycle(file.network, file.times.empty() ? 0 : file.times.front(), file.cycle_period, cycle);
  }
  return report;
}

NodeRange node_range(const NetworkHistory& history, std::size_t node) {
  const auto row = history.temperatures.row(Eigen::Index(node));
  NodeRange range{
      .lowest = row.minCoeff(), .mean = 0, .highest = row.maxCoeff(), .last = row[row.size() - 1]};
  for (Eigen::Index i = 1; i < row.size(); ++i)
    range.mean +=
        (row[i] + row[i - 1]) / 2 * (history.times[std::size_t(i)] - history.times[std::size_t(i) - 1]);
  range.mean /= history.times.back() - history.times.front();
  return range;
}

nlohmann::ordered_json network_json(const NetworkFile& file, const NetworkReport& report) {
  nlohmann::ordered_json json = {{"name", file.network.name()}};
  const auto& nodes = file.network.nodes();
  if (report.steady) {
    nlohmann::ordered_json steady;
    for (std::size_t i = 0; i < nodes.size(); ++i)
      steady["nodes"].push_back({{"name", nodes[i].name},
                                 {"kind", word(nodes[i].kind)},
                                 {"temperature_K", report.steady->temperatures[i]}});
    for (std::size_t i = 0; i < report.steady->heater_shares.size(); ++i)
      steady["heaters"].push_back(
          {{"name", file.network.heaters()[i].name}, {"share", report.steady->heater_shares[i]}});
    steady["heat_in_W"] = report.steady->heat_in;
    steady["heat_out_W"] = report.steady->heat_out;
    steady["largest_residual_W"] = report.steady->residual;
    steady["iterations"] = report.steady->iterations;
    for (std::size_t p = 0; p < report.steady_slopes.size(); ++p) {
      nlohmann::ordered_json one = {
          {"parameter", parameter_name(file.network, file.transient.parameters[p])},
          {"unit", "K/(" + parameter_unit(file.network, file.transient.parameters[p]) + ")"}};
      for (std::size_t i = 0; i < nodes.size(); ++i) one["nodes"][nodes[i].name] = report.steady_slopes[p][i];
      steady["sensitivities"].push_back(one);
    }
    json["steady"] = steady;
  }
  if (report.transient) json["transient"] = history_json(file, *report.transient);
  if (report.cycle) {
    json["cycle"] = history_json(file, report.cycle->history);
    json["cycle"]["mismatch_K"] = report.cycle->mismatch;
    json["cycle"]["rounds"] = report.cycle->rounds;
    json["cycle"]["periods_integrated"] = report.cycle->periods;
  }
  return json;
}

std::string network_text(const NetworkFile& file, const NetworkReport& report) {
  const auto& nodes = file.network.nodes();
  std::string text = fmt::format("{}: {} nodes, {} conductors, {} loads, {} heaters\n", file.network.name(),
                                 nodes.size(), file.network.conductors().size(), file.network.loads().size(),
                                 file.network.heaters().size());
  if (report.steady) {
    const NetworkSteady& s = *report.steady;
    text += fmt::format("\nsteady state\n  {:<28}{:<14}{:>12}{:>12}\n", "node", "kind", "[K]", "[degC]");
    for (std::size_t i = 0; i < nodes.size(); ++i)
      text += fmt::format("  {:<28}{:<14}{:>12.4f}{:>12.4f} {}\n", nodes[i].name, word(nodes[i].kind),
                          s.temperatures[i], s.temperatures[i] - 273.15,
                          margin(file, i, s.temperatures[i], s.temperatures[i]));
    for (std::size_t i = 0; i < s.heater_shares.size(); ++i)
      text += fmt::format("  heater {} gives {:.1f} % of its {:.6g} W on average\n",
                          file.network.heaters()[i].name, 100 * s.heater_shares[i],
                          file.network.heaters()[i].power);
    text += fmt::format("  heat in {:.6g} W, out {:.6g} W; largest imbalance {:.2g} W; {} iterations\n",
                        s.heat_in, s.heat_out, s.residual, s.iterations);
    for (std::size_t p = 0; p < report.steady_slopes.size(); ++p) {
      text += fmt::format("  a unit more of {} [{}] would change [K]:",
                          parameter_name(file.network, file.transient.parameters[p]),
                          parameter_unit(file.network, file.transient.parameters[p]));
      for (std::size_t i = 0; i < nodes.size(); ++i)
        if (nodes[i].kind != NodeKind::boundary)
          text += fmt::format(" {} {:.5g},", nodes[i].name, report.steady_slopes[p][i]);
      text.back() = '\n';
    }
  }
  if (report.transient)
    text += "\n" + history_text(file, *report.transient,
                                fmt::format("transient from {:.6g} to {:.6g} s",
                                            report.transient->times.front(), report.transient->times.back()));
  if (report.cycle)
    text +=
        "\n" +
        history_text(file, report.cycle->history,
                     fmt::format("limit cycle of {:.6g} s: comes back within {:.1e} K, found with {} periods",
                                 file.cycle_period, report.cycle->mismatch, report.cycle->periods));
  return text;
}

std::string network_steady_csv(const NetworkFile& file, const NetworkReport& report) {
  std::string text = "node,kind,temperature [K]\n";
  const auto& nodes = file.network.nodes();
  for (std::size_t i = 0; i < nodes.size() && report.steady; ++i) {
    std::string name = column(nodes[i].name, "");
    name.erase(name.rfind(" []"), 3);
    text += fmt::format("{},{},{:.8g}\n", name, word(nodes[i].kind), report.steady->temperatures[i]);
  }
  return text;
}

std::string network_history_csv(const NetworkFile& file, const NetworkHistory& history) {
  std::string text = "time [s]";
  for (const NetworkNode& n : file.network.nodes()) text += "," + column(n.name, "K");
  text += "\n";
  for (std::size_t i = 0; i < history.times.size(); ++i) {
    text += fmt::format("{:.10g}", history.times[i]);
    for (const double t : history.temperatures.col(Eigen::Index(i))) text += fmt::format(",{:.8g}", t);
    text += "\n";
  }
  return text;
}

std::string network_switches_csv(const NetworkHistory& history) {
  std::string text = "time [s],what\n";
  for (const NetworkSwitch& s : history.switches) text += fmt::format("{:.10g},\"{}\"\n", s.time, s.what);
  return text;
}

std::string network_sensitivities_csv(const NetworkFile& file, const NetworkHistory& history) {
  std::string text = "time [s],parameter";
  for (const NetworkNode& n : file.network.nodes()) text += "," + column(n.name, "K per unit");
  text += "\n";
  for (std::size_t i = 0; i < history.sensitivities.size(); ++i)
    for (std::size_t p = 0; p < file.transient.parameters.size(); ++p) {
      text += fmt::format("{:.10g},\"{} [{}]\"", history.times[i],
                          parameter_name(file.network, file.transient.parameters[p]),
                          parameter_unit(file.network, file.transient.parameters[p]));
      for (const double s : history.sensitivities[i].col(Eigen::Index(p))) text += fmt::format(",{:.8g}", s);
      text += "\n";
    }
  return text;
}

LinePlot network_plot(const NetworkFile& file, const NetworkHistory& history, const std::string& title) {
  const double length = history.times.back() - history.times.front();
  const auto [unit, name] = length > 3 * 86400  ? std::pair(86400.0, "day")
                            : length > 3 * 3600 ? std::pair(3600.0, "h")
                            : length > 300      ? std::pair(60.0, "min")
                                                : std::pair(1.0, "s");
  std::vector<NodeId> shown = file.plotted;
  for (std::size_t i = 0; i < file.network.nodes().size() && file.plotted.empty(); ++i)
    if (file.network.nodes()[i].kind != NodeKind::boundary && shown.size() < most_plot_series)
      shown.push_back({i});
  LinePlot plot{.title = title, .x_label = fmt::format("time [{}]", name), .y_label = "temperature [K]"};
  for (const NodeId id : shown) {
    LineSeries series{.name = file.network.nodes()[id.index].name, .points = {}};
    for (std::size_t i = 0; i < history.times.size(); ++i)
      series.points.emplace_back(history.times[i] / unit,
                                 history.temperatures(Eigen::Index(id.index), Eigen::Index(i)));
    plot.series.push_back(std::move(series));
  }
  return plot;
}

}  // namespace sunrack
