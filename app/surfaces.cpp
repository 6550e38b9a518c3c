#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <memory>
#include <nlohmann/json.hpp>

#include "app/context.h"
#include "physics/numerics/file_output.h"
#include "physics/require.h"
#include "satellite/surfaces_report.h"

namespace sunrack::app {

namespace {

struct SurfacesAsked {
  SpecSource source;
  OutputChoice output;
  int strips = 4;
  int rays = 16384;
  std::int64_t seed = 1;
};

void write_files(const SurfacesAsked& ask, const SurfacesReport& report, const nlohmann::ordered_json& json,
                 const Provenance& provenance) {
  const std::string& folder = ask.output.folder;
  create_folder(folder);
  const std::string heading = provenance_comment(provenance, "# ");
  write_file_whole(folder + "/surfaces.json", json.dump(2) + "\n");
  write_file_whole(folder + "/surfaces.txt", heading + "\n" + surfaces_text(report));
  write_file_whole(folder + "/view_factors.csv", heading + view_factors_csv(report));
  std::string written = "surfaces.json, surfaces.txt, view_factors.csv";
  if (vtk_available()) {
    write_surfaces(folder, "surfaces", surface_blocks(report),
                   {{"program", fmt::format("sunrack {} ({})", provenance.version, provenance.revision)},
                    {"spec", provenance.resolved_spec}});
    written += ", surfaces.vtm (ParaView)";
  } else {
    fmt::print(stderr, "note: built without VTK, no surfaces.vtm\n");
  }
  fmt::print(stderr, "wrote {}/: {}\n", folder, written);
}

int run_surfaces(const SurfacesAsked& ask) {
  require(ask.strips >= 1 && ask.strips <= 64, "--strips", ask.strips, "accepted are 1 to 64");
  require(ask.rays >= 16 && ask.rays <= 10'000'000, "--rays", ask.rays, "accepted are 16 to 10000000");
  require(ask.seed >= 0, "--seed", double(ask.seed), "must not be negative");
  LoadedSpec loaded = load(ask.source);
  loaded.provenance.seed = static_cast<unsigned long long>(ask.seed);
  const SatelliteDesign design = size_satellite(loaded.spec);
  const FlightGeometryOptions options{
      .radiator_strips = ask.strips,
      .views = {.seed = std::uint64_t(ask.seed), .rays = ask.rays, .threads = ask.output.threads}};
  const SurfacesReport report = surfaces_report(loaded.spec, design, options);
  nlohmann::ordered_json json = surfaces_json(report);
  json["provenance"] = provenance_json(loaded.provenance);
  if (ask.output.json)
    fmt::print("{}\n", json.dump(2));
  else
    say(ask.output, surfaces_text(report));
  if (!ask.output.folder.empty()) write_files(ask, report, json, loaded.provenance);
  return 0;
}

}  // namespace

void add_surfaces(CLI::App& app, Runs& runs) {
  const auto ask = std::make_shared<SurfacesAsked>();
  auto* command = app.add_subcommand(
      "surfaces", "how a satellite's surfaces see each other, and what the array does to the radiator");
  command->add_option("spec", ask->source.spec, "preset (sunrack presets) or TOML file")
      ->capture_default_str();
  command->add_option("--set", ask->source.overrides, "key=value, for example radiator.standoff=\"2 m\"")
      ->type_name("KEY=VALUE")
      ->expected(1)
      ->take_all()
      ->allow_extra_args(false);
  command->add_option("--strips", ask->strips, "of each face of the radiator")->capture_default_str();
  command->add_option("--rays", ask->rays, "of one of 16 batches of one surface")->capture_default_str();
  command->add_option("--seed", ask->seed, "of the rays")->capture_default_str();
  command->add_flag("--json", ask->output.json, "JSON on standard output, units in the key names");
  command->add_option("--out", ask->output.folder, "folder for tables and VTK files");
  command->add_flag("--quiet", ask->output.quiet, "no tables");
  command->add_option("--threads", ask->output.threads,
                      "number of threads; 0 = all cores; results do not depend on it");
  runs["surfaces"] = [ask] { return run_surfaces(*ask); };
}

}  // namespace sunrack::app
