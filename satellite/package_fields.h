#pragma once

#include <string>
#include <vector>

#include "chips/packages/package_bounds.h"
#include "chips/packages/package_stack.h"
#include "satellite/toml_fields.h"

namespace sunrack {

/// Keys of a package's tables, whose numbers are held against what they may be.
class PackageFields : public TomlFields {
 public:
  using TomlFields::TomlFields;

  /// In SI, from `unit` or the unit that a text names.
  double within(const PackageBound& bound, const TomlNode& node, const char* unit) const;
  double need(const TomlNode& from, const char* name, const char* unit, const PackageBound& bound) const;
  /// A value if it is there, else what `target` was; false then.
  bool take(const TomlNode& from, const char* name, const char* unit, const PackageBound& bound,
            double& target) const;
  std::vector<double> numbers(const TomlNode& array, const char* unit, const PackageBound& bound) const;

  SourcePlace key_place(const TomlNode& node) const;
  SourcePlace value_place(const TomlNode& node) const;
  /// A note where a bare number of kelvin may have been meant in degC.
  void note_cold_number(PackageStack& stack, const TomlNode& from, const char* name) const;
};

/// Tables [package], [materials] and [[layers]]. @throws SpecError, PackageError
void read_package_stack(const TomlDocument& document, PackageStack& stack);

}  // namespace sunrack
