#include "satellite/spec_toml.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>
#include <optional>
#include <sstream>
#include <utility>
#include <vector>

#include "satellite/quantity.h"
#include "satellite/spec_fields.h"
#include "satellite/spec_file.h"

// toml++ 3.3 asserts on some malformed texts ("[", newline, "/") and, with NDEBUG, tells the optimiser that
// they cannot occur; without either it reports them as errors. So it is compiled here and not taken from
// Debian's shared library. Deep nesting would overflow the stack.
#undef NDEBUG
#undef TOML_SHARED_LIB
#undef TOML_HEADER_ONLY
#define TOML_ASSERT(expression) static_cast<void>(0)
#define TOML_MAX_NESTED_VALUES 16
#include <toml++/toml.h>

namespace sunrack {

namespace {

constexpr std::size_t longest_text = 200;  // characters of a value: names and quantities are short

bool is_control(char c) { return (c >= 0 && c < 0x20) || c == 0x7f; }

std::string on_one_line(std::string_view text) {
  std::string shown;
  for (const char c : text)
    shown += is_control(c) ? fmt::format("\\x{:02x}", static_cast<unsigned>(c)) : std::string(1, c);
  return shown;
}

/// On one line, and not too long for it.
std::string printable(std::string_view text) {
  constexpr std::size_t longest = 60;
  if (text.size() <= longest) return on_one_line(text);
  std::size_t end = longest;
  while ((text[end] & 0xC0) == 0x80) --end;  // never inside a UTF-8 character
  return on_one_line(text.substr(0, end)) + "...";
}

/// Of an integer or a floating-point number. The library's own conversion gives nothing for integers that a
/// double does not hold exactly, above 2^53.
double number_of(const toml::node& node) {
  if (const auto* integer = node.as_integer()) return double(integer->get());
  return node.as_floating_point()->get();
}

std::string shown_value(const toml::node& node) {
  if (const auto* text = node.as_string()) return fmt::format("\"{}\"", printable(text->get()));
  if (const auto* integer = node.as_integer()) return fmt::format("{}", integer->get());
  if (const auto* number = node.as_floating_point()) return fmt::format("{}", number->get());
  if (const auto* boolean = node.as_boolean()) return boolean->get() ? "true" : "false";
  if (node.is_array()) return "[...]";
  if (node.is_table()) return "{...}";
  std::ostringstream out;
  if (const auto* date = node.as_date()) out << date->get();
  if (const auto* time = node.as_time()) out << time->get();
  if (const auto* date_time = node.as_date_time()) out << date_time->get();
  return out.str();
}

std::string_view kind_of(const toml::node& node) {
  if (node.is_string()) return "a text";
  if (node.is_number()) return "a number";
  if (node.is_boolean()) return "a boolean";
  if (node.is_array()) return "an array";
  if (node.is_table()) return "a table";
  return "a date or time";
}

using Entry = std::pair<const toml::key*, const toml::node*>;

/// In the order of the file, so that the first mistake is the one reported.
std::vector<Entry> entries_of(const toml::table& table) {
  std::vector<Entry> entries;
  for (auto&& [key, node] : table) entries.emplace_back(&key, &node);
  std::sort(entries.begin(), entries.end(), [](const Entry& a, const Entry& b) {
    const auto& first = a.first->source().begin;
    const auto& second = b.first->source().begin;
    return std::pair(first.line, first.column) < std::pair(second.line, second.column);
  });
  return entries;
}

std::vector<std::string> table_names() {
  std::vector<std::string> names;
  for (const SpecField& field : spec_fields()) {
    const std::string name(field.key.substr(0, field.key.find('.')));
    if (std::find(names.begin(), names.end(), name) == names.end()) names.push_back(name);
  }
  return names;
}

bool is_table_name(std::string_view name) {
  const auto names = table_names();
  return std::find(names.begin(), names.end(), name) != names.end();
}

std::optional<DistributionKind> distribution_kind(std::string_view name) {
  if (name == "uniform") return DistributionKind::uniform;
  if (name == "triangular") return DistributionKind::triangular;
  if (name == "normal") return DistributionKind::normal;
  if (name == "lognormal") return DistributionKind::lognormal;
  return std::nullopt;
}

class Reader {
 public:
  Reader(std::string source_name, const std::string& start)
      : source_name_(std::move(source_name)), start_(start) {}

