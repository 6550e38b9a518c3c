#include "fleet/everyone.h"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <memory>
#include <nlohmann/json.hpp>

#include "app/context.h"
#include "physics/numerics/file_output.h"

namespace sunrack::app {

namespace {

int run_everyone(const OutputChoice& output) {
  const auto rows = everyone();
  const Provenance provenance = bare_provenance();
  const auto json = everyone_json(rows, provenance);
  if (output.json)
    fmt::print("{}\n", json.dump(2));
  else
    say(output, everyone_text(rows));
  if (output.folder.empty()) return 0;
  create_folder(output.folder);
  write_file_whole(output.folder + "/everyone.csv", everyone_csv(rows, provenance));
  write_file_whole(output.folder + "/everyone.json", json.dump(2) + "\n");
  try {
    write_plot_script(output.folder + "/everyone.svg", everyone_plot_script(rows), provenance);
  } catch (const PlotError& error) {
    fmt::print(stderr, "note: no everyone.svg: {}\n", error.what());
  }
  fmt::print(stderr, "wrote {}/: everyone.csv, everyone.json, everyone.svg\n", output.folder);
  return 0;
}

}  // namespace

void add_everyone(CLI::App& app, Runs& runs) {
  auto output = std::make_shared<OutputChoice>();
  auto* everyone_command =
      app.add_subcommand("everyone", "published kg/kW: theirs rebuilt, and their technology counted our way");
  everyone_command->add_flag("--json", output->json, "JSON on standard output, units in the key names");
  everyone_command->add_option("--out", output->folder, "folder for table and plot");
  everyone_command->add_flag("--quiet", output->quiet, "no table");
  runs["everyone"] = [output] { return run_everyone(*output); };
}

}  // namespace sunrack::app
