#pragma once

#include <array>
#include <cstddef>
#include <span>
#include <string>
#include <vector>

namespace sunrack {

/// A smooth curve through tabulated points that never overshoots them: piecewise cubic Hermite with
/// three-point parabolic slopes, limited to three times the smaller neighbouring secant and zero at a local
/// extremum (Fritsch & Carlson 1980, SIAM J. Numer. Anal. 17, 238; limiter of de Boor & Swartz 1977). Where
/// the rows rise the curve rises. Exact at the rows and for a parabola away from its vertex; third order for
/// smooth monotone data. Several columns may share the abscissae; a lookup then finds its interval once.
/// Evaluation does not allocate.
class MonotoneTable {
 public:
  /// One column. `name` opens every error message.
  /// @throws std::invalid_argument unless the abscissae increase strictly, all numbers are finite and lengths
  /// agree
  MonotoneTable(std::string name, std::vector<double> abscissae, const std::vector<double>& ordinates);
  /// Columns over shared abscissae.
  MonotoneTable(std::string name, std::vector<double> abscissae,
                const std::vector<std::vector<double>>& columns);

  /// The first column at x. @throws ModelError outside [lower(), upper()] or for NaN: the table does not
  /// extrapolate
  double operator()(double x) const;
  /// The first `values.size()` columns at x. @throws ModelError as above; std::invalid_argument for too many
  void evaluate(double x, std::span<double> values) const;

  /// Exact integral of a column's curve from one abscissa to another (negative the other way round).
  /// @throws ModelError outside the table; std::invalid_argument for a column that there is not
  double integral(std::size_t column, double from, double to) const;

  double lower() const { return abscissae_.front(); }
  double upper() const { return abscissae_.back(); }
  std::size_t rows() const { return abscissae_.size(); }
  /// Where the rows stand: the second derivative jumps there, so that a quadrature does well to begin a piece
  /// at each.
  std::span<const double> abscissae() const { return abscissae_; }
  std::size_t columns() const { return columns_; }

 private:
  std::size_t bin(double x) const { return std::size_t((x - abscissae_.front()) * bins_per_unit_); }
  std::size_t interval(double x) const;
  void add_column(std::size_t column, const std::vector<double>& ordinates);

  std::string name_;
  std::vector<double> abscissae_;
  std::size_t columns_;
  std::vector<std::array<double, 4>>
      coefficients_;  ///< of powers of x - abscissae_[i], at i * columns_ + column
  double bins_per_unit_ = 0;
  std::vector<std::size_t>
      last_row_before_;  ///< the last row in any earlier bin: intervals of bin b start at or after it
};

}  // namespace sunrack
