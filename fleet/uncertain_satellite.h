#pragma once

#include <memory>
#include <string>

#include "fleet/reliability.h"
#include "fleet/uncertain_input.h"
#include "satellite/study.h"

namespace sunrack {

/// A satellite whose ranges are uncertain inputs of a question, and which is sized anew for each draw.
class UncertainSatellite {
 public:
  /// Ranges on life are left at nominal. @throws SpecError for an unknown preset
  explicit UncertainSatellite(const std::string& preset_name);
  explicit UncertainSatellite(SatelliteSpec spec);

  /// The ranges as inputs, by their fields' keys and in their units; behind those that are there already.
  void add_inputs(std::vector<UncertainInput>& inputs) const;
  /// The same for what is not known about failures (fleet/lifetime_optimum.h: lifetime_ranges).
  void add_lifetime_inputs(std::vector<UncertainInput>& inputs) const;

  /// The spec with the values of all inputs that are fields of it. Temperatures at which the ground counted
  /// its failures move together with the junction's, as in drawn_lifetime. @throws ModelError if the values
  /// contradict each other
  SatelliteSpec spec_with(const InputValues& values) const;
  /// @throws ModelError as size_satellite
  SatelliteDesign size(const InputValues& values) const;
  SatelliteDesign size(const SatelliteSpec& spec) const;  ///< one that differs from spec() in some fields
  const SatelliteSpec& spec() const { return spec_; }

 private:
  SatelliteSpec spec_;
  std::shared_ptr<const StudySizer> sizer_;
};

}  // namespace sunrack
