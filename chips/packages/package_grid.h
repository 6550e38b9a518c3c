#pragma once

#include "chips/packages/package_stack.h"

namespace sunrack {

/// How a package is cut into cells.
struct PackageGrid {
  int nx = 0, ny = 0;  ///< even cells; 0: cut at the edges of all blocks, cells of at most `largest_cell`
  double largest_cell = 0;    ///< [m] sideways; 0: a 48th of the longer side
  int cells_across_heat = 8;  ///< at least, along each side of a heated rectangle; not with even cells
  /// Through a heated layer that does not say itself how many. With one cell its heat sits at mid-height: a
  /// note warns. What that costs together with one cell through every other layer, as chip-thermal programs
  /// cut packages, stands in docs/models/packages.md.
  int heated_layer_cells = 4;
  double tallest_cell = 0.3e-3;  ///< [m] in layers that do not say
  bool own_cells = true;  ///< the file's own even cells (PackageStack::cell_width) where it has them, and one
                          ///< cell through each layer that does not say, as the program does that it is for
};

/// The cells of one block and the share of its power in each; the shares sum to 1.
struct BlockCells {
  std::size_t layer = 0, block = 0;  ///< indices into the stack
  std::vector<std::size_t> cells = {};
  std::vector<double> share = {};
};

/// A block whose edges no faces of cells follow: even cells, or a rule that grows it to whole cells.
struct SmearedBlock {
  std::size_t layer = 0, block = 0;  ///< indices into the stack
  double beyond = 0;                 ///< [-] share of its power that lies outside of its rectangles
  double moved = 0;  ///< [m] farthest that an edge of its heated cells lies outside of its own
};

/// A package cut into cells.
struct PackageModel {
  ConductionProblem problem = {};  ///< with the blocks' powers, leakage at its reference temperature
  std::vector<BlockCells> blocks = {};
  std::vector<int> layer_begin = {};       ///< first cell of each layer along z, and one past the last
  std::vector<SmearedBlock> smeared = {};  ///< heated blocks, in the order of `blocks`
  std::vector<std::string> notes = {};
};

/// @throws PackageError as require_package(); std::invalid_argument for a grid that is not one
PackageModel package_model(const PackageStack& stack, const PackageGrid& grid = {});

/// Sets the power of all cells from one power [W] for each of model.blocks.
void set_block_powers(const PackageModel& model, const std::vector<double>& powers,
                      std::vector<double>& cell_power);

const PackageBlock& block_of(const PackageStack& stack, const BlockCells& cells);

/// What a reader should know of smeared blocks, the worst by name; "" where there is none.
std::string smearing_note(const PackageStack& stack, const PackageModel& model);

/// True for cells of a material that conducts no way, beside the spreader of a HotSpot package for instance:
/// their temperature means nothing, and reports leave them out.
bool is_void(const ConductionProblem& problem, std::size_t cell);
/// The hottest and the coldest of the cells where there is anything.
struct Extremes {
  std::size_t hottest = 0, coldest = 0;
};
Extremes extremes(const ConductionProblem& problem, const std::vector<double>& temperature);

/// [K] what a block's cells have: hottest, and mean by share of its volume.
struct BlockTemperature {
  double hottest = 0, mean = 0;
  std::size_t hottest_cell = 0;
};
BlockTemperature block_temperature(const BlockCells& block, const std::vector<double>& temperature);

}  // namespace sunrack
