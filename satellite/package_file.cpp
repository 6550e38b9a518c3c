#include "satellite/package_file.h"

#include <fmt/format.h>

#include <algorithm>

#include "chips/packages/three_d_ice_file.h"
#include "satellite/package_toml.h"

namespace sunrack {

namespace {

/// [s] that the traces of a file of another program last. 3D-ICE heats for one slot where each block has one
/// value; a HotSpot trace of one row is the steady state.
double trace_duration(const PackageStack& stack, bool one_value_heats) {
  std::size_t values = one_value_heats ? 1 : 0;
  for (const PackageLayer& layer : stack.layers)
    for (const PackageBlock& block : layer.blocks) values = std::max(values, block.trace.size());
  return values > 1 || one_value_heats ? stack.trace_interval * double(values) : 0;
}

}  // namespace

void refuse_foreign_options(const std::string& ending, const PackageFileOptions& options) {
  const auto refuse = [&](const char* option, const std::string& value, const char* belongs) {
    throw SpecError(fmt::format("{}{}{}: goes with {} only, not with a {} file", option,
                                value.empty() ? "" : " ", one_line(value), belongs, one_line(ending)));
  };
  if (options.three_d_ice_rule && ending != ".stk") refuse("--3d-ice-rule", "", "a .stk file (3D-ICE)");
  if (ending == ".config") return;
  for (const auto& [option, value] : {std::pair("--floorplan", options.hotspot.floorplan),
                                      {"--power-trace", options.hotspot.power_trace},
                                      {"--layer-file", options.hotspot.layers},
                                      {"--materials", options.hotspot.materials}})
    if (!value.empty()) refuse(option, value, "a .config file (HotSpot)");
}

PackageFile read_package_text(std::string_view text, const std::string& source_name) {
  return read_package_document(TomlDocument(text, source_name));
}

PackageFile read_package_file(const std::filesystem::path& file, const PackageFileOptions& options) {
  const std::string ending = file.extension().string();
  PackageFile result;
  refuse_foreign_options(ending, options);
  if (ending == ".toml") return read_package_document(TomlDocument::read(file.string()));
  if (ending == ".stk") {
    result.kind = "3D-ICE";
    result.stack = read_three_d_ice(file, {.outer_nodes_on_faces = options.three_d_ice_rule});
  } else if (ending == ".config") {
    result.kind = "HotSpot";
    result.stack = read_hotspot(file, options.hotspot);
  } else {
    throw SpecError(
        fmt::format("{}: the ending tells what a file is: .toml (own), .stk (3D-ICE), .config "
                    "(HotSpot)",
                    one_line(file.string())));
  }
  result.name = file.stem().string();
  result.duration = trace_duration(result.stack, ending == ".stk");
  return result;
}

}  // namespace sunrack
