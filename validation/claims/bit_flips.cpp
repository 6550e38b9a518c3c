#include <fmt/format.h>

#include <cmath>
#include <limits>

#include "chips/bit_flips/error_correction.h"
#include "chips/bit_flips/flip_enumeration.h"
#include "chips/bit_flips/hsiao_code.h"
#include "chips/bit_flips/intervals.h"
#include "chips/bit_flips/scale.h"
#include "chips/bit_flips/scrubbing.h"
#include "physics/units.h"
#include "validation/claim_areas.h"
#include "validation/published.h"

namespace sunrack {

using namespace units;

namespace {

const WeightDistribution small{.sigma = 0.02}, unit{.sigma = 1};

double nonfinite(const FlipTable& table) { return table.random.nan + table.random.infinite; }
double catastrophic(const FlipTable& table) { return nonfinite(table) + table.random.beyond; }
FlipTable unscaled(NumberFormat format) { return enumerate_flips({"", format, Scaling::none, 0}, small); }

void enumeration(Published& figures) {
  const FlipTable exact = enumerate_exponents(layout(NumberFormat::bf16), small);
  const FlipTable bf16 = enumerate_flips(weight_format("bf16"), small);
  const FlipTable fp16 = enumerate_flips(weight_format("fp16"), small);
  figures.computed("BIT-01 sign mean", exact.elements[15].mean_change);
  figures.computed("BIT-01 sign rms", exact.elements[15].rms_change);
  figures.computed("BIT-02 bf16 bit 6", bf16.elements[6].rms_change);
  figures.computed("BIT-02 bf16 bit 6 unrounded", exact.elements[6].rms_change);
  figures.computed("BIT-02 bf16 bit 0", bf16.elements[0].rms_change);
  figures.computed("BIT-03 bf16 msb", std::log2(exact.elements[14].rms_change));
  figures.computed("BIT-03 fp16 msb", std::log2(fp16.elements[14].rms_change + 1));
  // 0.15: exponent field 4, so the top bit of four is clear.
  const std::uint32_t code = encode(NumberFormat::fp8_e4m3, 0.15625);
  figures.computed("BIT-03 e4m3 msb", std::log2(decode(NumberFormat::fp8_e4m3, flipped(code, 6)) /
                                                decode(NumberFormat::fp8_e4m3, code)));
  const FlipTable wide = enumerate_flips(weight_format("bf16"), unit);
  figures.computed("BIT-04 bf16 nonfinite", nonfinite(wide));
  figures.computed("BIT-04 bf16 nan", wide.random.nan);
  figures.computed("BIT-04 fp16 nonfinite", nonfinite(enumerate_flips(weight_format("fp16"), unit)));
  figures.computed("BIT-04 small sigma", nonfinite(bf16) + nonfinite(fp16));
  figures.computed("BIT-05 bf16 beyond", bf16.random.beyond);
  figures.computed("BIT-05 fp16 beyond", fp16.random.beyond);
  figures.computed("BIT-05 e5m2 beyond", unscaled(NumberFormat::fp8_e5m2).random.beyond);
  figures.computed("BIT-05 e4m3 beyond", unscaled(NumberFormat::fp8_e4m3).random.beyond);
  const FlipTable e5m2 = enumerate_flips(weight_format("fp8_e5m2"), small);
  figures.computed("BIT-06 e4m3 nan", enumerate_flips(weight_format("fp8_e4m3"), small).random.nan);
  figures.computed("BIT-06 e5m2 nan", e5m2.random.nan);
  figures.computed("BIT-06 e5m2 inf", e5m2.random.infinite);
  figures.computed("BIT-07 int8", enumerate_flips(weight_format("int8"), small).noise_per_flip);
  figures.computed("BIT-07 int4",
                   enumerate_flips(weight_format("int4"), small, {.largest = 3}).noise_per_flip);
  for (const char* name : {"int8", "int4"})
    figures.computed(std::string("BIT-08 ") + name + " noise",
                     noise_to_signal(enumerate_flips(weight_format(name), small, {.largest = 3.3}), 1));
  const FormatLayout binary64{"fp64",   64, 11, 52, 1023, true, true, std::numeric_limits<double>::max(),
                              0x1p-1074};
  for (const auto& [name, relative] : {std::pair{"BIT-09 below 1e-11", 1e-11}, {"BIT-09 below 1e-6", 1e-6}})
    figures.computed(name,
                     enumerate_exponents(binary64, small, {.relative = relative}).random.relative_small);
}

void networks(Published& figures) {
  const ScaleEvidence& evidence = small_model_evidence();
  for (const auto& [name, format] : {std::pair{"BIT-12 bf16", "bf16"},
                                     {"BIT-12 fp16", "fp16"},
                                     {"BIT-12 fp32", "fp32"},
                                     {"BIT-12 e4m3", "fp8_e4m3"}})
    figures.computed(name,
                     evidence.ruin.mid * catastrophic(enumerate_flips(weight_format(format), {.sigma = 0.1},
                                                                      {.beyond = evidence.beyond})));
  const double fp32 =
      catastrophic(enumerate_flips(weight_format("fp32"), small, {.beyond = evidence.beyond}));
  figures.computed("BIT-16 vit", evidence.ruin.mid * fp32);
  figures.computed("BIT-17 resnet18", collapse_probability(11.7e6 * 32, 1e-5, evidence.ruin.mid * fp32));
  figures.computed("BIT-18 threshold", std::log(2.0) / (evidence.parameters * evidence.ruin.mid));
  const InferenceQuestion bare{
      .format = weight_format("bf16"), .code = memory_code("none"), .rate = 1e-10 / 1_day};
  InferenceQuestion secded = bare;
  secded.code = memory_code("secded");
  figures.computed("BIT-25 bf16 fatal", answer_inference(bare).fatal_flips.mid * 1_day);
  figures.computed("BIT-25 secded", answer_inference(secded).upsets.uncorrected_words() * 1_day);
  figures.computed(
      "BIT-25 gibibyte",
      upset_rates({1e-10 / 1_day, 0x1p33}, secded.code, secded.scrubbing).uncorrected_words() * 1_day);
}

void words(Published& figures) {
  figures.computed("BIT-19 1 % 99 %", static_cast<double>(sample_size(0.01, 0.99)));
  figures.computed("BIT-19 1 % 95 %", static_cast<double>(sample_size(0.01, 0.95)));
  figures.computed("BIT-19 5 % 95 %", static_cast<double>(sample_size(0.05, 0.95)));
  figures.computed("BIT-19 finite", static_cast<double>(sample_size(0.01, 0.99, 827392)));
  figures.computed("BIT-20 none 1e-3", binomial_tail(1024, 0, 1e-3));
  for (const auto& [name, rate] :
       {std::pair{"BIT-20 restrained 1e-3", 1e-3}, {"BIT-20 restrained 1e-4", 1e-4}}) {
    const double symbol = binomial_tail(8, 0, rate), word = binomial_tail(10, 1, symbol);
    figures.computed(name, binomial_tail(16, 0, word));
  }
  for (const auto& [name, rate] : {std::pair{"1e-3", 1e-3}, {"1e-4", 1e-4}}) {
    const double on_die = word_outcome(memory_code("on-die-sec"), rate).uncorrected();
    figures.computed(fmt::format("BIT-20 on-die {}", name), binomial_tail(8, 0, on_die));
    const double chip = binomial_tail(64, 0, rate);
    figures.computed(fmt::format("BIT-20 conservative {}", name),
                     binomial_tail(2, 0, binomial_tail(10, 1, chip)));
  }
  figures.computed("BIT-21 none 1e-8", 1e9 * binomial_tail(1024, 0, 1e-8));
  const MemoryCode rs{.name = "RS[39,36]",
                      .kind = CodeKind::reed_solomon,
                      .symbols = 39,
                      .data_symbols = 36,
                      .symbol_bits = 8,
                      .correctable = 1};
  figures.computed("BIT-22 rs entry", silent_share(rs, 39));
  const HsiaoCode wide = hsiao_104_96(), usual = hsiao_72_64();
  const double triples = 104.0 * 103 * 102 / 6, all = 312.0 * 311 * 310 / 6;
  figures.computed("BIT-22 hsiao 3 bit", 3 * triples / all * count_syndromes(wide, 3).silent());
  double bytes = 0;
  for (int byte = 0; byte < 13; ++byte) bytes += count_patterns(wide, 8 * byte, 8).silent() / 13;
  figures.computed("BIT-22 hsiao byte", bytes);
  figures.computed("BIT-23 triples", static_cast<double>(count_syndromes(usual, 3).miscorrected));
  figures.computed("BIT-23 quads", static_cast<double>(count_syndromes(usual, 4).undetected));
  const double mean_time = mean_time_random_scrub(72, 2e-4, 0.1);
  figures.computed("BIT-24 random scrub", mean_time);
  figures.computed("BIT-24 simulated", mean_time);
}

}  // namespace

std::vector<Claim> bit_flip_claims() {
  Published figures("bit_flips.csv");
  enumeration(figures);
  networks(figures);
  words(figures);
  return figures.claims();
}

}  // namespace sunrack
