#include "physics/thermal/fin.h"

#include <Eigen/Core>
#include <algorithm>
#include <array>
#include <boost/math/quadrature/gauss.hpp>
#include <boost/math/tools/toms748_solve.hpp>
#include <cmath>
#include <cstddef>
#include <cstdint>

#include "physics/constants.h"
#include "physics/require.h"

namespace sunrack {
namespace {

constexpr double largest_conduction_number = 20;  ///< [-] of the polynomial

/// theta'' = N (theta^4 - s^4) on [0, 1], theta(0) = 1, theta'(1) = 0, theta = T/T_root, has the first
/// integral
///   theta'^2 = 2 N d H(d),   d = theta - tip,   H(d) = (tip^4 - s^4) + 2 tip^3 d + 2 tip^2 d^2 + tip d^3 +
///   d^4/5,
/// a sum of positive terms: no digits cancel. The tip is named by z = ln((tip - s)/(1 - tip)), -infinity for
/// an endless fin and +infinity for an isothermal one, so that both ends keep all their digits.
class FinProfile {
 public:
  FinProfile(double z, double sink) {
    const double share = 1 / (1 + std::exp(-z));
    const double above_sink = (1 - sink) * share;
    drop_ = (1 - sink) * (std::exp(-z) * share);
    tip_ = sink + above_sink;
    h0_ = above_sink * (tip_ + sink) * (tip_ * tip_ + sink * sink);
    h1_ = 2 * tip_ * tip_ * tip_;
  }

  /// N from 1 = integral of d theta / |theta'|. With d = (h0/h1) sinh^2(u) both the square-root singularity
  /// at the tip and the logarithmic one of a long fin (tip close to sink) are gone: the integrand varies
  /// gently with u.
  double conduction_number() const {
    const double scale = h0_ / h1_;
    const double end = std::asinh(std::sqrt(drop_ / scale));
    const auto integrand = [&](double u) {
      const double d = scale * std::sinh(u) * std::sinh(u);
      return std::sqrt((h0_ + h1_ * d) / h(d));
    };
    // Twenty points on pieces of 1.5 leave an error near rounding; the nearest singularity is at an imaginary
    // u of 1.
    const int pieces = std::max(1, int(std::ceil(end / 1.5)));
    double integral = 0;
    for (int piece = 0; piece < pieces; ++piece) {
      integral += boost::math::quadrature::gauss<double, 20>::integrate(integrand, end * piece / pieces,
                                                                        end * (piece + 1) / pieces);
    }
    return 2 * integral * integral / h1_;
  }

  /// -theta'(0), the heat drawn at the root.
  double root_slope(double conduction_number) const {
    return std::sqrt(2 * conduction_number * drop_ * h(drop_));
  }

