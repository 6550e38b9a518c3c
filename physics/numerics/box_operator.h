#pragma once

#include <cstddef>
#include <vector>

#include "physics/numerics/large_pages.h"

namespace sunrack {

/// The symmetric seven-point operator of a finite-volume scheme on a structured box:
///
///     (A u)_c = diagonal_c u_c + sum over the neighbours n of c of g_cn (u_c - u_n)
///
/// with conductances g >= 0 and diagonal >= 0 (boundaries, and capacity over the time step). It is positive
/// definite when every connected part has a diagonal above zero somewhere. Cells are stored x fastest, then
/// z, then y: a plane of constant y, in which the vertical lines are solved, is contiguous.
struct BoxOperator {
  int nx = 0, ny = 0, nz = 0;
  Field<double> gx;        ///< [W/K] between (i, j, k) and (i + 1, j, k); 0 at the last i
  Field<double> gy;        ///< [W/K] between (i, j, k) and (i, j + 1, k); 0 at the last j
  Field<double> gz;        ///< [W/K] between (i, j, k) and (i, j, k + 1); 0 at the last k
  Field<double> diagonal;  ///< [W/K]

  std::size_t size() const { return std::size_t(nx) * std::size_t(ny) * std::size_t(nz); }
  std::size_t index(int i, int j, int k) const {
    return (std::size_t(j) * std::size_t(nz) + std::size_t(k)) * std::size_t(nx) + std::size_t(i);
  }
};

/// A box of `nx` by `ny` by `nz` cells with all coefficients zero, first written by this many threads.
/// @throws std::invalid_argument unless all three are positive
BoxOperator empty_box(int nx, int ny, int nz, int threads = 1);
/// @throws std::invalid_argument unless the sizes agree, no coefficient is negative or not finite, and no
/// conductance leaves the box
void require_box_operator(const BoxOperator& a, int threads = 1);
/// result = A u, in differences, so that a constant u costs no digits.
void apply(const BoxOperator& a, const std::vector<double>& u, std::vector<double>& result);

}  // namespace sunrack
