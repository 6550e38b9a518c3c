#include "fleet/published_peers.h"

#include "satellite/sizing.h"
#include "satellite/spec_file.h"

namespace sunrack::peers {

PublishedSatellite divided(std::string name, double published, double kilograms, double watts,
                           std::string per, std::vector<std::string> overrides, std::string explanation,
                           std::string source) {
  return {.name = std::move(name),
          .published = published * kg_per_kW,
          .per = std::move(per),
          .items = {{"mass over power", kilograms / watts, MassGroup::bus}},
          .division = true,
          .overrides = std::move(overrides),
          .explanation = std::move(explanation),
          .not_told = "items: only a mass and a power were read",
          .needed = "a mass table",
          .source = std::move(source)};
}

PublishedSatellite literature(std::string name, double published, double solar, double cooling,
                              double compute, double battery, double structure, std::string explanation) {
  return {.name = std::move(name),
          .published = published * kg_per_kW,
          .per = "satellite per kW of IT power",
          .items = {{"solar array", at(solar), MassGroup::power},
                    {"cooling", at(cooling), MassGroup::radiator},
                    {"computers", compute * kg_per_kW, MassGroup::computers},
                    {"battery", battery * kg_per_kW, MassGroup::power}},
          .factor = structure,
          .overrides = {"solar_array.specific_power=" + std::to_string(solar),
                        "compute.server_mass=" + std::to_string(compute)},
          .explanation = std::move(explanation),
          .source = "research-viewer.pages.dev, read in part"};
}

PublishedSatellite space_datacentre(std::string name, double published, double array, double area_per_kW,
                                    double areal_mass, double it, double spare, std::string explanation,
                                    std::string assumed) {
  return {.name = std::move(name),
          .published = published * kg_per_kW,
          .per = "satellite per sellable kW",
          .items = {{"solar array", at(array), MassGroup::power},
                    {"radiator", area_per_kW * 1e-3 * areal_mass, MassGroup::radiator},
                    {"computers", it * kg_per_kW, MassGroup::computers},
                    {"battery", simple_battery(35 * 60, 160 * 3600, 0.8), MassGroup::power}},
          .factor = (1 + spare) / (1 - 0.18),
          .overrides = {"solar_array.specific_power=" + std::to_string(array),
                        "radiator.areal_mass=" + std::to_string(areal_mass),
                        "compute.server_mass=" + std::to_string(it), "battery.specific_energy=160",
                        "battery.depth_of_discharge=0.8", "battery.strategy=ride-through"},
          .explanation = std::move(explanation),
          .assumed = assumed,
          .not_told = assumed.empty() ? "" : "structure, battery, area or spare of this case",
          .needed = assumed.empty() ? "" : "the inputs of this case",
          .source = "space-datacentre-model e6609a2d, run"};
}

PublishedSatellite orbit_collisions(std::string name, double published, double eclipse, double sunlit,
                                    std::string explanation, std::string assumed) {
  const double overhead = 1.3, area = overhead / simple_panel_flux(330, 200, 0.9, 0.85);
  return {
      .name = std::move(name),
      .published = published * kg_per_kW,
      .per = "thermal and power per kW of IT power",
      .items = {{"solar array", overhead * at(100) / sunlit, MassGroup::power},
                {"power conversion", overhead * 12 * kg_per_kW / sunlit, MassGroup::power},
                {"radiator", area * 3.5, MassGroup::radiator},
                {"loop", overhead * 0.8 * kg_per_kW, MassGroup::coolant_loop},
                {"battery", overhead * simple_battery(eclipse, 200 * 3600, 0.8), MassGroup::power}},
      .overrides = {"solar_array.specific_power=100", "power.mass_per_power=12", "radiator.areal_mass=3.5",
                    "coolant.loop_mass=0.8", "battery.specific_energy=200", "battery.strategy=ride-through"},
      .explanation = std::move(explanation),
      .assumed = std::move(assumed),
      .source = "orbit-collisions 10c07360, equations read"};
}

PublishedSatellite jedgar(std::string name, double published, double radiator) {
  return {
      .name = std::move(name),
      .published = published * kg_per_kW,
      .per = "per kW of chips",
      .items = {{"solar array", 5 / 0.6 * kg_per_kW, MassGroup::power},
                {"radiator", radiator * kg_per_kW, MassGroup::radiator}},
      .factor = (29.0 - 16.6) / (10 - 1.5),
      .partial = true,
      .overrides = {"solar_array.specific_power=200"},
      .explanation =
          "The ends differ by 12.4 for 8.5 kg/kW of radiator: all is multiplied by 1.46 "
          "(inferred). Switches, harness, lasers and robots are then some 1.5 kg/kW; ours has "
          "servers of 6.",
      .not_told = "nine of eleven items (switches, harness, lasers, robots, ...), and what multiplies them",
      .needed = "its list of eleven items with the multipliers of a run",
      .source = "run"};
}

PublishedSatellite spacedc(std::string name, double published, double array, double battery, double rest,
                           std::string explanation) {
  constexpr double tonne_per_run = 1e3 / 1.008e6;  // [kg/W] of a tonne
  PublishedSatellite peer{
      .name = std::move(name),
      .published = published * kg_per_kW,
      .per = "per kW of IT power",
      .items = {{"solar array", array * tonne_per_run, MassGroup::power},
                {"battery", battery * tonne_per_run, MassGroup::power},
                {"radiator with its build-up", 14.0 * tonne_per_run, MassGroup::radiator}},
      .factor = 1.2 * 1.2,
      .partial = rest == 0,
      .overrides = {"solar_array.specific_power=100", "radiator.areal_mass=7"},
      .explanation = std::move(explanation),
      .not_told = "chips, loop, communications, avionics one by one",
      .needed = "the eight items of a run",
      .source = "spacedc-mdao 0.4.2, run"};
  if (rest > 0) peer.items.push_back({"computers, loop, bus", rest * tonne_per_run, MassGroup::computers});
  return peer;
}

PublishedSatellite turyshev() {
  SatelliteSpec spec = preset("reference-2026");
  spec.battery_strategy = "ride-through";
  const SatelliteDesign ours = size_satellite(spec);
  return {.name = "Turyshev",
          .published = 29.4 * kg_per_kW,
          .per = "array, storage and radiator per kW",
          .items = {{"solar array", 5.64e-3 * ours.solar_array.areal_mass, MassGroup::power},
                    {"radiator", 2.50e-3 * ours.radiator.mass / ours.radiator.area, MassGroup::radiator},
                    {"battery", mass_of(ours.budget, "battery") / ours.compute.it_power, MassGroup::power}},
          .explanation =
              "2.5 m2/kW of radiator is more than ours; computers, loop, conversion and bus are not "
              "counted (34 to 59 with a spacecraft).",
          .assumed =
              "Areas are published (5.64 and 2.50 m2/kW); kilograms per square metre and the battery for "
              "a whole eclipse are those of reference-2026 as sized here.",
          .not_told = "areal masses of array and radiator, specific energy and depth of the battery",
          .needed = "the paper's mass table: only its abstract was read",
          .source = "arXiv 2604.27197, abstract"};
}

PublishedSatellite untold(std::string name, double published, std::string per,
                          std::vector<std::string> overrides, std::string explanation, std::string not_told,
                          std::string needed, std::string source) {
  return {.name = std::move(name),
          .published = published * kg_per_kW,
          .per = std::move(per),
          .overrides = std::move(overrides),
          .explanation = std::move(explanation),
          .not_told = std::move(not_told),
          .needed = std::move(needed),
          .source = std::move(source)};
}

}  // namespace sunrack::peers
