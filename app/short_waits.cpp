#include "app/short_waits.h"

#include <cstdlib>

#ifdef __linux__
#include <unistd.h>
#endif

namespace sunrack::app {

void wait_shortly([[maybe_unused]] char** arguments) {
#ifdef __linux__
  if (std::getenv("OMP_WAIT_POLICY") || std::getenv("GOMP_SPINCOUNT")) return;
  // Some ten microseconds: longer than threads wait for each other when each has a core.
  if (setenv("GOMP_SPINCOUNT", "5000", 1) == 0) execv("/proc/self/exe", arguments);
#endif
}

}  // namespace sunrack::app
