#include "chips/bit_flips/error_correction.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <stdexcept>

#include "chips/bit_flips/hsiao_code.h"
#include "physics/require.h"

namespace sunrack {

namespace {

double hsiao_silent_share(int bad) {
  static const double triples = count_syndromes(hsiao_72_64(), 3).silent();
  static const double quadruples = count_syndromes(hsiao_72_64(), 4).silent();
  if (bad <= 2) return 0;
  if (bad == 4) return quadruples;
  // Odd syndromes: 72 of 128 belong to a column. Even ones: one of 128 is zero.
  return bad == 3 ? triples : bad % 2 == 1 ? 72.0 / 128 : 1.0 / 128;
}

double reed_solomon_silent_share(const MemoryCode& code) {
  const double log_size = code.symbol_bits * std::log(2.0);
  const int checks = code.symbols - code.data_symbols;
  double share = 0, log_choose = 0;
  for (int errors = 1; errors <= code.correctable; ++errors) {
    log_choose += std::log(static_cast<double>(code.symbols - errors + 1) / errors);
    share += std::exp(log_choose + errors * std::log(std::expm1(log_size)) - checks * log_size);
  }
  // The zero syndrome is no error at all when errors are few: it is left out.
  return share / -std::expm1(-checks * log_size);
}

/// Mean number of wrong bits in a symbol that is wrong, each bit wrong with probability `bit`.
double wrong_bits_per_symbol(int bits, double symbol_wrong) {
  if (bits == 1 || symbol_wrong == 0) return 1;
  const double bit = symbol_wrong >= 1 ? 0.5 : -std::expm1(std::log1p(-symbol_wrong) / bits);
  return bits * bit / symbol_wrong;
}

}  // namespace

const std::vector<MemoryCode>& memory_codes() {
  static const std::vector<MemoryCode> codes = {
      {"none", "no check bits", CodeKind::none, 64, 64, 1, 0,
       "64-bit words, so that all rows count the same words"},
      {"parity", "one parity bit per 64", CodeKind::parity, 65, 64, 1, 0, "textbook"},
      {"secded", "Hsiao SECDED (72, 64)", CodeKind::secded, 72, 64, 1, 1, "Hsiao (1970); server memory"},
      {"on-die-sec", "on-die SEC (136, 128), not reported", CodeKind::sec, 136, 128, 1, 1,
       "JEDEC DDR5 class, as in the Unity-ECC study"},
      {"chipkill", "Reed-Solomon (19, 17) of 16-bit symbols", CodeKind::reed_solomon, 19, 17, 16, 1,
       "HBM3 corrects one symbol by Reed-Solomon (abstract read); the 304-bit word is recalled"},
  };
  return codes;
}

const MemoryCode& memory_code(const std::string& name) {
  std::string known;
  for (const MemoryCode& code : memory_codes()) {
    if (name == code.name) return code;
    known += (known.empty() ? "" : ", ") + code.name;
  }
  throw std::invalid_argument("error correction \"" + name + "\" is not known; there are " + known);
}

double upset_probability(double rate, double time, int bits) {
  require(rate >= 0 && std::isfinite(rate), "upset_probability: rate", rate, "must not be negative [1/s]");
  require(time >= 0, "upset_probability: time", time, "must not be negative [s]");
  require(bits >= 1, "upset_probability: bits", bits, "must be at least 1");
  return rate == 0 ? 0 : -std::expm1(-rate * time * bits);
}

double log_binomial_term(int count, int bad, double wrong) {
  require(count >= 1 && bad >= 0 && bad <= count, "log_binomial_term: bad", bad,
          "must be from 0 to the count");
  require(wrong >= 0 && wrong <= 1, "log_binomial_term: wrong", wrong, "must be from 0 to 1");
  // The logarithm of the coefficient as a sum of logarithms of ratios: no cancellation of large lgamma's.
  double log_choose = 0;
  for (int i = 1; i <= std::min(bad, count - bad); ++i)
    log_choose += std::log(static_cast<double>(count - i + 1) / i);
  const double log_wrong = bad == 0 ? 0 : bad * std::log(wrong);
  const double log_right = bad == count ? 0 : (count - bad) * std::log1p(-wrong);
  return log_choose + log_wrong + log_right;
}

double log_binomial_tail(int count, int allowed, double wrong) {
  require(count >= 1, "log_binomial_tail: count", count, "must be at least 1");
  require(allowed >= 0, "log_binomial_tail: allowed", allowed, "must not be negative");
  require(wrong >= 0 && wrong <= 1, "log_binomial_tail: wrong", wrong, "must be from 0 to 1");
  if (allowed >= count || wrong == 0) return -std::numeric_limits<double>::infinity();
  if (wrong == 1) return 0;
  // Relative to the first term; ratios of consecutive terms need no logarithm.
  const double odds = wrong / (1 - wrong), first = log_binomial_term(count, allowed + 1, wrong);
  if (first < -600 || odds < 1) {
    double term = 1, sum = 1;
    for (int k = allowed + 2; k <= count; ++k) {
      term *= odds * (count - k + 1) / k;
      sum += term;
      // Terms rise up to the mean and fall behind it.
      if (term < 1e-18 * sum && k > count * wrong) break;
    }
    if (std::isfinite(sum)) return first + std::log(sum);
  }
  double sum = 0;
  for (int k = allowed + 1; k <= count; ++k) sum += std::exp(log_binomial_term(count, k, wrong));
  return std::log(sum);
}

double binomial_tail(int count, int allowed, double wrong) {
  return std::exp(log_binomial_tail(count, allowed, wrong));
}

double silent_share(const MemoryCode& code, int bad) {
  require(bad >= 0 && bad <= code.symbols, "silent_share: bad symbols", bad,
          "must be from 0 to those of the word");
  if (bad <= code.correctable || bad == 0) return 0;
  switch (code.kind) {
    case CodeKind::none:
    case CodeKind::sec:
      return 1;
    case CodeKind::parity:
      return bad % 2 == 0 ? 1 : 0;
    case CodeKind::secded:
      return hsiao_silent_share(bad);
    case CodeKind::reed_solomon:
      return reed_solomon_silent_share(code);
  }
  throw std::logic_error("silent_share: unknown kind of code");
}

WordOutcome word_outcome(const MemoryCode& code, double wrong) {
  require(wrong >= 0 && wrong <= 1, "word_outcome: wrong", wrong, "must be from 0 to 1");
  WordOutcome outcome;
  if (wrong == 0) return outcome;
  const double bits = wrong_bits_per_symbol(code.symbol_bits, wrong);
  double term = std::exp(log_binomial_term(code.symbols, code.correctable + 1, wrong));
  const bool by_ratio = term > 0 && wrong < 1;
  for (int bad = code.correctable + 1; bad <= code.symbols; ++bad) {
    if (!by_ratio) term = std::exp(log_binomial_term(code.symbols, bad, wrong));
    const double share = silent_share(code, bad);
    outcome.silent += term * share;
    outcome.detected += term * (1 - share);
    // A wrong repair adds one more wrong symbol, of as many bits.
    const double shown =
        bad * bits + (code.kind == CodeKind::secded || code.kind == CodeKind::reed_solomon ? bits : 0);
    outcome.silent_flips += term * share * shown;
    if (bad > code.symbols * wrong && term < 1e-18 * outcome.uncorrected()) break;
    if (by_ratio) term *= wrong / (1 - wrong) * (code.symbols - bad) / (bad + 1);
  }
  return outcome;
}

}  // namespace sunrack
