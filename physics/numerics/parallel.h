#pragma once

#include <atomic>
#include <cstddef>
#include <functional>

namespace sunrack {

/// Runs body(0) ... body(count - 1) on several threads, in small shares handed out in increasing order. The
/// body writes its answer to a place of its own (results[index]); then the outcome does not depend on the
/// number of threads.
///
/// If bodies throw, the exception of the lowest index is thrown here, and every body of a lower index has
/// run: which one it is does not depend on the number of threads either.
/// @param threads 0: as many as the machine has; the caller's thread is one of them
/// @param cancel when it turns true, no further body is begun
/// @return whether all were run; false only after `cancel`
bool parallel_for(std::size_t count, unsigned threads, const std::function<void(std::size_t)>& body,
                  const std::atomic<bool>* cancel = nullptr);

}  // namespace sunrack
