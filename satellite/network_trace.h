#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace sunrack {

/// Values at times, for what goes into a network: straight lines between the points, or steps that hold until
/// the next point.
struct NetworkTrace {
  std::vector<double> times;   ///< [s] increasing
  std::vector<double> values;  ///< [unit of what it stands for]
  bool steps = false;
  double period = 0;  ///< [s] after which it repeats from the first time on; 0: it does not

  /// @throws std::invalid_argument before the first or after the last point of one that does not repeat
  double at(double time) const;
  /// [s] where it jumps or bends, from `begin` to `end`.
  std::vector<double> breakpoints(double begin, double end) const;
};

/// Refuses what is no trace, by the number of the point (counted from 1): fewer than two points, a time that
/// does not follow, a value that is no number, a period shorter than the points, a repetition of lines that
/// does not close. @throws std::invalid_argument
void require_trace(const NetworkTrace& trace);
/// That it has values from `begin` to `end` [s]. @throws std::invalid_argument
void require_covered(const NetworkTrace& trace, double begin, double end);

/// Two columns, time [s] and value, with commas between; lines that begin with # and a line of names at the
/// head are passed over. @throws SpecError with file and line
NetworkTrace read_trace(const std::filesystem::path& file);

}  // namespace sunrack
