#include "chips/packages/package_faces.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace sunrack::package_faces {

Span along(const FloorRectangle& r, bool x) {
  return x ? Span{r.x, r.x + r.width} : Span{r.y, r.y + r.depth};
}

bool heats(const PackageBlock& block) {
  return block.power > 0 ||
         std::any_of(block.trace.begin(), block.trace.end(), [](double power) { return power > 0; });
}

namespace {

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

}  // namespace

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

}  // namespace sunrack::package_faces
