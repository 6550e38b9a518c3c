#pragma once

#include <cstddef>
#include <memory>
#include <span>
#include <string>
#include <utility>
#include <vector>

namespace sunrack {

/// Which entries of a square matrix may differ from zero, by compressed columns: those of column j stand in
/// rows[starts[j]] .. rows[starts[j + 1]], in increasing order. Values are kept apart, in the same order.
struct SparsePattern {
  std::vector<std::ptrdiff_t> starts = {0};  ///< one more than there are columns
  std::vector<std::ptrdiff_t> rows;

  std::size_t size() const { return starts.size() - 1; }
  std::size_t entries() const { return rows.size(); }
  /// Where (row, column) stands among the values. @throws std::out_of_range if it is not in the pattern
  std::size_t at(std::size_t row, std::size_t column) const;
};

/// The pattern that holds these (row, column) pairs, in any order and any number, and the whole diagonal.
SparsePattern sparse_pattern(std::size_t size, std::vector<std::pair<std::size_t, std::size_t>> entries);

/// result += A x
void multiply_add(const SparsePattern& pattern, std::span<const double> values, std::span<const double> x,
                  std::span<double> result);

/// Direct solution by KLU with the AMD ordering, found once for a pattern (Davis & Palamadai Natarajan, ACM
/// Trans. Math. Softw. 37 (2010) 36). Made for matrices of networks; not symmetric ones are welcome.
class SparseSolver {
 public:
  explicit SparseSolver(SparsePattern pattern);
  ~SparseSolver();
  SparseSolver(SparseSolver&&) noexcept;
  SparseSolver& operator=(SparseSolver&&) noexcept;

  /// False where the matrix is singular to working precision.
  bool factorise(std::span<const double> values);
  /// x = A^-1 x, after factorise() said true.
  void solve(std::span<double> x);
  const SparsePattern& pattern() const;

 private:
  struct Parts;
  std::unique_ptr<Parts> parts_;
};

}  // namespace sunrack
