#include "physics/numerics/progress.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <csignal>
#include <sstream>

#include "physics/numerics/interrupt.h"
#include "physics/numerics/parallel.h"

namespace sunrack {
namespace {

using namespace std::chrono_literals;

TEST(Progress, SaysALineForEachTenthWhereThereIsNoTerminal) {
  std::ostringstream out;
  {
    Progress progress("study", 1000, {.delay = 0ms, .output = &out});
    for (int i = 0; i < 1000; ++i) progress.advance();
  }
  const std::string text = out.str();
  EXPECT_EQ(std::count(text.begin(), text.end(), '\n'), 10);
  EXPECT_EQ(text.substr(0, text.find('\n')), "study: 10 % (100 of 1000)");
  EXPECT_TRUE(text.ends_with("study: 100 % (1000 of 1000)\n"));
  EXPECT_EQ(text.find('\r'), std::string::npos);
}

TEST(Progress, DrawsOneLineOnATerminal) {
  std::ostringstream out;
  {
    Progress progress("study", 2, {.delay = 0ms, .output = &out, .terminal = true});
    progress.advance();
    EXPECT_EQ(out.str(), "\rstudy [###############...............]  50 % (1 of 2)");
    progress.advance();
  }
  EXPECT_TRUE(out.str().ends_with("\rstudy [##############################] 100 % (2 of 2)\n"));
}

TEST(Progress, ShortWorkAndQuietWorkSayNothing) {
  std::ostringstream out;
  {
    Progress brief("study", 10, {.delay = 1h, .output = &out});
    Progress quiet("study", 10, {.quiet = true, .delay = 0ms, .output = &out, .terminal = true});
    brief.advance(10);
    quiet.advance(10);
  }
  EXPECT_EQ(out.str(), "");
}

TEST(Progress, CountsFromSeveralThreads) {
  std::ostringstream out;
  Progress progress("study", 10'000, {.delay = 0ms, .output = &out});
  parallel_for(10'000, 4, [&](std::size_t) { progress.advance(); });
  EXPECT_TRUE(out.str().ends_with("100 % (10000 of 10000)\n"));
}

TEST(Interrupt, RaisesTheFlagThatStopsALoop) {
  watch_interrupts();
  EXPECT_FALSE(interrupted());
  const bool all = parallel_for(
      100'000, 2,
      [](std::size_t i) {
        if (i == 10) std::raise(SIGINT);
      },
      &interrupt_flag());
  EXPECT_TRUE(interrupted());
  EXPECT_FALSE(all);
}

TEST(InterruptDeathTest, TheSecondOneEndsTheProgram) {
  GTEST_FLAG_SET(death_test_style, "threadsafe");
  EXPECT_EXIT(
      {
        watch_interrupts();
        std::raise(SIGINT);
        std::raise(SIGINT);
      },
      testing::KilledBySignal(SIGINT), "");
}

}  // namespace
}  // namespace sunrack
