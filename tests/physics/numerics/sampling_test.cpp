#include "physics/numerics/sampling.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>
#include <random>
#include <set>
#include <vector>

namespace sunrack {
namespace {

using Words = std::array<std::uint32_t, 4>;

struct Moments {
  double mean = 0;
  double variance = 0;
};

template <class Draw>
Moments moments(std::uint64_t count, Draw draw) {
  double sum = 0;
  double squares = 0;
  for (std::uint64_t i = 0; i < count; ++i) {
    const double x = draw(i);
    sum += x;
    squares += x * x;
  }
  const double mean = sum / double(count);
  return {.mean = mean, .variance = squares / double(count) - mean * mean};
}

// Known answers of the Random123 library that came with Salmon et al. (2011), file kat_vectors,
// philox4x32 10.
TEST(Philox, GivesTheKnownAnswers) {
  EXPECT_EQ(philox4x32({0, 0, 0, 0}, {0, 0}), (Words{0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8}));
  constexpr std::uint32_t f = 0xffffffff;
  EXPECT_EQ(philox4x32({f, f, f, f}, {f, f}), (Words{0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd}));
  EXPECT_EQ(philox4x32({0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344}, {0xa4093822, 0x299f31d0}),
            (Words{0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1}));
}

TEST(UniformRandom, HasTheMomentsOfAUniformNumber) {
  constexpr std::uint64_t count = 200'000;
  const Moments m = moments(count, [](auto i) { return uniform_random(1, i, 0); });
  // Five standard errors: of the mean sqrt(1/12/n) = 6.5e-4, of the variance sqrt(1/180/n) = 1.7e-4.
  EXPECT_NEAR(m.mean, 0.5, 3.3e-3);
  EXPECT_NEAR(m.variance, 1.0 / 12, 8.5e-4);
}

TEST(UniformRandom, FillsEqualPartsEqually) {
  constexpr int parts = 100;
  constexpr int count = 200'000;
  std::vector<int> hits(parts);
  for (std::uint64_t i = 0; i < count; ++i) {
    const double u = uniform_random(7, i, 3);
    ASSERT_GT(u, 0);
    ASSERT_LT(u, 1);
    ++hits[std::size_t(u * parts)];
  }
  double chi_squared = 0;
  for (const int h : hits) chi_squared += std::pow(h - count / parts, 2) / (double(count) / parts);
  // 99 degrees of freedom: 99.99 % of samples lie between 51 and 161.
  EXPECT_GT(chi_squared, 51);
  EXPECT_LT(chi_squared, 161);
}

TEST(UniformRandom, SeedsDimensionsAndNeighboursAreUncorrelated) {
  constexpr std::uint64_t count = 100'000;
  const auto correlation = [](auto a, auto b) {
    double sum = 0;
    for (std::uint64_t i = 0; i < count; ++i) sum += (a(i) - 0.5) * (b(i) - 0.5);
    return 12 * sum / double(count);
  };
  const auto draw = [](std::uint64_t i) { return uniform_random(1, i, 0); };
  const double five_standard_errors = 5 / std::sqrt(double(count));
  EXPECT_NEAR(correlation(draw, [](auto i) { return uniform_random(2, i, 0); }), 0, five_standard_errors);
  EXPECT_NEAR(correlation(draw, [](auto i) { return uniform_random(1, i, 1); }), 0, five_standard_errors);
  EXPECT_NEAR(correlation(draw, [](auto i) { return uniform_random(1, i + 1, 0); }), 0, five_standard_errors);
  EXPECT_NEAR(correlation(draw, [](auto i) { return uniform_random(1, i + (1ull << 32), 0); }), 0,
              five_standard_errors);
}

TEST(UniformRandom, ADrawDependsOnItsNumberOnlyNotOnTheOrder) {
  std::vector<double> forward, backward;
  for (std::uint64_t i = 0; i < 50; ++i) forward.push_back(uniform_random(5, i, 2));
  for (std::uint64_t i = 50; i-- > 0;) backward.push_back(uniform_random(5, i, 2));
  std::reverse(backward.begin(), backward.end());
  EXPECT_EQ(forward, backward);
}

TEST(RandomPermutation, EveryPlaceIsTakenOnce) {
  for (const std::uint64_t count : {1u, 2u, 3u, 4u, 5u, 16u, 17u, 1000u, 4097u}) {
    std::vector<bool> taken(count);
    for (std::uint64_t i = 0; i < count; ++i) {
      const auto place = random_permutation(3, i, count, 1);
      ASSERT_LT(place, count);
      ASSERT_FALSE(taken[place]) << count;
      taken[place] = true;
    }
  }
}

TEST(RandomPermutation, EveryOrderOfThreeIsAboutEquallyLikely) {
  std::vector<int> hits(27);
  constexpr int seeds = 60'000;
  for (std::uint64_t seed = 0; seed < seeds; ++seed) {
    std::size_t order = 0;
    for (std::uint64_t i = 0; i < 3; ++i) order = 3 * order + std::size_t(random_permutation(seed, i, 3, 0));
    ++hits[order];
  }
  int orders = 0;
  for (const int h : hits) {
    if (h == 0) continue;
    ++orders;
    // 5 %: two and a half times the spread to be expected of 10 000 hits with a true order in six (1 %) and
    // more.
    EXPECT_NEAR(h, seeds / 6, 0.05 * seeds / 6);
  }
  EXPECT_EQ(orders, 6);
}

TEST(LatinHypercube, EachPartIsHitOnceInEachDimension) {
  for (const std::uint64_t count : {1u, 2u, 10u, 1000u}) {
    for (std::uint32_t dimension = 0; dimension < 3; ++dimension) {
      std::set<int> parts;
      for (std::uint64_t i = 0; i < count; ++i) {
        const double u = latin_hypercube(11, i, count, dimension);
        ASSERT_GT(u, 0);
        ASSERT_LT(u, 1);
        parts.insert(int(u * double(count)));
      }
      EXPECT_EQ(parts.size(), count);
    }
  }
}

constexpr std::uint64_t design_points = 100;

TEST(LatinHypercube, MeanOfASumHasFarLessSpreadThanWithPlainDraws) {
  const auto spread = [](auto draw) {
    return moments(200,
                   [&](auto seed) {
                     return moments(design_points,
                                    [&](auto i) { return draw(seed, i, 0u) + draw(seed, i, 1u); })
                         .mean;
                   })
        .variance;
  };
  const double plain = spread([](auto seed, auto i, auto d) { return uniform_random(seed, i, d); });
  const double latin =
      spread([](auto seed, auto i, auto d) { return latin_hypercube(seed, i, design_points, d); });
  // Plain 2/12/n; stratified 2/12/n^3. Both estimated from 200 samples: within a third at three standard
  // errors.
  EXPECT_NEAR(plain / (2.0 / 12 / 100), 1, 0.33);
  EXPECT_NEAR(latin / (2.0 / 12 / 1e6), 1, 0.33);
}

TEST(LatinHypercube, RefusesAnIndexBeyondTheCount) {
  EXPECT_THROW(latin_hypercube(1, 10, 10, 0), std::invalid_argument);
  EXPECT_THROW(latin_hypercube(1, 0, 0, 0), std::invalid_argument);
}

TEST(RandomStream, RepeatsAndDiffersByIndex) {
  RandomStream a(1, 5), again(1, 5), other(1, 6);
  bool differs = false;
  for (int i = 0; i < 20; ++i) {
    const auto value = a();
    EXPECT_EQ(value, again());
    differs = differs || value != other();
  }
  EXPECT_TRUE(differs);
}

TEST(RandomStream, HasTheMomentsOfItsDistributions) {
  const std::uint64_t count = 200'000;
  RandomStream stream(3, 0);
  // Five standard errors in each: sqrt(variance / n), and for variances sqrt((fourth moment - variance^2) /
  // n).
  const Moments normal = moments(count, [&](auto) { return stream.normal(); });
  EXPECT_NEAR(normal.mean, 0, 5 * std::sqrt(1.0 / double(count)));
  EXPECT_NEAR(normal.variance, 1, 5 * std::sqrt(2.0 / double(count)));
  const Moments waiting = moments(count, [&](auto) { return stream.exponential(); });
  EXPECT_NEAR(waiting.mean, 1, 5 * std::sqrt(1.0 / double(count)));
  EXPECT_NEAR(waiting.variance, 1, 5 * std::sqrt(8.0 / double(count)));
}

TEST(RandomStream, DrivesTheStandardDistributions) {
  RandomStream stream(3, 0);
  std::poisson_distribution<int> poisson(4.0);
  const Moments m = moments(50'000, [&](auto) { return double(poisson(stream)); });
  EXPECT_NEAR(m.mean, 4, 5 * std::sqrt(4.0 / 50'000));
}

TEST(Quantile, FixedIsTheNominalValue) {
  const Distribution fixed{.kind = DistributionKind::fixed, .low = 1, .nominal = 2, .high = 3};
  EXPECT_EQ(quantile(fixed, 0), 2);
  EXPECT_EQ(quantile(fixed, 0.9), 2);
}

TEST(Quantile, UniformIsAStraightLine) {
  const Distribution uniform{.kind = DistributionKind::uniform, .low = -1, .nominal = 0, .high = 3};
  EXPECT_EQ(quantile(uniform, 0), -1);
  EXPECT_EQ(quantile(uniform, 0.25), 0);
  EXPECT_EQ(quantile(uniform, 1), 3);
}

// F(x) = (x - low)^2 / (width rise) up to the mode and 1 - (high - x)^2 / (width fall) after it.
TEST(Quantile, TriangularIsExact) {
  const Distribution triangular{.kind = DistributionKind::triangular, .low = 0, .nominal = 1, .high = 4};
  EXPECT_DOUBLE_EQ(quantile(triangular, 0), 0);
  EXPECT_DOUBLE_EQ(quantile(triangular, 1.0 / 16), 0.5);
  EXPECT_DOUBLE_EQ(quantile(triangular, 0.25), 1);
  EXPECT_DOUBLE_EQ(quantile(triangular, 1 - 1.0 / 12), 3);
  EXPECT_DOUBLE_EQ(quantile(triangular, 1), 4);
  const Distribution falling{.kind = DistributionKind::triangular, .low = 0, .nominal = 0, .high = 1};
  EXPECT_DOUBLE_EQ(quantile(falling, 0.75), 0.5);
  const Distribution rising{.kind = DistributionKind::triangular, .low = 0, .nominal = 1, .high = 1};
  EXPECT_DOUBLE_EQ(quantile(rising, 0.25), 0.5);
}

// Integrated by the midpoint rule over u, which converges fast since no quantile here has an infinite end.
Moments integrated(const Distribution& d, bool logarithm = false) {
  constexpr std::uint64_t count = 100'000;
  return moments(count, [&](auto i) {
    const double x = quantile(d, (double(i) + 0.5) / double(count));
    return logarithm ? std::log(x) : x;
  });
}

// A normal cut off at two standard deviations keeps 1 - 4 phi(2) / (2 Phi(2) - 1) of its variance.
double variance_kept() {
  const double phi = std::exp(-2.0) / std::sqrt(2 * std::numbers::pi);
  return 1 - 4 * phi / std::erf(std::sqrt(2.0));
}

TEST(Quantile, MomentsAreThoseOfTheDistribution) {
  const Moments triangular = integrated({DistributionKind::triangular, 2, 3, 7});
  EXPECT_NEAR(triangular.mean, 4, 1e-6);
  EXPECT_NEAR(triangular.variance, (4 + 9 + 49 - 6 - 14 - 21) / 18.0, 1e-5);
  const Moments normal = integrated({DistributionKind::normal, 6, 10, 14});
  EXPECT_NEAR(normal.mean, 10, 1e-9);  // symmetry
  EXPECT_NEAR(normal.variance, 4 * variance_kept(), 1e-4);
  const Moments lognormal = integrated({DistributionKind::lognormal, 0.25, 1, 4}, true);
  EXPECT_NEAR(lognormal.mean, 0, 1e-9);
  EXPECT_NEAR(lognormal.variance, std::pow(std::log(16.0) / 4, 2) * variance_kept(), 1e-4);
}

TEST(Quantile, MedianIsTheNominalWhereItIsInTheMiddle) {
  // The inverse error function is good to a few roundings.
  EXPECT_NEAR(quantile({DistributionKind::normal, 6, 10, 14}, 0.5), 10, 1e-14 * 10);
  EXPECT_NEAR(quantile({DistributionKind::lognormal, 0.25, 1, 4}, 0.5), 1, 1e-14);
}

TEST(Quantile, StaysBetweenLowAndHighAndIncreases) {
  for (const auto kind : {DistributionKind::uniform, DistributionKind::triangular, DistributionKind::normal,
                          DistributionKind::lognormal}) {
    for (const double nominal : {0.1, 0.15, 0.3, 0.7}) {
      const Distribution d{.kind = kind, .low = 0.1, .nominal = nominal, .high = 0.7};
      double last = d.low;
      for (int i = 0; i <= 1000; ++i) {
        const double x = quantile(d, i / 1000.0);
        EXPECT_GE(x, last);
        EXPECT_LE(x, d.high);
        last = x;
      }
      EXPECT_NEAR(quantile(d, 0), d.low, 1e-13);
      EXPECT_NEAR(quantile(d, 1), d.high, 1e-13);
    }
  }
}

TEST(Quantile, WithoutWidthIsTheNominalValue) {
  for (const auto kind : {DistributionKind::uniform, DistributionKind::triangular, DistributionKind::normal,
                          DistributionKind::lognormal})
    EXPECT_DOUBLE_EQ(quantile({kind, 3, 3, 3}, 0.3), 3);
}

TEST(Quantile, RefusesWhatIsNoDistribution) {
  constexpr double nan = std::numeric_limits<double>::quiet_NaN();
  EXPECT_THROW(quantile({DistributionKind::uniform, 0, 1, 2}, 1.1), std::invalid_argument);
  EXPECT_THROW(quantile({DistributionKind::uniform, 0, 1, 2}, nan), std::invalid_argument);
  EXPECT_THROW(quantile({DistributionKind::triangular, 0, 3, 2}, 0.5), std::invalid_argument);
  EXPECT_THROW(quantile({DistributionKind::normal, 2, 1, 3}, 0.5), std::invalid_argument);
  EXPECT_THROW(quantile({DistributionKind::uniform, nan, 1, 2}, 0.5), std::invalid_argument);
  EXPECT_THROW(quantile({DistributionKind::lognormal, 0, 1, 2}, 0.5), std::invalid_argument);
}

}  // namespace
}  // namespace sunrack