 private:
  double h(double d) const { return h0_ + d * (h1_ + d * (2 * tip_ * tip_ + d * (tip_ + d / 5))); }
  double tip_, drop_, h0_, h1_;  ///< drop: 1 - tip
};

double linear_fin_efficiency(double conduction_number) {
  const double ml = 2 * std::sqrt(conduction_number);
  return std::tanh(ml) / ml;
}

/// Polynomial in x and y on [-1, 1] for efficiency * sqrt(1 + 2.5 N), which has finite limits at both ends of
/// N (the efficiency of a long fin without sink is sqrt(0.4/N)). x is linear in N/(N + middle), which draws
/// the short and the long fins apart, y in s^2. Sixteen powers each; with ln(1 + 4 N) instead the error is
/// two thirds, the cost half more.
constexpr std::size_t terms = 16;
constexpr double middle = 1.6;
constexpr double largest_share = largest_conduction_number / (largest_conduction_number + middle);
double long_fin_scale(double conduction_number) { return std::sqrt(1 + 2.5 * conduction_number); }

/// Powers of x for each power of y. From Chebyshev coefficients; sixteen powers on [-1, 1] cost six of
/// sixteen digits.
using Coefficients = std::array<std::array<double, terms>, terms>;

/// polynomials[k][power]: the coefficients of the Chebyshev polynomial T_k.
Coefficients chebyshev_polynomials() {
  Coefficients polynomials{};
  polynomials[0][0] = 1;
  polynomials[1][1] = 1;
  for (std::size_t k = 2; k < terms; ++k) {
    for (std::size_t power = 0; power < terms; ++power) {
      polynomials[k][power] = (power > 0 ? 2 * polynomials[k - 1][power - 1] : 0) - polynomials[k - 2][power];
    }
  }
  return polynomials;
}

Coefficients fit_exact_efficiency() {
  const auto node = [](std::size_t i) { return std::cos(constants::pi * (double(i) + 0.5) / double(terms)); };
  Coefficients at_nodes{};
  for (std::size_t j = 0; j < terms; ++j) {
    const double s = std::sqrt((1 + node(j)) / 2);
    for (std::size_t i = 0; i < terms; ++i) {
      const double n = middle * largest_share * (1 + node(i)) / (2 - largest_share * (1 + node(i)));
      at_nodes[j][i] = fin_efficiency_exact(n, s) * long_fin_scale(n);
    }
  }
  // to_powers[power][i]: what the value at node i adds to the coefficient of a power.
  const Coefficients polynomials = chebyshev_polynomials();
  Coefficients to_powers{};
  for (std::size_t i = 0; i < terms; ++i) {
    for (std::size_t k = 0; k < terms; ++k) {
      const double weight = (k == 0 ? 1.0 : 2.0) / double(terms) *
                            std::cos(constants::pi * double(k) * (double(i) + 0.5) / double(terms));
      for (std::size_t power = 0; power < terms; ++power)
        to_powers[power][i] += weight * polynomials[k][power];
    }
  }
  Coefficients along_x{}, result{};
  for (std::size_t j = 0; j < terms; ++j)
    for (std::size_t power = 0; power < terms; ++power)
      for (std::size_t i = 0; i < terms; ++i) along_x[j][power] += to_powers[power][i] * at_nodes[j][i];
  for (std::size_t power_y = 0; power_y < terms; ++power_y)
    for (std::size_t j = 0; j < terms; ++j)
      for (std::size_t power_x = 0; power_x < terms; ++power_x)
        result[power_y][power_x] += to_powers[power_y][j] * along_x[j][power_x];
  return result;
}

/// Even and odd powers of y apart, then halves of the powers of x: short chains of dependent operations, 30
/// ns not 120.
double polynomial(const Coefficients& coefficients, double x, double y) {
  using Row = Eigen::Array<double, int(terms), 1>;
  const auto row = [&](std::size_t power_y) { return Eigen::Map<const Row>(coefficients[power_y].data()); };
  const double y2 = y * y;
  Row even = row(terms - 2), odd = row(terms - 1);
  for (std::size_t power_y = terms - 2; power_y > 0; power_y -= 2) {
    even = even * y2 + row(power_y - 2);
    odd = odd * y2 + row(power_y - 1);
  }
  const Row sum = even + y * odd;
  const double x2 = x * x, x4 = x2 * x2, x8 = x4 * x4;
  const Eigen::Array<double, 8, 1> eight = sum.head<8>() + x8 * sum.tail<8>();
  const Eigen::Array4d four = eight.head<4>() + x4 * eight.tail<4>();
  return (four[0] + x * four[1]) + x2 * (four[2] + x * four[3]);
}

}  // namespace

double fin_efficiency_exact(double conduction_number, double sink_ratio) {
  require(conduction_number >= 0 && conduction_number <= 100, "fin_efficiency_exact: conduction_number",
          conduction_number, "must be from 0 to 100");
  require(sink_ratio >= 0 && sink_ratio <= 1, "fin_efficiency_exact: sink_ratio", sink_ratio,
          "must be from 0 to 1");
  // The next term of the series is of the order N^2: below rounding here.
  if (conduction_number < 1e-8) return 1 - 4 * conduction_number / 3;
  if (sink_ratio == 1) return linear_fin_efficiency(conduction_number);

  // theta^4 - s^4 <= 4 (theta - s), so the tip is warmer than that of the linear fin: (1 - s)/cosh(m L) above
  // the sink.
  double low = -std::log(std::cosh(2 * std::sqrt(conduction_number)) - 1) - 1e-6;
  double high = low + 1;
  while (FinProfile(high, sink_ratio).conduction_number() > conduction_number) high += 1;
  const auto excess = [&](double z) {
    return std::log(FinProfile(z, sink_ratio).conduction_number() / conduction_number);
  };
  std::uintmax_t iterations = 100;
  const auto bracket = boost::math::tools::toms748_solve(
      excess, low, high, boost::math::tools::eps_tolerance<double>(48), iterations);
  const FinProfile profile((bracket.first + bracket.second) / 2, sink_ratio);
  const double isothermal = (1 - sink_ratio) * (1 + sink_ratio) * (1 + sink_ratio * sink_ratio);
  return profile.root_slope(conduction_number) / (conduction_number * isothermal);
}

double fin_efficiency(double conduction_number, double sink_ratio) {
  if (!(conduction_number >= 0 && conduction_number <= largest_conduction_number)) {
    throw ModelError(
        fmt::format("fin_efficiency: conduction number {:.6g} is outside 0 to {:g}: the fin is too long or "
                    "too thin for the fitted efficiency",
                    conduction_number, largest_conduction_number));
  }
  if (!(sink_ratio >= 0 && sink_ratio <= 1)) {
    throw ModelError(fmt::format("fin_efficiency: sink ratio {:.10g} is outside 0 to 1", sink_ratio));
  }
  static const Coefficients coefficients = fit_exact_efficiency();

  const double x = 2 / largest_share * conduction_number / (conduction_number + middle) - 1;
  const double y = 2 * sink_ratio * sink_ratio - 1;
  return polynomial(coefficients, x, y) / long_fin_scale(conduction_number);
}

}  // namespace sunrack
