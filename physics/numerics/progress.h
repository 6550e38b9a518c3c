#pragma once

#include <chrono>
#include <cstddef>
#include <iosfwd>
#include <mutex>
#include <string>

namespace sunrack {

struct ProgressOptions {
  bool quiet = false;                     ///< say nothing
  std::chrono::milliseconds delay{2000};  ///< short work is not worth a line
  std::ostream* output = nullptr;  ///< nullptr: std::cerr, as a bar if that is a terminal, else in lines
  bool terminal = false;           ///< with `output`: draw a bar
};

/// Says how far a long computation is. On a terminal one line with a bar that renews itself; elsewhere a line
/// for about every tenth. Results go to standard output, this goes to standard error. May be advanced from
/// several threads.
class Progress {
 public:
  Progress(std::string label, std::size_t total, const ProgressOptions& options = {});
  ~Progress();  ///< ends the line, where one was begun
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;

  void advance(std::size_t count = 1);

 private:
  void draw();

  std::string label_;
  std::size_t total_;
  ProgressOptions options_;
  std::mutex mutex_;
  std::size_t done_ = 0;
  std::size_t tenths_ = 0;  // the last line said so many
  std::chrono::steady_clock::time_point begin_, drawn_;
  bool shown_ = false;
};

}  // namespace sunrack
