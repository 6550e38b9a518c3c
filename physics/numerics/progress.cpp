#include "physics/numerics/progress.h"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <iostream>
#include <utility>

namespace sunrack {
namespace {

constexpr std::size_t bar_width = 30;
constexpr std::chrono::milliseconds redraw_interval{100};

}  // namespace

Progress::Progress(std::string label, std::size_t total, const ProgressOptions& options)
    : label_(std::move(label)),
      total_(std::max<std::size_t>(total, 1)),
      options_(options),
      begin_(std::chrono::steady_clock::now()),
      drawn_(begin_) {
  if (options_.output) return;
  options_.output = &std::cerr;
  options_.terminal = ::isatty(STDERR_FILENO) != 0;
}

Progress::~Progress() {
  if (shown_ && options_.terminal) *options_.output << '\n' << std::flush;
}

void Progress::advance(std::size_t count) {
  if (options_.quiet) return;
  const std::lock_guard lock(mutex_);
  done_ = std::min(done_ + count, total_);
  const auto now = std::chrono::steady_clock::now();
  if (now - begin_ < options_.delay) return;
  const std::size_t tenths = 10 * done_ / total_;
  const bool due =
      options_.terminal ? !shown_ || done_ == total_ || now - drawn_ >= redraw_interval : tenths > tenths_;
  if (!due) return;
  drawn_ = now;
  tenths_ = tenths;
  shown_ = true;
  draw();
}

void Progress::draw() {
  const std::size_t percent = 100 * done_ / total_;
  if (options_.terminal) {
    const std::size_t filled = bar_width * done_ / total_;
    *options_.output << fmt::format("\r{} [{:#>{}}{:.>{}}] {:3} % ({} of {})", label_, "", filled, "",
                                    bar_width - filled, percent, done_, total_);
  } else {
    *options_.output << fmt::format("{}: {} % ({} of {})\n", label_, percent, done_, total_);
  }
  options_.output->flush();
}

}  // namespace sunrack
