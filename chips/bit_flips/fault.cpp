#include "chips/bit_flips/fault.h"

#include <algorithm>
#include <cmath>
#include <map>

#include "physics/numerics/sampling.h"
#include "physics/require.h"

namespace sunrack {
namespace {

// Draws over all bits, and those of bit b as dimension 1 + b, are orders of their own.
constexpr std::uint32_t all_bits = 0;

/// First bit and number of cells of the row that holds a bit: `interleaving` words, fewer at the end.
struct Row {
  std::uint64_t first = 0, words = 0;
};

Row row_of(std::uint64_t bit, const MemoryLayout& layout, std::uint64_t total) {
  const auto word = std::uint64_t(layout.word_bits), row = word * std::uint64_t(layout.interleaving);
  const std::uint64_t first = bit / row * row;
  // Words that are not whole at the end of the memory are not interleaved with others.
  return {first, std::min(std::uint64_t(layout.interleaving), (total - first) / word)};
}

void require_layout(const Cluster& cluster, const MemoryLayout& layout) {
  require(layout.word_bits > 0, "cluster: bits per word", layout.word_bits, "must be positive");
  require(layout.interleaving > 0, "cluster: interleaving", layout.interleaving, "must be positive");
  require(layout.burst_words > 0, "cluster: words per burst", layout.burst_words, "must be positive");
  const std::int64_t most = cluster.kind == ClusterKind::adjacent
                                ? std::int64_t(layout.word_bits) * layout.interleaving
                            : cluster.kind == ClusterKind::pin ? layout.burst_words
                                                               : layout.word_bits;
  require(cluster.size > 0 && cluster.size <= most, "cluster: size", cluster.size,
          "must be positive and within the row, burst or word");
}

std::vector<std::uint64_t> adjacent_bits(std::uint64_t size, const MemoryLayout& layout, std::uint64_t first,
                                         std::uint64_t total) {
  const auto word = std::uint64_t(layout.word_bits);
  const Row row = row_of(first, layout, total);
  std::vector<std::uint64_t> bits;
  if (row.words < 2 || first >= row.first + row.words * word) {  // along the memory itself
    const std::uint64_t end = std::min(total, row.first + word * std::uint64_t(layout.interleaving));
    const std::uint64_t begin = std::min(first, std::max(end, size) - size);
    for (std::uint64_t k = 0; k < size; ++k) bits.push_back(begin + k);
    return bits;
  }
  require(size <= row.words * word, "cluster: size", double(size),
          "must be within the last row of the memory");
  const std::uint64_t offset = first - row.first;
  const std::uint64_t cell = offset % word * row.words + offset / word;
  const std::uint64_t begin = std::min(cell, row.words * word - size);
  for (std::uint64_t k = begin; k < begin + size; ++k)
    bits.push_back(row.first + k % row.words * word + k / row.words);
  return bits;
}

std::vector<std::uint64_t> pin_bits(std::uint64_t size, const MemoryLayout& layout, std::uint64_t first,
                                    std::uint64_t total) {
  const auto word = std::uint64_t(layout.word_bits), burst = word * std::uint64_t(layout.burst_words);
  const std::uint64_t start = first / burst * burst, pin = (first - start) % word;
  std::uint64_t words = 0;
  while (words < std::uint64_t(layout.burst_words) && start + words * word + pin < total) ++words;
  require(size <= words, "cluster: size", double(size), "must be within the last burst of the memory");
  const std::uint64_t begin = std::min((first - start) / word, words - size);
  std::vector<std::uint64_t> bits;
  for (std::uint64_t k = begin; k < begin + size; ++k) bits.push_back(start + k * word + pin);
  return bits;
}

std::vector<std::uint64_t> word_bits(std::uint64_t size, const MemoryLayout& layout, std::uint64_t first,
                                     std::uint64_t total, std::uint64_t draw) {
  const auto word = std::uint64_t(layout.word_bits);
  const std::uint64_t start = first / word * word, length = std::min(word, total - start);
  require(size <= length, "cluster: size", double(size), "must be within the last word of the memory");
  std::vector<std::uint64_t> bits = {first};
  // `first` is one of them; the others are the next in a random order of the word.
  for (std::uint64_t k = 0; bits.size() < size; ++k) {
    const std::uint64_t bit = start + random_permutation(draw, k, length, all_bits);
    if (bit != first) bits.push_back(bit);
  }
  return bits;
}

}  // namespace

std::string_view name_of(FaultPlace place) {
  switch (place) {
    case FaultPlace::weight:
      return "weight";
    case FaultPlace::activation:
      return "activation";
    case FaultPlace::key_value_cache:
      return "key_value_cache";
  }
  return "";
}

FaultSpace::FaultSpace(std::vector<FaultTensor> tensors) : tensors_(std::move(tensors)), first_bit_{0} {
  require(!tensors_.empty(), "FaultSpace: tensors", 0, "there must be one");
  for (const FaultTensor& tensor : tensors_) {
    require(tensor.elements > 0, "FaultSpace: elements", 0, "must be positive");
    require(tensor.bits > 0 && tensor.bits <= 32, "FaultSpace: bits", tensor.bits, "must be 1 to 32");
    first_bit_.push_back(first_bit_.back() + tensor.elements * std::uint64_t(tensor.bits));
  }
}

std::uint64_t FaultSpace::elements_with_bit(int bit) const {
  std::uint64_t count = 0;
  for (const FaultTensor& tensor : tensors_)
    if (bit >= 0 && bit < tensor.bits) count += tensor.elements;
  return count;
}

int FaultSpace::most_bits() const {
  int most = 0;
  for (const FaultTensor& tensor : tensors_) most = std::max(most, tensor.bits);
  return most;
}

FaultSite FaultSpace::at(std::uint64_t position) const {
  require(position < bits(), "FaultSpace: bit", double(position), "must be below the number of bits");
  const auto after = std::upper_bound(first_bit_.begin(), first_bit_.end(), position);
  const auto tensor = std::size_t(after - first_bit_.begin()) - 1;
  const std::uint64_t within = position - first_bit_[tensor], width = std::uint64_t(tensors_[tensor].bits);
  return {tensor, within / width, std::uint32_t{1} << (within % width)};
}

std::uint64_t FaultSpace::position(std::size_t tensor, std::uint64_t element, int bit) const {
  require(tensor < tensors_.size(), "FaultSpace: tensor", double(tensor), "must be one of the list");
  require(element < tensors_[tensor].elements, "FaultSpace: element", double(element), "is not there");
  require(bit >= 0 && bit < tensors_[tensor].bits, "FaultSpace: bit", bit, "the element does not have it");
  return first_bit_[tensor] + element * std::uint64_t(tensors_[tensor].bits) + std::uint64_t(bit);
}

FaultSite FaultSpace::with_bit(int bit, std::uint64_t index) const {
  require(index < elements_with_bit(bit), "FaultSpace: index", double(index),
          "must be below the number of elements that have this bit");
  std::size_t tensor = 0;
  for (;; ++tensor) {
    if (bit >= tensors_[tensor].bits) continue;
    if (index < tensors_[tensor].elements) break;
    index -= tensors_[tensor].elements;
  }
  return {tensor, index, std::uint32_t{1} << bit};
}

FaultSite FaultSpace::draw(std::uint64_t seed, std::uint64_t index) const {
  return at(random_permutation(seed, index, bits(), all_bits));
}

FaultSite FaultSpace::draw_with_bit(std::uint64_t seed, int bit, std::uint64_t index) const {
  return with_bit(bit, random_permutation(seed, index, elements_with_bit(bit), std::uint32_t(1 + bit)));
}

std::vector<std::uint64_t> cluster_bits(const Cluster& cluster, const MemoryLayout& layout,
                                        std::uint64_t first, std::uint64_t total, std::uint64_t draw) {
  require_layout(cluster, layout);
  require(first < total, "cluster: first bit", double(first), "must be within the memory");
  const auto size = std::uint64_t(cluster.size);
  require(size <= total, "cluster: size", cluster.size, "must be within the memory");
  std::vector<std::uint64_t> bits =
      cluster.kind == ClusterKind::adjacent ? adjacent_bits(size, layout, first, total)
      : cluster.kind == ClusterKind::pin    ? pin_bits(size, layout, first, total)
                                            : word_bits(size, layout, first, total, draw);
  std::sort(bits.begin(), bits.end());
  return bits;
}

std::vector<FaultSite> sites_of(const FaultSpace& space, std::span<const std::uint64_t> bits) {
  std::map<std::pair<std::size_t, std::uint64_t>, std::uint32_t> masks;
  for (const std::uint64_t bit : bits) {
    const FaultSite site = space.at(bit);
    masks[{site.tensor, site.element}] ^= site.mask;
  }
  std::vector<FaultSite> sites;
  for (const auto& [where, mask] : masks)
    if (mask != 0) sites.push_back({where.first, where.second, mask});
  return sites;
}

int most_in_one_word(std::span<const std::uint64_t> bits, const MemoryLayout& layout) {
  require(layout.word_bits > 0, "cluster: bits per word", layout.word_bits, "must be positive");
  std::map<std::uint64_t, int> count;
  int most = 0;
  for (const std::uint64_t bit : bits) most = std::max(most, ++count[bit / std::uint64_t(layout.word_bits)]);
  return most;
}

std::vector<std::uint64_t> flips_at_rate(std::uint64_t bits, double rate, std::uint64_t seed,
                                         std::uint64_t trial) {
  require(rate >= 0 && rate <= 1, "flips_at_rate: rate", rate, "must be between 0 and 1");
  require(bits > 0 && bits < (std::uint64_t{1} << 62), "flips_at_rate: bits", double(bits),
          "must be positive");
  RandomStream stream(seed, trial);
  std::vector<std::uint64_t> flips;
  if (rate == 0) return flips;
  // Geometric gaps give a binomial number of different bits in increasing order, by the draws of our own
  // generator: the library's binomial differs from one library to the next.
  const double scale = rate < 1 ? -1 / std::log1p(-rate) : 0;
  for (double at = -1; true;) {
    at += 1 + std::floor(stream.exponential() * scale);
    if (!(at < double(bits))) return flips;
    flips.push_back(std::uint64_t(at));
  }
}

}  // namespace sunrack
