#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "chips/networks/matrix.h"
#include "chips/networks/token_sequences.h"

namespace sunrack {

/// A task with an exact truth: "271+904=571" says that 271 + 904 = 1175 is 175 modulo 1000, the answer
/// written lowest digit first, as one adds on paper. Only the three digits of the answer count.
inline constexpr int arithmetic_length = 10;  ///< tokens read: all but the last digit of the answer
std::string_view arithmetic_alphabet();       ///< "0123456789+="

/// The sequence of a sum. @throws std::invalid_argument unless both are 0 to 999
void append_sum(int left, int right, TokenSequences& sequences);

/// Whether the sum of this pair is kept for tests; one in sixteen is, and no recipe trains on it.
bool is_test_pair(int left, int right);

/// `count` sums at random among those for training or among those for tests, number `first` and on of the
/// stream of this seed.
TokenSequences random_sums(std::uint64_t seed, std::uint64_t first, int count, bool for_test);

inline constexpr std::uint64_t arithmetic_test_seed = 1000003;

/// The share of sequences whose three digits are all the most likely ones.
double arithmetic_accuracy(const Matrix& logits, const TokenSequences& sequences);

/// The share of sequences in which every target that counts is the most likely token.
double sequence_accuracy(const Matrix& logits, std::span<const int> targets, int length);

}  // namespace sunrack
