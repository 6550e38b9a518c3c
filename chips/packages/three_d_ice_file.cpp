#include "chips/packages/three_d_ice_file.h"

#include <fmt/format.h>

#include <algorithm>
#include <tuple>

#include "chips/packages/package_plausibility.h"
#include "chips/packages/three_d_ice_parts.h"
#include "physics/numerics/nearest_word.h"

namespace sunrack {

namespace {

/// Puts the parts of a description together, with the floorplans and layouts that it names.
class StackBuilder {
 public:
  StackBuilder(IceDescription parts, const std::string& file, const PackageFiles& files)
      : parts_(std::move(parts)), file_(file), files_(files), result_(std::move(parts_.stack)) {}

  PackageStack build() {
    for (auto element = parts_.elements.rbegin(); element != parts_.elements.rend(); ++element) add(*element);
    note_power();
    return std::move(result_);
  }

 private:
  PackageLayer& add_layer(const std::string& name, const IceLayer& layer) {
    PackageLayer made{.name = name, .thickness = layer.thickness, .place = layer.place};
    made.material = material_named(result_, layer.material.name, layer.material.place);
    if (!layer.layout.empty()) layout(made, layer);
    result_.layers.push_back(std::move(made));
    return result_.layers.back();
  }

  void add(const IceElement& element) {
    if (element.own) {
      add_layer(element.name, *element.own);
      return;
    }
    if (element.kind == IceElement::Kind::layer) {
      const auto found = std::find_if(parts_.layers.begin(), parts_.layers.end(),
                                      [&](const IceLayer& layer) { return layer.name == element.of; });
      if (found == parts_.layers.end()) unknown("layer", element, parts_.layers);
      add_layer(element.name, *found);
      return;
    }
    const auto found = std::find_if(parts_.dies.begin(), parts_.dies.end(),
                                    [&](const IceDie& die) { return die.name == element.of; });
    if (found == parts_.dies.end()) unknown("die", element, parts_.dies);
    for (std::size_t l = found->layers.size(); l-- > 0;) {
      const IceLayer& layer = found->layers[l];
      PackageLayer& made =
          add_layer(layer.source ? element.name : fmt::format("{} layer {}", element.name, l + 1), layer);
      if (layer.source) floorplan(made, element);
    }
  }

  void floorplan(PackageLayer& layer, const IceElement& element) {
    TokenReader in(files_(element.floorplan, element.place), named_beside(file_, element.floorplan));
    if (in.at_end()) in.refuse("an element of a floorplan");
    while (!in.at_end()) {
      PackageBlock block{.name = {}, .group = "die", .place = in.next().place};
      block.name = in.word("the name of an element");
      in.expect(":");
      block.where = ice_rectangles(in);
      if (in.take_if("discretization")) in.number("cells"), in.number("cells"), in.take_if(";");
      if (in.take_if("material")) {
        const SourcePlace place = in.next().place;
        block.material = material_named(result_, in.word("the name of a material"), place);
        in.expect(";");
      }
      in.expect("power values");
      do block.trace.push_back(ice_number(in, fmt::format("block {}: power", block.name), ice_units::power));
      while (in.take_if(","));
      in.expect(";");
      block.power = block.trace.front();
      if (block.trace.size() == 1) block.trace.clear();
      layer.blocks.push_back(std::move(block));
    }
  }

  /// Of a layout, which may be read for several layers.
  void add_material(SolidMaterial material, const SourcePlace& place) {
    const auto same = std::find_if(result_.materials.begin(), result_.materials.end(),
                                   [&](const SolidMaterial& other) { return other.name == material.name; });
    if (same == result_.materials.end()) {
      result_.materials.push_back(std::move(material));
      result_.material_places.push_back(place);
    } else if (std::tie(same->kx, same->ky, same->kz, same->heat_capacity) !=
               std::tie(material.kx, material.ky, material.kz, material.heat_capacity)) {
      const SourcePlace& first = result_.material_places[std::size_t(same - result_.materials.begin())];
      refuse_package(place, fmt::format("material {} is described otherwise in {}:{}", material.name,
                                        first.file, first.line));
    }
  }

  /// Materials of its own, then "MATERIAL : rectangles".
  void layout(PackageLayer& layer, const IceLayer& source) {
    TokenReader in(files_(source.layout, source.place), named_beside(file_, source.layout));
    while (in.is("material")) {
      const SourcePlace place = in.take().place;
      add_material(ice_material(in), place);
    }
    for (int part = 1; !in.at_end(); ++part) {
      PackageBlock block{.name = {}, .place = in.next().place};
      const std::string name = in.word("the name of a material");
      block.material = material_named(result_, name, block.place);
      block.name = fmt::format("{} {}", name, part);
      in.expect(":");
      block.where = ice_rectangles(in);
      layer.blocks.push_back(std::move(block));
    }
  }

  template <class Parts>
  [[noreturn]] static void unknown(const char* kind, const IceElement& element, const Parts& parts) {
    std::vector<std::string> known;
    for (const auto& part : parts) known.push_back(part.name);
    refuse_package(element.place,
                   fmt::format("unknown {} {}{}", kind, element.of,
                               known.empty() ? "" : "; the nearest is " + nearest_word(element.of, known)));
  }

  void note_power() {
    for (const PackageLayer& layer : result_.layers)
      for (const PackageBlock& block : layer.blocks)
        for (const double power : block.trace)
          if (power != block.power) {
            result_.notes.push_back(
                shown_place(block.place) +
                "blocks have several powers: the steady state takes the first of each, as 3D-ICE does");
            return;
          }
    note_no_power(result_);
  }

  IceDescription parts_;
  const std::string& file_;
  const PackageFiles& files_;
  PackageStack result_;
};

/// Of the lowest and of the topmost layer, unless a heat sink is there (branches of its conductances upwards
/// and downwards for even cells).
void put_outer_nodes_on_faces(PackageStack& stack) {
  stack.bottom_node_on_face = !(stack.boundary[std::size_t(BoxFace::z_low)].convection > 0);
  stack.top_node_on_face = !(stack.boundary[std::size_t(BoxFace::z_high)].convection > 0);
  const char* which =
      stack.bottom_node_on_face
          ? (stack.top_node_on_face ? "the lowest and of the topmost layer" : "the lowest layer")
          : (stack.top_node_on_face ? "the topmost layer" : "no layer, for both have heat sinks");
  stack.notes.push_back(fmt::format("3D-ICE's rule puts the node on the outer face of {}", which));
}

}  // namespace

PackageStack read_three_d_ice_text(std::string_view text, const std::string& file, const PackageFiles& files,
                                   const ThreeDIceOptions& options) {
  PackageStack stack = StackBuilder(read_ice_description(text, file), file, files).build();
  if (options.outer_nodes_on_faces) put_outer_nodes_on_faces(stack);
  require_package(stack);
  return stack;
}

PackageStack read_three_d_ice(const std::filesystem::path& file, const ThreeDIceOptions& options) {
  const std::filesystem::path folder = file.parent_path();
  return read_three_d_ice_text(
      read_package_text(file), file.string(),
      [&](const std::string& name, const SourcePlace& place) {
        return read_package_text(folder / name, place);  // an absolute name stands as it is
      },
      options);
}

}  // namespace sunrack
