#include "chips/packages/hotspot_file.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "chips/packages/hotspot_config.h"
#include "chips/packages/hotspot_floorplan.h"
#include "chips/packages/hotspot_layers.h"
#include "chips/packages/hotspot_powers.h"
#include "chips/packages/package_plausibility.h"
#include "chips/packages/token_reader.h"

namespace sunrack {

namespace {

/// A file that another one or the command line names.
struct NamedFile {
  HotSpotWord word = {};
  std::string shown = {};  ///< in messages, with its folder
  bool is_there() const { return !word.text.empty(); }
};

class HotSpotReader {
 public:
  HotSpotReader(std::string_view config, const std::string& file, const PackageFiles& read,
                const HotSpotFiles& files)
      : file_(file), read_(read), files_(files), config_(config, file) {}

  PackageStack read() {
    stack_.name = std::filesystem::path(file_).stem().string();
    stack_.place = {file_, 0, 0};
    stack_.capacity_factor = files_.capacity_factor;
    stack_.materials = {isotropic_solid("nothing", 0, 0)};
    if (const NamedFile materials = named(files_.materials, "materials_file"); materials.is_there())
      read_hotspot_materials(text_of(materials), materials.shown, stack_);
    if (const NamedFile layers = named(files_.layers, "grid_layer_file"); layers.is_there())
      layers_of(layers);
    else
      one_die();
    package();
    powers();
    return std::move(stack_);
  }

 private:
  NamedFile beside(const HotSpotWord& word) const { return {word, named_beside(file_, word.text)}; }

  /// As asked for on the command line, else as the configuration names it.
  NamedFile named(const std::string& asked, const char* key) const {
    if (!asked.empty()) return {{asked, {}}, asked};
    const HotSpotWord word = config_.file(key);
    return word.text.empty() ? NamedFile{} : beside(word);
  }

  std::string text_of(const NamedFile& file) const { return read_(file.word.text, file.word.place); }

  /// By "material_chip copper" where the file has it, else by k_chip and p_chip.
  std::uint16_t part_material(const std::string& part) {
    if (const HotSpotWord* material = config_.find("material_" + part)) {
      note_useless({"k_" + part, "p_" + part}, "the material is " + material->text);
      return material_named(stack_, material->text, material->place);
    }
    stack_.materials.push_back(
        isotropic_solid(part, config_.number("k_" + part), config_.number("p_" + part)));
    return std::uint16_t(stack_.materials.size() - 1);
  }

  /// Of keys that the configuration has in vain.
  void note_useless(std::initializer_list<std::string> keys, const std::string& why) {
    std::vector<std::string> there;
    for (const std::string& key : keys)
      if (config_.find(key)) there.push_back("-" + key);
    if (!there.empty())
      stack_.notes.push_back(fmt::format("{}: {} not used: {}", file_, fmt::join(there, ", "), why));
  }

  HotSpotFloorplan floorplan(const NamedFile& file) const {
    if (file.word.text.ends_with(".csv"))
      refuse_package(file.word.place, fmt::format("{}: microchannels are not read", file.word.text));
    return read_hotspot_floorplan(text_of(file), file.shown, stack_);
  }

  /// The blocks of a floorplan in a layer of one die, in coordinates of the die.
  void add_die_layer(const std::string& name, double thickness, std::uint16_t material, const NamedFile& file,
                     bool heated, const SourcePlace& place) {
    const HotSpotFloorplan plan = floorplan(file);
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
    for (const HotSpotUnit& unit : plan.units) {
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
          fmt::format("{}: {:.3g} % of the die are covered by no block", file.shown, open * 100));
    if (heated) heated_.push_back(stack_.layers.size());
    stack_.layers.push_back(std::move(layer));
  }

  void one_die() {
    const NamedFile floorplan = named(files_.floorplan, "f");
    if (!floorplan.is_there())
      refuse_package({file_, 0, 0}, "names neither a floorplan (-f) nor a layer file (-grid_layer_file)");
    add_die_layer("chip", config_.number("t_chip"), part_material("chip"), floorplan, true,
                  config_.place_of("t_chip", {file_, 0, 0}));
    PackageLayer interface = stack_.layers[0];
    interface.name = "interface", interface.thickness = config_.number("t_interface");
    interface.place = config_.place_of("t_interface", {file_, 0, 0});
    interface.blocks.resize(1);
    interface.blocks[0].name = "interface body";
    interface.blocks[0].material = part_material("interface");
    stack_.layers.push_back(std::move(interface));
  }

