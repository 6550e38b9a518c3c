#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <nlohmann/json.hpp>

#include "app/context.h"
#include "physics/numerics/file_output.h"
#include "physics/numerics/interrupt.h"
#include "physics/numerics/progress.h"
#include "physics/require.h"
#include "satellite/package_report.h"
#include "satellite/package_resistances.h"

namespace sunrack::app {

namespace {

struct PackageAsked {
  std::string file;
  PackageFileOptions reading;
  bool no_leakage = false, no_steady = false, no_heating = false;
  std::string map_layer;
  OutputChoice output;
};

FileMetadata metadata(const Provenance& provenance) {
  return {{"program", fmt::format("sunrack {} ({})", provenance.version, provenance.revision)},
          {"asked", provenance.spec}};
}

/// The field, and the states of a heating with their times.
std::string write_fields(const std::string& folder, const PackageReport& report,
                         const Provenance& provenance) {
  if (!vtk_available()) {
    fmt::print(stderr, "note: built without VTK, no package.vtr\n");
    return "";
  }
  write_rectilinear_volume(folder + "/package.vtr", package_volume(report, shown_temperature(report)),
                           metadata(provenance));
  std::string written = ", package.vtr (ParaView)";
  std::vector<TimedFile> states;
  for (std::size_t n = 0; n < report.snapshots.size(); ++n) {
    const std::string name = fmt::format("heating_{:03}.vtr", n);
    write_rectilinear_volume(folder + "/" + name, package_volume(report, report.snapshots[n].second),
                             metadata(provenance));
    states.push_back({report.snapshots[n].first, name});
  }
  if (!states.empty()) {
    write_series(folder + "/heating.pvd", states);
    written += ", heating.pvd (ParaView)";
  }
  return written;
}

std::size_t layer_named(const PackageFile& file, const std::string& name) {
  std::string known;
  for (std::size_t l = 0; l < file.stack.layers.size(); ++l) {
    if (file.stack.layers[l].name == name) return l;
    known += (l ? ", " : "") + file.stack.layers[l].name;
  }
  throw std::invalid_argument(fmt::format("--map-layer = {}: the layers are {}", name, known));
}

void write_files(const PackageAsked& ask, const PackageFile& file, const PackageReport& report,
                 const nlohmann::ordered_json& json, const Provenance& provenance) {
  const std::string& folder = ask.output.folder;
  create_folder(folder);
  const std::string heading = provenance_comment(provenance, "# ");
  const std::string of_state =
      report.steady ? heading
                    : heading + fmt::format("# at {:.6g} s of heating\n", report.heating->times.back());
  write_file_whole(folder + "/package.json", json.dump(2) + "\n");
  write_file_whole(folder + "/package.txt", heading + "\n" + package_text(file, report));
  write_file_whole(folder + "/blocks.csv", of_state + package_blocks_csv(file, report));
  write_file_whole(folder + "/layers.csv", of_state + package_layers_csv(file, report));
  const std::size_t layer = ask.map_layer.empty() ? hottest_layer(report) : layer_named(file, ask.map_layer);
  write_file_whole(folder + "/layer_map.txt", package_layer_map(report, layer));
  std::string written = "package.json, package.txt, blocks.csv, layers.csv, layer_map.txt";
  if (!file.probes.empty()) {
    write_file_whole(folder + "/probes.csv", of_state + package_probes_csv(file, report));
    written += ", probes.csv";
  }
  if (plot_or_note(folder + "/hottest_layer.svg", package_map(file, report), provenance))
    written += ", hottest_layer.svg";
  if (report.heating) {
    write_file_whole(folder + "/heating.csv", heading + package_history_csv(file, report));
    written += ", heating.csv";
    if (plot_or_note(folder + "/heating.svg", package_history_plot(file, report), provenance))
      written += ", heating.svg";
  }
  written += write_fields(folder, report, provenance);
  fmt::print(stderr, "wrote {}/: {}\n", folder, written);
}

/// A file, or a package that the program carries.
PackageFile asked_package(const PackageAsked& ask) {
  const std::vector<std::string> names = package_names();
  if (ask.file != "catalogue" && std::find(names.begin(), names.end(), ask.file) != names.end()) {
    refuse_foreign_options(".toml", ask.reading);
    return read_package_text(package_source(ask.file), ask.file + ".toml");
  }
  return read_package_file(ask.file, ask.reading);
}

/// Without an answer the notes on the file are all the more worth reading.
PackageReport report_or_notes(const PackageFile& file, const PackageReportOptions& options) {
  try {
    return package_report(file, options);
  } catch (const ModelError&) {
    for (const std::string& note : file.stack.notes) fmt::print(stderr, "note: {}\n", note);
    throw;
  }
}

int run_package(const PackageAsked& ask) {
  const PackageFile file = asked_package(ask);
  if (!ask.map_layer.empty()) layer_named(file, ask.map_layer);
  if (ask.no_steady && !(file.duration > 0))
    throw std::invalid_argument(fmt::format(
        "--no-steady: {} asks for no heating (a trace, or a duration), so nothing is left to solve",
        ask.file));
  Provenance provenance = bare_provenance();
  provenance.spec = "package " + ask.file;
  Progress progress("heating", 100, {.quiet = ask.output.quiet || file.duration == 0});
  int shown = 0;
  PackageReportOptions options{.leakage = !ask.no_leakage,
                               .steady = !ask.no_steady,
                               .heating = !ask.no_heating,
                               .threads = ask.output.threads};
  if (ask.output.folder.empty()) options.snapshots = 0;
  options.progress = [&](double share) {
    for (; shown < int(100 * share); ++shown) progress.advance();
  };
  const PackageReport report = report_or_notes(file, options);
  nlohmann::ordered_json json = package_json(file, report);
  json["provenance"] = {
      {"version", provenance.version}, {"revision", provenance.revision}, {"asked", provenance.spec}};
  if (ask.output.json)
    fmt::print("{}\n", json.dump(2));
  else
    say(ask.output, package_text(file, report));
  if (report.heating && report.heating->run.interrupted) return interrupted_exit_code;
  if (!ask.output.folder.empty()) write_files(ask, file, report, json, provenance);
  return 0;
}

}  // namespace

void add_package(CLI::App& app, Runs& runs) {
  const auto ask = std::make_shared<PackageAsked>();
  auto* command = app.add_subcommand("package", "a chip package resolved: own TOML, 3D-ICE or HotSpot files");
  command
      ->add_option("file", ask->file,
                   ".toml, .stk (3D-ICE) or .config (HotSpot), or gb300-class, which the program carries")
      ->required();
  command->add_flag(
      "--3d-ice-rule", ask->reading.three_d_ice_rule,
      "outermost layers without a heat sink have their nodes on the outer face, to get 3D-ICE's own figures");
  command->add_option("--floorplan", ask->reading.hotspot.floorplan, "HotSpot .flp");
  command->add_option("--power-trace", ask->reading.hotspot.power_trace, "HotSpot .ptrace");
  command->add_option("--layer-file", ask->reading.hotspot.layers, "HotSpot .lcf");
  command->add_option("--materials", ask->reading.hotspot.materials, "HotSpot .materials");
  command->add_flag("--no-leakage", ask->no_leakage, "leakage stays at its reference");
  auto* no_steady = command->add_flag("--no-steady", ask->no_steady,
                                      "the heating only: also of a package that has no steady state");
  command->add_flag("--no-heating", ask->no_heating, "the steady state only")->excludes(no_steady);
  command->add_option("--map-layer", ask->map_layer, "layer of layer_map.txt [the hottest]");
  command->add_flag("--json", ask->output.json, "JSON on standard output, units in the key names");
  command->add_option("--out", ask->output.folder, "folder for tables, plots and VTK files");
  command->add_flag("--quiet", ask->output.quiet, "no tables, no progress");
  command->add_option("--threads", ask->output.threads,
                      "number of threads; 0 = all cores where it helps; results do not depend on it");
  runs["package"] = [ask] { return run_package(*ask); };
}

}  // namespace sunrack::app
