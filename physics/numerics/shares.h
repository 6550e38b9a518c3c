#pragma once

#include <algorithm>
#include <cstddef>
#include <vector>

/// Loops over long arrays by several threads, whose outcome does not depend on their number. For .cpp files
/// that are compiled with OpenMP.
namespace sunrack {

/// Elements of one share: they are worked through in order, and sums of shares are added in order.
inline constexpr std::size_t share_of_elements = 1 << 15;

/// use(first, end) for each share of [0, count).
template <class Use>
void for_shares(std::size_t count, int threads, Use use) {
  const auto shares = std::ptrdiff_t((count + share_of_elements - 1) / share_of_elements);
#pragma omp parallel for num_threads(threads) schedule(static)
  for (std::ptrdiff_t n = 0; n < shares; ++n) {
    const std::size_t first = std::size_t(n) * share_of_elements;
    use(first, std::min(first + share_of_elements, count));
  }
}

/// part(first, end) of each share, in order.
template <class Part>
auto parts_of_shares(std::size_t count, int threads, Part part) {
  std::vector<decltype(part(count, count))> parts((count + share_of_elements - 1) / share_of_elements);
  for_shares(count, threads, [&](std::size_t first, std::size_t end) {
    parts[first / share_of_elements] = part(first, end);
  });
  return parts;
}

/// Sum of part(first, end) over the shares.
template <class Part>
double sum_of_shares(std::size_t count, int threads, Part part) {
  double sum = 0;
  for (const double one : parts_of_shares(count, threads, part)) sum += one;
  return sum;
}

}  // namespace sunrack
