#pragma once

#include <cstddef>
#include <vector>

namespace sunrack {

/// Asks the operating system to back [first, first + bytes) by large pages (Linux: 2 MiB), as far as whole
/// ones fit in. To be called before the memory is first written: a first write to each of many small pages
/// can cost more than all that is later done with the numbers in it. Only a wish: nothing depends on it.
void prefer_large_pages(void* first, std::size_t bytes);

/// Room for `count` elements, in large pages where that is worth it; the elements stay as they are.
template <class T, class Allocator>
void reserve_in_large_pages(std::vector<T, Allocator>& values, std::size_t count) {
  if (values.capacity() >= count) return;
  values.reserve(count);
  prefer_large_pages(values.data() + values.size(), (values.capacity() - values.size()) * sizeof(T));
}

/// Makes `values` a list of `count` times `value`, in large pages.
template <class T, class Allocator>
void assign_in_large_pages(std::vector<T, Allocator>& values, std::size_t count, T value) {
  if (values.capacity() < count) values.clear();  // nothing to carry over
  reserve_in_large_pages(values, count);
  values.assign(count, value);
}

/// Changes the size as std::vector::resize does, in large pages.
template <class T, class Allocator>
void resize_in_large_pages(std::vector<T, Allocator>& values, std::size_t count) {
  reserve_in_large_pages(values, count);
  values.resize(count);
}

}  // namespace sunrack
