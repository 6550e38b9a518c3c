// The sections of a stack description, each of which stands once.

#include <fmt/format.h>

#include <filesystem>
#include <map>

#include "chips/packages/package_plausibility.h"
#include "chips/packages/three_d_ice_parts.h"

namespace sunrack {

namespace {

class DescriptionReader {
 public:
  DescriptionReader(std::string_view text, const std::string& file) : in_(text, file), file_(file) {}

  IceDescription read() {
    stack().name = std::filesystem::path(file_).stem().string();
    stack().place = {file_, 0, 0};
    stack().snap_outward = true;
    while (!in_.at_end()) section();
    require_sections();
    if (!seen_.contains("top heat sink") && !seen_.contains("bottom heat sink"))
      stack().notes.push_back(file_ + ": no heat sink is described");
    return std::move(result_);
  }

 private:
  PackageStack& stack() { return result_.stack; }

  void section() {
    const SourcePlace place = in_.next().place;
    if (in_.take_if("material")) {
      stack().materials.push_back(ice_material(in_));
      stack().material_places.push_back(place);
      once("material " + stack().materials.back().name, place);
    } else if (in_.is("top") || in_.is("bottom") || in_.is("conventional")) {
      heat_sink(place);
    } else if (in_.take_if("dimensions")) {
      once("dimensions", place);
      dimensions();
    } else if (in_.take_if("layer")) {
      named_layer(place);
    } else if (in_.take_if("die")) {
      die(place);
    } else if (in_.take_if("stack")) {
      once("stack", place);
      elements();
    } else if (in_.take_if("solver")) {
      once("solver", place);
      solver();
    } else if (in_.take_if("initial")) {
      initial_temperature(place);
    } else if (in_.take_if("output")) {
      once("output", place);
      output();
    } else if (in_.is("microchannel") || in_.is("pinfin")) {
      in_.refuse("solid layers and heat sinks; channels and pin fins of 3D-ICE are not read");
    } else {
      in_.refuse("material, top or bottom heat sink, dimensions, layer, die, stack, solver or output");
    }
  }

  void once(const std::string& what, const SourcePlace& place) {
    const auto [first, is_new] = seen_.try_emplace(what, place);
    if (!is_new)
      refuse_package(place,
                     fmt::format("{} is described twice; the first is on line {}", what, first->second.line));
  }

  /// What 3D-ICE's grammar asks for; a file that was cut off lacks the last of them.
  void require_sections() {
    const SourcePlace end = in_.next().place;
    if (result_.elements.empty()) refuse_package(end, "no stack is described: \"stack:\" is missing");
    if (!seen_.contains("dimensions")) refuse_package(end, "no \"dimensions:\" are given");
    if (!seen_.contains("solver"))
      refuse_package(end,
                     "no \"solver:\" is described: is the file whole? (\"solver : steady ; initial "
                     "temperature 300 ;\" asks for the steady state)");
    if (!seen_.contains("initial temperature"))
      refuse_package(end, "no \"initial temperature\" is given after \"solver:\": is the file whole?");
    for (const IceElement& element : result_.elements)
      if (element.kind == IceElement::Kind::die) return;
    refuse_package(result_.elements.front().place, "the stack has no die: nothing in it dissipates");
  }

  void heat_sink(const SourcePlace& place) {
    const bool bottom = in_.is("bottom");
    once(bottom ? "bottom heat sink" : "top heat sink", place);
    in_.take();
    if (in_.is("pluggable"))
      in_.refuse("\"heat sink\" with a coefficient; pluggable heat sinks are not read");
    in_.expect("heat sink : heat transfer coefficient");
    SurfaceCondition sink;
    sink.convection = ice_number(in_, "coefficient", ice_units::coefficient);
    in_.expect(";");
    in_.take_if("ambient");
    in_.expect("temperature");
    sink.fluid_temperature = temperature("temperature");
    in_.expect(";");
    stack().boundary[std::size_t(bottom ? BoxFace::z_low : BoxFace::z_high)] = sink;
  }

  double temperature(const char* what) {
    const SourcePlace place = in_.next().place;
    const double kelvin = ice_number(in_, what, ice_units::temperature);
    note_cold(stack(), place, what, kelvin);
    return kelvin;
  }

  void dimensions() {
    const auto size = [&](const char* what) { return ice_number(in_, what, ice_units::thickness); };
    in_.expect(": chip length");
    stack().width = size("chip length");
    in_.expect(", width");
    stack().depth = size("chip width");
    in_.expect("; cell length");
    stack().place = in_.next().place;  // for cells that do not fill the chip
    stack().cell_width = size("cell length");
    in_.expect(", width");
    stack().cell_depth = size("cell width");
    in_.expect(";");
    if (in_.take_if("non-uniform")) {
      if (in_.word("true or false") != "false") {
        stack().cell_width = stack().cell_depth = 0;
        stack().snap_outward = false;
        stack().notes.push_back(file_ + ": non-uniform cells are cut at the edges of all blocks here");
      }
      in_.expect(";");
    }
  }

