#include "physics/numerics/large_pages.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <optional>
#include <thread>

#include "physics/numerics/sampling.h"

namespace sunrack {
namespace {

/// Takes and returns arrays of many sizes in any order; each is filled with a number of its own.
void take_and_return(std::uint64_t seed) {
  std::vector<std::optional<Field<std::uint64_t>>> held(40);
  for (std::uint64_t round = 0; round < 2000; ++round) {
    auto& field = held[std::size_t(uniform_random(seed, round, 0) * 40)];
    if (field) {
      for (const std::uint64_t value : *field) ASSERT_EQ(value, field->front()) << "another array wrote here";
      field.reset();
    } else {
      const double size =
          std::pow(10.0, 5 * uniform_random(seed, round, 1));  // below and above the pool's least
      field.emplace(std::size_t(size) + 1, 1000 * seed + round);
      EXPECT_EQ(reinterpret_cast<std::uintptr_t>(field->data()) % 64, 0u);
    }
  }
}

TEST(LargePages, ArraysNeverShareMemory) { take_and_return(1); }

TEST(LargePages, ThreadsMayTakeAndReturnAtOnce) {
  std::vector<std::jthread> threads;
  for (std::uint64_t seed = 2; seed < 5; ++seed) threads.emplace_back([=] { take_and_return(seed); });
}

TEST(LargePages, AnArrayReturnedByAnotherThreadIsUsedAgain) {
  const Field<double> kept(20'000, 1.0);  // its chunk stays
  Field<double> first(30'000, 2.0);
  [[maybe_unused]] const double* const place = first.data();
  std::jthread([&] { first = Field<double>(); }).join();
  const Field<double> second(30'000, 3.0);
#if !defined(__SANITIZE_ADDRESS__) && defined(__linux__)
  EXPECT_EQ(second.data(), place);
#endif
  EXPECT_EQ(second.front(), 3.0);
}

TEST(LargePages, TouchingWritesToEachPageAndNowhereElse) {
  constexpr std::size_t page = 4096, large = 1 << 21;
  for (const std::size_t into : {std::size_t(0), std::size_t(100), large - 100})  // of a large page
    for (const std::size_t bytes : {std::size_t(1), large, 3 * large + 5000}) {
      std::vector<char> memory(6 * large, 1);
      const auto address = reinterpret_cast<std::uintptr_t>(memory.data());
      char* const first = memory.data() + (large - address % large) + into;
      touch_pages(first, bytes, 2);
      const auto begin = memory.begin() + (first - memory.data()), end = begin + std::ptrdiff_t(bytes);
      EXPECT_EQ(std::count(memory.begin(), begin, 0), 0);
      EXPECT_EQ(std::count(end, memory.end(), 0), 0);
      for (auto at = begin; at < end;) {
        const auto rest = std::ptrdiff_t(page - reinterpret_cast<std::uintptr_t>(&*at) % page);
        const auto next = at + std::min(rest, end - at);
        ASSERT_GT(std::count(at, next, 0), 0)
            << at - begin << " bytes of " << bytes << ", " << into << " into a large page";
        at = next;
      }
    }
}

TEST(LargePages, VectorsFromElsewhereKeepTheirNumbers) {
  std::vector<double> values = {1, 2, 3};
  resize_in_large_pages(values, 1'000'000);
  EXPECT_EQ(values[2], 3);
  EXPECT_EQ(values.back(), 0);
  assign_in_large_pages(values, 2'000'000, 7.0);
  EXPECT_EQ(values.size(), 2'000'000u);
  EXPECT_EQ(values.front() + values.back(), 14);
}

}  // namespace
}  // namespace sunrack
