#include "physics/numerics/thread_cores.h"

#include <omp.h>

#include <atomic>
#include <chrono>
#include <stop_token>
#include <system_error>
#include <thread>
#include <vector>

#ifdef __linux__
#include <pthread.h>
#include <sched.h>
#endif

namespace sunrack::threads {

#ifdef __linux__

namespace {

void nap() { std::this_thread::sleep_for(std::chrono::microseconds(20)); }

/// The core of each thread of a team, the first of which is that of the caller.
class Cores {
 public:
  explicit Cores(int threads) {
    if (sched_getaffinity(0, sizeof allowed_, &allowed_) != 0) return;
    const int here = sched_getcpu();
    if (here < 0) return;
    // Round from here on, so that teams of several callers take different ones.
    for (int n = 0; n < CPU_SETSIZE && int(of_thread_.size()) < threads; ++n)
      if (const int core = (here + n) % CPU_SETSIZE; CPU_ISSET(core, &allowed_)) of_thread_.push_back(core);
  }

  int count() const { return int(of_thread_.size()); }

  /// Binds a thread to the core of thread `n` of the team.
  void bind(pthread_t thread, int n) const {
    cpu_set_t one;
    CPU_ZERO(&one);
    CPU_SET(std::size_t(of_thread_[std::size_t(n)]), &one);
    pthread_setaffinity_np(thread, sizeof one, &one);
  }

 private:
  cpu_set_t allowed_{};
  std::vector<int> of_thread_;
};

/// A core that falls idle looks for threads that wait for another one. This one goes round the cores and
/// sleeps on each of them for a moment, until it is stopped.
void go_round(const std::stop_token& stop, const Cores& cores, std::atomic<bool>& on_its_way) {
  on_its_way = true;
  while (!stop.stop_requested())
    for (int n = 1; n < cores.count(); ++n) {
      cores.bind(pthread_self(), n);
      nap();
    }
}

}  // namespace

void start_apart(int threads) {
  if (omp_get_proc_bind() != omp_proc_bind_false) return;
  const Cores cores(threads);
  if (cores.count() < threads) return;
  std::atomic<bool> on_its_way{false};
  try {
    std::jthread guide([&](const std::stop_token& stop) { go_round(stop, cores, on_its_way); });
    while (!on_its_way) nap();  // makes room for it
#pragma omp parallel num_threads(threads)
    if (const int mine = omp_get_thread_num(); mine > 0) cores.bind(pthread_self(), mine);
    guide.request_stop();
    cores.bind(guide.native_handle(), 0);  // the others' cores are busy now: it ends where this thread waits
  } catch (const std::system_error&) {
    // No guide to be had: it works as well without, only later.
  }
}

#else

void start_apart(int) {}

#endif

}  // namespace sunrack::threads
