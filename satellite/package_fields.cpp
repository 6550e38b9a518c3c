#include "satellite/package_fields.h"

#include <fmt/format.h>

#include "chips/packages/package_plausibility.h"
#include "satellite/quantity.h"

namespace sunrack {

double PackageFields::within(const PackageBound& bound, const TomlNode& node, const char* unit) const {
  const double value = document_.quantity(node, unit);
  std::string rule = beyond(bound, value);
  if (rule.empty()) return value;
  const bool has_unit = *unit != '\0';
  if (has_unit && node.kind == TomlNode::Kind::number && value > 0 && shown_unit(unit) != bound.unit)
    rule += fmt::format("; a bare number is in {}", shown_unit(unit));
  document_.refuse(node, rule);
}

double PackageFields::need(const TomlNode& from, const char* name, const char* unit,
                           const PackageBound& bound) const {
  return within(bound, need_node(from, name), unit);
}

bool PackageFields::take(const TomlNode& from, const char* name, const char* unit, const PackageBound& bound,
                         double& target) const {
  const TomlNode* node = from.find(name);
  if (node) target = within(bound, *node, unit);
  return node != nullptr;
}

std::vector<double> PackageFields::numbers(const TomlNode& array, const char* unit,
                                           const PackageBound& bound) const {
  std::vector<double> values;
  for (const TomlNode& one : document_.array(array)) values.push_back(within(bound, one, unit));
  return values;
}

SourcePlace PackageFields::key_place(const TomlNode& node) const {
  return {document_.source_name(), node.key_line, node.key_column};
}

SourcePlace PackageFields::value_place(const TomlNode& node) const {
  return {document_.source_name(), node.line, node.column};
}

void PackageFields::note_cold_number(PackageStack& stack, const TomlNode& from, const char* name) const {
  const TomlNode* node = from.find(name);
  if (node && node->kind == TomlNode::Kind::number)
    note_cold(stack, value_place(*node), node->key, node->number);
}

}  // namespace sunrack
