#include "satellite/toml_document.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "physics/numerics/nearest_word.h"
#include "satellite/quantity.h"

// As in satellite/spec_toml.cpp: toml++ 3.3 asserts on some malformed texts, and deep nesting would overflow
// the stack.
#undef NDEBUG
#undef TOML_SHARED_LIB
#undef TOML_HEADER_ONLY
#define TOML_ASSERT(expression) static_cast<void>(0)
#define TOML_MAX_NESTED_VALUES 16
#include <toml++/toml.h>

namespace sunrack {

namespace {

constexpr std::size_t longest_text = 200;  // characters of a value

bool is_control(char c) { return (c >= 0 && c < 0x20) || c == 0x7f; }

std::string on_one_line(std::string_view text, std::size_t longest = 60) {
  std::size_t end = std::min(text.size(), longest);
  while (end < text.size() && end > 0 && (text[end] & 0xC0) == 0x80) --end;  // never inside a UTF-8 character
  std::string shown;
  for (const char c : text.substr(0, end))
    shown += is_control(c) ? fmt::format("\\x{:02x}", static_cast<unsigned>(c)) : std::string(1, c);
  return end < text.size() ? shown + "..." : shown;
}

TomlNode converted(const toml::node& node, std::string key) {
  TomlNode out;
  out.key = std::move(key);
  out.line = int(node.source().begin.line), out.column = int(node.source().begin.column);
  out.key_line = out.line, out.key_column = out.column;
  if (const auto* text = node.as_string()) {
    out.kind = TomlNode::Kind::text, out.text = text->get();
  } else if (node.is_number()) {
    out.kind = TomlNode::Kind::number, out.number = node.value<double>().value();
    out.is_integer = node.is_integer();
  } else if (const auto* boolean = node.as_boolean()) {
    out.kind = TomlNode::Kind::boolean, out.boolean = boolean->get();
  } else if (const auto* array = node.as_array()) {
    out.kind = TomlNode::Kind::array;
    std::size_t n = 0;
    for (auto&& item : *array) out.children.push_back(converted(item, fmt::format("{}[{}]", out.key, n++)));
  } else if (const auto* table = node.as_table()) {
    out.kind = TomlNode::Kind::table;
    for (auto&& [name, value] : *table) {
      TomlNode child = converted(
          value, out.key.empty() ? std::string(name.str()) : fmt::format("{}.{}", out.key, name.str()));
      child.key_line = int(name.source().begin.line), child.key_column = int(name.source().begin.column);
      out.children.push_back(std::move(child));
    }
    std::sort(out.children.begin(), out.children.end(), [](const TomlNode& a, const TomlNode& b) {
      return std::pair(a.key_line, a.key_column) < std::pair(b.key_line, b.key_column);
    });
  } else {
    out.kind = TomlNode::Kind::other;
  }
  return out;
}

std::string_view kind_of(const TomlNode& node) {
  switch (node.kind) {
    case TomlNode::Kind::text:
      return "a text";
    case TomlNode::Kind::number:
      return "a number";
    case TomlNode::Kind::boolean:
      return "a boolean";
    case TomlNode::Kind::array:
      return "an array";
    case TomlNode::Kind::table:
      return "a table";
    case TomlNode::Kind::other:
      break;
  }
  return "a date or time";
}

std::string shown_value(const TomlNode& node) {
  switch (node.kind) {
    case TomlNode::Kind::text:
      return fmt::format("\"{}\"", on_one_line(node.text));
    case TomlNode::Kind::number:
      return fmt::format("{}", node.number);
    case TomlNode::Kind::boolean:
      return node.boolean ? "true" : "false";
    case TomlNode::Kind::array:
      return "[...]";
    case TomlNode::Kind::table:
      return "{...}";
    case TomlNode::Kind::other:
      break;
  }
  return "...";
}

}  // namespace

std::string_view TomlNode::name() const {
  const auto dot = key.rfind('.');
  return dot == std::string::npos ? std::string_view(key) : std::string_view(key).substr(dot + 1);
}

const TomlNode* TomlNode::find(std::string_view name) const {
  if (kind == Kind::table)
    for (const TomlNode& child : children)
      if (child.name() == name) return &child;
  return nullptr;
}

TomlDocument TomlDocument::read(const std::string& file) {
  const TextFile read = read_text_file(file);
  return TomlDocument(read.text, read.name);
}

TomlDocument::TomlDocument(std::string_view text, std::string source_name)
    : source_name_(std::move(source_name)) {
  require_text(text, source_name_);
  try {
    root_ = converted(toml::parse(text, std::string_view()), "");
  } catch (const toml::parse_error& error) {
    throw SpecError(fmt::format("{}:{}:{}: not valid TOML: {}", source_name_, error.source().begin.line,
                                error.source().begin.column, on_one_line(error.description(), 300)));
  }
}

void TomlDocument::refuse(const TomlNode& node, std::string_view rule) const {
  throw SpecError(fmt::format("{}:{}:{}: {} = {}: {}", source_name_, node.line, node.column,
                              on_one_line(node.key), shown_value(node), rule));
}

void TomlDocument::refuse_key(const TomlNode& node, std::string_view rule) const {
  throw SpecError(fmt::format("{}:{}:{}: {}: {}", source_name_, node.key_line, node.key_column,
                              on_one_line(node.key), rule));
}

double TomlDocument::quantity(const TomlNode& node, std::string_view unit) const {
  if (node.kind != TomlNode::Kind::number && node.kind != TomlNode::Kind::text)
    refuse(node, fmt::format("is {}; accepted: {}", kind_of(node), accepted_quantity(unit)));
  if (node.kind == TomlNode::Kind::number) {
    const double value = to_si(node.number, unit);
    if (!std::isfinite(value)) refuse(node, "must be a finite number");
    return value;
  }
  try {
    return parse_quantity(text(node), unit);
  } catch (const SpecError&) {
    throw;
  } catch (const std::invalid_argument& error) {
    refuse(node, error.what());
  }
}

int TomlDocument::integer(const TomlNode& node, int least, int most) const {
  if (node.kind != TomlNode::Kind::number || !node.is_integer ||
      !(node.number >= least && node.number <= most))
    refuse(node, fmt::format("must be a whole number from {} to {}", least, most));
  return int(node.number);
}

bool TomlDocument::boolean(const TomlNode& node) const {
  if (node.kind != TomlNode::Kind::boolean)
    refuse(node, fmt::format("is {}, but true or false is needed", kind_of(node)));
  return node.boolean;
}

std::string TomlDocument::text(const TomlNode& node) const {
  if (node.kind != TomlNode::Kind::text)
    refuse(node, fmt::format("is {}, but a text is needed", kind_of(node)));
  if (node.text.size() > longest_text || std::any_of(node.text.begin(), node.text.end(), is_control))
    refuse(node, fmt::format("must be at most {} characters, none of them control characters", longest_text));
  return node.text;
}

std::string TomlDocument::choice(const TomlNode& node, const std::vector<std::string>& accepted) const {
  const std::string value = text(node);
  if (std::find(accepted.begin(), accepted.end(), value) == accepted.end())
    refuse(node, fmt::format("is not known; the nearest is \"{}\"; accepted are {}",
                             nearest_word(value, accepted), fmt::join(accepted, ", ")));
  return value;
}

const TomlNode& TomlDocument::table(const TomlNode& node) const {
  if (node.kind != TomlNode::Kind::table)
    refuse(node, fmt::format("is {}, but a table is needed", kind_of(node)));
  return node;
}

const std::vector<TomlNode>& TomlDocument::array(const TomlNode& node) const {
  if (node.kind != TomlNode::Kind::array)
    refuse(node, fmt::format("is {}, but an array is needed", kind_of(node)));
  return node.children;
}

void TomlDocument::require_known(const TomlNode& table, const std::vector<std::string>& known) const {
  for (const TomlNode& child : table.children)
    if (std::find(known.begin(), known.end(), child.name()) == known.end())
      refuse_key(child, fmt::format("unknown key; the nearest known key is {}",
                                    nearest_word(std::string(child.name()), known)));
}

}  // namespace sunrack
