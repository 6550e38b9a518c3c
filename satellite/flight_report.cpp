#include "satellite/flight_report.h"

#include <fmt/format.h>

#include <cmath>
#include <nlohmann/json.hpp>

#include "physics/constants.h"
#include "physics/units.h"

namespace sunrack {

using namespace units;

namespace {

constexpr double zero_celsius = 273.15;
double degC(double kelvin) { return kelvin - zero_celsius; }
double kWh(double joules) { return joules / 3.6e6; }

/// Hours of all rated computers.
double hours(const FlightResult& f, FlightSum which) { return f.sum(which) / f.it_power / 3600; }

struct Cause {
  const char* name;
  FlightSum sum;
};
constexpr Cause causes[] = {{"eclipse", FlightSum::lost_eclipse},
                            {"brown_out", FlightSum::lost_shed},
                            {"throttling", FlightSum::lost_throttle},
                            {"over_temperature", FlightSum::lost_trip},
                            {"safe_mode", FlightSum::lost_off}};

nlohmann::ordered_json number_or_null(double value) {
  if (std::isfinite(value)) return value;
  return nullptr;
}

}  // namespace

FlightReport flight_report(FlightResult flight, std::optional<SafeMode> safe_mode,
                           const std::string& environment) {
  FlightReport report{.flight = std::move(flight),
                      .safe_mode = std::move(safe_mode),
                      .environment = environment,
                      .warnings = {}};
  const FlightResult& f = report.flight;
  auto& warnings = report.warnings;
  for (const FlightNodeSummary& node : f.nodes) {
    if (node.maximum > node.highest)
      warnings.push_back(fmt::format("{} reaches {:.1f} degC, {:.1f} K above its limit of {:.1f} degC",
                                     node.name, degC(node.maximum), node.maximum - node.highest,
                                     degC(node.highest)));
    if (node.minimum < node.lowest)
      warnings.push_back(fmt::format("{} falls to {:.1f} degC, {:.1f} K below its limit of {:.1f} degC",
                                     node.name, degC(node.minimum), node.lowest - node.minimum,
                                     degC(node.lowest)));
  }
  if (f.least_charge < 0.65)
    warnings.push_back(
        fmt::format("the battery is discharged by {:.1f} %; practice in low orbit is 35 % at most",
                    100 * (1 - f.least_charge)));
  if (f.throttlings > 0) warnings.push_back(fmt::format("the chips throttled {} times", f.throttlings));
  if (f.trips > 0)
    warnings.push_back(fmt::format("computers cut out {} times because they were too hot", f.trips));
  if (f.sheddings > 0)
    warnings.push_back(fmt::format("computing was shed {} times for want of power", f.sheddings));
  if (f.residual.worst_orbit > 1e-5)
    warnings.push_back(
        fmt::format("an orbit leaves {:.1e} of its energy unaccounted for", f.residual.worst_orbit));
  if (report.safe_mode && report.safe_mode->freezes_after)
    warnings.push_back(fmt::format("without power the coolant freezes in \"{}\" after {:.1f} h",
                                   report.safe_mode->coldest_node, *report.safe_mode->freezes_after / 3600));
  return report;
}

nlohmann::ordered_json flight_json(const FlightReport& report) {
  using json = nlohmann::ordered_json;
  const FlightResult& f = report.flight;
  json j;
  j["environment"] = report.environment;
  j["start_s_TT_since_J2000"] = f.start;
  j["flown_days"] = f.flown / 86400;
  j["complete"] = f.complete;
  j["surfaces"] = {{"view_factors", name_of(f.exchange.views)},
                   {"panel_to_array", f.exchange.panel_views_array},
                   {"largest_standard_error", f.exchange.view_error},
                   {"panel_array_coupling_m2", f.exchange.coupling}};
  json compute;
  compute["rated_IT_power_kW"] = f.it_power / 1e3;
  compute["asked_h"] = hours(f, FlightSum::asked);
  compute["delivered_h"] = hours(f, FlightSum::done);
  compute["delivered_share"] = f.sum(FlightSum::done) / f.sum(FlightSum::asked);
  compute["delivered_energy_kWh"] = kWh(f.sum(FlightSum::done));
  for (const Cause& cause : causes) compute[fmt::format("lost_to_{}_h", cause.name)] = hours(f, cause.sum);
  j["compute"] = compute;
  j["energy_kWh"] = {{"absorbed", kWh(f.sum(FlightSum::absorbed))},
                     {"radiated", kWh(f.sum(FlightSum::emitted))},
                     {"array_drawn", kWh(f.sum(FlightSum::array))},
                     {"array_available", kWh(f.sum(FlightSum::array_maximum))},
                     {"computers", kWh(f.sum(FlightSum::computers))},
                     {"pump", kWh(f.sum(FlightSum::pump))},
                     {"avionics", kWh(f.sum(FlightSum::avionics))},
                     {"conversion_loss", kWh(f.sum(FlightSum::conversion_loss))},
                     {"heater", kWh(f.sum(FlightSum::heater))},
                     {"battery_in", kWh(f.sum(FlightSum::battery_in))},
                     {"battery_out", kWh(f.sum(FlightSum::battery_out))},
                     {"battery_heat", kWh(f.sum(FlightSum::battery_heat))},
                     {"unserved", kWh(f.sum(FlightSum::unserved))}};
  j["energy_residual"] = {{"thermal", f.residual.thermal},
                          {"electrical", f.residual.electrical},
                          {"stored", f.residual.stored},
                          {"total", f.residual.total},
                          {"worst_orbit", f.residual.worst_orbit}};
  j["eclipses"] = {{"number", f.eclipses},
                   {"with_umbra", f.umbras},
                   {"longest_min", f.longest_eclipse / 60},
                   {"in_shadow_h", f.in_shadow / 3600}};
  j["battery"] = {{"least_charge", f.least_charge},
                  {"largest_depth", 1 - f.least_charge},
                  {"remaining_capacity", f.battery_remaining},
                  {"faded_energy_kWh", kWh(f.faded_energy)},
                  {"heater_starts", f.heater_starts}};
  j["events"] = {{"throttlings", f.throttlings},
                 {"sheddings", f.sheddings},
                 {"over_temperature_trips", f.trips},
                 {"restarts", f.starts}};
  json nodes = json::array();
  for (const FlightNodeSummary& n : f.nodes)
    nodes.push_back({{"name", n.name},
                     {"minimum_K", n.minimum},
                     {"mean_K", n.mean},
                     {"maximum_K", n.maximum},
                     {"minimum_at_h", n.minimum_at / 3600},
                     {"maximum_at_h", n.maximum_at / 3600},
                     {"lowest_allowed_K", number_or_null(n.lowest)},
                     {"highest_allowed_K", number_or_null(n.highest)},
                     {"margin_K", number_or_null(n.margin())}});
  j["nodes"] = nodes;
  json cycles = json::array();
  for (const FlightCycles& c : f.cycles)
    cycles.push_back({{"name", c.name},
                      {"cycles", c.histogram.total},
                      {"largest_range", c.histogram.largest},
                      {"class_width", c.histogram.width},
                      {"unit", c.name == "battery charge" ? "-" : "K"},
                      {"counts", c.histogram.counts}});
  j["rainflow_cycles"] = cycles;
  if (report.safe_mode) {
    const SafeMode& s = *report.safe_mode;
    j["safe_mode"] = {{"watched_h", s.hours},
                      {"coolant_freezes_at_K", s.freezing},
                      {"coldest_coolant_K", s.coldest_coolant},
                      {"coldest_node", s.coldest_node},
                      {"freeze_margin_K", s.margin()},
                      {"freezes_after_h", s.freezes_after ? json(*s.freezes_after / 3600) : json(nullptr)},
                      {"warm_up_h", s.warm_up ? json(*s.warm_up / 3600) : json(nullptr)}};
  }
  const StiffStatistics& s = f.statistics;
  j["integration"] = {{"steps", s.steps},
                      {"rate_evaluations", s.rates},
                      {"jacobians", s.jacobians},
                      {"factorisations", s.factorisations},
                      {"error_test_failures", s.error_failures},
                      {"newton_failures", s.newton_failures}};
  j["warnings"] = report.warnings;
  return j;
}

std::string flight_text(const FlightReport& report) {
  const FlightResult& f = report.flight;
  std::string text =
      fmt::format("Flight of {:.3f} days, {} environment{}\n\n", f.flown / 86400, report.environment,
                  f.complete ? "" : " (interrupted: resume it for the rest)");
  text += fmt::format("computing    {:.2f} h of {:.2f} h asked, at {:.1f} kW rated: {:.3f} %\n",
                      hours(f, FlightSum::done), hours(f, FlightSum::asked), f.it_power / 1e3,
                      100 * f.sum(FlightSum::done) / std::max(1e-9, f.sum(FlightSum::asked)));
  for (const Cause& cause : causes)
    if (f.sum(cause.sum) > 0)
      text += fmt::format("  lost to    {:<12} {:.2f} h\n", cause.name, hours(f, cause.sum));
  text += fmt::format("eclipses     {} ({} with umbra), longest {:.2f} min, {:.1f} h in all\n", f.eclipses,
                      f.umbras, f.longest_eclipse / 60, f.in_shadow / 3600);
  text +=
      fmt::format("array        {:.1f} kW mean drawn, {:.1f} kW available\n",
                  f.sum(FlightSum::array) / f.flown / 1e3, f.sum(FlightSum::array_maximum) / f.flown / 1e3);
  text += fmt::format("battery      deepest {:.1f} %, {:.2f} % of capacity left, heater on {} times\n",
                      100 * (1 - f.least_charge), 100 * f.battery_remaining, f.heater_starts);
  if (report.safe_mode) {
    const SafeMode& s = *report.safe_mode;
    text += fmt::format(
        "safe mode    coldest coolant {:.1f} degC in \"{}\" after {:.0f} h, {:.1f} K from freezing; {}\n",
        degC(s.coldest_coolant), s.coldest_node, s.hours, s.margin(),
        s.freezes_after ? fmt::format("frozen after {:.1f} h", *s.freezes_after / 3600)
        : s.warm_up     ? fmt::format("warm again {:.2f} h after power returns", *s.warm_up / 3600)
                        : std::string("not warm within a day of keep-alive power"));
  }
  text += "\nnode                          min      mean     max   degC   margin K\n";
  for (const FlightNodeSummary& n : f.nodes)
    text +=
        fmt::format("{:<26}{:>8.2f}{:>9.2f}{:>9.2f}   {}\n", n.name, degC(n.minimum), degC(n.mean),
                    degC(n.maximum), std::isfinite(n.margin()) ? fmt::format("{:>14.2f}", n.margin()) : "");
  text += "\ncycles (rainflow)               number   largest range\n";
  for (const FlightCycles& c : f.cycles)
    text += fmt::format("{:<30}{:>9.1f}   {:.3f} {}\n", c.name, c.histogram.total, c.histogram.largest,
                        c.name == "battery charge" ? "of capacity" : "K");
  text += fmt::format(
      "\nview factor from panel to array {:.4f} ({}), coupling {:.2f} m2\n", f.exchange.panel_views_array,
      f.exchange.views == FlightViews::sizing ? std::string("of sizing")
                                              : fmt::format("{}, standard error {:.1e} at most",
                                                            name_of(f.exchange.views), f.exchange.view_error),
      f.exchange.coupling);
  text += fmt::format(
      "energy not accounted for: thermal {:.1e}, electrical {:.1e}, battery {:.1e}, in all {:.1e}; worst "
      "orbit {:.1e}\n",
      f.residual.thermal, f.residual.electrical, f.residual.stored, f.residual.total, f.residual.worst_orbit);
  text += fmt::format("{} steps, {} restarts at events\n", f.statistics.steps, f.starts);
  for (const std::string& warning : report.warnings) text += "warning: " + warning + "\n";
  return text;
}

std::string flight_nodes_csv(const FlightReport& report) {
  std::string text = "node,minimum_K,mean_K,maximum_K,lowest_allowed_K,highest_allowed_K\n";
  const auto limit = [](double v) { return std::isfinite(v) ? fmt::format("{:.10g}", v) : std::string(); };
  for (const FlightNodeSummary& n : report.flight.nodes)
    text += fmt::format("{},{:.10g},{:.10g},{:.10g},{},{}\n", n.name, n.minimum, n.mean, n.maximum,
                        limit(n.lowest), limit(n.highest));
  return text;
}

std::string flight_orbits_csv(const FlightReport& report) {
  std::string text =
      "begin_h,beta_deg,eclipse_min,least_charge,coldest_wing_K,warmest_wing_K,coldest_coolant_K,warmest_"
      "coolant_K,"
      "warmest_die_K,warmest_memory_K,work_share,array_W,energy_residual\n";
  for (const FlightOrbit& o : report.flight.orbits)
    text += fmt::format(
        "{:.8g},{:.8g},{:.8g},{:.8g},{:.8g},{:.8g},{:.8g},{:.8g},{:.8g},{:.8g},{:.8g},{:.8g},{:.3g}\n",
        o.begin / 3600, o.beta / 1_deg, o.eclipse / 60, o.least_charge, o.coldest_wing, o.warmest_wing,
        o.coldest_coolant, o.warmest_coolant, o.warmest_die, o.warmest_memory, o.work, o.array_power,
        o.residual);
  return text;
}

std::string flight_trace_csv(const FlightReport& report) {
  std::string text = "time_s,sunlit,charge";
  for (const FlightNodeSummary& n : report.flight.nodes) text += fmt::format(",{}_K", n.name);
  text += ",absorbed_W,radiated_W,array_W,array_available_W,computers_W,demand_W,battery_W\n";
  for (const FlightSample& s : report.flight.trace) {
    text += fmt::format("{:.8g},{:.6g},{:.8g}", s.time, s.sunlit, s.charge);
    for (const double t : s.temperatures) text += fmt::format(",{:.8g}", t);
    const FlightPower& p = s.power;
    text += fmt::format(",{:.8g},{:.8g},{:.8g},{:.8g},{:.8g},{:.8g},{:.8g}\n", p.absorbed, p.emitted, p.array,
                        p.array_maximum, p.computers, p.demand, p.battery);
  }
  return text;
}

std::string flight_cycles_csv(const FlightReport& report) {
  std::string text = "signal,range_from,range_to,unit,cycles\n";
  for (const FlightCycles& c : report.flight.cycles)
    for (std::size_t i = 0; i < c.histogram.counts.size(); ++i)
      if (c.histogram.counts[i] > 0)
        text += fmt::format("\"{}\",{:.6g},{:.6g},{},{:.8g}\n", c.name, c.histogram.width * double(i),
                            c.histogram.width * double(i + 1), c.name == "battery charge" ? "-" : "K",
                            c.histogram.counts[i]);
  return text;
}

}  // namespace sunrack
