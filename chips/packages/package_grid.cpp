#include "chips/packages/package_grid.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "chips/packages/coolant_march.h"
#include "chips/packages/package_faces.h"
#include "physics/require.h"

namespace sunrack {

namespace {

using package_faces::along, package_faces::heats, package_faces::slack, package_faces::Span;

bool heats(const PackageLayer& layer) {
  return std::any_of(layer.blocks.begin(), layer.blocks.end(),
                     [](const PackageBlock& block) { return heats(block); });
}

int cells_through(const PackageStack& stack, const PackageLayer& layer, const PackageGrid& grid) {
  if (layer.cells > 0) return layer.cells;
  if (grid.own_cells && stack.cell_width > 0) return 1;
  if (layer.channels) return 6;  // fins lose temperature along their height
  const int by_height = std::max(1, int(std::ceil(layer.thickness / grid.tallest_cell * (1 - slack))));
  return heats(layer) ? std::max(by_height, grid.heated_layer_cells) : by_height;
}

double overlap(Span a, double low, double high) {
  return std::max(0.0, std::min(a.high, high) - std::max(a.low, low));
}

/// Cells [first, end) of the faces that a span touches, and the part of the span's length in each.
struct Touched {
  int first = 0;
  std::vector<double> length;
};
Touched touched(const std::vector<double>& faces, Span span, bool snap) {
  const double tolerance = slack * faces.back();
  Touched result;
  for (std::size_t i = 0; i + 1 < faces.size(); ++i) {
    const double part = overlap(span, faces[i], faces[i + 1]);
    if (part <= tolerance) {
      if (!result.length.empty()) break;
      continue;
    }
    if (result.length.empty()) result.first = int(i);
    result.length.push_back(snap ? faces[i + 1] - faces[i] : part);
  }
  return result;
}

class Builder {
 public:
  Builder(const PackageStack& stack, const PackageGrid& grid) : stack_(stack), grid_(grid) {}

  PackageModel build() {
    cut();
    for (std::size_t l = 0; l < stack_.layers.size(); ++l) fill_layer(l);
    if (stack_.top_node_on_face) lift_top_nodes();
    std::vector<double> powers;
    for (const BlockCells& block : model_.blocks)
      powers.push_back(stack_.layers[block.layer].blocks[block.block].power);
    set_block_powers(model_, powers, model_.problem.power);
    return std::move(model_);
  }

 private:
  void cut() {
    std::vector<double> z = {0};
    model_.layer_begin = {0};
    for (const PackageLayer& layer : stack_.layers) {
      const int cells = cells_through(stack_, layer, grid_);
      const double bottom = z.back();
      for (int part = 1; part <= cells; ++part) z.push_back(bottom + layer.thickness * part / cells);
      model_.layer_begin.push_back(int(z.size()) - 1);
      if (heats(layer) && cells == 1)
        model_.notes.push_back(fmt::format(
            "{}heated layer {} is one cell thick: its heat sits at mid-height, and hot spots come "
            "out too warm",
            shown_place(layer.place), layer.name));
    }
    ConductionProblem& p = model_.problem;
    p = conduction_box(package_faces::faces_along(stack_, grid_, true),
                       package_faces::faces_along(stack_, grid_, false), z, stack_.materials);
    if (p.cells() > 200'000'000) throw std::invalid_argument("package_model: more than 2e8 cells");
    for (SolidMaterial& material : p.materials) material.heat_capacity *= stack_.capacity_factor;
    for (const BoxFace face : box_faces) p.at(face).conditions = {stack_.boundary[std::size_t(face)]};
    p.bottom_node_on_face = stack_.bottom_node_on_face;
    p.power.assign(p.cells(), 0);
    for (std::size_t l = 0; l + 1 < stack_.layers.size(); ++l)
      if (stack_.layers[l].contact_above > 0)
        p.contacts.push_back({.axis = Axis::z,
                              .plane = model_.layer_begin[l + 1],
                              .resistance = stack_.layers[l].contact_above});
  }

  void fill_layer(std::size_t l) {
    const PackageLayer& layer = stack_.layers[l];
    ConductionProblem& p = model_.problem;
    std::uint16_t material = layer.material.value_or(0);
    if (layer.channels) {
      p.materials.push_back(channelled_material(p.materials[material], *layer.channels));
      material = std::uint16_t(p.materials.size() - 1);
    }
    for (int j = 0; j < p.ny(); ++j)
      for (int k = model_.layer_begin[l]; k < model_.layer_begin[l + 1]; ++k)
        for (int i = 0; i < p.nx(); ++i) p.material[p.index(i, j, k)] = material;
    for (std::size_t b = 0; b < layer.blocks.size(); ++b) place_block(l, b);
  }