  SatelliteSpec read(const toml::table& root) {
    begin(root);
    bool empty = !root.contains("preset") && !root.contains("name");
    drop_replacements_of_preset(root);
    for (const auto& [key, node] : entries_of(root)) {
      if (key->str() == "preset" || key->str() == "name") continue;
      if (!is_table_name(key->str())) refuse_top_level(*key, *node);
      const toml::table* table = node->as_table();
      if (!table)
        fail(*node, key->str(), *node,
             fmt::format("is {}, but a table is needed: [{}]", kind_of(*node), key->str()));
      for (const auto& [field_key, value] : entries_of(*table)) {
        empty = false;
        read_field(fmt::format("{}.{}", key->str(), field_key->str()), *field_key, *value);
      }
    }
    if (empty) throw SpecError(source_name_ + ": holds no specification; at least one field expected");
    check_relations();
    return std::move(spec_);
  }

 private:
  std::string where(const toml::source_region& region) const {
    return fmt::format("{}:{}:{}: ", source_name_, region.begin.line, region.begin.column);
  }

  /// `at` is what stands at fault: a value, or a key.
  template <typename Place>
  [[noreturn]] void fail(const Place& at, std::string_view key, const toml::node& value,
                         std::string_view rule) const {
    throw SpecError(
        fmt::format("{}{} = {}: {}", where(at.source()), printable(key), shown_value(value), rule));
  }

  /// The text of a value that must be one.
  std::string text_of(std::string_view key, const toml::node& node) const {
    const auto* text = node.as_string();
    if (!text) fail(node, key, node, fmt::format("is {}, but a text is needed", kind_of(node)));
    const std::string& value = text->get();
    if (value.size() > longest_text || std::any_of(value.begin(), value.end(), is_control))
      fail(node, key, node,
           fmt::format("must be at most {} characters, none of them control characters", longest_text));
    return value;
  }

  void begin(const toml::table& root) {
    std::string base = start_;
    if (const toml::node* node = root.get("preset")) {
      base = text_of("preset", *node);
      auto known = preset_names();
      known.insert(known.begin(), "defaults");
      if (std::find(known.begin(), known.end(), base) == known.end())
        fail(*node, "preset", *node,
             fmt::format("unknown preset; the nearest is {}; known are {}", nearest_word(base, known),
                         fmt::join(known, ", ")));
    }
    if (base != "defaults") spec_ = preset(base);
    spec_.name = std::filesystem::path(source_name_).stem().string();
    if (const toml::node* node = root.get("name")) {
      spec_.name = text_of("name", *node);
      if (spec_.name.empty()) fail(*node, "name", *node, "must not be empty");
    }
  }

  void drop_replacements_of_preset(const toml::table& root) {
    for (const auto& [table, name] :
         {std::pair("compute", "chip"), std::pair("solar_array", "cell"), std::pair("radiator", "coating")}) {
      const std::string key = fmt::format("{}.{}", table, name);
      const auto wanted = root[table][name].value<std::string>();
      if (wanted && *wanted != get_text(spec_, *find_spec_field(key))) drop_replacements(spec_, key);
    }
  }

  [[noreturn]] void refuse_top_level(const toml::key& key, const toml::node& node) const {
    if (node.is_table())
      throw SpecError(fmt::format("{}[{}]: unknown table; the nearest known table is [{}]",
                                  where(key.source()), printable(key.str()),
                                  nearest_word(key.str(), table_names())));
    const std::string field = nearest_spec_key(key.str());
    const std::string nearest =
        nearest_word(key.str(), {"name", "preset", field.substr(field.find('.') + 1)});
    fail(key, key.str(), node,
         fmt::format("unknown key; the nearest known key is {}",
                     nearest == "name" || nearest == "preset" ? nearest : field));
  }

  void read_field(const std::string& full_key, const toml::key& key, const toml::node& node) {
    const SpecField* field = find_spec_field(full_key);
    if (!field)
      fail(key, full_key, node,
           fmt::format("unknown key; the nearest known key is {}", nearest_spec_key(full_key)));
    places_[full_key] = where(node.source());
    if (const toml::table* range = node.as_table()) {
      read_range(*field, *range);
      return;
    }
    try {
      if (node.is_string())
        set_text(spec_, *field, text_of(field->key, node));
      else if (node.is_number())
        set_number(spec_, *field, to_si(number_of(node), field->unit));
      else
        fail(node, full_key, node,
             fmt::format("is {}; accepted: {}", kind_of(node), accepted_values(*field)));
    } catch (const FieldError& error) {
      fail(node, full_key, node, error.rule());
    }
    spec_.uncertainty.erase(full_key);
  }

