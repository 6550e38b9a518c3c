#include "physics/numerics/box_operator.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "physics/require.h"

namespace sunrack {

BoxOperator empty_box(int nx, int ny, int nz, int threads) {
  require(nx > 0, "empty_box: nx", nx, "must be positive");
  require(ny > 0, "empty_box: ny", ny, "must be positive");
  require(nz > 0, "empty_box: nz", nz, "must be positive");
  BoxOperator a{.nx = nx, .ny = ny, .nz = nz};
  for (auto* coefficients : {&a.gx, &a.gy, &a.gz, &a.diagonal}) {
    coefficients->resize(a.size());
    touch_pages(coefficients->data(), a.size() * sizeof(double), threads);
    double* const values = coefficients->data();
    const std::size_t plane = std::size_t(nx) * std::size_t(nz);
#pragma omp parallel for num_threads(threads) schedule(static)
    for (int j = 0; j < ny; ++j) std::fill_n(values + std::size_t(j) * plane, plane, 0.0);
  }
  return a;
}

void require_box_operator(const BoxOperator& a, int threads) {
  constexpr double largest = std::numeric_limits<double>::max();
  require(a.nx > 0 && a.ny > 0 && a.nz > 0, "box operator: cells", double(a.size()), "must be positive");
  for (const auto* coefficients : {&a.gx, &a.gy, &a.gz, &a.diagonal}) {
    require(coefficients->size() == a.size(), "box operator: number of coefficients",
            double(coefficients->size()), "must be that of the cells");
    const double* const values = coefficients->data();
    const std::size_t plane = std::size_t(a.nx) * std::size_t(a.nz);
    int bad = 0;
#pragma omp parallel for num_threads(threads) schedule(static) reduction(+ : bad)
    for (int j = 0; j < a.ny; ++j) {
      int bad_here = 0;
#pragma omp simd reduction(+ : bad_here)
      for (std::size_t c = std::size_t(j) * plane; c < (std::size_t(j) + 1) * plane; ++c)
        bad_here += values[c] >= 0 && values[c] <= largest ? 0 : 1;
      bad += bad_here;
    }
    if (bad == 0) continue;
    for (const double value : *coefficients)
      require(std::isfinite(value) && value >= 0, "box operator: coefficient", value,
              "must be finite and not negative [W/K]");
  }
  const auto inside = [](double value) {
    require(value == 0, "box operator: conductance out of the box", value, "must be 0 [W/K]");
  };
  for (int j = 0; j < a.ny; ++j)
    for (int k = 0; k < a.nz; ++k) inside(a.gx[a.index(a.nx - 1, j, k)]);
  for (int k = 0; k < a.nz; ++k)
    for (int i = 0; i < a.nx; ++i) inside(a.gy[a.index(i, a.ny - 1, k)]);
  for (int j = 0; j < a.ny; ++j)
    for (int i = 0; i < a.nx; ++i) inside(a.gz[a.index(i, j, a.nz - 1)]);
}

void apply(const BoxOperator& a, const std::vector<double>& u, std::vector<double>& result) {
  require(u.size() == a.size(), "apply: size of u", double(u.size()), "must be the number of cells");
  result.resize(a.size());
  const std::size_t row = std::size_t(a.nx), plane = row * std::size_t(a.nz);
  for (std::size_t c = 0; c < a.size(); ++c) result[c] = a.diagonal[c] * u[c];
  const auto add = [&](const Field<double>& g, std::size_t step) {
    for (std::size_t c = 0; c + step < a.size(); ++c) {
      const double flow = g[c] * (u[c] - u[c + step]);
      result[c] += flow;
      result[c + step] -= flow;
    }
  };
  add(a.gx, 1), add(a.gz, row), add(a.gy, plane);
}

}  // namespace sunrack