  /// A node on an outer face that nothing leaves through is one at mid-height behind half a cell more: a
  /// contact below it, for each run of cells of one material.
  void lift_top_nodes() {
    ConductionProblem& p = model_.problem;
    const int top = p.nz() - 1;
    if (top < 1) return;
    const double height = p.z.back() - p.z[std::size_t(top)];
    for (int j = 0; j < p.ny(); ++j)
      for (int i = 0, end = 0; i < p.nx(); i = end) {
        const std::uint16_t material = p.material[p.index(i, j, top)];
        while (end < p.nx() && p.material[p.index(end, j, top)] == material) ++end;
        if (const double k = p.materials[material].kz; k > 0)
          p.contacts.push_back({.axis = Axis::z,
                                .plane = top,
                                .resistance = height / (2 * k),
                                .window = Contact::Window{i, end, j, j + 1}});
      }
  }

  void place_block(std::size_t l, std::size_t b) {
    const PackageBlock& block = stack_.layers[l].blocks[b];
    ConductionProblem& p = model_.problem;
    BlockCells cells{.layer = l, .block = b};
    double volume = 0;
    for (const FloorRectangle& where : block.where) {
      const Touched x = touched(p.x, along(where, true), stack_.snap_outward);
      const Touched y = touched(p.y, along(where, false), stack_.snap_outward);
      for (int j = 0; j < int(y.length.size()); ++j)
        for (int k = model_.layer_begin[l]; k < model_.layer_begin[l + 1]; ++k)
          for (int i = 0; i < int(x.length.size()); ++i) {
            const std::size_t cell = p.index(x.first + i, y.first + j, k);
            const double share = x.length[std::size_t(i)] * y.length[std::size_t(j)] *
                                 (p.z[std::size_t(k) + 1] - p.z[std::size_t(k)]);
            cells.cells.push_back(cell);
            cells.share.push_back(share);
            volume += share;
            if (block.material && (stack_.snap_outward || holds_centre(where, x.first + i, y.first + j)))
              p.material[cell] = *block.material;
          }
    }
    if (!(volume > 0))
      refuse_package(block.place, fmt::format("block {}: is too small: it touches no cell", block.name));
    for (double& share : cells.share) share /= volume;
    if (heats(block)) note_smearing(block, cells);
    model_.blocks.push_back(std::move(cells));
  }

  /// Power is spread over whole cells: the part of it where a cell lies outside of the block.
  void note_smearing(const PackageBlock& block, const BlockCells& cells) {
    const ConductionProblem& p = model_.problem;
    SmearedBlock smeared{.layer = cells.layer, .block = cells.block};
    std::size_t c = 0;
    const int high = model_.layer_begin[cells.layer + 1] - model_.layer_begin[cells.layer];
    for (const FloorRectangle& where : block.where) {
      const Touched x = touched(p.x, along(where, true), false), y = touched(p.y, along(where, false), false);
      const auto outside = [](const std::vector<double>& faces, const Touched& t, Span span) {
        return std::max(span.low - faces[std::size_t(t.first)],
                        faces[std::size_t(t.first) + t.length.size()] - span.high);
      };
      smeared.moved = std::max(
          {smeared.moved, outside(p.x, x, along(where, true)), outside(p.y, y, along(where, false))});
      const auto covered = [](const std::vector<double>& faces, const Touched& t, std::size_t n) {
        const std::size_t at = std::size_t(t.first) + n;
        return t.length[n] / (faces[at + 1] - faces[at]);
      };
      for (std::size_t j = 0; j < y.length.size(); ++j)
        for (int k = 0; k < high; ++k)
          for (std::size_t i = 0; i < x.length.size(); ++i)
            smeared.beyond += cells.share[c++] * (1 - covered(p.x, x, i) * covered(p.y, y, j));
    }
    // Rounding alone is below this; what it hides is too.
    constexpr double negligible = 1e-6;
    if (smeared.beyond > negligible) model_.smeared.push_back(smeared);
  }

