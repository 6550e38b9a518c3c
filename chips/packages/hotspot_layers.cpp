#include "chips/packages/hotspot_layers.h"

#include <fmt/format.h>

#include <algorithm>

namespace sunrack {

namespace {

constexpr PackageBound viscosity{"Pa s", 1e-9, 1e6};

/// Files of one word a line.
class WordPerLine {
 public:
  WordPerLine(std::string_view text, const std::string& file, const char* of)
      : lines_(hotspot_lines(text, file)), file_(file), of_(of) {
    for (const SplitLine& line : lines_)
      if (line.words.size() > 1)
        refuse_package(line.place_of(1),
                       fmt::format("\"{}\": one word on each line of {}", line.words[1].substr(0, 60), of_));
  }

  bool at_end() const { return at_ >= lines_.size(); }
  SourcePlace place() const { return at_end() ? SourcePlace{file_, 0, 0} : lines_[at_].place; }

  HotSpotWord next(const char* what) {
    if (at_end())
      refuse_package(lines_.empty() ? SourcePlace{file_, 0, 0} : lines_.back().place,
                     fmt::format("the file ends before the {} of {}", what, of_));
    return {lines_[at_].words[0], lines_[at_++].place};
  }

 private:
  std::vector<SplitLine> lines_;
  const std::string& file_;
  const char* of_;
  std::size_t at_ = 0;
};

bool yes(const HotSpotWord& word) {
  if (word.text != "Y" && word.text != "N" && word.text != "y" && word.text != "n")
    refuse_package(word.place, fmt::format("\"{}\": Y or N expected", word.text.substr(0, 60)));
  return word.text == "Y" || word.text == "y";
}

}  // namespace

std::vector<HotSpotLayer> read_hotspot_layers(std::string_view text, const std::string& file,
                                              PackageStack& stack) {
  namespace b = package_bounds;
  WordPerLine in(text, file, "a layer");
  if (in.at_end()) refuse_package({file, 0, 0}, "holds no layer");
  std::vector<HotSpotLayer> layers;
  for (int expected = 0; !in.at_end(); ++expected) {
    const HotSpotWord index = in.next("number");
    if (index.text != std::to_string(expected))
      refuse_package(index.place,
                     fmt::format("layer {} expected, not \"{}\"", expected, index.text.substr(0, 60)));
    HotSpotLayer layer{.name = "layer " + index.text, .place = index.place};
    const bool lateral = yes(in.next("lateral flow"));
    layer.heated = yes(in.next("power"));
    const HotSpotWord first = in.next("heat capacity");
    SolidMaterial material;
    if (double number = 0; read_number(first.text, number)) {
      const double capacity = hotspot_number(first, "heat capacity", b::heat_capacity);
      const double resistivity = hotspot_number(in.next("resistivity"), "resistivity", b::resistivity);
      material = isotropic_solid(layer.name, 1 / resistivity, capacity);
    } else {
      material = stack.materials[material_named(stack, first.text, first.place)];
    }
    if (!lateral) material.name += " upwards only", material.kx = material.ky = 0;
    layer.thickness = hotspot_number(in.next("thickness"), "thickness", b::length);
    stack.materials.push_back(material);
    layer.material = std::uint16_t(stack.materials.size() - 1);
    layer.floorplan = in.next("floorplan");
    layers.push_back(std::move(layer));
  }
  return layers;
}

void read_hotspot_materials(std::string_view text, const std::string& file, PackageStack& stack) {
  namespace b = package_bounds;
  WordPerLine in(text, file, "a material");
  std::vector<HotSpotWord> seen;
  while (!in.at_end()) {
    const HotSpotWord name = in.next("name");
    const auto same = std::find_if(seen.begin(), seen.end(),
                                   [&](const HotSpotWord& other) { return other.text == name.text; });
    if (same != seen.end())
      refuse_package(name.place, fmt::format("material {} is described twice; the first is on line {}",
                                             name.text, same->place.line));
    seen.push_back(name);
    const HotSpotWord kind = in.next("kind");
    if (kind.text != "solid" && kind.text != "fluid")
      refuse_package(kind.place, fmt::format("\"{}\": solid or fluid expected", kind.text.substr(0, 60)));
    const double conductivity = hotspot_number(in.next("conductivity"), "conductivity", b::conductivity);
    const double capacity = hotspot_number(in.next("heat capacity"), "heat capacity", b::heat_capacity);
    if (kind.text == "solid")
      stack.materials.push_back(isotropic_solid(name.text, conductivity, capacity));
    else
      hotspot_number(in.next("viscosity"), "viscosity", viscosity);
  }
}

}  // namespace sunrack
