#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <memory>
#include <nlohmann/json.hpp>

#include "app/context.h"
#include "fleet/orbit_or_ground_report.h"
#include "physics/numerics/file_output.h"
#include "physics/require.h"
#include "satellite/text_file.h"

namespace sunrack::app {

namespace {

struct ComparisonAsked {
  std::string spec, prices;
  std::vector<std::string> overrides;
  std::int64_t draws = 2000, seed = 1;
  OutputChoice output;
};

const LifetimePrices& prices_called(const std::string& name) {
  if (name == "2026") return prices_of_2026();
  if (name == "2030") return prices_of_2030();
  throw std::invalid_argument("--prices = \"" + name + "\", accepted are 2026 and 2030");
}

/// A key with a dot is a field of the satellite, one without an input of the comparison.
OrbitOrGround model_of(const std::string& spec, const LifetimePrices& prices, const ComparisonAsked& ask,
                       Provenance& provenance, const std::string& cool = "") {
  SpecSource source{.spec = spec};
  std::vector<std::string> inputs;
  for (const std::string& text : ask.overrides) {
    const auto equals = text.find('=');
    const bool field = text.substr(0, equals).find('.') != std::string::npos;
    (field ? source.overrides : inputs).push_back(text);
  }
  LoadedSpec loaded = load(source);
  const auto fix = [&](std::vector<UncertainInput>& of) {
    for (const std::string& text : inputs) {
      const auto equals = text.find('=');
      if (equals == std::string::npos)
        throw std::invalid_argument("--set " + text + ": write key=value, for example launch_price=100");
      fix_input(of, "orbit-or-ground", text.substr(0, equals), text.substr(equals + 1));
    }
  };
  if (!cool.empty()) {
    OrbitOrGround as_set(loaded.spec, prices);
    fix(as_set.inputs);
    loaded.spec =
        at_least_cost(loaded.spec, prices_as_set(prices, as_set.inputs), cool, study_options(ask.output));
  }
  OrbitOrGround model(loaded.spec, prices);
  fix(model.inputs);
  // A field set by hand is fixed, though its figure has a range of its own otherwise.
  for (const std::string& text : source.overrides) {
    const std::string key = text.substr(0, text.find('='));
    for (UncertainInput& input : model.inputs)
      if (input.key == key) {
        const double value = input.range.nominal;
        input.range = {DistributionKind::fixed, value, value, value};
        input.source = "set by hand";
      }
  }
  provenance = loaded.provenance;
  return model;
}

void write_files(const std::string& folder, const std::vector<OrbitOrGroundStudy>& studies,
                 const Provenance& provenance, const nlohmann::ordered_json& json) {
  create_folder(folder);
  write_file_whole(folder + "/orbit_or_ground.json", json.dump(2) + "\n");
  std::string written = "orbit_or_ground.json";
  const auto name_of = [](const OrbitOrGroundStudy& study) { return study.satellite + "_" + study.prices; };
  for (const OrbitOrGroundStudy& study : studies) {
    write_file_whole(folder + "/draws_" + name_of(study) + ".csv", orbit_or_ground_csv(study, provenance));
    written += fmt::format(", draws_{}.csv", name_of(study));
  }
  try {
    for (const OrbitOrGroundStudy& study : studies) {
      const std::string name = name_of(study);
      write_plot(folder + "/tornado_" + name + ".svg", orbit_or_ground_tornado(study), provenance);
      write_plot(folder + "/break_even_" + name + ".svg", break_even_plot(study), provenance);
      written += fmt::format(", tornado_{0}.svg, break_even_{0}.svg", name);
    }
    write_plot_script(folder + "/orbit_or_ground.svg", orbit_or_ground_script(studies), provenance);
    written += ", orbit_or_ground.svg";
  } catch (const PlotError& error) {
    fmt::print(stderr, "note: not all plots: {}\n", error.what());
  }
  fmt::print(stderr, "wrote {}/: {}\n", folder, written);
}

int run_comparison(const ComparisonAsked& ask) {
  require(ask.draws >= 20 && ask.draws <= 1'000'000, "--samples", double(ask.draws),
          "accepted are 20 to 1000000");
  require(ask.seed >= 0, "--seed", double(ask.seed), "must not be negative");
  Provenance provenance = bare_provenance();
  std::vector<OrbitOrGround> models;
  if (ask.spec.empty()) {
    if (!ask.prices.empty())
      throw std::invalid_argument(
          fmt::format("--prices {}: goes with a specification; without one both years are answered",
                      one_line(ask.prices)));
    models.push_back(model_of("reference-2026", prices_of_2026(), ask, provenance));
    models.push_back(model_of("aggressive-2030", prices_of_2030(), ask, provenance));
    models.push_back(model_of("aggressive-2030", prices_of_2030(), ask, provenance, "aggressive-2030-cool"));
    provenance = bare_provenance();
  } else {
    models.push_back(
        model_of(ask.spec, prices_called(ask.prices.empty() ? "2030" : ask.prices), ask, provenance));
  }
  provenance.seed = static_cast<std::uint64_t>(ask.seed);
  provenance.overrides = ask.overrides;
  std::vector<OrbitOrGroundStudy> studies;
  for (const OrbitOrGround& model : models)
    studies.push_back(orbit_or_ground_study(model, {.draws = static_cast<std::size_t>(ask.draws),
                                                    .seed = static_cast<std::uint64_t>(ask.seed),
                                                    .study = study_options(ask.output)}));
  const auto json = orbit_or_ground_json(studies, provenance);
  if (ask.output.json)
    fmt::print("{}\n", json.dump(2));
  else
    say(ask.output, orbit_or_ground_text(studies));
  if (!ask.output.folder.empty()) write_files(ask.output.folder, studies, provenance, json);
  return 0;
}

}  // namespace

void add_orbit_or_ground(CLI::App& app, Runs& runs) {
  auto ask = std::make_shared<ComparisonAsked>();
  auto* command = app.add_subcommand(
      "orbit-or-ground", "cost of computing in orbit and on the ground, with ranges and break-even price");
  command->add_option(
      "spec", ask->spec,
      "preset or TOML file [reference-2026, aggressive-2030, and that at its junction of least cost]");
  command->add_option("--prices", ask->prices, "of orbit: 2026 or 2030 [2030 for a specification]");
  command
      ->add_option("--set", ask->overrides,
                   "key=value: a field of the satellite, or an input such as launch_price=100")
      ->type_name("KEY=VALUE")
      ->expected(1)
      ->take_all()
      ->allow_extra_args(false);
  command->add_option("--samples", ask->draws, "draws over all ranges")->capture_default_str();
  command->add_option("--seed", ask->seed, "")->capture_default_str();
  command->add_flag("--json", ask->output.json, "JSON on standard output, units in the key names");
  command->add_option("--out", ask->output.folder, "folder for tables and plots");
  command->add_flag("--quiet", ask->output.quiet, "no tables, no progress");
  command->add_option("--threads", ask->output.threads,
                      "number of threads; 0 = all cores; results do not depend on it");
  runs["orbit-or-ground"] = [ask] { return run_comparison(*ask); };
}

}  // namespace sunrack::app
