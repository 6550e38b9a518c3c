#include "satellite/package_file.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "chips/packages/three_d_ice_file.h"
#include "physics/thermal/coolant.h"
#include "satellite/toml_fields.h"

namespace sunrack {

namespace {

using Rule = ValueRule;

constexpr std::array<const char*, 6> side_names = {"west", "east", "south", "north", "bottom", "top"};

class Reader : TomlFields {
 public:
  using TomlFields::TomlFields;

  PackageFile read() {
    const TomlNode& root = document_.root();
    document_.require_known(root, {"name", "package", "materials", "layers", "boundary", "leakage", "limits",
                                   "transient", "grid", "probes"});
    file_.kind = "sunrack";
    file_.name = name();
    stack().name = file_.name;
    read_package(needed_table("package"));
    read_materials(needed_table("materials"));
    const TomlNode* layers = root.find("layers");
    if (!layers) throw SpecError(document_.source_name() + ": the tables [[layers]] are missing");
    for (const TomlNode& one : document_.array(*layers)) read_layer(document_.table(one));
    read_boundary(needed_table("boundary"));
    if (const TomlNode* t = table("leakage")) read_leakage(*t);
    if (const TomlNode* t = table("limits")) read_limits(*t);
    if (const TomlNode* t = table("transient")) read_transient(*t);
    if (const TomlNode* t = table("grid")) read_grid(*t);
    require_package(stack());
    require_traces();
    if (const TomlNode* probes = root.find("probes")) read_probes(*probes);
    return std::move(file_);
  }

 private:
  PackageStack& stack() { return file_.stack; }
  SourcePlace place(const TomlNode& node) const {
    return {document_.source_name(), node.key_line, node.key_column};
  }

  void read_package(const TomlNode& t) {
    document_.require_known(t, {"width", "depth"});
    stack().width = need(t, "width", "mm");
    stack().depth = need(t, "depth", "mm");
    stack().place = place(t);
  }

  void read_materials(const TomlNode& t) {
    for (const TomlNode& one : t.children) {
      const TomlNode& m = document_.table(one);
      document_.require_known(m, {"conductivity", "conductivity_x", "conductivity_y", "conductivity_z",
                                  "heat_capacity", "temperatures", "factors"});
      SolidMaterial material{.name = std::string(m.name())};
      double even = 0;
      const bool isotropic = take(m, "conductivity", "W/m/K", Rule::not_negative, even);
      for (const auto& [name, target] : {std::pair("conductivity_x", &material.kx),
                                         {"conductivity_y", &material.ky},
                                         {"conductivity_z", &material.kz}}) {
        *target = even;
        if (!take(m, name, "W/m/K", Rule::not_negative, *target) && !isotropic)
          document_.refuse_key(m, fmt::format("conductivity or {} is missing", name));
      }
      take(m, "heat_capacity", "J/m3/K", Rule::positive, material.heat_capacity);
      if (const TomlNode* temperatures = m.find("temperatures")) {
        material.factor_temperature = numbers(*temperatures, "K", Rule::positive);
        material.factor = numbers(need_node(m, "factors"), "", Rule::positive);
        if (material.factor.size() != material.factor_temperature.size())
          document_.refuse_key(need_node(m, "factors"), "must be as many as temperatures");
        if (std::adjacent_find(material.factor_temperature.begin(), material.factor_temperature.end(),
                               std::greater_equal<>()) != material.factor_temperature.end())
          document_.refuse_key(*temperatures, "must increase");
      } else if (const TomlNode* factors = m.find("factors")) {
        document_.refuse_key(*factors, "goes with temperatures");
      }
      stack().materials.push_back(std::move(material));
    }
  }

  std::uint16_t material(const TomlNode& node) {
    return material_named(stack(), document_.text(node), {document_.source_name(), node.line, node.column});
  }

  void read_layer(const TomlNode& t) {
    document_.require_known(
        t, {"name", "thickness", "material", "cells", "contact_above", "channels", "blocks"});
    PackageLayer layer;
    layer.name = document_.text(need_node(t, "name"));
    layer.place = place(need_node(t, "name"));
    layer.thickness = need(t, "thickness", "um");
    if (const TomlNode* m = t.find("material")) layer.material = material(*m);
    if (const TomlNode* cells = t.find("cells")) layer.cells = document_.integer(*cells, 1, 1000);
    take(t, "contact_above", "m2 K/W", Rule::not_negative, layer.contact_above);
    if (const TomlNode* channels = t.find("channels"))
      layer.channels = read_channels(document_.table(*channels));
    if (const TomlNode* blocks = t.find("blocks"))
      for (const TomlNode& one : document_.array(*blocks))
        layer.blocks.push_back(read_block(document_.table(one)));
    stack().layers.push_back(std::move(layer));
  }

