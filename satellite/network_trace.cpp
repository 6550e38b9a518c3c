#include "satellite/network_trace.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <sstream>
#include <stdexcept>

#include "satellite/text_file.h"

namespace sunrack {

namespace {

[[noreturn]] void refuse(const std::string& message) { throw std::invalid_argument(message); }

}  // namespace

double NetworkTrace::at(double time) const {
  double t = time;
  if (period > 0) {
    t = times.front() + std::fmod(time - times.front(), period);
    if (t < times.front()) t += period;
    // Steps hold their last value to the end of the period; lines are closed, so that it is the first one.
    if (t >= times.back()) return values.back();
  }
  const auto after = std::upper_bound(times.begin(), times.end(), t);
  if (after == times.begin() || (after == times.end() && t > times.back()))
    refuse(fmt::format("trace: t = {:.10g} s is outside of its {:.10g} to {:.10g} s", time, times.front(),
                       times.back()));
  const auto i = std::size_t(after - times.begin()) - 1;
  if (steps || i + 1 == times.size()) return values[i];
  const double share = (t - times[i]) / (times[i + 1] - times[i]);
  return values[i] + share * (values[i + 1] - values[i]);
}

std::vector<double> NetworkTrace::breakpoints(double begin, double end) const {
  std::vector<double> result;
  if (period <= 0) {
    std::copy_if(times.begin(), times.end(), std::back_inserter(result),
                 [&](double t) { return t > begin && t < end; });
    return result;
  }
  for (double turn = std::floor((begin - times.front()) / period); times.front() + turn * period < end;
       ++turn) {
    for (const double t : times)
      if (const double b = t + turn * period; b > begin && b < end) result.push_back(b);
    if (result.size() > 10'000'000) refuse("trace: it repeats more than ten million points until the end");
  }
  return result;
}

void require_trace(const NetworkTrace& trace) {
  const auto& [times, values, steps, period] = trace;
  if (times.size() < 2 || values.size() != times.size())
    refuse(fmt::format("a trace needs at least two points, and this one has {}", times.size()));
  for (std::size_t i = 0; i < times.size(); ++i) {
    if (!std::isfinite(times[i]) || !std::isfinite(values[i]))
      refuse(fmt::format("point {} of the trace is ({}, {}): both must be finite numbers", i + 1, times[i],
                         values[i]));
    if (i > 0 && !(times[i] > times[i - 1]))
      refuse(fmt::format("point {} of the trace is at {:.10g} s, not later than the {:.10g} s before it",
                         i + 1, times[i], times[i - 1]));
  }
  if (period == 0) return;
  const double length = times.back() - times.front();
  if (!(period > 0) || period < length * (1 - 1e-12))
    refuse(fmt::format("the period of {:.10g} s is shorter than the {:.10g} s of the trace", period, length));
  if (steps) return;
  if (period > length * (1 + 1e-12))
    refuse(fmt::format(
        "there is a gap between the last point at {:.10g} s and the end of the period of {:.10g} s",
        times.back(), period));
  if (values.front() != values.back())
    refuse(fmt::format(
        "a trace of lines that repeats must end with the value it begins with: {:.10g}, not {:.10g}",
        values.front(), values.back()));
}

void require_covered(const NetworkTrace& trace, double begin, double end) {
  if (trace.period > 0) return;
  if (trace.times.front() > begin)
    refuse(fmt::format("there is a gap: the trace begins at {:.10g} s, the transient at {:.10g} s",
                       trace.times.front(), begin));
  if (trace.times.back() < end)
    refuse(fmt::format("there is a gap: the trace ends at {:.10g} s, the transient at {:.10g} s",
                       trace.times.back(), end));
}

NetworkTrace read_trace(const std::filesystem::path& file) {
  const TextFile read = read_text_file(file);
  require_text(read.text, read.name);
  NetworkTrace trace;
  std::istringstream lines(read.text);
  std::string line;
  bool head = true;
  for (int number = 1; std::getline(lines, line); ++number) {
    if (!line.empty() && line.back() == '\r') line.pop_back();
    if (line.empty() || line.front() == '#') continue;
    const auto comma = line.find(',');
    const auto parsed = [&](std::string_view word, double& value) {
      while (!word.empty() && (word.front() == ' ' || word.front() == '\t')) word.remove_prefix(1);
      while (!word.empty() && (word.back() == ' ' || word.back() == '\t')) word.remove_suffix(1);
      const auto [end, error] = std::from_chars(word.data(), word.data() + word.size(), value);
      return error == std::errc() && end == word.data() + word.size() && std::isfinite(value);
    };
    double time = 0, value = 0;
    const bool two = comma != std::string::npos && line.find(',', comma + 1) == std::string::npos;
    if (two && parsed(std::string_view(line).substr(0, comma), time) &&
        parsed(std::string_view(line).substr(comma + 1), value)) {
      trace.times.push_back(time);
      trace.values.push_back(value);
    } else if (!(head && two && !std::isdigit(static_cast<unsigned char>(line.front())))) {
      throw SpecError(fmt::format("{}:{}: \"{}\": must be two finite numbers, time [s] and value", read.name,
                                  number, one_line(line)));
    }
    head = false;
  }
  return trace;
}

}  // namespace sunrack
