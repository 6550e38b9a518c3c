#pragma once

#include <array>
#include <cstdint>
#include <limits>

namespace sunrack {

/// Ten rounds of the Philox4x32 counter-based generator: four random words for a counter and a key, with no
/// state in between. Salmon, Moraes, Dror & Shaw, "Parallel random numbers: as easy as 1, 2, 3" (SC11),
/// doi:10.1145/2063384.2063405.
std::array<std::uint32_t, 4> philox4x32(std::array<std::uint32_t, 4> counter,
                                        std::array<std::uint32_t, 2> key);

/// A number in the open interval (0, 1) with 52 random bits, that depends on its three arguments only: draw 7
/// is the same whichever thread makes it, and in whatever order.
double uniform_random(std::uint64_t seed, std::uint64_t index, std::uint32_t dimension);

/// The same with Latin hypercube stratification: over index = 0 ... count - 1, each of the `count` equal
/// parts of (0, 1) is hit exactly once in each dimension. McKay, Beckman & Conover, Technometrics 21 (1979)
/// 239.
/// @throws std::invalid_argument unless index < count
double latin_hypercube(std::uint64_t seed, std::uint64_t index, std::uint64_t count, std::uint32_t dimension);

/// Where `index` stands in a random order of 0 ... count - 1, without a list: a Feistel cipher over the next
/// even power of two, walked until it falls below `count`.
std::uint64_t random_permutation(std::uint64_t seed, std::uint64_t index, std::uint64_t count,
                                 std::uint32_t dimension);

/// A stream of numbers for one trial that needs an unknown count of them. A standard uniform random bit
/// generator.
class RandomStream {
 public:
  using result_type = std::uint64_t;
  RandomStream(std::uint64_t seed, std::uint64_t index) : seed_(seed), index_(index) {}

  static constexpr result_type min() { return 0; }
  static constexpr result_type max() { return std::numeric_limits<result_type>::max(); }
  result_type operator()();
  double uniform();      ///< in the open interval (0, 1)
  double exponential();  ///< of mean 1
  double normal();       ///< of mean 0 and standard deviation 1

 private:
  std::uint64_t seed_;
  std::uint64_t index_;
  std::uint64_t block_ = 0;
  std::array<std::uint32_t, 4> words_{};
  int left_ = 0;  // 64-bit numbers left in words_
};

enum class DistributionKind {
  fixed,       ///< `nominal`
  uniform,     ///< between `low` and `high`
  triangular,  ///< between `low` and `high`, most likely `nominal`
  normal,      ///< mean `nominal`, standard deviation (high - low) / 4, cut off at `low` and `high`
  lognormal,   ///< median `nominal`, standard deviation of the logarithm ln(high / low) / 4, cut off at `low`
               ///< and `high`
};

/// "fixed", "uniform", "triangular", "normal", "lognormal".
const char* distribution_name(DistributionKind kind);

/// An uncertain number. Where `nominal` is not in the middle (of the logarithms), cutting off a normal
/// (lognormal) at `low` and `high` draws its mean (median) towards the middle.
struct Distribution {
  DistributionKind kind = DistributionKind::fixed;
  double low = 0;
  double nominal = 0;
  double high = 0;
};

/// The value that the distribution stays below with probability `u`, between `low` and `high`.
/// @throws std::invalid_argument unless low <= nominal <= high, 0 <= u <= 1, and for lognormal low > 0
double quantile(const Distribution& distribution, double u);

}  // namespace sunrack