  PackageBlock read_block(const TomlNode& t) {
    document_.require_known(t, {"name", "x", "y", "width", "depth", "material", "power", "leakage_share",
                                "group", "trace", "on_top"});
    PackageBlock block{.name = document_.text(need_node(t, "name")), .place = place(need_node(t, "name"))};
    block.where = {{need(t, "x", "mm", Rule::not_negative), need(t, "y", "mm", Rule::not_negative),
                    need(t, "width", "mm"), need(t, "depth", "mm")}};
    if (const TomlNode* m = t.find("material")) block.material = material(*m);
    if (const TomlNode* trace = t.find("trace")) {
      block.trace = numbers(*trace, "W", Rule::not_negative);
      if (block.trace.empty()) document_.refuse_key(*trace, "must not be empty");
      for (const double power : block.trace) block.power += power / double(block.trace.size());
      if (const TomlNode* power = t.find("power"))
        document_.refuse_key(*power, "does not go with trace, whose mean it is");
    }
    take(t, "power", "W", Rule::not_negative, block.power);
    take(t, "leakage_share", "", Rule::share, block.leakage_share);
    if (const TomlNode* group = t.find("group"))
      block.group = document_.choice(*group, {"die", "memory", "other"});
    if (const TomlNode* on_top = t.find("on_top")) block.on_top = document_.boolean(*on_top);
    return block;
  }

  CoolantChannels read_channels(const TomlNode& t) {
    document_.require_known(
        t, {"flow", "channel_width", "wall_width", "coolant", "mass_flow", "inlet", "film_coefficient"});
    CoolantChannels c;
    const std::string flow =
        document_.choice(need_node(t, "flow"), {"eastward", "westward", "northward", "southward"});
    c.along_x = flow == "eastward" || flow == "westward";
    c.reversed = flow == "westward" || flow == "southward";
    c.channel_width = need(t, "channel_width", "um");
    c.wall_width = need(t, "wall_width", "um");
    c.coolant = document_.choice(need_node(t, "coolant"), coolant_names());
    c.mass_flow = need(t, "mass_flow", "g/s");
    c.inlet_temperature = need(t, "inlet", "K");
    take(t, "film_coefficient", "W/m2/K", Rule::positive, c.film_coefficient);
    return c;
  }

  void read_boundary(const TomlNode& t) {
    document_.require_known(t, {side_names.begin(), side_names.end()});
    for (std::size_t side = 0; side < side_names.size(); ++side) {
      const TomlNode* node = t.find(side_names[side]);
      if (!node) continue;
      const TomlNode& s = document_.table(*node);
      document_.require_known(
          s, {"convection", "fluid_temperature", "emissivity", "sink_temperature", "absorbed", "fixed"});
      SurfaceCondition& b = stack().boundary[side];
      double fixed = 0;
      if (take(s, "fixed", "K", Rule::positive, fixed)) {
        if (s.children.size() > 1) document_.refuse_key(s, "fixed goes alone");
        b.fixed = fixed;
        continue;
      }
      if (take(s, "convection", "W/m2/K", Rule::not_negative, b.convection))
        b.fluid_temperature = need(s, "fluid_temperature", "K");
      take(s, "emissivity", "", Rule::share, b.emissivity);
      take(s, "sink_temperature", "K", Rule::not_negative, b.sink_temperature);
      take(s, "absorbed", "W/m2", Rule::not_negative, b.absorbed);
    }
  }

  void read_leakage(const TomlNode& t) {
    document_.require_known(t, {"doubling_interval", "reference"});
    stack().leakage_doubling_interval = need(t, "doubling_interval", "delta_K");
    stack().leakage_reference_temperature = need(t, "reference", "K");
  }

  void read_limits(const TomlNode& t) {
    document_.require_known(t, {"die", "memory"});
    double limit = 0;
    if (take(t, "die", "K", Rule::positive, limit)) stack().die_limit = limit;
    if (take(t, "memory", "K", Rule::positive, limit)) stack().memory_limit = limit;
  }

