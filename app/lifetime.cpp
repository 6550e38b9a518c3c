#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <cmath>
#include <memory>
#include <nlohmann/json.hpp>

#include "app/context.h"
#include "fleet/lifetime_report.h"
#include "physics/numerics/file_output.h"
#include "physics/require.h"
#include "physics/units.h"

namespace sunrack::app {

using namespace units;

namespace {

struct LifetimeAsked {
  SpecSource source;
  OutputChoice output;
  std::vector<std::string> chips;
  double from_degC = 20, to_degC = 160, factor = 1.2, progress_percent = 30;
  std::int64_t points = 57, draws = 0, seed = 1;
  std::int64_t fleet = 0, runs = 1000;
  double years = 10, replace_years = 0, delay_years = 0;
  bool replace_lost = false, uncertain = false;
};

int whole(const char* name, std::int64_t value, std::int64_t low, std::int64_t high) {
  require(value >= low && value <= high, name, double(value),
          fmt::format("accepted are {} to {}", low, high).c_str());
  return int(value);
}

LifetimeReportQuestion question_of(const LifetimeAsked& ask) {
  LifetimeReportQuestion question;
  const auto accepted = [](bool holds, const char* name, double value, const char* rule) {
    require(holds, name, value, rule);
  };
  accepted(ask.from_degC >= 0 && ask.from_degC < 180, "--from-degC", ask.from_degC, "accepted are 0 to 180");
  accepted(ask.to_degC > ask.from_degC && ask.to_degC <= 180, "--to-degC", ask.to_degC,
           "must be above --from-degC and at most 180");
  accepted(ask.factor > 1 && ask.factor < 3, "--factor", ask.factor, "must be above 1 and below 3");
  accepted(ask.progress_percent >= 0 && ask.progress_percent <= 200, "--progress-percent",
           ask.progress_percent, "accepted are 0 to 200");
  question.study = {.from = ask.from_degC + 0_degC,
                    .to = ask.to_degC + 0_degC,
                    .points = whole("--points", ask.points, 3, 10000),
                    .factor = ask.factor,
                    .chips = ask.chips,
                    .study = study_options(ask.output)};
  question.draws = std::size_t(whole("--draws", ask.draws, 0, 100000));
  accepted(ask.draws != 1, "--draws", double(ask.draws), "one draw has no range: 0 or at least 2");
  question.seed = std::uint64_t(whole("--seed", ask.seed, 0, 2147483647));
  question.progress = std::log1p(ask.progress_percent / 100) / 1_year;
  question.uncertain_fleet = ask.uncertain;
  if (ask.fleet == 0) {
    accepted(!ask.uncertain && !ask.replace_lost && ask.replace_years == 0, "--fleet", 0,
             "is needed by --replace-years, --replace-lost and --uncertain");
    return question;
  }
  accepted(ask.years > 0 && ask.years <= 100, "--years", ask.years, "must be above 0 and at most 100");
  accepted(ask.replace_years >= 0, "--replace-years", ask.replace_years, "must not be negative; 0: never");
  accepted(ask.delay_years >= 0, "--delay-years", ask.delay_years, "must not be negative");
  FleetQuestion fleet{.satellites = whole("--fleet", ask.fleet, 1, 10'000'000),
                      .horizon = ask.years * 1_year,
                      .replace_lost = ask.replace_lost,
                      .replacement_delay = ask.delay_years * 1_year,
                      .runs = whole("--runs", ask.runs, 1, 1'000'000),
                      .seed = question.seed,
                      .threads = ask.output.threads,
                      .cancel = question.study.study.cancel,
                      .progress = question.study.study.progress};
  if (ask.replace_years > 0) fleet.replacement_age = ask.replace_years * 1_year;
  question.fleet = fleet;
  return question;
}

void write_files(const LifetimeAsked& ask, const LifetimeReport& report, const nlohmann::ordered_json& json,
                 const Provenance& provenance) {
  const std::string& folder = ask.output.folder;
  create_folder(folder);
  write_file_whole(folder + "/lifetime.json", json.dump(2) + "\n");
  write_file_whole(folder + "/lifetime.csv", lifetime_curve_csv(report, provenance));
  std::string written = "lifetime.json, lifetime.csv";
  if (report.fleet) {
    write_file_whole(folder + "/fleet.csv", fleet_csv(*report.fleet, provenance));
    written += ", fleet.csv";
  }
  const std::string shown = shown_chip(report.study, report.spec.compute.chip);
  try {
    write_plot_script(folder + "/hotter_or_longer.svg",
                      hotter_or_longer_script(report.study, shown, report.ranges), provenance);
    write_plot_script(folder + "/sensitivity.svg", sensitivity_script(report.sensitivity), provenance);
    written += ", hotter_or_longer.svg, sensitivity.svg";
  } catch (const PlotError& error) {
    fmt::print(stderr, "note: not all plots: {}\n", error.what());
  }
  fmt::print(stderr, "wrote {}/: {}\n", folder, written);
}

int run_lifetime(const LifetimeAsked& ask) {
  const LifetimeReportQuestion question = question_of(ask);
  LoadedSpec loaded = load(ask.source);
  if (question.draws > 0 || question.fleet) loaded.provenance.seed = question.seed;
  const LifetimeReport report = lifetime_report(loaded.spec, question);
  const auto json = lifetime_json(report, loaded.provenance);
  if (ask.output.json)
    fmt::print("{}\n", json.dump(2));
  else
    say(ask.output, lifetime_text(report));
  if (!ask.output.folder.empty()) write_files(ask, report, json, loaded.provenance);
  return 0;
}

}  // namespace

void add_lifetime(CLI::App& app, Runs& runs) {
  const auto ask = std::make_shared<LifetimeAsked>();
  auto* command = app.add_subcommand(
      "lifetime", "hotter or longer: kg and $ per compute delivered without repair, against temperature");
  command->add_option("spec", ask->source.spec, "preset (sunrack presets) or TOML file")
      ->capture_default_str();
  command->add_option("--set", ask->source.overrides, "key=value, for example lifetime.spares=0.1")
      ->type_name("KEY=VALUE")
      ->expected(1)
      ->take_all()
      ->allow_extra_args(false);
  command->add_option("--chips", ask->chips, "of the catalogue, separated by commas [all]")->delimiter(',');
  command->add_option("--from-degC", ask->from_degC, "coldest junction")->capture_default_str();
  command->add_option("--to-degC", ask->to_degC, "hottest junction")->capture_default_str();
  command->add_option("--points", ask->points, "junction temperatures")->capture_default_str();
  command->add_option("--factor", ask->factor, "of \"hotter\": radiator in kelvin")->capture_default_str();
  command
      ->add_option("--progress-percent", ask->progress_percent,
                   "per year that newer machines do more, for the age of replacement")
      ->capture_default_str();
  command->add_option("--draws", ask->draws, "of what is not known about failures")->capture_default_str();
  command->add_option("--fleet", ask->fleet, "satellites followed part by part; 0: none")
      ->capture_default_str();
  command->add_option("--years", ask->years, "that the fleet is followed")->capture_default_str();
  command->add_option("--runs", ask->runs, "of the fleet")->capture_default_str();
  command->add_option("--replace-years", ask->replace_years, "age at which satellites are replaced; 0: never")
      ->capture_default_str();
  command->add_flag("--replace-lost", ask->replace_lost, "replace lost satellites too");
  command->add_option("--delay-years", ask->delay_years, "until a lost one is replaced")
      ->capture_default_str();
  command->add_flag("--uncertain", ask->uncertain, "each run of the fleet draws what is not known");
  command->add_option("--seed", ask->seed, "")->capture_default_str();
  command->add_flag("--json", ask->output.json, "JSON on standard output, units in the key names");
  command->add_option("--out", ask->output.folder, "folder for tables and plots");
  command->add_flag("--quiet", ask->output.quiet, "no tables, no progress");
  command->add_option("--threads", ask->output.threads,
                      "number of threads; 0 = all cores; results do not depend on it");
  runs["lifetime"] = [ask] { return run_lifetime(*ask); };
}

}  // namespace sunrack::app
