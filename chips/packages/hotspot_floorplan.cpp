#include "chips/packages/hotspot_floorplan.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "chips/packages/hotspot_config.h"

namespace sunrack {

namespace {

double length(const SplitLine& line, std::size_t word) {
  double value = 0;
  if (!read_number(line.words[word], value))
    refuse_package(line.place_of(word),
                   fmt::format("\"{}\" is not a number [m]", line.words[word].substr(0, 60)));
  // Places may be negative; that sizes are positive is asked of all formats alike (require_package).
  if (const auto& most = package_bounds::length.high; std::abs(value) > most)
    refuse_package(line.place_of(word),
                   fmt::format("\"{}\": must be at most {:g} m", line.words[word].substr(0, 60), most));
  return value;
}

HotSpotUnit unit_of(const SplitLine& line, const PackageStack& stack) {
  const std::size_t words = line.words.size();
  if (words < 5 || words > 7)
    refuse_package(line.place, fmt::format("{} words: name, width, height, x, y expected, and perhaps "
                                           "heat capacity and resistivity or a material",
                                           words));
  HotSpotUnit unit{.name = line.words[0], .place = line.place};
  unit.where = {
      .x = length(line, 3), .y = length(line, 4), .width = length(line, 1), .depth = length(line, 2)};
  if (words == 6) unit.material = stack.materials[material_named(stack, line.words[5], line.place_of(5))];
  if (words == 7)
    unit.material = isotropic_solid(
        unit.name,
        1 / hotspot_number({line.words[6], line.place_of(6)}, "resistivity", package_bounds::resistivity),
        hotspot_number({line.words[5], line.place_of(5)}, "heat capacity", package_bounds::heat_capacity));
  return unit;
}

void require_new_name(const std::vector<HotSpotUnit>& units, const HotSpotUnit& unit) {
  const auto same = std::find_if(units.begin(), units.end(),
                                 [&](const HotSpotUnit& other) { return other.name == unit.name; });
  if (same != units.end())
    refuse_package(unit.place, fmt::format("block {} stands twice in the floorplan; the first is on line {}",
                                           unit.name, same->place.line));
}

/// Moves the plan's south-west corner to the origin.
void measure(HotSpotFloorplan& plan) {
  double x = plan.units[0].where.x, y = plan.units[0].where.y;
  for (const HotSpotUnit& unit : plan.units) x = std::min(x, unit.where.x), y = std::min(y, unit.where.y);
  for (HotSpotUnit& unit : plan.units) {
    unit.where.x -= x, unit.where.y -= y;
    plan.width = std::max(plan.width, unit.where.x + unit.where.width);
    plan.depth = std::max(plan.depth, unit.where.y + unit.where.depth);
  }
  double reach = 0;
  for (const HotSpotUnit& unit : plan.units) {
    const double ends =
        plan.width >= plan.depth ? unit.where.x + unit.where.width : unit.where.y + unit.where.depth;
    if (ends > reach) reach = ends, plan.farthest = unit.place;
  }
}

}  // namespace

HotSpotFloorplan read_hotspot_floorplan(std::string_view text, const std::string& file,
                                        const PackageStack& stack) {
  HotSpotFloorplan plan;
  for (const SplitLine& line : hotspot_lines(text, file)) {
    HotSpotUnit unit = unit_of(line, stack);
    require_new_name(plan.units, unit);
    plan.units.push_back(std::move(unit));
  }
  if (plan.units.empty()) refuse_package({file, 0, 0}, "holds no block");
  measure(plan);
  return plan;
}

}  // namespace sunrack
