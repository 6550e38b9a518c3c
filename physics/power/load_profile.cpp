#include "physics/power/load_profile.h"

#include <algorithm>
#include <charconv>
#include <cmath>

#include "physics/require.h"

namespace sunrack {

namespace {

constexpr double longest_step = 10;  // of the median: beyond it samples are missing

void require_share(const char* name, double value) {
  require(value >= 0 && value <= 1, name, value, "must be between 0 and 1 [-]");
}

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t' || text.back() == '\r'))
    text.remove_suffix(1);
  return text;
}

[[noreturn]] void refuse(const std::string& name, int line, const std::string& what) {
  throw std::invalid_argument(fmt::format("{}:{}: {}", name, line, what));
}

double number(std::string_view text, const char* column, const std::string& name, int line) {
  text = trimmed(text);
  double value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size())
    refuse(name, line, fmt::format("{} = \"{}\": must be a number", column, text));
  if (!std::isfinite(value))
    refuse(name, line, fmt::format("{} = {}: must be a finite number", column, text));
  return value;
}

}  // namespace

LoadProfile LoadProfile::constant(double share) {
  require_share("LoadProfile: share", share);
  LoadProfile profile;
  profile.shares_ = {share};
  return profile;
}

LoadProfile LoadProfile::peak_and_base(double peak, double base, double average, double period) {
  require_share("LoadProfile: peak", peak);
  require_share("LoadProfile: base", base);
  require(peak > base, "LoadProfile: peak", peak, "must be above the base [-]");
  require(average > base && average < peak, "LoadProfile: average", average,
          "must be between base and peak [-]");
  require(period > 0 && std::isfinite(period), "LoadProfile: period", period, "must be positive [s]");
  LoadProfile profile;
  profile.times_ = {0, period * (average - base) / (peak - base)};
  profile.shares_ = {peak, base};
  profile.period_ = period;
  return profile;
}

LoadProfile LoadProfile::trace(std::string_view text, const std::string& name) {
  LoadProfile profile;
  profile.times_.clear(), profile.shares_.clear();
  std::vector<int> lines;
  bool headed = false;
  int line = 0;
  while (!text.empty()) {
    const auto end = text.find('\n');
    std::string_view row = trimmed(text.substr(0, end));
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    ++line;
    if (row.empty() || row.front() == '#') continue;
    if (!headed) {
      if (row != "time_s,load")
        refuse(name, line, fmt::format("heading \"{}\": must be \"time_s,load\"", row));
      headed = true;
      continue;
    }
    const auto comma = row.find(',');
    if (comma == std::string_view::npos || row.find(',', comma + 1) != std::string_view::npos)
      refuse(name, line, fmt::format("\"{}\": must be two columns, time_s,load", row));
    const double time = number(row.substr(0, comma), "time_s", name, line),
                 share = number(row.substr(comma + 1), "load", name, line);
    if (share < 0 || share > 1)
      refuse(name, line, fmt::format("load = {:.10g}: must be between 0 and 1", share));
    if (profile.times_.empty() && time != 0)
      refuse(name, line, fmt::format("time_s = {:.10g}: the first sample must be at 0", time));
    if (!profile.times_.empty() && time <= profile.times_.back())
      refuse(name, line,
             fmt::format("time_s = {:.10g}: must be later than the {:.10g} before it", time,
                         profile.times_.back()));
    profile.times_.push_back(time);
    profile.shares_.push_back(share);
    lines.push_back(line);
  }
  if (profile.times_.size() < 2)
    refuse(name, line, "must have at least two samples under the heading time_s,load");
  std::vector<double> steps;
  for (std::size_t i = 1; i < profile.times_.size(); ++i)
    steps.push_back(profile.times_[i] - profile.times_[i - 1]);
  std::vector<double> sorted = steps;
  std::nth_element(sorted.begin(), sorted.begin() + std::ptrdiff_t(sorted.size() / 2), sorted.end());
  const double median = sorted[sorted.size() / 2];
  for (std::size_t i = 0; i < steps.size(); ++i)
    if (steps[i] > longest_step * median)
      refuse(name, lines[i + 1],
             fmt::format("time_s = {:.10g}: a gap of {:.10g} s after {:.10g} s; samples are {:.10g} s apart",
                         profile.times_[i + 1], steps[i], profile.times_[i], median));
  profile.period_ = profile.times_.back() + median;
  return profile;
}

double LoadProfile::at(double time) const {
  if (times_.size() == 1) return shares_.front();
  const double inside = time - period_ * std::floor(time / period_);
  const auto after = std::upper_bound(times_.begin(), times_.end(), inside);
  return shares_[std::size_t(after - times_.begin()) - 1];
}

double LoadProfile::next_change(double time) const {
  if (times_.size() == 1) return std::numeric_limits<double>::infinity();
  const double rounds = std::floor(time / period_), inside = time - period_ * rounds;
  const auto after = std::upper_bound(times_.begin(), times_.end(), inside);
  const double next = after == times_.end() ? period_ * (rounds + 1) : period_ * rounds + *after;
  // Rounding may put the change at the very time asked for: then the one after it is meant.
  return next > time ? next
                     : next_change(std::nextafter(time, std::numeric_limits<double>::infinity()) + 1e-6);
}

double LoadProfile::mean() const {
  if (times_.size() == 1) return shares_.front();
  double sum = 0;
  for (std::size_t i = 0; i < times_.size(); ++i)
    sum += shares_[i] * ((i + 1 < times_.size() ? times_[i + 1] : period_) - times_[i]);
  return sum / period_;
}

}  // namespace sunrack
