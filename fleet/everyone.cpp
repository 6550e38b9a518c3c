#include "fleet/everyone.h"

#include <cmath>

#include "physics/constants.h"
#include "physics/require.h"
#include "physics/thermal/blackbody.h"
#include "satellite/spec_file.h"

namespace sunrack {

namespace {

constexpr double kg_per_kW = 1e-3;
/// [kg/W] of 1 W at a specific power [W/kg].
double at(double watts_per_kilogram) { return 1 / watts_per_kilogram; }

PublishedSatellite divided(std::string name, double published, double kilograms, double watts,
                           std::string per, std::vector<std::string> overrides, std::string explanation,
                           std::string source) {
  return {.name = std::move(name),
          .published = published * kg_per_kW,
          .per = std::move(per),
          .items = {{"mass over power", kilograms / watts}},
          .division = true,
          .overrides = std::move(overrides),
          .explanation = std::move(explanation),
          .source = std::move(source)};
}

PublishedSatellite literature(std::string name, double published, double solar, double cooling,
                              double compute, double battery, double structure, std::string explanation) {
  return {.name = std::move(name),
          .published = published * kg_per_kW,
          .per = "satellite per kW of IT power",
          .items = {{"solar array", at(solar)},
                    {"cooling", at(cooling)},
                    {"computers", compute * kg_per_kW},
                    {"battery", battery * kg_per_kW}},
          .factor = structure,
          .overrides = {"solar_array.specific_power=" + std::to_string(solar),
                        "compute.server_mass=" + std::to_string(compute)},
          .explanation = std::move(explanation),
          .source = "research-viewer.pages.dev, read in part"};
}

PublishedSatellite space_datacentre(std::string name, double published, double array, double area_per_kW,
                                    double areal_mass, double it, double spare, std::string explanation) {
  return {.name = std::move(name),
          .published = published * kg_per_kW,
          .per = "satellite per sellable kW",
          .items = {{"solar array", at(array)},
                    {"radiator", area_per_kW * 1e-3 * areal_mass},
                    {"computers", it * kg_per_kW},
                    {"battery", simple_battery(35 * 60, 160 * 3600, 0.8)}},
          .factor = (1 + spare) / (1 - 0.18),
          .overrides = {"solar_array.specific_power=" + std::to_string(array),
                        "radiator.areal_mass=" + std::to_string(areal_mass),
                        "compute.server_mass=" + std::to_string(it), "battery.specific_energy=160",
                        "battery.depth_of_discharge=0.8", "battery.strategy=ride-through"},
          .explanation = std::move(explanation),
          .source = "space-datacentre-model e6609a2d, run"};
}

PublishedSatellite unknown(std::string name, double published, std::string per,
                           std::vector<std::string> overrides, std::string explanation, std::string source) {
  return {.name = std::move(name),
          .published = published * kg_per_kW,
          .per = std::move(per),
          .overrides = std::move(overrides),
          .explanation = std::move(explanation),
          .source = std::move(source)};
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

const std::vector<PublishedSatellite>& published_satellites() {
  static const std::vector<PublishedSatellite> all = [] {
    // Orbit collisions: all loads 1.3 times the IT power, 330 K, sink 200 K, emissivity 0.9, fins 0.85.
    const double overhead = 1.3, area = overhead / simple_panel_flux(330, 200, 0.9, 0.85);
    PublishedSatellite golkar{.name = "Orbit Collisions, dawn-dusk",
                              .published = 37.8 * kg_per_kW,
                              .per = "thermal and power per kW of IT power",
                              .items = {{"solar array", overhead * at(100)},
                                        {"power conversion", overhead * 12 * kg_per_kW},
                                        {"radiator", area * 3.5},
                                        {"loop", overhead * 0.8 * kg_per_kW},
                                        {"battery", overhead * simple_battery(22.7 * 60, 200 * 3600, 0.8)}},
                              .overrides = {"solar_array.specific_power=100", "power.mass_per_power=12",
                                            "radiator.areal_mass=3.5", "coolant.loop_mass=0.8",
                                            "battery.specific_energy=200", "battery.strategy=ride-through"},
                              .explanation =
                                  "No computers and no bus are counted; 12 kg/kW of conversion is six times "
                                  "ours. Depth of discharge inferred.",
                              .source = "orbit-collisions 10c07360, equations read"};
    const double ageing = (1 - std::pow(1 - 0.025, 5)) / (5 * 0.025);
    PublishedSatellite mccalip{
        .name = "McCalip",
        .published = 29.4 * kg_per_kW,
        .per = "satellite without computers per delivered mean kW",
        .items = {{"whole satellite per W of array", 740.0 / 27e3}},
        .factor = 1 / (0.98 * ageing),
        .overrides = {"solar_array.specific_power=36.5"},
        .explanation =
            "All of a communications satellite over its array's power: no computers, radiator, loop or "
            "battery. Taken as our array alone it makes a heavy wing.",
        .source = "andrewmccalip/thoughts e59571e2, run"};
    return std::vector<PublishedSatellite>{
        divided("Starcloud white paper", 2.5, 100e3, 40e6, "compute module per kW",
                {"solar_array.specific_power=1000", "radiator.areal_mass=3"},
                "Counts the computers' container; arrays and radiators fly on launches that are not counted.",
                "white paper of 2024, read"),
        divided("Gaalema panels", 9.4, 150e3, 16e6, "integrated panel per kW",
                {"solar_array.specific_power=500", "radiator.areal_mass=3", "compute.server_mass=2"},
                "Array, vapour chamber and chips are one panel: structure is counted once, no bus.",
                "arXiv 2604.07760, read in part"),
        divided("Musk, FCC filing", 10, 1e3, 100e3, "satellite per kW",
                {"solar_array.specific_power=350", "radiator.areal_mass=2", "compute.server_mass=1.5"},
                "A target. Its technology is not told; the optimistic ends of 2030 stand in.",
                "interview and filing, read"),
        divided("Mach33 StarThink V2", 9.8, 1398, 143e3, "dry satellite per kW of computers",
                {"solar_array.specific_power=350", "radiator.areal_mass=2", "compute.server_mass=1.5"},
                "A model whose items are not published.", "research.33fg.com, read in part"),
        divided("SpaceX AI1, peak", 14.3, 150e3 / 70, 150e3, "satellite per peak kW",
                {"solar_array.bol_flux=250", "solar_array.specific_power=200", "compute.server_mass=3",
                 "compute.junction_temperature=105", "compute.memory_limit=105"},
                "70 kW/t, taken per peak power. Our reconstruction is the preset spacex-ai1.",
                "press on the presentation, read in part"),
        divided("SpaceX AI1, average", 17.9, 150e3 / 70, 120e3, "satellite per average kW",
                {"solar_array.bol_flux=250", "solar_array.specific_power=200", "compute.server_mass=3",
                 "compute.junction_temperature=105", "compute.memory_limit=105"},
                "The same mass over 120 kW.", "press on the presentation, read in part"),
        literature("research-viewer v1, low", 12.5, 300, 250, 2.5, 0, 1.25,
                   "Cooling at 250 W/kg is a panel's figure; ours carries loop, armour and sink."),
        literature(
            "research-viewer v1, centre", 24.6, 150, 130, 5, 0, 1.25,
            "No conversion, margin or ageing of the array; 130 W/kg of cooling against about 90 here."),
        literature("research-viewer v1, high", 51.4, 80, 50, 8, 0, 1.25,
                   "Cooling at 50 W/kg is half of ours."),
        literature("research-viewer v3, low", 13.3, 300, 250, 4, 0, 1.15, "As v1; less structure."),
        literature("research-viewer v3, centre", 33.3, 150, 77, 6, 0, 1.25,
                   "Battery of the centre is not told; without it 4 % are missing."),
        literature("research-viewer v3, high", 68.1, 80, 50, 9, 6.7, 1.40,
                   "Battery for a whole eclipse; structure of 40 %."),
        space_datacentre("space-datacentre MATURE", 22.6, 350, 1.40, 2.5, 8, 0.10,
                         "Overcounted: structure and battery of this case are not in what was read of it; 18 "
                         "% and 35 minutes stand in."),
        space_datacentre("space-datacentre EARLY", 37.8, 180, 1.62, 4, 11, 0.15,
                         "Area between the published 1.40 and 1.84 m2/kW, spare 15 % (both inferred). IT "
                         "mass is a whole system's, and is added again."),
        space_datacentre("space-datacentre TODAY", 56.8, 110, 1.84, 6, 13, 0.20,
                         "13 kg/kW of computers and a battery for a whole eclipse, spares of 20 % that we "
                         "count as availability."),
        golkar,
        mccalip,
        divided("rMcDonald17, whole vehicle", 59, 2359, 40e3, "vehicle per kW at 800 km",
                {"solar_array.specific_power=150", "radiator.areal_mass=10", "orbit.altitude=800",
                 "battery.specific_energy=150", "battery.depth_of_discharge=0.7",
                 "battery.strategy=ride-through"},
                "10 kg/m2 of radiator that sees the Earth with one face.", "Orbital-Datacenters, read"),
        divided("angadh.com", 55, 22 * 100e3, 40e6, "22 launches of 100 t for 40 MW",
                {"solar_array.specific_power=28", "radiator.areal_mass=16"},
                "The space station's arrays and radiators.", "angadh.com, read in part"),
        divided("Starcloud-1 (flown)", 60, 60, 1e3,
                "satellite with one accelerator, taken as 1 kW with its host", {},
                "A demonstrator: bus and structure are shared by one chip.", "second-hand"),
        unknown("007jedgar, low", 16.6, "per kW of chips", {"solar_array.specific_power=200"},
                "Of eleven items only array (5 kg/kW over 0.6 of sunlight) and radiator (1.5) are known: 9.8 "
                "of 16.6.",
                "run"),
        unknown("TheEnergyNerd 2026", 35.6, "per kW of computing", {},
                "Seven items, not published one by one; 2 kg/m2 of array at 20 % and an eclipse of 40 % of "
                "the orbit.",
                "orbital-compute-finance 3f528690, run"),
        unknown("Turyshev", 29.4, "array, storage and radiator per kW", {},
                "Only areas are in the abstract: 5.64 and 2.50 m2/kW.", "arXiv 2604.27197, abstract"),
        unknown("spacedc-mdao, beta 90", 51.0, "per kW of IT power",
                {"solar_array.specific_power=100", "radiator.areal_mass=7"},
                "Margins are applied twice (1.45, then 1.2 x 1.2); eight items, of which two are known.",
                "spacedc-mdao 0.4.2, run"),
    };
  }();
  return all;
}

std::vector<EveryoneRow> everyone() {
  static const char* group_names[] = {"radiator", "coolant loop", "power", "bus", "computers"};
  std::vector<EveryoneRow> rows;
  for (const PublishedSatellite& peer : published_satellites()) {
    EveryoneRow row{.peer = peer};
    if (!peer.items.empty()) {
      double sum = 0;
      for (const PublishedItem& item : peer.items) sum += item.specific_mass;
      row.reproduced = sum * peer.factor;
      row.within = std::abs(*row.reproduced / peer.published - 1) <= reproduction_tolerance;
    }
    try {
      SatelliteSpec spec = preset("reference-2026");
      apply_overrides(spec, peer.overrides);
      const SatelliteDesign design = size_satellite(spec);
      row.ours = specific_mass(design, spec, AccountingBoundary::satellite, "peak");
      for (const MassGroup group : {MassGroup::radiator, MassGroup::coolant_loop, MassGroup::power,
                                    MassGroup::bus, MassGroup::computers}) {
        PublishedItem item{group_names[int(group)]};
        for (const MassItem& mass : design.budget.items)
          if (mass.group == group) item.specific_mass += mass.mass / design.compute.it_power;
        row.our_items.push_back(item);
      }
    } catch (const ModelError& error) {
      row.no_answer = error.what();
    }
    rows.push_back(std::move(row));
  }
  return rows;
}

}  // namespace sunrack
