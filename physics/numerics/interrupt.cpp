#include "physics/numerics/interrupt.h"

#include <csignal>

namespace sunrack {
namespace {

std::atomic<bool> flag{false};
static_assert(std::atomic<bool>::is_always_lock_free, "a signal handler may only touch lock-free atomics");

extern "C" void raise_flag(int signal) {
  flag = true;
  std::signal(signal, SIG_DFL);
}

}  // namespace

void watch_interrupts() {
  std::signal(SIGINT, raise_flag);
  std::signal(SIGTERM, raise_flag);
}

bool interrupted() { return flag; }

const std::atomic<bool>& interrupt_flag() { return flag; }

}  // namespace sunrack
