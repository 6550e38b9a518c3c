#include "physics/thermal/fin.h"

#include <gtest/gtest.h>

#include <Eigen/Dense>
#include <cmath>
#include <initializer_list>
#include <limits>
#include <stdexcept>

#include "physics/constants.h"
#include "physics/require.h"

namespace sunrack {
namespace {

double isothermal(double s) { return 1 - s * s * s * s; }

/// theta'' = N (theta^4 - s^4), theta(0) = 1, theta'(1) = 0 by Chebyshev collocation and Newton's rule:
/// nothing in common with the first integral that the library uses.
double efficiency_by_collocation(double n, double s) {
  constexpr int last = 48;
  const auto x = [](int i) { return (1 - std::cos(constants::pi * i / last)) / 2; };
  Eigen::MatrixXd d(last + 1, last + 1);
  for (int i = 0; i <= last; ++i) {
    d(i, i) = 0;
    for (int j = 0; j <= last; ++j) {
      if (i == j) continue;
      const double ci = (i == 0 || i == last) ? 2 : 1, cj = (j == 0 || j == last) ? 2 : 1;
      d(i, j) = ci / cj * ((i + j) % 2 == 0 ? 1 : -1) / (x(i) - x(j));
      d(i, i) -= d(i, j);
    }
  }
  const Eigen::MatrixXd second = d * d;
  Eigen::VectorXd theta = Eigen::VectorXd::Ones(last + 1);
  for (int round = 0; round < 50; ++round) {
    Eigen::MatrixXd jacobian = second;
    Eigen::VectorXd residual = second * theta;
    for (int i = 0; i <= last; ++i) {
      residual(i) -= n * (std::pow(theta(i), 4) - std::pow(s, 4));
      jacobian(i, i) -= 4 * n * std::pow(theta(i), 3);
    }
    jacobian.row(0).setZero();
    jacobian(0, 0) = 1;
    residual(0) = theta(0) - 1;
    jacobian.row(last) = d.row(last);
    residual(last) = d.row(last).dot(theta);
    const Eigen::VectorXd step = jacobian.partialPivLu().solve(residual);
    theta -= step;
    if (step.lpNorm<Eigen::Infinity>() < 1e-14) break;
  }
  // Clenshaw-Curtis integral of theta^4 - s^4: better conditioned than the slope at the root.
  double integral = 0;
  for (int i = 0; i <= last; ++i) {
    double weight = 1;
    for (int k = 1; k <= last / 2; ++k) {
      const double b = 2 * k == last ? 1 : 2;
      weight -= b / (4.0 * k * k - 1) * std::cos(2 * k * constants::pi * i / last);
    }
    weight *= (i == 0 || i == last ? 1.0 : 2.0) / (2 * last);
    integral += weight * (std::pow(theta(i), 4) - std::pow(s, 4));
  }
  return integral / isothermal(s);
}

/// The same by second-order finite differences.
double efficiency_by_differences(double n, double s, int cells) {
  const double h = 1.0 / cells;
  Eigen::VectorXd theta = Eigen::VectorXd::Ones(cells + 1);
  for (int round = 0; round < 50; ++round) {
    Eigen::VectorXd diagonal(cells + 1), right(cells + 1), above = Eigen::VectorXd::Ones(cells + 1);
    Eigen::VectorXd below = Eigen::VectorXd::Ones(cells + 1);
    below(cells) = 2;  // mirrored at the tip
    diagonal(0) = 1;
    above(0) = 0;
    right(0) = 0;
    for (int i = 1; i <= cells; ++i) {
      const double next = i < cells ? theta(i + 1) : theta(i - 1);
      right(i) = theta(i - 1) - 2 * theta(i) + next - h * h * n * (std::pow(theta(i), 4) - std::pow(s, 4));
      diagonal(i) = -2 - 4 * h * h * n * std::pow(theta(i), 3);
    }
    for (int i = 1; i <= cells; ++i) {
      const double factor = below(i) / diagonal(i - 1);
      diagonal(i) -= factor * above(i - 1);
      right(i) -= factor * right(i - 1);
    }
    for (int i = cells; i >= 0; --i) {
      right(i) = (right(i) - (i < cells ? above(i) * right(i + 1) : 0)) / diagonal(i);
    }
    theta -= right;
    if (right.lpNorm<Eigen::Infinity>() < 1e-14) break;
  }
  double integral = 0;
  for (int i = 0; i <= cells; ++i) {
    integral += (i == 0 || i == cells ? 0.5 : 1.0) * h * (std::pow(theta(i), 4) - std::pow(s, 4));
  }
  return integral / isothermal(s);
}

constexpr std::initializer_list<double> conduction_numbers = {1e-6, 0.01, 0.1, 0.5, 1, 2, 5, 10, 20};
constexpr std::initializer_list<double> sink_ratios = {0, 0.2, 0.5, 0.7, 0.9, 0.99};

TEST(RadiatingFin, AgreesWithCollocation) {
  for (double n : conduction_numbers) {
    for (double s : sink_ratios) {
      const double expected = efficiency_by_collocation(n, s);
      // The collocation's own rounding, larger where emission and absorption nearly cancel.
      const double tolerance = 1e-11 / isothermal(s) * expected + 1e-11;
      EXPECT_NEAR(fin_efficiency_exact(n, s), expected, tolerance) << "N " << n << " s " << s;
    }
  }
}

TEST(RadiatingFin, IsTheLimitOfFiniteDifferencesAtSecondOrder) {
  for (double n : {0.3, 4.0}) {
    for (double s : {0.0, 0.6}) {
      const double exact = fin_efficiency_exact(n, s);
      const double coarse = efficiency_by_differences(n, s, 100) - exact;
      const double fine = efficiency_by_differences(n, s, 200) - exact;
      EXPECT_NEAR(std::log2(coarse / fine), 2, 0.02) << "N " << n << " s " << s;  // next term: h^4
    }
  }
}

TEST(RadiatingFin, ThatConductsWellIsIsothermal) {
  for (double s : sink_ratios) {
    EXPECT_EQ(fin_efficiency_exact(0, s), 1);
    // theta = 1 - N (1 - s^4)(x - x^2/2) to first order, and the mean of x - x^2/2 is 1/3; the next term is
    // of order N^2.
    EXPECT_NEAR((1 - fin_efficiency_exact(1e-5, s)) / 1e-5, 4.0 / 3, 3e-5);
  }
}

TEST(RadiatingFin, IsContinuousWhereTheSeriesForSmallNumbersEnds) {
  EXPECT_NEAR(fin_efficiency_exact(1.0001e-8, 0.4), fin_efficiency_exact(0.9999e-8, 0.4), 1e-11);
}

TEST(RadiatingFin, CloseToItsSinkIsTheLinearFin) {
  for (double n : {0.1, 1.0, 10.0, 100.0}) {
    const double ml = 2 * std::sqrt(n);
    EXPECT_DOUBLE_EQ(fin_efficiency_exact(n, 1), std::tanh(ml) / ml);
    // The efficiency is smooth in s: 1e-7 away it differs by about that.
    EXPECT_NEAR(fin_efficiency_exact(n, 1 - 1e-7), std::tanh(ml) / ml, 1e-7);
  }
}

TEST(RadiatingFin, ThatIsLongDrawsWhatAnEndlessFinDraws) {
  for (double s : {0.4, 0.7, 0.9}) {
    const double n = 100;
    // First integral with the tip at the sink: theta'^2 = 2 N ((1 - s^5)/5 - s^4 (1 - s)).
    const double slope = std::sqrt(2 * n * ((1 - std::pow(s, 5)) / 5 - std::pow(s, 4) * (1 - s)));
    // What is left decays as exp(-2 * 2 sqrt(N) s^1.5): 4e-5 at s = 0.4.
    EXPECT_NEAR(fin_efficiency_exact(n, s) * n * isothermal(s) / slope, 1, 2e-4);
  }
}

TEST(RadiatingFin, LosesEfficiencyAsItGrowsLongerAndAsItsSinkWarms) {
  for (double s : sink_ratios) {
    double previous = 1;
    for (double n : conduction_numbers) {
      EXPECT_LT(fin_efficiency_exact(n, s), previous);
      previous = fin_efficiency_exact(n, s);
    }
  }
  for (double n : conduction_numbers) {
    if (n < 0.01) continue;  // the sink enters with N^2, which is rounding there
    double previous = 1;
    for (double s : sink_ratios) {
      EXPECT_LT(fin_efficiency_exact(n, s), previous) << "N " << n << " s " << s;
      previous = fin_efficiency_exact(n, s);
    }
  }
}

TEST(RadiatingFin, FittedEfficiencyKeepsToTheExactOne) {
  double worst = 0, worst_of_ordinary = 0;
  for (int i = 0; i <= 60; ++i) {
    const double n = 20.0 * i * i / 3600;  // ordinary panels: N below 2
    for (int j = 0; j <= 41; ++j) {
      const double s = j / 41.0;
      const double error = std::abs(fin_efficiency(n, s) / fin_efficiency_exact(n, s) - 1);
      worst = std::max(worst, error);
      if (n <= 2) worst_of_ordinary = std::max(worst_of_ordinary, error);
    }
  }
  EXPECT_LT(worst, 1.2e-7);  // as the header states
  EXPECT_LT(worst_of_ordinary, 5e-8);
}

TEST(RadiatingFin, RefusesWhatItDoesNotCover) {
  const double nan = std::numeric_limits<double>::quiet_NaN();
  EXPECT_THROW(fin_efficiency(20.1, 0.5), ModelError);
  EXPECT_THROW(fin_efficiency(-1e-9, 0.5), ModelError);
  EXPECT_THROW(fin_efficiency(1, 1.001), ModelError);
  EXPECT_THROW(fin_efficiency(nan, 0.5), ModelError);
  EXPECT_THROW(fin_efficiency(1, nan), ModelError);
  EXPECT_THROW(fin_efficiency_exact(101, 0), std::invalid_argument);
  EXPECT_THROW(fin_efficiency_exact(1, -0.1), std::invalid_argument);
  EXPECT_THROW(fin_efficiency_exact(nan, 0), std::invalid_argument);
}

}  // namespace
}  // namespace sunrack
