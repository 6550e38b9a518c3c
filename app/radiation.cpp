#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <cmath>
#include <memory>
#include <nlohmann/json.hpp>
#include <stdexcept>

#include "app/context.h"
#include "app/radiation_part.h"
#include "physics/numerics/file_output.h"
#include "physics/numerics/progress.h"
#include "physics/orbit/orbit.h"
#include "physics/radiation/cosmic_rays.h"
#include "physics/require.h"
#include "physics/units.h"
#include "physics/vtk/field_output.h"
#include "satellite/radiation_pictures.h"
#include "satellite/radiation_report.h"
#include "satellite/shield.h"

namespace sunrack::app {

using namespace units;

namespace {

struct Ask {
  SpecSource source{.spec = "", .overrides = {}};
  OutputChoice output;
  std::optional<double> altitude_km, apogee_km, inclination_deg, argument_of_perigee_deg, longitude_deg,
      heliocentric_au, shield_mm, years, confidence, modulation, modulation_year, belt_field_year,
      dose_limit_krad, upset_limit_per_day, coverglass_um;
  std::string solar, solar_particles = "esp-psychic";
  bool geostationary = false, expert = false;
  PartAsked part;
};

constexpr double geostationary_altitude = 35786.03e3;  // [m]
constexpr double aluminium = 2700;                     // [kg/m^3]
constexpr double silica = 2200;                        // [kg/m^3]

RadiationOrbit orbit_asked_for(const Ask& ask) {
  if (ask.heliocentric_au) {
    if (ask.altitude_km || ask.geostationary || ask.inclination_deg || ask.apogee_km || ask.longitude_deg ||
        ask.argument_of_perigee_deg)
      throw std::invalid_argument("--heliocentric-au takes no altitude, apogee, inclination or longitude");
    require(*ask.heliocentric_au >= 0.3 && *ask.heliocentric_au <= 10, "--heliocentric-au",
            *ask.heliocentric_au, "must be 0.3 to 10");
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
    require(altitude <= 300000_km, "--altitude-km", altitude / 1_km, "must be 300,000 km at most");
    if (!ask.inclination_deg && ask.apogee_km)
      throw std::invalid_argument("--apogee-km needs --inclination-deg");
    if (ask.inclination_deg)
      require(*ask.inclination_deg >= 0 && *ask.inclination_deg <= 180, "--inclination-deg",
              *ask.inclination_deg, "must be 0 to 180");
    if (ask.apogee_km)
      require(*ask.apogee_km * 1_km >= altitude && *ask.apogee_km <= 300000, "--apogee-km", *ask.apogee_km,
              "must be the altitude of the perigee at least and 300,000 km at most");
    orbit = circular_orbit(
        altitude, ask.inclination_deg ? *ask.inclination_deg * 1_deg : sun_synchronous_inclination(altitude));
    if (ask.apogee_km) orbit.apogee_altitude = *ask.apogee_km * 1_km;
  }
  orbit.argument_of_perigee = ask.argument_of_perigee_deg.value_or(0) * 1_deg;
  if (ask.longitude_deg) orbit.longitude = *ask.longitude_deg * 1_deg;
  return orbit;
}

SolarParticleModel solar_particle_model(const std::string& name) {
  const std::pair<const char*, SolarParticleModel> models[] = {
      {"esp-psychic", SolarParticleModel::esp_psychic},
      {"king-1972", SolarParticleModel::king_august_1972},
      {"wilson-1956", SolarParticleModel::wilson_february_1956},
      {"wilson-1960", SolarParticleModel::wilson_november_1960},
      {"wilson-1972", SolarParticleModel::wilson_august_1972},
      {"none", SolarParticleModel::none}};
  std::string known;
  for (const auto& [key, model] : models) {
    if (name == key) return model;
    known += (known.empty() ? "" : ", ") + std::string(key);
  }
  throw std::invalid_argument("--solar-particles = " + name + ", accepted are " + known);
}

/// The lightest shields of a spec's box for its limits, one per material.
nlohmann::ordered_json lightest_shields(const Ask& ask, const RadiationQuestion& question) {
  if (ask.source.spec.empty())
    throw std::invalid_argument(
        "--dose-limit-krad and --upset-limit-per-day need a SPEC: its box and its bits");
  const auto optional = [](const std::optional<double>& value, double unit) {
    return value ? std::optional(*value * unit) : std::nullopt;
  };
  SatelliteSpec spec = load(ask.source).spec;
  spec.mission.life = question.options.duration;
  spec.radiation.solar_cycle = question.options.solar == SolarCycle::minimum ? "minimum" : "maximum";
  spec.shield.density.reset();
  const MissionRadiation radiation = mission_radiation(spec, question.orbit.inclination);
  auto shields = nlohmann::ordered_json::array();
  for (const char* material : {"aluminium", "polyethylene", "carbon-fibre", "titanium", "tantalum"}) {
    spec.shield.material = material;
    const ShieldChoice choice =
        lightest_shield(spec, radiation, optional(ask.dose_limit_krad, 1_krad),
                        optional(ask.upset_limit_per_day, 1 / 1_day), spec.radiation.memory_bits);
    shields.push_back({{"material", material},
                       {"thickness_mm", choice.thickness / 1_mm},
                       {"mass_kg", choice.mass},
                       {"kg_per_kW", choice.specific_mass * 1_kW},
                       {"dose_krad", choice.dose / 1_krad},
                       {"upsets_per_day", choice.upset_rate * 1_day}});
  }
  return shields;
}

std::string shields_text(const nlohmann::ordered_json& shields) {
  std::string text = fmt::format("\n{:<18}{:>8}{:>10}{:>10}{:>10}{:>14}\n", "Lightest shields", "mm", "kg",
                                 "kg/kW", "krad", "upsets/day");
  for (const auto& shield : shields)
    text += fmt::format("  {:<16}{:>8.3g}{:>10.4g}{:>10.3g}{:>10.3g}{:>14.3g}\n",
                        shield["material"].get<std::string>(), shield["thickness_mm"].get<double>(),
                        shield["mass_kg"].get<double>(), shield["kg_per_kW"].get<double>(),
                        shield["dose_krad"].get<double>(), shield["upsets_per_day"].get<double>());
  return text;
}

RadiationQuestion question_of(const Ask& ask) {
  RadiationQuestion question;
  if (!ask.source.spec.empty()) {
    if (ask.altitude_km || ask.apogee_km || ask.inclination_deg || ask.geostationary || ask.heliocentric_au ||
        ask.longitude_deg || ask.argument_of_perigee_deg)
      throw std::invalid_argument(
          "radiation: a spec has its own orbit; change it with --set orbit.altitude=...");
    question = radiation_question(load(ask.source).spec);
  } else {
    if (!ask.source.overrides.empty()) throw std::invalid_argument("--set goes with a SPEC");
    question.orbit = orbit_asked_for(ask);
  }
  if (ask.shield_mm) {
    require(std::isfinite(*ask.shield_mm) && *ask.shield_mm > 0, "--shield-mm", *ask.shield_mm,
            "must be finite and positive");
    question.shield = *ask.shield_mm * 1_mm * aluminium;
  }
  if (ask.coverglass_um) {
    require(*ask.coverglass_um >= 0 && *ask.coverglass_um <= 4000, "--coverglass-um", *ask.coverglass_um,
            "must be 0 to 4000");
    question.cells.front = *ask.coverglass_um * 1_um * silica;
  }
  if (ask.years) {
    require(std::isfinite(*ask.years) && *ask.years > 0, "--years", *ask.years,
            "must be finite and positive");
    question.options.duration = *ask.years * 1_year;
  }
  if (!ask.solar.empty()) {
    if (ask.solar != "min" && ask.solar != "max")
      throw std::invalid_argument("--solar = " + ask.solar + ", accepted are min and max");
    question.options.solar = ask.solar == "min" ? SolarCycle::minimum : SolarCycle::maximum;
  }
  question.options.solar_particles = solar_particle_model(ask.solar_particles);
  if (ask.confidence) {
    if (question.options.solar_particles != SolarParticleModel::esp_psychic)
      throw std::invalid_argument("--confidence is that of esp-psychic; --solar-particles is " +
                                  ask.solar_particles);
    question.options.solar_particle_confidence = *ask.confidence;
  }
  if (ask.modulation && ask.modulation_year)
    throw std::invalid_argument("--modulation and --modulation-year exclude each other");
  question.options.modulation = ask.modulation;
  if (ask.modulation_year) {
    require(std::isfinite(*ask.modulation_year), "--modulation-year", *ask.modulation_year, "must be finite");
    question.options.modulation = modulation_at(*ask.modulation_year);
  }
  question.options.belt_field_year = ask.belt_field_year;
  question.options.expert = ask.expert;
  question.options.threads = ask.output.threads;
  if (auto part = part_asked_for(ask.part)) question.parts.push_back(std::move(*part));
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
  if (ask.dose_limit_krad || ask.upset_limit_per_day)
    json["lightest_shields"] = lightest_shields(ask, question);
  provenance.spec = ask.source.spec.empty() ? "radiation " + json["orbit"].dump() : ask.source.spec;
  provenance.overrides = ask.source.overrides;
  json["provenance"] = provenance_json(provenance);
  if (ask.output.json)
    fmt::print("{}\n", json.dump(2));
  else
    say(ask.output, radiation_text(question, report) +
                        (json.contains("lightest_shields") ? shields_text(json["lightest_shields"]) : ""));
  if (ask.output.folder.empty()) return 0;
  const std::string& folder = ask.output.folder;
  create_folder(folder);
  Progress progress("plots and belts", 3, {.quiet = ask.output.quiet});
  const std::string head = provenance_comment(provenance, "# ");
  write_file_whole(folder + "/radiation.json", json.dump(2) + "\n");
  write_file_whole(folder + "/spectra.csv", head + spectra_csv(report));
  write_file_whole(folder + "/dose_depth.csv", head + dose_depth_csv(report));
  write_file_whole(folder + "/let.csv", head + let_csv(report));
  std::string written = "radiation.json, spectra.csv, dose_depth.csv, let.csv";
  progress.advance();
  for (const auto& [name, script] : radiation_plots(question, report)) {
    try {
      write_plot_script(folder + "/" + name, script, provenance);
      written += ", " + name;
    } catch (const PlotError& error) {
      fmt::print(stderr, "note: no {}: {}\n", name, error.what());
      break;
    }
  }
  progress.advance();
  if (question.orbit.kind == RadiationOrbit::Kind::earth) {
    write_file_whole(folder + "/orbit_flux.csv", head + orbit_flux_csv(question));
    written += ", orbit_flux.csv";
    if (vtk_available()) {
      const FileMetadata metadata{
          {"program", fmt::format("sunrack {} ({})", provenance.version, provenance.revision)},
          {"asked", provenance.spec}};
      for (const std::string& name : write_belts(folder, question, metadata)) written += ", " + name;
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
      ->take_all()
      ->allow_extra_args(false);
  command->add_option("--altitude-km", ask->altitude_km, "above the equatorial radius; the perigee's [600]");
  command->add_option("--apogee-km", ask->apogee_km, "altitude of the apogee; circular if not given");
  command->add_option("--inclination-deg", ask->inclination_deg, "sun-synchronous if not given");
  command->add_option("--argument-of-perigee-deg", ask->argument_of_perigee_deg, "of an elliptic orbit [0]");
  command->add_flag("--geostationary", ask->geostationary, "in place of an altitude");
  command->add_option("--longitude-deg", ask->longitude_deg,
                      "east, of a geostationary satellite or of the first node [mean of all]");
  command->add_option("--heliocentric-au", ask->heliocentric_au,
                      "about the Sun at this distance: no belts, no cutoff");
  command->add_option("--shield-mm", ask->shield_mm, "aluminium on all sides, 0.02 to 50 mm [10]");
  command->add_option("--coverglass-um", ask->coverglass_um,
                      "silica in front of solar cells [the spec's, else 100, and nothing from behind]");
  command->add_option("--years", ask->years, "of the mission [5]");
  command->add_option("--solar", ask->solar, "min or max [the spec's, else min]");
  command
      ->add_option("--solar-particles", ask->solar_particles,
                   "esp-psychic, king-1972, wilson-1956, wilson-1960, wilson-1972 or none")
      ->capture_default_str();
  command->add_option("--confidence", ask->confidence,
                      "of ESP-PSYCHIC, 0.5 to 0.99 [0.95; another is an estimate]");
  command->add_option("--modulation", ask->modulation, "W of the cosmic rays [20 at min, 130 at max]");
  command->add_option("--modulation-year", ask->modulation_year, "W of this decimal year, 1951.5 to 2025.5");
  command->add_option("--dose-limit-krad", ask->dose_limit_krad,
                      "of a SPEC: the lightest shields that keep it, per material");
  command->add_option("--upset-limit-per-day", ask->upset_limit_per_day,
                      "of a SPEC: the same for upsets among its bits");
  command->add_option("--belt-field-year", ask->belt_field_year,
                      "belts in IGRF of this year, wrong at low altitude: with --expert only");
  command->add_flag("--expert", ask->expert, "allow --belt-field-year");
  add_part_options(*command, ask->part);
  command->add_option("--threads", ask->output.threads, "0 = all cores; results do not depend on it");
  command->add_flag("--json", ask->output.json, "JSON on standard output, units in the key names");
  command->add_option("--out", ask->output.folder, "folder for tables, plots and VTK files");
  command->add_flag("--quiet", ask->output.quiet, "no tables");
  runs["radiation"] = [ask] { return run_radiation(*ask); };
}

}  // namespace sunrack::app
