#include "physics/radiation/geomagnetic.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <stdexcept>
#include <utility>

#include "physics/constants.h"
#include "physics/radiation/data_file.h"
#include "physics/require.h"

namespace sunrack {
namespace {

constexpr double nanotesla = 1e-9;

std::size_t place(int n, int m) { return std::size_t(n * (n + 1) / 2 + m); }

// The sum is taken in solid harmonics V + iW = (a/r)^(p+1) P_pm e^(i m lambda), which obey recursions in x,
// y, z without an angle (Cunningham 1970; Montenbruck & Gill, Satellite Orbits, eqs. 3.29-3.33). The gradient
// of one of degree n consists of those of degree n + 1; so each component of B is such a sum itself, and its
// coefficients can be made once. A row (m, p) holds the factors of H = V_pm / V_mm for
//   Bx, By, Bz of V_mm, then a of the recursion; the same of W_mm, then b;
//   H_p = a (z/r^2) H_(p-1) - b (1/r^2) H_(p-2).
constexpr std::size_t row_size = 8, slot_a = 3, slot_b = 7, of_v = 0, of_w = 4;

std::size_t first_row(int m, int degree) {
  // Columns 0 ... m - 1 have degree + 2 - k rows each.
  return std::size_t(m * (degree + 2) - m * (m - 1) / 2);
}

/// [-] (n - m)! / (n + m)! times (2 - delta_0m), rooted: Schmidt's over plain Legendre functions.
double schmidt_factor(int n, int m) {
  double square = m == 0 ? 1 : 2;
  for (int k = n - m + 1; k <= n + m; ++k) square /= k;
  return std::sqrt(square);
}

std::vector<double> gradient_rows(int degree, const std::vector<double>& gauss_g,
                                  const std::vector<double>& gauss_h) {
  std::vector<double> rows(row_size * first_row(degree + 2, degree), 0.0);
  const auto row = [&](int p, int m) {
    return &rows[row_size * (first_row(m, degree) + std::size_t(p - m))];
  };
  for (int n = 1; n <= degree; ++n)
    for (int m = 0; m <= n; ++m) {
      const double scale = schmidt_factor(n, m);
      const double g = scale * gauss_g[place(n, m)], h = scale * gauss_h[place(n, m)];
      double* const same = row(n + 1, m);
      same[of_v + 2] += (n - m + 1) * g;
      same[of_w + 2] += (n - m + 1) * h;
      double* const above = row(n + 1, m + 1);
      const double half = m == 0 ? 1 : 0.5;
      above[of_v + 0] += half * g, above[of_w + 0] += half * h;
      above[of_v + 1] -= half * h, above[of_w + 1] += half * g;
      if (m == 0) continue;
      double* const below = row(n + 1, m - 1);
      const double weight = 0.5 * (n - m + 2) * (n - m + 1);
      below[of_v + 0] -= weight * g, below[of_w + 0] -= weight * h;
      below[of_v + 1] -= weight * h, below[of_w + 1] += weight * g;
    }
  for (int m = 0; m <= degree + 1; ++m)
    for (int p = m + 1; p <= degree + 1; ++p) {
      row(p, m)[slot_a] = (2.0 * p - 1) / (p - m);
      row(p, m)[slot_b] = (p + m - 1.0) / (p - m);
    }
  return rows;
}

/// [T] root mean square over the sphere r = a of each degree (Lowes 1974).
std::vector<double> amplitudes(int degree, const std::vector<double>& gauss_g,
                               const std::vector<double>& gauss_h) {
  std::vector<double> result(std::size_t(degree) + 1, 0.0);
  for (int n = 1; n <= degree; ++n) {
    double square = 0;
    for (int m = 0; m <= n; ++m)
      square += gauss_g[place(n, m)] * gauss_g[place(n, m)] + gauss_h[place(n, m)] * gauss_h[place(n, m)];
    result[std::size_t(n)] = std::sqrt((n + 1) * square);
  }
  return result;
}

struct Coefficients {
  std::vector<double> g, h;  // [T]
};

Coefficients read_coefficients(const DataColumns& data, const std::string& name, int degree) {
  const auto& n = data.column("n");
  const auto& m = data.column("m");
  const auto& g = data.column("g_" + name);
  const auto& h = data.column("h_" + name);
  Coefficients result;
  result.g.resize(place(degree, degree) + 1), result.h = result.g;
  std::size_t found = 0;
  for (std::size_t i = 0; i < n.size(); ++i) {
    if (n[i] > degree) continue;
    result.g[place(int(n[i]), int(m[i]))] = g[i] * nanotesla;
    result.h[place(int(n[i]), int(m[i]))] = h[i] * nanotesla;
    ++found;
  }
  require(found + 1 == result.g.size(), "geomagnetic_coefficients.csv: number of rows", double(found),
          "the table is cut short");
  return result;
}

const DataColumns& coefficient_table() {
  static const DataColumns data =
      parse_data("geomagnetic_coefficients.csv", radiation_data_file("geomagnetic_coefficients.csv"));
  return data;
}

std::vector<double> weighted(const std::vector<double>& a, double of_a, const std::vector<double>& b,
                             double of_b) {
  std::vector<double> result(a.size());
  for (std::size_t i = 0; i < a.size(); ++i) result[i] = of_a * a[i] + of_b * b[i];
  return result;
}

[[gnu::noinline, gnu::cold]] void refuse(double distance) {
  require(false, "magnetic_field: distance from the centre of the Earth", distance,
          "must be half an Earth radius at least [m]");
}

}  // namespace

GeomagneticField geomagnetic_field(GeomagneticField::Model model, std::string name, double epoch,
                                   std::vector<double> gauss_g, std::vector<double> gauss_h) {
  int degree = 0;
  while (place(degree + 1, degree + 1) + 1 <= gauss_g.size()) ++degree;
  if (degree < 1 || gauss_g.size() != place(degree, degree) + 1 || gauss_h.size() != gauss_g.size())
    throw std::invalid_argument(fmt::format("geomagnetic_field: {} and {} coefficients fit no degree",
                                            gauss_g.size(), gauss_h.size()));
  for (const auto* list : {&gauss_g, &gauss_h})
    for (const double value : *list) require_finite("geomagnetic_field: coefficient", value);
  require(gauss_g[1] != 0 || gauss_g[2] != 0 || gauss_h[2] != 0, "geomagnetic_field: dipole", 0,
          "must not vanish [T]");
  GeomagneticField field{.model = model, .name = std::move(name), .epoch = epoch, .degree = degree};
  field.gradient = gradient_rows(degree, gauss_g, gauss_h);
  field.degree_amplitude = amplitudes(degree, gauss_g, gauss_h);
  field.gauss_g = std::move(gauss_g), field.gauss_h = std::move(gauss_h);
  return field;
}

const GeomagneticField& jensen_cain_1960() {
  static const GeomagneticField field = [] {
    auto [g, h] = read_coefficients(coefficient_table(), "JensenCain1960", 6);
    return geomagnetic_field(GeomagneticField::Model::jensen_cain_1960, "Jensen & Cain 1960", 1960,
                             std::move(g), std::move(h));
  }();
  return field;
}

const GeomagneticField& gsfc_12_66_1970() {
  static const GeomagneticField field = [] {
    auto [g, h] = read_coefficients(coefficient_table(), "GSFC1266_1970", 10);
    return geomagnetic_field(GeomagneticField::Model::gsfc_12_66_1970, "GSFC(12/66) 1970", 1970, std::move(g),
                             std::move(h));
  }();
  return field;
}

GeomagneticField igrf_14(double year) {
  require(year >= 1980 && year <= 2030, "igrf_14: year", year, "must be 1980 to 2030");
  constexpr std::array epochs = {1980, 2000, 2015, 2020, 2025};
  constexpr int degree = 10;
  const auto at = [](int epoch) {
    return read_coefficients(coefficient_table(), fmt::format("IGRF{}", epoch), degree);
  };
  const auto above = std::upper_bound(epochs.begin(), epochs.end(), year);
  const std::string name = fmt::format("IGRF-14 {:.10g}", year);
  constexpr auto model = GeomagneticField::Model::igrf_14;
  const int before = *(above - 1);
  const Coefficients first = at(before);
  if (above == epochs.end()) {
    const Coefficients change = read_coefficients(coefficient_table(), "IGRF2025_SV", degree);
    return geomagnetic_field(model, name, year, weighted(first.g, 1, change.g, year - before),
                             weighted(first.h, 1, change.h, year - before));
  }
  const Coefficients second = at(*above);
  const double share = (year - before) / (*above - before);
  return geomagnetic_field(model, name, year, weighted(first.g, 1 - share, second.g, share),
                           weighted(first.h, 1 - share, second.h, share));
}

Eigen::Vector3d magnetic_field(const GeomagneticField& field, const Eigen::Vector3d& position, int degree) {
  const double x = position.x() / geomagnetic_radius, y = position.y() / geomagnetic_radius,
               z = position.z() / geomagnetic_radius;
  const double square = x * x + y * y + z * z;
  if (!(square >= 0.25)) refuse(std::sqrt(square) * geomagnetic_radius);
  degree = std::min(degree, field.degree);
  const double inverse = 1 / square, xs = x * inverse, ys = y * inverse, zs = z * inverse;
  double v = std::sqrt(inverse), w = 0;  // V_mm, W_mm
  Eigen::Vector3d result = Eigen::Vector3d::Zero();
  const double* column = field.gradient.data();
  for (int m = 0; m <= degree + 1; ++m) {
    if (m > 0) {
      const double odd = 2 * m - 1, next = odd * (xs * v - ys * w);
      w = odd * (xs * w + ys * v);
      v = next;
    }
    std::array<double, row_size> sums;
    for (std::size_t k = 0; k < row_size; ++k) sums[k] = column[k];  // H_mm = 1
    double before = 0, here = 1;
    const double* row = column + row_size;
    for (int p = m + 1; p <= degree + 1; ++p, row += row_size) {
      const double next = row[slot_a] * zs * here - row[slot_b] * inverse * before;
      before = here, here = next;
      for (std::size_t k = 0; k < row_size; ++k) sums[k] += row[k] * next;
    }
    result.x() += sums[of_v] * v + sums[of_w] * w;
    result.y() += sums[of_v + 1] * v + sums[of_w + 1] * w;
    result.z() += sums[of_v + 2] * v + sums[of_w + 2] * w;
    column += row_size * std::size_t(field.degree + 2 - m);
  }
  return result;
}

Eigen::Vector3d magnetic_field(const GeomagneticField& field, const Eigen::Vector3d& position) {
  return magnetic_field(field, position, field.degree);
}

int sufficient_degree(const GeomagneticField& field, double distance, double tolerance) {
  const double ratio = geomagnetic_radius / distance;
  double power = 1;  // ratio^(n - 1)
  std::array<double, 32> left_out{};
  const int degree = std::min(field.degree, 31);
  for (int n = 1; n <= degree; ++n, power *= ratio)
    left_out[std::size_t(n)] = field.degree_amplitude[std::size_t(n)] * power;
  const double allowed = tolerance * left_out[1];
  double sum = 0;
  for (int n = degree; n > 1; --n)
    if ((sum += left_out[std::size_t(n)]) > allowed) return n;
  return 1;
}

double dipole_field(const GeomagneticField& field) {
  return std::hypot(field.gauss_g[1], field.gauss_g[2], field.gauss_h[2]);
}

Eigen::Vector3d geodetic_position(double latitude, double longitude, double altitude) {
  using namespace constants;
  require(std::abs(latitude) <= pi / 2 + 1e-12, "geodetic_position: latitude", latitude,
          "must be -pi/2 to pi/2 [rad]");
  require_finite("geodetic_position: longitude", longitude);
  require_finite("geodetic_position: altitude", altitude);
  const double eccentricity_squared = earth_flattening * (2 - earth_flattening), sine = std::sin(latitude);
  const double curvature = earth_radius / std::sqrt(1 - eccentricity_squared * sine * sine);
  const double from_axis = (curvature + altitude) * std::cos(latitude);
  return {from_axis * std::cos(longitude), from_axis * std::sin(longitude),
          (curvature * (1 - eccentricity_squared) + altitude) * sine};
}

}  // namespace sunrack
