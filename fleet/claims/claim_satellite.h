#pragma once

#include <memory>
#include <string>

#include "fleet/claims/stated_claim.h"
#include "satellite/sizing.h"

namespace sunrack {

/// A preset whose ranges are inputs of a claim, and which is sized anew for each draw.
class ClaimSatellite {
 public:
  /// Ranges on life are left at nominal. @throws SpecError for an unknown preset
  explicit ClaimSatellite(const std::string& preset_name);
  explicit ClaimSatellite(SatelliteSpec spec);

  /// The ranges as inputs, by their fields' keys and in their units; behind those that are there already.
  void add_inputs(std::vector<ClaimInput>& inputs) const;
  /// @throws ModelError as size_satellite
  SatelliteDesign size(const ClaimValues& values) const;
  const SatelliteSpec& spec() const { return spec_; }

 private:
  SatelliteSpec spec_;
  std::shared_ptr<const StudySizer> sizer_;
};

}  // namespace sunrack
