#pragma once

#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "physics/numerics/nearest_word.h"
#include "satellite/spec.h"

namespace sunrack {

/// One field of a SatelliteSpec, as the TOML file, `--set`, sweeps, studies and the reference page know it.
struct SpecField {
  using Number = double& (*)(SatelliteSpec&);
  using OptionalNumber = std::optional<double>& (*)(SatelliteSpec&);
  using Text = std::string& (*)(SatelliteSpec&);
  using Integer = int& (*)(SatelliteSpec&);

  std::string_view key;  ///< "radiator.tube_spacing"
  std::variant<Number, OptionalNumber, Text, Integer> access;
  std::string_view unit;  ///< of a bare number, and of the printed value; "" for a pure number or a text.
                          ///< "delta_K" for differences of temperature (shown as K: see shown_unit)
  double minimum = 0;     ///< accepted range, in `unit`
  double maximum = 0;
  std::vector<std::string> (*choices)() = nullptr;  ///< of a text
  std::string_view description;
  std::string_view source;  ///< where the default comes from
};

const std::vector<SpecField>& spec_fields();
const SpecField* find_spec_field(std::string_view key);  ///< nullptr if there is none

/// A value that a field does not take, or a relation between fields that does not hold.
class FieldError : public std::invalid_argument {
 public:
  FieldError(std::string_view key, std::string_view value, std::string_view rule);
  const std::string& key() const { return key_; }
  const std::string& rule() const { return rule_; }  ///< what() without "key = value: "

 private:
  std::string key_;
  std::string rule_;
};

/// The known key that is fewest edits away; a right name in a wrong table, or in none, is near.
std::string nearest_spec_key(std::string_view key);

/// "a number with a unit (m, km, ...)", "one of ammonia, water": what a field takes, for messages.
std::string accepted_values(const SpecField& field);

/// Sets a field from a value in SI or from a text. A text is as typed: "5 kg/m2", "5", "ammonia"; optional
/// fields take "computed" to be unset. @throws FieldError
void set_number(SatelliteSpec& spec, const SpecField& field, double value);
void set_text(SatelliteSpec& spec, const SpecField& field, const std::string& text);

/// Unsets the fields that stand in place of what a catalogue entry says, where `key` names the entry: a new
/// compute.chip brings its own temperature limits and leakage, solar_array.cell its own degradation,
/// radiator.coating its own emissivity and absorptance. Nothing for other keys.
void drop_replacements(SatelliteSpec& spec, std::string_view key);

/// Sets a field from what a user typed, and drops its range in `uncertainty`: the user knows it now. Another
/// chip, cell or coating drops what stood in place of the old one's figures.
/// @throws FieldError, std::invalid_argument for an unknown key, naming the nearest
void set_field(SatelliteSpec& spec, std::string_view key, std::string_view typed);

/// [SI] value of a number, or nothing for an unset optional and for texts.
std::optional<double> get_number(const SatelliteSpec& spec, const SpecField& field);
/// As a user would type it: "5 kg/m2", "ammonia", "computed" for an unset optional.
std::string get_text(const SatelliteSpec& spec, const SpecField& field);

/// That every field is within its range, also where a program set it, and relations between fields that no
/// single range can keep. @throws FieldError
void check_spec(const SatelliteSpec& spec);

/// docs/spec.md: every field with unit, range, default, meaning and source.
std::string spec_reference_page();

}  // namespace sunrack