  void layers_of(const NamedFile& file) {
    if (!files_.floorplan.empty())
      refuse_package({}, fmt::format("--floorplan {}: does nothing beside {}, whose layers name their own",
                                     files_.floorplan, file.shown));
    note_useless({"f", "t_chip", "k_chip", "p_chip", "material_chip", "t_interface", "k_interface",
                  "p_interface", "material_interface"},
                 "the layers are those of " + file.shown);
    for (const HotSpotLayer& layer : read_hotspot_layers(text_of(file), file.shown, stack_))
      add_die_layer(layer.name, layer.thickness, layer.material, beside(layer.floorplan), layer.heated,
                    layer.place);
  }

  void package() {
    const double spreader = config_.number("s_spreader"), sink = config_.number("s_sink");
    const bool small_spreader = spreader < std::max(die_width_, die_depth_) * (1 - 1e-9);
    if (small_spreader || sink < spreader * (1 - 1e-9))
      refuse_package(small_spreader ? config_.place_of("s_spreader", widest_)
                                    : config_.place_of("s_sink", config_.place_of("s_spreader", widest_)),
                     fmt::format("chip {:.6g} mm by {:.6g} mm, spreader {:.6g} mm, sink {:.6g} "
                                 "mm: each must be at least as large as the one below",
                                 die_width_ * 1e3, die_depth_ * 1e3, spreader * 1e3, sink * 1e3));
    stack_.width = stack_.depth = sink;
    for (PackageLayer& layer : stack_.layers)
      for (PackageBlock& block : layer.blocks)
        for (FloorRectangle& where : block.where)
          where.x += (sink - die_width_) / 2, where.y += (sink - die_depth_) / 2;
    PackageLayer plate{.name = "spreader",
                       .thickness = config_.number("t_spreader"),
                       .material = std::uint16_t{0},
                       .place = config_.place_of("t_spreader", {file_, 0, 0})};
    plate.blocks = {{.name = "spreader body",
                     .where = {{(sink - spreader) / 2, (sink - spreader) / 2, spreader, spreader}},
                     .material = part_material("spreader"),
                     .on_top = true,
                     .place = plate.place}};
    stack_.layers.push_back(plate);
    stack_.layers.push_back({.name = "sink",
                             .thickness = config_.number("t_sink"),
                             .material = part_material("sink"),
                             .place = config_.place_of("t_sink", {file_, 0, 0})});
    stack_.boundary[std::size_t(BoxFace::z_high)] = {
        .convection = 1 / (config_.number("r_convec") * sink * sink),
        .fluid_temperature = config_.number("ambient")};
    stack_.start_temperature = config_.number("init_temp");
    stack_.trace_interval = config_.number("sampling_intvl");
    for (std::string& note : config_.notes()) stack_.notes.push_back(std::move(note));
    for (const char* key : {"ambient", "init_temp"})
      note_cold(stack_, config_.place_of(key, {file_, 0, 0}), key, config_.number(key));
  }

  void powers() {
    const NamedFile trace = named(files_.power_trace, "p");
    if (trace.is_there())
      read_hotspot_powers(text_of(trace), trace.shown, heated_, stack_);
    else
      stack_.notes.push_back(file_ + ": names no power trace (-p): no block has power");
  }

  const std::string& file_;
  const PackageFiles& read_;
  const HotSpotFiles& files_;
  HotSpotConfig config_;
  PackageStack stack_;
  std::vector<std::size_t> heated_;
  double die_width_ = 0, die_depth_ = 0;
  SourcePlace widest_;  // the block that makes the die as large as it is
};

}  // namespace

PackageStack read_hotspot_text(std::string_view config, const std::string& file, const PackageFiles& read,
                               const HotSpotFiles& files) {
  PackageStack stack = HotSpotReader(config, file, read, files).read();
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