  /// [SI] one end of a range, or its middle.
  double read_part(const SpecField& field, const toml::table& range, const char* part) const {
    const toml::node* node = range.get(part);
    if (!node)
      fail(range, field.key, range, fmt::format("a range needs low, nominal and high; {} is missing", part));
    const std::string key = fmt::format("{}.{}", field.key, part);
    if (!node->is_number() && !node->is_string())
      fail(*node, key, *node,
           fmt::format("is {}; accepted: {}", kind_of(*node), accepted_quantity(field.unit)));
    double value = 0;
    try {
      value = node->is_number() ? to_si(number_of(*node), field.unit)
                                : parse_quantity(text_of(key, *node), field.unit);
    } catch (const SpecError&) {
      throw;
    } catch (const std::invalid_argument& error) {
      fail(*node, key, *node, error.what());
    }
    try {
      SatelliteSpec trial = spec_;
      set_number(trial, field, value);
    } catch (const FieldError& error) {
      fail(*node, key, *node, error.rule());
    }
    return value;
  }

  void read_range(const SpecField& field, const toml::table& range) {
    static const std::vector<std::string> parts = {"low", "nominal", "high", "distribution"};
    if (field.choices) fail(range, field.key, range, "is a table; accepted: " + accepted_values(field));
    if (std::holds_alternative<SpecField::Integer>(field.access))
      fail(range, field.key, range, "a whole number has no range; accepted: " + accepted_values(field));
    for (const auto& [key, node] : entries_of(range))
      if (std::find(parts.begin(), parts.end(), key->str()) == parts.end())
        fail(
            *key, fmt::format("{}.{}", field.key, key->str()), *node,
            fmt::format("unknown part of a range; the nearest known is {}", nearest_word(key->str(), parts)));
    Distribution distribution{.kind = DistributionKind::triangular,
                              .low = read_part(field, range, "low"),
                              .nominal = read_part(field, range, "nominal"),
                              .high = read_part(field, range, "high")};
    if (const toml::node* node = range.get("distribution")) {
      const std::string key = fmt::format("{}.distribution", field.key);
      const auto kind = distribution_kind(text_of(key, *node));
      if (!kind) fail(*node, key, *node, "accepted are uniform, triangular, normal, lognormal");
      distribution.kind = *kind;
    }
    const auto [low, nominal, high] = std::array{distribution.low, distribution.nominal, distribution.high};
    if (!(low <= nominal && nominal <= high && low < high))
      fail(range, field.key, range,
           fmt::format("a range needs low <= nominal <= high and low < high, not {}, {}, {}",
                       format_quantity(low, field.unit), format_quantity(nominal, field.unit),
                       format_quantity(high, field.unit)));
    if (distribution.kind == DistributionKind::lognormal && low <= 0)
      fail(range, field.key, range, "a lognormal range needs low above zero");
    set_number(spec_, field, nominal);
    spec_.uncertainty[std::string(field.key)] = distribution;
  }

  void check_relations() const {
    try {
      check_spec(spec_);
    } catch (const FieldError& error) {
      const auto place = places_.find(error.key());
      throw SpecError((place == places_.end() ? source_name_ + ": " : place->second) + error.what());
    }
  }

  std::string source_name_;
  std::string start_;
  SatelliteSpec spec_;
  std::map<std::string, std::string> places_;  // of the values that the text gives
};

}  // namespace

SatelliteSpec read_toml(std::string_view text, const std::string& source_name, const std::string& start) {
  toml::table root;
  try {
    root = toml::parse(text, std::string_view());
  } catch (const toml::parse_error& error) {
    throw SpecError(fmt::format("{}:{}:{}: not valid TOML: {}", source_name, error.source().begin.line,
                                error.source().begin.column, on_one_line(error.description())));
  }
  return Reader(source_name, start).read(root);
}

}  // namespace sunrack
