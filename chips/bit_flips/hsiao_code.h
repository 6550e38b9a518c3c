#pragma once

#include <array>
#include <cstdint>
#include <vector>

namespace sunrack {

/// A parity-check matrix of eight rows whose columns, one byte per bit of the word, are distinct and of odd
/// weight: single errors have odd syndromes, double errors even ones (Hsiao, IBM J. Res. Dev. 14 (1970) 395).
struct HsiaoCode {
  std::vector<std::uint8_t> columns;
};

/// (72, 64): all 8 columns of weight 1, all 56 of weight 3 and 8 of weight 5, the turns of 00011111, which
/// load all rows alike.
HsiaoCode hsiao_72_64();
/// (104, 96): 8 + 56 + 40 of weight 5 in five full sets of turns.
HsiaoCode hsiao_104_96();

/// Counted over all combinations of bad bits.
struct SyndromeCount {
  std::int64_t combinations = 0;
  std::int64_t undetected = 0;    ///< syndrome zero
  std::int64_t miscorrected = 0;  ///< syndrome of a single error
  double silent() const {
    return static_cast<double>(undetected + miscorrected) / static_cast<double>(combinations);
  }
};
/// All pairs, triples or quadruples. @throws std::invalid_argument unless 1 <= bad <= 4
SyndromeCount count_syndromes(const HsiaoCode& code, int bad);

/// Random contents of some of a word's bits, one of the two ways a chip's pin or byte fails: all combinations
/// of the bits `first` ... `first + count - 1` with at least two wrong. @throws std::invalid_argument for
/// count > 16
SyndromeCount count_patterns(const HsiaoCode& code, int first, int count);

}  // namespace sunrack
