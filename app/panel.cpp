#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>

#include "app/context.h"
#include "physics/numerics/file_output.h"
#include "physics/numerics/progress.h"
#include "satellite/panel_report.h"

namespace sunrack::app {

namespace {

struct PanelAsked {
  std::string file;
  OutputChoice output;
};

void write_files(const PanelAsked& ask, const PanelFile& file, const PanelReport& report,
                 const nlohmann::ordered_json& json, const Provenance& provenance) {
  const std::string& folder = ask.output.folder;
  create_folder(folder);
  const std::string heading = provenance_comment(provenance, "# ");
  write_file_whole(folder + "/panel.json", json.dump(2) + "\n");
  write_file_whole(folder + "/panel.txt", heading + "\n" + panel_text(file, report));
  write_file_whole(folder + "/tubes.csv", heading + panel_tubes_csv(report));
  write_file_whole(folder + "/surface.csv", heading + panel_surface_csv(report));
  std::string written = "panel.json, panel.txt, tubes.csv, surface.csv";
  if (!report.answer.paths.empty()) {
    write_file_whole(folder + "/paths.csv", heading + panel_paths_csv(report));
    written += ", paths.csv";
  }
  if (!file.probes.empty()) {
    write_file_whole(folder + "/probes.csv", heading + panel_probes_csv(file, report));
    written += ", probes.csv";
  }
  const auto script = [&](const std::string& name, const std::string& text) {
    try {
      write_plot_script(folder + "/" + name, text, provenance);
      written += ", " + name;
    } catch (const PlotError& error) {
      fmt::print(stderr, "note: no {}: {}\n", name, error.what());
    }
  };
  script("surface.svg", gnuplot_script(panel_map(file, report)));
  script("surface_b.svg", gnuplot_script(panel_map(file, report, BoxFace::z_high)));
  // Held tubes are at one temperature, which the file says.
  if (!std::holds_alternative<HeldTubes>(file.field.tubes) &&
      plot_or_note(folder + "/fluid.svg", panel_fluid_plot(file, report), provenance))
    written += ", fluid.svg";
  if (std::holds_alternative<HeatPipeTubes>(file.field.tubes))
    script("heat_pipe_limits.svg", heat_pipe_limits_script(file));
  if (vtk_available()) {
    write_rectilinear_volume(
        folder + "/panel.vtr", panel_volume(report),
        {{"program", fmt::format("sunrack {} ({})", provenance.version, provenance.revision)},
         {"asked", provenance.spec}});
    written += ", panel.vtr (ParaView)";
  } else {
    fmt::print(stderr, "note: built without VTK, no panel.vtr\n");
  }
  fmt::print(stderr, "wrote {}/: {}\n", folder, written);
}

int run_panel(const PanelAsked& ask) {
  const PanelFile file = read_panel_file(ask.file);
  Provenance provenance = bare_provenance();
  provenance.spec = "panel " + ask.file;
  // The mismatch falls by one to two powers of ten a round, from one to the tolerance.
  Progress progress("panel", 10, {.quiet = ask.output.quiet});
  int shown = 0;
  PanelFieldOptions options{.threads = ask.output.threads};
  options.progress = [&](int, double mismatch) {
    const int power = mismatch > 0 ? std::clamp(int(-std::log10(mismatch)), 0, 10) : 10;
    for (; shown < power; ++shown) progress.advance();
  };
  const PanelReport report = panel_report(file, options);
  nlohmann::ordered_json json = panel_json(file, report);
  json["provenance"] = {
      {"version", provenance.version}, {"revision", provenance.revision}, {"asked", provenance.spec}};
  if (ask.output.json)
    fmt::print("{}\n", json.dump(2));
  else
    say(ask.output, panel_text(file, report));
  if (!ask.output.folder.empty()) write_files(ask, file, report, json, provenance);
  return 0;
}

}  // namespace

void add_panel(CLI::App& app, Runs& runs) {
  const auto ask = std::make_shared<PanelAsked>();
  auto* command = app.add_subcommand("panel", "a radiator panel with its tubes or heat pipes, resolved");
  command->add_option("file", ask->file, "TOML file that describes the panel")->required();
  command->add_flag("--json", ask->output.json, "JSON on standard output, units in the key names");
  command->add_option("--out", ask->output.folder, "folder for tables, plots and VTK files");
  command->add_flag("--quiet", ask->output.quiet, "no tables, no progress");
  command->add_option("--threads", ask->output.threads,
                      "number of threads; 0 = all cores where it helps; results do not depend on it");
  runs["panel"] = [ask] { return run_panel(*ask); };
}

}  // namespace sunrack::app
