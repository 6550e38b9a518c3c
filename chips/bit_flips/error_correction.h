#pragma once

#include <string>
#include <vector>

namespace sunrack {

/// How many bad symbols a word's code mends, and what it makes of more.
enum class CodeKind {
  none,          ///< every error is silent
  parity,        ///< one check bit: odd numbers of errors are seen, none is mended
  secded,        ///< Hsiao: mends one, sees two
  sec,           ///< on-die Hamming: mends one; the chip reports nothing, so what is more is silent
  reed_solomon,  ///< mends (symbols - data symbols) / 2 symbols: chipkill
};

/// A word of memory as its code sees it.
struct MemoryCode {
  std::string name;
  std::string description;
  CodeKind kind = CodeKind::none;
  int symbols = 64;       ///< per word, checks included
  int data_symbols = 64;  ///< of them
  int symbol_bits = 1;
  int correctable = 0;  ///< symbols per word
  std::string source;
};

/// none, parity, secded, on-die-sec, chipkill: the five that the program compares.
const std::vector<MemoryCode>& memory_codes();
/// @throws std::invalid_argument listing them
const MemoryCode& memory_code(const std::string& name);

inline int word_bits(const MemoryCode& code) { return code.symbols * code.symbol_bits; }
inline int data_bits(const MemoryCode& code) { return code.data_symbols * code.symbol_bits; }
/// [-] memory that the checks take, as a part of the data.
inline double check_overhead(const MemoryCode& code) {
  return static_cast<double>(code.symbols) / code.data_symbols - 1;
}

/// [-] probability that a bit (or symbol of `bits`) is wrong after `time` [s] at `rate` [1/s] per bit, none
/// mended meanwhile: 1 - exp(-rate bits time). A bit that flips twice counts as wrong: the second flip of the
/// same bit is rarer than the first by rate * time.
double upset_probability(double rate, double time, int bits = 1);

/// ln P(more than `allowed` of `count` are wrong), each with probability `wrong`, independently. The tail is
/// summed upward from its first term, never as one minus the rest: right to 1e-10 where the probability is
/// 1e-40 or 1e-400. -infinity for zero. @throws std::invalid_argument unless 0 <= wrong <= 1, 0 <= allowed
double log_binomial_tail(int count, int allowed, double wrong);
double binomial_tail(int count, int allowed, double wrong);  ///< its exponential
/// ln P(exactly `bad` of `count`).
double log_binomial_term(int count, int bad, double wrong);

/// [-] share of words with `bad` wrong symbols that the code passes on as good, mended wrongly or not seen.
/// Hsiao: counted exhaustively for three and four, 57 % of odd and 2^-7 of even numbers beyond. Reed-Solomon:
/// the share of random syndromes that look correctable, sum over e <= t of C(n, e) (q - 1)^e / q^r (for one
/// symbol n (q - 1) / (q^r - 1), without the zero syndrome); it holds for random contents of the bad symbols.
double silent_share(const MemoryCode& code, int bad);

/// What a word has come to. Probabilities; what is left is good or mended.
struct WordOutcome {
  double detected = 0;      ///< beyond repair and seen
  double silent = 0;        ///< wrong and not seen
  double silent_flips = 0;  ///< mean number of wrong bits in a word times `silent`: what reaches the reader
  double uncorrected() const { return detected + silent; }
};
/// After each symbol went wrong with probability `wrong` [-].
WordOutcome word_outcome(const MemoryCode& code, double wrong);

}  // namespace sunrack
