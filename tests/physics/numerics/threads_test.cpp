#include "physics/numerics/threads.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <thread>

#ifdef __linux__
#include <sched.h>

#include <filesystem>
#endif

namespace sunrack {
namespace {

TEST(Threads, ASmallBoxIsLeftToOne) {
  EXPECT_EQ(threads_for_cells(50'000, 2), 1);
  EXPECT_EQ(threads_for_cells(50'000, 0), 1);
  EXPECT_EQ(threads_for_cells(1'000'000, 2), 2);
  EXPECT_EQ(threads_for_cells(1'000'000, 0), int(std::max(1u, std::thread::hardware_concurrency())));
}

#ifdef __linux__
TEST(Threads, SpreadOverTheCoresTheyAreBoundToNone) {
  cpu_set_t before;
  ASSERT_EQ(sched_getaffinity(0, sizeof before, &before), 0);
  spread_threads(2);
  spread_threads(3);  // also where there are fewer cores
  int threads = 0;
  for (const auto& task : std::filesystem::directory_iterator("/proc/self/task")) {
    cpu_set_t after;
    if (sched_getaffinity(std::stoi(task.path().filename()), sizeof after, &after) != 0) continue;  // ended
    EXPECT_TRUE(CPU_EQUAL(&before, &after));
    ++threads;
  }
  EXPECT_GE(threads, std::min(2, CPU_COUNT(&before)));
}
#endif

}  // namespace
}  // namespace sunrack
