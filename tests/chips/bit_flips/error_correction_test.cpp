#include "chips/bit_flips/error_correction.h"

#include <gtest/gtest.h>

#include <array>
#include <bit>
#include <boost/multiprecision/cpp_dec_float.hpp>
#include <cmath>
#include <limits>
#include <stdexcept>

#include "chips/bit_flips/hsiao_code.h"

namespace sunrack {
namespace {

using Exact = boost::multiprecision::number<boost::multiprecision::cpp_dec_float<100>>;

/// The tail with a hundred digits, from the definition.
Exact exact_tail(int count, int allowed, double wrong) {
  const Exact p = wrong;
  Exact sum = 0, choose = 1;
  for (int k = 0; k <= count; ++k) {
    if (k > 0) choose = choose * (count - k + 1) / k;
    if (k > allowed)
      sum += choose * boost::multiprecision::pow(p, k) * boost::multiprecision::pow(1 - p, count - k);
  }
  return sum;
}

TEST(ErrorCorrection, TailsEqualExactArithmeticDownTo1e40AndBelow) {
  for (const auto& [count, allowed] :
       {std::pair{72, 1}, {136, 1}, {19, 1}, {36, 2}, {10, 1}, {1024, 0}, {39, 3}, {304, 8}})
    for (const double wrong : {0.5, 0.2, 0.03, 1e-3, 1e-6, 1e-9, 1e-13, 2.3e-16, 1e-21, 1e-30}) {
      const Exact exact = exact_tail(count, allowed, wrong);
      const double log_exact = static_cast<double>(boost::multiprecision::log(exact));
      const double log_ours = log_binomial_tail(count, allowed, wrong);
      // A relative error e of the tail is an absolute error e of its logarithm; a logarithm near -600 has
      // 1e-13 of rounding.
      ASSERT_NEAR(log_ours, log_exact, 1e-12 * std::max(1.0, std::abs(log_exact)))
          << count << " " << allowed << " " << wrong;
      if (log_exact > -690) {
        const Exact ratio = Exact(binomial_tail(count, allowed, wrong)) / exact;
        ASSERT_NEAR(static_cast<double>(ratio), 1, 1e-11) << count << " " << allowed << " " << wrong;
      }
    }
}

TEST(ErrorCorrection, TheTailOf1e40IsInTheRangeTested) {
  EXPECT_LT(binomial_tail(72, 1, 1e-22), 1e-40);
  EXPECT_GT(binomial_tail(72, 1, 1e-22), 1e-41);
  EXPECT_NEAR(binomial_tail(72, 1, 1e-13) / 2.556e-23, 1, 1e-3);
}

TEST(ErrorCorrection, TailsAtTheEnds) {
  EXPECT_EQ(binomial_tail(8, 0, 1), 1);
  EXPECT_EQ(binomial_tail(8, 8, 0.5), 0);
  EXPECT_EQ(binomial_tail(8, 1, 0), 0);
  EXPECT_EQ(log_binomial_tail(8, 1, 0), -std::numeric_limits<double>::infinity());
  EXPECT_NEAR(binomial_tail(1, 0, 0.3), 0.3, 1e-16);
  EXPECT_NEAR(binomial_tail(2000, 3, 0.999), 1, 1e-12);
}

TEST(ErrorCorrection, UpsetProbabilityKeepsItsDigits) {
  EXPECT_DOUBLE_EQ(upset_probability(1e-20, 1), 1e-20);
  EXPECT_NEAR(upset_probability(1, 1), 1 - std::exp(-1), 1e-16);
  // A symbol of 8 bits is good if all its bits are: 1 - (1 - q)^8.
  const double q = upset_probability(1e-3, 1);
  EXPECT_NEAR(upset_probability(1e-3, 1, 8), 1 - std::pow(1 - q, 8), 1e-15);
}

TEST(HsiaoCode, ColumnsAreDistinctOddAndLoadRowsAlike) {
  for (const HsiaoCode& code : {hsiao_72_64(), hsiao_104_96()}) {
    std::array<int, 8> row{};
    std::array<bool, 256> seen{};
    for (const std::uint8_t column : code.columns) {
      EXPECT_EQ(std::popcount(column) % 2, 1);
      EXPECT_FALSE(seen[column]);
      seen[column] = true;
      for (int bit = 0; bit < 8; ++bit) row[static_cast<std::size_t>(bit)] += column >> bit & 1;
    }
    for (const int weight : row) EXPECT_EQ(weight, row[0]);
  }
  EXPECT_EQ(hsiao_72_64().columns.size(), 72u);
  EXPECT_EQ(hsiao_104_96().columns.size(), 104u);
}

TEST(HsiaoCode, PairsAreAlwaysSeenAndTriplesMostlyMiscorrected) {
  const HsiaoCode code = hsiao_72_64();
  const SyndromeCount pairs = count_syndromes(code, 2);
  EXPECT_EQ(pairs.combinations, 72 * 71 / 2);
  EXPECT_EQ(pairs.undetected + pairs.miscorrected, 0);
  const SyndromeCount triples = count_syndromes(code, 3), quadruples = count_syndromes(code, 4);
  EXPECT_EQ(triples.combinations, 59640);
  EXPECT_EQ(quadruples.combinations, 1028790);
  EXPECT_EQ(triples.undetected, 0);       // odd
  EXPECT_EQ(quadruples.miscorrected, 0);  // even
  // A triple whose syndrome is a fourth column is three of a codeword of weight four, four ways each.
  EXPECT_EQ(triples.miscorrected, 4 * quadruples.undetected);
  RecordProperty("miscorrected triples", std::to_string(triples.miscorrected));
}

TEST(ErrorCorrection, SilentSharesOfReedSolomonAreTheClosedForm) {
  const auto share = [](int symbols, int bits, int checks) {
    return silent_share({.name = "",
                         .kind = CodeKind::reed_solomon,
                         .symbols = symbols,
                         .data_symbols = symbols - checks,
                         .symbol_bits = bits,
                         .correctable = 1},
                        2);
  };
  EXPECT_NEAR(share(39, 8, 3), 39 * 255 / (std::pow(256.0, 3) - 1), 1e-16);
  EXPECT_NEAR(share(10, 8, 2), 10 * 255 / (65536.0 - 1), 1e-15);
  EXPECT_NEAR(share(19, 16, 2), 19 * 65535 / (std::pow(65536.0, 2) - 1), 1e-16);
}

TEST(ErrorCorrection, OutcomesAddUpToTheTail) {
  for (const MemoryCode& code : memory_codes())
    for (const double wrong : {1e-20, 1e-9, 1e-4, 0.01, 0.3, 1.0}) {
      const WordOutcome outcome = word_outcome(code, wrong);
      EXPECT_NEAR(outcome.uncorrected() / binomial_tail(code.symbols, code.correctable, wrong), 1, 1e-11)
          << code.name << " " << wrong;
      EXPECT_GE(outcome.silent, 0);
      EXPECT_GE(outcome.detected, -1e-30);
    }
}

TEST(ErrorCorrection, EachCodeDoesWhatItIsNamedFor) {
  EXPECT_EQ(silent_share(memory_code("none"), 1), 1);
  EXPECT_EQ(silent_share(memory_code("parity"), 1), 0);
  EXPECT_EQ(silent_share(memory_code("parity"), 2), 1);
  EXPECT_EQ(silent_share(memory_code("secded"), 1), 0);
  EXPECT_EQ(silent_share(memory_code("secded"), 2), 0);
  EXPECT_NEAR(silent_share(memory_code("secded"), 3), 0.57, 0.01);
  EXPECT_EQ(silent_share(memory_code("on-die-sec"), 2), 1);
  EXPECT_LT(silent_share(memory_code("chipkill"), 2), 3e-4);
  EXPECT_NEAR(check_overhead(memory_code("secded")), 0.125, 1e-15);
  EXPECT_EQ(word_bits(memory_code("chipkill")), 304);
}

TEST(ErrorCorrection, BadInputIsRefusedByName) {
  EXPECT_THROW(memory_code("raid"), std::invalid_argument);
  EXPECT_THROW(log_binomial_tail(8, 1, 1.5), std::invalid_argument);
  EXPECT_THROW(log_binomial_tail(8, -1, 0.5), std::invalid_argument);
  EXPECT_THROW(log_binomial_tail(8, 1, std::nan("")), std::invalid_argument);
  EXPECT_THROW(upset_probability(-1, 1), std::invalid_argument);
  EXPECT_THROW(word_outcome(memory_code("secded"), -0.1), std::invalid_argument);
  EXPECT_THROW(silent_share(memory_code("secded"), 73), std::invalid_argument);
  EXPECT_THROW(count_syndromes(hsiao_72_64(), 5), std::invalid_argument);
}

}  // namespace
}  // namespace sunrack
