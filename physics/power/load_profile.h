#pragma once

#include <limits>
#include <string>
#include <string_view>
#include <vector>

namespace sunrack {

/// How much of the computers' full load is asked for, over time: steps between 0 and 1, so that an integrator
/// can stop at each.
class LoadProfile {
 public:
  /// @throws std::invalid_argument for a share outside 0..1
  static LoadProfile constant(double share = 1);
  /// `peak` for the first part of each `period` [s], `base` for the rest, so long that the mean is `average`.
  static LoadProfile peak_and_base(double peak, double base, double average, double period);
  /// A measured trace, repeated from its end; each value holds until the next sample.
  /// Text of lines "time_s,load" under that heading, `#` starts a comment; times from 0, increasing, evenly
  /// spaced but for a jitter: a step of more than ten times the median is a gap.
  /// @throws std::invalid_argument "trace.csv:7: load = nan, ..." with line, column name, value and rule
  static LoadProfile trace(std::string_view text, const std::string& source_name);

  double at(double time) const;              ///< [-] time [s] from the start, not negative
  double next_change(double time) const;     ///< [s] first step after `time`; infinite for none
  double mean() const;                       ///< [-] over a period
  double period() const { return period_; }  ///< [s] infinite for a constant

 private:
  std::vector<double> times_ = {0};
  std::vector<double> shares_ = {1};
  double period_ = std::numeric_limits<double>::infinity();
};

}  // namespace sunrack
