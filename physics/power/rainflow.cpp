#include "physics/power/rainflow.h"

#include <algorithm>
#include <cmath>

#include "physics/require.h"

namespace sunrack {

void Rainflow::add(double value, std::vector<RainflowCycle>& closed) {
  require_finite("Rainflow: value", value);
  State& s = state_;
  if (!s.started) {
    s.started = true;
    s.last = value;
    s.points.push_back(value);
    return;
  }
  if (s.direction == 0) {
    if (std::abs(value - s.points.front()) > threshold_) {
      s.direction = value > s.points.front() ? 1 : -1;
      s.last = value;
    }
    return;
  }
  if (s.direction * (value - s.last) >= 0) {
    s.last = value;  // still on the way
  } else if (std::abs(value - s.last) > threshold_) {
    turn(s.last, closed);
    s.direction = -s.direction;
    s.last = value;
  }
}

/// ASTM E1049-85 5.4.4: X the latest range, Y the one before; Y is counted when X >= Y.
void Rainflow::turn(double point, std::vector<RainflowCycle>& closed) {
  auto& p = state_.points;
  p.push_back(point);
  while (p.size() >= 3) {
    const std::size_t n = p.size();
    const double x = std::abs(p[n - 1] - p[n - 2]), y = std::abs(p[n - 2] - p[n - 3]);
    if (x < y) break;
    const double mean = (p[n - 2] + p[n - 3]) / 2;
    if (n == 3) {  // Y holds the starting point: half a cycle, and the start moves on
      closed.push_back({y, mean, 0.5});
      p.erase(p.begin());
    } else {
      closed.push_back({y, mean, 1});
      p.erase(p.end() - 3, p.end() - 1);
    }
  }
}

std::vector<RainflowCycle> Rainflow::remaining() const {
  Rainflow copy = *this;
  std::vector<RainflowCycle> cycles;
  if (copy.state_.direction != 0) copy.turn(copy.state_.last, cycles);
  const auto& p = copy.state_.points;
  for (std::size_t i = 1; i < p.size(); ++i)
    cycles.push_back({std::abs(p[i] - p[i - 1]), (p[i] + p[i - 1]) / 2, 0.5});
  return cycles;
}

std::vector<RainflowCycle> rainflow(const std::vector<double>& signal) {
  Rainflow counter;
  std::vector<RainflowCycle> cycles;
  for (const double value : signal) counter.add(value, cycles);
  const auto rest = counter.remaining();
  cycles.insert(cycles.end(), rest.begin(), rest.end());
  return cycles;
}

void RainflowHistogram::add(const RainflowCycle& cycle) {
  if (counts.empty()) return;
  const auto bin = std::min(counts.size() - 1, std::size_t(cycle.range / width));
  counts[bin] += cycle.count;
  total += cycle.count;
  largest = std::max(largest, cycle.range);
}

}  // namespace sunrack
