#include "physics/numerics/parallel.h"

#include <gtest/gtest.h>

#include <mutex>
#include <set>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

#include "physics/numerics/sampling.h"

namespace sunrack {
namespace {

TEST(ParallelFor, RunsEachIndexOnce) {
  for (const std::size_t count : {0u, 1u, 2u, 7u, 1000u}) {
    for (const unsigned threads : {0u, 1u, 2u, 5u, 16u}) {
      std::vector<std::atomic<int>> runs(count);
      EXPECT_TRUE(parallel_for(count, threads, [&](std::size_t i) { ++runs[i]; }));
      for (const auto& r : runs) EXPECT_EQ(r, 1);
    }
  }
}

TEST(ParallelFor, ResultsDoNotDependOnTheNumberOfThreads) {
  const auto sample = [](unsigned threads) {
    std::vector<double> draws(5000);
    parallel_for(draws.size(), threads, [&](std::size_t i) { draws[i] = uniform_random(42, i, 0); });
    return draws;
  };
  const auto alone = sample(1);
  EXPECT_EQ(sample(2), alone);
  EXPECT_EQ(sample(7), alone);
}

TEST(ParallelFor, WorksOnSeveralThreads) {
  std::mutex mutex;
  std::set<std::thread::id> seen;
  std::atomic<int> inside{0};
  // Each of the two first bodies waits for the other: that can only end on two threads.
  parallel_for(2, 2, [&](std::size_t) {
    ++inside;
    while (inside < 2) std::this_thread::yield();
    const std::lock_guard lock(mutex);
    seen.insert(std::this_thread::get_id());
  });
  EXPECT_EQ(seen.size(), 2u);
}

TEST(ParallelFor, ThrowsTheExceptionOfTheLowestIndexWhateverTheThreads) {
  for (const unsigned threads : {1u, 2u, 4u, 8u}) {
    for (int repetition = 0; repetition < 20; ++repetition) {
      std::vector<std::atomic<int>> runs(1000);
      try {
        parallel_for(runs.size(), threads, [&](std::size_t i) {
          ++runs[i];
          if (i % 100 == 37) throw std::domain_error(std::to_string(i));
        });
        FAIL() << "nothing thrown";
      } catch (const std::domain_error& error) {
        EXPECT_STREQ(error.what(), "37");
      }
      for (std::size_t i = 0; i <= 37; ++i) EXPECT_EQ(runs[i], 1);
    }
  }
}

TEST(ParallelFor, AFailureEndsTheWorkEarly) {
  std::atomic<int> runs{0};
  EXPECT_THROW(parallel_for(1'000'000, 1,
                            [&](std::size_t) {
                              ++runs;
                              throw std::runtime_error("at once");
                            }),
               std::runtime_error);
  EXPECT_EQ(runs, 1);
}

TEST(ParallelFor, StopsWhenCancelled) {
  for (const unsigned threads : {1u, 3u}) {
    std::atomic<bool> cancel{false};
    std::atomic<std::size_t> runs{0};
    EXPECT_FALSE(parallel_for(
        100'000, threads,
        [&](std::size_t) {
          if (++runs == 100) cancel = true;
        },
        &cancel));
    // Each other thread may have looked at the flag just before.
    EXPECT_GE(runs, 100u);
    EXPECT_LT(runs, 100'000u);
  }
}

TEST(ParallelFor, ALastBodyThatCancelsLeavesNothingUndone) {
  std::atomic<bool> cancel{false};
  EXPECT_TRUE(parallel_for(
      10, 1, [&](std::size_t i) { cancel = i == 9; }, &cancel));
}

}  // namespace
}  // namespace sunrack
