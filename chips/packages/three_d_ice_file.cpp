#include "chips/packages/three_d_ice_file.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>

#include "chips/packages/token_reader.h"

namespace sunrack {

namespace {

constexpr double um = 1e-6;

struct NamedMaterial {
  std::string name;
  SourcePlace place;
};

/// A layer as the file has it; its material is looked up when all are known.
struct IceLayer {
  double thickness = 0;  // [m]
  NamedMaterial material;
  std::string layout;
  bool source = false;
  SourcePlace place;
};

struct IceDie {
  std::string name;
  std::vector<IceLayer> layers;  // from the top down
};

struct IceElement {
  enum class Kind { die, layer } kind = Kind::layer;
  std::string name, of, floorplan;
  std::optional<IceLayer> own;  // of a layer that is described where it is used
  SourcePlace place;
};

FloorRectangle rectangle(TokenReader& in) {
  FloorRectangle r;
  in.expect("(");
  double* const parts[] = {&r.x, &r.y, &r.width, &r.depth};
  for (int i = 0; i < 4; ++i) {
    if (i > 0) in.expect(",");
    *parts[i] = in.number("um") * um;
  }
  in.expect(")");
  in.take_if(";");
  return r;
}

/// "position x, y ; dimension l, w ;" or several "rectangle (x, y, l, w) ;".
std::vector<FloorRectangle> rectangles(TokenReader& in) {
  std::vector<FloorRectangle> where;
  if (in.take_if("position")) {
    FloorRectangle r;
    r.x = in.number("um") * um;
    in.expect(",");
    r.y = in.number("um") * um;
    in.expect("; dimension");
    r.width = in.number("um") * um;
    in.expect(",");
    r.depth = in.number("um") * um;
    in.expect(";");
    return {r};
  }
  while (in.take_if("rectangle")) where.push_back(rectangle(in));
  if (where.empty()) in.refuse("\"position\" or \"rectangle\"");
  return where;
}

SolidMaterial material(TokenReader& in) {
  SolidMaterial result;
  result.name = in.word("the name of a material");
  in.expect(": thermal conductivity");
  result.kx = result.ky = result.kz = in.number("W/(um K)") / um;
  if (in.take_if(",")) {
    result.ky = in.number("W/(um K)") / um;
    in.expect(",");
    result.kz = in.number("W/(um K)") / um;
  }
  const SourcePlace place = in.next().place;
  in.expect("; volumetric heat capacity");
  result.heat_capacity = in.number("J/(um3 K)") / (um * um * um);
  in.expect(";");
  if (!(result.kx > 0 && result.ky > 0 && result.kz > 0 && result.heat_capacity > 0))
    refuse_package(
        place, fmt::format("material {}: must have a positive conductivity and heat capacity", result.name));
  return result;
}

class StackReader {
 public:
  StackReader(std::string_view text, const std::string& file, const PackageFiles& files)
      : in_(text, file), file_(file), files_(files) {}

  PackageStack read(const ThreeDIceOptions& options) {
    result_.name = std::filesystem::path(file_).stem().string();
    result_.place = {file_, 0, 0};
    result_.snap_outward = true;
    result_.bottom_node_on_face = options.bottom_node_on_face;
    while (!in_.at_end()) section();
    if (elements_.empty()) refuse_package(in_.next().place, "no stack is described: \"stack:\" is missing");
    if (!(result_.width > 0)) refuse_package(in_.next().place, "no \"dimensions:\" are given");
    for (auto element = elements_.rbegin(); element != elements_.rend(); ++element) add(*element);
    if (!sink_) result_.notes.push_back(file_ + ": no heat sink is described");
    return std::move(result_);
  }

 private:
  void section() {
    const Token head = in_.next();
    if (in_.take_if("material")) {
      result_.materials.push_back(material(in_));
      const auto& all = result_.materials;
      if (std::count_if(all.begin(), all.end(), [&](const auto& m) { return m.name == all.back().name; }) > 1)
        refuse_package(head.place, fmt::format("material {} is described twice", all.back().name));
    } else if (in_.is("top") || in_.is("bottom") || in_.is("conventional")) {
      heat_sink();
    } else if (in_.take_if("dimensions")) {
      dimensions();
    } else if (in_.take_if("layer")) {
      named_layer(head.place);
    } else if (in_.take_if("die")) {
      die();
    } else if (in_.take_if("stack")) {
      stack();
    } else if (in_.take_if("solver")) {
      solver();
    } else if (in_.take_if("initial")) {
      initial_temperature();
    } else if (in_.take_if("output")) {
      while (!in_.at_end()) in_.take();
    } else if (in_.is("microchannel") || in_.is("pinfin")) {
      in_.refuse("solid layers and heat sinks; channels and pin fins of 3D-ICE are not read");
    } else {
      in_.refuse("material, top or bottom heat sink, dimensions, layer, die, stack, solver or output");
    }
  }

