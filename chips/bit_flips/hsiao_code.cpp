#include "chips/bit_flips/hsiao_code.h"

#include <bit>

#include "physics/require.h"

namespace sunrack {

namespace {

void add_weight(HsiaoCode& code, int weight) {
  for (unsigned column = 1; column < 256; ++column)
    if (std::popcount(column) == weight) code.columns.push_back(static_cast<std::uint8_t>(column));
}

void add_turns(HsiaoCode& code, std::uint8_t pattern) {
  for (int turn = 0; turn < 8; ++turn) code.columns.push_back(std::rotl(pattern, turn));
}

HsiaoCode with_weights_one_and_three() {
  HsiaoCode code;
  add_weight(code, 1);
  add_weight(code, 3);
  return code;
}

class Counter {
 public:
  explicit Counter(const HsiaoCode& code) : code_(code) {
    for (const std::uint8_t column : code.columns) is_column_[column] = true;
  }
  void add(std::uint8_t syndrome) {
    ++count.combinations;
    if (syndrome == 0) ++count.undetected;
    if (is_column_[syndrome]) ++count.miscorrected;
  }
  void choose(std::size_t first, int left, std::uint8_t syndrome) {
    for (std::size_t i = first; i < code_.columns.size(); ++i) {
      const auto next = static_cast<std::uint8_t>(syndrome ^ code_.columns[i]);
      if (left == 1)
        add(next);
      else
        choose(i + 1, left - 1, next);
    }
  }
  SyndromeCount count;

 private:
  const HsiaoCode& code_;
  std::array<bool, 256> is_column_{};
};

}  // namespace

HsiaoCode hsiao_72_64() {
  HsiaoCode code = with_weights_one_and_three();
  add_turns(code, 0b00011111);
  return code;
}

HsiaoCode hsiao_104_96() {
  HsiaoCode code = with_weights_one_and_three();
  for (const int pattern : {0b00011111, 0b00101111, 0b00110111, 0b00111011, 0b00111101})
    add_turns(code, static_cast<std::uint8_t>(pattern));
  return code;
}

SyndromeCount count_syndromes(const HsiaoCode& code, int bad) {
  require(bad >= 1 && bad <= 4, "count_syndromes: bad bits", bad, "must be from 1 to 4");
  Counter counter(code);
  counter.choose(0, bad, 0);
  return counter.count;
}

SyndromeCount count_patterns(const HsiaoCode& code, int first, int count) {
  require(count >= 2 && count <= 16, "count_patterns: bits", count, "must be from 2 to 16");
  require(first >= 0 && first + count <= static_cast<int>(code.columns.size()), "count_patterns: first bit",
          first, "must leave all bits inside the word");
  Counter counter(code);
  for (unsigned pattern = 1; pattern < 1u << count; ++pattern) {
    if (std::popcount(pattern) < 2) continue;
    std::uint8_t syndrome = 0;
    for (int bit = 0; bit < count; ++bit)
      if (pattern >> bit & 1) syndrome ^= code.columns[static_cast<std::size_t>(first + bit)];
    counter.add(syndrome);
  }
  return counter.count;
}

}  // namespace sunrack
