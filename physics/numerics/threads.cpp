#include "physics/numerics/threads.h"

#include <fmt/format.h>
#include <omp.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <thread>
#include <vector>

#include "physics/numerics/thread_cores.h"

#ifdef __linux__
#include <unistd.h>
#endif

namespace sunrack {
namespace {

constexpr std::size_t least_cells_for_threads = 100'000;

#ifdef __linux__
int own_name() { return gettid(); }
#else
int own_name() { return 0; }
#endif

/// The threads that share the loops of one that calls for them.
struct Team {
  std::vector<int> names = {};  ///< as the system calls them
  Crowding crowding = {};
};
Team& own_team() {
  static thread_local Team team;
  return team;
}

/// [s] that these threads were ready to run and had no core; 0 where the system does not tell.
double waited(const std::vector<int>& names) {
  double sum = 0;
  for (const int name : names) {
    std::FILE* const file = std::fopen(fmt::format("/proc/self/task/{}/schedstat", name).c_str(), "r");
    if (!file) continue;                          // ended
    unsigned long long running = 0, waiting = 0;  // [ns]
    if (std::fscanf(file, "%llu %llu", &running, &waiting) == 2) sum += 1e-9 * double(waiting);
    std::fclose(file);
  }
  return sum;
}

}  // namespace

int threads_for_cells(std::size_t cells, unsigned asked) {
  if (cells < least_cells_for_threads) return 1;
  const unsigned available = asked == 0 ? std::max(1u, std::thread::hardware_concurrency()) : asked;
  return int(std::min(available, 256u));
}

void spread_threads(int threads) {
  Team& team = own_team();
  if (threads <= std::max(1, int(team.names.size()))) return;  // the team stays as it is
  threads::start_apart(threads);
  team.names.assign(std::size_t(threads), own_name());
#pragma omp parallel num_threads(threads)
  team.names[std::size_t(omp_get_thread_num())] = own_name();
}

int threads_now(int threads) {
  if (threads == 1) return 1;
  Team& team = own_team();
  const auto clock = std::chrono::steady_clock::now().time_since_epoch();
  const double now = std::chrono::duration<double>(clock).count();
  if (team.crowding.due(now)) team.crowding.look(now, waited(team.names));
  return team.crowding.crowded(now) ? 1 : threads;
}

void Crowding::look(double time, double waited) {
  constexpr double share = 0.25;
  if (begun_ && waited - waited_ > share * (time - last_)) {
    until_ = time + pause_;
    pause_ = std::min(2 * pause_, longest_pause);
  } else if (!crowded(time)) {
    pause_ = std::max(0.9 * pause_, shortest_pause);
  }
  begun_ = true, last_ = time, waited_ = waited;
  next_ = time + interval;
}

}  // namespace sunrack
