#include "physics/numerics/anderson.h"

#include <gtest/gtest.h>

#include <cmath>
#include <functional>
#include <stdexcept>

namespace sunrack {
namespace {

using Map = std::function<std::vector<double>(const std::vector<double>&)>;

/// Rounds until the largest change is below 1e-12.
int rounds(const Map& map, std::vector<double> x, bool accelerated) {
  Anderson anderson;
  for (int round = 1; round <= 5000; ++round) {
    const std::vector<double> image = map(x);
    double largest = 0;
    for (std::size_t i = 0; i < x.size(); ++i) largest = std::max(largest, std::abs(image[i] - x[i]));
    if (largest < 1e-12) return round;
    x = accelerated ? anderson.next(x, image) : image;
  }
  return 5000;
}

TEST(Anderson, ALinearMapOfFewModesIsSolvedInAboutAsManyRounds) {
  const Map map = [](const std::vector<double>& x) {
    std::vector<double> image = x;
    const double modes[] = {0.99, 0.9, 0.5, -0.5};
    for (std::size_t i = 0; i < x.size(); ++i) image[i] = modes[i % 4] * x[i] + double(i);
    return image;
  };
  const std::vector<double> start(40, 1.0);
  EXPECT_LE(rounds(map, start, true), 8) << "four modes";
  EXPECT_GT(rounds(map, start, false), 1000);
}

TEST(Anderson, FindsTheRootOfAMapThatIsNotLinear) {
  const Map map = [](const std::vector<double>& x) {
    return std::vector{std::cos(x[0]), 0.97 * x[1] + 0.01 * std::sin(x[0])};
  };
  EXPECT_LE(rounds(map, {0.0, 0.0}, true), 25);
  EXPECT_GT(rounds(map, {0.0, 0.0}, false), 500);
}

TEST(Anderson, RefusesAnImageOfAnotherSize) {
  EXPECT_THROW(Anderson().next({1, 2}, {1}), std::invalid_argument);
}

}  // namespace
}  // namespace sunrack
