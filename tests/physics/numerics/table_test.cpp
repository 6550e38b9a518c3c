#include "physics/numerics/table.h"

#include <gtest/gtest.h>

#include <array>
#include <cmath>
#include <limits>
#include <string>
#include <vector>

#include "physics/require.h"

namespace sunrack {
namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();
constexpr double not_a_number = std::numeric_limits<double>::quiet_NaN();

const std::vector<double> uneven = {-3, -2.9, 0, 0.25, 4, 11};

std::vector<double> mapped(const std::vector<double>& x, double (*f)(double)) {
  std::vector<double> y;
  for (const double value : x) y.push_back(f(value));
  return y;
}

double largest_error(double (*f)(double), double from, double to, int intervals) {
  std::vector<double> x;
  for (int i = 0; i <= intervals; ++i) x.push_back(from + (to - from) * i / intervals);
  const MonotoneTable table("test", x, mapped(x, f));
  double worst = 0;
  for (int i = 0; i < 5000; ++i) {
    const double at = from + (to - from) * i / 5000;
    worst = std::max(worst, std::abs(table(at) - f(at)));
  }
  return worst;
}

TEST(MonotoneTable, GoesThroughItsRows) {
  const std::vector<double> y = {1, 7, 7, -2, 100, 99};
  const MonotoneTable table("test", uneven, y);
  for (std::size_t i = 0; i + 1 < y.size(); ++i) EXPECT_EQ(table(uneven[i]), y[i]);
  EXPECT_NEAR(table(11), 99, 1e-13 * 99);  // the end of the last cubic: rounding of its four terms
}

TEST(MonotoneTable, IsExactForAStraightLine) {
  const auto line = [](double x) { return 3 - 2 * x; };
  const MonotoneTable table("test", uneven, mapped(uneven, line));
  for (double x = -3; x <= 11; x += 0.01)
    EXPECT_NEAR(table(x), line(x), 1e-13);  // rounding of numbers below 20
}

TEST(MonotoneTable, TwoRowsMakeAStraightLine) {
  const MonotoneTable table("test", {0, 2}, std::vector<double>{1, 5});
  EXPECT_DOUBLE_EQ(table(0.5), 2);
}

// The slopes are those of parabolas, and 2(x + 10) never leaves the limits that keep the curve monotone on
// these rows.
TEST(MonotoneTable, IsExactForAParabolaAwayFromItsVertex) {
  const auto parabola = [](double x) { return (x + 10) * (x + 10); };
  const MonotoneTable table("test", uneven, mapped(uneven, parabola));
  for (double x = -3; x <= 11; x += 0.01)
    EXPECT_NEAR(table(x), parabola(x), 1e-12);  // rounding of numbers below 441
}

TEST(MonotoneTable, NeverOvershootsAStep) {
  const MonotoneTable table("test", {0, 1, 2, 3, 4, 5}, std::vector<double>{0, 0, 0.01, 1, 1, 1});
  double before = 0;
  for (double x = 0; x <= 5; x += 1e-3) {
    EXPECT_GE(table(x), before - 1e-15);  // rounding
    EXPECT_LE(table(x), 1 + 1e-15);
    before = table(x);
  }
  EXPECT_EQ(table(0.5), 0);
  EXPECT_EQ(table(4.5), 1);
}

TEST(MonotoneTable, KeepsAnExtremumOfItsRows) {
  const MonotoneTable table("test", {0, 1, 3, 4}, std::vector<double>{0, 5, 5, 1});
  for (double x = 0; x <= 4; x += 1e-3) EXPECT_LE(table(x), 5);
  EXPECT_EQ(table(2), 5);
}

TEST(MonotoneTable, HasNoJumpAndNoKink) {
  const MonotoneTable table("test", uneven, std::vector<double>{1, 7, 9, -2, 100, 99});
  const double step = 1e-7;
  for (std::size_t i = 1; i + 1 < uneven.size(); ++i) {
    const double x = uneven[i];
    const double before = (table(x) - table(x - step)) / step, after = (table(x + step) - table(x)) / step;
    EXPECT_NEAR(before, after,
                1e-3);  // step times a second derivative below 5000, and rounding of 1e-15 * 100 / step
  }
}

TEST(MonotoneTable, HalvingTheIntervalDividesTheErrorByEight) {
  const auto f = [](double x) { return std::exp(x); };
  const double order = std::log2(largest_error(f, 0, 2, 32) / largest_error(f, 0, 2, 64));
  EXPECT_NEAR(order, 3,
              0.15);  // end intervals, with one-sided slopes, carry the largest error and its next term
}

TEST(MonotoneTable, TurnsWithItsData) {
  const auto f = [](double x) { return std::exp(x) + x; };
  std::vector<double> mirrored, values;
  for (auto it = uneven.rbegin(); it != uneven.rend(); ++it) {
    mirrored.push_back(-*it);
    values.push_back(-f(*it));
  }
  const MonotoneTable table("test", uneven, mapped(uneven, f)), turned("test", mirrored, values);
  // Rounding, relative to the largest row.
  for (double x = -3; x <= 11; x += 0.013) EXPECT_NEAR(turned(-x), -table(x), 1e-13 * f(11));
}

TEST(MonotoneTable, FindsItsIntervalAmongClusteredRows) {
  std::vector<double> x, y;
  for (int i = 0; i < 400; ++i) {
    x.push_back(
        std::pow(10.0, -12 + 0.04 * i));  // sixteen decades: all but the last few rows share the first bin
    y.push_back(2 * x.back());
  }
  const MonotoneTable table("test", x, y);
  for (std::size_t i = 0; i + 1 < x.size(); ++i) {
    const double middle = 0.3 * x[i] + 0.7 * x[i + 1];
    EXPECT_EQ(table(x[i]), y[i]);
    EXPECT_NEAR(table(middle), 2 * middle, 1e-14 * middle);  // rounding
    const double just_below = std::nextafter(x[i + 1], 0);
    EXPECT_NEAR(table(just_below), 2 * just_below, 1e-14 * just_below);
  }
}

TEST(MonotoneTable, ColumnsShareTheirAbscissae) {
  const std::vector<double> a = {0, 1, 4, 9, 9, 2}, b = {5, 4, 3, 2, 1, 0};
  const MonotoneTable table("test", uneven, {a, b}), first("test", uneven, a), second("test", uneven, b);
  std::array<double, 2> both{};
  std::array<double, 3> too_many{};
  for (double x = -3; x <= 11; x += 0.1) {
    table.evaluate(x, both);
    EXPECT_EQ(both[0], first(x));
    EXPECT_EQ(both[1], second(x));
    EXPECT_EQ(table(x), first(x));
  }
  EXPECT_THROW(table.evaluate(0, too_many), std::invalid_argument);
}

// The integral of (x + 10)^2, which the curve represents exactly, is a difference of cubes over three.
TEST(MonotoneTable, IntegralIsThatOfTheCurve) {
  const auto parabola = [](double x) { return (x + 10) * (x + 10); };
  const MonotoneTable table("test", uneven, mapped(uneven, parabola));
  const auto exact = [](double a, double b) { return (std::pow(b + 10, 3) - std::pow(a + 10, 3)) / 3; };
  for (const double a : {-3.0, -2.95, 0.0, 3.0})
    for (const double b : {-2.9, 0.1, 5.0, 11.0})
      EXPECT_NEAR(table.integral(0, a, b), exact(a, b), 1e-11);  // rounding
  EXPECT_EQ(table.integral(0, 5, 5), 0);
  EXPECT_NEAR(table.integral(0, -3, 1) + table.integral(0, 1, 11), table.integral(0, -3, 11), 1e-11);
  EXPECT_THROW(table.integral(1, 0, 1), std::invalid_argument);
  EXPECT_THROW(table.integral(0, 0, 12), ModelError);
}

TEST(MonotoneTable, RefusesToExtrapolateAndSaysWhatItCovers) {
  const MonotoneTable table("albedo", {1, 2, 4}, std::vector<double>{1, 2, 3});
  for (const double x :
       {std::nextafter(1.0, 0.0), std::nextafter(4.0, 5.0), -infinity, infinity, not_a_number})
    EXPECT_THROW(table(x), ModelError);
  try {
    table(4.5);
    FAIL();
  } catch (const ModelError& error) {
    EXPECT_EQ(std::string(error.what()),
              "albedo: 4.5 is outside the table, which covers 1 to 4 and is not extrapolated");
  }
}

TEST(MonotoneTable, RefusesBadRows) {
  const auto make = [](const std::vector<double>& x, const std::vector<double>& y) {
    MonotoneTable("test", x, y);
  };
  EXPECT_THROW(make({1}, {1}), std::invalid_argument);
  EXPECT_THROW(make({1, 1}, {1, 2}), std::invalid_argument);
  EXPECT_THROW(make({2, 1}, {1, 2}), std::invalid_argument);
  EXPECT_THROW(make({1, 2, 3}, {1, 2}), std::invalid_argument);
  EXPECT_THROW(make({1, not_a_number}, {1, 2}), std::invalid_argument);
  EXPECT_THROW(make({1, 2}, {1, infinity}), std::invalid_argument);
  EXPECT_THROW(MonotoneTable("test", {1, 2}, std::vector<std::vector<double>>{}), std::invalid_argument);
}

}  // namespace
}  // namespace sunrack
