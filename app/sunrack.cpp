#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <cstdio>
#include <exception>
#include <string>
#include <vector>

#include "app/commands.h"
#include "physics/numerics/interrupt.h"
#include "physics/require.h"
#include "sunrack_revision.h"

namespace {

using namespace sunrack::app;

constexpr int bad_input = 2, no_answer = 3;

struct Questions {
  SpecSource source;
  OutputChoice output;
  OrbitQuestion orbit;
  IrradianceQuestion irradiance;
  MonteCarloQuestion monte_carlo;
  std::vector<std::string> words;  // sweep: SPEC and axes
  std::string preset_name, ledger_file = "validation/ledger.md";
  bool reference = false, check_ledger = false;
};

void add_spec(CLI::App* command, Questions& ask) {
  command->add_option("spec", ask.source.spec, "preset (sunrack presets) or TOML file")
      ->capture_default_str();
}

void add_overrides(CLI::App* command, Questions& ask) {
  command->add_option("--set", ask.source.overrides, "key=value, for example radiator.tube_spacing=\"80 mm\"")
      ->type_name("KEY=VALUE")
      ->expected(1)
      ->take_all()
      ->allow_extra_args(false);
}

void add_output(CLI::App* command, Questions& ask) {
  command->add_flag("--json", ask.output.json, "JSON on standard output, units in the key names");
  command->add_option("--out", ask.output.folder, "folder for tables, plots and VTK files");
  command->add_flag("--quiet", ask.output.quiet, "no tables, no progress");
}

void add_threads(CLI::App* command, Questions& ask) {
  command->add_option("--threads", ask.output.threads,
                      "number of threads; 0 = all cores; results do not depend on it");
}

void add_questions(CLI::App& app, Questions& ask) {
  auto* size = app.add_subcommand("size", "size a satellite: mass budget, kg/kW, plot, VTK");
  add_spec(size, ask), add_overrides(size, ask), add_output(size, ask);

  auto* orbit = app.add_subcommand("orbit", "beta angle and eclipses of an orbit through a year");
  orbit->add_option("--altitude-km", ask.orbit.altitude_km, "above the equatorial radius")
      ->capture_default_str();
  orbit->add_option("--ltan-h", ask.orbit.ltan_h, "local time of the ascending node, sun-synchronous [18]");
  orbit->add_option("--inclination-deg", ask.orbit.inclination_deg, "in place of a sun-synchronous one");
  orbit->add_option("--raan-deg", ask.orbit.raan_deg, "right ascension of the node on 1 January, inclined");
  orbit->add_option("--year", ask.orbit.year, "")->capture_default_str();
  orbit->add_flag("--events", ask.orbit.events, "list every eclipse of the year");
  add_output(orbit, ask);

  auto* irradiance = app.add_subcommand("irradiance", "what the Earth sends to a plate of any tilt");
  irradiance->add_option("--altitude-km", ask.irradiance.altitude_km, "")->capture_default_str();
  irradiance->add_option("--tilt-deg", ask.irradiance.tilt_deg, "of the normal from nadir")
      ->capture_default_str();
  irradiance
      ->add_option("--azimuth-deg", ask.irradiance.azimuth_deg, "of the normal about nadir, from the Sun's")
      ->capture_default_str();
  irradiance->add_option("--solar-zenith-deg", ask.irradiance.solar_zenith_deg, "at the sub-satellite point")
      ->capture_default_str();
  irradiance->add_option("--albedo", ask.irradiance.albedo, "")->capture_default_str();
  irradiance->add_option("--earth-infrared-W-per-m2", ask.irradiance.earth_infrared_W_per_m2, "")
      ->capture_default_str();
  irradiance->add_flag("--json", ask.output.json, "JSON on standard output, units in the key names");

  auto* sweep = app.add_subcommand("sweep", "size along one or more fields: sweep [SPEC] key=from:to:n ...");
  sweep->add_option("words", ask.words, "SPEC, then axes: key=from:to:n or key=a,b,c")->required();
  add_overrides(sweep, ask), add_output(sweep, ask), add_threads(sweep, ask);

  auto* monte_carlo = app.add_subcommand("monte-carlo", "how sure are we: sample the spec's ranges");
  add_spec(monte_carlo, ask), add_overrides(monte_carlo, ask), add_output(monte_carlo, ask),
      add_threads(monte_carlo, ask);
  monte_carlo->add_option("--samples", ask.monte_carlo.samples, "")->capture_default_str();
  monte_carlo->add_option("--seed", ask.monte_carlo.seed, "")->capture_default_str();

  auto* optimise =
      app.add_subcommand("optimise", "junction temperature, coolant rise and fins of least kg per useful kW");
  add_spec(optimise, ask), add_overrides(optimise, ask), add_output(optimise, ask),
      add_threads(optimise, ask);

  auto* margins = app.add_subcommand("margins", "what eats the radiator's margin, effect by effect");
  add_spec(margins, ask), add_overrides(margins, ask), add_output(margins, ask);

  auto* ledger = app.add_subcommand("ledger", "compute every claim and write validation/ledger.md");
  ledger->add_option("--out", ask.ledger_file, "file to write")->capture_default_str();
  ledger->add_flag("--check", ask.check_ledger, "write nothing; exit 1 if the file is stale");

  auto* presets =
      app.add_subcommand("presets", "list the presets, print one, or print the reference of all fields");
  presets->add_option("name", ask.preset_name, "preset to print");
  presets->add_flag("--reference", ask.reference,
                    "every field with unit, range, default, meaning, source (Markdown)");
}

int run(const std::string& command, const Questions& ask, const Runs& runs) {
  if (const auto found = runs.find(command); found != runs.end()) return found->second();
  if (command == "size") return run_size(ask.source, ask.output);
  if (command == "orbit") return run_orbit(ask.orbit, ask.output);
  if (command == "irradiance") return run_irradiance(ask.irradiance, ask.output);
  if (command == "sweep") {
    SpecSource source = ask.source;
    std::vector<std::string> axes = ask.words;
    if (axes.front().find('=') == std::string::npos) {
      source.spec = axes.front();
      axes.erase(axes.begin());
    }
    return run_sweep(source, axes, ask.output);
  }
  if (command == "monte-carlo") return run_monte_carlo(ask.source, ask.monte_carlo, ask.output);
  if (command == "optimise") return run_optimise(ask.source, ask.output);
  if (command == "margins") return run_margins(ask.source, ask.output);
  if (command == "ledger") return run_ledger(ask.ledger_file, ask.check_ledger);
  return run_presets(ask.preset_name, ask.reference);
}

}  // namespace