  void layout(IceLayer& layer) {
    if (!layer.layout.empty()) in_.refuse("one layout for the layer");
    in_.take();
    layer.layout = in_.quoted("a layout file");
  }

  void layer_material(IceLayer& layer) {
    layer.material = {.name = {}, .place = in_.next().place};
    layer.material.name = in_.word("the name of a material");
  }

  /// "HEIGHT MATERIAL ;", where a layout may stand on either side of the material.
  IceLayer layer_content(const SourcePlace& place) {
    IceLayer layer{.thickness = ice_number(in_, "thickness", ice_units::thickness), .place = place};
    if (in_.is("layout")) layout(layer);
    layer_material(layer);
    if (in_.is("layout")) layout(layer);
    in_.expect(";");
    return layer;
  }

  void named_layer(const SourcePlace& place) {
    IceLayer layer{.name = in_.word("the name of a layer"), .place = place};
    once("layer " + layer.name, place);
    in_.expect(": height");
    layer.thickness = ice_number(in_, "thickness", ice_units::thickness);
    in_.expect(";");
    while (in_.is("layout") || (in_.is("material") && layer.material.name.empty())) {
      if (in_.is("layout")) {
        layout(layer);
      } else {
        in_.take();
        layer_material(layer);
      }
      in_.expect(";");
    }
    if (layer.material.name.empty()) in_.refuse("\"material\"");
    result_.layers.push_back(layer);
  }

  void die(const SourcePlace& place) {
    IceDie die{.name = in_.word("the name of a die"), .layers = {}};
    once("die " + die.name, place);
    in_.expect(":");
    bool source = false;
    while (in_.is("layer") || in_.is("source")) {
      // "layer NAME :" begins a layer of its own.
      if (in_.is("layer") && in_.after(2).text == ":" && in_.after(2).kind == Token::Kind::sign) break;
      const SourcePlace at = in_.next().place;
      const bool heated = in_.take().text == "source";
      die.layers.push_back(layer_content(at));
      die.layers.back().source = heated;
      source = source || heated;
    }
    if (!source) in_.refuse(fmt::format("a \"source\" layer of die {}", die.name));
    result_.dies.push_back(die);
  }

  void elements() {
    in_.expect(":");
    while (in_.is("die") || in_.is("layer") || in_.is("channel")) {
      IceElement element{.name = {}, .of = {}, .floorplan = {}, .own = {}, .place = in_.next().place};
      if (in_.is("channel")) in_.refuse("a die or a layer; channels of 3D-ICE are not read");
      element.kind = in_.take().text == "die" ? IceElement::Kind::die : IceElement::Kind::layer;
      element.name = in_.word("a name");
      once("element " + element.name + " of the stack", element.place);
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
      result_.elements.push_back(element);
    }
  }

  void solver() {
    in_.expect(":");
    if (in_.take_if("transient")) {
      in_.expect("step");
      ice_number(in_, "step", ice_units::time);
      in_.expect(", slot");
      stack().trace_interval = ice_number(in_, "slot", ice_units::time);
    } else {
      in_.expect("steady");
    }
    in_.expect(";");
    while (in_.is("initial") || in_.is("numofcores")) {
      const SourcePlace place = in_.next().place;
      if (in_.take_if("initial")) {
        initial_temperature(place);
      } else {
        in_.take();
        in_.number("cores");
        in_.expect(";");
      }
    }
  }

  void initial_temperature(const SourcePlace& place) {
    once("initial temperature", place);
    in_.expect("temperature");
    stack().start_temperature = temperature("initial temperature");
    in_.expect(";");
  }

  /// What 3D-ICE is to write is not read further, only that its last statement ends.
  void output() {
    in_.expect(":");
    bool ended = true;
    while (!in_.at_end() && !(ended && section_begins())) {
      const Token token = in_.take();
      ended = token.kind == Token::Kind::sign && token.text == ";";
    }
    if (!ended) in_.refuse("\";\"");
  }

  bool section_begins() const {
    for (const char* word : {"material", "top", "bottom", "conventional", "dimensions", "layer", "die",
                             "stack", "solver", "initial", "output", "microchannel", "pinfin"})
      if (in_.is(word)) return true;
    return false;
  }

  TokenReader in_;
  const std::string& file_;
  IceDescription result_;
  std::map<std::string, SourcePlace> seen_;
};

}  // namespace

IceDescription read_ice_description(std::string_view text, const std::string& file) {
  return DescriptionReader(text, file).read();
}

}  // namespace sunrack
