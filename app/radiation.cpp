#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <memory>
#include <nlohmann/json.hpp>
#include <stdexcept>

#include "app/context.h"
#include "physics/numerics/file_output.h"
#include "physics/orbit/orbit.h"
#include "physics/require.h"
#include "physics/units.h"
#include "physics/vtk/field_output.h"
#include "satellite/radiation_pictures.h"
#include "satellite/radiation_report.h"

namespace sunrack::app {

using namespace units;

namespace {

struct Ask {
  SpecSource source{.spec = "", .overrides = {}};
  OutputChoice output;
  std::optional<double> altitude_km, apogee_km, inclination_deg, argument_of_perigee_deg, longitude_deg,
      heliocentric_au, shield_mm, years, confidence, modulation, belt_field_year;
  std::string solar = "min";
  bool geostationary = false, expert = false;
};

constexpr double geostationary_altitude = 35786.03e3;  // [m]
constexpr double aluminium = 2700;                     // [kg/m^3]

RadiationOrbit orbit_asked_for(const Ask& ask) {
  if (ask.heliocentric_au) {
    if (ask.altitude_km || ask.geostationary || ask.inclination_deg || ask.apogee_km)
      throw std::invalid_argument("--heliocentric-au takes no altitude, apogee or inclination");
    return {.kind = RadiationOrbit::Kind::heliocentric,
            .sun_distance = *ask.heliocentric_au * constants::astronomical_unit};
  }
  RadiationOrbit orbit;
  if (ask.geostationary) {
    if (ask.altitude_km || ask.apogee_km || ask.inclination_deg)
      throw std::invalid_argument("--geostationary takes --longitude-deg only");
    orbit = circular_orbit(geostationary_altitude, 0);
  } else {
    const double altitude = ask.altitude_km.value_or(600) * 1_km;
    require(altitude >= 150_km, "--altitude-km", altitude / 1_km,
            "must be 150 km at least: below it the atmosphere takes the belts and the satellite");
    if (!ask.inclination_deg && ask.apogee_km)
      throw std::invalid_argument("--apogee-km needs --inclination-deg");
    orbit = circular_orbit(
        altitude, ask.inclination_deg ? *ask.inclination_deg * 1_deg : sun_synchronous_inclination(altitude));
    if (ask.apogee_km) orbit.apogee_altitude = *ask.apogee_km * 1_km;
  }
  orbit.argument_of_perigee = ask.argument_of_perigee_deg.value_or(0) * 1_deg;
  orbit.longitude = ask.longitude_deg.value_or(0) * 1_deg;
  return orbit;
}

RadiationQuestion question_of(const Ask& ask) {
  RadiationQuestion question;
  if (!ask.source.spec.empty()) {
    if (ask.altitude_km || ask.apogee_km || ask.inclination_deg || ask.geostationary || ask.heliocentric_au)
      throw std::invalid_argument(
          "radiation: a spec has its own orbit; change it with --set orbit.altitude=...");
    question = radiation_question(load(ask.source).spec);
  } else {
    if (!ask.source.overrides.empty()) throw std::invalid_argument("--set goes with a SPEC");
    question.orbit = orbit_asked_for(ask);
  }
  if (ask.shield_mm) {
    require(*ask.shield_mm > 0, "--shield-mm", *ask.shield_mm, "must be positive");
    question.shield = *ask.shield_mm * 1_mm * aluminium;
  }
  if (ask.years) {
    require(*ask.years > 0, "--years", *ask.years, "must be positive");
    question.options.duration = *ask.years * 1_year;
  }
  if (ask.solar != "min" && ask.solar != "max")
    throw std::invalid_argument("--solar = " + ask.solar + ", accepted are min and max");
  question.options.solar = ask.solar == "min" ? SolarCycle::minimum : SolarCycle::maximum;
  if (ask.confidence) question.options.solar_particle_confidence = *ask.confidence;
  question.options.modulation = ask.modulation;
  question.options.belt_field_year = ask.belt_field_year;
  question.options.expert = ask.expert;
  question.options.threads = ask.output.threads;
  return question;
}

int run_radiation(const Ask& ask) {
  const RadiationQuestion question = question_of(ask);
  if (question.options.belt_field_year && question.options.expert)
    fmt::print(stderr,
               "WARNING: the belts are asked in the field of {:.10g}, not in their own: up to 13 times too "
               "many protons in low orbits\n",
               *question.options.belt_field_year);
  const RadiationReport report = radiation_report(question);
  Provenance provenance = bare_provenance();
  nlohmann::ordered_json json = radiation_json(question, report);
  provenance.spec = ask.source.spec.empty() ? "radiation " + json["orbit"].dump() : ask.source.spec;
  provenance.overrides = ask.source.overrides;
  json["provenance"] = provenance_json(provenance);
  if (ask.output.json)
    fmt::print("{}\n", json.dump(2));
  else
    say(ask.output, radiation_text(question, report));
  if (ask.output.folder.empty()) return 0;
  const std::string& folder = ask.output.folder;
  create_folder(folder);
  const std::string head = provenance_comment(provenance, "# ");
  write_file_whole(folder + "/radiation.json", json.dump(2) + "\n");
  write_file_whole(folder + "/spectra.csv", head + spectra_csv(report));
  write_file_whole(folder + "/dose_depth.csv", head + dose_depth_csv(report));
  write_file_whole(folder + "/let.csv", head + let_csv(report));
  std::string written = "radiation.json, spectra.csv, dose_depth.csv, let.csv";
  for (const auto& [name, script] : radiation_plots(question, report)) {
    try {
      write_plot_script(folder + "/" + name, script, provenance);
      written += ", " + name;
    } catch (const PlotError& error) {
      fmt::print(stderr, "note: no {}: {}\n", name, error.what());
      break;
    }
  }
  if (question.orbit.kind == RadiationOrbit::Kind::earth) {
    write_file_whole(folder + "/orbit_flux.csv", head + orbit_flux_csv(question));
    written += ", orbit_flux.csv";
    if (vtk_available()) {
      for (const std::string& name : write_belts(folder, question)) written += ", " + name;
    } else {
      fmt::print(stderr, "note: built without VTK, no belts.vts\n");
    }
  }
  fmt::print(stderr, "wrote {}/: {}\n", folder, written);
  return 0;
}

}  // namespace

void add_radiation(CLI::App& app, Runs& runs) {
  const auto ask = std::make_shared<Ask>();
  auto* command = app.add_subcommand(
      "radiation", "from an orbit and a shield to dose, LET spectrum and upset rates; belts for ParaView");
  command->add_option("spec", ask->source.spec,
                      "preset or TOML file, in place of an orbit on the command line");
  command->add_option("--set", ask->source.overrides, "key=value of the spec")
      ->type_name("KEY=VALUE")
      ->expected(1)
      ->take_all();
  command->add_option("--altitude-km", ask->altitude_km, "above the equatorial radius; the perigee's [600]");
  command->add_option("--apogee-km", ask->apogee_km, "altitude of the apogee; circular if not given");
  command->add_option("--inclination-deg", ask->inclination_deg, "sun-synchronous if not given");
  command->add_option("--argument-of-perigee-deg", ask->argument_of_perigee_deg, "of an elliptic orbit [0]");
  command->add_flag("--geostationary", ask->geostationary, "in place of an altitude");
  command->add_option("--longitude-deg", ask->longitude_deg,
                      "east, of a geostationary satellite or of the node [0]");
  command->add_option("--heliocentric-au", ask->heliocentric_au,
                      "about the Sun at this distance: no belts, no cutoff");
  command->add_option("--shield-mm", ask->shield_mm, "aluminium on all sides, 0.02 to 50 mm [10]");
  command->add_option("--years", ask->years, "of the mission [5]");
  command->add_option("--solar", ask->solar, "min or max")->capture_default_str();
  command->add_option("--confidence", ask->confidence, "of the solar protons [0.95, the only one carried]");
  command->add_option("--modulation", ask->modulation, "W of the cosmic rays [20 at min, 130 at max]");
  command->add_option("--belt-field-year", ask->belt_field_year,
                      "belts in IGRF of this year, wrong at low altitude: with --expert only");
  command->add_flag("--expert", ask->expert, "allow --belt-field-year");
  command->add_option("--threads", ask->output.threads, "0 = all cores; results do not depend on it");
  command->add_flag("--json", ask->output.json, "JSON on standard output, units in the key names");
  command->add_option("--out", ask->output.folder, "folder for tables, plots and VTK files");
  command->add_flag("--quiet", ask->output.quiet, "no tables");
  runs["radiation"] = [ask] { return run_radiation(*ask); };
}

}  // namespace sunrack::app
