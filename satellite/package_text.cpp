#include <fmt/format.h>

#include "chips/packages/absorbed_heat.h"
#include "satellite/package_report_parts.h"

namespace sunrack {

using namespace package_report_parts;

namespace {

const char* verdict(const LimitState& limit) { return limit.margin() < 0 ? "  TOO HOT" : ""; }

/// What only a steady state has.
std::string steady_text(const PackageAnswer& a) {
  std::string text =
      fmt::format("  balance   closes to {:.1e} of the heat that moves, {} Newton steps, {} iterations\n",
                  a.solution.relative_energy_residual, a.solution.newton_steps, a.solution.linear_iterations);
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
  return text;
}

}  // namespace

std::string package_text(const PackageFile& file, const PackageReport& report) {
  const ConductionProblem& p = report.model.problem;
  const std::vector<double>& temperature = shown_temperature(report);
  const Extremes found = extremes(p, temperature);
  const std::vector<BlockState> blocks = shown_blocks(file, report);
  double power = 0, leakage = 0;
  for (const BlockState& b : blocks) power += b.power, leakage += b.leakage;
  std::string text = fmt::format("{} ({}): {} x {} x {} = {} cells, {:.6g} W\n", file.name, file.kind, p.nx(),
                                 p.ny(), p.nz(), p.cells(), power);
  if (const double absorbed = absorbed_power(p); absorbed > 0)
    text += fmt::format("  absorbed  {:.6g} W besides, through its faces\n", absorbed);
  if (!report.steady)
    text += fmt::format("  no steady state asked for: all below is after {:.6g} s of heating\n",
                        report.heating->times.back());
  text += fmt::format("  hottest   {} degC, {}\n  coldest   {} degC\n", celsius(temperature[found.hottest]),
                      describe_cell(p, found.hottest), celsius(temperature[found.coldest]));
  if (report.steady)
    text += steady_text(*report.steady);
  else if (leakage > 0)
    text += fmt::format("  leakage   {:.4g} W\n", leakage);
  text += "\nblock                             group      power W  hottest degC   mean degC\n";
  for (const BlockState& b : blocks)
    if (b.power > 0 || !b.group.empty())
      text += fmt::format("{:<32}  {:<8}  {:>8.4g}  {:>12}  {:>10}\n", b.layer + "/" + b.name, b.group,
                          b.power, celsius(b.temperature.hottest), celsius(b.temperature.mean));
  text += "\nlayer (from the bottom)            hottest degC  coldest degC   mean degC\n";
  for (std::size_t l = 0; l < file.stack.layers.size(); ++l) {
    const LayerState s = layer_state(report.model, temperature, l);
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
  for (const std::string& note : report_notes(file, report)) text += "note: " + note + "\n";
  return text;
}

}  // namespace sunrack
