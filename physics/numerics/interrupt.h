#pragma once

#include <atomic>

namespace sunrack {

/// What a program ends with after an interrupt: 128 + SIGINT, as shells have it.
inline constexpr int interrupted_exit_code = 130;

/// From now on the first Ctrl-C (SIGINT) or SIGTERM only raises a flag, for the program to stop cleanly at
/// its next good place; the second one ends the program as usual.
void watch_interrupts();

bool interrupted();

/// The flag itself, for parallel_for(). True once and for all.
const std::atomic<bool>& interrupt_flag();

}  // namespace sunrack
