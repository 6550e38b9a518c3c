#include <fmt/format.h>

#include <algorithm>

#include "physics/thermal/coolant.h"
#include "satellite/package_fields.h"

namespace sunrack {

namespace {

namespace b = package_bounds;

class LayerReader : PackageFields {
 public:
  LayerReader(const TomlDocument& document, PackageStack& stack) : PackageFields(document), stack_(stack) {}

  void read() {
    read_package(needed_table("package"));
    read_materials(needed_table("materials"));
    const TomlNode* layers = document_.root().find("layers");
    if (!layers) throw SpecError(document_.source_name() + ": the tables [[layers]] are missing");
    for (const TomlNode& one : document_.array(*layers)) read_layer(document_.table(one));
    if (!stack_.layers.empty() && stack_.layers.back().contact_above > 0)
      document_.refuse_key(need_node(document_.array(*layers).back(), "contact_above"),
                           "does nothing: no layer is above this one");
  }

 private:
  void read_package(const TomlNode& t) {
    document_.require_known(t, {"width", "depth"});
    stack_.width = need(t, "width", "mm", b::length);
    stack_.depth = need(t, "depth", "mm", b::length);
    stack_.place = key_place(t);
  }

  void read_materials(const TomlNode& t) {
    for (const TomlNode& one : t.children) {
      const TomlNode& m = document_.table(one);
      document_.require_known(m, {"conductivity", "conductivity_x", "conductivity_y", "conductivity_z",
                                  "heat_capacity", "temperatures", "factors"});
      SolidMaterial material{.name = std::string(m.name())};
      double even = 0;
      const bool isotropic = take(m, "conductivity", "W/m/K", b::conductivity_or_none, even);
      for (const auto& [name, target] : {std::pair("conductivity_x", &material.kx),
                                         {"conductivity_y", &material.ky},
                                         {"conductivity_z", &material.kz}}) {
        *target = even;
        if (!take(m, name, "W/m/K", b::conductivity_or_none, *target) && !isotropic)
          document_.refuse_key(m, fmt::format("conductivity or {} is missing", name));
      }
      take(m, "heat_capacity", "J/m3/K", b::heat_capacity, material.heat_capacity);
      if (const TomlNode* temperatures = m.find("temperatures")) {
        material.factor_temperature = numbers(*temperatures, "K", b::temperature);
        material.factor = numbers(need_node(m, "factors"), "", b::factor);
        if (material.factor.size() != material.factor_temperature.size())
          document_.refuse_key(need_node(m, "factors"), "must be as many as temperatures");
        if (material.factor.size() < 2)
          document_.refuse_key(*temperatures, "at least two are needed, with a factor for each");
        if (std::adjacent_find(material.factor_temperature.begin(), material.factor_temperature.end(),
                               std::greater_equal<>()) != material.factor_temperature.end())
          document_.refuse_key(*temperatures, "must increase");
      } else if (const TomlNode* factors = m.find("factors")) {
        document_.refuse_key(*factors, "goes with temperatures");
      }
      stack_.materials.push_back(std::move(material));
      stack_.material_places.push_back(key_place(one));
    }
  }

  std::uint16_t material(const TomlNode& node) {
    return material_named(stack_, document_.text(node), value_place(node));
  }

  void read_layer(const TomlNode& t) {
    document_.require_known(
        t, {"name", "thickness", "material", "cells", "contact_above", "channels", "blocks"});
    PackageLayer layer;
    layer.name = document_.text(need_node(t, "name"));
    layer.place = key_place(need_node(t, "name"));
    layer.thickness = need(t, "thickness", "um", b::length);
    if (const TomlNode* m = t.find("material")) layer.material = material(*m);
    if (const TomlNode* cells = t.find("cells")) layer.cells = document_.integer(*cells, 1, 1000);
    take(t, "contact_above", "m2 K/W", b::contact, layer.contact_above);
    if (const TomlNode* channels = t.find("channels"))
      layer.channels = read_channels(document_.table(*channels));
    if (const TomlNode* blocks = t.find("blocks"))
      for (const TomlNode& one : document_.array(*blocks))
        layer.blocks.push_back(read_block(document_.table(one)));
    stack_.layers.push_back(std::move(layer));
  }

  PackageBlock read_block(const TomlNode& t) {
    document_.require_known(t, {"name", "x", "y", "width", "depth", "material", "power", "leakage_share",
                                "group", "trace", "on_top"});
    PackageBlock block{.name = document_.text(need_node(t, "name")),
                       .place = key_place(need_node(t, "name"))};
    block.where = {{need(t, "x", "mm", b::position), need(t, "y", "mm", b::position),
                    need(t, "width", "mm", b::side), need(t, "depth", "mm", b::side)}};
    if (const TomlNode* m = t.find("material")) block.material = material(*m);
    if (const TomlNode* trace = t.find("trace")) {
      block.trace = numbers(*trace, "W", b::power);
      if (block.trace.empty()) document_.refuse_key(*trace, "must not be empty");
      for (const double power : block.trace) block.power += power / double(block.trace.size());
      if (const TomlNode* power = t.find("power"))
        document_.refuse_key(*power, "does not go with trace, whose mean it is");
    }
    take(t, "power", "W", b::power, block.power);
    take(t, "leakage_share", "", b::share, block.leakage_share);
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
    c.channel_width = need(t, "channel_width", "um", b::length);
    c.wall_width = need(t, "wall_width", "um", b::length);
    c.coolant = document_.choice(need_node(t, "coolant"), coolant_names());
    c.mass_flow = need(t, "mass_flow", "g/s", b::mass_flow);
    c.inlet_temperature = need(t, "inlet", "K", b::temperature);
    take(t, "film_coefficient", "W/m2/K", b::convection, c.film_coefficient);
    note_cold_number(stack_, t, "inlet");
    return c;
  }

  PackageStack& stack_;
};

}  // namespace

void read_package_stack(const TomlDocument& document, PackageStack& stack) {
  LayerReader(document, stack).read();
}

}  // namespace sunrack
