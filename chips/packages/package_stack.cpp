#include "chips/packages/package_stack.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <tuple>

#include "physics/numerics/nearest_word.h"

namespace sunrack {

std::string shown_place(const SourcePlace& place) {
  if (place.file.empty()) return "";
  if (place.line == 0) return place.file + ": ";
  if (place.column == 0) return fmt::format("{}:{}: ", place.file, place.line);
  return fmt::format("{}:{}:{}: ", place.file, place.line, place.column);
}

void refuse_package(const SourcePlace& place, const std::string& what) {
  throw PackageError(shown_place(place) + what);
}

std::uint16_t material_named(const PackageStack& stack, const std::string& name, const SourcePlace& place) {
  std::vector<std::string> known;
  for (std::size_t i = 0; i < stack.materials.size(); ++i) {
    if (stack.materials[i].name == name) return std::uint16_t(i);
    known.push_back(stack.materials[i].name);
  }
  if (known.empty()) refuse_package(place, fmt::format("material {}: no material is described", name));
  refuse_package(place, fmt::format("unknown material {}; the nearest is {}; known are {}", name,
                                    nearest_word(name, known), fmt::join(known, ", ")));
}

namespace {

// [-] of the domain: rectangles given in micrometres and in metres meet within rounding only.
constexpr double slack = 1e-9;

// [-] of the domain: what is smaller would touch no cell, or ask for cells that no solver can take.
constexpr double smallest_block = 1e-7;

std::string shown(const FloorRectangle& r) {
  return fmt::format("{:.6g} to {:.6g} mm by {:.6g} to {:.6g} mm", r.x * 1e3, (r.x + r.width) * 1e3,
                     r.y * 1e3, (r.y + r.depth) * 1e3);
}

void require_rectangle(const PackageStack& stack, const PackageBlock& block, const FloorRectangle& r) {
  if (!(std::isfinite(r.x) && std::isfinite(r.y) && r.width > 0 && r.depth > 0 && std::isfinite(r.width) &&
        std::isfinite(r.depth)))
    refuse_package(block.place, fmt::format("block {}: {:.6g} mm by {:.6g} mm, must be of positive size",
                                            block.name, r.width * 1e3, r.depth * 1e3));
  for (const auto& [name, size, whole] :
       {std::tuple("width", r.width, stack.width), std::tuple("depth", r.depth, stack.depth)})
    if (size < smallest_block * whole)
      refuse_package(block.place,
                     fmt::format("block {}: {} = {:.6g} mm is too small for the {:.6g} mm of {}, must be at "
                                 "least {:g} of it",
                                 block.name, name, size * 1e3, whole * 1e3, stack.name, smallest_block));
  const double x = slack * stack.width, y = slack * stack.depth;
  if (r.x < -x || r.y < -y || r.x + r.width > stack.width + x || r.y + r.depth > stack.depth + y)
    refuse_package(block.place,
                   fmt::format("block {}: {} lies outside the {:.6g} mm by {:.6g} mm of {}", block.name,
                               shown(r), stack.width * 1e3, stack.depth * 1e3, stack.name));
}

void require_block(const PackageStack& stack, const PackageBlock& block) {
  if (block.where.empty()) refuse_package(block.place, fmt::format("block {}: has no place", block.name));
  for (const FloorRectangle& r : block.where) require_rectangle(stack, block, r);
  if (block.material && *block.material >= stack.materials.size())
    refuse_package(block.place, fmt::format("block {}: unknown material {}", block.name, *block.material));
  if (!(block.power >= 0) || !std::isfinite(block.power))
    refuse_package(block.place,
                   fmt::format("block {}: power = {} W, must not be negative", block.name, block.power));
  for (const double power : block.trace)
    if (!(power >= 0) || !std::isfinite(power))
      refuse_package(block.place,
                     fmt::format("block {}: power = {} W, must not be negative", block.name, power));
  if (!(block.leakage_share >= 0 && block.leakage_share <= 1))
    refuse_package(block.place, fmt::format("block {}: leakage_share = {}, must be 0 to 1", block.name,
                                            block.leakage_share));
  if (block.leakage_share > 0 &&
      !(stack.leakage_doubling_interval > 0 && stack.leakage_reference_temperature > 0))
    refuse_package(block.place, fmt::format("block {}: leaks, but the package tells no doubling interval and "
                                            "reference temperature of leakage",
                                            block.name));
}

bool overlap(const FloorRectangle& a, const FloorRectangle& b, double x, double y) {
  return a.x + a.width > b.x + x && b.x + b.width > a.x + x && a.y + a.depth > b.y + y &&
         b.y + b.depth > a.y + y;
}

/// A plan that is swept from west to east: rectangles that have ended are not asked again.
void require_no_overlap(const PackageStack& stack, const PackageLayer& layer) {
  struct Part {
    FloorRectangle where;
    const PackageBlock* block;
  };
  std::vector<Part> parts;
  for (const PackageBlock& block : layer.blocks) {
    if (block.on_top) continue;
    for (const FloorRectangle& where : block.where) parts.push_back({where, &block});
  }
  std::sort(parts.begin(), parts.end(), [](const Part& a, const Part& b) { return a.where.x < b.where.x; });
  std::vector<const Part*> open;
  const double x = slack * stack.width, y = slack * stack.depth;
  for (const Part& part : parts) {
    std::erase_if(open,
                  [&](const Part* other) { return other->where.x + other->where.width <= part.where.x + x; });
    for (const Part* other : open)
      if (overlap(part.where, other->where, x, y)) {
        const bool later = part.block >= other->block;
        const Part& second = later ? part : *other;
        const Part& first = later ? *other : part;
        refuse_package(second.block->place,
                       fmt::format("block {} ({}) overlaps block {} ({})", second.block->name,
                                   shown(second.where), first.block->name, shown(first.where)));
      }
    open.push_back(&part);
  }
}

/// Edges of the blocks along one axis, ascending, with the domain's own.
std::vector<double> edges(const PackageLayer& layer, double size, bool along_x) {
  std::vector<double> values = {0, size};
  for (const PackageBlock& block : layer.blocks)
    for (const FloorRectangle& r : block.where) {
      values.push_back(along_x ? r.x : r.y);
      values.push_back(along_x ? r.x + r.width : r.y + r.depth);
    }
  std::sort(values.begin(), values.end());
  std::vector<double> kept;
  for (const double value : values)
    if (value >= 0 && value <= size && (kept.empty() || value > kept.back() + slack * size))
      kept.push_back(value);
  return kept;
}

/// Of a layer without a material of its own.
void require_no_gap(const PackageStack& stack, const PackageLayer& layer) {
  const std::vector<double> x = edges(layer, stack.width, true), y = edges(layer, stack.depth, false);
  for (std::size_t j = 0; j + 1 < y.size(); ++j)
    for (std::size_t i = 0; i + 1 < x.size(); ++i) {
      const double across = (x[i] + x[i + 1]) / 2, up = (y[j] + y[j + 1]) / 2;
      const bool covered = std::any_of(layer.blocks.begin(), layer.blocks.end(), [&](const PackageBlock& b) {
        return b.material && std::any_of(b.where.begin(), b.where.end(), [&](const FloorRectangle& r) {
                 return across > r.x && across < r.x + r.width && up > r.y && up < r.y + r.depth;
               });
      });
      if (!covered)
        refuse_package(layer.place,
                       fmt::format("layer {}: gap at x = {:.6g} mm, y = {:.6g} mm: the layer has no material "
                                   "of its own and no block with a material lies there",
                                   layer.name, across * 1e3, up * 1e3));
    }
}

void require_channels(const PackageLayer& layer) {
  const CoolantChannels& c = *layer.channels;
  if (!(c.channel_width > 0 && c.wall_width > 0 && c.mass_flow > 0 && c.inlet_temperature > 0 &&
        c.film_coefficient >= 0))
    refuse_package(layer.place, fmt::format("layer {}: channels need positive widths of channel and wall, a "
                                            "positive mass flow and inlet temperature",
                                            layer.name));
  if (!layer.material || !layer.blocks.empty())
    refuse_package(
        layer.place,
        fmt::format("layer {}: a layer with channels is of one material, without blocks", layer.name));
}

/// "; the first is on line 7", where that is known.
std::string first_of(const SourcePlace& place) {
  return place.line > 0 ? fmt::format("; the first is on line {}", place.line) : "";
}

void require_layer(const PackageStack& stack, const PackageLayer& layer) {
  if (!(layer.thickness > 0) || !std::isfinite(layer.thickness))
    refuse_package(layer.place, fmt::format("layer {}: thickness = {:.6g} um, must be positive", layer.name,
                                            layer.thickness * 1e6));
  if (layer.material && *layer.material >= stack.materials.size())
    refuse_package(layer.place, fmt::format("layer {}: unknown material {}", layer.name, *layer.material));
  if (layer.cells < 0 || layer.cells > 1000)
    refuse_package(layer.place,
                   fmt::format("layer {}: cells = {}, must be 0 (chosen) to 1000", layer.name, layer.cells));
  if (!(layer.contact_above >= 0) || !std::isfinite(layer.contact_above))
    refuse_package(layer.place, fmt::format("layer {}: contact resistance = {} m2 K/W, must not be negative",
                                            layer.name, layer.contact_above));
  if (layer.channels) require_channels(layer);
  std::map<std::string, SourcePlace> names;
  for (const PackageBlock& block : layer.blocks) {
    if (block.name.empty())
      refuse_package(block.place, fmt::format("layer {}: the name of a block is empty", layer.name));
    require_block(stack, block);
    const auto [first, is_new] = names.try_emplace(block.name, block.place);
    if (!is_new)
      refuse_package(block.place, fmt::format("layer {}: two blocks are called {}{}", layer.name, block.name,
                                              first_of(first->second)));
  }
  require_no_overlap(stack, layer);
  if (!layer.material) require_no_gap(stack, layer);
}

void require_layer_names(const PackageStack& stack) {
  std::map<std::string, SourcePlace> names;
  for (const PackageLayer& layer : stack.layers) {
    if (layer.name.empty()) refuse_package(layer.place, stack.name + ": the name of a layer is empty");
    const auto [first, is_new] = names.try_emplace(layer.name, layer.place);
    if (!is_new)
      refuse_package(layer.place, fmt::format("{}: two layers are called {}{}", stack.name, layer.name,
                                              first_of(first->second)));
  }
}

void require_traces(const PackageStack& stack) {
  const PackageBlock* first = nullptr;
  for (const PackageLayer& layer : stack.layers)
    for (const PackageBlock& block : layer.blocks) {
      if (block.trace.empty()) continue;
      if (!first) first = &block;
      if (block.trace.size() != first->trace.size())
        refuse_package(block.place,
                       fmt::format("block {}: {} values of power, but block {} has {}", block.name,
                                   block.trace.size(), first->name, first->trace.size()));
    }
}

}  // namespace

void require_package(const PackageStack& stack) {
  if (!(stack.width > 0 && stack.depth > 0 && std::isfinite(stack.width) && std::isfinite(stack.depth)))
    refuse_package(stack.place, fmt::format("{}: {} m by {} m, must be of positive size", stack.name,
                                            stack.width, stack.depth));
  if (stack.layers.empty()) refuse_package(stack.place, stack.name + ": has no layer");
  if (stack.materials.size() > 65'000) refuse_package(stack.place, stack.name + ": too many materials");
  require_layer_names(stack);
  for (const PackageLayer& layer : stack.layers) require_layer(stack, layer);
  require_traces(stack);
}

void require_heat_capacities(const PackageStack& stack) {
  const auto require_one = [&](std::uint16_t index) {
    const SolidMaterial& m = stack.materials[index];
    const bool conducts = m.kx > 0 || m.ky > 0 || m.kz > 0;  // emptiness warms nothing
    if (conducts && !(m.heat_capacity > 0))
      refuse_package(index < stack.material_places.size() ? stack.material_places[index] : stack.place,
                     fmt::format("material {}: heat_capacity is missing; a heating needs it", m.name));
  };
  for (const PackageLayer& layer : stack.layers) {
    if (layer.material) require_one(*layer.material);
    for (const PackageBlock& block : layer.blocks)
      if (block.material) require_one(*block.material);
  }
}

double total_power(const PackageStack& stack) {
  double sum = 0;
  for (const PackageLayer& layer : stack.layers)
    for (const PackageBlock& block : layer.blocks) sum += block.power;
  return sum;
}

}  // namespace sunrack
