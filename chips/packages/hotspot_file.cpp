#include "chips/packages/hotspot_file.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <optional>
#include <set>

#include "chips/packages/token_reader.h"
#include "physics/numerics/nearest_word.h"

namespace sunrack {

namespace {

struct Value {
  std::string text;
  SourcePlace place;
};

/// The numbers that shape the package, with what HotSpot 7 has for those that a file leaves out.
const std::map<std::string, double> default_numbers = {{"t_chip", 0.15e-3},
                                                       {"k_chip", 130},
                                                       {"p_chip", 1.6303e6},
                                                       {"r_convec", 0.1},
                                                       {"s_sink", 60e-3},
                                                       {"t_sink", 6.9e-3},
                                                       {"k_sink", 400},
                                                       {"p_sink", 3.55e6},
                                                       {"s_spreader", 30e-3},
                                                       {"t_spreader", 1e-3},
                                                       {"k_spreader", 400},
                                                       {"p_spreader", 3.55e6},
                                                       {"t_interface", 20e-6},
                                                       {"k_interface", 4},
                                                       {"p_interface", 4e6},
                                                       {"ambient", 318.15},
                                                       {"sampling_intvl", 3.333e-6},
                                                       {"init_temp", 333.15}};

struct Unit {
  std::string name;
  FloorRectangle where;
  std::optional<SolidMaterial> material;
  SourcePlace place;
};

struct Floorplan {
  std::vector<Unit> units;
  double width = 0, depth = 0;  // [m] of the bounding box, whose south-west corner is the origin
  SourcePlace farthest;         // the block that makes its longer side
};

double positive(const Value& value, const char* what) {
  double number = 0;
  if (!read_number(value.text, number) || !(number > 0))
    refuse_package(value.place, fmt::format("{} = {}: a positive number is needed", what, value.text));
  return number;
}

class HotSpotReader {
 public:
  HotSpotReader(const std::string& file, const PackageFiles& read, const HotSpotFiles& files)
      : file_(file), read_(read), files_(files) {}

  PackageStack read(std::string_view config) {
    read_config(config);
    stack_.name = std::filesystem::path(file_).stem().string();
    stack_.place = {file_, 0, 0};
    stack_.capacity_factor = files_.capacity_factor;
    stack_.materials = {isotropic_solid("nothing", 0, 0)};
    if (const Value materials = named(files_.materials, "materials_file"); !materials.text.empty())
      read_materials(materials);
    const Value layers = named(files_.layers, "grid_layer_file");
    if (layers.text.empty())
      one_die();
    else
      read_layers(layers);
    package();
    read_powers(named(files_.power_trace, "p"));
    return std::move(stack_);
  }

 private:
  void read_config(std::string_view text) {
    for (const SplitLine& line : split_lines(text, file_)) {
      if (!line.words[0].starts_with('-') || line.words[0].size() < 2)
        refuse_package(line.place, fmt::format("\"{}\": a line is \"-key value\"", line.words[0]));
      if (line.words.size() < 2)
        refuse_package(line.place, fmt::format("{}: the value is missing", line.words[0]));
      config_[line.words[0].substr(1)] = {line.words[1], line.place};
    }
    if (config_.empty()) refuse_package({file_, 0, 0}, "holds no \"-key value\"");
    for (const char* key : {"model_secondary", "use_microfluidic_cooling", "use_microchannels",
                            "package_model_used", "leakage_used"})
      if (const auto found = config_.find(key); found != config_.end() && found->second.text != "0")
        refuse_package(found->second.place,
                       fmt::format("-{} {}: not read here; only 0", key, found->second.text));
  }

  /// A file: as asked for, else as the configuration names it.
  Value named(const std::string& asked, const char* key) const {
    if (!asked.empty()) return {asked, {}};
    const auto found = config_.find(key);
    if (found == config_.end() || found->second.text == "(null)" || found->second.text == "NULL") return {};
    return found->second;
  }

  double number(const std::string& key) {
    const auto found = config_.find(key);
    if (found == config_.end()) {
      used_defaults_.insert(key);
      return default_numbers.at(key);
    }
    return positive(found->second, key.c_str());
  }

  /// Where the file has a key, else another place.
  SourcePlace place_of(const std::string& key, const SourcePlace& otherwise) const {
    const auto found = config_.find(key);
    return found == config_.end() ? otherwise : found->second.place;
  }

  /// By "material_chip copper" where the file has it, else by k_chip and p_chip.
  std::uint16_t part_material(const std::string& part) {
    if (const auto found = config_.find("material_" + part); found != config_.end())
      return material_named(stack_, found->second.text, found->second.place);
    stack_.materials.push_back(isotropic_solid(part, number("k_" + part), number("p_" + part)));
    return std::uint16_t(stack_.materials.size() - 1);
  }

