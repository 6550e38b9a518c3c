#include "satellite/margins.h"

#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <nlohmann/json.hpp>

#include "physics/require.h"
#include "physics/units.h"
#include "satellite/mass_roll_up.h"

namespace sunrack {

using namespace units;
using Json = nlohmann::ordered_json;

namespace {

/// An effect that a change of the spec removes.
struct Effect {
  std::string name, without;
  std::function<void(SatelliteSpec&)> remove;
};

std::vector<Effect> effects_of(const SatelliteSpec& spec) {
  const Coating& surface = coating(spec.radiator.coating);
  // A figure that the spec gives in place of the coating's has no known beginning; it stays.
  const double emissivity = spec.radiator.emissivity.value_or(surface.emissivity_beginning);
  const double absorptance = spec.radiator.absorptance.value_or(surface.absorptance_beginning);
  return {
      {"coating ageing", fmt::format("emissivity {:.2f}, absorptance {:.2f}", emissivity, absorptance),
       [=](SatelliteSpec& s) {
         s.radiator.emissivity = emissivity;
         s.radiator.absorptance = absorptance;
       }},
      {"fin efficiency", "fin efficiency 1", [](SatelliteSpec& s) { s.radiator.fin_efficiency = 1; }},
      {"film, wall and bond", "coolant to tube root 0 K",
       [](SatelliteSpec& s) { s.radiator.coolant_to_root_drop = 0; }},
      {"pointing error", "pointing error 0", [](SatelliteSpec& s) { s.radiator.pointing_error = 0; }},
      {"hot case", "nominal environment", [](SatelliteSpec& s) { s.environment.radiator_case = "nominal"; }},
      {"worst position", "mean of the orbit", [](SatelliteSpec& s) { s.radiator.sizing_point = "mean"; }},
      {"array's back", "view factor 0", [](SatelliteSpec& s) { s.radiator.array_view_factor = 0; }},
      {"pump heat", "pump power 0", [](SatelliteSpec& s) { s.coolant.pump_fraction = 0; }},
      {"area margin", "area margin 0", [](SatelliteSpec& s) { s.radiator.area_margin = 0; }},
  };
}

RadiatorMargin difference(const std::string& effect, const std::string& without, const SatelliteDesign& with,
                          const SatelliteDesign& removed) {
  return {.effect = effect,
          .without = without,
          .area = with.radiator.area - removed.radiator.area,
          .radiator_mass = with.radiator.mass - removed.radiator.mass,
          .mass = with.mass - removed.mass,
          .specific_mass = with.specific_mass - removed.specific_mass,
          .mean_net_flux = removed.radiator.panel.mean_net_flux,
          .reason = {}};
}

/// The same satellite with a panel that is all at its inlet's coolant temperature.
SatelliteDesign with_isothermal_panel(const SatelliteSpec& spec, const SatelliteDesign& design) {
  SatelliteDesign isothermal = design;
  Radiator& radiator = isothermal.radiator;
  const double share = 1 - radiator.panel.non_uniformity;
  radiator.area *= share;
  radiator.width *= share;
  radiator.mass *= share;
  radiator.panel.area *= share;
  radiator.panel.mean_net_flux /= share;
  roll_up_mass(spec, isothermal);
  isothermal.specific_mass =
      specific_mass(isothermal, spec, accounting_boundary(spec.accounting.boundary), spec.accounting.basis);
  return isothermal;
}

}  // namespace

std::vector<RadiatorMargin> radiator_margins(const SatelliteSpec& spec) {
  SatelliteSpec base = spec;
  base.uncertainty.clear();
  const StudySizer sizer(base);
  const SatelliteDesign design = sizer.size(base);
  std::vector<RadiatorMargin> margins = {difference("temperature gradient",
                                                    "all of it at the inlet's coolant", design,
                                                    with_isothermal_panel(base, design))};
  for (const Effect& effect : effects_of(base)) {
    SatelliteSpec without = base;
    effect.remove(without);
    try {
      margins.push_back(difference(effect.name, effect.without, design, sizer.size(without)));
    } catch (const ModelError& error) {
      margins.push_back({.effect = effect.name, .without = effect.without, .reason = error.what()});
    }
  }
  std::stable_sort(margins.begin(), margins.end(),
                   [](const RadiatorMargin& a, const RadiatorMargin& b) { return a.area > b.area; });
  return margins;
}

std::string margins_text(const std::vector<RadiatorMargin>& margins, const SatelliteDesign& design) {
  std::string text = fmt::format(
      "What eats the margin: {:.1f} m2 of radiator, {:.0f} W/m2, {:.4g} kg/kW. Cost of each effect, the "
      "others kept:\n\n"
      "{:<24}{:<36}{:>9}{:>9}{:>12}{:>11}{:>10}\n",
      design.radiator.area, design.radiator.panel.mean_net_flux, design.specific_mass * 1_kW, "effect",
      "without it", "m2", "% area", "radiator kg", "kg", "kg/kW");
  for (const RadiatorMargin& margin : margins) {
    text += fmt::format("{:<24}{:<36}", margin.effect, margin.without);
    text += margin.reason.empty()
                ? fmt::format("{:>9.2f}{:>9.1f}{:>12.1f}{:>11.1f}{:>10.3f}\n", margin.area,
                              100 * margin.area / design.radiator.area, margin.radiator_mass, margin.mass,
                              margin.specific_mass * 1_kW)
                : fmt::format("  no answer: {}\n", margin.reason);
  }
  return text;
}

std::string margins_csv(const std::vector<RadiatorMargin>& margins, const Provenance& provenance) {
  std::string csv = provenance_comment(provenance, "# ") +
                    "effect,without,status,area_m2,radiator_mass_kg,mass_kg,specific_mass_kg_per_kW,"
                    "net_flux_without_W_per_m2,reason\n";
  for (const RadiatorMargin& margin : margins)
    csv += margin.reason.empty()
               ? fmt::format("{},{},ok,{:.6g},{:.6g},{:.6g},{:.6g},{:.6g},\n", csv_cell(margin.effect),
                             csv_cell(margin.without), margin.area, margin.radiator_mass, margin.mass,
                             margin.specific_mass * 1_kW, margin.mean_net_flux)
               : fmt::format("{},{},no-answer,,,,,,{}\n", csv_cell(margin.effect), csv_cell(margin.without),
                             csv_cell(margin.reason));
  return csv;
}

Json margins_json(const std::vector<RadiatorMargin>& margins, const Provenance& provenance) {
  Json list = Json::array();
  for (const RadiatorMargin& margin : margins) {
    Json entry = {{"effect", margin.effect}, {"without", margin.without}};
    if (!margin.reason.empty()) {
      entry.update({{"status", "no-answer"}, {"reason", margin.reason}});
    } else {
      entry.update({{"status", "ok"},
                    {"area_m2", margin.area},
                    {"radiator_mass_kg", margin.radiator_mass},
                    {"mass_kg", margin.mass},
                    {"specific_mass_kg_per_kW", margin.specific_mass * 1_kW},
                    {"net_flux_without_W_per_m2", margin.mean_net_flux}});
    }
    list.push_back(entry);
  }
  return {{"provenance", provenance_json(provenance)}, {"margins", list}};
}

BarPlot margins_plot(const std::vector<RadiatorMargin>& margins) {
  BarPlot plot{.title = "What eats the margin: radiator area that each effect costs",
               .x_label = "radiator area [m²]"};
  for (const RadiatorMargin& margin : margins)
    if (margin.reason.empty()) plot.bars.push_back({margin.effect, margin.area});
  return plot;
}

}  // namespace sunrack
