#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <memory>
#include <nlohmann/json.hpp>

#include "app/puncture_question.h"
#include "physics/constants.h"
#include "physics/units.h"
#include "satellite/puncture_rates.h"
#include "satellite/sizing.h"

namespace sunrack::app {

using namespace units;

namespace {

/// The radiator of a specification in the same words; its wall with the armour that sizing gives it. Tubes
/// and sheets of other metals are counted as aluminium of their mass, as sizing does.
void take_from_spec(PuncturesAsked& ask, const SatelliteSpec& spec) {
  const SatelliteDesign design = size_satellite(spec);
  const RadiatorMaterial& material = radiator_material(spec.radiator.material);
  const auto& punctures = design.radiator.punctures;
  const double wall = punctures ? punctures->wall : spec.radiator.tube_wall;
  const DebrisEnvironment environment = debris_environment(spec, design.environment.orbit.inclination);
  ask.area_m2 = design.radiator.area;
  ask.tube_fraction =
      constants::pi * (spec.radiator.tube_inner_diameter + 2 * wall) / spec.radiator.tube_spacing / 2;
  ask.wall_mm = as_aluminium(wall, material) / 1_mm;
  ask.face_sheet_mm = as_aluminium(spec.radiator.face_sheet_thickness, material) / 1_mm;
  ask.core_mm = spec.punctures.standoff / 1_mm;
  ask.altitude_km = spec.orbit.altitude / 1_km;
  ask.inclination_deg = environment.inclination / 1_deg;
  ask.years = spec.mission.life / puncture_year;
  ask.year = environment.year;
  ask.solar_flux = environment.solar_flux;
  ask.confidence = spec.punctures.confidence;
  ask.valve_reliability = spec.punctures.valve_reliability;
  if (spec.punctures.spurious_closure_interval)
    ask.spurious_closure_years = *spec.punctures.spurious_closure_interval / puncture_year;
  ask.common_area_m2 = spec.punctures.common_area;
  ask.common_wall_mm = as_aluminium(spec.punctures.common_wall, material) / 1_mm;
  ask.segment_mass_kg = spec.punctures.valve_mass;
  ask.panel_kg_per_m2 = design.radiator.areal_mass.total;
  ask.attitude = spec.radiator.attitude == "edge-on-zenith" ? "zenith" : "velocity";
  ask.form = "jsc";
  if (!punctures) return;
  const PuncturedPanel& panel = design.radiator.punctured;
  ask.panel_kg_per_m2 = panel.areal_mass;
  ask.segments = punctures->segments_built;
  ask.fin_ratio = panel.neighbour_fin_ratio;
  if (spec.punctures.segment_layout == "heat-pipes") {
    ask.heat_pipes = punctures->segments_built;
    ask.valve_reliability = 1;
    ask.spurious_closure_years = ask.common_area_m2 = 0;
    return;
  }
  ask.coolant_kg = panel.coolant_areal_mass * panel.flown_area;
  ask.reserve_kg = punctures->reserve * ask.coolant_kg;
  ask.isolation_s = spec.punctures.isolation_time;
  ask.hole_mm = spec.punctures.hole_diameter / 1_mm;
  ask.coolant_kg_per_m3 = panel.coolant_density;
  ask.pressure_kpa = panel.coolant_pressure / 1e3;
}

int run_punctures(PuncturesAsked ask, const std::string& words) {
  Provenance provenance = bare_provenance();
  if (!ask.spec.empty()) {
    const LoadedSpec loaded = load({.spec = ask.spec, .overrides = ask.overrides});
    provenance = loaded.provenance;
    take_from_spec(ask, loaded.spec);
  } else {
    if (!ask.overrides.empty()) throw std::invalid_argument("--set goes with a spec");
    provenance.spec = words;
  }
  require_asked(ask);
  const std::array<Exposure, 2> exposures = exposures_of(ask);
  const PunctureAnswer answer = answer_of(ask, exposures, ask.wall_mm * 1_mm);
  nlohmann::ordered_json json = punctures_json(ask, exposures, answer);
  if (ask.output.json) {
    json["provenance"] = {
        {"version", provenance.version}, {"revision", provenance.revision}, {"asked", provenance.spec}};
    fmt::print("{}\n", json.dump(2));
  } else {
    say(ask.output, punctures_text(json));
  }
  if (!ask.output.folder.empty()) write_puncture_files(ask, exposures, answer, json, provenance);
  return 0;
}

/// The options that were given, as they were given.
std::string words_of(const CLI::App& command) {
  std::string words = "punctures";
  for (const CLI::Option* option : command.get_options())
    if (option->count() > 0 && option->get_name() != "--out" && option->get_name() != "--json" &&
        option->get_name() != "--quiet")
      words += " " + option->get_name() + " " + option->results().front();
  return words;
}

}  // namespace

void add_punctures(CLI::App& app, Runs& runs) {
  const auto ask = std::make_shared<PuncturesAsked>();
  auto* command =
      app.add_subcommand("punctures", "holes by meteoroids and debris in a radiator's tubes, and what to do");
  auto* spec = command->add_option("spec", ask->spec, "preset or TOML file: its sized radiator is looked at");
  command->add_option("--set", ask->overrides, "key=value of the spec")
      ->type_name("KEY=VALUE")
      ->expected(1)
      ->take_all()
      ->allow_extra_args(false);
  const auto number = [&](const char* name, double& value, const char* meaning) {
    return command->add_option(name, value, meaning)->capture_default_str();
  };
  const auto without_spec = [&](const char* name, double& value, const char* meaning) {
    number(name, value, meaning)->excludes(spec);
  };
  const auto word = [&](const char* name, std::string& value, const char* meaning) {
    command->add_option(name, value, meaning)->capture_default_str();
  };
  without_spec("--area-m2", ask->area_m2, "planform of the panel");
  without_spec("--tube-fraction", ask->tube_fraction, "of each of two faces that is tube");
  without_spec("--wall-mm", ask->wall_mm, "of the tubes");
  without_spec("--altitude-km", ask->altitude_km,
               "300 to 2250; with --flux-table or --no-debris 100 to 100000");
  without_spec("--inclination-deg", ask->inclination_deg, "0 to 120");
  without_spec("--years", ask->years, "in orbit");
  without_spec("--face-sheet-mm", ask->face_sheet_mm, "aluminium skin in front of the tubes; 0: bare");
  without_spec("--core-mm", ask->core_mm,
               "from the skin to the tubes, or to the back sheet of --form triple");
  without_spec("--back-sheet-mm", ask->back_sheet_mm, "of --form triple: a sandwich in front of the tubes");
  without_spec("--wall-gap-mm", ask->wall_gap_mm, "of --form triple: from the back sheet to the tubes");
  without_spec("--insulation-kg-per-m2", ask->insulation_kg_per_m2, "multilayer insulation in front");
  without_spec("--year", ask->year, "of the high bound of debris growth");
  without_spec("--solar-flux", ask->solar_flux, "F10.7 of the year before [sfu]");
  number("--meteoroid-density", ask->meteoroid_density, "[kg/m3]");
  number("--debris-density", ask->debris_density, "[kg/m3]; steel is 7900");
  number("--shell-multiplier", ask->shell_multiplier, "on small debris of the high bound");
  command->add_option("--material", ask->material, "of bare tubes: aluminium, titanium, steel, cfrp, glass")
      ->capture_default_str()
      ->excludes(spec);
  command
      ->add_option("--attitude", ask->attitude,
                   "panel normal: tumbling, zenith, velocity, orbit-normal, turning")
      ->capture_default_str()
      ->excludes(spec);
  command
      ->add_option("--form", ask->form,
                   "behind a skin: nno or jsc (derates thin skins), Whipple; triple, behind a sandwich")
      ->capture_default_str()
      ->excludes(spec);
  word("--flux-table", ask->flux_table,
       "ORDEM or MASTER export in place of NASA90: diameter_m,flux_per_m2_year");
  number("--share", ask->share, "of the heat to be left at the end");
  without_spec("--confidence", ask->confidence, "with which it must be left");
  without_spec("--segments", ask->segments, "isolable, whose end of life is told; 0: those needed");
  without_spec("--valve-reliability", ask->valve_reliability, "a segment's valves close when asked");
  without_spec("--spurious-closure-years", ask->spurious_closure_years,
               "mean time until a pair of valves closes unasked; 0: never");
  without_spec("--common-area-m2", ask->common_area_m2, "manifolds, pumps, joints: a hole there is the end");
  without_spec("--common-wall-mm", ask->common_wall_mm, "of these");
  without_spec("--coolant-kg", ask->coolant_kg, "in all segments; 0: losses of coolant are not counted");
  without_spec("--reserve-kg", ask->reserve_kg, "coolant in the accumulators");
  without_spec("--isolation-s", ask->isolation_s, "from the hole to closed valves");
  without_spec("--hole-mm", ask->hole_mm, "through which coolant leaves until then");
  without_spec("--coolant-kg-per-m3", ask->coolant_kg_per_m3, "density");
  without_spec("--pressure-kpa", ask->pressure_kpa, "of the coolant");
  without_spec("--fin-ratio", ask->fin_ratio,
               "fin efficiency at twice the pitch over that at the pitch: dead "
               "tubes between live ones; 0.5: no help");
  without_spec("--segment-mass-kg", ask->segment_mass_kg, "valves of one segment, for the optimum");
  without_spec("--panel-kg-per-m2", ask->panel_kg_per_m2, "of the whole panel, for the optimum");
  without_spec("--heat-pipes", ask->heat_pipes,
               "number, each its own segment without valves, for the optimum");
  number("--strings", ask->strings, "of a solar array held alike, each lost by one hit; 0: no array");
  number("--string-area-m2", ask->string_area_m2, "of one string, one face");
  number("--string-cut-mm", ask->string_cut_mm, "particle that cuts a string");
  command->add_flag("--no-debris", ask->no_debris, "meteoroids alone");
  command->add_flag("--json", ask->output.json, "JSON on standard output, units in the key names");
  command->add_option("--out", ask->output.folder, "folder for tables, plots and VTK files");
  command->add_flag("--quiet", ask->output.quiet, "no tables");
  runs["punctures"] = [ask, command] { return run_punctures(*ask, words_of(*command)); };
}

}  // namespace sunrack::app
