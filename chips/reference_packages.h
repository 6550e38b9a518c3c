#pragma once

#include <string>
#include <vector>

#include "physics/thermal/conduction.h"

namespace sunrack {

/// Packages on which chip-thermal programs were compared, as plain stacks of layers; every figure is given
/// exactly, so that other programs can be asked the same. All: insulated but for the top.
struct ReferencePackage {
  struct Rectangle {
    double x = 0, y = 0, width = 0, depth = 0;  ///< [m] from the south-west corner
  };
  struct Source {
    std::string name;
    Rectangle where;
    double power = 0;  ///< [W] spread evenly
  };
  struct Region {
    Rectangle where;
    std::size_t material = 0;
  };
  struct Layer {
    std::string name;
    double thickness = 0;  ///< [m]
    std::size_t material = 0;
    std::vector<Region> regions = {};
    std::vector<Source> sources = {};
  };
  double width = 0, depth = 0;   ///< [m] along x and y
  double convection = 0;         ///< [W/(m^2 K)] from the top
  double fluid_temperature = 0;  ///< [K]
  std::vector<SolidMaterial> materials = {};
  std::vector<Layer> layers = {};  ///< from the bottom up
};

/// A heated layer, silicon, interface material and copper, 10 x 10 mm, 100 W: one-dimensional.
ReferencePackage slab_package();
/// A 26 x 33 mm die in a 64 x 64 mm package under lid and cold plate, 700 W, conductivities 0.03 to 390.
ReferencePackage processor_package();
/// The same with two hot spots of 30 W on 1 x 1 mm: its matrices are those of processor_package().
ReferencePackage stressed_processor_package();
/// A stack of twelve memory dies on 11 x 11 mm, 45 layers of 5 to 500 um, 36 W.
ReferencePackage memory_stack_package();

/// nx by ny cells, and each layer cut into `cells_per_layer` equal ones.
ConductionProblem conduction_of(const ReferencePackage& package, int nx, int ny, int cells_per_layer = 1);
/// [K] mean over a rectangle of the cells of layer `k` of the grid, weighted with their area within it.
double mean_over(const ConductionProblem& problem, const std::vector<double>& temperature, int k,
                 const ReferencePackage::Rectangle& where);

}  // namespace sunrack
