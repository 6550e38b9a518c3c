#include "chips/bit_flips/protection.h"

#include <algorithm>
#include <cmath>
#include <functional>

#include "physics/require.h"

namespace sunrack {

namespace {

/// The flips that are left when only some element bits can be hit.
FlipTable only(FlipTable table, const std::function<bool(int)>& can_be_hit) {
  table.random.nan = table.random.infinite = table.random.beyond = table.bounded_noise_per_flip = 0;
  for (const FlipEffect& effect : table.elements) {
    if (!can_be_hit(effect.bit)) continue;
    table.random.nan += effect.share * effect.nan;
    table.random.infinite += effect.share * effect.infinite;
    table.random.beyond += effect.share * effect.beyond;
    table.bounded_noise_per_flip += effect.share * effect.bounded_square;
  }
  for (const FlipEffect& effect : table.scales) {
    table.random.nan += effect.share * effect.nan;
    table.random.infinite += effect.share * effect.infinite;
    table.random.beyond += effect.share * effect.beyond;
    table.bounded_noise_per_flip += effect.share * effect.weights_touched * effect.bounded_square;
  }
  return table;
}

Protection measure(const std::string& name, const std::string& how, double memory,
                   const InferenceAnswer& answer, const ProtectionOptions& options) {
  Protection result{.name = name, .how = how, .memory = memory};
  result.fatal_flips = answer.fatal_flips.mid;
  result.noise_to_signal = answer.noise_to_signal;
  result.unavailability =
      unavailability(answer.fatal_flips.mid, answer.upsets.detected_words, options.recovery);
  result.cost = std::max(memory, 0.0) * options.memory_share + result.unavailability;
  return result;
}

}  // namespace

double unavailability(double fatal_flips, double detected_words, const Recovery& recovery) {
  require(fatal_flips >= 0 && detected_words >= 0, "unavailability: rate",
          std::min(fatal_flips, detected_words), "must not be negative [1/s]");
  require(recovery.detection >= 0 && recovery.reload >= 0, "recovery: time",
          std::min(recovery.detection, recovery.reload), "must not be negative [s]");
  const double lost = fatal_flips * (recovery.detection + recovery.reload) + detected_words * recovery.reload;
  return lost / (1 + lost);
}

std::vector<Protection> rank_protections(const InferenceQuestion& asked, const ProtectionOptions& options,
                                         const ScaleEvidence& evidence) {
  require(options.memory_share >= 0 && options.memory_share <= 1, "protection: memory_share",
          options.memory_share, "must be from 0 to 1");
  require(options.reload_interval > 0, "protection: reload_interval", options.reload_interval,
          "must be positive [s]");
  InferenceQuestion question = asked;
  question.code = memory_code("none");
  const FlipOptions flip = flip_options(question.network, evidence);
  const FlipTable flips = enumerate_flips(question.format, question.network.weights, flip);
  const FormatLayout& shape = layout(question.format.element);
  const auto answer = [&](const FlipTable& table) { return answer_inference(question, table, evidence); };
  std::vector<Protection> list = {measure("nothing", "as it is", 0, answer(flips), options)};
  if (!is_integer(question.format.element)) {
    const int top = shape.bits - 2;
    list.push_back(measure("pin", "hold the top exponent bit at zero on every read; no memory", 0,
                           answer(only(flips, [top](int bit) { return bit != top; })), options));
    const double share = (shape.exponent_bits + 1) / flips.bits_per_weight;
    const int mantissa = shape.mantissa_bits;
    list.push_back(measure("exponents", "SECDED over sign and exponent bits alone", share / 8,
                           answer(only(flips, [mantissa](int bit) { return bit < mantissa; })), options));
    InferenceQuestion quantised = question;
    quantised.format = weight_format("int8");
    const FlipTable table = enumerate_flips(quantised.format, question.network.weights, flip);
    list.push_back(measure("int8", "store eight-bit integers in its place",
                           table.bits_per_weight / flips.bits_per_weight - 1,
                           answer_inference(quantised, table, evidence), options));
  }
  InferenceQuestion corrected = question;
  corrected.code = memory_code("secded");
  list.push_back(measure("secded", "SECDED (72, 64) over all bits, scrubbed", check_overhead(corrected.code),
                         answer_inference(corrected, flips, evidence), options));
  InferenceQuestion reloaded = question;
  reloaded.exposure = std::min(question.exposure, options.reload_interval);
  ProtectionOptions noticed = options;
  noticed.recovery.detection = std::min(options.recovery.detection, options.reload_interval / 2);
  list.push_back(measure("reload", "a checksum over read-only weights, and loading them again", 0,
                         answer_inference(reloaded, flips, evidence), noticed));
  std::stable_sort(list.begin(), list.end(),
                   [](const Protection& a, const Protection& b) { return a.cost < b.cost; });
  return list;
}

}  // namespace sunrack