  void read_transient(const TomlNode& t) {
    document_.require_known(t, {"duration", "start", "trace_interval"});
    take(t, "duration", "s", Rule::positive, file_.duration);
    take(t, "start", "K", Rule::positive, stack().start_temperature);
    take(t, "trace_interval", "s", Rule::positive, stack().trace_interval);
    if (file_.duration == 0 && stack().trace_interval == 0)
      document_.refuse_key(t, "duration or trace_interval is missing");
  }

  /// Traces fill the whole of the time that is asked for.
  void require_traces() {
    std::size_t values = 0;
    for (const PackageLayer& layer : stack().layers)
      for (const PackageBlock& block : layer.blocks) values = std::max(values, block.trace.size());
    if (values == 0) {
      if (stack().trace_interval > 0)
        document_.refuse_key(need_node(needed_table("transient"), "trace_interval"), "no block has a trace");
      return;
    }
    const TomlNode* t = table("transient");
    if (!t || stack().trace_interval == 0)
      throw SpecError(document_.source_name() + ": blocks have traces; transient.trace_interval is missing");
    const double lasts = stack().trace_interval * double(values);
    if (file_.duration == 0) file_.duration = lasts;
    if (file_.duration > lasts * (1 + 1e-12))
      document_.refuse_key(need_node(*t, "duration"), fmt::format("the traces last {:g} s", lasts));
  }

  void read_grid(const TomlNode& t) {
    document_.require_known(
        t, {"cells_x", "cells_y", "largest_cell", "cells_across_heat", "heated_layer_cells", "tallest_cell"});
    PackageGrid& g = file_.grid;
    const auto whole = [&](const char* name, int& target) {
      if (const TomlNode* node = t.find(name)) target = document_.integer(*node, 1, 100000);
    };
    whole("cells_x", g.nx);
    whole("cells_y", g.ny);
    whole("cells_across_heat", g.cells_across_heat);
    whole("heated_layer_cells", g.heated_layer_cells);
    take(t, "largest_cell", "mm", Rule::positive, g.largest_cell);
    take(t, "tallest_cell", "mm", Rule::positive, g.tallest_cell);
    if ((g.nx == 0) != (g.ny == 0)) document_.refuse_key(t, "cells_x and cells_y go together");
  }

  void read_probes(const TomlNode& node) {
    double height = 0;
    for (const PackageLayer& layer : stack().layers) height += layer.thickness;
    for (const TomlNode& one : document_.array(node)) {
      const TomlNode& t = document_.table(one);
      document_.require_known(t, {"name", "x", "y", "z"});
      PackageProbe probe{document_.text(need_node(t, "name")), need(t, "x", "mm", Rule::not_negative),
                         need(t, "y", "mm", Rule::not_negative), need(t, "z", "um", Rule::not_negative)};
      if (probe.name.empty() || probe.name.find_first_of(",\"\n") != std::string::npos)
        document_.refuse(need_node(t, "name"), "must not be empty nor hold a comma or a quotation mark");
      const auto within = [&](const char* name, double value, double end) {
        if (value > end)
          document_.refuse(need_node(t, name), fmt::format("lies beyond the package's {:g} m", end));
      };
      within("x", probe.x, stack().width);
      within("y", probe.y, stack().depth);
      within("z", probe.z, height);
      file_.probes.push_back(std::move(probe));
    }
  }

  PackageFile file_;
};

/// [s] that the traces of a file of another program last.
double trace_duration(const PackageStack& stack) {
  std::size_t values = 0;
  for (const PackageLayer& layer : stack.layers)
    for (const PackageBlock& block : layer.blocks) values = std::max(values, block.trace.size());
  return values > 1 ? stack.trace_interval * double(values) : 0;
}

}  // namespace

PackageFile read_package_text(std::string_view text, const std::string& source_name) {
  const TomlDocument document(text, source_name);
  return Reader(document).read();
}

PackageFile read_package_file(const std::filesystem::path& file, const PackageFileOptions& options) {
  const std::string ending = file.extension().string();
  PackageFile result;
  if (ending == ".toml") {
    const TomlDocument document = TomlDocument::read(file.string());
    return Reader(document).read();
  }
  if (ending == ".stk") {
    result.kind = "3D-ICE";
    result.stack = read_three_d_ice(file, {.bottom_node_on_face = options.three_d_ice_rule});
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
  result.duration = trace_duration(result.stack);
  return result;
}

}  // namespace sunrack