  void heat_sink() {
    const SourcePlace place = in_.next().place;
    const bool bottom = in_.is("bottom");
    in_.take();
    if (in_.is("pluggable"))
      in_.refuse("\"heat sink\" with a coefficient; pluggable heat sinks are not read");
    in_.expect("heat sink : heat transfer coefficient");
    SurfaceCondition sink;
    sink.convection = in_.number("W/(um2 K)") / (um * um);
    in_.expect(";");
    in_.take_if("ambient");
    in_.expect("temperature");
    sink.fluid_temperature = in_.number("K");
    in_.expect(";");
    if (!(sink.convection > 0 && sink.fluid_temperature > 0))
      refuse_package(place, "a heat sink needs a positive coefficient and temperature");
    result_.boundary[std::size_t(bottom ? BoxFace::z_low : BoxFace::z_high)] = sink;
    sink_ = true;
  }

  void dimensions() {
    const auto size = [&] {
      const SourcePlace place = in_.next().place;
      const double value = in_.number("um") * um;
      if (!(value > 0)) refuse_package(place, "the chip and its cells must be of positive size");
      return value;
    };
    in_.expect(": chip length");
    result_.width = size();
    in_.expect(", width");
    result_.depth = size();
    in_.expect("; cell length");
    result_.place = in_.next().place;  // for cells that do not fill the chip
    result_.cell_width = size();
    in_.expect(", width");
    result_.cell_depth = size();
    in_.expect(";");
    if (in_.take_if("non-uniform")) {
      if (in_.word("true or false") != "false") {
        result_.cell_width = result_.cell_depth = 0;
        result_.snap_outward = false;
        result_.notes.push_back(file_ + ": non-uniform cells are cut at the edges of all blocks here");
      }
      in_.expect(";");
    }
  }

  /// "HEIGHT MATERIAL ;", where a layout may stand on either side of the material.
  IceLayer layer_content(const SourcePlace& place) {
    IceLayer layer{.thickness = in_.number("height in um") * um, .place = place};
    if (in_.take_if("layout")) layer.layout = in_.quoted("a layout file");
    layer.material = {.name = {}, .place = in_.next().place};
    layer.material.name = in_.word("the name of a material");
    if (in_.take_if("layout")) layer.layout = in_.quoted("a layout file");
    in_.expect(";");
    return layer;
  }

  void named_layer(const SourcePlace& place) {
    const std::string name = in_.word("the name of a layer");
    in_.expect(": height");
    IceLayer layer{.thickness = in_.number("um") * um, .place = place};
    in_.expect(";");
    while (in_.is("material") || in_.is("layout")) {
      if (in_.take_if("layout")) {
        layer.layout = in_.quoted("a layout file");
      } else {
        in_.take();
        layer.material = {.name = {}, .place = in_.next().place};
        layer.material.name = in_.word("the name of a material");
      }
      in_.expect(";");
    }
    if (layer.material.name.empty()) in_.refuse("\"material\"");
    layers_.emplace_back(name, layer);
  }

  void die() {
    IceDie die{.name = in_.word("the name of a die"), .layers = {}};
    in_.expect(":");
    bool source = false;
    while (in_.is("layer") || in_.is("source")) {
      // "layer NAME :" begins a layer of its own.
      if (in_.is("layer") && in_.after(2).text == ":" && in_.after(2).kind == Token::Kind::sign) break;
      const SourcePlace place = in_.next().place;
      const bool heated = in_.take().text == "source";
      die.layers.push_back(layer_content(place));
      die.layers.back().source = heated;
      source = source || heated;
    }
    if (!source) in_.refuse(fmt::format("a \"source\" layer of die {}", die.name));
    dies_.push_back(die);
  }

