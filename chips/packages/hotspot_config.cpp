#include "chips/packages/hotspot_config.h"

#include <fmt/format.h>

#include "chips/packages/hotspot_keys.h"
#include "physics/numerics/nearest_word.h"

namespace sunrack {

namespace {

using Use = HotSpotKey::Use;

[[noreturn]] void refuse_key(const std::string& key, const SourcePlace& place) {
  std::vector<std::string> known;
  for (const HotSpotKey& one : hotspot_keys()) known.push_back(one.name);
  refuse_package(place, fmt::format("-{}: unknown key; the nearest known key is -{}", key.substr(0, 60),
                                    nearest_word(key, known)));
}

bool names_nothing(const std::string& text) { return text == "(null)" || text == "NULL" || text == "null"; }

}  // namespace

std::vector<SplitLine> hotspot_lines(std::string_view text, const std::string& file) {
  std::vector<SplitLine> lines = split_lines(text, file);
  if (!lines.empty() && !lines.back().ended)
    refuse_package(
        lines.back().place_of(lines.back().words.size() - 1),
        fmt::format("\"{}\": the file ends within this line; HotSpot leaves out a last line without "
                    "a newline, so it must have one",
                    lines.back().words.back().substr(0, 60)));
  return lines;
}

double hotspot_number(const HotSpotWord& word, const std::string& what, const PackageBound& bound) {
  double number = 0;
  if (!read_number(word.text, number))
    refuse_package(word.place,
                   fmt::format("{} = {}: a positive number is needed", what, word.text.substr(0, 60)));
  if (const std::string rule = beyond(bound, number); !rule.empty())
    refuse_package(word.place, fmt::format("{} = {}: {}", what, word.text.substr(0, 60), rule));
  return number;
}

HotSpotConfig::HotSpotConfig(std::string_view text, const std::string& file) : file_(file) {
  for (const SplitLine& line : hotspot_lines(text, file)) read(line);
  if (values_.empty()) refuse_package({file_, 0, 0}, "holds no \"-key value\"");
}

void HotSpotConfig::read(const SplitLine& line) {
  if (!line.words[0].starts_with('-') || line.words[0].size() < 2)
    refuse_package(line.place, fmt::format("\"{}\": a line is \"-key value\"", line.words[0].substr(0, 60)));
  const std::string name = line.words[0].substr(1);
  const HotSpotKey* key = find_hotspot_key(name);
  if (!key) refuse_key(name, line.place);
  if (line.words.size() < 2) refuse_package(line.place, fmt::format("-{}: the value is missing", name));
  if (line.words.size() > 2)
    refuse_package(line.place_of(2),
                   fmt::format("-{} has one value; \"{}\" is too many", name, line.words[2].substr(0, 60)));
  const auto [place, is_new] = values_.try_emplace(name, HotSpotWord{line.words[1], line.place_of(1)});
  if (!is_new)
    refuse_package(line.place, fmt::format("-{} is given twice; the first is on line {}", name,
                                           place->second.place.line));
  if (key->use == Use::only_off && line.words[1] != "0")
    refuse_package(line.place_of(1), fmt::format("-{} {}: not read here; only 0", name, line.words[1]));
  if (key->use == Use::number) hotspot_number(place->second, name, key->bound);  // also where it is not used
}

const HotSpotWord* HotSpotConfig::find(const std::string& key) const {
  const auto found = values_.find(key);
  return found == values_.end() ? nullptr : &found->second;
}

HotSpotWord HotSpotConfig::file(const std::string& key) const {
  const HotSpotWord* word = find(key);
  return word && !names_nothing(word->text) ? *word : HotSpotWord{};
}

double HotSpotConfig::number(const std::string& key) {
  const HotSpotKey& known = *find_hotspot_key(key);
  if (const HotSpotWord* word = find(key)) return hotspot_number(*word, key, known.bound);
  used_defaults_.insert(key);
  return known.otherwise;
}

SourcePlace HotSpotConfig::place_of(const std::string& key, const SourcePlace& otherwise) const {
  const HotSpotWord* word = find(key);
  return word ? word->place : otherwise;
}

std::vector<std::string> HotSpotConfig::notes() const {
  std::vector<std::string> notes;
  for (const auto& [name, word] : values_) {
    const HotSpotKey& key = *find_hotspot_key(name);
    if (key.use == Use::noted && !names_nothing(word.text))
      notes.push_back(fmt::format("{}{}, {}", shown_place(word.place), name, key.why));
  }
  for (const std::string& key : used_defaults_)
    notes.push_back(fmt::format("{}: no -{}; taken as {}", file_, key, find_hotspot_key(key)->otherwise));
  return notes;
}

}  // namespace sunrack
