#include "satellite/flight_record.h"

#include <fmt/format.h>

#include <cstdlib>
#include <sstream>
#include <stdexcept>

namespace sunrack {

namespace {

constexpr const char* title = "sunrack flight checkpoint 1";

/// Names every field once, for writing and for reading.
template <typename Record, typename Field>
void visit(Record& r, const Field& field) {
  field("block", r.block), field("orbit", r.orbit), field("state", r.state), field("sums", r.sums);
  field("modes", r.modes), field("wake", r.wake), field("minimum", r.minimum), field("maximum", r.maximum);
  field("minimum_at", r.minimum_at), field("maximum_at", r.maximum_at), field("counts", r.counts);
  field("shadow_begin", r.shadow_begin), field("longest_eclipse", r.longest_eclipse);
  field("in_shadow", r.in_shadow), field("least_charge", r.least_charge), field("faded", r.faded);
  field("worst_orbit", r.worst_orbit), field("life", r.life), field("life_time", r.life_time);
  field("rainflow", r.rainflow), field("histogram", r.histogram), field("cycles_today", r.cycles_today);
  field("full_cycles_today", r.full_cycles_today), field("orbits", r.orbits), field("trace", r.trace);
  field("thermal_start", r.thermal_start), field("statistics", r.statistics);
}

struct Writer {
  std::string& text;
  void operator()(const char* name, double value) const { text += fmt::format("{} 1 {:a}\n", name, value); }
  void operator()(const char* name, const std::vector<double>& values) const {
    text += fmt::format("{} {}", name, values.size());
    for (const double value : values) text += fmt::format(" {:a}", value);
    text += '\n';
  }
  void operator()(const char* name, const std::vector<std::vector<double>>& lists) const {
    text += fmt::format("{} lists {}\n", name, lists.size());
    for (const auto& list : lists) (*this)(name, list);
  }
};

struct Reader {
  std::istringstream& text;
  const std::string& source;

  [[noreturn]] void refuse(const std::string& what) const {
    throw std::invalid_argument(fmt::format("{}: {}; the checkpoint is damaged", source, what));
  }
  std::string word() const {
    std::string w;
    if (!(text >> w)) refuse("it ends early");
    return w;
  }
  void expect(const std::string& name) const {
    const std::string w = word();
    if (w != name) refuse(fmt::format("\"{}\" stands where \"{}\" is expected", w.substr(0, 40), name));
  }
  double number() const {
    const std::string w = word();
    char* end = nullptr;
    const double value = std::strtod(w.c_str(), &end);
    if (end != w.c_str() + w.size()) refuse(fmt::format("\"{}\" is no number", w.substr(0, 40)));
    return value;
  }
  std::size_t count() const {
    const double n = number();
    if (!(n >= 0 && n <= 1e9)) refuse("a length is not possible");
    return std::size_t(n);
  }
  void operator()(const char* name, double& value) const {
    expect(name);
    if (count() != 1) refuse("one number is expected");
    value = number();
  }
  void operator()(const char* name, std::vector<double>& values) const {
    expect(name);
    const std::size_t n = count();
    values.clear();
    for (std::size_t i = 0; i < n; ++i) values.push_back(number());
  }
  void operator()(const char* name, std::vector<std::vector<double>>& lists) const {
    expect(name);
    expect("lists");
    lists.resize(count());
    for (auto& list : lists) (*this)(name, list);
  }
};

}  // namespace

std::string write_record(const FlightRecord& record, const std::string& fingerprint) {
  std::string text = fmt::format("{}\n{}\n", title, fingerprint);
  visit(record, Writer{text});
  return text + "end\n";
}

FlightRecord read_record(const std::string& text, const std::string& fingerprint, const std::string& source) {
  std::istringstream stream(text);
  std::string line;
  if (!std::getline(stream, line) || line != title)
    throw std::invalid_argument(
        fmt::format("{}: no checkpoint of a flight (first line is not \"{}\")", source, title));
  std::getline(stream, line);
  if (line != fingerprint)
    throw std::invalid_argument(
        fmt::format("{}: belongs to another flight ({}, this one is {}); give the same specification and "
                    "options, or another file",
                    source, line, fingerprint));
  FlightRecord record;
  const Reader read{stream, source};
  visit(record, read);
  read.expect("end");
  return record;
}

}  // namespace sunrack
