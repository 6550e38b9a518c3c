#include "physics/numerics/sparse.h"

#include <klu.h>

#include <algorithm>
#include <cmath>
#include <new>
#include <stdexcept>

namespace sunrack {

std::size_t SparsePattern::at(std::size_t row, std::size_t column) const {
  if (column < size()) {
    const auto begin = rows.begin() + starts[column], end = rows.begin() + starts[column + 1];
    const auto found = std::lower_bound(begin, end, std::ptrdiff_t(row));
    if (found != end && *found == std::ptrdiff_t(row)) return std::size_t(found - rows.begin());
  }
  throw std::out_of_range("SparsePattern::at: no entry at row " + std::to_string(row) + ", column " +
                          std::to_string(column));
}

SparsePattern sparse_pattern(std::size_t size, std::vector<std::pair<std::size_t, std::size_t>> entries) {
  for (std::size_t i = 0; i < size; ++i) entries.emplace_back(i, i);
  std::sort(entries.begin(), entries.end(), [](const auto& a, const auto& b) {
    return std::pair(a.second, a.first) < std::pair(b.second, b.first);
  });
  entries.erase(std::unique(entries.begin(), entries.end()), entries.end());
  SparsePattern pattern{.starts = std::vector<std::ptrdiff_t>(size + 1, 0), .rows = {}};
  pattern.rows.reserve(entries.size());
  for (const auto& [row, column] : entries) {
    if (row >= size || column >= size)
      throw std::out_of_range("sparse_pattern: row " + std::to_string(row) + ", column " +
                              std::to_string(column) + " of " + std::to_string(size));
    pattern.rows.push_back(std::ptrdiff_t(row));
    ++pattern.starts[column + 1];
  }
  for (std::size_t j = 0; j < size; ++j) pattern.starts[j + 1] += pattern.starts[j];
  return pattern;
}

void multiply_add(const SparsePattern& pattern, std::span<const double> values, std::span<const double> x,
                  std::span<double> result) {
  for (std::size_t j = 0; j < pattern.size(); ++j) {
    const double factor = x[j];
    for (auto k = std::size_t(pattern.starts[j]); k < std::size_t(pattern.starts[j + 1]); ++k)
      result[std::size_t(pattern.rows[k])] += values[k] * factor;
  }
}

/// KLU counts in SuiteSparse_long, which is std::ptrdiff_t in all but name.
struct SparseSolver::Parts {
  explicit Parts(SparsePattern from)
      : pattern(std::move(from)),
        starts(pattern.starts.begin(), pattern.starts.end()),
        rows(pattern.rows.begin(), pattern.rows.end()) {
    klu_l_defaults(&common);
    common.ordering = 0;  // AMD; COLAMD costs twice as much on conduction matrices
    symbolic = klu_l_analyze(SuiteSparse_long(pattern.size()), starts.data(), rows.data(), &common);
    if (!symbolic) throw std::bad_alloc();
  }
  ~Parts() {
    klu_l_free_numeric(&numeric, &common);
    klu_l_free_symbolic(&symbolic, &common);
  }
  Parts(const Parts&) = delete;
  Parts& operator=(const Parts&) = delete;

  SparsePattern pattern;
  std::vector<SuiteSparse_long> starts, rows;
  std::vector<double> values;
  klu_l_common common{};
  klu_l_symbolic* symbolic = nullptr;
  klu_l_numeric* numeric = nullptr;
};

SparseSolver::SparseSolver(SparsePattern pattern) : parts_(std::make_unique<Parts>(std::move(pattern))) {}
SparseSolver::~SparseSolver() = default;
SparseSolver::SparseSolver(SparseSolver&&) noexcept = default;
SparseSolver& SparseSolver::operator=(SparseSolver&&) noexcept = default;

const SparsePattern& SparseSolver::pattern() const { return parts_->pattern; }

bool SparseSolver::factorise(std::span<const double> values) {
  Parts& p = *parts_;
  if (values.size() != p.pattern.entries())
    throw std::invalid_argument("SparseSolver::factorise: the number of values is not that of the pattern");
  p.values.assign(values.begin(), values.end());
  if (!std::all_of(values.begin(), values.end(), [](double v) { return std::isfinite(v); })) return false;
  // Pivots are chosen anew each time: a matrix of a network changes by powers of ten with temperature.
  klu_l_free_numeric(&p.numeric, &p.common);
  p.numeric = klu_l_factor(p.starts.data(), p.rows.data(), p.values.data(), p.symbolic, &p.common);
  if (!p.numeric) return false;
  klu_l_rcond(p.symbolic, p.numeric, &p.common);
  return p.common.status == KLU_OK && p.common.rcond > 1e-300;
}

void SparseSolver::solve(std::span<double> x) {
  Parts& p = *parts_;
  if (!p.numeric || x.size() != p.pattern.size())
    throw std::logic_error("SparseSolver::solve: nothing is factorised, or the size is another");
  klu_l_solve(p.symbolic, p.numeric, SuiteSparse_long(x.size()), 1, x.data(), &p.common);
}

}  // namespace sunrack