  void read_materials(const Value& file) {
    const auto lines = split_lines(read_(file.text, file.place), file.text);
    for (std::size_t at = 0; at < lines.size();) {
      const SplitLine& head = lines[at];
      const auto value = [&](std::size_t offset, const char* what) -> Value {
        if (at + offset >= lines.size())
          refuse_package(head.place,
                         fmt::format("material {}: the file ends before its {}", head.words[0], what));
        return {lines[at + offset].words[0], lines[at + offset].place};
      };
      const Value kind = value(1, "kind");
      if (kind.text != "solid" && kind.text != "fluid")
        refuse_package(kind.place, fmt::format("\"{}\": solid or fluid expected", kind.text));
      const double conductivity = positive(value(2, "conductivity"), "conductivity");
      const double capacity = positive(value(3, "heat capacity"), "heat capacity");
      if (kind.text == "solid")
        stack_.materials.push_back(isotropic_solid(head.words[0], conductivity, capacity));
      else
        positive(value(4, "viscosity"), "viscosity");
      at += kind.text == "solid" ? 4 : 5;
    }
  }

  Floorplan read_floorplan(const Value& file) {
    if (file.text.ends_with(".csv"))
      refuse_package(file.place, fmt::format("{}: microchannels are not read", file.text));
    Floorplan plan;
    for (const SplitLine& line : split_lines(read_(file.text, file.place), file.text)) {
      const std::size_t words = line.words.size();
      if (words < 5 || words > 7)
        refuse_package(line.place, fmt::format("{} words: name, width, height, x, y expected, and perhaps "
                                               "heat capacity and resistivity or a material",
                                               words));
      Unit unit{.name = line.words[0], .where = {}, .material = {}, .place = line.place};
      double* const parts[] = {&unit.where.width, &unit.where.depth, &unit.where.x, &unit.where.y};
      for (std::size_t i = 0; i < 4; ++i)
        if (!read_number(line.words[i + 1], *parts[i]))
          refuse_package(line.place, fmt::format("\"{}\" is not a number [m]", line.words[i + 1]));
      if (words == 6) unit.material = stack_.materials[material_named(stack_, line.words[5], line.place)];
      if (words == 7)
        unit.material = isotropic_solid(unit.name, 1 / positive({line.words[6], line.place}, "resistivity"),
                                        positive({line.words[5], line.place}, "heat capacity"));
      plan.units.push_back(unit);
    }
    if (plan.units.empty()) refuse_package({file.text, 0, 0}, "holds no block");
    double x = plan.units[0].where.x, y = plan.units[0].where.y;
    for (const Unit& unit : plan.units) x = std::min(x, unit.where.x), y = std::min(y, unit.where.y);
    for (Unit& unit : plan.units) {
      unit.where.x -= x, unit.where.y -= y;
      plan.width = std::max(plan.width, unit.where.x + unit.where.width);
      plan.depth = std::max(plan.depth, unit.where.y + unit.where.depth);
    }
    double reach = 0;
    for (const Unit& unit : plan.units) {
      const double ends =
          plan.width >= plan.depth ? unit.where.x + unit.where.width : unit.where.y + unit.where.depth;
      if (ends > reach) reach = ends, plan.farthest = unit.place;
    }
    return plan;
  }

  /// The blocks of a floorplan in a layer of one die, in coordinates of the die.
  void add_die_layer(const std::string& name, double thickness, std::uint16_t material, const Value& file,
                     bool heated, const SourcePlace& place) {
    const Floorplan plan = read_floorplan(file);
    if (stack_.layers.empty()) die_width_ = plan.width, die_depth_ = plan.depth, widest_ = plan.farthest;
    if (std::abs(plan.width - die_width_) > 1e-6 * die_width_ ||
        std::abs(plan.depth - die_depth_) > 1e-6 * die_depth_)
      refuse_package(
          place, fmt::format("layer {}: its floorplan is {:.6g} mm by {:.6g} mm, that of the first "
                             "layer {:.6g} mm by {:.6g} mm",
                             name, plan.width * 1e3, plan.depth * 1e3, die_width_ * 1e3, die_depth_ * 1e3));
    PackageLayer layer{.name = name, .thickness = thickness, .material = std::uint16_t{0}, .place = place};
    layer.blocks.push_back({.name = name + " body",
                            .where = {{0, 0, die_width_, die_depth_}},
                            .material = material,
                            .on_top = true,
                            .place = place});
    double covered = 0;
    for (const Unit& unit : plan.units) {
      PackageBlock block{.name = unit.name, .where = {unit.where}, .place = unit.place};
      if (heated) block.group = "die";
      if (unit.material) {
        stack_.materials.push_back(*unit.material);
        block.material = std::uint16_t(stack_.materials.size() - 1);
      }
      covered += unit.where.width * unit.where.depth;
      layer.blocks.push_back(std::move(block));
    }
    const double open = 1 - covered / (die_width_ * die_depth_);
    if (open > 1e-6)
      stack_.notes.push_back(
          fmt::format("{}: {:.3g} % of the die are covered by no block", file.text, open * 100));
    if (heated) heated_.push_back(stack_.layers.size());
    stack_.layers.push_back(std::move(layer));
  }