int main(int argc, char** argv) {
  CLI::App app{"Sunrack sizes orbital data centers: kg/kW from the chip to the radiator."};
  app.set_version_flag("--version", fmt::format("sunrack {} ({})", SUNRACK_VERSION, SUNRACK_REVISION));
  app.require_subcommand(1);
  Questions ask;
  add_questions(app, ask);
  Runs runs;
  add_radiation(app, runs);
  add_train(app, runs);
  add_bitflips(app, runs);
  add_punctures(app, runs);
  add_inject(app, runs);
  add_panel(app, runs);
  add_fly(app, runs);
  add_surfaces(app, runs);
  add_lifetime(app, runs);
  add_package(app, runs);
  add_network(app, runs);
  add_claims(app, runs);
  add_everyone(app, runs);
  add_orbit_or_ground(app, runs);
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? 0 : bad_input;
  }
  const std::string command = app.get_subcommands().front()->get_name();
  sunrack::watch_interrupts();
  try {
    return run(command, ask, runs);
  } catch (const std::invalid_argument& error) {
    fmt::print(stderr, "sunrack: {}\n", error.what());
    return bad_input;
  } catch (const sunrack::ModelError& error) {
    fmt::print(stderr, "sunrack: no answer: {}\n", error.what());
    return no_answer;
  } catch (const std::exception& error) {
    fmt::print(stderr, "sunrack: {}\n", error.what());
    return sunrack::interrupted() ? sunrack::interrupted_exit_code : 1;
  }
}
