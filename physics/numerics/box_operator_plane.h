#pragma once

#include <cstddef>

#include "physics/numerics/box_operator.h"

/// For .cpp files that are compiled with OpenMP, whose loops are vectors of cells.
namespace sunrack::multigrid {

/// One plane of constant y of the operator, in double precision.
struct OperatorPlane {
  std::size_t row = 0, cells = 0;
  bool has_south = false, has_north = false;
  const double *gx = nullptr, *gy = nullptr, *gz = nullptr, *diagonal = nullptr;

  OperatorPlane(const BoxOperator& a, int j)
      : row(std::size_t(a.nx)), cells(row * std::size_t(a.nz)), has_south(j > 0), has_north(j + 1 < a.ny) {
    const std::size_t first = std::size_t(j) * cells;
    gx = a.gx.data() + first, gy = a.gy.data() + first, gz = a.gz.data() + first;
    diagonal = a.diagonal.data() + first;
  }

  /// out[i] = (A v) of the row of cells that begins at cell k of the plane.
  void apply_row(std::size_t k, const double* here, const double* south, const double* north,
                 double* out) const {
    if (has_south)
      return k > 0 ? apply<true, true>(k, here, south, north, out)
                   : apply<true, false>(k, here, south, north, out);
    k > 0 ? apply<false, true>(k, here, south, north, out) : apply<false, false>(k, here, south, north, out);
  }

 private:
  template <bool with_south, bool with_below>
  void apply(std::size_t k, const double* here, const double* south, const double* north, double* out) const {
    // Beyond the last plane and layer there is nothing, and the conductance is 0.
    if (!has_north) north = here;
    const std::size_t up = k + row < cells ? row : 0;
    const double* const x = gx + k;
    const double* const y = gy + k;
    const double* const y_south = y - (with_south ? cells : 0);
    const double* const z = gz + k;
    const double* const z_below = z - (with_below ? row : 0);
    const double* const own_share = diagonal + k;
    const auto at = [k](const double* v, std::size_t i) { return v[k + i]; };
    const auto east = [=](std::size_t i) { return x[i] * (at(here, i) - at(here, i + 1)); };
    const auto rest = [=, this](std::size_t i) {
      const double own = at(here, i);
      double sum = own_share[i] * own + y[i] * (own - at(north, i)) + z[i] * (own - at(here, i + up));
      if constexpr (with_south) sum += y_south[i] * (own - at(south, i));
      if constexpr (with_below) sum += z_below[i] * (own - here[k + i - row]);
      return sum;
    };
    out[0] = rest(0) + (row > 1 ? east(0) : 0.0);
#pragma omp simd
    for (std::size_t i = 1; i < row - 1; ++i) out[i] = rest(i) + east(i) - east(i - 1);
    if (row > 1) out[row - 1] = rest(row - 1) - east(row - 2);
  }
};

}  // namespace sunrack::multigrid
