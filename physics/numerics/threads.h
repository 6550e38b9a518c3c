#pragma once

#include <cstddef>

namespace sunrack {

/// Threads for loops over this many cells: `asked`, or all cores where it is 0; one where the box is so small
/// that a second thread costs more than it brings.
int threads_for_cells(std::size_t cells, unsigned asked);

/// Starts the team of OpenMP threads and binds each but the caller's to a core of its own, as far as the
/// process has them and the user has bound none (OMP_PROC_BIND). Left alone, Linux starts or wakes a thread
/// on the core of the one that asked for it, and moves it only some milliseconds later; a solution may take
/// no longer than a few of these.
void spread_threads(int threads);

/// Of `threads`, as many as it is wise to use just now: all, or one while others want the cores too. Threads
/// of OpenMP wait for each other in loops of milliseconds; where one of them has lost its core to another
/// process, each loop takes a time slice, and two threads ten times as long as one. To be asked before each
/// loop, after spread_threads().
int threads_now(int threads);

/// Tells from the time that runnable threads have waited for a core whether the cores are crowded.
class Crowding {
 public:
  /// [s] between two looks: shorter ones would see each short visit of the system's own threads.
  static constexpr double interval = 2e-3;

  bool due(double time) const { return time >= next_; }
  /// @param time [s] of any clock, not falling @param waited [s] by all threads up to then
  void look(double time, double waited);
  /// Whether they waited a quarter of an interval a short while ago: 50 ms, and twice as long each time that
  /// follows, up to 2 s.
  bool crowded(double time) const { return time < until_; }

 private:
  static constexpr double shortest_pause = 0.05, longest_pause = 2;  // [s]
  bool begun_ = false;
  double last_ = 0, waited_ = 0, next_ = -1e300, until_ = -1e300, pause_ = shortest_pause;  // [s]
};

}  // namespace sunrack
