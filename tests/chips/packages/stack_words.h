#pragma once

#include <fmt/format.h>

#include <string>

#include "chips/packages/package_stack.h"

namespace sunrack {

/// All that a file says of a package, in words: equal for packages that have the same answer.
inline std::string stack_words(const PackageStack& s) {
  std::string words = fmt::format("{} {} {} {} {} {} {}\n", s.width, s.depth, s.cell_width, s.cell_depth,
                                  s.start_temperature, s.trace_interval, s.snap_outward);
  words += fmt::format("{} {} {} {}\n", s.leakage_doubling_interval, s.leakage_reference_temperature,
                       s.die_limit.value_or(0), s.memory_limit.value_or(0));
  for (const SurfaceCondition& b : s.boundary)
    words += fmt::format("{} {} {} {} {} {}\n", b.convection, b.fluid_temperature, b.emissivity,
                         b.sink_temperature, b.absorbed, b.fixed.value_or(0));
  const auto material = [&](std::optional<std::uint16_t> index) {
    if (!index) return std::string("none");
    const SolidMaterial& m = s.materials.at(*index);
    return fmt::format("{} {} {} {} {}", m.kx, m.ky, m.kz, m.heat_capacity, m.factor.size());
  };
  for (const PackageLayer& layer : s.layers) {
    words += fmt::format("{} {} {} {} {}\n", layer.name, layer.thickness, material(layer.material),
                         layer.cells, layer.contact_above);
    for (const PackageBlock& b : layer.blocks) {
      words +=
          fmt::format(" {} {} {} {} {}", b.name, material(b.material), b.power, b.leakage_share, b.group);
      for (const FloorRectangle& r : b.where)
        words += fmt::format(" ({} {} {} {})", r.x, r.y, r.width, r.depth);
      for (const double power : b.trace) words += fmt::format(" {}", power);
      words += '\n';
    }
  }
  return words;
}

}  // namespace sunrack
