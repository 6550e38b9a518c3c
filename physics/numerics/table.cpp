#include "physics/numerics/table.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "physics/require.h"

namespace sunrack {
namespace {

/// Slope at the middle of three points of the parabola through them; h before and after, s their secants.
double parabola_slope(double h0, double h1, double s0, double s1) { return (h1 * s0 + h0 * s1) / (h0 + h1); }

/// The same parabola's slope at its first point.
double parabola_end_slope(double h0, double h1, double s0, double s1) {
  return s0 + h0 * (s0 - s1) / (h0 + h1);
}

/// The slope closest to `slope` with which the cubic stays monotone next to a secant (de Boor & Swartz).
double limited(double slope, double secant) {
  return secant >= 0 ? std::clamp(slope, 0.0, 3 * secant) : std::clamp(slope, 3 * secant, 0.0);
}

std::vector<double> monotone_slopes(const std::vector<double>& x, const std::vector<double>& y) {
  const std::size_t n = x.size();
  const auto h = [&](std::size_t i) { return x[i + 1] - x[i]; };
  const auto s = [&](std::size_t i) { return (y[i + 1] - y[i]) / h(i); };
  if (n == 2) return {s(0), s(0)};
  std::vector<double> slopes(n, 0.0);
  // Where the secants differ in sign the two limits leave only zero: an extremum of the rows is one of the
  // curve.
  for (std::size_t i = 1; i + 1 < n; ++i)
    slopes[i] = limited(limited(parabola_slope(h(i - 1), h(i), s(i - 1), s(i)), s(i - 1)), s(i));
  slopes[0] = limited(parabola_end_slope(h(0), h(1), s(0), s(1)), s(0));
  slopes[n - 1] = limited(parabola_end_slope(h(n - 2), h(n - 3), s(n - 2), s(n - 3)), s(n - 2));
  return slopes;
}

double cubic(const std::array<double, 4>& c, double t) { return c[0] + t * (c[1] + t * (c[2] + t * c[3])); }

}  // namespace

MonotoneTable::MonotoneTable(std::string name, std::vector<double> abscissae,
                             const std::vector<double>& ordinates)
    : MonotoneTable(std::move(name), std::move(abscissae), std::vector<std::vector<double>>{ordinates}) {}

MonotoneTable::MonotoneTable(std::string name, std::vector<double> abscissae,
                             const std::vector<std::vector<double>>& columns)
    : name_(std::move(name)), abscissae_(std::move(abscissae)), columns_(columns.size()) {
  require(rows() >= 2, (name_ + ": rows").c_str(), double(rows()), "must be at least 2");
  require(columns_ >= 1, (name_ + ": columns").c_str(), double(columns_), "must be at least 1");
  const std::string abscissa = name_ + ": abscissa";
  for (std::size_t i = 0; i < rows(); ++i) {
    require_finite(abscissa.c_str(), abscissae_[i]);
    require(i == 0 || abscissae_[i] > abscissae_[i - 1], abscissa.c_str(), abscissae_[i],
            "must be larger than the one before");
  }
  coefficients_.resize((rows() - 1) * columns_);
  for (std::size_t c = 0; c < columns_; ++c) add_column(c, columns[c]);

  // bin() rounds, but it never decreases with x, so rows and arguments sorted with the same bin() cannot
  // disagree.
  bins_per_unit_ = 2 * double(rows()) / (upper() - lower());
  last_row_before_.resize(bin(upper()) + 2);
  std::size_t row = 0;
  for (std::size_t b = 0; b < last_row_before_.size(); ++b) {
    while (row + 1 < rows() && bin(abscissae_[row + 1]) < b) ++row;
    last_row_before_[b] = row;
  }
}

void MonotoneTable::add_column(std::size_t column, const std::vector<double>& ordinates) {
  require(ordinates.size() == rows(), (name_ + ": length of a column").c_str(), double(ordinates.size()),
          "must equal the number of abscissae");
  const std::string ordinate = name_ + ": ordinate";
  for (const double y : ordinates) require_finite(ordinate.c_str(), y);
  const auto slopes = monotone_slopes(abscissae_, ordinates);
  for (std::size_t i = 0; i + 1 < rows(); ++i) {
    const double h = abscissae_[i + 1] - abscissae_[i];
    const double secant = (ordinates[i + 1] - ordinates[i]) / h;
    coefficients_[i * columns_ + column] = {ordinates[i], slopes[i],
                                            (3 * secant - 2 * slopes[i] - slopes[i + 1]) / h,
                                            (slopes[i] + slopes[i + 1] - 2 * secant) / (h * h)};
  }
}

std::size_t MonotoneTable::interval(double x) const {
  if (!(x >= lower() && x <= upper()))
    throw ModelError(fmt::format(
        "{}: {:.10g} is outside the table, which covers {:.10g} to {:.10g} and is not extrapolated", name_, x,
        lower(), upper()));
  // Nearly uniform rows leave one or two candidates, clustered rows may leave many.
  const std::size_t b = bin(x);
  const auto first = abscissae_.begin() + std::ptrdiff_t(last_row_before_[b]);
  const auto last = abscissae_.begin() + std::ptrdiff_t(last_row_before_[b + 1]);
  const auto after = std::upper_bound(first, last + 1, x);
  return std::min(std::size_t(after - abscissae_.begin()) - 1, rows() - 2);
}

double MonotoneTable::operator()(double x) const {
  const std::size_t i = interval(x);
  return cubic(coefficients_[i * columns_], x - abscissae_[i]);
}

void MonotoneTable::evaluate(double x, std::span<double> values) const {
  if (values.size() > columns_)
    throw std::invalid_argument(
        fmt::format("{}: {} columns asked for, the table has {}", name_, values.size(), columns_));
  const std::size_t i = interval(x);
  const double t = x - abscissae_[i];
  for (std::size_t c = 0; c < values.size(); ++c) values[c] = cubic(coefficients_[i * columns_ + c], t);
}

double MonotoneTable::integral(std::size_t column, double from, double to) const {
  if (column >= columns_)
    throw std::invalid_argument(
        fmt::format("{}: column {} asked for, the table has {}", name_, column, columns_));
  if (to < from) return -integral(column, to, from);
  const auto primitive = [&](std::size_t i, double x) {
    const auto& c = coefficients_[i * columns_ + column];
    const double t = x - abscissae_[i];
    return t * (c[0] + t * (c[1] / 2 + t * (c[2] / 3 + t * c[3] / 4)));
  };
  const std::size_t first = interval(from), last = interval(to);
  double sum = primitive(last, to) - primitive(first, from);
  for (std::size_t i = first; i < last; ++i) sum += primitive(i, abscissae_[i + 1]);
  return sum;
}

}  // namespace sunrack
