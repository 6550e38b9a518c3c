#pragma once

/// The inside of physics/numerics/threads.h: cores for the threads of OpenMP.
namespace sunrack::threads {

/// Starts the caller's team of OpenMP threads and binds each but the caller's to a core of its own, as far as
/// the process has so many and the user has not bound them.
void start_apart(int threads);

}  // namespace sunrack::threads
