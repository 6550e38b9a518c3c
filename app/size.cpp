#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "app/context.h"
#include "physics/numerics/file_output.h"
#include "satellite/plot.h"
#include "satellite/satellite_picture.h"

namespace sunrack::app {

namespace {

void write_files(const std::string& folder, const LoadedSpec& loaded, const SatelliteDesign& design,
                 const nlohmann::ordered_json& json) {
  create_folder(folder);
  const std::string heading = provenance_comment(loaded.provenance, "# ");
  write_file_whole(folder + "/design.json", json.dump(2) + "\n");
  write_file_whole(folder + "/design.txt", heading + "\n" + design_text(loaded.spec, design));
  write_file_whole(folder + "/mass_budget.csv", heading + mass_budget_csv(design));
  write_file_whole(folder + "/spec.toml", heading + loaded.provenance.resolved_spec);
  std::string written = "design.txt, design.json, mass_budget.csv, spec.toml";
  BarPlot plot{
      .title = fmt::format("{}: {:.1f} kg/kW", design.name, design.mass / design.compute.it_power * 1e3),
      .x_label = "specific mass [kg/kW]"};
  for (const MassItem& item : design.budget.items)
    plot.bars.emplace_back(item.name, item.mass / design.compute.it_power * 1e3);
  if (plot_or_note(folder + "/mass_budget.svg", plot, loaded.provenance)) written += ", mass_budget.svg";
  if (vtk_available()) {
    write_surfaces(
        folder, "satellite", satellite_surfaces(loaded.spec, design),
        {{"program", fmt::format("sunrack {} ({})", loaded.provenance.version, loaded.provenance.revision)},
         {"spec", loaded.provenance.resolved_spec},
         {"overrides", fmt::format("{}", fmt::join(loaded.provenance.overrides, " "))}});
    written += ", satellite.vtm (ParaView)";
  } else {
    fmt::print(stderr, "note: built without VTK, no satellite.vtm\n");
  }
  fmt::print(stderr, "wrote {}/: {}\n", folder, written);
}

/// The satellite's name as the name of a folder: whatever could leave the results' folder becomes a dash.
std::string folder_name(const std::string& name) {
  std::string safe;
  for (const char c : name) {
    const bool plain =
        (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '-' || c == '_';
    safe += plain || (c == '.' && !safe.empty()) ? c : '-';
  }
  return safe.empty() ? "satellite" : safe;
}

}  // namespace

int run_size(const SpecSource& source, const OutputChoice& output) {
  const LoadedSpec loaded = load(source);
  const SatelliteDesign design = size_satellite(loaded.spec);
  nlohmann::ordered_json json = design_json(loaded.spec, design);
  json["provenance"] = provenance_json(loaded.provenance);
  if (output.json)
    fmt::print("{}\n", json.dump(2));
  else
    say(output, design_text(loaded.spec, design) + "\n");
  std::string folder = output.folder;
  if (folder.empty() && !output.json) folder = "sunrack-results/" + folder_name(design.name);
  if (!folder.empty()) write_files(folder, loaded, design, json);
  return 0;
}

}  // namespace sunrack::app
