#include "chips/packages/reference_stack.h"

namespace sunrack {

PackageStack package_stack(const ReferencePackage& package) {
  PackageStack stack{.name = "reference package", .width = package.width, .depth = package.depth};
  stack.materials = package.materials;
  stack.boundary[std::size_t(BoxFace::z_high)] = {.convection = package.convection,
                                                  .fluid_temperature = package.fluid_temperature};
  const auto floor = [](const ReferencePackage::Rectangle& r) {
    return FloorRectangle{r.x, r.y, r.width, r.depth};
  };
  for (const ReferencePackage::Layer& layer : package.layers) {
    PackageLayer made{
        .name = layer.name, .thickness = layer.thickness, .material = std::uint16_t(layer.material)};
    for (const auto& [where, material] : layer.regions)
      made.blocks.push_back({.name = "region " + std::to_string(made.blocks.size()),
                             .where = {floor(where)},
                             .material = std::uint16_t(material)});
    for (const auto& [name, where, power] : layer.sources)
      made.blocks.push_back(
          {.name = name, .where = {floor(where)}, .power = power, .group = "die", .on_top = true});
    stack.layers.push_back(std::move(made));
  }
  return stack;
}

}  // namespace sunrack
