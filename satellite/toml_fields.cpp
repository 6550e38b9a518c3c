#include "satellite/toml_fields.h"

#include <fmt/format.h>

#include <filesystem>

namespace sunrack {

std::string TomlFields::name() const {
  if (const TomlNode* given = document_.root().find("name")) return document_.text(*given);
  return std::filesystem::path(document_.source_name()).stem().string();
}

const TomlNode* TomlFields::table(const char* name) const {
  const TomlNode* node = document_.root().find(name);
  return node ? &document_.table(*node) : nullptr;
}

const TomlNode& TomlFields::needed_table(const char* name) const {
  if (const TomlNode* node = table(name)) return *node;
  throw SpecError(fmt::format("{}: the table [{}] is missing", document_.source_name(), name));
}

const TomlNode& TomlFields::need_node(const TomlNode& from, const char* name) const {
  const TomlNode* node = from.find(name);
  if (!node) missing(from, name);
  return *node;
}

void TomlFields::missing(const TomlNode& from, const char* name) const {
  document_.refuse_key(from, fmt::format("{} is missing", name));
}

double TomlFields::checked(const TomlNode& node, const char* unit, ValueRule rule) const {
  const double value = document_.quantity(node, unit);
  if (rule == ValueRule::positive && !(value > 0)) document_.refuse(node, "must be positive");
  if (rule == ValueRule::not_negative && !(value >= 0)) document_.refuse(node, "must not be negative");
  if (rule == ValueRule::share && !(value >= 0 && value <= 1)) document_.refuse(node, "must be from 0 to 1");
  return value;
}

double TomlFields::need(const TomlNode& from, const char* name, const char* unit, ValueRule rule) const {
  return checked(need_node(from, name), unit, rule);
}

bool TomlFields::take(const TomlNode& from, const char* name, const char* unit, ValueRule rule,
                      double& target) const {
  const TomlNode* node = from.find(name);
  if (node) target = checked(*node, unit, rule);
  return node != nullptr;
}

std::vector<double> TomlFields::numbers(const TomlNode& array, const char* unit, ValueRule rule) const {
  std::vector<double> values;
  for (const TomlNode& one : document_.array(array)) values.push_back(checked(one, unit, rule));
  return values;
}

}  // namespace sunrack
