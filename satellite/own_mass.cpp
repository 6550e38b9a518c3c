#include "satellite/own_mass.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <string>

#include "physics/require.h"
#include "physics/units.h"

namespace sunrack {

using namespace units;

namespace {

constexpr double cold_plate = 3_mm * 8960;  // [kg/m^2] copper; liquid-cooled boards (recalled)

/// The material of the catalogue of shields that a panel's stands for: an alloy counts as its metal.
std::string shield_name(const std::string& radiator_material) {
  return radiator_material.starts_with("aluminium") ? "aluminium" : radiator_material;
}

/// Directions in which a sheet is met about equally aslant.
struct SlantClass {
  double share = 0;  ///< [-] of the sphere
  double path = 0;   ///< [-] mean of 1 / cosine, weighted by solid angle
};

/// The panel from a point at (0, 0) above its plane: between x0 and x1 ahead, `half` to both sides.
std::array<SlantClass, 3> panel_classes(double x0, double x1, double half, double distance) {
  constexpr int along = 12, across = 6;
  std::array<SlantClass, 3> classes;
  const auto x_at = [&](int i) { return x0 * std::pow(x1 / x0, double(i) / along); };
  for (int i = 0; i < along; ++i)
    for (int j = 0; j < across; ++j) {
      const double y0 = half * j / across, y1 = half * (j + 1) / across;
      const double share = 2 * rectangle_solid_angle_fraction(x_at(i), x_at(i + 1), y0, y1, distance);
      const double slant = std::hypot((x_at(i) + x_at(i + 1)) / 2, (y0 + y1) / 2, distance) / distance;
      SlantClass& of = classes[slant < 2 ? 0 : slant < 5 ? 1 : 2];
      of.share += share, of.path += share * slant;
    }
  for (SlantClass& one : classes)
    if (one.share > 0) one.path /= one.share;
  return classes;
}

}  // namespace

std::vector<ShieldSector> own_mass_sectors(const SatelliteSpec& spec, double thickness, const OwnMass& mass) {
  require(mass.structure_areal_mass >= 0, "own_mass_sectors: structure", mass.structure_areal_mass,
          "must not be negative [kg/m2]");
  const double edge = std::sqrt(spec.shield.area / 6), above = edge / 4;
  const double density = spec.shield.density.value_or(shield_material(spec.shield.material).density);
  const ShieldLayer wall{spec.shield.material, thickness * density},
      structure{"aluminium", mass.structure_areal_mass},
      computers{"aluminium", spec.compute.server_mass * spec.compute.it_power / (edge * edge)},
      plate{"copper", cold_plate}, wing{"silicon", mass.wing_areal_mass};
  std::vector<ShieldSector> sectors;
  const auto add = [&](const char* name, double share, std::vector<ShieldLayer> layers) {
    std::erase_if(layers, [](const ShieldLayer& layer) { return layer.areal_density <= 0; });
    if (share > 0) sectors.push_back({name, share, std::move(layers)});
  };
  // The wings stand in the plane of the front wall, an edge away behind the computers.
  const double half_chord = mass.wing_chord / 2;
  const double wings =
      mass.wing_span > 0 ? 2 * rectangle_solid_angle_fraction(mass.wing_root, mass.wing_root + mass.wing_span,
                                                              -half_chord - above, half_chord - above, edge)
                         : 0;
  add("computers and a wing", wings, {wing, structure, wall, computers, plate});
  add("computers", 0.5 - wings, {structure, wall, computers, plate});
  // The panel begins at its stand-off from the wings, or at the box where that is nearer.
  double open = 0.5;
  const double from = std::max(spec.radiator.standoff - edge, 0.05 * edge);
  if (mass.panel_height > 0) {
    constexpr std::array names = {"radiator, steep", "radiator, aslant", "radiator, edge-on"};
    const auto classes = panel_classes(from, from + mass.panel_height, mass.panel_width / 2, above);
    for (std::size_t i = 0; i < classes.size(); ++i) {
      add(names[i], classes[i].share,
          {{shield_name(spec.radiator.material), mass.panel_areal_mass * classes[i].path}, structure, wall});
      open -= classes[i].share;
    }
  }
  add("wall", open, {structure, wall});
  return sectors;
}

}  // namespace sunrack
