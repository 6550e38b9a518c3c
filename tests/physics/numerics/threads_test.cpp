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

TEST(Threads, CoresAreCrowdedForAWhileOnceThreadsWaitAQuarterOfTheirTime) {
  Crowding cores;
  EXPECT_TRUE(cores.due(10));
  cores.look(10, 5);  // what was waited before does not count
  EXPECT_FALSE(cores.crowded(10));
  EXPECT_FALSE(cores.due(10.001));
  ASSERT_TRUE(cores.due(10.0021));
  cores.look(10.004, 5.0008);  // a short visit: 0.8 of 4 ms
  EXPECT_FALSE(cores.crowded(10.004));
  cores.look(10.008, 5.0028);  // a time slice lost: 2 of 4 ms
  EXPECT_TRUE(cores.crowded(10.008));
  cores.look(10.012, 5.0028);
  EXPECT_TRUE(cores.crowded(10.057));
  EXPECT_FALSE(cores.crowded(10.059));
  cores.look(10.100, 5.0028);
  cores.look(10.104, 5.0048);  // again
  EXPECT_TRUE(cores.crowded(10.18)) << "it stays careful for longer";
  EXPECT_FALSE(cores.crowded(10.21));
}

#ifdef __linux__
TEST(Threads, EachOfATeamHasACoreOfItsOwnAndTheCallerStaysFree) {
  cpu_set_t before;
  ASSERT_EQ(sched_getaffinity(0, sizeof before, &before), 0);
  std::jthread([&] {  // a caller with no team yet
    spread_threads(2);
    cpu_set_t after;
    ASSERT_EQ(sched_getaffinity(0, sizeof after, &after), 0);
    EXPECT_TRUE(CPU_EQUAL(&before, &after));
    int bound = 0;
    for (const auto& task : std::filesystem::directory_iterator("/proc/self/task"))
      if (sched_getaffinity(std::stoi(task.path().filename()), sizeof after, &after) == 0)
        bound += CPU_COUNT(&after) == 1;
    EXPECT_GE(bound, std::min(1, CPU_COUNT(&before) - 1));
    EXPECT_EQ(threads_now(1), 1);
  })
      .join();
}
#endif

}  // namespace
}  // namespace sunrack
