#include "satellite/package_toml.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>

#include "chips/packages/package_plausibility.h"
#include "satellite/package_fields.h"

namespace sunrack {

namespace {

namespace b = package_bounds;

class Reader : PackageFields {
 public:
  using PackageFields::PackageFields;

  PackageFile read() {
    const TomlNode& root = document_.root();
    document_.require_known(root, {"name", "package", "materials", "layers", "boundary", "leakage", "limits",
                                   "transient", "grid", "probes"});
    file_.kind = "sunrack";
    file_.name = name();
    stack().name = file_.name;
    read_package_stack(document_, stack());
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

  void read_boundary(const TomlNode& t) {
    document_.require_known(t, {package_sides.begin(), package_sides.end()});
    for (std::size_t side = 0; side < package_sides.size(); ++side) {
      const TomlNode* node = t.find(package_sides[side]);
      if (!node) continue;
      const TomlNode& s = document_.table(*node);
      document_.require_known(
          s, {"convection", "fluid_temperature", "emissivity", "sink_temperature", "absorbed", "fixed"});
      SurfaceCondition& condition = stack().boundary[side];
      double fixed = 0;
      if (take(s, "fixed", "K", b::temperature, fixed)) {
        if (s.children.size() > 1) document_.refuse_key(s, "fixed goes alone");
        condition.fixed = fixed;
        note_cold_number(stack(), s, "fixed");
        continue;
      }
      if (take(s, "convection", "W/m2/K", b::convection_or_none, condition.convection))
        condition.fluid_temperature = need(s, "fluid_temperature", "K", b::temperature);
      else
        refuse_alone(s, "fluid_temperature", "convection");
      note_cold_number(stack(), s, "fluid_temperature");
      if (!take(s, "emissivity", "", b::share, condition.emissivity))
        refuse_alone(s, "sink_temperature", "emissivity");
      take(s, "sink_temperature", "K", b::temperature_or_zero, condition.sink_temperature);
      take(s, "absorbed", "W/m2", b::flux, condition.absorbed);
    }
  }

  void refuse_alone(const TomlNode& from, const char* name, const char* without) const {
    if (const TomlNode* node = from.find(name))
      document_.refuse_key(*node, fmt::format("does nothing without {}", without));
  }

  void refuse_empty(const TomlNode& t) const {
    if (t.children.empty()) document_.refuse_key(t, "does nothing: the table holds no key");
  }

  bool has_group(const std::string& name) {
    for (const PackageLayer& layer : stack().layers)
      for (const PackageBlock& block : layer.blocks)
        if (block.group == name) return true;
    return false;
  }

  void read_leakage(const TomlNode& t) {
    document_.require_known(t, {"doubling_interval", "reference"});
    stack().leakage_doubling_interval = need(t, "doubling_interval", "delta_K", b::interval);
    stack().leakage_reference_temperature = need(t, "reference", "K", b::temperature);
    for (const PackageLayer& layer : stack().layers)
      for (const PackageBlock& block : layer.blocks)
        if (block.leakage_share > 0) return;
    stack().notes.push_back(shown_place(key_place(t)) + "leakage: no block has a leakage_share");
  }

  void read_limits(const TomlNode& t) {
    document_.require_known(t, {"die", "memory"});
    refuse_empty(t);
    for (const auto& [group, target] :
         {std::pair("die", &stack().die_limit), {"memory", &stack().memory_limit}}) {
      double limit = 0;
      if (!take(t, group, "K", b::temperature, limit)) continue;
      const TomlNode& node = need_node(t, group);
      if (!has_group(group))
        document_.refuse_key(node, fmt::format("does nothing: no block is of the group {}", group));
      *target = limit;
      if (node.kind == TomlNode::Kind::number) note_cold_limit(stack(), value_place(node), node.key, limit);
    }
  }

  void read_transient(const TomlNode& t) {
    document_.require_known(t, {"duration", "start", "trace_interval"});
    take(t, "duration", "s", b::time, file_.duration);
    note_cold_number(stack(), t, "start");
    take(t, "start", "K", b::temperature, stack().start_temperature);
    take(t, "trace_interval", "s", b::time, stack().trace_interval);
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
    refuse_empty(t);
    PackageGrid& g = file_.grid;
    const auto whole = [&](const char* name, int& target) {
      if (const TomlNode* node = t.find(name)) target = document_.integer(*node, 1, 100000);
    };
    whole("cells_x", g.nx);
    whole("cells_y", g.ny);
    whole("cells_across_heat", g.cells_across_heat);
    whole("heated_layer_cells", g.heated_layer_cells);
    take(t, "largest_cell", "mm", b::length, g.largest_cell);
    take(t, "tallest_cell", "mm", b::length, g.tallest_cell);
    if ((g.nx == 0) != (g.ny == 0)) document_.refuse_key(t, "cells_x and cells_y go together");
    for (const char* name : {"cells_across_heat", "largest_cell"})
      if (const TomlNode* node = t.find(name); node && g.nx > 0)
        document_.refuse_key(*node, "does nothing beside cells_x and cells_y, which make even cells");
  }

  void read_probes(const TomlNode& node) {
    double height = 0;
    std::map<std::string, int> seen;
    for (const PackageLayer& layer : stack().layers) height += layer.thickness;
    for (const TomlNode& one : document_.array(node)) {
      const TomlNode& t = document_.table(one);
      document_.require_known(t, {"name", "x", "y", "z"});
      PackageProbe probe{document_.text(need_node(t, "name")), need(t, "x", "mm", b::position),
                         need(t, "y", "mm", b::position), need(t, "z", "um", b::position)};
      if (probe.name.empty() || probe.name.find_first_of(",\"\n") != std::string::npos)
        document_.refuse(need_node(t, "name"), "must not be empty nor hold a comma or a quotation mark");
      const auto [first, is_new] = seen.try_emplace(probe.name, need_node(t, "name").line);
      if (!is_new)
        document_.refuse(need_node(t, "name"),
                         fmt::format("two probes have this name; the first is on line {}", first->second));
      const auto inside = [&](const char* name, double value, double end) {
        if (value > end)
          document_.refuse(need_node(t, name), fmt::format("lies beyond the package's {:g} m", end));
      };
      inside("x", probe.x, stack().width);
      inside("y", probe.y, stack().depth);
      inside("z", probe.z, height);
      file_.probes.push_back(std::move(probe));
    }
  }

  PackageFile file_;
};

}  // namespace

PackageFile read_package_document(const TomlDocument& document) { return Reader(document).read(); }

}  // namespace sunrack
