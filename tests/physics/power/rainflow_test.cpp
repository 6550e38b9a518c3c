#include "physics/power/rainflow.h"

#include <gtest/gtest.h>

#include <cmath>
#include <map>

namespace sunrack {
namespace {

TEST(Rainflow, CountsTheExampleOfTheStandard) {
  // ASTM E1049-85, figure 6: peaks and valleys A to I.
  const auto cycles = rainflow({-2, 1, -3, 5, -1, 3, -4, 4, -2});
  std::map<double, double> counts;
  for (const RainflowCycle& cycle : cycles) counts[cycle.range] += cycle.count;
  const std::map<double, double> published = {{3, 0.5}, {4, 1.5}, {6, 0.5}, {8, 1.0}, {9, 0.5}};
  EXPECT_EQ(counts, published);
}

TEST(Rainflow, SineGivesItsNumberOfCycles) {
  Rainflow counter;
  RainflowHistogram histogram{.width = 0.5, .counts = std::vector<double>(8, 0)};
  std::vector<RainflowCycle> closed;
  for (int i = 0; i <= 100 * 64; ++i) {
    counter.add(std::sin(i * 2 * 3.14159265358979 / 64), closed);
    for (const auto& cycle : closed) histogram.add(cycle);
    closed.clear();
  }
  EXPECT_LE(counter.state().points.size(), 4u);  // memory does not grow with the signal
  for (const auto& cycle : counter.remaining()) histogram.add(cycle);
  EXPECT_NEAR(histogram.total, 100, 0.6);  // the ends are quarter waves
  EXPECT_NEAR(histogram.largest, 2, 1e-12);
}

TEST(Rainflow, SmallRipplesAreNotSeen) {
  Rainflow counter(0.1);
  std::vector<RainflowCycle> closed;
  for (const double value : {0.0, 1.0, 0.95, 1.2, 0.0, 1.2, 0.0}) counter.add(value, closed);
  for (const auto& cycle : counter.remaining()) closed.push_back(cycle);
  double total = 0;
  for (const auto& cycle : closed) {
    total += cycle.count;
    EXPECT_DOUBLE_EQ(cycle.range, 1.2);
  }
  EXPECT_DOUBLE_EQ(total, 2);
}

TEST(Rainflow, GoesOnFromItsState) {
  const std::vector<double> signal = {-2, 1, -3, 5, -1, 3, -4, 4, -2, 7, 0, 3, -6};
  Rainflow whole;
  std::vector<RainflowCycle> expected, closed;
  for (const double v : signal) whole.add(v, expected);
  Rainflow first;
  for (int i = 0; i < 6; ++i) first.add(signal[std::size_t(i)], closed);
  Rainflow second;
  second.restore(first.state());
  for (std::size_t i = 6; i < signal.size(); ++i) second.add(signal[i], closed);
  ASSERT_EQ(closed.size(), expected.size());
  for (std::size_t i = 0; i < closed.size(); ++i) EXPECT_EQ(closed[i].range, expected[i].range);
}

}  // namespace
}  // namespace sunrack
