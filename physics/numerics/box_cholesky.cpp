#include "physics/numerics/box_cholesky.h"

#include <cholmod.h>
#include <fmt/format.h>

#include <algorithm>

#include "physics/require.h"

namespace sunrack {

struct BoxCholesky::Implementation {
  mutable cholmod_common common;
  cholmod_factor* factor = nullptr;
  std::size_t cells = 0;

  Implementation() {
    cholmod_l_start(&common);
    common.print = 0;
  }
  ~Implementation() {
    cholmod_l_free_factor(&factor, &common);
    cholmod_l_finish(&common);
  }
  Implementation(const Implementation&) = delete;
  Implementation& operator=(const Implementation&) = delete;
};

namespace {

/// The lower triangle by columns.
cholmod_sparse* lower_triangle(const BoxOperator& a, cholmod_common* common) {
  const std::size_t n = a.size(), row = std::size_t(a.nx), plane = row * std::size_t(a.nz);
  cholmod_sparse* const matrix = cholmod_l_allocate_sparse(n, n, 4 * n, 1, 1, -1, CHOLMOD_REAL, common);
  if (!matrix) throw std::bad_alloc();
  auto* const begin = static_cast<SuiteSparse_long*>(matrix->p);
  auto* const rows = static_cast<SuiteSparse_long*>(matrix->i);
  auto* const values = static_cast<double*>(matrix->x);
  SuiteSparse_long next = 0;
  for (std::size_t c = 0; c < n; ++c) {
    begin[c] = next;
    double diagonal = a.diagonal[c] + a.gx[c] + a.gz[c] + a.gy[c];
    if (c >= 1) diagonal += a.gx[c - 1];
    if (c >= row) diagonal += a.gz[c - row];
    if (c >= plane) diagonal += a.gy[c - plane];
    rows[next] = SuiteSparse_long(c), values[next++] = diagonal;
    const auto add = [&](double g, std::size_t step) {
      if (g > 0) rows[next] = SuiteSparse_long(c + step), values[next++] = -g;
    };
    // In one dimension two of the steps are the same, with conductances of zero for all but one.
    add(a.gx[c], 1), add(a.gz[c], row), add(a.gy[c], plane);
  }
  begin[n] = next;
  return matrix;
}

}  // namespace

BoxCholesky::BoxCholesky(const BoxOperator& a) : implementation_(new Implementation) {
  require_box_operator(a);
  auto& mine = *implementation_;
  mine.cells = a.size();
  cholmod_sparse* matrix = lower_triangle(a, &mine.common);
  mine.factor = cholmod_l_analyze(matrix, &mine.common);
  if (mine.factor) cholmod_l_factorize(matrix, mine.factor, &mine.common);
  cholmod_l_free_sparse(&matrix, &mine.common);
  const int status = mine.common.status;
  if (!mine.factor || status == CHOLMOD_OUT_OF_MEMORY || status == CHOLMOD_TOO_LARGE)
    throw ModelError(fmt::format("cholesky: the factors of {} cells do not fit into memory", a.size()));
  if (status == CHOLMOD_NOT_POSDEF || mine.factor->minor < a.size())
    throw ModelError("cholesky: the operator is singular (a part without any way out)");
  if (status < 0) throw ModelError(fmt::format("cholesky: CHOLMOD ended with status {}", status));
}
BoxCholesky::~BoxCholesky() = default;
BoxCholesky::BoxCholesky(BoxCholesky&&) noexcept = default;
BoxCholesky& BoxCholesky::operator=(BoxCholesky&&) noexcept = default;

std::vector<std::vector<double>> BoxCholesky::solve(const std::vector<std::vector<double>>& many) const {
  const auto& mine = *implementation_;
  if (many.empty()) return {};
  for (const auto& b : many)
    require(b.size() == mine.cells, "cholesky: size of b", double(b.size()), "must be the number of cells");
  cholmod_dense* b =
      cholmod_l_allocate_dense(mine.cells, many.size(), mine.cells, CHOLMOD_REAL, &mine.common);
  if (!b) throw std::bad_alloc();
  for (std::size_t i = 0; i < many.size(); ++i)
    std::copy(many[i].begin(), many[i].end(), static_cast<double*>(b->x) + i * mine.cells);
  cholmod_dense* x = cholmod_l_solve(CHOLMOD_A, mine.factor, b, &mine.common);
  cholmod_l_free_dense(&b, &mine.common);
  if (!x) throw ModelError("cholesky: there was no memory for the answer");
  std::vector<std::vector<double>> answers;
  for (std::size_t i = 0; i < many.size(); ++i) {
    const double* const first = static_cast<const double*>(x->x) + i * mine.cells;
    answers.emplace_back(first, first + mine.cells);
  }
  cholmod_l_free_dense(&x, &mine.common);
  return answers;
}

std::vector<double> BoxCholesky::solve(const std::vector<double>& b) const {
  return solve(std::vector<std::vector<double>>{b}).front();
}

}  // namespace sunrack