  void stack() {
    in_.expect(":");
    while (in_.is("die") || in_.is("layer") || in_.is("channel")) {
      IceElement element{.name = {}, .of = {}, .floorplan = {}, .own = {}, .place = in_.next().place};
      if (in_.is("channel")) in_.refuse("a die or a layer; channels of 3D-ICE are not read");
      element.kind = in_.take().text == "die" ? IceElement::Kind::die : IceElement::Kind::layer;
      element.name = in_.word("a name");
      const bool own = element.kind == IceElement::Kind::layer && in_.next().kind == Token::Kind::number;
      if (own) {
        element.own = layer_content(element.place);
      } else {
        element.of = in_.word("the name of a die or layer");
        if (element.kind == IceElement::Kind::die) {
          in_.expect("floorplan");
          element.floorplan = in_.quoted("a floorplan file");
        }
        if (in_.take_if("discretization")) in_.number("cells"), in_.number("cells");
        in_.expect(";");
      }
      elements_.push_back(element);
    }
  }

  void solver() {
    in_.expect(":");
    if (in_.take_if("transient")) {
      in_.expect("step");
      in_.number("s");
      in_.expect(", slot");
      const SourcePlace place = in_.next().place;
      result_.trace_interval = in_.number("s");
      if (!(result_.trace_interval > 0)) refuse_package(place, "slot must be positive");
    } else {
      in_.expect("steady");
    }
    in_.expect(";");
    while (in_.is("initial") || in_.is("numofcores")) {
      if (in_.take_if("initial")) {
        initial_temperature();
      } else {
        in_.take();
        in_.number("cores");
        in_.expect(";");
      }
    }
  }

  void initial_temperature() {
    in_.expect("temperature");
    result_.start_temperature = in_.number("K");
    in_.expect(";");
  }

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
      const auto found = std::find_if(layers_.begin(), layers_.end(),
                                      [&](const auto& layer) { return layer.first == element.of; });
      if (found == layers_.end()) refuse_package(element.place, fmt::format("unknown layer {}", element.of));
      add_layer(element.name, found->second);
      return;
    }
    const auto found =
        std::find_if(dies_.begin(), dies_.end(), [&](const IceDie& die) { return die.name == element.of; });
    if (found == dies_.end()) refuse_package(element.place, fmt::format("unknown die {}", element.of));
    for (std::size_t l = found->layers.size(); l-- > 0;) {
      const IceLayer& layer = found->layers[l];
      PackageLayer& made =
          add_layer(layer.source ? element.name : fmt::format("{} layer {}", element.name, l + 1), layer);
      if (layer.source) floorplan(made, element);
    }
  }

  void floorplan(PackageLayer& layer, const IceElement& element) {
    TokenReader in(files_(element.floorplan, element.place), element.floorplan);
    if (in.at_end()) in.refuse("an element of a floorplan");
    while (!in.at_end()) {
      PackageBlock block{.name = {}, .group = "die", .place = in.next().place};
      block.name = in.word("the name of an element");
      in.expect(":");
      block.where = rectangles(in);
      if (in.take_if("discretization")) in.number("cells"), in.number("cells"), in.take_if(";");
      if (in.take_if("material")) {
        const SourcePlace place = in.next().place;
        block.material = material_named(result_, in.word("the name of a material"), place);
        in.expect(";");
      }
      in.expect("power values");
      do block.trace.push_back(in.number("W"));
      while (in.take_if(","));
      in.expect(";");
      block.power = block.trace.front();
      if (block.trace.size() == 1) block.trace.clear();
      layer.blocks.push_back(std::move(block));
    }
  }

  /// Materials of its own, then "MATERIAL : rectangles".
  void layout(PackageLayer& layer, const IceLayer& source) {
    TokenReader in(files_(source.layout, source.place), source.layout);
    while (in.take_if("material")) result_.materials.push_back(material(in));
    for (int part = 1; !in.at_end(); ++part) {
      PackageBlock block{.name = {}, .place = in.next().place};
      const std::string name = in.word("the name of a material");
      block.material = material_named(result_, name, block.place);
      block.name = fmt::format("{} {}", name, part);
      in.expect(":");
      block.where = rectangles(in);
      layer.blocks.push_back(std::move(block));
    }
  }

  TokenReader in_;
  const std::string& file_;
  const PackageFiles& files_;
  PackageStack result_;
  std::vector<std::pair<std::string, IceLayer>> layers_;
  std::vector<IceDie> dies_;
  std::vector<IceElement> elements_;  // from the top down
  bool sink_ = false;
};

}  // namespace

PackageStack read_three_d_ice_text(std::string_view text, const std::string& file, const PackageFiles& files,
                                   const ThreeDIceOptions& options) {
  PackageStack stack = StackReader(text, file, files).read(options);
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
