#include "chips/networks/arithmetic.h"

#include "chips/networks/dense_network.h"
#include "physics/numerics/sampling.h"
#include "physics/require.h"

namespace sunrack {

namespace {
constexpr int plus_token = 10, equals_token = 11;
}

std::string_view arithmetic_alphabet() { return "0123456789+="; }

void append_sum(int left, int right, TokenSequences& sequences) {
  require(left >= 0 && left < 1000, "append_sum: left", left, "must be 0 to 999");
  require(right >= 0 && right < 1000, "append_sum: right", right, "must be 0 to 999");
  const int sum = (left + right) % 1000;
  const int all[] = {left / 100, left / 10 % 10, left % 10, plus_token,    right / 100, right / 10 % 10,
                     right % 10, equals_token,   sum % 10,  sum / 10 % 10, sum / 100};
  sequences.length = arithmetic_length;
  for (int n = 0; n < arithmetic_length; ++n) {
    sequences.tokens.push_back(all[n]);
    sequences.targets.push_back(all[n] == equals_token || n > 7 ? all[n + 1] : -1);
  }
}

bool is_test_pair(int left, int right) {
  const auto words = philox4x32({std::uint32_t(left), std::uint32_t(right), 0, 0}, {16, 0});
  return words[0] % 16 == 0;
}

TokenSequences random_sums(std::uint64_t seed, std::uint64_t first, int count, bool for_test) {
  require(count > 0, "random_sums: count", count, "must be positive");
  TokenSequences sequences;
  for (int n = 0; n < count; ++n) {
    RandomStream random(seed, first + std::uint64_t(n));
    int left = 0, right = 0;
    do {
      left = int(random.uniform() * 1000);
      right = int(random.uniform() * 1000);
    } while (is_test_pair(left, right) != for_test);
    append_sum(left, right, sequences);
  }
  return sequences;
}

double arithmetic_accuracy(const Matrix& logits, const TokenSequences& sequences) {
  return sequence_accuracy(logits, sequences.targets, sequences.length);
}

double sequence_accuracy(const Matrix& logits, std::span<const int> targets, int length) {
  require(length > 0 && !targets.empty() && targets.size() % std::size_t(length) == 0,
          "sequence_accuracy: targets", double(targets.size()), "must be whole sequences");
  require(targets.size() == std::size_t(logits.rows()), "sequence_accuracy: rows", double(logits.rows()),
          "must be one per target");
  const std::vector<int> best = predicted_classes(logits);
  int right = 0, sequences = 0;
  for (std::size_t first = 0; first < targets.size(); first += std::size_t(length)) {
    bool all = true;
    for (std::size_t n = first; n < first + std::size_t(length); ++n)
      all = all && (targets[n] < 0 || best[n] == targets[n]);
    right += all ? 1 : 0;
    ++sequences;
  }
  return double(right) / sequences;
}

}  // namespace sunrack
