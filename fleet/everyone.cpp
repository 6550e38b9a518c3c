#include "fleet/everyone.h"

#include <cmath>

#include "physics/require.h"
#include "physics/thermal/blackbody.h"
#include "satellite/spec_file.h"

namespace sunrack {

namespace {

constexpr const char* mass_group_names[] = {"radiator", "coolant loop", "power", "bus", "computers"};

/// Ours less theirs by group, where their items are known; what multiplies theirs counts as bus, which holds
/// our structure and margin.
void find_differences(EveryoneRow& row) {
  if (row.our_items.empty() || row.peer.items.empty() || row.peer.division) return;
  double sum = 0;
  row.differences = row.our_items;
  for (const PublishedItem& item : row.peer.items) {
    sum += item.specific_mass;
    for (PublishedItem& difference : row.differences)
      if (difference.group == item.group) difference.specific_mass -= item.specific_mass;
  }
  for (PublishedItem& difference : row.differences)
    if (difference.group == MassGroup::bus) difference.specific_mass -= (row.peer.factor - 1) * sum;
}

}  // namespace

double simple_panel_flux(double temperature, double sink, double emissivity, double efficiency) {
  require(temperature > sink && sink >= 0, "simple_panel_flux: temperature", temperature,
          "must be above the sink [K]");
  require(efficiency > 0 && efficiency <= 1, "simple_panel_flux: efficiency", efficiency,
          "must be above 0 and at most 1");
  return 2 * efficiency * (grey_body_flux(emissivity, temperature) - grey_body_flux(emissivity, sink));
}

double simple_battery(double eclipse, double specific_energy, double depth_of_discharge) {
  require(eclipse >= 0, "simple_battery: eclipse", eclipse, "must not be negative [s]");
  require(specific_energy > 0, "simple_battery: specific_energy", specific_energy, "must be positive [J/kg]");
  require(depth_of_discharge > 0 && depth_of_discharge <= 1, "simple_battery: depth_of_discharge",
          depth_of_discharge, "must be above 0 and at most 1");
  return eclipse / (specific_energy * depth_of_discharge);
}

std::vector<EveryoneRow> everyone() {
  std::vector<EveryoneRow> rows;
  for (const PublishedSatellite& peer : published_satellites()) {
    EveryoneRow row{.peer = peer};
    if (!peer.items.empty()) {
      double sum = 0;
      for (const PublishedItem& item : peer.items) sum += item.specific_mass;
      row.reproduced = sum * peer.factor;
      row.within = !peer.partial && std::abs(*row.reproduced / peer.published - 1) <= reproduction_tolerance;
    }
    try {
      SatelliteSpec spec = preset("reference-2026");
      apply_overrides(spec, peer.overrides);
      const SatelliteDesign design = size_satellite(spec);
      row.ours = specific_mass(design, spec, AccountingBoundary::satellite, "peak");
      for (const MassGroup group : {MassGroup::radiator, MassGroup::coolant_loop, MassGroup::power,
                                    MassGroup::bus, MassGroup::computers}) {
        PublishedItem item{mass_group_names[int(group)], 0, group};
        for (const MassItem& mass : design.budget.items)
          if (mass.group == group) item.specific_mass += mass.mass / design.compute.it_power;
        row.our_items.push_back(item);
      }
    } catch (const ModelError& error) {
      row.no_answer = error.what();
    }
    find_differences(row);
    rows.push_back(std::move(row));
  }
  return rows;
}

}  // namespace sunrack
