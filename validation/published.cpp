#include "validation/published.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <sstream>
#include <stdexcept>

#include "physics/embedded.h"

namespace sunrack {

namespace embedded {
std::span<const EmbeddedFile> validation_data();
}

namespace {

constexpr double not_computed = std::numeric_limits<double>::quiet_NaN();

std::string trimmed(const std::string& text) {
  const auto first = text.find_first_not_of(" \t");
  if (first == std::string::npos) return {};
  return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

std::vector<std::string> fields_of(const std::string& line) {
  std::vector<std::string> fields;
  std::istringstream stream(line);
  for (std::string field; std::getline(stream, field, ';');) fields.push_back(trimmed(field));
  return fields;
}

std::string_view text_of(const std::string& file) {
  for (const EmbeddedFile& embedded : embedded::validation_data())
    if (embedded.name == file) return embedded.text;
  throw std::invalid_argument(fmt::format("validation: there is no data file {}", file));
}

double number(const std::string& field) {
  std::size_t used = 0;
  const double value = std::stod(field, &used);
  if (used != field.size() || !std::isfinite(value)) throw std::invalid_argument("not a number");
  return value;
}

void read_tolerance(const std::string& field, Claim& claim) {
  if (claim.expectation == Expectation::information) {
    if (field != "-") throw std::invalid_argument("information has no tolerance: write -");
    return;
  }
  const bool relative = field.ends_with('%');
  claim.tolerance_kind = relative ? ToleranceKind::relative : ToleranceKind::absolute;
  claim.tolerance = relative ? number(trimmed(field.substr(0, field.size() - 1))) / 100 : number(field);
  if (claim.tolerance < 0) throw std::invalid_argument("a tolerance is not negative");
}

Expectation expectation_of(const std::string& field) {
  static const std::map<std::string, Expectation> names = {{"holds", Expectation::holds},
                                                           {"known miss", Expectation::known_miss},
                                                           {"information", Expectation::information}};
  const auto found = names.find(field);
  if (found == names.end()) throw std::invalid_argument("expectation: holds, known miss or information");
  return found->second;
}

}  // namespace

Published::Published(const std::string& file) : Published(file, text_of(file)) {}

Published::Published(const std::string& file, std::string_view text) : file_(file) {
  std::map<std::string, std::string> head;
  std::istringstream lines{std::string(text)};
  int count = 0;
  for (std::string line; std::getline(lines, line);) {
    ++count;
    if (trimmed(line).empty()) continue;
    if (line.starts_with("#")) {
      const auto colon = line.find(':');
      if (colon != std::string::npos)
        head[trimmed(line.substr(1, colon - 1))] = trimmed(line.substr(colon + 1));
      continue;
    }
    if (group_.empty())
      for (const char* key : {"group", "what", "source", "how read", "units", "licence", "date"})
        if (head[key].empty())
          throw std::invalid_argument(fmt::format("{}: the head does not say '{}'", file, key));
    group_ = head["group"];
    read_line(line, count);
  }
}

void Published::read_line(const std::string& line, int number_of_line) {
  try {
    const auto fields = fields_of(line);
    if (fields.size() != 9) throw std::invalid_argument(fmt::format("{} fields, must be 9", fields.size()));
    Claim claim{.id = fields[0],
                .group = group_,
                .what = fields[1],
                .source = fields[8],
                .published = number(fields[2]),
                .computed = not_computed,
                .unit = fields[3],
                .tolerance_reason = fields[5],
                .expectation = expectation_of(fields[6]),
                .note = fields[7]};
    read_tolerance(fields[4], claim);
    if (claim.expectation != Expectation::holds && claim.note.empty())
      throw std::invalid_argument("a miss, or figures that differ, need a note that says why");
    if (claim.expectation != Expectation::information && claim.tolerance_reason.empty())
      throw std::invalid_argument("a tolerance needs its reason");
    claims_.push_back(std::move(claim));
  } catch (const std::logic_error& error) {
    throw std::invalid_argument(
        fmt::format("{}:{}: {}: {}", file_, number_of_line, line.substr(0, 40), error.what()));
  }
}

Claim& Published::find(const std::string& id) {
  const auto found =
      std::find_if(claims_.begin(), claims_.end(), [&](const Claim& claim) { return claim.id == id; });
  if (found == claims_.end()) throw std::invalid_argument(fmt::format("{}: no figure '{}'", file_, id));
  return *found;
}

void Published::computed(const std::string& id, double value) {
  Claim& claim = find(id);
  if (!std::isnan(claim.computed))
    throw std::invalid_argument(fmt::format("{}: '{}' is computed twice", file_, id));
  claim.computed = value;
}

double Published::published(const std::string& id) const {
  return const_cast<Published*>(this)->find(id).published;
}

std::vector<Claim> Published::claims() const {
  for (const Claim& claim : claims_)
    if (!std::isfinite(claim.computed))
      throw std::invalid_argument(fmt::format("{}: '{}' is not computed", file_, claim.id));
  return claims_;
}

}  // namespace sunrack
