#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "satellite/text_file.h"

namespace sunrack {

/// What a TOML text holds, with the place of each value: for files that describe one thing (a panel, a
/// package), in the words and with the messages of a specification's file.
struct TomlNode {
  enum class Kind { text, number, boolean, array, table, other };

  std::string key;  ///< whole: "core.thickness", "probes[2].x"; "" at the root
  Kind kind = Kind::table;
  std::string text = {};
  double number = 0;
  bool is_integer = false;
  bool boolean = false;
  int line = 1, column = 1;             ///< of the value
  int key_line = 1, key_column = 1;     ///< of its key
  std::vector<TomlNode> children = {};  ///< of a table, in the order of the file, or of an array

  std::string_view name() const;                      ///< the last word of the key
  const TomlNode* find(std::string_view name) const;  ///< nullptr: not there
};

/// A text parsed; remembers its name for messages.
class TomlDocument {
 public:
  /// @throws SpecError
  static TomlDocument read(const std::string& file);
  TomlDocument(std::string_view text, std::string source_name);

  const TomlNode& root() const { return root_; }
  const std::string& source_name() const { return source_name_; }

  /// @throws SpecError "panel.toml:7:1: core.thicknes = 3: rule", at the value or at its key
  [[noreturn]] void refuse(const TomlNode& node, std::string_view rule) const;
  [[noreturn]] void refuse_key(const TomlNode& node, std::string_view rule) const;

  /// Each with the kind checked. Numbers are in `unit`, texts name a unit of the same kind: "3 mm".
  double quantity(const TomlNode& node, std::string_view unit) const;
  int integer(const TomlNode& node, int least, int most) const;
  bool boolean(const TomlNode& node) const;
  std::string text(const TomlNode& node) const;
  std::string choice(const TomlNode& node, const std::vector<std::string>& accepted) const;
  const TomlNode& table(const TomlNode& node) const;
  const std::vector<TomlNode>& array(const TomlNode& node) const;

  /// @throws SpecError for a key of the table that is not among `known`, naming the nearest
  void require_known(const TomlNode& table, const std::vector<std::string>& known) const;

 private:
  std::string source_name_;
  TomlNode root_;
};

}  // namespace sunrack
