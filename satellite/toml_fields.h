#pragma once

#include <string>
#include <vector>

#include "satellite/toml_document.h"

namespace sunrack {

/// Which numbers a key takes.
enum class ValueRule { positive, not_negative, share, any };

/// The tables of a document read key by key: what readers of panels and packages have in common. Missing keys
/// and values against their rule are refused with their place. Refers to the document.
class TomlFields {
 public:
  explicit TomlFields(const TomlDocument& document) : document_(document) {}

  /// The name in the file, else the file's own without its ending.
  std::string name() const;
  const TomlNode* table(const char* name) const;  ///< of the root; nullptr: not there
  const TomlNode& needed_table(const char* name) const;
  const TomlNode& need_node(const TomlNode& from, const char* name) const;
  [[noreturn]] void missing(const TomlNode& from, const char* name) const;

  /// In SI, from `unit` or the unit that a text names.
  double checked(const TomlNode& node, const char* unit, ValueRule rule) const;
  double need(const TomlNode& from, const char* name, const char* unit,
              ValueRule rule = ValueRule::positive) const;
  /// A value if it is there, else what `target` was.
  bool take(const TomlNode& from, const char* name, const char* unit, ValueRule rule, double& target) const;
  std::vector<double> numbers(const TomlNode& array, const char* unit, ValueRule rule) const;

 protected:
  const TomlDocument& document_;
};

}  // namespace sunrack
