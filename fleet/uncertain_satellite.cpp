#include "fleet/uncertain_satellite.h"

#include "fleet/lifetime_optimum.h"
#include "physics/require.h"
#include "satellite/quantity.h"
#include "satellite/spec_fields.h"
#include "satellite/spec_file.h"

namespace sunrack {

namespace {

UncertainInput input_of_field(const std::string& key, const Distribution& range, const std::string& source) {
  const SpecField* field = find_spec_field(key);
  const auto in_unit = [&](double value) { return from_si(value, field->unit); };
  return {.key = key,
          .name = key,
          .unit = std::string(shown_unit(field->unit)),
          .range = {range.kind, in_unit(range.low), in_unit(range.nominal), in_unit(range.high)},
          .source = source};
}

}  // namespace

UncertainSatellite::UncertainSatellite(const std::string& preset_name)
    : UncertainSatellite(preset(preset_name)) {}

UncertainSatellite::UncertainSatellite(SatelliteSpec spec) : spec_(std::move(spec)) {
  // A longer life is no better technology: designs of one life are compared.
  spec_.uncertainty.erase("mission.life");
  sizer_ = std::make_shared<const StudySizer>(spec_);
}

void UncertainSatellite::add_inputs(std::vector<UncertainInput>& inputs) const {
  for (const auto& [key, range] : spec_.uncertainty)
    inputs.push_back(input_of_field(key, range, "range in the specification " + spec_.name));
}

void UncertainSatellite::add_lifetime_inputs(std::vector<UncertainInput>& inputs) const {
  for (const LifetimeRange& range : lifetime_ranges(spec_)) {
    if (spec_.uncertainty.contains(range.key)) continue;  // it is among add_inputs
    inputs.push_back(input_of_field(range.key, range.range, range.source));
  }
}

SatelliteSpec UncertainSatellite::spec_with(const InputValues& values) const {
  SatelliteSpec spec = spec_;
  try {
    for (std::size_t i = 0; i < values.inputs().size(); ++i)
      if (const SpecField* field = find_spec_field(values.inputs()[i].key))
        set_number(spec, *field, to_si(values.numbers()[i], field->unit));
  } catch (const std::invalid_argument& error) {
    throw ModelError(error.what());  // a draw that contradicts itself is a draw without an answer
  }
  shift_reference_temperatures(spec, spec_.lifetime.reference_junction);
  return spec;
}

SatelliteDesign UncertainSatellite::size(const InputValues& values) const { return size(spec_with(values)); }

SatelliteDesign UncertainSatellite::size(const SatelliteSpec& spec) const {
  try {
    return sizer_->size(spec);
  } catch (const std::invalid_argument& error) {
    throw ModelError(error.what());
  }
}

}  // namespace sunrack
