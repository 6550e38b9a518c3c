#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "physics/units.h"
#include "satellite/panel_report.h"

namespace sunrack {

namespace {

using namespace units;

/// The least, the mean and the most of something, and whose they are.
struct Range {
  double least = 0, mean = 0, most = 0;
  std::size_t of_least = 0, of_most = 0;
};
template <class Item, class Value, class Counts>
Range range_of(const std::vector<Item>& items, Value value, Counts counts) {
  Range range;
  std::size_t count = 0;
  for (std::size_t n = 0; n < items.size(); ++n) {
    if (!counts(items[n])) continue;
    const double here = value(items[n]), alike = 1e-9 * std::abs(here);  // rounding makes no least one
    if (count == 0 || here < range.least - alike) range.least = here, range.of_least = n;
    if (count == 0 || here > range.most + alike) range.most = here, range.of_most = n;
    range.mean += here;
    ++count;
  }
  if (count > 0) range.mean /= double(count);
  return range;
}

/// "318.15 K (45.00 degC)"
std::string both_scales(double temperature) {
  return fmt::format("{:.2f} K ({:.2f} degC)", temperature, temperature - 0_degC);
}
std::string both_scales(double low, double high) {
  return fmt::format("{:.2f} to {:.2f} K ({:.2f} to {:.2f} degC)", low, high, low - 0_degC, high - 0_degC);
}

/// One line a loop: all figures are the loop's but those that say "path".
std::string paths_text(const PanelFieldAnswer& a, const PanelTubes& tubes) {
  if (a.paths.empty()) return "";
  const auto* coolant = std::get_if<CoolantTubes>(&tubes);
  const int loops = coolant ? coolant->loops : 1;
  std::string text =
      "\nloop  flow g/s    heat W  paths  path g/s: least    most  outlet K: least      mean      most  "
      "drop kPa: least    most  Re inlet\n";
  double all_flow = 0;
  for (int loop = 0; loop < loops; ++loop) {
    const auto here = [&](const PanelPathAnswer& path) { return path.loop == loop; };
    const auto of = [&](auto value) { return range_of(a.paths, value, here); };
    const auto count = std::count_if(a.paths.begin(), a.paths.end(), here);
    if (count == 0) {
      text += fmt::format("{:>4}  severed or ended by a dead tube\n", loop + 1);
      continue;
    }
    const Range outlet = of([](const PanelPathAnswer& p) { return p.outlet; });
    const Range drop = of([](const PanelPathAnswer& p) { return p.pressure_drop; });
    const Range flow = of([](const PanelPathAnswer& p) { return p.mass_flow; });
    const Range heat = of([](const PanelPathAnswer& p) { return p.heat; });
    const Range reynolds = of([](const PanelPathAnswer& p) { return p.reynolds_inlet; });
    all_flow += flow.mean * double(count);
    text +=
        fmt::format("{:>4}  {:>8.4g}  {:>8.2f}  {:>5}  {:>15.4g}  {:>6.4g}  {:>15.3f}  {:>8.3f}  {:>8.3f}",
                    loop + 1, flow.mean * double(count) * 1e3, heat.mean * double(count), count,
                    flow.least * 1e3, flow.most * 1e3, outlet.least, outlet.mean, outlet.most);
    // A header's own flow is not looked into.
    text += reynolds.most > 0 ? fmt::format("  {:>15.4g}  {:>6.4g}  {:>8.0f}\n", drop.least / 1e3,
                                            drop.most / 1e3, reynolds.least)
                              : std::string("                -       -         -\n");
  }
  if (loops > 1) text += fmt::format("all loops together {:.4g} g/s\n", all_flow * 1e3);
  return text;
}

std::string tubes_text(const PanelFieldAnswer& a, const PanelTubes& tubes) {
  const bool heat_pipes = std::holds_alternative<HeatPipeTubes>(tubes);
  const bool held = std::holds_alternative<HeldTubes>(tubes);
  const auto alive = [](const PanelTubeAnswer& tube) { return tube.alive; };
  const auto living = std::count_if(a.tubes.begin(), a.tubes.end(), alive);
  const bool one = a.tubes.size() == 1;
  const char* what = heat_pipes ? (one ? "heat pipe" : "heat pipes") : (one ? "tube" : "tubes");
  std::string text = fmt::format("\n{:<20}     least  tube      mean      most  tube\n",
                                 fmt::format("{} {}, {} alive", a.tubes.size(), what, living));
  const auto line = [&](const char* name, auto value) {
    const Range r = range_of(a.tubes, value, alive);
    text += fmt::format("  {:<18}  {:>8.5g}  {:>4}  {:>8.5g}  {:>8.5g}  {:>4}\n", name, r.least,
                        r.of_least + 1, r.mean, r.most, r.of_most + 1);
    return r;
  };
  const Range heat = line("heat [W]", [](const PanelTubeAnswer& t) { return t.heat; });
  line(heat_pipes ? "vapour [K]"
       : held     ? "held [K]"
                  : "outlet [K]",
       [](const PanelTubeAnswer& t) { return t.outlet; });
  line("coldest sheet [K]", [](const PanelTubeAnswer& t) { return t.coldest_root; });
  if (heat_pipes) {
    line("limit [W]", [](const PanelTubeAnswer& t) { return t.limit; });
    const Range share = line("share of limit", [](const PanelTubeAnswer& t) { return t.share_of_limit; });
    const PanelTubeAnswer& worst = a.tubes[share.of_most];
    text += fmt::format("  heat pipe {} is nearest to its limit, which is {}", share.of_most + 1,
                        name_of(worst.governing));
    if (!worst.first_bubbles)
      text += "; first bubbles lie beyond the table of its fluid\n";
    else if (worst.heat > *worst.first_bubbles)
      text += fmt::format("; first bubbles are expected at {:.4g} W (Chi), below what was measured\n",
                          *worst.first_bubbles);
    else
      text += "\n";
  }
  if (heat.least < 0)
    text += fmt::format("  tube {} takes {:.4g} W in: its sheet is warmer than what is in it\n",
                        heat.of_least + 1, -heat.least);
  else if (living > 1 && heat.least < heat.mean * (1 - 1e-5))
    text += fmt::format("  tube {} gives least, {:.2f} % below the mean\n", heat.of_least + 1,
                        100 * (1 - heat.least / heat.mean));
  std::string dead;
  for (std::size_t t = 0; t < a.tubes.size(); ++t)
    if (!a.tubes[t].alive)
      dead += fmt::format("{}{} ({:.2f} K)", dead.empty() ? "" : ", ", t + 1, a.tubes[t].inlet);
  if (!dead.empty()) text += "  dead, with the sheet at their beginning: " + dead + "\n";
  return text;
}

std::string probes_text(const PanelFile& file, const PanelReport& report) {
  if (file.probes.empty()) return "";
  std::string text = "\nprobe                          x m      y m  face a K  face b K\n";
  for (std::size_t n = 0; n < file.probes.size(); ++n)
    text +=
        fmt::format("{:<26}  {:>6.3f}  {:>7.3f}  {:>8.3f}  {:>8.3f}\n", file.probes[n].name, file.probes[n].x,
                    file.probes[n].y, report.probes[n].temperature_a, report.probes[n].temperature_b);
  return text;
}

std::string optimum_text(const PanelReport& report) {
  if (!report.optimum) return "";
  // Not the panel's own flux: here the fluid does not cool on its way.
  std::string text = fmt::format(
      "\none pitch alone, its fluid at the panel's mean, {}, loads evened out\n"
      "pitch      spacing mm  sheet mm    W/m2   kg/m2    W/kg  efficiency, to a sheet all at the fluid's\n",
      both_scales(report.mean_fluid));
  const auto line = [&](const char* name, const PanelPitch& p) {
    text += fmt::format("{:<9}  {:>10.2f}  {:>8.4f}  {:>6.1f}  {:>6.3f}  {:>6.1f}  {:>10.4f}\n", name,
                        p.spacing * 1e3, p.thickness * 1e3, p.net_flux, p.areal_mass, p.specific_power,
                        p.efficiency);
  };
  line("as built", *report.pitch);
  line("best", report.optimum->best);
  if (report.optimum->at_end_of_spacing) text += "the best spacing lies at an end of its range\n";
  if (report.optimum->at_end_of_thickness) text += "the best thickness lies at an end of its range\n";
  return text;
}

std::string fluid_text(const PanelFieldAnswer& a) {
  if (a.paths.empty()) return "";
  const Range outlet = range_of(
      a.paths, [](const PanelPathAnswer& p) { return p.outlet; },
      [](const PanelPathAnswer&) { return true; });
  return fmt::format(
      "coolant             {} in, {} out\n", both_scales(a.paths[0].inlet),
      outlet.most > outlet.least ? both_scales(outlet.least, outlet.most) : both_scales(outlet.least));
}

std::string walls_text(const PanelFieldAnswer& a) {
  std::string text;
  for (const PanelColdWall& wall : a.cold_walls) {
    text += fmt::format("coldest wall        {}, of {} {} {}", both_scales(wall.temperature), wall.liquid,
                        wall.x ? "in tube" : "at evaporator", wall.tube + 1);
    if (wall.x) text += fmt::format(" at x = {:.3g} m", *wall.x);
    text += wall.freezing == 0
                ? std::string("; no freezing point of it is known\n")
                : fmt::format(", {:.1f} K {} freezing\n", std::abs(wall.temperature - wall.freezing),
                              wall.temperature < wall.freezing ? "below" : "above");
  }
  return text;
}

}  // namespace

std::string panel_text(const PanelFile& file, const PanelReport& report) {
  const PanelFieldAnswer& a = report.answer;
  std::string text =
      fmt::format("{}: {:.1f} W from {:.2f} m2 ({:.1f} W/m2), {:.1f} W by face a, {:.1f} W by face b\n",
                  file.name, a.heat, report.area, a.heat / report.area, a.heat_a, a.heat_b);
  if (report.mass > 0)
    text += fmt::format("mass                {:.2f} kg, {:.1f} W/kg, {:.2f} kg/m2\n", report.mass,
                        a.heat / report.mass, report.mass / report.area);
  text += fmt::format("absorbed            {:.1f} W by face a, {:.1f} W by face b; heat is net of it\n",
                      a.absorbed_a, a.absorbed_b);
  text += fmt::format("surface             {}, mean {} (T^4)\n", both_scales(a.coldest, a.hottest),
                      both_scales(a.mean_surface_temperature));
  text += fluid_text(a) + walls_text(a);
  text += fmt::format(
      "panel efficiency    {:.4f}: heat over that of a panel all at its hottest tube's temperature\n",
      a.efficiency);
  text +=
      fmt::format("energy              closes to {:.1e} {}, after {} rounds; {} cells\n", a.energy_residual,
                  a.heat != 0 ? "of the heat given" : "W", a.rounds, a.problem.cells());
  if (report.mesh_error_across)
    text += fmt::format("cells across        err by {:+.2g} % of the heat, estimated on one pitch\n",
                        100 * *report.mesh_error_across);
  text += paths_text(a, file.field.tubes) + tubes_text(a, file.field.tubes) + probes_text(file, report) +
          optimum_text(report);
  const std::vector<std::string> notes = panel_notes(file, report);
  if (!notes.empty()) text += "\n";
  for (const std::string& note : notes) text += "note: " + note + "\n";
  return text;
}

std::string panel_tubes_csv(const PanelReport& report) {
  std::string csv =
      "tube,alive,heat_W,inlet_K,outlet_K,coldest_root_K,limit_W,share_of_limit,first_bubbles_W\n";
  for (std::size_t t = 0; t < report.answer.tubes.size(); ++t) {
    const PanelTubeAnswer& tube = report.answer.tubes[t];
    const std::string ends =
        tube.alive ? fmt::format("{:.8g},{:.8g}", tube.inlet, tube.outlet) : std::string(",");
    csv +=
        fmt::format("{},{},{:.8g},{},{:.8g},", t + 1, tube.alive ? 1 : 0, tube.heat, ends, tube.coldest_root);
    csv += tube.limit > 0 ? fmt::format("{:.8g},{:.8g},{}\n", tube.limit, tube.share_of_limit,
                                        tube.first_bubbles ? fmt::format("{:.8g}", *tube.first_bubbles)
                                                           : std::string("beyond the table"))
                          : ",,\n";
  }
  return csv;
}

std::string panel_paths_csv(const PanelReport& report) {
  std::string csv = "loop,tubes,mass_flow_kg_per_s,inlet_K,outlet_K,heat_W,pressure_drop_Pa,reynolds_inlet\n";
  for (const PanelPathAnswer& path : report.answer.paths) {
    std::string tubes;
    for (const int tube : path.tubes) tubes += fmt::format("{}{}", tubes.empty() ? "" : " ", tube + 1);
    csv += fmt::format("{},{},{:.8g},{:.8g},{:.8g},{:.8g},{:.6g},{:.6g}\n", path.loop + 1,
                       tubes.empty() ? "all" : tubes, path.mass_flow, path.inlet, path.outlet, path.heat,
                       path.pressure_drop, path.reynolds_inlet);
  }
  return csv;
}

}  // namespace sunrack
