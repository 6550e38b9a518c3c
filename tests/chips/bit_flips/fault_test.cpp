#include "chips/bit_flips/fault.h"

#include <gtest/gtest.h>

#include <cmath>
#include <set>
#include <stdexcept>

namespace sunrack {
namespace {

const FaultSpace& space() {
  static const FaultSpace s({{"a", 3, 8}, {"b", 5, 16}, {"c", 2, 4}});
  return s;
}

TEST(FaultSpace, NamesEveryBitOnce) {
  EXPECT_EQ(space().bits(), 3u * 8 + 5 * 16 + 2 * 4);
  for (std::uint64_t n = 0; n < space().bits(); ++n) {
    const FaultSite site = space().at(n);
    int bit = 0;
    while ((site.mask >> bit) != 1) ++bit;
    EXPECT_EQ(space().position(site.tensor, site.element, bit), n);
  }
}

TEST(FaultSpace, DrawsEveryBitOnceWithoutReplacement) {
  std::set<std::uint64_t> seen;
  for (std::uint64_t n = 0; n < space().bits(); ++n) {
    const FaultSite site = space().draw(7, n);
    seen.insert(site.tensor * 100000 + site.element * 1000 + std::uint64_t(std::log2(site.mask)));
  }
  EXPECT_EQ(seen.size(), space().bits());
}

TEST(FaultSpace, StrataHoldTheElementsThatHaveTheBit) {
  EXPECT_EQ(space().elements_with_bit(3), 10u);
  EXPECT_EQ(space().elements_with_bit(7), 8u);
  EXPECT_EQ(space().elements_with_bit(15), 5u);
  EXPECT_EQ(space().elements_with_bit(16), 0u);
  std::set<std::pair<std::size_t, std::uint64_t>> seen;
  for (std::uint64_t n = 0; n < 8; ++n) {
    const FaultSite site = space().draw_with_bit(3, 7, n);
    EXPECT_EQ(site.mask, 128u);
    EXPECT_NE(site.tensor, 2u);
    seen.insert({site.tensor, site.element});
  }
  EXPECT_EQ(seen.size(), 8u);
}

TEST(FaultSpace, HitsALargeLayerMoreOften) {
  // Layers as likely as each other would be hit one time in two: the bias of a sampler that draws the layer
  // first. 4,000 draws of a share of 1/101: 39.6 with a standard deviation of 6.3.
  const FaultSpace uneven({{"small", 1000, 32}, {"large", 100000, 32}});
  int small = 0;
  for (std::uint64_t n = 0; n < 4000; ++n) small += uneven.draw(1, n).tensor == 0;
  EXPECT_NEAR(small, 39.6, 5 * 6.3);
}

TEST(Cluster, StaysInOneWordWithoutInterleaving) {
  const auto bits = cluster_bits({.size = 3}, {.word_bits = 64}, 130, 1024);
  EXPECT_EQ(bits, (std::vector<std::uint64_t>{130, 131, 132}));
  EXPECT_EQ(most_in_one_word(bits, {.word_bits = 64}), 3);
}

TEST(Cluster, IsSpreadOverWordsByInterleaving) {
  const MemoryLayout layout{.word_bits = 8, .interleaving = 4};
  // Cells of a row: word 0 bit 0, word 1 bit 0, word 2 bit 0, word 3 bit 0, word 0 bit 1, ...
  EXPECT_EQ(cluster_bits({.size = 4}, layout, 0, 128), (std::vector<std::uint64_t>{0, 8, 16, 24}));
  EXPECT_EQ(most_in_one_word(cluster_bits({.size = 4}, layout, 37, 128), layout), 1);
  EXPECT_EQ(most_in_one_word(cluster_bits({.size = 5}, layout, 37, 128), layout), 2);
}

TEST(Cluster, OfAPinIsTheSameBitOfSuccessiveWords) {
  const MemoryLayout layout{.word_bits = 16, .burst_words = 4};
  EXPECT_EQ(cluster_bits({ClusterKind::pin, 3}, layout, 5, 256), (std::vector<std::uint64_t>{5, 21, 37}));
  // One that would leave the burst ends with it.
  EXPECT_EQ(cluster_bits({ClusterKind::pin, 3}, layout, 53, 256), (std::vector<std::uint64_t>{21, 37, 53}));
}

TEST(Cluster, OfAWordHasDifferentBitsOfIt) {
  for (std::uint64_t draw = 0; draw < 50; ++draw) {
    const auto bits = cluster_bits({ClusterKind::word, 7}, {.word_bits = 16}, 35, 64, draw);
    const std::set<std::uint64_t> different(bits.begin(), bits.end());
    EXPECT_EQ(different.size(), 7u);
    EXPECT_TRUE(different.contains(35));
    EXPECT_GE(*different.begin(), 32u);
    EXPECT_LT(*different.rbegin(), 48u);
  }
}

TEST(Cluster, AnywhereInAnyMemoryHasItsSizeAndStaysInside) {
  for (const int interleaving : {1, 3})
    for (const std::uint64_t total : {20u, 61u, 96u})
      for (std::uint64_t first = 0; first < total; ++first) {
        const auto bits =
            cluster_bits({.size = 2}, {.word_bits = 8, .interleaving = interleaving}, first, total);
        EXPECT_EQ(std::set<std::uint64_t>(bits.begin(), bits.end()).size(), 2u);
        EXPECT_LT(bits.back(), total);
      }
}

TEST(Cluster, GathersTheBitsOfOneElement) {
  const std::vector<std::uint64_t> bits = {6, 7, 8};
  const auto sites = sites_of(space(), bits);
  ASSERT_EQ(sites.size(), 2u);
  EXPECT_EQ(sites[0], (FaultSite{0, 0, 0xC0}));
  EXPECT_EQ(sites[1], (FaultSite{0, 1, 1}));
}

TEST(FlipsAtRate, AreBinomialInNumberAndUniformInPlace) {
  double count = 0, squares = 0, place = 0;
  const int trials = 2000;
  for (int t = 0; t < trials; ++t) {
    const auto flips = flips_at_rate(100000, 2e-4, 5, std::uint64_t(t));
    count += double(flips.size()), squares += double(flips.size() * flips.size());
    for (const std::uint64_t f : flips) place += double(f) / 1e5;
    EXPECT_EQ(std::set<std::uint64_t>(flips.begin(), flips.end()).size(), flips.size());
  }
  const double mean = count / trials;
  EXPECT_NEAR(mean, 20, 5 * std::sqrt(20.0 / trials));
  EXPECT_NEAR(squares / trials - mean * mean, 20, 5 * 20 * std::sqrt(2.0 / trials));
  EXPECT_NEAR(place / count, 0.5, 5 * 0.2887 / std::sqrt(count));
}

TEST(FlipsAtRate, HasItsEnds) {
  EXPECT_TRUE(flips_at_rate(1000, 0, 1, 1).empty());
  EXPECT_EQ(flips_at_rate(1000, 1, 1, 1).size(), 1000u);
  EXPECT_TRUE(flips_at_rate(1000, 1e-30, 1, 1).empty());
}

TEST(Fault, RefusesBadInput) {
  EXPECT_THROW(FaultSpace({}), std::invalid_argument);
  EXPECT_THROW(FaultSpace({{"a", 0, 8}}), std::invalid_argument);
  EXPECT_THROW(FaultSpace({{"a", 1, 33}}), std::invalid_argument);
  EXPECT_THROW(space().at(space().bits()), std::invalid_argument);
  EXPECT_THROW(space().with_bit(31, 0), std::invalid_argument);
  EXPECT_THROW(cluster_bits({.size = 0}, {}, 0, 100), std::invalid_argument);
  EXPECT_THROW(cluster_bits({.size = 2}, {}, 100, 100), std::invalid_argument);
  EXPECT_THROW(cluster_bits({ClusterKind::word, 65}, {}, 0, 1000), std::invalid_argument);
  EXPECT_THROW(flips_at_rate(10, 1.5, 1, 1), std::invalid_argument);
}

}  // namespace
}  // namespace sunrack
