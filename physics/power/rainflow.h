#pragma once

#include <utility>
#include <vector>

namespace sunrack {

/// One counted cycle.
struct RainflowCycle {
  double range = 0;  ///< [unit of the signal] maximum - minimum
  double mean = 0;   ///< [unit of the signal]
  double count = 1;  ///< [-] 1 or 0.5
};

/// Rainflow counting as ASTM E1049-85 section 5.4.4 has it, as the signal comes: memory grows with the number
/// of nested ranges only. Turning points smaller than `threshold` are not seen.
class Rainflow {
 public:
  explicit Rainflow(double threshold = 0) : threshold_(threshold) {}

  /// The next value; whole and half cycles that it closes are appended to `closed`.
  void add(double value, std::vector<RainflowCycle>& closed);
  /// What remains at the end counts as half cycles. Does not change the counter.
  std::vector<RainflowCycle> remaining() const;

  /// All that the counter knows, for a checkpoint.
  struct State {
    std::vector<double> points;  ///< turning points that wait
    double last = 0;             ///< the latest value
    double direction = 0;        ///< +1 rising, -1 falling, 0 nothing yet
    bool started = false;
  };
  const State& state() const { return state_; }
  void restore(State state) { state_ = std::move(state); }

 private:
  void turn(double point, std::vector<RainflowCycle>& closed);

  double threshold_ = 0;
  State state_;
};

/// All cycles of a signal.
std::vector<RainflowCycle> rainflow(const std::vector<double>& signal);

/// Cycles in classes of range, from zero to `widest`; the last class takes all that is wider.
struct RainflowHistogram {
  double width = 1;            ///< [unit of the signal] of a class
  std::vector<double> counts;  ///< [-] cycles, half cycles as 0.5
  double total = 0;            ///< [-]
  double largest = 0;          ///< [unit of the signal] range
  void add(const RainflowCycle& cycle);
};

}  // namespace sunrack
