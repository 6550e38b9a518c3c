#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

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
  std::string_view unit;  ///< of a bare number, and of the printed value; "" for a pure number or a text
  double minimum = 0;     ///< accepted range, in `unit`
  double maximum = 0;
  std::vector<std::string> (*choices)() = nullptr;  ///< of a text
  std::string_view description;
  std::string_view source;  ///< where the default comes from
};

const std::vector<SpecField>& spec_fields();
const SpecField* find_spec_field(std::string_view key);  ///< nullptr if there is none

/// The known key that is fewest edits away.
std::string nearest_spec_key(std::string_view key);

/// Sets a field from SI or text. @throws std::invalid_argument with "key = value: rule"
void set_number(SatelliteSpec& spec, const SpecField& field, double si_value);
void set_text(SatelliteSpec& spec, const SpecField& field, const std::string& text);

/// Sets a field from what a user typed: "5 kg/m2", "5", "ammonia". Optional fields take "computed" to be
/// unset.
void set_field(SatelliteSpec& spec, std::string_view key, std::string_view typed);

/// [SI] value of a number, or nothing for an unset optional and for texts.
std::optional<double> get_number(const SatelliteSpec& spec, const SpecField& field);
/// As a user would type it: "5 kg/m2", "ammonia", "computed" for an unset optional.
std::string get_text(const SatelliteSpec& spec, const SpecField& field);

/// Relations between fields that no single range can keep. @throws std::invalid_argument
void check_spec(const SatelliteSpec& spec);

/// docs/spec.md: every field with unit, range, default, meaning and source.
std::string spec_reference_page();

}  // namespace sunrack
