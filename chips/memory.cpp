#include "chips/memory.h"

#include "physics/require.h"

namespace sunrack {

const char* event_kind_name(DeviceEvent::Kind kind) {
  switch (kind) {
    case DeviceEvent::Kind::functional_interrupt:
      return "functional interrupt";
    case DeviceEvent::Kind::latch_up:
      return "latch-up";
    case DeviceEvent::Kind::silent_corruption:
      return "silent corruption";
    case DeviceEvent::Kind::uncorrectable_memory:
      return "uncorrectable memory error";
    case DeviceEvent::Kind::upset:
      return "upset";
  }
  throw std::invalid_argument("event_kind_name: no such kind");
}

SingleEventEnvironment single_event_environment(const RadiationEnvironment& behind_shield) {
  SingleEventEnvironment result;
  result.ions = let_spectrum(behind_shield.cosmic_rays);
  result.trapped_protons = behind_shield.trapped_protons;
  result.worst_day_protons = behind_shield.worst_day_protons;
  result.worst_day_ions = let_spectrum(behind_shield.worst_day_ions);
  if (!behind_shield.solar_protons.energy.empty()) {
    require(behind_shield.duration > 0, "single_event_environment: duration", behind_shield.duration,
            "must be positive: solar protons are a fluence over it [s]");
    result.solar_protons = scaled(behind_shield.solar_protons, 1 / behind_shield.duration);
  }
  for (const IonSpectrum& ion : behind_shield.cosmic_rays)
    if (ion.atomic_number == 1) result.cosmic_ray_protons = sum(result.cosmic_ray_protons, ion.spectrum);
  return result;
}

SingleEventEnvironment single_event_environment(const RadiationEnvironment& outside, double areal_density,
                                                ShieldGeometry geometry) {
  return single_event_environment(behind_shield(outside, areal_density, geometry));
}

UpsetShares upset_shares(const SingleEventResponse& response, const SingleEventEnvironment& environment) {
  UpsetShares result;
  if (response.heavy_ions) {
    const LetResponse boxes = weibull_response(*response.heavy_ions, response.depth, response.side);
    result.heavy_ions = upset_rate(environment.ions, boxes);
    result.worst_day_ions = upset_rate(environment.worst_day_ions, boxes);
  }
  if (response.protons) {
    const auto rate = [&](const Spectrum& spectrum) {
      return proton_upset_rate(spectrum, *response.protons);
    };
    result.trapped_protons = rate(environment.trapped_protons);
    result.solar_protons = rate(environment.solar_protons);
    result.cosmic_ray_protons = rate(environment.cosmic_ray_protons);
    result.worst_day_protons = rate(environment.worst_day_protons);
  }
  return result;
}

DeviceUpsets device_upsets(const MemoryDevice& device, const SingleEventEnvironment& environment) {
  DeviceUpsets result;
  result.per_bit = upset_shares(device.per_bit, environment);
  for (const DeviceEvent& event : device.events)
    result.events.push_back({event.kind, event.name, upset_shares(event.response, environment)});
  return result;
}

}  // namespace sunrack
