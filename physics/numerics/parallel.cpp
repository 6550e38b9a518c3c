#include "physics/numerics/parallel.h"

#include <algorithm>
#include <exception>
#include <limits>
#include <mutex>
#include <thread>
#include <vector>

namespace sunrack {
namespace {

constexpr std::size_t nowhere = std::numeric_limits<std::size_t>::max();

struct Work {
  const std::size_t count;
  const std::size_t share;
  const std::function<void(std::size_t)>& body;
  const std::atomic<bool>* const cancel;
  std::atomic<std::size_t> next{0};
  std::atomic<std::size_t> failed{nowhere};  // the lowest index that threw
  std::atomic<bool> cancelled{false};
  std::mutex mutex{};
  std::exception_ptr exception{};  // of `failed`

  bool stop() {
    if (cancel && cancel->load(std::memory_order_relaxed)) cancelled = true;
    return cancelled;
  }

  void run(std::size_t index) {
    try {
      body(index);
    } catch (...) {
      const std::lock_guard lock(mutex);
      if (index > failed) return;
      failed = index;
      exception = std::current_exception();
    }
  }

  /// Shares are handed out in increasing order, and indices below a failed one are still run: so the lowest
  /// failure of all is always found.
  void run_shares() {
    for (;;) {
      const std::size_t begin = next.fetch_add(share);
      if (begin >= count) return;
      const std::size_t end = begin + std::min(share, count - begin);
      for (std::size_t index = begin; index < end; ++index) {
        if (index > failed || stop()) return;
        run(index);
      }
    }
  }
};

}  // namespace

bool parallel_for(std::size_t count, unsigned threads, const std::function<void(std::size_t)>& body,
                  const std::atomic<bool>* cancel) {
  if (threads == 0) threads = std::max(1u, std::thread::hardware_concurrency());
  const std::size_t workers = std::min<std::size_t>(threads, count);
  // Small enough that no thread waits long for the last share, large enough that handing out costs little.
  const std::size_t share = std::clamp<std::size_t>(count / (16 * std::max<std::size_t>(workers, 1)), 1, 256);
  Work work{.count = count, .share = share, .body = body, .cancel = cancel};
  {
    std::vector<std::jthread> helpers;
    for (std::size_t i = 1; i < workers; ++i) helpers.emplace_back([&work] { work.run_shares(); });
    work.run_shares();
  }  // the helpers have ended
  if (work.exception) std::rethrow_exception(work.exception);
  return !work.cancelled;
}

}  // namespace sunrack