  void one_die() {
    const Value floorplan = named(files_.floorplan, "f");
    if (floorplan.text.empty())
      refuse_package({file_, 0, 0}, "names neither a floorplan (-f) nor a layer file (-grid_layer_file)");
    add_die_layer("chip", number("t_chip"), part_material("chip"), floorplan, true, {file_, 0, 0});
    PackageLayer interface = stack_.layers[0];
    interface.name = "interface", interface.thickness = number("t_interface");
    interface.blocks.resize(1);
    interface.blocks[0].name = "interface body";
    interface.blocks[0].material = part_material("interface");
    stack_.layers.push_back(std::move(interface));
  }

  /// Seven lines a layer (number, lateral flow, power, heat capacity, resistivity, thickness, floorplan), or
  /// six with the name of a material in place of its two numbers.
  void read_layers(const Value& file) {
    const auto lines = split_lines(read_(file.text, file.place), file.text);
    if (lines.empty()) refuse_package({file.text, 0, 0}, "holds no layer");
    std::size_t at = 0;
    const auto next = [&](const char* what) -> Value {
      if (at >= lines.size())
        refuse_package(lines.back().place, fmt::format("the file ends before the {} of a layer", what));
      return {lines[at].words[0], lines[at++].place};
    };
    const auto yes = [](const Value& value) {
      if (value.text != "Y" && value.text != "N" && value.text != "y" && value.text != "n")
        refuse_package(value.place, fmt::format("\"{}\": Y or N expected", value.text));
      return value.text == "Y" || value.text == "y";
    };
    for (int expected = 0; at < lines.size(); ++expected) {
      const Value index = next("number");
      if (index.text != std::to_string(expected))
        refuse_package(index.place, fmt::format("layer {} expected, not \"{}\"", expected, index.text));
      const bool lateral = yes(next("lateral flow"));
      const bool heated = yes(next("power"));
      const Value first = next("heat capacity");
      SolidMaterial material;
      if (double capacity = 0; read_number(first.text, capacity))
        material = isotropic_solid("layer " + index.text, 1 / positive(next("resistivity"), "resistivity"),
                                   positive(first, "heat capacity"));
      else
        material = stack_.materials[material_named(stack_, first.text, first.place)];
      if (!lateral) material.name += " upwards only", material.kx = material.ky = 0;
      const double thickness = positive(next("thickness"), "thickness");
      stack_.materials.push_back(material);
      add_die_layer("layer " + index.text, thickness, std::uint16_t(stack_.materials.size() - 1),
                    next("floorplan"), heated, index.place);
    }
  }

  void package() {
    const double spreader = number("s_spreader"), sink = number("s_sink");
    const bool small_spreader = spreader < std::max(die_width_, die_depth_) * (1 - 1e-9);
    if (small_spreader || sink < spreader * (1 - 1e-9))
      refuse_package(small_spreader ? place_of("s_spreader", widest_)
                                    : place_of("s_sink", place_of("s_spreader", widest_)),
                     fmt::format("chip {:.6g} mm by {:.6g} mm, spreader {:.6g} mm, sink {:.6g} "
                                 "mm: each must be at least as large as the one below",
                                 die_width_ * 1e3, die_depth_ * 1e3, spreader * 1e3, sink * 1e3));
    stack_.width = stack_.depth = sink;
    for (PackageLayer& layer : stack_.layers)
      for (PackageBlock& block : layer.blocks)
        for (FloorRectangle& where : block.where)
          where.x += (sink - die_width_) / 2, where.y += (sink - die_depth_) / 2;
    PackageLayer plate{.name = "spreader",
                       .thickness = number("t_spreader"),
                       .material = std::uint16_t{0},
                       .place = place_of("t_spreader", {file_, 0, 0})};
    plate.blocks = {{.name = "spreader body",
                     .where = {{(sink - spreader) / 2, (sink - spreader) / 2, spreader, spreader}},
                     .material = part_material("spreader"),
                     .on_top = true,
                     .place = plate.place}};
    stack_.layers.push_back(plate);
    stack_.layers.push_back({.name = "sink",
                             .thickness = number("t_sink"),
                             .material = part_material("sink"),
                             .place = place_of("t_sink", {file_, 0, 0})});
    stack_.boundary[std::size_t(BoxFace::z_high)] = {.convection = 1 / (number("r_convec") * sink * sink),
                                                     .fluid_temperature = number("ambient")};
    stack_.start_temperature = number("init_temp");
    stack_.trace_interval = number("sampling_intvl");
    if (config_.contains("c_convec"))
      stack_.notes.push_back(shown_place(config_["c_convec"].place) +
                             "c_convec, the heat capacity of the air, is left out");
    for (const std::string& key : used_defaults_)
      stack_.notes.push_back(fmt::format("{}: no -{}; taken as {}", file_, key, default_numbers.at(key)));
  }

