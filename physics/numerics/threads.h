#pragma once

#include <cstddef>

namespace sunrack {

/// Threads for loops over this many cells: `asked`, or all cores where it is 0; one where the box is so small
/// that a second thread costs more than it brings.
int threads_for_cells(std::size_t cells, unsigned asked);

/// Starts the team of OpenMP threads and sees that each has a core of its own, as far as the process has
/// them. Left alone, Linux may start a thread on the core of the one that asked for it and move it only some
/// milliseconds later; a solution may take no longer than a few of these. Threads are not bound to cores.
void spread_threads(int threads);

}  // namespace sunrack
