#include "chips/packages/package_grid.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "chips/packages/coolant_march.h"
#include "physics/require.h"

namespace sunrack {

namespace {

constexpr double slack = 1e-9;  // [-] of the side: edges closer than this are one

struct Span {
  double low = 0, high = 0;
};

Span along(const FloorRectangle& r, bool x) {
  return x ? Span{r.x, r.x + r.width} : Span{r.y, r.y + r.depth};
}

bool heats(const PackageBlock& block) {
  return block.power > 0 ||
         std::any_of(block.trace.begin(), block.trace.end(), [](double power) { return power > 0; });
}

bool heats(const PackageLayer& layer) {
  return std::any_of(layer.blocks.begin(), layer.blocks.end(),
                     [](const PackageBlock& block) { return heats(block); });
}

/// How large cells may be along one axis: fine within heated rectangles, growing away from them.
class CellSize {
 public:
  CellSize(double largest, const PackageGrid& grid) : largest_(largest), grid_(grid) {}

  void heat(Span span) { heated_.push_back(span); }

  double at(double x) const {
    double size = largest_;
    for (const Span& span : heated_) {
      const double away = std::max({0.0, span.low - x, x - span.high});
      size = std::min(size, (span.high - span.low) / grid_.cells_across_heat + growth * away);
    }
    return size;
  }

 private:
  static constexpr double growth = 0.25;  // [-] of the distance: neighbours differ by at most a quarter
  double largest_;
  const PackageGrid& grid_;
  std::vector<Span> heated_;
};

/// Adds the faces from `low` (left out) to `high`, spaced as the cells may be large: equal parts of the
/// integral of 1 / size.
void add_faces(std::vector<double>& faces, double low, double high, const CellSize& size) {
  constexpr int samples = 64;
  std::vector<double> integral = {0};
  const double step = (high - low) / samples;
  for (int s = 0; s < samples; ++s)
    integral.push_back(integral.back() + step / size.at(low + (s + 0.5) * step));
  const double parts = std::ceil(integral.back() * (1 - slack));
  if (parts > 1e6) throw std::invalid_argument("package_model: more than a million cells along one side");
  std::size_t s = 0;
  for (int part = 1; part < int(parts); ++part) {
    const double wanted = integral.back() * part / parts;
    while (integral[s + 1] < wanted) ++s;
    faces.push_back(low + step * (double(s) + (wanted - integral[s]) / (integral[s + 1] - integral[s])));
  }
  faces.push_back(high);
}

/// Faces at all edges of blocks, and between them.
std::vector<double> faces_at_edges(const PackageStack& stack, const PackageGrid& grid, bool x) {
  const double side = x ? stack.width : stack.depth;
  CellSize size(grid.largest_cell > 0 ? grid.largest_cell : std::max(stack.width, stack.depth) / 48, grid);
  std::vector<double> cuts = {0, side};
  for (const PackageLayer& layer : stack.layers)
    for (const PackageBlock& block : layer.blocks)
      for (const FloorRectangle& where : block.where) {
        const Span span = along(where, x);
        cuts.insert(cuts.end(), {span.low, span.high});
        if (heats(block)) size.heat(span);
      }
  std::sort(cuts.begin(), cuts.end());
  std::vector<double> faces = {0};
  double edge = 0;
  const auto go_to = [&](double next) {
    add_faces(faces, edge, next, size);
    edge = next;
  };
  for (const double cut : cuts)
    if (cut > edge + slack * side && cut < side * (1 - slack)) go_to(cut);
  go_to(side);
  return faces;
}

std::vector<double> faces_along(const PackageStack& stack, const PackageGrid& grid, bool x) {
  const double size = x ? stack.width : stack.depth;
  const int asked = x ? grid.nx : grid.ny;
  if (asked > 0) return even_faces(0, size, asked);
  const double own = x ? stack.cell_width : stack.cell_depth;
  if (!grid.own_cells || !(own > 0)) return faces_at_edges(stack, grid, x);
  const double count = std::round(size / own);
  if (count < 1 || count > 1e5 || std::abs(count * own - size) > 1e-6 * size)
    refuse_package(stack.place, fmt::format("cells of {:.6g} um do not fill the {:.6g} um of {}", own * 1e6,
                                            size * 1e6, stack.name));
  return even_faces(0, size, int(count));
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
    p = conduction_box(faces_along(stack_, grid_, true), faces_along(stack_, grid_, false), z,
                       stack_.materials);
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
    for (double& share : cells.share) share /= volume;
    model_.blocks.push_back(std::move(cells));
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
