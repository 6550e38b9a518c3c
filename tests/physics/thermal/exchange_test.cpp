#include "physics/thermal/exchange.h"

#include <gtest/gtest.h>

#include <cmath>
#include <stdexcept>

#include "physics/constants.h"

namespace sunrack {
namespace {

using constants::pi;

/// View factor from a square of side `from_side` to another, both by a midpoint rule of n x n: cos cos / (pi
/// r^2). The first spans x 0..1 and y gap..gap+from in the plane z = 0; the second spans x 0..1, z 0..to in
/// the plane y = 0.
double perpendicular_by_quadrature(double gap, double from, double to, int n) {
  double sum = 0;
  for (int i = 0; i < n; ++i)
    for (int j = 0; j < n; ++j)
      for (int k = 0; k < n; ++k)
        for (int l = 0; l < n; ++l) {
          const double x = double(i - k) / n, y = gap + from * (j + 0.5) / n, z = to * (l + 0.5) / n;
          const double squared = x * x + y * y + z * z;
          sum += y * z / (pi * squared * squared);
        }
  return sum * to / (double(n) * n * n * n);
}

// Values of the catalogue's formulas printed to 8 digits; half a unit of the last one is 5e-9, and 1e-7 is
// asked.
TEST(Exchange, CatalogueValues) {
  EXPECT_NEAR(view_factor_parallel_rectangles(1, 1, 1), 0.1998249, 1e-7);
  EXPECT_NEAR(view_factor_parallel_rectangles(2, 2, 1), 0.41525328, 1e-7);
  EXPECT_NEAR(view_factor_perpendicular_rectangles(1, 1, 1), 0.20004378, 1e-7);
  EXPECT_NEAR(view_factor_perpendicular_rectangles(1, 1, 2), 0.2328526, 1e-7);
  EXPECT_NEAR(view_factor_perpendicular_rectangles(1, 2, 1), 0.1164263, 1e-7);
  EXPECT_NEAR(view_factor_coaxial_discs(1, 1, 1), 0.38196601, 1e-7);
}

// All that leaves a wall arrives at the other walls; only rounding is left.
TEST(Exchange, AClosedBoxKeepsAllItsLight) {
  EXPECT_NEAR(view_factor_parallel_rectangles(1, 1, 1) + 4 * view_factor_perpendicular_rectangles(1, 1, 1), 1,
              1e-12);
  const double a = 0.3, b = 1.7,
               c = 4;  // the face a x b sees its opposite at c, two walls a x c and two b x c
  EXPECT_NEAR(view_factor_parallel_rectangles(a, b, c) + 2 * view_factor_perpendicular_rectangles(a, b, c) +
                  2 * view_factor_perpendicular_rectangles(b, a, c),
              1, 1e-12);
}

TEST(Exchange, ReciprocityOfAreas) {
  for (const double width : {0.01, 0.5, 3.0, 40.0})
    EXPECT_NEAR(width * view_factor_perpendicular_rectangles(2, width, 1),
                view_factor_perpendicular_rectangles(2, 1, width), 1e-14);
  EXPECT_NEAR(9 * view_factor_coaxial_discs(3, 0.5, 2), 0.25 * view_factor_coaxial_discs(0.5, 3, 2), 1e-14);
  EXPECT_DOUBLE_EQ(view_factor_parallel_rectangles(2, 5, 1), view_factor_parallel_rectangles(5, 2, 1));
}

TEST(Exchange, OnlyProportionsMatter) {
  EXPECT_NEAR(view_factor_parallel_rectangles(1, 2, 3), view_factor_parallel_rectangles(1e3, 2e3, 3e3),
              1e-15);
  EXPECT_NEAR(view_factor_perpendicular_rectangles(1, 2, 3),
              view_factor_perpendicular_rectangles(1e-3, 2e-3, 3e-3), 1e-15);
  EXPECT_NEAR(view_factor_coaxial_discs(1, 2, 3), view_factor_coaxial_discs(10, 20, 30), 1e-15);
}

// Far away a surface is a point: area / (pi distance^2), with a relative correction of the order of
// (side/distance)^2.
TEST(Exchange, FarApartOnlyAreaAndDistanceCount) {
  for (const double side : {1e-2, 1e-4, 1e-6}) {
    EXPECT_NEAR(view_factor_parallel_rectangles(side, 3 * side, 1) / (3 * side * side / pi), 1,
                4 * side * side + 1e-14);
    EXPECT_NEAR(view_factor_coaxial_discs(2 * side, side, 1) / (side * side), 1, 6 * side * side + 1e-14);
  }
}

// Close together everything that leaves arrives; the loss at the rim is of the order of gap / side.
TEST(Exchange, CloseTogetherEachSeesOnlyTheOther) {
  EXPECT_NEAR(view_factor_parallel_rectangles(1, 1, 1e-6), 1, 3e-6);
  EXPECT_NEAR(view_factor_coaxial_discs(1, 1, 1e-6), 1, 2e-6);
  EXPECT_NEAR(view_factor_coaxial_discs(1, 2, 1e-6), 1, 1e-11);
}

// Infinitely long strips: Hottel's crossed strings. The ends take a share of about width / (pi edge).
TEST(Exchange, LongStripsFollowCrossedStrings) {
  const double edge = 1e7;
  EXPECT_NEAR(view_factor_perpendicular_rectangles(edge, 1, 1), (2 - std::sqrt(2.0)) / 2, 1e-6);
  EXPECT_NEAR(view_factor_perpendicular_rectangles(edge, 3, 4), (3 + 4 - 5) / 6.0, 1e-6);
  EXPECT_NEAR(view_factor_parallel_rectangles(1, edge, 2), (std::sqrt(5.0) - 2) / 1, 1e-6);
}

TEST(Exchange, WithoutAGapTheGapChangesNothing) {
  EXPECT_DOUBLE_EQ(view_factor_perpendicular_with_gap(2, 0, 1, 3),
                   view_factor_perpendicular_rectangles(2, 1, 3));
}

// The strip beyond the gap and the strip in the gap together are the strip without a gap.
TEST(Exchange, StripsAddUp) {
  const double near = view_factor_perpendicular_with_gap(2, 0.5, 1, 3) * 1;
  const double far = view_factor_perpendicular_with_gap(2, 1.5, 4, 3) * 4;
  const double gap = view_factor_perpendicular_rectangles(2, 0.5, 3) * 0.5;
  EXPECT_NEAR(gap + near + far, view_factor_perpendicular_rectangles(2, 5.5, 3) * 5.5, 1e-14);
}

// The midpoint rule with 16^4 points errs by 1e-3 of the value at this gap (a quarter of its error at 8^4).
TEST(Exchange, GapAgreesWithDirectQuadrature) {
  const double exact = view_factor_perpendicular_with_gap(1, 0.5, 1, 1);
  const double coarse = perpendicular_by_quadrature(0.5, 1, 1, 8),
               fine = perpendicular_by_quadrature(0.5, 1, 1, 16);
  EXPECT_NEAR(fine, exact, 1e-3 * exact);
  EXPECT_NEAR((coarse - exact) / (fine - exact), 4, 0.2);  // second order
  EXPECT_NEAR((4 * fine - coarse) / 3, exact, 2e-5 * exact);
}

TEST(Exchange, AFartherStripSeesLess) {
  double before = view_factor_perpendicular_rectangles(1, 1, 1);
  for (const double gap : {0.1, 1.0, 10.0, 100.0}) {
    const double now = view_factor_perpendicular_with_gap(1, gap, 1, 1);
    EXPECT_LT(now, before);
    EXPECT_GT(now, 0);
    before = now;
  }
}

TEST(Exchange, RefusesWhatIsNoLength) {
  EXPECT_THROW(view_factor_parallel_rectangles(0, 1, 1), std::invalid_argument);
  EXPECT_THROW(view_factor_parallel_rectangles(1, 1, std::nan("")), std::invalid_argument);
  EXPECT_THROW(view_factor_perpendicular_rectangles(1, -1, 1), std::invalid_argument);
  EXPECT_THROW(view_factor_perpendicular_with_gap(1, -0.1, 1, 1), std::invalid_argument);
  EXPECT_THROW(view_factor_coaxial_discs(1, 1, INFINITY), std::invalid_argument);
}

TEST(ExchangeInGeneralPosition, ContainsTheCataloguesSpecialCases) {
  const FlatRectangle square{0, 1, 0, 1};
  // 16 terms of order 1 cancel to 0.2: some 1e-15.
  EXPECT_NEAR(view_factor_parallel_rectangles(square, square, 1), view_factor_parallel_rectangles(1, 1, 1),
              1e-13);
  EXPECT_NEAR(view_factor_perpendicular_rectangles(square, square),
              view_factor_perpendicular_rectangles(1, 1, 1), 1e-13);
  EXPECT_NEAR(view_factor_perpendicular_rectangles({0.5, 2.5, 0, 3}, {0, 1.2, 0, 3}),
              view_factor_perpendicular_with_gap(3, 0.5, 2, 1.2), 1e-13);
}

/// Gauss-Legendre would do; the midpoint rule is enough away from a common edge.
double parallel_by_sum(const FlatRectangle& a, const FlatRectangle& b, double distance, int n) {
  double sum = 0;
  for (int i = 0; i < n * n * n * n; ++i) {
    const auto at = [&](int k, double low, double high) { return low + (high - low) * (k + 0.5) / n; };
    const double dx = at(i % n, a.x_low, a.x_high) - at(i / n % n, b.x_low, b.x_high);
    const double dy = at(i / (n * n) % n, a.y_low, a.y_high) - at(i / (n * n * n), b.y_low, b.y_high);
    const double squared = dx * dx + dy * dy + distance * distance;
    sum += distance * distance / (squared * squared);
  }
  return sum / std::pow(n, 4) * (b.x_high - b.x_low) * (b.y_high - b.y_low) / constants::pi;
}

double perpendicular_by_sum(const FlatRectangle& a, const FlatRectangle& b, int n) {
  double sum = 0;
  for (int i = 0; i < n * n * n * n; ++i) {
    const auto at = [&](int k, double low, double high) { return low + (high - low) * (k + 0.5) / n; };
    const double x = at(i % n, a.x_low, a.x_high), u = at(i / n % n, b.x_low, b.x_high);
    const double dy = at(i / (n * n) % n, a.y_low, a.y_high) - at(i / (n * n * n), b.y_low, b.y_high);
    const double squared = x * x + u * u + dy * dy;
    sum += x * u / (squared * squared);
  }
  return sum / std::pow(n, 4) * (b.x_high - b.x_low) * (b.y_high - b.y_low) / constants::pi;
}

TEST(ExchangeInGeneralPosition, AgreesWithPlainSummation) {
  const FlatRectangle a{0, 1, -0.5, 0.7}, b{1.5, 3, 0.2, 2};
  // 28 midpoints a side leave about (side / 28 / distance)^2 of the value.
  EXPECT_NEAR(view_factor_parallel_rectangles(a, b, 1.5) / parallel_by_sum(a, b, 1.5, 28), 1, 1e-3);
  const FlatRectangle c{0.8, 2, -0.5, 0.7}, d{1, 3, 0.2, 2};
  EXPECT_NEAR(view_factor_perpendicular_rectangles(c, d) / perpendicular_by_sum(c, d, 28), 1, 1e-3);
}

TEST(ExchangeInGeneralPosition, PartsAddUpAndReciprocityHolds) {
  const FlatRectangle a{0.3, 1.1, -0.5, 0.7}, whole{0.2, 2, -1, 3}, left{0.2, 2, -1, 1}, right{0.2, 2, 1, 3};
  EXPECT_NEAR(view_factor_parallel_rectangles(a, whole, 0.7),
              view_factor_parallel_rectangles(a, left, 0.7) + view_factor_parallel_rectangles(a, right, 0.7),
              1e-13);
  EXPECT_NEAR(view_factor_perpendicular_rectangles(a, whole),
              view_factor_perpendicular_rectangles(a, left) + view_factor_perpendicular_rectangles(a, right),
              1e-13);
  EXPECT_NEAR(0.96 * view_factor_perpendicular_rectangles(a, whole),
              7.2 * view_factor_perpendicular_rectangles(whole, a), 1e-13);
  EXPECT_THROW(view_factor_perpendicular_rectangles({-0.1, 1, 0, 1}, a), std::invalid_argument);
  EXPECT_THROW(view_factor_parallel_rectangles({1, 1, 0, 1}, a, 1), std::invalid_argument);
}

}  // namespace
}  // namespace sunrack
