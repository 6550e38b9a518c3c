#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

/// Where bits flip: in which tensor, element and bit, alone or in clusters that the physical layout of memory
/// spreads over words.
namespace sunrack {

enum class FaultPlace {
  weight,
  activation,      ///< one number of one layer's output, in one forward pass
  key_value_cache  ///< one stored key or value; read by all later tokens of its sequence
};
std::string_view name_of(FaultPlace place);  ///< "key_value_cache"

/// One tensor that can be hit. Elements lie one after another in memory, tensor after tensor.
struct FaultTensor {
  std::string name;  ///< "blocks.2.gate"
  std::uint64_t elements = 0;
  int bits = 0;  ///< per element
};

/// Bits of one element that are turned over together.
struct FaultSite {
  std::size_t tensor = 0;  ///< of the list
  std::uint64_t element = 0;
  std::uint32_t mask = 0;  ///< bit 0 is the lowest

  bool operator==(const FaultSite&) const = default;
};

/// All bits that can be hit. Each is as likely as any other, so that a large layer is hit more often than
/// a small one.
class FaultSpace {
 public:
  /// @throws std::invalid_argument unless there is a tensor, all have elements, and 1 to 32 bits each
  explicit FaultSpace(std::vector<FaultTensor> tensors);

  const std::vector<FaultTensor>& tensors() const { return tensors_; }
  std::uint64_t bits() const { return first_bit_.back(); }
  std::uint64_t elements_with_bit(int bit) const;  ///< of all tensors: the population of one stratum
  int most_bits() const;

  /// @throws std::invalid_argument unless position < bits()
  FaultSite at(std::uint64_t position) const;
  std::uint64_t position(std::size_t tensor, std::uint64_t element, int bit) const;
  /// The `index`-th of the elements that have this bit. @throws std::invalid_argument beyond the last
  FaultSite with_bit(int bit, std::uint64_t index) const;

  /// Fault `index` of the campaign `seed`, without replacement: index 0 ... bits() - 1 is every bit once. It
  /// depends on nothing else, so it is the same whichever thread draws it.
  FaultSite draw(std::uint64_t seed, std::uint64_t index) const;
  /// The same within one bit position; index 0 ... elements_with_bit(bit) - 1 is every element once.
  FaultSite draw_with_bit(std::uint64_t seed, int bit, std::uint64_t index) const;

 private:
  std::vector<FaultTensor> tensors_;
  std::vector<std::uint64_t> first_bit_;  // of each tensor, and all bits at the end
};

/// How the bits of memory words lie on the chip. Words are interleaved: cell c of a row of `interleaving`
/// words holds bit c / interleaving of word c % interleaving, so that neighbouring cells belong to different
/// words.
struct MemoryLayout {
  int word_bits = 64;
  int interleaving = 1;  ///< words whose bits alternate along a row; 1: none
  int burst_words = 8;   ///< words that one burst carries over the same pins
};

enum class ClusterKind {
  adjacent,  ///< neighbouring cells of a row
  pin,       ///< the same bit of successive words of one burst
  word       ///< different random bits of one word
};

struct Cluster {
  ClusterKind kind = ClusterKind::adjacent;
  int size = 1;  ///< bits
};

/// Bit positions of the cluster that begins at the bit `first`, in increasing order. A cluster that would
/// leave its row (adjacent) or its burst (pin) is moved back to end with it, as would one beyond `total`
/// bits; `draw` picks the bits of a word and is not used otherwise.
/// @throws std::invalid_argument for a layout or size that is not positive, a size beyond the row, burst or
/// word, first >= total, or a memory smaller than the cluster
std::vector<std::uint64_t> cluster_bits(const Cluster& cluster, const MemoryLayout& layout,
                                        std::uint64_t first, std::uint64_t total, std::uint64_t draw = 0);

/// The elements that a set of bits touches, each once with all its bits.
std::vector<FaultSite> sites_of(const FaultSpace& space, std::span<const std::uint64_t> bits);

/// The most bits that fall into one word: what decides whether a code can correct the cluster.
int most_in_one_word(std::span<const std::uint64_t> bits, const MemoryLayout& layout);

/// Flips at a bit error rate: a binomial number of them, then that many different bits. Costs as much as
/// there are flips. @throws std::invalid_argument unless 0 <= rate <= 1
std::vector<std::uint64_t> flips_at_rate(std::uint64_t bits, double rate, std::uint64_t seed,
                                         std::uint64_t trial);

}  // namespace sunrack
