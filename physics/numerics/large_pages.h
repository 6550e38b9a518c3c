#pragma once

#include <cstddef>
#include <new>
#include <utility>
#include <vector>

namespace sunrack {

/// Memory for large arrays. Linux hands out pages of 4 KiB unless asked, and the first write to each can cost
/// more than all that a solver later does with the numbers in it; here arrays share pages of 2 MiB, as far as
/// the system has them. Begins at a line of the cache. @throws std::bad_alloc
void* take_large_pages(std::size_t bytes);
/// Gives back what take_large_pages(bytes) gave.
void return_large_pages(void* place, std::size_t bytes) noexcept;

/// Allocator of large arrays. New elements stay as they are: the threads that will read them write them
/// first.
template <class T>
struct LargePages {
  using value_type = T;
  LargePages() = default;
  template <class U>
  LargePages(const LargePages<U>&) {}
  T* allocate(std::size_t count) { return static_cast<T*>(take_large_pages(count * sizeof(T))); }
  void deallocate(T* place, std::size_t count) noexcept { return_large_pages(place, count * sizeof(T)); }
  template <class U>
  void construct(U* place) {
    ::new (static_cast<void*>(place)) U;
  }
  template <class U, class... Arguments>
  void construct(U* place, Arguments&&... arguments) {
    ::new (static_cast<void*>(place)) U(std::forward<Arguments>(arguments)...);
  }
  bool operator==(const LargePages&) const { return true; }
};
/// A vector of numbers in such memory; resize() leaves new elements unwritten.
template <class T>
using Field = std::vector<T, LargePages<T>>;

/// Asks for large pages under [first, first + bytes) of memory from elsewhere, to be called before it is
/// first written. Only a wish: nothing depends on it.
void prefer_large_pages(void* first, std::size_t bytes);
/// Writes into each page of memory that holds nothing yet, so that several threads share that work.
void touch_pages(void* first, std::size_t bytes, int threads);

/// Room for `count` elements, in large pages where that is worth it; the elements stay as they are. Vectors
/// that are to lie side by side are best reserved before the first of them is written.
template <class T>
void reserve_in_large_pages(std::vector<T>& values, std::size_t count, int threads = 1) {
  if (values.capacity() >= count) return;
  values.reserve(count);
  const std::size_t bytes = (values.capacity() - values.size()) * sizeof(T);
  prefer_large_pages(values.data() + values.size(), bytes);
  touch_pages(values.data() + values.size(), bytes, threads);
}

/// Makes `values` a list of `count` times `value`, in large pages.
template <class T>
void assign_in_large_pages(std::vector<T>& values, std::size_t count, T value, int threads = 1) {
  if (values.capacity() < count) values.clear();  // nothing to carry over
  reserve_in_large_pages(values, count, threads);
  values.assign(count, value);
}

/// Changes the size as std::vector::resize does, in large pages.
template <class T>
void resize_in_large_pages(std::vector<T>& values, std::size_t count) {
  reserve_in_large_pages(values, count);
  values.resize(count);
}

}  // namespace sunrack