  void read_powers(const Value& file) {
    if (file.text.empty()) {
      stack_.notes.push_back(file_ + ": names no power trace (-p): no block has power");
      return;
    }
    const auto lines = split_lines(read_(file.text, file.place), file.text);
    if (lines.empty()) refuse_package({file.text, 0, 0}, "holds no header of block names");
    const std::vector<PackageBlock*> columns = blocks_of(lines[0]);
    if (lines.size() < 2) refuse_package(lines[0].place, "no row of powers follows the header");
    for (std::size_t row = 1; row < lines.size(); ++row) {
      const SplitLine& line = lines[row];
      if (line.words.size() != columns.size())
        refuse_package(line.place, fmt::format("{} values for {} blocks", line.words.size(), columns.size()));
      for (std::size_t c = 0; c < columns.size(); ++c) {
        double power = 0;
        if (!read_number(line.words[c], power) || power < 0)
          refuse_package(line.place,
                         fmt::format("block {}: \"{}\" is no power [W]", columns[c]->name, line.words[c]));
        columns[c]->trace.push_back(power);
        columns[c]->power += power / double(lines.size() - 1);
      }
    }
    if (lines.size() == 2)
      for (PackageBlock* block : columns) block->trace.clear();
  }

  std::vector<PackageBlock*> blocks_of(const SplitLine& header) {
    std::vector<PackageBlock*> columns;
    std::size_t first = 0;
    for (const std::size_t l : heated_) {
      std::vector<PackageBlock>& blocks = stack_.layers[l].blocks;
      const std::size_t count = blocks.size() - 1;  // the first one is the body
      if (first + count > header.words.size())
        refuse_package(header.place,
                       fmt::format("{} columns, but {} has {} blocks more to feed", header.words.size(),
                                   stack_.layers[l].name, first + count - header.words.size()));
      std::set<std::string> seen;
      for (std::size_t c = first; c < first + count; ++c) {
        const std::string& name = header.words[c];
        const auto found = std::find_if(blocks.begin() + 1, blocks.end(),
                                        [&](const PackageBlock& block) { return block.name == name; });
        if (found == blocks.end()) refuse_column(header, name, blocks);
        if (!seen.insert(name).second)
          refuse_package(header.place,
                         fmt::format("block {} stands twice for {}", name, stack_.layers[l].name));
        columns.push_back(&*found);
      }
      first += count;
    }
    if (first != header.words.size())
      refuse_package(header.place, fmt::format("{} columns for {} blocks", header.words.size(), first));
    return columns;
  }

  [[noreturn]] static void refuse_column(const SplitLine& header, const std::string& name,
                                         const std::vector<PackageBlock>& blocks) {
    std::vector<std::string> known;
    for (std::size_t b = 1; b < blocks.size(); ++b) known.push_back(blocks[b].name);
    refuse_package(header.place, fmt::format("no block {} in the floorplan; the nearest is {}", name,
                                             nearest_word(name, known)));
  }

  const std::string& file_;
  const PackageFiles& read_;
  const HotSpotFiles& files_;
  std::map<std::string, Value> config_;
  std::set<std::string> used_defaults_;
  PackageStack stack_;
  std::vector<std::size_t> heated_;
  double die_width_ = 0, die_depth_ = 0;
  SourcePlace widest_;  // the block that makes the die as large as it is
};

}  // namespace

PackageStack read_hotspot_text(std::string_view config, const std::string& file, const PackageFiles& read,
                               const HotSpotFiles& files) {
  PackageStack stack = HotSpotReader(file, read, files).read(config);
  require_package(stack);
  return stack;
}

PackageStack read_hotspot(const std::filesystem::path& config, const HotSpotFiles& files) {
  const std::filesystem::path folder = config.parent_path();
  return read_hotspot_text(
      read_package_text(config), config.string(),
      [&](const std::string& name, const SourcePlace& place) {
        // What the command line names stands as it is; what a file names, beside the configuration.
        return read_package_text(place.file.empty() ? std::filesystem::path(name) : folder / name, place);
      },
      files);
}

}  // namespace sunrack
