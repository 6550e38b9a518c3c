#include "chips/reference_packages.h"

#include <fmt/format.h>

#include <algorithm>

#include "physics/require.h"
#include "physics/units.h"

namespace sunrack {

using namespace units;

namespace {

using Layer = ReferencePackage::Layer;
using Rectangle = ReferencePackage::Rectangle;
using Source = ReferencePackage::Source;

/// Layers `name`0, `name`1, ... of equal thickness.
void add_layers(ReferencePackage& package, const std::string& name, int count, const Layer& layer) {
  for (int i = 0; i < count; ++i) {
    package.layers.push_back(layer);
    package.layers.back().name = count > 1 ? fmt::format("{}{}", name, i) : name;
  }
}

}  // namespace

ReferencePackage slab_package() {
  ReferencePackage package{.width = 10_mm, .depth = 10_mm, .convection = 1e4, .fluid_temperature = 300_K};
  package.materials = {isotropic_solid("silicon", 130, 1.63e6), isotropic_solid("interface", 4, 2e6),
                       isotropic_solid("copper", 390, 3.45e6)};
  add_layers(package, "HEAT", 1,
             {.thickness = 50_um, .material = 0, .sources = {{"P0", {0, 0, 10_mm, 10_mm}, 100_W}}});
  add_layers(package, "SI", 8, {.thickness = 87.5_um, .material = 0});
  add_layers(package, "TIM", 4, {.thickness = 25_um, .material = 1});
  add_layers(package, "CU", 4, {.thickness = 0.5_mm, .material = 2});
  return package;
}

namespace {

ReferencePackage processor_with(double cache, double interfaces, double hot_side, double hot_power) {
  ReferencePackage package{.width = 64_mm, .depth = 64_mm, .convection = 2e4, .fluid_temperature = 313.15_K};
  enum : std::size_t { substrate, bumps, wiring, mold, silicon, air, die_interface, copper, lid_interface };
  package.materials = {isotropic_solid("substrate", 5, 1.9e6),   isotropic_solid("bumps", 1.5, 2e6),
                       isotropic_solid("wiring", 2, 2.2e6),      isotropic_solid("mold", 0.8, 1.7e6),
                       isotropic_solid("silicon", 110, 1.63e6),  isotropic_solid("air", 0.03, 1200),
                       isotropic_solid("die interface", 5, 2e6), isotropic_solid("copper", 390, 3.45e6),
                       isotropic_solid("lid interface", 4, 2e6)};
  const Rectangle die{19_mm, 15.5_mm, 26_mm, 33_mm};
  add_layers(package, "SUBSTRATE", 1, {.thickness = 1_mm, .material = substrate});
  add_layers(package, "C4", 1, {.thickness = 80_um, .material = bumps});
  Layer heated{.thickness = 10_um, .material = wiring};
  for (int column = 0; column < 2; ++column)
    for (int row = 0; row < 4; ++row)
      heated.sources.push_back({fmt::format("GPC{}{}", column, row),
                                {column == 0 ? 19_mm : 34_mm, 19_mm + row * 6.5_mm, 11_mm, 6.5_mm},
                                60_W});
  heated.sources.push_back({"L2", {30_mm, 19_mm, 4_mm, 26_mm}, cache});
  heated.sources.push_back({"IOB", {19_mm, 15.5_mm, 26_mm, 3.5_mm}, interfaces});
  heated.sources.push_back({"IOT", {19_mm, 45_mm, 26_mm, 3.5_mm}, interfaces});
  heated.sources.push_back({"HS0", {24_mm, 21.5_mm, hot_side, hot_side}, hot_power});
  heated.sources.push_back({"HS1", {39_mm, 34.5_mm, hot_side, hot_side}, hot_power});
  add_layers(package, "BEOL", 1, heated);
  add_layers(package, "DIE", 4, {.thickness = 190_um, .material = mold, .regions = {{die, silicon}}});
  add_layers(package, "TIM1", 1, {.thickness = 50_um, .material = air, .regions = {{die, die_interface}}});
  add_layers(package, "LID", 2, {.thickness = 1_mm, .material = copper});
  add_layers(package, "TIM2", 1, {.thickness = 100_um, .material = lid_interface});
  add_layers(package, "CP", 3, {.thickness = 1_mm, .material = copper});
  return package;
}

}  // namespace

ReferencePackage processor_package() { return processor_with(84_W, 60_W, 2_mm, 8_W); }
ReferencePackage stressed_processor_package() { return processor_with(60_W, 50_W, 1_mm, 30_W); }

ReferencePackage memory_stack_package() {
  const double side = 11_mm;
  ReferencePackage package{.width = side, .depth = side, .convection = 2e4, .fluid_temperature = 313.15_K};
  enum : std::size_t { substrate, filler, wiring, silicon, interface, copper };
  package.materials = {isotropic_solid("substrate", 5, 1.9e6), isotropic_solid("filler", 1.5, 2e6),
                       isotropic_solid("wiring", 2, 2.2e6),    isotropic_solid("silicon", 105, 1.63e6),
                       isotropic_solid("interface", 5, 2e6),   isotropic_solid("copper", 390, 3.45e6)};
  add_layers(package, "SUB", 1, {.thickness = 0.5_mm, .material = substrate});
  add_layers(package, "UF", 1, {.thickness = 60_um, .material = filler});
  add_layers(package, "BBEOL", 1,
             {.thickness = 5_um,
              .material = wiring,
              .sources = {{"PHY", {0, 0, side, 2.75_mm}, 8_W}, {"TSVB", {0, 2.75_mm, side, 8.25_mm}, 4_W}}});
  add_layers(package, "BSI", 1, {.thickness = 50_um, .material = silicon});
  for (int die = 0; die < 12; ++die) {
    const auto name = [&](const char* part) { return fmt::format("{}{}", part, die); };
    add_layers(package, name("BOND"), 1, {.thickness = 10_um, .material = filler});
    add_layers(package, name("DBEOL"), 1,
               {.thickness = 5_um,
                .material = wiring,
                .sources = {{fmt::format("D{}A", die), {0, 0, side / 2, side}, 1.25_W},
                            {fmt::format("D{}B", die), {side / 2, 0, side / 2, side}, 0.75_W}}});
    add_layers(package, name("DSI"), 1, {.thickness = die < 11 ? 30_um : 150_um, .material = silicon});
  }
  add_layers(package, "TIM", 1, {.thickness = 50_um, .material = interface});
  add_layers(package, "CU", 4, {.thickness = 0.5_mm, .material = copper});
  return package;
}

ConductionProblem conduction_of(const ReferencePackage& package, int nx, int ny, int cells_per_layer) {
  require(cells_per_layer > 0, "conduction_of: cells_per_layer", cells_per_layer, "must be positive");
  std::vector<double> z = {0};
  double bottom = 0;
  for (const Layer& layer : package.layers) {
    for (int part = 1; part <= cells_per_layer; ++part)
      z.push_back(bottom + layer.thickness * part / cells_per_layer);
    bottom = z.back();
  }
  ConductionProblem problem = conduction_box(even_faces(0, package.width, nx),
                                             even_faces(0, package.depth, ny), z, package.materials);
  problem.at(BoxFace::z_high).conditions = {
      {.convection = package.convection, .fluid_temperature = package.fluid_temperature}};
  for (std::size_t l = 0; l < package.layers.size(); ++l) {
    const Layer& layer = package.layers[l];
    const double low = z[l * std::size_t(cells_per_layer)], high = z[(l + 1) * std::size_t(cells_per_layer)];
    fill(problem, {0, 0, low}, {package.width, package.depth, high}, std::uint16_t(layer.material));
    for (const auto& [r, material] : layer.regions)
      fill(problem, {r.x, r.y, low}, {r.x + r.width, r.y + r.depth, high}, std::uint16_t(material));
    for (const auto& [name, r, power] : layer.sources)
      add_power(problem, {r.x, r.y, low}, {r.x + r.width, r.y + r.depth, high}, power);
  }
  return problem;
}

double mean_over(const ConductionProblem& problem, const std::vector<double>& temperature, int k,
                 const Rectangle& where) {
  const auto part = [](const std::vector<double>& faces, int i, double low, double size) {
    const auto at = std::size_t(i);
    return std::max(0.0, std::min(low + size, faces[at + 1]) - std::max(low, faces[at]));
  };
  double sum = 0, area = 0;
  for (int j = 0; j < problem.ny(); ++j)
    for (int i = 0; i < problem.nx(); ++i) {
      const double weight =
          part(problem.x, i, where.x, where.width) * part(problem.y, j, where.y, where.depth);
      sum += weight * temperature[problem.index(i, j, k)], area += weight;
    }
  require(area > 0, "mean_over: area", area, "must be positive [m^2]");
  return sum / area;
}

}  // namespace sunrack
