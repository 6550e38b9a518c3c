#include "physics/numerics/large_pages.h"

#include <algorithm>
#include <cstdint>
#include <map>
#include <mutex>

#ifdef __linux__
#include <sys/mman.h>
#endif

namespace sunrack {
namespace {

constexpr std::size_t cache_line = 64;
constexpr std::size_t large = std::size_t(1) << 21;

std::uintptr_t rounded_up(std::uintptr_t value, std::uintptr_t unit) {
  return (value + unit - 1) / unit * unit;
}

// The sanitizer looks after memory that it knows of.
#if defined(__linux__) && !defined(__SANITIZE_ADDRESS__)

constexpr std::size_t least_bytes = 64 * 1024;  // below it malloc does as well
constexpr std::size_t least_chunk = 8 * large;

/// Some lines more than whole pages: arrays that are read side by side must not all fall into the same sets
/// of the cache.
std::size_t block_size(std::size_t bytes) { return rounded_up(bytes, 4096) + 9 * cache_line; }

/// Chunks of large pages with what is free in each; first fit, neighbours joined, empty chunks returned.
class Pool {
 public:
  char* take(std::size_t bytes) {
    const std::size_t size = block_size(bytes);
    const std::lock_guard lock(mutex_);
    for (auto& [begin, chunk] : chunks_)
      for (auto& [place, room] : chunk.free)
        if (room >= size) return cut(chunk, place, room, size);
    const std::size_t whole = rounded_up(std::max(size, least_chunk), large);
    char* const begin = map(whole);
    Chunk& chunk = chunks_[begin];
    chunk.size = whole, chunk.free[begin] = whole;
    return cut(chunk, begin, whole, size);
  }

  void give_back(char* place, std::size_t bytes) {
    std::size_t size = block_size(bytes);
    const std::lock_guard lock(mutex_);
    const auto at = std::prev(chunks_.upper_bound(place));
    auto& free = at->second.free;
    auto after = free.upper_bound(place);
    if (after != free.end() && after->first == place + size) size += after->second, after = free.erase(after);
    if (after != free.begin() && std::prev(after)->first + std::prev(after)->second == place) {
      place = std::prev(after)->first, size += std::prev(after)->second;
    }
    free[place] = size;
    if (size < at->second.size) return;
    munmap(at->first, at->second.size);
    chunks_.erase(at);
  }

 private:
  struct Chunk {
    std::size_t size = 0;
    std::map<char*, std::size_t> free = {};
  };

  static char* cut(Chunk& chunk, char* place, std::size_t room, std::size_t size) {
    chunk.free.erase(place);
    if (room > size) chunk.free[place + size] = room - size;
    return place;
  }

  static char* map(std::size_t size) {
    void* const found =
        mmap(nullptr, size + large, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (found == MAP_FAILED) throw std::bad_alloc();
    const auto address = reinterpret_cast<std::uintptr_t>(found), begin = rounded_up(address, large);
    if (begin > address) munmap(found, begin - address);
    munmap(reinterpret_cast<void*>(begin + size), address + large - begin);
    madvise(reinterpret_cast<void*>(begin), size, MADV_HUGEPAGE);
    return reinterpret_cast<char*>(begin);
  }

  std::mutex mutex_;
  std::map<char*, Chunk> chunks_;
};

/// Never destroyed: arrays of static life are given back after it would be.
Pool& pool() {
  static Pool* const one = new Pool;
  return *one;
}

bool from_pool(std::size_t bytes) { return bytes >= least_bytes; }
char* take(std::size_t bytes) { return pool().take(bytes); }
void give_back(char* place, std::size_t bytes) { pool().give_back(place, bytes); }

#else

bool from_pool(std::size_t) { return false; }
char* take(std::size_t) { return nullptr; }
void give_back(char*, std::size_t) {}

#endif

}  // namespace

void* take_large_pages(std::size_t bytes) {
  if (from_pool(bytes)) return take(bytes);
  return ::operator new(bytes, std::align_val_t(cache_line));
}

void return_large_pages(void* place, std::size_t bytes) noexcept {
  if (from_pool(bytes)) return give_back(static_cast<char*>(place), bytes);
  ::operator delete(place, std::align_val_t(cache_line));
}

void prefer_large_pages([[maybe_unused]] void* first, [[maybe_unused]] std::size_t bytes) {
#ifdef __linux__
  if (bytes < large / 8) return;
  // Rounded outwards: vectors lie side by side, and a large page may well hold the end of one and the begin
  // of the next. Where nothing lies there the wish is not granted, which does no harm.
  const auto address = reinterpret_cast<std::uintptr_t>(first);
  const std::uintptr_t begin = address / large * large, end = rounded_up(address + bytes, large);
  madvise(reinterpret_cast<void*>(begin), end - begin, MADV_HUGEPAGE);
#endif
}

void touch_pages(void* first, std::size_t bytes, int threads) {
  if (threads == 1) return;  // whoever fills it does it on the way
  constexpr std::size_t page = 4096;
  char* const place = static_cast<char*>(first);
  // By whole large pages: two threads in one of them would wait for each other.
  const std::size_t into = reinterpret_cast<std::uintptr_t>(first) % large;
  const auto blocks = std::ptrdiff_t((into + bytes + large - 1) / large);
#pragma omp parallel for num_threads(threads) schedule(static)
  for (std::ptrdiff_t n = 0; n < blocks; ++n) {
    const std::size_t begin = std::max(std::size_t(n) * large, into) - into;
    const std::size_t end = std::min(std::size_t(n + 1) * large - into, bytes);
    for (std::size_t at = begin; at < end; at += page - (into + at) % page) place[at] = 0;
  }
}

}  // namespace sunrack
