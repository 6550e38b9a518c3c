#include "physics/numerics/sampling.h"

#include <algorithm>
#include <bit>
#include <boost/math/distributions/normal.hpp>
#include <cmath>

#include "physics/require.h"

namespace sunrack {
namespace {

// Each use of the generator has its own fourth counter word, so that none repeats another's numbers.
enum Purpose : std::uint32_t { uniform_numbers, latin_numbers, permutation_rounds, stream_numbers };

constexpr std::uint32_t low_word(std::uint64_t value) { return std::uint32_t(value & 0xffffffffu); }
constexpr std::uint32_t high_word(std::uint64_t value) { return std::uint32_t(value >> 32); }

std::uint64_t random_bits(std::uint64_t seed, std::uint64_t index, std::uint32_t dimension, Purpose purpose) {
  const auto words =
      philox4x32({low_word(index), high_word(index), dimension, purpose}, {low_word(seed), high_word(seed)});
  return (std::uint64_t(words[1]) << 32) | words[0];
}

/// The middles of 2^52 equal parts of (0, 1): exact in a double, and neither 0 nor 1.
double open_unit(std::uint64_t bits) { return (double(bits >> 12) + 0.5) * 0x1p-52; }

double standard_normal_below(double x) { return std::erfc(-x / std::sqrt(2.0)) / 2; }

/// Quantile of a normal cut off at low and high, which are its four standard deviations apart.
double cut_normal(double low, double mean, double high, double u) {
  const double deviation = (high - low) / 4;
  if (!(deviation > 0)) return mean;
  const double below = standard_normal_below((low - mean) / deviation);
  const double within = standard_normal_below((high - mean) / deviation) - below;
  const double x = boost::math::quantile(boost::math::normal_distribution<double>(), below + u * within);
  return std::clamp(mean + deviation * x, low, high);  // the last digit may lie beyond
}

double triangular(const Distribution& d, double u) {
  const double width = d.high - d.low;
  if (!(width > 0)) return d.nominal;
  const double rise = d.nominal - d.low;
  if (u * width < rise) return std::min(d.low + std::sqrt(u * width * rise), d.nominal);
  return std::max(d.high - std::sqrt((1 - u) * width * (d.high - d.nominal)), d.nominal);
}

}  // namespace

std::array<std::uint32_t, 4> philox4x32(std::array<std::uint32_t, 4> counter,
                                        std::array<std::uint32_t, 2> key) {
  for (int round = 0; round < 10; ++round) {
    const std::uint64_t a = std::uint64_t{0xD2511F53u} * counter[0];
    const std::uint64_t b = std::uint64_t{0xCD9E8D57u} * counter[2];
    counter = {high_word(b) ^ counter[1] ^ key[0], low_word(b), high_word(a) ^ counter[3] ^ key[1],
               low_word(a)};
    key[0] += 0x9E3779B9u;
    key[1] += 0xBB67AE85u;
  }
  return counter;
}

double uniform_random(std::uint64_t seed, std::uint64_t index, std::uint32_t dimension) {
  return open_unit(random_bits(seed, index, dimension, uniform_numbers));
}

std::uint64_t random_permutation(std::uint64_t seed, std::uint64_t index, std::uint64_t count,
                                 std::uint32_t dimension) {
  require(index < count, "random_permutation: index", double(index), "must be below the count");
  const int half =
      std::max(1, (int(std::bit_width(count - 1)) + 1) / 2);  // bits in each half of the cipher's block
  const std::uint64_t mask = (std::uint64_t{1} << half) - 1;
  do {
    std::uint64_t left = index >> half;
    std::uint64_t right = index & mask;
    // Six rounds: with few bits in a half, fewer rounds leave patterns.
    for (std::uint32_t round = 0; round < 6; ++round) {
      const auto words = philox4x32({low_word(right), round, dimension, permutation_rounds},
                                    {low_word(seed), high_word(seed)});
      left ^= words[0] & mask;
      std::swap(left, right);
    }
    index = (left << half) | right;
  } while (index >= count);  // at most a few times: the block is at most four times the count
  return index;
}

double latin_hypercube(std::uint64_t seed, std::uint64_t index, std::uint64_t count,
                       std::uint32_t dimension) {
  const auto part = random_permutation(seed, index, count, dimension);
  const double within = open_unit(random_bits(seed, index, dimension, latin_numbers));
  // The sum may round up to the next part, and in the last part to 1.
  const double value = (double(part) + within) / double(count);
  return std::min(value, std::nextafter((double(part) + 1) / double(count), 0.0));
}

RandomStream::result_type RandomStream::operator()() {
  if (left_ == 0) {
    require(block_ <= 0xffffffffu, "RandomStream: block", double(block_),
            "the stream has ended after 2^33 numbers");
    words_ = philox4x32({low_word(index_), high_word(index_), low_word(block_++), stream_numbers},
                        {low_word(seed_), high_word(seed_)});
    left_ = 2;
  }
  const auto first = std::size_t(4 - 2 * left_--);
  return (std::uint64_t(words_[first + 1]) << 32) | words_[first];
}

double RandomStream::uniform() { return open_unit((*this)()); }

double RandomStream::exponential() { return -std::log(uniform()); }

double RandomStream::normal() {
  return boost::math::quantile(boost::math::normal_distribution<double>(), uniform());
}

double quantile(const Distribution& d, double u) {
  require(u >= 0 && u <= 1, "quantile: u", u, "must be between 0 and 1");
  if (d.kind == DistributionKind::fixed) return d.nominal;
  require_finite("quantile: low", d.low);
  require_finite("quantile: high", d.high);
  require(d.low <= d.nominal && d.nominal <= d.high, "quantile: nominal", d.nominal,
          "must be between low and high");
  switch (d.kind) {
    case DistributionKind::fixed:
      break;
    case DistributionKind::uniform:
      return std::min(d.low + u * (d.high - d.low), d.high);
    case DistributionKind::triangular:
      return triangular(d, u);
    case DistributionKind::normal:
      return cut_normal(d.low, d.nominal, d.high, u);
    case DistributionKind::lognormal: {
      require(d.low > 0, "quantile: low", d.low, "must be positive for a lognormal distribution");
      const double logarithm = cut_normal(std::log(d.low), std::log(d.nominal), std::log(d.high), u);
      return std::clamp(std::exp(logarithm), d.low, d.high);
    }
  }
  return d.nominal;
}

const char* distribution_name(DistributionKind kind) {
  switch (kind) {
    case DistributionKind::fixed:
      return "fixed";
    case DistributionKind::uniform:
      return "uniform";
    case DistributionKind::triangular:
      return "triangular";
    case DistributionKind::normal:
      return "normal";
    case DistributionKind::lognormal:
      return "lognormal";
  }
  return "";
}

}  // namespace sunrack
