#include "chips/bit_flips/scale.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "physics/require.h"

namespace sunrack {

namespace {

void check(const NetworkScale& network) {
  require(network.parameters >= 1 && std::isfinite(network.parameters), "network: parameters",
          network.parameters, "must be at least 1");
  require(network.expert_share >= 0 && network.expert_share <= 1, "network: expert_share",
          network.expert_share, "must be from 0 to 1");
  require(network.embedding_share >= 0 && network.embedding_share + network.expert_share <= 1,
          "network: embedding_share", network.embedding_share, "must be from 0 to 1 - expert_share");
  require(network.experts_per_token > 0 && network.experts_per_token <= network.experts,
          "network: experts_per_token", network.experts_per_token, "must be positive, at most the experts");
  require(network.vocabulary >= 1, "network: vocabulary", network.vocabulary, "must be at least 1");
}

bool is_even(const WeightFormat& format) {
  return is_integer(format.element) || format.element == NumberFormat::fp4_e2m1;
}

Band mean_times(const Band& rate) {
  const auto inverse = [](double x) { return x > 0 ? 1 / x : std::numeric_limits<double>::infinity(); };
  return {inverse(rate.high), inverse(rate.mid), inverse(rate.low)};
}

Band times(const Band& band, double factor) {
  return {band.low * factor, band.mid * factor, band.high * factor};
}

Band fatal_per_flip(const FlipTable& flips, double catastrophic, const ScaleEvidence& evidence) {
  Band fatal = times(evidence.ruin, catastrophic);
  // Nothing is catastrophic by enumeration and none was seen: 95 % bound of none in so many.
  if (is_integer(flips.format.element) && evidence.flips_without_ruin > 0)
    fatal.high = std::max(fatal.high, -std::expm1(std::log(0.05) / evidence.flips_without_ruin));
  return fatal;
}

Band loss_rise(const InferenceQuestion& question, double noise, const ScaleEvidence& evidence) {
  const Band& slope = is_even(question.format) ? evidence.loss_per_noise_even : evidence.loss_per_noise_rare;
  const double ratio = question.network.parameters / evidence.parameters;
  // The fall with size was seen over a factor of 13; it is the low end of the band, never the estimate.
  const double fall = ratio > 1 ? std::pow(ratio, evidence.size_exponent) : 1;
  return {slope.low * noise * fall, slope.mid * noise * std::sqrt(fall), slope.high * noise};
}

}  // namespace

FlipOptions flip_options(const NetworkScale& network, const ScaleEvidence& evidence) {
  return {.beyond = evidence.beyond, .largest = network.largest};
}

InferenceAnswer answer_inference(const InferenceQuestion& question, const ScaleEvidence& evidence) {
  return answer_inference(
      question,
      enumerate_flips(question.format, question.network.weights, flip_options(question.network, evidence)),
      evidence);
}

InferenceAnswer answer_inference(const InferenceQuestion& question, const FlipTable& flips,
                                 const ScaleEvidence& evidence) {
  check(question.network);
  require(question.exposure >= 0, "inference: exposure", question.exposure, "must not be negative [s]");
  const NetworkScale& network = question.network;
  const double bits = network.parameters * flips.bits_per_weight;
  InferenceAnswer answer;
  answer.upsets = upset_rates({question.rate, bits}, question.code, question.scrubbing, question.clusters);
  answer.catastrophic = flips.random.nan + flips.random.infinite + flips.random.beyond;
  answer.fatal_per_flip = fatal_per_flip(flips, answer.catastrophic, evidence);
  answer.fatal_flips = times(answer.fatal_per_flip, answer.upsets.silent_flips);
  answer.mean_time_to_fatal = mean_times(answer.fatal_flips);
  const double to_all = 1 - network.expert_share - network.embedding_share;
  answer.fatal_to_all = answer.fatal_flips.mid * to_all;
  answer.tokens_touched = to_all + network.expert_share * network.experts_per_token / network.experts +
                          network.embedding_share / network.vocabulary;
  answer.bit_error_rate = -std::expm1(-answer.upsets.silent_flips * question.exposure / bits);
  answer.noise_to_signal = answer.bit_error_rate * flips.bits_per_weight * flips.bounded_noise_per_flip;
  answer.loss_rise = loss_rise(question, answer.noise_to_signal, evidence);
  answer.measured_at_this_scale = network.parameters <= evidence.parameters;
  answer.note = fmt::format("{}: measured up to {:.3g} weights{}", evidence.name, evidence.parameters,
                            answer.measured_at_this_scale ? "" : "; not measured at this scale");
  if (is_integer(question.format.element))
    answer.note += "; integers have no catastrophic bit, the high end is what " +
                   std::to_string(evidence.flips_without_ruin) +
                   " harmless flips leave possible; outlier channels of large networks may break it";
  return answer;
}

double collapse_probability(double bits, double bit_error_rate, double fatal_per_flip) {
  require(bits >= 0 && std::isfinite(bits), "collapse: bits", bits, "must not be negative");
  require(bit_error_rate >= 0 && bit_error_rate <= 1, "collapse: bit_error_rate", bit_error_rate,
          "must be from 0 to 1");
  require(fatal_per_flip >= 0 && fatal_per_flip <= 1, "collapse: fatal_per_flip", fatal_per_flip,
          "must be from 0 to 1");
  return -std::expm1(-bits * bit_error_rate * fatal_per_flip);
}

double cache_bits(const CacheQuestion& question) {
  require(question.layers > 0 && question.key_value_width > 0, "cache: layers", question.layers,
          "must be positive, and the width too");
  require(question.bytes > 0, "cache: bytes", question.bytes, "must be positive");
  require(question.tokens >= 0, "cache: tokens", question.tokens, "must not be negative");
  return 2 * question.layers * question.key_value_width * question.bytes * 8 * question.tokens;
}

double cache_hits(const CacheQuestion& question) {
  require(question.rate >= 0, "cache: rate", question.rate, "must not be negative [1/s]");
  require(question.residence >= 0, "cache: residence", question.residence, "must not be negative [s]");
  return cache_bits(question) * question.rate * question.residence;
}

TrainingAnswer answer_training(const TrainingQuestion& question) {
  for (const auto& [name, value] : {std::pair{"training: parameters", question.parameters},
                                    {"training: bits_per_parameter", question.bits_per_parameter},
                                    {"training: fatal_per_flip", question.fatal_per_flip},
                                    {"training: spike_per_flip", question.spike_per_flip},
                                    {"training: silent_flips_per_bit", question.silent_flips_per_bit},
                                    {"training: detected_words", question.detected_words},
                                    {"training: accelerators", question.accelerators},
                                    {"training: logic_errors", question.logic_errors},
                                    {"training: restart_time", question.restart_time}})
    require(value >= 0 && std::isfinite(value), name, value, "must not be negative");
  require(question.checkpoint_time > 0, "training: checkpoint_time", question.checkpoint_time,
          "must be positive [s]");
  const double flips = question.parameters * question.bits_per_parameter * question.silent_flips_per_bit;
  TrainingAnswer answer;
  answer.rollbacks = flips * std::min(1.0, question.fatal_per_flip + question.spike_per_flip) +
                     question.detected_words + question.accelerators * question.logic_errors;
  if (answer.rollbacks == 0) {
    answer.mean_time_between = answer.interval_young = answer.interval_daly =
        std::numeric_limits<double>::infinity();
    return answer;
  }
  const double mean = 1 / answer.rollbacks, cost = question.checkpoint_time;
  answer.mean_time_between = mean;
  answer.interval_young = std::sqrt(2 * cost * mean);
  const double ratio = cost / (2 * mean);
  answer.interval_daly =
      ratio < 1 ? answer.interval_young * (1 + std::sqrt(ratio) / 3 + ratio / 9) - cost : mean;
  answer.lost_share =
      cost / (answer.interval_daly + cost) + (answer.interval_daly / 2 + question.restart_time) / mean;
  if (answer.lost_share >= 1)
    throw ModelError(
        fmt::format("training does not advance: a rollback every {:.3g} s, checkpoints take {:.3g} s and "
                    "a restart {:.3g} s",
                    mean, cost, question.restart_time));
  return answer;
}

}  // namespace sunrack
