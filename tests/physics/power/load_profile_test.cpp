#include "physics/power/load_profile.h"

#include <gtest/gtest.h>

#include <stdexcept>

namespace sunrack {
namespace {

std::string refusal(const std::string& text) {
  try {
    LoadProfile::trace(text, "trace.csv");
  } catch (const std::invalid_argument& error) {
    return error.what();
  }
  return "accepted";
}

TEST(LoadProfile, TraceHoldsEachValueAndRepeats) {
  const LoadProfile load = LoadProfile::trace("# rack 7\ntime_s,load\n0,1\n60,0.5\n120,0.25\n", "trace.csv");
  EXPECT_EQ(load.period(), 180);
  EXPECT_EQ(load.at(0), 1);
  EXPECT_EQ(load.at(59.9), 1);
  EXPECT_EQ(load.at(60), 0.5);
  EXPECT_EQ(load.at(179), 0.25);
  EXPECT_EQ(load.at(180), 1);
  EXPECT_EQ(load.next_change(0), 60);
  EXPECT_EQ(load.next_change(60), 120);
  EXPECT_EQ(load.next_change(125), 180);
  EXPECT_NEAR(load.mean(), 1.75 / 3, 1e-15);
}

TEST(LoadProfile, PeakAndBaseHaveTheirAverage) {
  const LoadProfile load = LoadProfile::peak_and_base(1, 0.4, 0.8, 3600);
  EXPECT_NEAR(load.mean(), 0.8, 1e-15);
  EXPECT_EQ(load.at(10), 1);
  EXPECT_EQ(load.at(3599), 0.4);
}

TEST(LoadProfile, BadTracesAreRefusedByLineAndName) {
  const std::string head = "time_s,load\n";
  EXPECT_EQ(refusal(head + "0,1\n10,nan\n"), "trace.csv:3: load = nan: must be a finite number");
  EXPECT_EQ(refusal(head + "0,1\n10,inf\n"), "trace.csv:3: load = inf: must be a finite number");
  EXPECT_EQ(refusal(head + "0,1\n10,1\n10,0.5\n"),
            "trace.csv:4: time_s = 10: must be later than the 10 before it");
  EXPECT_EQ(refusal(head + "0,1\n10,1\n5,0.5\n"),
            "trace.csv:4: time_s = 5: must be later than the 10 before it");
  EXPECT_EQ(refusal(head + "0,1\n10,1\n20,1\n30,1\n1000,1\n"),
            "trace.csv:6: time_s = 1000: a gap of 970 s after 30 s; samples are 10 s apart");
  EXPECT_EQ(refusal(head + "0,1\n10,1.5\n"), "trace.csv:3: load = 1.5: must be between 0 and 1");
  EXPECT_EQ(refusal(head + "0,1\n10,-0.1\n"), "trace.csv:3: load = -0.1: must be between 0 and 1");
  EXPECT_EQ(refusal(head + "5,1\n10,1\n"), "trace.csv:2: time_s = 5: the first sample must be at 0");
  EXPECT_EQ(refusal(head + "0,1\n10\n"), "trace.csv:3: \"10\": must be two columns, time_s,load");
  EXPECT_EQ(refusal(head + "0,1\n10,1,3\n"), "trace.csv:3: \"10,1,3\": must be two columns, time_s,load");
  EXPECT_EQ(refusal(head + "0,1\nten,1\n"), "trace.csv:3: time_s = \"ten\": must be a number");
  EXPECT_EQ(refusal("load,time_s\n0,1\n"), "trace.csv:1: heading \"load,time_s\": must be \"time_s,load\"");
  EXPECT_EQ(refusal(head + "0,1\n"),
            "trace.csv:2: must have at least two samples under the heading time_s,load");
  EXPECT_EQ(refusal(""), "trace.csv:0: must have at least two samples under the heading time_s,load");
  EXPECT_THROW(LoadProfile::constant(2), std::invalid_argument);
  EXPECT_THROW(LoadProfile::peak_and_base(0.5, 0.6, 0.55, 100), std::invalid_argument);
  EXPECT_THROW(LoadProfile::peak_and_base(1, 0.5, 0.2, 100), std::invalid_argument);
}

}  // namespace
}  // namespace sunrack
