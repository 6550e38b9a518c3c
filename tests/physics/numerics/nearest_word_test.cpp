#include "physics/numerics/nearest_word.h"

#include <gtest/gtest.h>

namespace sunrack {
namespace {

TEST(NearestWord, DistanceCountsEditsAndIsSymmetric) {
  EXPECT_EQ(edit_distance("", "water"), 5u);
  EXPECT_EQ(edit_distance("water", "water"), 0u);
  EXPECT_EQ(edit_distance("kitten", "sitting"), 3u);  // the text-book pair
  EXPECT_EQ(edit_distance("sitting", "kitten"), 3u);
}

TEST(NearestWord, IsTheFirstOfTheClosest) {
  EXPECT_EQ(nearest_word("amonia", {"water", "ammonia", "toluene"}), "ammonia");
  EXPECT_EQ(nearest_word("c", {"a", "b"}), "a");
  EXPECT_THROW(nearest_word("x", {}), std::invalid_argument);
}

}  // namespace
}  // namespace sunrack
