#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <memory>
#include <nlohmann/json.hpp>

#include "app/context.h"
#include "physics/numerics/file_output.h"
#include "physics/numerics/progress.h"
#include "satellite/network_report.h"

namespace sunrack::app {

namespace {

struct NetworkAsked {
  std::string file;
  OutputChoice output;
};

void write_files(const NetworkAsked& ask, const NetworkFile& file, const NetworkReport& report,
                 const nlohmann::ordered_json& json, const Provenance& provenance) {
  const std::string& folder = ask.output.folder;
  create_folder(folder);
  const std::string heading = provenance_comment(provenance, "# ");
  std::string written = "network.json, network.txt";
  write_file_whole(folder + "/network.json", json.dump(2) + "\n");
  write_file_whole(folder + "/network.txt", heading + "\n" + network_text(file, report));
  const auto table = [&](const std::string& name, const std::string& text) {
    write_file_whole(folder + "/" + name, heading + text);
    written += ", " + name;
  };
  if (report.steady) table("steady.csv", network_steady_csv(file, report));
  const auto history = [&](const std::string& name, const NetworkHistory& of, const std::string& title) {
    table(name + ".csv", network_history_csv(file, of));
    if (!of.switches.empty()) table(name + "_switches.csv", network_switches_csv(of));
    if (!of.sensitivities.empty()) table(name + "_sensitivities.csv", network_sensitivities_csv(file, of));
    if (plot_or_note(folder + "/" + name + ".svg", network_plot(file, of, title), provenance))
      written += ", " + name + ".svg";
  };
  if (report.transient) history("transient", *report.transient, file.network.name());
  if (report.cycle) history("cycle", report.cycle->history, file.network.name() + ": limit cycle");
  fmt::print(stderr, "wrote {}/: {}\n", folder, written);
}

int run_network(const NetworkAsked& ask) {
  const NetworkFile file = read_network_file(ask.file);
  if (!file.steady && file.times.empty() && file.cycle_period == 0)
    throw std::invalid_argument(ask.file + ": asks for nothing: steady = false, no [transient], no [cycle]");
  Provenance provenance = bare_provenance();
  provenance.spec = "network " + ask.file;
  constexpr std::size_t parts = 100;
  Progress progress("network", parts, {.quiet = ask.output.quiet});
  std::size_t shown = 0;
  const NetworkReport report = network_report(file, [&](double share) {
    const auto now = std::size_t(std::clamp(share, 0.0, 1.0) * double(parts));
    if (now > shown) progress.advance(now - shown), shown = now;
  });
  nlohmann::ordered_json json = network_json(file, report);
  json["provenance"] = {
      {"version", provenance.version}, {"revision", provenance.revision}, {"asked", provenance.spec}};
  if (ask.output.json)
    fmt::print("{}\n", json.dump(2));
  else
    say(ask.output, network_text(file, report));
  if (!ask.output.folder.empty()) write_files(ask, file, report, json, provenance);
  return 0;
}

}  // namespace

void add_network(CLI::App& app, Runs& runs) {
  const auto ask = std::make_shared<NetworkAsked>();
  auto* command = app.add_subcommand("network", "a thermal network: steady state, transient, limit cycle");
  command->add_option("file", ask->file, "TOML file that describes the network")->required();
  command->add_flag("--json", ask->output.json, "JSON on standard output, units in the key names");
  command->add_option("--out", ask->output.folder, "folder for tables and plots");
  command->add_flag("--quiet", ask->output.quiet, "no tables, no progress");
  runs["network"] = [ask] { return run_network(*ask); };
}

}  // namespace sunrack::app