  bool holds_centre(const FloorRectangle& where, int i, int j) const {
    const auto& [x, y] = std::pair(std::cref(model_.problem.x), std::cref(model_.problem.y));
    const double across = (x.get()[std::size_t(i)] + x.get()[std::size_t(i) + 1]) / 2;
    const double up = (y.get()[std::size_t(j)] + y.get()[std::size_t(j) + 1]) / 2;
    return across > where.x && across < where.x + where.width && up > where.y && up < where.y + where.depth;
  }

  const PackageStack& stack_;
  const PackageGrid& grid_;
  PackageModel model_;
};

}  // namespace

PackageModel package_model(const PackageStack& stack, const PackageGrid& grid) {
  require(grid.nx >= 0 && grid.ny >= 0, "package_model: nx, ny", std::min(grid.nx, grid.ny),
          "must not be negative");
  require(grid.heated_layer_cells >= 1 && grid.heated_layer_cells <= 1000,
          "package_model: heated_layer_cells", grid.heated_layer_cells, "must be 1 to 1000");
  require(grid.cells_across_heat >= 1, "package_model: cells_across_heat", grid.cells_across_heat,
          "must be positive");
  require(grid.tallest_cell > 0, "package_model: tallest_cell", grid.tallest_cell, "must be positive [m]");
  require(grid.largest_cell >= 0, "package_model: largest_cell", grid.largest_cell,
          "must not be negative [m]");
  require_package(stack);
  return Builder(stack, grid).build();
}

void set_block_powers(const PackageModel& model, const std::vector<double>& powers,
                      std::vector<double>& cell_power) {
  if (powers.size() != model.blocks.size())
    throw std::invalid_argument(
        fmt::format("set_block_powers: {} powers for {} blocks", powers.size(), model.blocks.size()));
  cell_power.assign(model.problem.cells(), 0);
  for (std::size_t b = 0; b < powers.size(); ++b) {
    const BlockCells& block = model.blocks[b];
    for (std::size_t c = 0; c < block.cells.size(); ++c)
      cell_power[block.cells[c]] += powers[b] * block.share[c];
  }
}

const PackageBlock& block_of(const PackageStack& stack, const BlockCells& cells) {
  return stack.layers[cells.layer].blocks[cells.block];
}

std::string smearing_note(const PackageStack& stack, const PackageModel& model) {
  if (model.smeared.empty()) return "";
  const auto watts = [&](const SmearedBlock& s) {
    return s.beyond * stack.layers[s.layer].blocks[s.block].power;
  };
  const SmearedBlock* worst = &model.smeared.front();
  double all = 0;
  for (const SmearedBlock& s : model.smeared) {
    all += watts(s);
    if (watts(s) > watts(*worst)) worst = &s;
  }
  const PackageBlock& block = stack.layers[worst->layer].blocks[worst->block];
  return fmt::format(
      "{}cells miss the edges of {} heated block{}: {:.4g} W of {:.4g} W lie beyond; most of {}/{}: {:.4g} "
      "W, "
      "{:.3g} % "
      "of its own, up to {:.4g} mm outside (a grid that follows the blocks moves none)",
      shown_place(block.place), model.smeared.size(), model.smeared.size() == 1 ? "" : "s", all,
      total_power(stack), stack.layers[worst->layer].name, block.name, watts(*worst), worst->beyond * 100,
      worst->moved * 1e3);
}

bool is_void(const ConductionProblem& problem, std::size_t cell) {
  const SolidMaterial& m = problem.materials[problem.material[cell]];
  return !(m.kx > 0 || m.ky > 0 || m.kz > 0);
}

Extremes extremes(const ConductionProblem& problem, const std::vector<double>& temperature) {
  Extremes found;
  bool any = false;
  for (std::size_t cell = 0; cell < temperature.size(); ++cell) {
    if (is_void(problem, cell)) continue;
    if (!any || temperature[cell] > temperature[found.hottest]) found.hottest = cell;
    if (!any || temperature[cell] < temperature[found.coldest]) found.coldest = cell;
    any = true;
  }
  return found;
}

BlockTemperature block_temperature(const BlockCells& block, const std::vector<double>& temperature) {
  BlockTemperature result{.hottest = temperature.at(block.cells.at(0)), .hottest_cell = block.cells.at(0)};
  for (std::size_t c = 0; c < block.cells.size(); ++c) {
    const double t = temperature[block.cells[c]];
    result.mean += block.share[c] * t;
    if (t > result.hottest) result.hottest = t, result.hottest_cell = block.cells[c];
  }
  return result;
}

}  // namespace sunrack
