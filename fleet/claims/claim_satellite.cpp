#include "fleet/claims/claim_satellite.h"

#include "physics/require.h"
#include "satellite/quantity.h"
#include "satellite/spec_fields.h"
#include "satellite/spec_file.h"

namespace sunrack {

ClaimSatellite::ClaimSatellite(const std::string& preset_name) : ClaimSatellite(preset(preset_name)) {}

ClaimSatellite::ClaimSatellite(SatelliteSpec spec) : spec_(std::move(spec)) {
  // A longer life is no better technology: claims compare designs of one life.
  spec_.uncertainty.erase("mission.life");
  sizer_ = std::make_shared<const StudySizer>(spec_);
}

void ClaimSatellite::add_inputs(std::vector<ClaimInput>& inputs) const {
  for (const auto& [key, range] : spec_.uncertainty) {
    const SpecField* field = find_spec_field(key);
    const auto in_unit = [&](double value) { return from_si(value, field->unit); };
    inputs.push_back({.key = key,
                      .name = key,
                      .unit = std::string(shown_unit(field->unit)),
                      .range = {range.kind, in_unit(range.low), in_unit(range.nominal), in_unit(range.high)},
                      .source = "preset " + spec_.name});
  }
}

SatelliteDesign ClaimSatellite::size(const ClaimValues& values) const {
  SatelliteSpec spec = spec_;
  try {
    for (std::size_t i = 0; i < values.inputs().size(); ++i) {
      const std::string& key = values.inputs()[i].key;
      if (!spec_.uncertainty.contains(key)) continue;
      const SpecField* field = find_spec_field(key);
      set_number(spec, *field, to_si(values.numbers()[i], field->unit));
    }
    return sizer_->size(spec);
  } catch (const std::invalid_argument& error) {
    throw ModelError(error.what());  // a draw that contradicts itself is a draw without an answer
  }
}

}  // namespace sunrack
