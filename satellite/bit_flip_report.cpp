#include "satellite/bit_flip_report.h"

#include <cmath>
#include <stdexcept>

#include "physics/orbit/ephemeris.h"
#include "physics/orbit/orbit.h"
#include "physics/radiation/circular_orbits.h"
#include "physics/require.h"

namespace sunrack {

namespace {

double inclination_of(const SatelliteSpec& spec) {
  if (spec.orbit.kind != "sun-synchronous") return spec.orbit.inclination;
  return sun_synchronous_orbit(spec.orbit.altitude,
                               std::fmod(spec.orbit.local_time_ascending_node / 3600, 24),
                               time_of_date(spec.orbit.year, 1, 1))
      .inclination;
}

BitFlipRow row(const BitFlipQuestion& question, const FlipTable& flips, const std::string& correction,
               const ScaleEvidence& evidence) {
  const InferenceQuestion inference{.network = question.network,
                                    .format = flips.format,
                                    .code = memory_code(correction),
                                    .scrubbing = question.scrubbing,
                                    .clusters = question.clusters,
                                    .rate = question.rate,
                                    .exposure = question.exposure};
  BitFlipRow result{.format = flips.format.name, .correction = correction};
  result.answer = answer_inference(inference, flips, evidence);
  result.memory_overhead = check_overhead(inference.code);
  result.unavailability =
      unavailability(result.answer.fatal_flips.mid, result.answer.upsets.detected_words, question.recovery);
  result.spare_capacity = result.unavailability / (1 - result.unavailability);
  if (question.specific_mass)
    result.extra_mass =
        *question.specific_mass * (result.memory_overhead * question.memory_share + result.spare_capacity);
  return result;
}

}  // namespace

OrbitUpsets upsets_in_orbit(const SatelliteSpec& spec, double aluminium, const std::string& name) {
  const MemoryDevice& device = memory_device(name);
  if (!device.per_bit.heavy_ions && !device.per_bit.protons)
    throw std::invalid_argument("memory device \"" + name + "\" has no figures per bit; take one that has");
  const RadiationOptions options{
      .solar = spec.radiation.solar_cycle == "minimum" ? SolarCycle::minimum : SolarCycle::maximum,
      .duration = spec.mission.life};
  const RadiationEnvironment outside = circular_orbit_environment(
      tabulated_circular_orbit(spec.orbit.altitude, inclination_of(spec), options.solar), options);
  OrbitUpsets upsets{.device = name,
                     .areal_density = aluminium,
                     .low = device.low,
                     .high = device.high,
                     .estimate = device.estimate,
                     .source = device.source};
  upsets.shares = upset_shares(device.per_bit, single_event_environment(outside, upsets.areal_density));
  if (!device.clusters.probability.empty()) upsets.clusters.sizes = device.clusters.probability;
  upsets.flips_per_bit = spec.radiation.factor * upsets.shares.total() * mean_cluster(upsets.clusters);
  return upsets;
}

std::vector<BitFlipRow> bit_flip_table(const BitFlipQuestion& question, const ScaleEvidence& evidence) {
  require(!question.specific_mass || *question.specific_mass > 0, "bit flips: specific_mass",
          question.specific_mass.value_or(1), "must be positive [kg/W]");
  require(question.memory_share >= 0 && question.memory_share <= 1, "bit flips: memory_share",
          question.memory_share, "must be from 0 to 1");
  std::vector<BitFlipRow> rows;
  for (const std::string& format : question.formats) {
    const FlipTable flips = enumerate_flips(weight_format(format), question.network.weights,
                                            flip_options(question.network, evidence));
    for (const std::string& correction : question.corrections)
      rows.push_back(row(question, flips, correction, evidence));
  }
  return rows;
}

}  // namespace sunrack
